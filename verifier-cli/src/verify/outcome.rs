//! What became of each interaction, each contract and the whole run.

use crate::broker_client::Notice;
use crate::hint::Hint;
use abide_contract_core::mismatch::Mismatch;
use std::time::Duration;

/// The answer a run gives, and each part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The contract is kept.
    Yes,
    /// It is not: something was seen that breaks it.
    No,
    /// It could not be found out.
    Unknown,
}

impl Answer {
    /// The answer of two parts together: a breach that was seen wins over what is unknown, and that over a yes.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (Self::Yes, Self::Yes) => Self::Yes,
        }
    }

    /// The answer of many parts together; yes when there are none.
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        parts.into_iter().fold(Self::Yes, Self::and)
    }
}

/// What became of one interaction.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The provider answered as the consumer needs.
    Passed,
    /// It did not.
    Failed(Failure),
    /// It could not be found out.
    Inconclusive(Problem),
    /// The contract asks for something this version cannot judge: one sentence each.
    NotVerified(Vec<String>),
}

/// Why an interaction failed.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure {
    /// The response differs.
    Mismatches {
        /// How.
        found: Vec<Mismatch>,
        /// Both bodies in one picture, in lines, where that says more.
        difference: Vec<String>,
    },
    /// A provider state could not be set up.
    State {
        /// The state.
        name: String,
        /// What its handler answered.
        reason: String,
    },
    /// The request needs a value which no provider state gave.
    MissingValue(String),
    /// The answer is none that a client of its protocol could use, or came after the deadline the contract sets.
    Protocol(String),
}

/// Why something could not be found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What went wrong, the cause last.
    pub text: String,
    /// What to try.
    pub hint: Option<Hint>,
}

impl Problem {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), hint: None }
    }

    pub(crate) fn with_hint(mut self, hint: impl Into<Hint>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What went wrong, with all its causes in one line.
    pub(crate) fn from_error(error: &dyn std::error::Error) -> Self {
        let mut text = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            let sentence = cause.to_string();
            if !text.ends_with(&sentence) {
                text = format!("{text}: {sentence}");
            }
            source = cause.source();
        }
        Self { text, hint: None }
    }
}

impl Outcome {
    /// The answer this gives, before pending is considered.
    pub fn answer(&self) -> Answer {
        match self {
            Self::Passed => Answer::Yes,
            Self::Failed(_) => Answer::No,
            Self::Inconclusive(_) | Self::NotVerified(_) => Answer::Unknown,
        }
    }
}

/// One interaction and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct InteractionReport {
    /// The interaction's description.
    pub description: String,
    /// The names of its provider states.
    pub states: Vec<String>,
    /// What its author wrote beside it, and the test it comes from.
    pub comments: Vec<String>,
    /// The identity the broker has stamped on it.
    pub id: Option<String>,
    /// Whether the contract marks it as pending: a failure is reported, no more.
    pub pending: bool,
    /// What became of it.
    pub outcome: Outcome,
    /// What went wrong without deciding the outcome, such as a state that could not be torn down.
    pub warnings: Vec<String>,
    /// How long it took, states included.
    pub duration: Duration,
}

impl InteractionReport {
    /// The answer it gives to the run: pending, by its own mark or its contract's, excuses a failure, but not what is
    /// unknown.
    fn answer(&self, contract_is_pending: bool) -> Answer {
        match self.outcome.answer() {
            Answer::No if self.pending || contract_is_pending => Answer::Yes,
            answer => answer,
        }
    }
}

/// Which contract is being verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The consumer.
    pub consumer: String,
    /// The provider.
    pub provider: String,
    /// Where the contract came from: a path, a URL, or the broker's name for it.
    pub origin: String,
    /// Whether the broker marks it as pending: failures are reported, no more.
    pub pending: bool,
    /// What the broker says about it beforehand.
    pub notices: Vec<String>,
}

/// What became of publishing a contract's result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Publication {
    /// The broker has it.
    Published {
        /// What it says.
        success: bool,
        /// Where it is.
        url: String,
    },
    /// It was not sent: the answer is unknown, or not all of the contract was replayed.
    Withheld,
    /// The broker did not take it.
    Failed(Problem),
}

/// One contract and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ContractReport {
    /// Which contract.
    pub heading: Heading,
    /// Its interactions, in the order of the file.
    pub interactions: Vec<InteractionReport>,
    /// What became of publishing the result, if that was wanted.
    pub publication: Option<Publication>,
    /// What the broker says afterwards.
    pub notices: Vec<Notice>,
}

