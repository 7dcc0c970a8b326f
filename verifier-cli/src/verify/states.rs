//! Provider states: asking the provider to bring them about before a replay, and to take them back afterwards.

use super::outcome::{Failure, Outcome, Problem};
use crate::network::{Answer, Network};
use abide_contract_core::contract::ProviderState;
use abide_contract_core::json::{Json, Object, Value, parse};
use http_body_util::Full;
use hyper::header::CONTENT_TYPE;
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use url::Url;

/// What a state handler is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    SetUp,
    TearDown,
}

impl Action {
    fn as_str(self) -> &'static str {
        match self {
            Self::SetUp => "setup",
            Self::TearDown => "teardown",
        }
    }
}

/// The provider's state handler, if it has one.
#[derive(Debug)]
pub(super) struct States {
    url: Option<Url>,
    network: Arc<Network>,
    /// States nobody could bring about, named once each.
    named: Mutex<HashSet<String>>,
}

impl States {
    pub(super) fn new(url: Option<Url>, network: Arc<Network>) -> Self {
        Self { url, network, named: Mutex::default() }
    }

    /// Whether there is anybody who sets states up.
    pub(super) fn are_set_up(&self) -> bool {
        self.url.is_some()
    }

    /// Brings about all states, in order, and returns the values they give for the request. Without states the handler is
    /// called once with an empty name, so that it can always clean up.
    pub(super) async fn set_up(&self, states: &[ProviderState]) -> Result<Object<'static>, Outcome> {
        let mut values = Object::new();
        for state in or_nameless(states).as_ref() {
            for (name, value) in state.params.iter() {
                values.insert(name.to_owned(), value.clone());
            }
            let Some(url) = &self.url else { continue };
            let answer = self.call(url, state, Action::SetUp).await.map_err(Outcome::Inconclusive)?;
            if !answer.is_success() {
                return Err(Outcome::Failed(Failure::State {
                    name: state.name.clone(),
                    reason: refusal(url, &answer),
                }));
            }
            for (name, value) in given_values(&answer) {
                values.insert(name, value);
            }
        }
        Ok(values)
    }

    /// Takes all states back; what goes wrong is worth a warning.
    pub(super) async fn tear_down(&self, states: &[ProviderState]) -> Vec<String> {
        let mut warnings = Vec::new();
        let Some(url) = &self.url else { return warnings };
        for state in or_nameless(states).as_ref() {
            match self.call(url, state, Action::TearDown).await {
                Ok(answer) if answer.is_success() => {}
                Ok(answer) => warnings.push(not_torn_down(state, &refusal(url, &answer))),
                Err(problem) => warnings.push(not_torn_down(state, &problem.text)),
            }
        }
        warnings
    }

    /// The states nobody will bring about because there is no handler; each is named once in a run.
    pub(super) fn newly_ignored(&self, states: &[ProviderState]) -> Vec<String> {
        if self.url.is_some() {
            return Vec::new();
        }
        // A poisoned lock still guards a usable set.
        let mut named = self.named.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        states.iter().filter(|state| named.insert(state.name.clone())).map(|state| state.name.clone()).collect()
    }

    async fn call(&self, url: &Url, state: &ProviderState, action: Action) -> Result<Answer, Problem> {
        let unreachable = |error: &crate::network::Error| {
            let problem = Problem::from_error(error);
            Problem::new(format!("cannot reach the state handler at {url}: {}", problem.text))
                .with_hint(error.hint().unwrap_or_else(|| "does the provider serve its state URL?".into()))
        };
        let request = hyper::Request::post(url.as_str())
            .header(CONTENT_TYPE, "application/json")
            .body(Full::from(message(state, action)))
            .map_err(|error| unreachable(&error.into()))?;
        self.network.send(request).await.map_err(|error| unreachable(&error))
    }
}

fn message(state: &ProviderState, action: Action) -> String {
    let message: Object<'static> = [
        ("action", Value::string(action.as_str())),
        ("params", Value::Object(state.params.clone())),
        ("state", Value::string(state.name.clone())),
    ]
    .into_iter()
    .collect();
    Value::Object(message).to_compact()
}

fn or_nameless(states: &[ProviderState]) -> Cow<'_, [ProviderState]> {
    if states.is_empty() { Cow::Owned(vec![ProviderState::new("")]) } else { Cow::Borrowed(states) }
}

/// The values in a handler's answer: the fields of a JSON object; any other answer gives none.
fn given_values(answer: &Answer) -> Vec<(String, Json)> {
    match parse(&answer.body) {
        Ok(Value::Object(object)) => {
            object.into_owned().into_iter().map(|(name, value)| (name.into(), value)).collect()
        }
        _ => Vec::new(),
    }
}

fn not_torn_down(state: &ProviderState, reason: &str) -> String {
    format!("the state `{}` was not torn down: {reason}", state.name)
}

fn refusal(url: &Url, answer: &Answer) -> String {
    let excerpt = answer.excerpt();
    let colon = if excerpt.is_empty() { "" } else { ": " };
    format!("{url} answered {}{colon}{excerpt}", answer.status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_sent_with_its_parameters_as_they_were_written() {
        let mut state = ProviderState::new("an order");
        state.params =
            parse(br#"{"total": 1.50, "id": 12345678901234567890}"#).unwrap().into_owned().as_object().unwrap().clone();
        assert_eq!(
            message(&state, Action::SetUp),
            r#"{"action":"setup","params":{"id":12345678901234567890,"total":1.50},"state":"an order"}"#
        );
    }

    #[test]
    fn only_a_json_object_gives_values() {
        let answer = |body: &str| Answer { status: 200, body: body.as_bytes().to_vec().into(), ..Answer::default() };
        assert_eq!(given_values(&answer(r#"{"id": 7}"#)).len(), 1);
        for body in ["", "ok", "[1]", "3"] {
            assert!(given_values(&answer(body)).is_empty(), "{body}");
        }
    }
}
