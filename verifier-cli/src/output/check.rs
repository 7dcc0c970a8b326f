//! What contract files are and what is doubtful about them: a block for each file, or one JSON document.
//!
//! ```json
//! {
//!   "schemaVersion": 1, "command": "check", "answer": "yes | no | unknown",
//!   "summary": {"contracts": 1, "findings": 1, "notes": 1, "notLoaded": 0},
//!   "contracts": [{
//!     "origin": "contracts/a.json", "consumer": "order-service", "provider": "payment-service",
//!     "version": {"stated": "2.0.0", "readAs": 2},
//!     "interactions": {"Synchronous/HTTP": 2}, "rules": {"regex": 1, "type": 3},
//!     "plugins": [{"name": "protobuf", "version": "0.3.5"}],
//!     "findings": 1, "notes": 1,
//!     "diagnostics": [{
//!       "severity": "finding | note", "kind": "looks-generated", "interaction": "a charge",
//!       "pointer": "/interactions/0/response/body/id", "text": "…"
//!     }],
//!     "compared": ["inventory.v1.Inventory/Reserve"],
//!     "drift": [{
//!       "element": "inventory.v1.Item.qty", "change": "field-number", "contract": "2", "provider": "3", "effect": "…",
//!       "methods": ["inventory.v1.Inventory/Reserve"], "interactions": ["a reservation"], "text": "…"
//!     }]
//!   }],
//!   "reflection": "http://127.0.0.1:50051/",
//!   "problems": [{"origin": "…", "problem": "…"}]
//! }
//! ```
//! Absent are: `stated`, a plugin's `version`, `interaction` where a diagnostic is about the file, `provider` where it has
//! nothing of the kind, and `reflection`, `compared` and `drift` unless a provider was asked. Each drift is a finding. The
//! answer is no with findings, otherwise unknown with problems, otherwise yes.

use super::{Out, drift, json, words};
use crate::verify::{Answer, LoadProblem, Problem};
use abide_contract_core::check::{Checked, Diagnostic, Plugin, Severity, Version};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// JSON Schema (2020-12) of the JSON document.
pub const SCHEMA: &str = include_str!("../../schema/check.json");

/// What was checked.
#[derive(Debug, Default)]
pub struct Report {
    /// The contracts.
    pub contracts: Vec<File>,
    /// Files that could not be read.
    pub problems: Vec<LoadProblem>,
    /// The provider the contracts are compared with, if one was named.
    pub live: Option<Live>,
}

/// A contract and the name of its file.
#[derive(Debug)]
pub struct File {
    /// The name.
    pub origin: String,
    /// The contract, and what is to be said about it.
    pub checked: Checked,
    /// How it compares with the provider that runs, where one was asked.
    pub compared: Option<drift::Compared>,
}

/// A provider that runs.
#[derive(Debug)]
pub struct Live {
    /// Its address.
    pub url: String,
    /// Why it could not be compared with.
    pub problem: Option<Problem>,
}

impl File {
    fn count(&self, severity: Severity) -> usize {
        let drifts = self.compared.as_ref().filter(|_| severity == Severity::Finding);
        self.checked.count(severity) + drifts.map_or(0, |compared| compared.drifts.len())
    }
}

impl Report {
    /// Whether everything is fine.
    pub fn answer(&self) -> Answer {
        if self.count(Severity::Finding) > 0 {
            Answer::No
        } else if self.problems.is_empty() && self.unasked().is_none() {
            Answer::Yes
        } else {
            Answer::Unknown
        }
    }

    /// Why the provider that was named could not be compared with.
    fn unasked(&self) -> Option<&Problem> {
        self.live.as_ref()?.problem.as_ref()
    }

    fn count(&self, severity: Severity) -> usize {
        self.contracts.iter().map(|file| file.count(severity)).sum()
    }
}

