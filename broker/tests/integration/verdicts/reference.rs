//! Verdicts written straight from the sentence: every version live there that the version asked about would talk to needs
//! its own successful result for the very content. Slow, and without any of the broker's own code.

use super::estate::{Estate, Version};

/// What is not looked at: a service, or one version of it.
pub(super) type Ignored = Option<(&'static str, Option<u8>)>;

/// Two versions that would talk to each other, and whether it is known to go well.
struct Talk {
    consumer: Version,
    /// Nobody, where the consumer needs a service that is not there.
    provider: Option<Version>,
    provider_name: &'static str,
    result: Option<bool>,
}

fn talk(estate: &Estate, consumer: Version, provider: Version) -> Option<Talk> {
    let words = estate.contracts.get(&(consumer, provider.0))?;
    let result = estate.results.get(&(consumer.0, *words, provider)).copied();
    Some(Talk { consumer, provider: Some(provider), provider_name: provider.0, result })
}

/// Whether `version` can go where the estate's live versions are.
pub(super) fn can_deploy(estate: &Estate, version: Version, ignored: Ignored) -> Option<bool> {
    if !estate.versions.contains(&version) {
        return if is_ignored(ignored, version.0, Some(version.1)) { Some(true) } else { Some(false) };
    }
    let mut talks = Vec::new();
    for (consumer, provider) in estate.contracts.keys().copied() {
        // During a rollout the version replaced is still there, and each calls the other.
        let mut others = estate.live(provider);
        others.retain(|other| *other != version);
        if consumer == version {
            if provider == version.0 {
                talks.extend(talk(estate, version, version));
            } else if others.is_empty() {
                talks.push(Talk { consumer, provider: None, provider_name: provider, result: None });
            }
            talks.extend(others.into_iter().filter_map(|other| talk(estate, version, other)));
        } else if provider == version.0 && estate.is_live(consumer) {
            talks.extend(talk(estate, consumer, version));
        }
    }
    judge(&talks, ignored)
}

/// Whether `version` gets along with the live versions of `other`, and of nobody else.
pub(super) fn gets_along(estate: &Estate, version: Version, other: &str) -> Option<bool> {
    together(estate, version, &estate.live(other))
}

/// Whether `version` gets along with each of the others and they with each other; all have to exist.
pub(super) fn together(estate: &Estate, version: Version, others: &[Version]) -> Option<bool> {
    let exists = |version: &Version| estate.versions.contains(version);
    if !exists(&version) || others.is_empty() || !others.iter().all(exists) {
        return Some(false);
    }
    let everybody: Vec<Version> = others.iter().copied().chain([version]).collect();
    let pairs = everybody.iter().flat_map(|consumer| everybody.iter().map(move |provider| (*consumer, *provider)));
    judge(&pairs.filter_map(|(consumer, provider)| talk(estate, consumer, provider)).collect::<Vec<_>>(), None)
}

fn judge(talks: &[Talk], ignored: Ignored) -> Option<bool> {
    let counts = |talk: &&Talk| {
        !is_ignored(ignored, talk.consumer.0, Some(talk.consumer.1))
            && !is_ignored(ignored, talk.provider_name, talk.provider.map(|provider| provider.1))
    };
    let results: Vec<Option<bool>> = talks.iter().filter(counts).map(|talk| talk.result).collect();
    if results.contains(&None) { None } else { Some(!results.contains(&Some(false))) }
}

fn is_ignored(ignored: Ignored, service: &str, number: Option<u8>) -> bool {
    ignored.is_some_and(|(name, only)| name == service && (only.is_none() || only == number))
}
