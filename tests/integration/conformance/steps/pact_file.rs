//! Interactions that are defined, and the contract file written of them.

use super::{Said, Step};
use crate::conformance::world::World;
use abide_contract_core::interaction::{Exchange, Http, Interaction};
use abide_contract_core::json::{Json, Value};
use abide_contract_core::message::{Message, SyncMessage};
use abide_contract_core::{Contract, file};
use anyhow::{Context as _, Result, ensure};

/// What is defined, and the file.
#[derive(Default)]
pub(in crate::conformance) struct PactFile {
    defined: Vec<Interaction>,
    written: Option<Json>,
}

pub(super) const STEPS: &[Step] = &[
    Step { sentence: "an HTTP interaction is being defined for a consumer test", run: define_http },
    Step { sentence: "a message interaction is being defined for a consumer test", run: define_message },
    Step { sentence: "a synchronous message interaction is being defined for a consumer test", run: define_sync },
    Step { sentence: "the Pact file for the test is generated", run: write },
    Step { sentence: "there will be an interaction in the Pact file with a type of {string}", run: has_type },
    Step { sentence: "the first interaction in the Pact file will have a type of {string}", run: first_has_type },
];

fn define_http(world: &mut World, _: &Said<'_>) -> Result<()> {
    define(world, Exchange::Http(Box::<Http>::default()))
}

fn define_message(world: &mut World, _: &Said<'_>) -> Result<()> {
    define(world, Exchange::Message(Box::<Message>::default()))
}

fn define_sync(world: &mut World, _: &Said<'_>) -> Result<()> {
    define(world, Exchange::SyncMessage(Box::<SyncMessage>::default()))
}

#[expect(clippy::unnecessary_wraps, reason = "what steps return")]
fn define(world: &mut World, exchange: Exchange) -> Result<()> {
    let description = format!("interaction {}", world.pact_file.defined.len() + 1);
    world.pact_file.defined.push(Interaction::new(description, exchange));
    Ok(())
}

fn write(world: &mut World, _: &Said<'_>) -> Result<()> {
    let contract = Contract { interactions: world.pact_file.defined.clone(), ..Contract::new("consumer", "provider") };
    world.pact_file.written = Some(abide_contract_core::json::parse(file::to_text(&contract).as_bytes())?.into_owned());
    Ok(())
}

impl PactFile {
    /// The types of the interactions in the file.
    fn types(&self) -> Result<Vec<&str>> {
        let written = self.written.as_ref().context("no file was written")?;
        let interactions = written.get("interactions").and_then(Value::as_array).context("it has no interactions")?;
        interactions
            .iter()
            .map(|interaction| interaction.get("type").and_then(Value::as_str).context("an interaction has no type"))
            .collect()
    }
}

fn has_type(world: &mut World, said: &Said<'_>) -> Result<()> {
    let types = world.pact_file.types()?;
    ensure!(types.contains(&said.value(0)?), "the file has interactions of the types: {}", types.join(", "));
    Ok(())
}

fn first_has_type(world: &mut World, said: &Said<'_>) -> Result<()> {
    let types = world.pact_file.types()?;
    ensure!(types.first() == Some(&said.value(0)?), "the types are: {}", types.join(", "));
    Ok(())
}
