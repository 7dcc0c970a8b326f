//! What was passed, what failed, and what is not run yet.

use std::fmt;

/// One line of the tally.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// `spec-cases v3`, `features V3/matching_rules`.
    pub(super) title: String,
    pub(super) passed: usize,
    /// One line for each that failed.
    pub(super) failed: Vec<String>,
    /// One line for each that holds a sentence nobody knows.
    pub(super) unknown: Vec<String>,
}

impl Tally {
    pub(super) fn new(title: String) -> Self {
        Self { title, ..Self::default() }
    }

    fn total(&self) -> usize {
        self.passed + self.failed.len() + self.unknown.len()
    }
}

/// A feature nobody has taken up.
#[derive(Debug)]
pub(super) struct NotYet {
    pub(super) name: String,
    pub(super) scenarios: usize,
    /// Why they cannot even be counted.
    pub(super) unreadable: Option<String>,
}

/// Everything that was found.
#[derive(Debug, Default)]
pub(super) struct Report {
    pub(super) cases: Vec<Tally>,
    pub(super) features: Vec<Tally>,
    pub(super) not_yet: Vec<NotYet>,
}

impl Report {
    /// Whether every specification case and every scenario in scope was passed.
    pub(super) fn is_complete(&self) -> bool {
        self.cases.iter().chain(&self.features).all(|tally| tally.passed == tally.total())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (subject, tallies) in [("spec-cases", &self.cases), ("features", &self.features)] {
            for tally in tallies {
                writeln!(f, "{}: {} of {}", tally.title, tally.passed, tally.total())?;
                let failed = tally.failed.iter().map(|line| ("failed", line));
                for (word, line) in failed.chain(tally.unknown.iter().map(|line| ("not yet", line))) {
                    writeln!(f, "  {word}: {line}")?;
                }
            }
            let passed: usize = tallies.iter().map(|tally| tally.passed).sum();
            let total: usize = tallies.iter().map(Tally::total).sum();
            writeln!(f, "{subject} in all: {passed} of {total}\n")?;
        }
        for NotYet { name, scenarios, unreadable } in &self.not_yet {
            let unreadable = unreadable.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
            writeln!(f, "not yet {name}: {scenarios} scenarios{unreadable}")?;
        }
        let scenarios: usize = self.not_yet.iter().map(|feature| feature.scenarios).sum();
        write!(f, "not yet in all: {scenarios} scenarios of {} features", self.not_yet.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(title: &str, failed: &[&str], unknown: &[&str]) -> Tally {
        let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
        Tally { title: title.to_owned(), passed: 2, failed: lines(failed), unknown: lines(unknown) }
    }

    #[test]
    fn the_report_counts_what_was_passed_and_lists_the_rest() {
        let report = Report {
            cases: vec![tally("spec-cases v3", &["body/a.json: no"], &[])],
            features: vec![tally("features V3/generators", &[], &["a scenario: no step says `x`"])],
            not_yet: vec![NotYet { name: "V3/http_provider".to_owned(), scenarios: 2, unreadable: None }],
        };
        let expected = "spec-cases v3: 2 of 3\n  failed: body/a.json: no\nspec-cases in all: 2 of 3\n\n\
            features V3/generators: 2 of 3\n  not yet: a scenario: no step says `x`\nfeatures in all: 2 of 3\n\n\
            not yet V3/http_provider: 2 scenarios\nnot yet in all: 2 scenarios of 1 features";
        assert_eq!(report.to_string(), expected);
    }

    #[test]
    fn only_what_is_in_scope_decides() {
        let not_yet = || vec![NotYet { name: "V1/x".to_owned(), scenarios: 9, unreadable: None }];
        let report = |failed: &[&str], unknown: &[&str]| Report {
            cases: vec![tally("spec-cases v1", failed, &[])],
            features: vec![tally("features V1/generators", &[], unknown)],
            not_yet: not_yet(),
        };
        assert!(report(&[], &[]).is_complete());
        assert!(!report(&["x"], &[]).is_complete());
        assert!(!report(&[], &["x"]).is_complete());
    }
}
