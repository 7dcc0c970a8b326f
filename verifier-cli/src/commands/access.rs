//! Which broker, and who asks: flags before `ABIDE_*` before `PACT_BROKER_*`.

use super::Usage;
use crate::broker_client::{Broker, Credentials};
use crate::cli::AccessArgs;
use crate::network::{DEFAULT_TIMEOUT, Network, Tls};
use anyhow::Context as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// A value and how near to the user it was given: 0 is a flag.
type Given = Option<(usize, String)>;

/// The broker all flags and variables point to.
pub(super) fn broker(args: &AccessArgs) -> anyhow::Result<Broker> {
    let network = network(args, DEFAULT_TIMEOUT)?;
    match broker_if_named(args, network)? {
        Some(broker) => Ok(broker),
        None => Err(Usage("no broker is named: give `--broker URL` or set `ABIDE_BROKER_URL`".to_owned()).into()),
    }
}

/// The same, when none may be named.
pub(super) fn broker_if_named(args: &AccessArgs, network: Arc<Network>) -> anyhow::Result<Option<Broker>> {
    named(args, &|name| std::env::var(name).ok())
        .map(|(address, credentials)| Ok(Broker::new(&address, credentials, network)?))
        .transpose()
}

/// Connections as the flags want them.
fn network(args: &AccessArgs, timeout: Duration) -> anyhow::Result<Arc<Network>> {
    Ok(Arc::new(Network::new(tls(args.ca.as_deref(), None)?, timeout)))
}

/// Whom the flags want trusted, and what they want shown: the files of a certificate chain and its key.
pub(super) fn tls(ca: Option<&Path>, identity: Option<(&Path, &Path)>) -> anyhow::Result<Tls> {
    let tls = match ca {
        None => Tls::default(),
        Some(path) => {
            Tls::with_authority(&file(path)?).with_context(|| format!("cannot use the file `{}`", path.display()))?
        }
    };
    let Some((chain, key)) = identity else { return Ok(tls) };
    let identified = tls.with_identity(&file(chain)?, &file(key)?);
    identified.with_context(|| format!("cannot use the files `{}` and `{}`", chain.display(), key.display()))
}

/// What a file holds.
fn file(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("cannot read the file `{}`", path.display()))
}

fn named(args: &AccessArgs, env: &dyn Fn(&str) -> Option<String>) -> Option<(String, Option<Credentials>)> {
    let given = |flag: &Option<String>, variables: [&str; 2]| -> Given {
        let mut places = vec![flag.clone()];
        places.extend(variables.map(env));
        places.into_iter().enumerate().find_map(|(at, value)| Some((at, value.filter(|value| !value.is_empty())?)))
    };
    let (_, address) = given(&args.broker, ["ABIDE_BROKER_URL", "PACT_BROKER_BASE_URL"])?;
    let token = given(&args.token, ["ABIDE_BROKER_TOKEN", "PACT_BROKER_TOKEN"]);
    let username = given(&args.username, ["ABIDE_BROKER_USERNAME", "PACT_BROKER_USERNAME"]);
    let password = given(&args.password, ["ABIDE_BROKER_PASSWORD", "PACT_BROKER_PASSWORD"]);
    let basic = |username: String| {
        let password = password.map(|(_, password)| password).unwrap_or_default();
        Credentials::Basic { username, password }
    };
    // Whichever was given nearer to the user counts, and of two equally near the token.
    let credentials = match (token, username) {
        (Some((near, token)), Some((far, _))) if near <= far => Some(Credentials::Token(token)),
        (_, Some((_, username))) => Some(basic(username)),
        (token, None) => token.map(|(_, token)| Credentials::Token(token)),
    };
    Some((address, credentials))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(flags: &AccessArgs, variables: &[(&str, &str)]) -> Option<(String, Option<Credentials>)> {
        named(flags, &|name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn flags_win_over_our_variables_and_those_over_pacts() {
        let pact = ("PACT_BROKER_BASE_URL", "http://pact");
        let ours = ("ABIDE_BROKER_URL", "http://ours");
        let flag = AccessArgs { broker: Some("http://flag".to_owned()), ..AccessArgs::default() };
        let none = AccessArgs::default();
        assert_eq!(asked(&none, &[]), None);
        assert_eq!(asked(&none, &[pact]).unwrap().0, "http://pact");
        assert_eq!(asked(&none, &[pact, ours]).unwrap().0, "http://ours");
        assert_eq!(asked(&flag, &[pact, ours]).unwrap().0, "http://flag");
        assert_eq!(asked(&none, &[pact, ("ABIDE_BROKER_URL", "")]).unwrap().0, "http://pact");
    }

    #[test]
    fn the_nearer_credentials_count() {
        let url = ("ABIDE_BROKER_URL", "http://b");
        let token = |text: &str| Some(Credentials::Token(text.to_owned()));
        let basic = |username: &str, password: &str| {
            Some(Credentials::Basic { username: username.to_owned(), password: password.to_owned() })
        };
        let none = AccessArgs::default();
        let user = AccessArgs { username: Some("me".to_owned()), ..AccessArgs::default() };
        let ours = [url, ("ABIDE_BROKER_TOKEN", "t"), ("ABIDE_BROKER_PASSWORD", "p")];
        let pacts = [url, ("PACT_BROKER_TOKEN", "t"), ("ABIDE_BROKER_USERNAME", "u")];
        assert_eq!(asked(&none, &ours).unwrap().1, token("t"));
        assert_eq!(asked(&user, &ours).unwrap().1, basic("me", "p"));
        assert_eq!(asked(&none, &pacts).unwrap().1, basic("u", ""));
        assert_eq!(asked(&none, &[url]).unwrap().1, None);
    }
}
