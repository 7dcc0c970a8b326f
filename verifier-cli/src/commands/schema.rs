//! `abide schema`.

use crate::cli::{Document, SchemaArgs};
use crate::exit::Exit;
use crate::output::{Out, check, json};
use abide_contract_core::file;

pub(super) fn run(args: &SchemaArgs) -> anyhow::Result<Exit> {
    let schema = match args.document {
        Document::Contract => file::SCHEMA,
        Document::Check => check::SCHEMA,
        Document::Verify => json::SCHEMA,
    };
    let mut out = Out::standard();
    out.line(schema);
    out.finish()?;
    Ok(Exit::Yes)
}
