//! `abide convert`.

use crate::cli::{ConvertArgs, FormatVersion};
use crate::exit::Exit;
use crate::output::failure;
use crate::verify::Problem;
use abide_contract_core::contract::Contract;
use abide_contract_core::file::{self, OldVersion};
use abide_contract_core::interaction::Exchange;
use anyhow::bail;

pub(super) fn run(args: &ConvertArgs) -> anyhow::Result<Exit> {
    let loaded = file::read(&args.file)?;
    all_was_read(&loaded.contract)?;
    for note in &loaded.notes {
        failure::note(&format!("{}: {}", note.pointer, note.text));
    }
    let text = match args.format {
        FormatVersion::V2 => file::to_old_text(&loaded.contract, OldVersion::V2),
        FormatVersion::V3 => file::to_old_text(&loaded.contract, OldVersion::V3),
        FormatVersion::V4 => Ok(file::to_text(&loaded.contract)),
    };
    match text {
        Ok(text) => super::say(&text),
        Err(refusal) => {
            let problem = Problem::new(refusal.to_string());
            failure::tell_problem(&problem.with_hint("a newer version, given with `--format`, may hold it"));
            Ok(Exit::No)
        }
    }
}

/// Refuses what cannot be read, because it would be kept as it is, in the version it came in.
fn all_was_read(contract: &Contract) -> anyhow::Result<()> {
    for interaction in &contract.interactions {
        if let Exchange::Unsupported(unsupported) = &interaction.exchange
            && let Some(problem) = &unsupported.problem
        {
            bail!("\"{}\" cannot be converted: {problem}", interaction.description);
        }
    }
    Ok(())
}