/// Writes the report for people.
pub fn write(out: &mut Out, report: &Report) {
    for file in &report.contracts {
        let File { origin, checked, compared } = file;
        heading(out, origin, checked);
        for diagnostic in &checked.diagnostics {
            block(out, checked, diagnostic);
        }
        if let Some(compared) = compared {
            drift::blocks(out, checked, compared);
        }
        if checked.diagnostics.is_empty() && file.count(Severity::Finding) == 0 {
            out.line(&format!("  {}  nothing is doubtful", out.style.good("✓")));
        }
        if let Some(compared) =
            compared.as_ref().filter(|compared| !compared.methods.is_empty() && compared.drifts.is_empty())
            && let Some(live) = &report.live
        {
            let methods = words::count(compared.methods.len(), "method");
            out.line(&format!("  {}  {methods} as the provider at {} has them", out.style.good("✓"), live.url));
        }
        out.line("");
    }
    summary(out, report);
}

fn heading(out: &mut Out, origin: &str, checked: &Checked) {
    let names = format!("{} -> {}", checked.contract.consumer.name, checked.contract.provider.name);
    out.line(&format!("{}   {}", out.style.strong(&names), out.style.faint(origin)));
    let counted = |(name, count): (&str, usize)| format!("{count} {name}");
    let interactions: Vec<_> = checked.interactions().into_iter().map(counted).collect();
    let rules: Vec<_> = checked.rules.iter().map(|(name, count)| counted((name, *count))).collect();
    let plugins: Vec<_> = checked.plugins.iter().map(plugin).collect();
    for (what, parts) in [
        ("format", vec![version(&checked.version)]),
        ("holds", if interactions.is_empty() { vec!["no interactions".to_owned()] } else { interactions }),
        ("rules", rules),
        ("plugins", plugins),
    ] {
        if !parts.is_empty() {
            out.line(&format!("  {what:7}  {}", parts.join(", ")));
        }
    }
    out.line("");
}

fn version(version: &Version) -> String {
    let read_as = version.read_as;
    match &version.stated {
        None => format!("no version stated, read as version {read_as}"),
        Some(stated) if stated.split('.').next() == Some(&*read_as.to_string()) => format!("version {stated}"),
        Some(stated) => format!("version {stated}, read as version {read_as}"),
    }
}

fn plugin(plugin: &Plugin) -> String {
    match &plugin.version {
        Some(version) => format!("{} {version}", plugin.name),
        None => plugin.name.clone(),
    }
}

fn block(out: &mut Out, checked: &Checked, diagnostic: &Diagnostic) {
    let mark = match diagnostic.kind.severity() {
        Severity::Finding => out.style.bad("x"),
        Severity::Note => out.style.faint("-"),
    };
    let pointer = if diagnostic.pointer.is_empty() { "the file" } else { &diagnostic.pointer };
    let interaction = description(checked, diagnostic).map_or_else(String::new, |text| format!("   {text}"));
    out.line(&format!("  {mark}  {pointer}{}", out.style.faint(&interaction)));
    out.line(&format!("     {}", diagnostic.text));
}

fn description<'c>(checked: &'c Checked, diagnostic: &Diagnostic) -> Option<&'c str> {
    let interaction = checked.contract.interactions.get(diagnostic.interaction?)?;
    Some(&interaction.description)
}

fn summary(out: &mut Out, report: &Report) {
    let style = out.style;
    let (findings, notes) = (report.count(Severity::Finding), report.count(Severity::Note));
    let mut parts = Vec::new();
    if findings > 0 {
        parts.push(style.bad(&words::count(findings, "finding")));
    }
    if notes > 0 {
        parts.push(words::count(notes, "note"));
    }
    if findings + notes == 0 && !report.contracts.is_empty() {
        parts.push(style.good("nothing is doubtful"));
    }
    if !report.problems.is_empty() {
        parts.push(style.unclear(&format!("{} not loaded", words::count(report.problems.len(), "file"))));
    }
    if report.unasked().is_some() {
        parts.push(style.unclear("not compared with the provider"));
    }
    out.line(&format!("{}: {}", words::count(report.contracts.len(), "contract"), parts.join(", ")));
}

