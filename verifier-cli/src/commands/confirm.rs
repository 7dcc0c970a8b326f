//! Asking before something is deleted.

use super::Usage;
use crate::output::Out;
use std::io::{self, BufRead, IsTerminal as _};

/// What is to be deleted, and what goes with it.
pub(super) struct Deletion {
    /// Such as `order-service 1.0.0`.
    pub(super) what: String,
    /// What is lost beside it, a line each.
    pub(super) lost: Vec<String>,
}

impl Deletion {
    /// Says what would be lost, and asks, unless `--yes` has answered already. Where nobody can be asked it is wrong
    /// usage not to have answered.
    pub(super) fn is_confirmed(&self, yes: bool) -> anyhow::Result<bool> {
        let mut talk = Out::talk();
        for line in self.lines() {
            talk.line(&line);
        }
        if yes {
            return Ok(true);
        }
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            let text = format!("nobody can be asked whether to delete {}: give `--yes`", self.what);
            return Err(Usage(text).into());
        }
        talk.line(&format!("Delete {}? [y/N]", self.what));
        let confirmed = is_yes(&mut io::stdin().lock())?;
        if !confirmed {
            talk.line("Nothing is deleted");
        }
        Ok(confirmed)
    }

    fn lines(&self) -> Vec<String> {
        let lost: Vec<_> = self.lost.iter().filter(|line| !line.is_empty()).map(|line| format!("  {line}")).collect();
        let heading = if lost.is_empty() { self.what.clone() } else { format!("{}, and with it", self.what) };
        std::iter::once(heading).chain(lost).collect()
    }
}

/// Whether the next line says yes; anything else, and the end of the input, says no.
fn is_yes(input: &mut impl BufRead) -> io::Result<bool> {
    let mut line = String::new();
    input.read_line(&mut line)?;
    Ok(matches!(line.trim().to_lowercase().as_str(), "y" | "yes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_yes_is_a_yes() {
        for (said, expected) in [
            ("y\n", true),
            ("Yes\n", true),
            (" YES \r\n", true),
            ("\n", false),
            ("", false),
            ("n\n", false),
            ("yep\n", false),
        ] {
            assert_eq!(is_yes(&mut said.as_bytes()).unwrap(), expected, "{said:?}");
        }
    }

    #[test]
    fn what_is_lost_is_named_line_by_line() {
        let deletion = |lost: &[&str]| Deletion {
            what: "order-service".to_owned(),
            lost: lost.iter().map(|&line| line.to_owned()).collect(),
        };
        assert_eq!(deletion(&["2 versions", ""]).lines(), ["order-service, and with it", "  2 versions"]);
        assert_eq!(deletion(&[]).lines(), ["order-service"]);
    }
}
