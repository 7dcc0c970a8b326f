//! A verification as people read it: a block for each contract, a line for each interaction, explanations below failures.

use super::{Out, failure, words};
use crate::verify::{
    ContractReport, Failure, Heading, InteractionReport, LoadProblem, Outcome, Problem, Publication, Reporter, Run,
};
use abide_contract_core::explain::explain;

/// Writes a verification while it goes on.
pub struct Human<'o> {
    out: Option<&'o mut Out>,
}

impl<'o> Human<'o> {
    /// Writes the report to `out`; without one, only what is said beside it, on the standard error.
    pub fn new(out: Option<&'o mut Out>) -> Self {
        Self { out }
    }

    /// Writes a finished run from its beginning.
    pub fn write(out: &'o mut Out, run: &Run) {
        let mut human = Self::new(Some(out));
        for contract in &run.contracts {
            human.heading(&contract.heading);
            for interaction in &contract.interactions {
                human.block(interaction);
            }
            human.ending(contract);
        }
        human.summary(run);
    }

    fn line(&mut self, line: &str) {
        if let Some(out) = &mut self.out {
            out.line(line);
        }
    }

    fn style(&self) -> super::style::Style {
        self.out.as_ref().map_or(super::style::Style::plain(), |out| out.style)
    }

    fn heading(&mut self, heading: &Heading) {
        let style = self.style();
        let names = style.strong(&format!("{} -> {}", heading.consumer, heading.provider));
        let pending = if heading.pending { "   (pending)" } else { "" };
        self.line(&format!("{names}   {}{pending}", style.faint(&heading.origin)));
        self.line("");
    }

    fn block(&mut self, report: &InteractionReport) {
        let style = self.style();
        let mark = match report.outcome {
            Outcome::Passed => style.good("✓"),
            Outcome::Failed(_) => style.bad("x"),
            Outcome::Inconclusive(_) | Outcome::NotVerified(_) => style.unclear("?"),
        };
        let pending = if report.pending { "   (pending)" } else { "" };
        let given = words::given(&report.states);
        let gap = if given.is_empty() { "" } else { "   " };
        let time = style.faint(&words::duration(report.duration));
        self.line(&format!("  {mark}  {}{gap}{given}{pending}   {time}", report.description));
        for line in explanation(&report.outcome) {
            self.line(&format!("     {line}"));
        }
        for comment in &report.comments {
            self.line(&format!("     {}", style.faint(comment)));
        }
        for warning in &report.warnings {
            self.line(&format!("     warning: {warning}"));
        }
    }

    fn ending(&mut self, contract: &ContractReport) {
        if contract.interactions.is_empty() {
            self.line("  no interactions to verify");
        }
        match &contract.publication {
            Some(Publication::Published { success, url }) => {
                let result = if *success { "success" } else { "failure" };
                self.line(&format!("\n  published as {result}: {url}"));
            }
            Some(Publication::Withheld) => self.line("\n  not published: the answer is unknown"),
            Some(Publication::Failed(problem)) => self.line(&format!("\n  not published: {}", problem.text)),
            None => {}
        }
        self.line("");
    }

    fn summary(&mut self, run: &Run) {
        let tally = Tally::of(run);
        let style = self.style();
        if run.is_empty() && run.problems.is_empty() {
            self.line("nothing to verify");
            return;
        }
        let mut parts = Vec::new();
        let mut part = |number: usize, text: String| {
            if number > 0 {
                parts.push(text);
            }
        };
        part(tally.passed, style.good(&format!("{} passed", tally.passed)));
        part(tally.failed, style.bad(&format!("{} failed", tally.failed)));
        part(tally.excused, style.unclear(&format!("{} pending and failed", tally.excused)));
        part(tally.inconclusive, style.unclear(&format!("{} could not be tried", tally.inconclusive)));
        part(tally.not_verified, style.unclear(&format!("{} not verified", tally.not_verified)));
        part(
            run.problems.len(),
            style.unclear(&format!("{} not loaded", words::count(run.problems.len(), "contract"))),
        );
        let total = words::count(run.interactions().count(), "interaction");
        self.line(&format!("{total}: {}   {}", parts.join(", "), style.faint(&words::duration(run.duration))));
    }
}

