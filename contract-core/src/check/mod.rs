//! What a contract file is, and what is doubtful about it: judged without any provider.
//!
//! A [`Finding`](Severity::Finding) is something that makes a contract say more, less or something else than its author
//! meant; a [`Note`](Severity::Note) is something to know. [`Kind`] lists both.
//!
//! ```
//! use abide_contract_core::check::{Kind, check};
//!
//! let contract = br#"{
//!     "consumer": {"name": "order-service"}, "provider": {"name": "payment-service"},
//!     "interactions": [{
//!         "description": "a charge",
//!         "request": {"method": "GET", "path": "/charges/1"},
//!         "response": {"status": 200, "body": {"id": "0b9f4a3e-58a1-4f0e-9d52-6a1f4a0c7e11"}}
//!     }],
//!     "metadata": {"pactSpecification": {"version": "2.0.0"}}
//! }"#;
//! let checked = check(contract, "contract.json")?;
//! assert_eq!(checked.diagnostics[0].kind, Kind::LooksGenerated);
//! assert_eq!(checked.diagnostics[0].pointer, "/interactions/0/response/body/id");
//! # Ok::<(), abide_contract_core::file::Error>(())
//! ```

mod alike;
mod applicable;
mod example;
mod generated;
mod generator;
mod identity;
mod leniency;
mod loose;
mod part;
mod reach;
mod report;
mod source;
mod unknown;
mod verifiable;
mod version;

pub use version::Version;

use crate::contract::Contract;
use crate::file::{self, Error, Loaded};
use crate::json::{Json, Value};
use crate::rule::Budget;
use part::Part;
use report::Report;
use source::Source;
use std::collections::BTreeMap;
use std::fmt;

/// What a contract file is, and what is to be said about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The contract.
    pub contract: Contract,
    /// The version of its format.
    pub version: Version,
    /// How often each rule occurs, by its name.
    pub rules: BTreeMap<String, usize>,
    /// The plugins it asks for.
    pub plugins: Vec<Plugin>,
    /// What is to be said about it: about the file as a whole, then about each interaction, by pointer.
    pub diagnostics: Vec<Diagnostic>,
}

impl Checked {
    /// How many interactions there are of each type, by its name in version 4 of the format.
    pub fn interactions(&self) -> BTreeMap<&str, usize> {
        let mut kinds = BTreeMap::new();
        for interaction in &self.contract.interactions {
            *kinds.entry(interaction.exchange.kind()).or_default() += 1;
        }
        kinds
    }

    /// How many diagnostics are of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.kind.severity() == severity).count()
    }
}

/// A plugin a contract asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plugin {
    /// Its name.
    pub name: String,
    /// Its version, if one is stated.
    pub version: Option<String>,
}

/// Something to be said about a place in a contract file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What it is.
    pub kind: Kind,
    /// The interaction it is about, by its position in [`Contract::interactions`]; `None` when it is about the file.
    pub interaction: Option<usize>,
    /// JSON pointer to the place in the file.
    pub pointer: String,
    /// What is to be said.
    pub text: String,
}

/// How much a diagnostic weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something to be put right.
    Finding,
    /// Something to know.
    Note,
}

/// What a diagnostic is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Finding: the example does not meet a rule of its own contract.
    ExampleBreaksRule,
    /// Finding: the example differs from itself, as where a header and the body state two content types.
    ExampleContradictsItself,
    /// Finding: a rule is put on a place the example does not have.
    RuleHitsNothing,
    /// Finding: a rule that whatever arrives meets.
    RuleCannotFail,
    /// Finding: a rule is put on a part it says nothing about.
    RuleMisplaced,
    /// Finding: a value that looks made on the spot is expected to arrive exactly so.
    LooksGenerated,
    /// Finding: a list whose items stand for all others has items that are unlike each other.
    UnlikeExamples,
    /// Finding: two interactions are known by the same description and states, or by the same key.
    DuplicateInteraction,
    /// Finding: something cannot be verified.
    NotVerifiable,
    /// Note: something this version does not judge: a kind of interaction, or an example that takes too much work.
    NotJudged,
    /// Note: no version of the format is stated.
    NoVersion,
    /// Note: the version stated is none that is known.
    UnknownVersion,
    /// Note: something has the form of another version than the one stated.
    OtherVersion,
    /// Note: something was read in spite of being written oddly.
    ReadLeniently,
    /// Note: a field nobody gives a meaning to.
    UnknownField,
    /// Note: a generator that makes no value.
    GeneratorWithoutValue,
}