impl ContractReport {
    /// Whether the contract is kept, whatever is pending; this is what is published: pending spares the provider's build,
    /// not who asks whether the two work together.
    pub fn verdict(&self) -> Answer {
        Answer::all(self.interactions.iter().map(|interaction| interaction.outcome.answer()))
    }

    /// The answer it gives to the run.
    pub fn answer(&self) -> Answer {
        let verified =
            Answer::all(self.interactions.iter().map(|interaction| interaction.answer(self.heading.pending)));
        match &self.publication {
            Some(Publication::Failed(_)) => verified.and(Answer::Unknown),
            _ => verified,
        }
    }
}

/// A contract that could not be verified at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadProblem {
    /// Where it was to come from.
    pub origin: String,
    /// What went wrong.
    pub problem: Problem,
}

/// A whole run.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Run {
    /// What was verified.
    pub contracts: Vec<ContractReport>,
    /// What could not even be read.
    pub problems: Vec<LoadProblem>,
    /// Whether it is fine that there was nothing to verify.
    pub allow_empty: bool,
    /// How long it took.
    pub duration: Duration,
}

impl Run {
    /// Whether there was nothing to verify.
    pub fn is_empty(&self) -> bool {
        self.interactions().next().is_none()
    }

    /// All interactions of all contracts.
    pub fn interactions(&self) -> impl Iterator<Item = &InteractionReport> {
        self.contracts.iter().flat_map(|contract| &contract.interactions)
    }

    /// The answer. Nothing verified is unknown, unless that is allowed.
    pub fn answer(&self) -> Answer {
        let verified = Answer::all(self.contracts.iter().map(ContractReport::answer));
        if !self.problems.is_empty() || (self.is_empty() && !self.allow_empty) {
            return verified.and(Answer::Unknown);
        }
        verified
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interaction(outcome: Outcome, pending: bool) -> InteractionReport {
        InteractionReport {
            description: "a".to_owned(),
            states: Vec::new(),
            comments: Vec::new(),
            id: None,
            pending,
            outcome,
            warnings: Vec::new(),
            duration: Duration::ZERO,
        }
    }

    fn run(pending: bool, interactions: Vec<InteractionReport>) -> Run {
        let names = |name: &str| name.to_owned();
        let heading =
            Heading { consumer: names("a"), provider: names("b"), origin: names("c"), pending, notices: Vec::new() };
        let contract = ContractReport { heading, interactions, publication: None, notices: Vec::new() };
        Run { contracts: vec![contract], ..Run::default() }
    }

    fn failed() -> Outcome {
        Outcome::Failed(Failure::MissingValue("id".to_owned()))
    }

    fn unknown() -> Outcome {
        Outcome::NotVerified(vec!["because".to_owned()])
    }

    #[test]
    fn a_breach_wins_over_the_unknown_and_that_over_a_yes() {
        for (outcomes, answer) in [
            (vec![Outcome::Passed], Answer::Yes),
            (vec![Outcome::Passed, unknown()], Answer::Unknown),
            (vec![unknown(), failed(), Outcome::Passed], Answer::No),
            (vec![], Answer::Unknown),
        ] {
            let interactions = outcomes.into_iter().map(|outcome| interaction(outcome, false)).collect();
            assert_eq!(run(false, interactions).answer(), answer);
        }
    }

    #[test]
    fn pending_excuses_a_failure_but_not_the_unknown() {
        assert_eq!(run(true, vec![interaction(failed(), false)]).answer(), Answer::Yes);
        assert_eq!(run(false, vec![interaction(failed(), true)]).answer(), Answer::Yes);
        assert_eq!(run(true, vec![interaction(unknown(), false)]).answer(), Answer::Unknown);
        assert_eq!(
            run(true, vec![interaction(failed(), false), interaction(unknown(), false)]).answer(),
            Answer::Unknown
        );
        for pending in [run(true, vec![interaction(failed(), false)]), run(false, vec![interaction(failed(), true)])] {
            assert_eq!(pending.contracts[0].verdict(), Answer::No, "the broker is told what was seen");
        }
    }

    #[test]
    fn a_contract_that_could_not_be_read_makes_a_yes_unknown() {
        let mut run = run(false, vec![interaction(Outcome::Passed, false)]);
        run.problems.push(LoadProblem { origin: "x.json".to_owned(), problem: Problem::new("not JSON") });
        assert_eq!(run.answer(), Answer::Unknown);
    }
}
