//! Telling the broker what became of a contract.

use super::outcome::{Answer, ContractReport, Failure, InteractionReport, Outcome, Problem, Publication};
use crate::broker_client::{self, Broker, Document, TestException, TestMismatch, TestResult, VerificationResult};
use crate::hint::Hint;
use abide_contract_core::explain::sentence;

/// Under which version results are published.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ToPublish {
    /// The provider's version.
    pub version: String,
    /// The branch it was built from.
    pub branch: Option<String>,
    /// Where it was built.
    pub build_url: Option<String>,
}

/// Publishes results, if that is wanted.
pub(super) struct Publisher<'r> {
    wish: Option<&'r ToPublish>,
    broker: Option<&'r Broker>,
    /// The branch is told once, before the first result, so that the version has it when the result lands.
    branch_told: bool,
}

impl<'r> Publisher<'r> {
    pub(super) fn new(wish: Option<&'r ToPublish>, broker: Option<&'r Broker>) -> Self {
        Self { wish, broker, branch_told: false }
    }

    /// Publishes a contract's result, unless it is unknown.
    pub(super) async fn publish(
        &mut self,
        report: &ContractReport,
        document: Option<&Document>,
    ) -> Option<Publication> {
        let wish = self.wish?;
        let success = match report.verdict() {
            Answer::Unknown => return Some(Publication::Withheld),
            verdict => verdict == Answer::Yes,
        };
        let published_here = |document: &&Document| document.href(broker_client::PUBLISH_RESULTS).is_some();
        let (Some(broker), Some(document)) = (self.broker, document.filter(published_here)) else {
            let problem = Problem::new("the contract does not come from a broker").with_hint(Hint::ResultsNeedBroker);
            return Some(Publication::Failed(problem));
        };
        Some(match self.send(broker, document, wish, &result(report, wish, success)).await {
            Ok(url) => Publication::Published { success, url },
            Err(error) => Publication::Failed(Problem { hint: error.hint(), ..Problem::from_error(&error) }),
        })
    }

    async fn send(
        &mut self,
        broker: &Broker,
        document: &Document,
        wish: &ToPublish,
        result: &VerificationResult,
    ) -> Result<String, broker_client::Error> {
        if let Some(branch) = wish.branch.as_ref().filter(|_| !self.branch_told) {
            broker.set_provider_branch(document, &wish.version, branch).await?;
            self.branch_told = true;
        }
        Ok(broker.publish_result(document, result).await?.url)
    }
}

fn result(report: &ContractReport, wish: &ToPublish, success: bool) -> VerificationResult {
    VerificationResult {
        success,
        provider_version: wish.version.clone(),
        build_url: wish.build_url.clone(),
        test_results: report.interactions.iter().map(test_result).collect(),
    }
}

fn test_result(report: &InteractionReport) -> TestResult {
    let exception = |message: String| vec![TestException { message }];
    let (mismatches, exceptions) = match &report.outcome {
        Outcome::Passed => (Vec::new(), Vec::new()),
        Outcome::Failed(Failure::Mismatches { found: mismatches, .. }) => {
            let mismatch = |mismatch: &abide_contract_core::mismatch::Mismatch| TestMismatch {
                attribute: mismatch.attribute().to_owned(),
                identifier: mismatch.identifier().map(str::to_owned),
                description: sentence(mismatch),
            };
            (mismatches.iter().map(mismatch).collect(), Vec::new())
        }
        Outcome::Failed(Failure::State { name, reason }) => {
            (Vec::new(), exception(format!("State change request failed: `{name}`: {reason}")))
        }
        Outcome::Failed(Failure::MissingValue(text) | Failure::Protocol(text)) => (Vec::new(), exception(text.clone())),
        Outcome::Inconclusive(problem) => (Vec::new(), exception(problem.text.clone())),
        Outcome::NotVerified(obstacles) => (Vec::new(), exception(obstacles.join("; "))),
    };
    TestResult {
        interaction_id: report.id.clone(),
        interaction_description: report.description.clone(),
        success: matches!(report.outcome, Outcome::Passed),
        mismatches,
        exceptions,
    }
}