/// The report as JSON.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Document<'r> {
    schema_version: u32,
    command: &'static str,
    answer: &'static str,
    summary: Summary,
    contracts: Vec<FileSaid<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reflection: Option<&'r str>,
    problems: Vec<json::LoadProblem<'r>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Summary {
    contracts: usize,
    findings: usize,
    notes: usize,
    not_loaded: usize,
}

#[derive(Debug, Serialize)]
struct FileSaid<'r> {
    origin: &'r str,
    consumer: &'r str,
    provider: &'r str,
    version: VersionRead<'r>,
    interactions: BTreeMap<&'r str, usize>,
    rules: &'r BTreeMap<String, usize>,
    plugins: Vec<PluginNamed<'r>>,
    findings: usize,
    notes: usize,
    diagnostics: Vec<Said<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    compared: Option<&'r BTreeSet<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    drift: Option<Vec<drift::Drifted<'r>>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct VersionRead<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    stated: Option<&'r str>,
    read_as: u8,
}

#[derive(Debug, Serialize)]
struct PluginNamed<'r> {
    name: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'r str>,
}

#[derive(Debug, Serialize)]
struct Said<'r> {
    severity: &'static str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    interaction: Option<&'r str>,
    pointer: &'r str,
    text: &'r str,
}

impl<'r> Document<'r> {
    /// The document of a report.
    pub fn of(report: &'r Report) -> Self {
        Self {
            schema_version: json::SCHEMA_VERSION,
            command: "check",
            answer: json::answer(report.answer()),
            summary: Summary {
                contracts: report.contracts.len(),
                findings: report.count(Severity::Finding),
                notes: report.count(Severity::Note),
                not_loaded: report.problems.len(),
            },
            contracts: report.contracts.iter().map(said).collect(),
            reflection: report.live.as_ref().map(|live| live.url.as_str()),
            problems: problems(report),
        }
    }
}

/// What could not be read, and why the provider could not be asked.
fn problems(report: &Report) -> Vec<json::LoadProblem<'_>> {
    let unread = report.problems.iter().map(json::LoadProblem::of);
    let unasked = report.live.iter().filter_map(|live| Some(json::LoadProblem::at(&live.url, live.problem.as_ref()?)));
    unread.chain(unasked).collect()
}

fn said(file: &File) -> FileSaid<'_> {
    let File { origin, checked, compared } = file;
    FileSaid {
        origin,
        consumer: &checked.contract.consumer.name,
        provider: &checked.contract.provider.name,
        version: VersionRead { stated: checked.version.stated.as_deref(), read_as: checked.version.read_as },
        interactions: checked.interactions(),
        rules: &checked.rules,
        plugins: checked.plugins.iter().map(PluginNamed::of).collect(),
        findings: file.count(Severity::Finding),
        notes: file.count(Severity::Note),
        diagnostics: checked.diagnostics.iter().map(|diagnostic| Said::of(checked, diagnostic)).collect(),
        compared: compared.as_ref().map(|compared| &compared.methods),
        drift: compared.as_ref().map(|compared| drift::said(checked, compared)),
    }
}

impl<'r> PluginNamed<'r> {
    fn of(plugin: &'r Plugin) -> Self {
        Self { name: &plugin.name, version: plugin.version.as_deref() }
    }
}

impl<'r> Said<'r> {
    fn of(checked: &'r Checked, diagnostic: &'r Diagnostic) -> Self {
        Self {
            severity: match diagnostic.kind.severity() {
                Severity::Finding => "finding",
                Severity::Note => "note",
            },
            kind: diagnostic.kind.name(),
            interaction: description(checked, diagnostic),
            pointer: &diagnostic.pointer,
            text: &diagnostic.text,
        }
    }
}
