//! `abide schema`.

use crate::cli::{Document, SchemaArgs};
use crate::exit::Exit;
use crate::output::{Out, can_i, check, diff, json};
use abide_contract_core::file;

pub(super) fn run(args: &SchemaArgs) -> anyhow::Result<Exit> {
    let schema = match args.document {
        Document::Contract => file::SCHEMA,
        Document::Broker => json::BROKER_SCHEMA,
        Document::CanIDeploy => can_i::SCHEMA,
        Document::Check => check::SCHEMA,
        Document::Diff => diff::SCHEMA,
        Document::Verify => json::SCHEMA,
    };
    let mut out = Out::standard();
    out.line(schema);
    out.finish()?;
    Ok(Exit::Yes)
}