impl Reporter for Human<'_> {
    fn note(&mut self, text: &str) {
        failure::note(text);
    }

    fn load_problem(&mut self, problem: &LoadProblem) {
        let LoadProblem { origin, problem } = problem;
        let text = &problem.text;
        let text = if text.contains(origin.as_str()) { text.clone() } else { format!("{origin}: {text}") };
        failure::tell_problem(&Problem { text, hint: problem.hint.clone() });
    }

    fn contract_begins(&mut self, heading: &Heading) {
        for notice in &heading.notices {
            failure::note(notice);
        }
        self.heading(heading);
    }

    fn interaction(&mut self, interaction: &InteractionReport) {
        self.block(interaction);
    }

    fn contract_ends(&mut self, contract: &ContractReport) {
        self.ending(contract);
        if let Some(Publication::Failed(problem)) = &contract.publication {
            let text = format!("the result of {} is not published: {}", contract.heading.origin, problem.text);
            failure::tell_problem(&Problem { text, hint: problem.hint.clone() });
        }
        for notice in &contract.notices {
            failure::note(&notice.text);
        }
    }

    fn run_ends(&mut self, run: &Run) {
        self.summary(run);
        if run.is_empty() && run.problems.is_empty() && !run.allow_empty {
            let text = "there was nothing to verify".to_owned();
            let hint = Some("if that is fine, say `--allow-empty`".into());
            failure::tell_problem(&Problem { text, hint });
        }
        for problem in common_problems(run) {
            failure::tell_problem(problem);
        }
    }
}

/// What kept interactions from being tried, once each: the same cause usually stops many.
fn common_problems(run: &Run) -> Vec<&Problem> {
    let mut problems: Vec<&Problem> = Vec::new();
    for report in run.interactions() {
        if let Outcome::Inconclusive(problem) = &report.outcome
            && !problems.contains(&problem)
        {
            problems.push(problem);
        }
    }
    problems
}

fn explanation(outcome: &Outcome) -> Vec<String> {
    match outcome {
        Outcome::Passed => Vec::new(),
        Outcome::Failed(Failure::Mismatches { found, difference }) => {
            explain(found).into_iter().chain(difference.iter().map(|line| format!("  {line}"))).collect()
        }
        Outcome::Failed(Failure::State { name, reason }) => {
            vec![format!("the state `{name}` could not be set up"), reason.clone()]
        }
        Outcome::Failed(Failure::MissingValue(text) | Failure::Protocol(text)) => vec![text.clone()],
        Outcome::Inconclusive(problem) => vec![problem.text.clone()],
        Outcome::NotVerified(obstacles) => obstacles.iter().map(|text| format!("not verified: {text}")).collect(),
    }
}

/// How many interactions became what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tally {
    pub(super) passed: usize,
    /// Failures that count.
    pub(super) failed: usize,
    /// Failures of what is pending.
    pub(super) excused: usize,
    pub(super) inconclusive: usize,
    pub(super) not_verified: usize,
}

impl Tally {
    pub(super) fn of(run: &Run) -> Self {
        let mut tally = Self::default();
        for contract in &run.contracts {
            for report in &contract.interactions {
                match report.outcome {
                    Outcome::Passed => tally.passed += 1,
                    Outcome::Failed(_) if contract.heading.pending || report.pending => {
                        tally.excused += 1;
                    }
                    Outcome::Failed(_) => tally.failed += 1,
                    Outcome::Inconclusive(_) => tally.inconclusive += 1,
                    Outcome::NotVerified(_) => tally.not_verified += 1,
                }
            }
        }
        tally
    }
}
