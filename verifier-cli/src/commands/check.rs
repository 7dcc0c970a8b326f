//! `abide check`.

use super::Usage;
use crate::cli::{CheckArgs, Format};
use crate::exit::Exit;
use crate::output::{Out, check, failure};
use crate::verify::{LoadProblem, Problem, files};
use abide_contract_core::check::check;
use abide_contract_core::file;
use anyhow::Context as _;
use std::path::Path;

pub(super) fn run(args: &CheckArgs) -> anyhow::Result<Exit> {
    if let Some(contradiction) = args.output.contradiction() {
        return Err(Usage(contradiction.to_owned()).into());
    }
    let mut report = check::Report::default();
    for path in &args.paths {
        add(path, &mut report);
    }
    let write = |format, out: &mut Out| match format {
        Format::Human => {
            check::write(out, &report);
            Ok(out.finish()?)
        }
        Format::Json => super::write_json(out, &check::Document::of(&report)),
    };
    if let Some(format) = args.output.standard() {
        write(format, &mut Out::standard())?;
    }
    for LoadProblem { problem, .. } in &report.problems {
        failure::tell_problem(problem);
    }
    for (format, path) in args.output.files() {
        let context = || format!("cannot write the file `{}`", path.display());
        write(format, &mut Out::file(path).with_context(context)?).with_context(context)?;
    }
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
            Ok(checked) => report.contracts.push((name, checked)),
            Err(error) => report.problems.push(problem(&file, Problem::from_error(&error))),
        }
    }
}