impl Kind {
    /// Every kind, findings first.
    pub const ALL: [Self; 16] = [
        Self::ExampleBreaksRule,
        Self::ExampleContradictsItself,
        Self::RuleHitsNothing,
        Self::RuleCannotFail,
        Self::RuleMisplaced,
        Self::LooksGenerated,
        Self::UnlikeExamples,
        Self::DuplicateInteraction,
        Self::NotVerifiable,
        Self::NotJudged,
        Self::NoVersion,
        Self::UnknownVersion,
        Self::OtherVersion,
        Self::ReadLeniently,
        Self::UnknownField,
        Self::GeneratorWithoutValue,
    ];

    /// How much it weighs.
    pub fn severity(self) -> Severity {
        if self <= Self::NotVerifiable { Severity::Finding } else { Severity::Note }
    }

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::ExampleBreaksRule => "example-breaks-rule",
            Self::ExampleContradictsItself => "example-contradicts-itself",
            Self::RuleHitsNothing => "rule-hits-nothing",
            Self::RuleCannotFail => "rule-cannot-fail",
            Self::RuleMisplaced => "rule-misplaced",
            Self::LooksGenerated => "looks-generated",
            Self::UnlikeExamples => "unlike-examples",
            Self::DuplicateInteraction => "duplicate-interaction",
            Self::NotVerifiable => "not-verifiable",
            Self::NotJudged => "not-judged",
            Self::NoVersion => "no-version",
            Self::UnknownVersion => "unknown-version",
            Self::OtherVersion => "other-version",
            Self::ReadLeniently => "read-leniently",
            Self::UnknownField => "unknown-field",
            Self::GeneratorWithoutValue => "generator-without-value",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Reads the contract in `bytes` and judges it; `name` is what errors call it.
pub fn check(bytes: &[u8], name: &str) -> Result<Checked, Error> {
    let file = file::parse(bytes, name)?;
    let loaded = file::from_json(&file, name)?;
    Ok(judge(&file, loaded))
}

/// What the examples of one file may spend on expressions that backtrack: seconds.
const BUDGET: u64 = 500_000_000;

/// Judges a contract and the file it was read from.
fn judge(file: &Value<'_>, loaded: Loaded) -> Checked {
    let Loaded { contract, notes } = loaded;
    let _budget = Budget::of(BUDGET);
    let mut report = Report::new(Source::new(file));
    let version = version::find(file);
    version::note(&version, &mut report);
    identity::check(&contract, &mut report);
    let mut rules = BTreeMap::new();
    for (at, interaction) in contract.interactions.iter().enumerate() {
        report.interaction = Some(at);
        verifiable::check(interaction, &mut report);
        for part in Part::all(interaction, &report) {
            for placed in part.rules() {
                *rules.entry(placed.rule.name().to_owned()).or_default() += 1;
            }
            check_part(&part, &mut report);
        }
    }
    report.interaction = None;
    unknown::check(&contract, &mut report);
    leniency::check(&version, &mut report);
    for note in notes {
        report.note(note);
    }
    Checked { plugins: plugins(&contract), version, rules, diagnostics: report.finish(), contract }
}

fn check_part(part: &Part<'_>, report: &mut Report<'_, '_>) {
    example::check(part, report);
    reach::check(part, report);
    loose::check(part, report);
    applicable::check(part, report);
    verifiable::check_rules(part, report);
    generated::check(part, report);
    alike::check(part, report);
    generator::check(part, report);
    unknown::check_part(part, report);
}

fn plugins(contract: &Contract) -> Vec<Plugin> {
    let listed = contract.metadata.get("plugins").and_then(Json::as_array).unwrap_or_default();
    let plugin = |entry: &Json| {
        let name = entry.get("name").and_then(Json::as_str)?.to_owned();
        Some(Plugin { name, version: entry.get("version").map(|version| version.to_text().into_owned()) })
    };
    listed.iter().filter_map(plugin).collect()
}

#[cfg(test)]
mod tests;
