//! How an error is told: `error: …`, `caused by: …`, `hint: …`.

use super::{Out, hint};
use crate::broker_client;
use crate::hint::Hint;
use crate::network;
use crate::verify;

/// Tells an error with its causes, and what to try.
pub fn tell(error: &anyhow::Error) {
    let mut out = Out::talk();
    let mut told = error.to_string();
    out.line(&format!("{} {told}", out.style.bad("error:")));
    for cause in error.chain().skip(1) {
        let cause = cause.to_string();
        // Transparent wrappers repeat what they wrap.
        if !told.ends_with(&cause) {
            out.line(&format!("{} {cause}", out.style.bad("caused by:")));
        }
        told = cause;
    }
    if let Some(hint) = hint_of(error) {
        out.line(&format!("{} {}", out.style.strong("hint:"), hint::words(&hint)));
    }
}

/// Tells a problem that did not stop the command.
pub fn tell_problem(problem: &verify::Problem) {
    let mut out = Out::talk();
    out.line(&format!("{} {}", out.style.bad("error:"), problem.text));
    if let Some(hint) = &problem.hint {
        out.line(&format!("{} {}", out.style.strong("hint:"), hint::words(hint)));
    }
}

/// Says something that decides nothing.
pub fn note(text: &str) {
    let mut out = Out::talk();
    out.line(&format!("{} {text}", out.style.faint("note:")));
}

/// Says that a list is not complete, if it is not.
pub fn cut_off(shown: usize, total: usize) {
    if shown < total {
        note(&format!("{shown} of {total} are listed: `--limit` says how many"));
    }
}

/// Passes on what the broker says, to be read beside the result.
pub fn notices(notices: &[broker_client::Notice]) {
    let mut out = Out::talk();
    for notice in notices {
        let text = match notice.kind.as_str() {
            "success" => out.style.good(&notice.text),
            "error" => out.style.bad(&notice.text),
            "warning" => out.style.unclear(&notice.text),
            "debug" => out.style.faint(&notice.text),
            _ => notice.text.clone(),
        };
        out.line(&text);
    }
}

fn hint_of(error: &anyhow::Error) -> Option<Hint> {
    error.chain().find_map(|cause| {
        let broker = cause.downcast_ref::<broker_client::Error>().and_then(broker_client::Error::hint);
        let verifier = || cause.downcast_ref::<verify::Error>().and_then(verify::Error::hint);
        broker.or_else(verifier).or_else(|| cause.downcast_ref::<network::Error>().and_then(network::Error::hint))
    })
}
