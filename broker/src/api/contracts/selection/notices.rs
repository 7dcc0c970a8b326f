//! Why a contract is to be verified, and what follows from the result, in the ecosystem's words.

use super::ToVerify;
use serde_json::{Value, json};

/// The notices of one item; `pending` says whether the build wants to know about that.
pub(super) fn notices(url: &str, provider: &str, item: &ToVerify, pending: bool) -> Vec<Value> {
    let mut notices = vec![notice("before_verification", &why(url, item))];
    if !pending {
        return notices;
    }
    let whose = item.standing.whose(provider);
    if !item.standing.is_pending() {
        let text = format!(
            "The pact has previously been successfully verified by {whose}. If this verification fails, it will fail the build."
        );
        notices.push(notice("before_verification", &text));
        return notices;
    }
    let text = format!(
        "This pact is in pending state because a successful verification result by {whose} has not yet been published. If this verification \
         fails, it will not cause the overall build to fail."
    );
    notices.push(notice("before_verification", &text));
    let still = format!(
        "This pact is still in pending state for {whose}, as a successful verification result has not yet been published."
    );
    let ended = if item.work_in_progress {
        format!(
            "This pact is still work in progress for {whose}: a successful result ends that only once the pact is selected explicitly."
        )
    } else {
        format!(
            "This pact is no longer in pending state, as it has been successfully verified by {whose}. If a later verification fails, it will \
             fail the build."
        )
    };
    let after = |success: bool, published: bool| format!("after_verification:success_{success}_published_{published}");
    notices.push(notice(&after(true, false), &still));
    notices.push(notice(&after(false, false), &still));
    notices.push(notice(&after(true, true), &ended));
    notices.push(notice(&after(false, true), &still));
    notices
}

/// What a client that still asks by query string is told.
pub(super) fn deprecation() -> Value {
    let text = "The query string of this resource is deprecated: POST the same as JSON, with consumerVersionSelectors.";
    notice("before_verification", text)
}

fn notice(when: &str, text: &str) -> Value {
    json!({ "when": when, "text": text })
}

fn why(url: &str, item: &ToVerify) -> String {
    if item.work_in_progress {
        let heads: Vec<String> =
            item.selected.iter().map(|(choice, version)| format!("{choice} ({version})")).collect();
        return format!(
            "The pact at {url} is being verified because it is a 'work in progress' pact (ie. it is the pact for the {} of {} and is still in \
             pending state).",
            heads.join(", "),
            item.newest.consumer
        );
    }
    let (noun, criterion) =
        if item.selected.len() == 1 { ("version", "criterion") } else { ("version(s)", "criteria") };
    let bullets = item.selected.iter().map(|(choice, version)| {
        let excuse = choice.excuse().map_or_else(String::new, |excuse| format!(", {excuse}"));
        format!("    * {choice} ({version}){excuse}")
    });
    let bullets: Vec<String> = bullets.collect();
    format!(
        "The pact at {url} is being verified because the pact content belongs to the consumer {noun} matching the following {criterion}:\n{}",
        bullets.join("\n")
    )
}
