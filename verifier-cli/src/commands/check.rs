//! `abide check`.

use super::access;
use super::report::Report;
use crate::cli::{CheckArgs, ReflectionArgs};
use crate::exit::Exit;
use crate::network::Network;
use crate::output::{check, drift, failure};
use crate::verify::{LoadProblem, Problem, Reflection, files};
use abide_contract_core::check::check;
use abide_contract_core::file;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

pub(super) async fn run(args: &CheckArgs) -> anyhow::Result<Exit> {
    let output = Report::to(&args.output)?;
    let reflection = reflection(&args.provider)?;
    let mut report = check::Report::default();
    for path in &args.paths {
        add(path, &mut report);
    }
    if let Some(reflection) = reflection {
        let problem = compare(&reflection, &mut report.contracts).await.err();
        report.live = Some(check::Live { url: reflection.url().to_string(), problem });
    }
    let written = output.write(|out| check::write(out, &report), &check::Document::of(&report));
    for LoadProblem { problem, .. } in &report.problems {
        failure::tell_problem(problem);
    }
    if let Some(check::Live { problem: Some(problem), .. }) = &report.live {
        failure::tell_problem(problem);
    }
    written?;
    Ok(report.answer().into())
}

/// Checks what is at `path`; what cannot be read does not stop the others.
fn add(path: &Path, report: &mut check::Report) {
    let problem = |origin: &Path, problem: Problem| LoadProblem { origin: origin.display().to_string(), problem };
    let found = match files(path) {
        Ok(found) => found,
        Err(error) => return report.problems.push(problem(path, Problem::from_error(&error))),
    };
    if found.is_empty() {
        let text = format!("there is no contract in the folder `{}`", path.display());
        report.problems.push(problem(path, Problem::new(text)));
    }
    for file in found {
        let name = file.display().to_string();
        match file::bytes(&file).and_then(|bytes| check(&bytes, &name)) {
            Ok(checked) => report.contracts.push(check::File { origin: name, checked, compared: None }),
            Err(error) => report.problems.push(problem(&file, Problem::from_error(&error))),
        }
    }
}

/// The provider the flags want asked.
fn reflection(args: &ReflectionArgs) -> anyhow::Result<Option<Reflection>> {
    let Some(url) = &args.reflection else { return Ok(None) };
    let identity = args.client_cert.as_deref().zip(args.client_key.as_deref());
    let network = Network::new(access::tls(args.ca.as_deref(), identity)?, Duration::from_secs(args.timeout.get()));
    Ok(Some(Reflection::new(url.clone(), &args.header, Arc::new(network))?))
}

/// Holds the calls of all contracts against what the provider says of itself; each service is asked for once.
async fn compare(reflection: &Reflection, files: &mut [check::File]) -> Result<(), Problem> {
    let mut services = BTreeMap::new();
    let mut comparisons = Vec::new();
    for file in files {
        let calls = drift::calls(&file.checked.contract);
        for (_, method) in &calls {
            if !services.contains_key(method.service()) {
                let found = reflection.service(method.service()).await?;
                services.insert(method.service().to_owned(), found);
            }
        }
        comparisons.push((calls, &mut file.compared));
    }
    if services.is_empty() {
        let text = format!("the contracts have no gRPC calls to compare with the provider at {}", reflection.url());
        return Err(Problem::new(text).with_hint("without `--reflection` everything else about them is checked"));
    }
    for (calls, compared) in comparisons {
        *compared = Some(drift::Compared::of(&calls, &services));
    }
    Ok(())
}
