//! Recording that versions go live, and that they are not any more.

use super::{Broker, Error, Live, Way, Which};
use hyper::Method;
use serde_json::json;

impl Broker {
    /// Records that `version` of `participant` now runs in `environment`, on `instance` if there are several.
    pub async fn record_deployment(
        &self,
        participant: &str,
        version: &str,
        environment: &str,
        instance: Option<&str>,
    ) -> Result<(), Error> {
        let body = instance.map_or_else(|| json!({}), |instance| json!({"applicationInstance": instance}));
        self.record("pb:record-deployment", [participant, version, environment], &body).await
    }

    /// Records that `version` of `participant` is on offer in `environment`, beside others.
    pub async fn record_release(&self, participant: &str, version: &str, environment: &str) -> Result<(), Error> {
        self.record("pb:record-release", [participant, version, environment], &json!({})).await
    }

    /// Going live is recorded through a link the version has for each environment; when that is missing, it is found out
    /// which of the three names is unknown.
    async fn record(
        &self,
        rel: &str,
        [participant, version, environment]: [&str; 3],
        body: &serde_json::Value,
    ) -> Result<(), Error> {
        let known = self.version_document(participant, &Which::Number(version.to_owned())).await?;
        let links = known.links(rel);
        let Some((_, href)) = links.iter().find(|(name, _)| *name == Some(environment)) else {
            self.environment(environment).await?;
            let (url, rel) = (known.url.to_string(), format!("{rel} ({environment})"));
            return Err(Error::MissingLink { url, rel });
        };
        self.send(Method::POST, self.resolve(href)?, body).await?;
        Ok(())
    }

    /// Records that what is deployed of `participant` to `environment`, on `instance` if there are several, is not any
    /// more; answers with what was deployed.
    pub async fn record_undeployment(
        &self,
        participant: &str,
        environment: &str,
        instance: Option<&str>,
    ) -> Result<Live, Error> {
        let is_it = |live: &Live| live.application_instance.as_deref() == instance;
        self.record_end(Way::Deployed, participant, environment, is_it).await
    }

    /// Records that `version` of `participant`, released to `environment`, is not supported any more.
    pub async fn record_support_ended(
        &self,
        participant: &str,
        version: &str,
        environment: &str,
    ) -> Result<Live, Error> {
        self.record_end(Way::Released, participant, environment, |live| live.version == version).await
    }

    async fn record_end(
        &self,
        way: Way,
        participant: &str,
        environment: &str,
        is_it: impl Fn(&Live) -> bool,
    ) -> Result<Live, Error> {
        let known = self.environment(environment).await?;
        let mut all = self.live(&known, way, Some(participant)).await?;
        if let Some(at) = all.iter().position(is_it) {
            let live = all.swap_remove(at);
            self.end(&live, way).await?;
            return Ok(live);
        }
        if all.is_empty() {
            self.participant_document(participant).await?;
        }
        let (participant, environment) = (participant.to_owned(), known.name);
        Err(Error::NotLive { way, participant, environment, others: all })
    }
}
