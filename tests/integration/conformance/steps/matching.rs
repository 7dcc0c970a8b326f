//! Requests and responses compared with what is expected.

use super::payload::{self, REQUEST, RESPONSE};
use super::row::{row, rows};
use super::{Said, Step};
use crate::conformance::part::{self, Kind, Part};
use crate::conformance::world::World;
use abide_contract_core::json::{Object, Value};
use abide_contract_core::mismatch::Mismatch;
use anyhow::{Context as _, Result, ensure};

/// What is expected, what has arrived, and what differs.
#[derive(Default)]
pub(in crate::conformance) struct Matching {
    expected: Option<Part>,
    received: Vec<Part>,
    /// What differs in each part that has arrived.
    mismatches: Vec<Vec<Mismatch>>,
}

pub(super) const STEPS: &[Step] = &[
    Step { sentence: "an expected request configured with the following:", run: expect_request },
    Step { sentence: "an expected response configured with the following:", run: expect_response },
    Step { sentence: "an expected request with a(n) {string} header of {string}", run: expect_header },
    Step { sentence: "a request is received with the following:", run: receive_requests },
    Step { sentence: "the following requests are received:", run: receive_requests },
    Step { sentence: "a request is received with a(n) {string} header of {string}", run: receive_header },
    Step { sentence: "a response is received with the following:", run: receive_responses },
    Step { sentence: "the following responses are received:", run: receive_responses },
    Step { sentence: "a status {int} response is received", run: receive_status },
    Step { sentence: "the request is compared to the expected one", run: compare },
    Step { sentence: "the requests are compared to the expected one", run: compare },
    Step { sentence: "the response is compared to the expected one", run: compare },
    Step { sentence: "the responses are compared to the expected one", run: compare },
    Step { sentence: "the comparison should be OK", run: is_ok },
    Step { sentence: "the response comparison should be OK", run: is_ok },
    Step { sentence: "the comparison should NOT be OK", run: is_not_ok },
    Step { sentence: "the response comparison should NOT be OK", run: is_not_ok },
    Step { sentence: "the mismatches will contain a mismatch with error {string} -> {string}", run: has_at },
    Step { sentence: "the response mismatches will contain a {string} mismatch with error {string}", run: has_kind },
];

fn expect_request(world: &mut World, said: &Said<'_>) -> Result<()> {
    let row = row(said.table, &REQUEST)?;
    world.matching.expected = Some(payload::expected(Kind::Request, &row, &world.suite)?);
    Ok(())
}

fn expect_response(world: &mut World, said: &Said<'_>) -> Result<()> {
    let row = row(said.table, &RESPONSE)?;
    world.matching.expected = Some(payload::expected(Kind::Response, &row, &world.suite)?);
    Ok(())
}

fn expect_header(world: &mut World, said: &Said<'_>) -> Result<()> {
    let request = Value::Object(Object::from_iter([("headers".to_owned(), header(said)?)]));
    world.matching.expected = Some(part::read(Kind::Request, &request, world.suite.shape())?);
    Ok(())
}

fn receive_requests(world: &mut World, said: &Said<'_>) -> Result<()> {
    for row in rows(said.table, &REQUEST)? {
        world.matching.received.push(payload::arrived(Kind::Request, &row, &world.suite)?);
    }
    Ok(())
}

fn receive_responses(world: &mut World, said: &Said<'_>) -> Result<()> {
    for row in rows(said.table, &RESPONSE)? {
        world.matching.received.push(payload::arrived(Kind::Response, &row, &world.suite)?);
    }
    Ok(())
}

fn receive_header(world: &mut World, said: &Said<'_>) -> Result<()> {
    let request = Value::Object(Object::from_iter([("headers".to_owned(), header(said)?)]));
    world.matching.received.push(part::read_arrived(Kind::Request, &request, world.suite.shape())?);
    Ok(())
}

fn receive_status(world: &mut World, said: &Said<'_>) -> Result<()> {
    let status = Value::string(said.value(0)?.to_owned());
    let response = Value::Object(Object::from_iter([("status".to_owned(), status)]));
    world.matching.received.push(part::read_arrived(Kind::Response, &response, world.suite.shape())?);
    Ok(())
}

/// The header a sentence names first, with the value it names then.
fn header(said: &Said<'_>) -> Result<Value<'static>> {
    let value = Value::string(said.value(1)?.to_owned());
    Ok(Value::Object(Object::from_iter([(said.value(0)?.to_owned(), value)])))
}

fn compare(world: &mut World, _: &Said<'_>) -> Result<()> {
    let matching = &mut world.matching;
    let expected = matching.expected.as_ref().context("nothing is expected")?;
    ensure!(!matching.received.is_empty(), "nothing was received");
    let compared = matching.received.iter().map(|received| part::compare(expected, received));
    matching.mismatches = compared.collect::<Result<_>>()?;
    Ok(())
}

impl Matching {
    fn compared(&self) -> Result<&[Vec<Mismatch>]> {
        ensure!(!self.mismatches.is_empty(), "nothing was compared");
        Ok(&self.mismatches)
    }

    /// All that differs, one sentence each.
    fn words(&self) -> String {
        let place = |mismatch: &Mismatch| mismatch.identifier().unwrap_or(mismatch.attribute()).to_owned();
        let words = self.mismatches.iter().flatten().map(|mismatch| format!("{}: {mismatch}", place(mismatch)));
        words.collect::<Vec<_>>().join("; ")
    }
}

fn is_ok(world: &mut World, _: &Said<'_>) -> Result<()> {
    let is_ok = world.matching.compared()?.iter().all(Vec::is_empty);
    ensure!(is_ok, "{}", world.matching.words());
    Ok(())
}

/// Each of several must differ.
fn is_not_ok(world: &mut World, _: &Said<'_>) -> Result<()> {
    let alike = world.matching.compared()?.iter().position(Vec::is_empty);
    ensure!(alike.is_none(), "nothing differs in number {}", alike.unwrap_or_default() + 1);
    Ok(())
}

fn has_at(world: &mut World, said: &Said<'_>) -> Result<()> {
    let (at, sentence) = (said.value(0)?, said.value(1)?);
    has(world, sentence, |mismatch| mismatch.identifier().unwrap_or(mismatch.attribute()) == at)
}

fn has_kind(world: &mut World, said: &Said<'_>) -> Result<()> {
    let (kind, sentence) = (said.value(0)?, said.value(1)?);
    has(world, sentence, |mismatch| mismatch.attribute() == kind)
}

/// A sentence of the suite may stop before the reason ours goes on with.
fn has(world: &World, sentence: &str, is_there: impl Fn(&Mismatch) -> bool) -> Result<()> {
    let mut mismatches = world.matching.compared()?.iter().flatten();
    let found = mismatches.any(|mismatch| is_there(mismatch) && mismatch.to_string().starts_with(sentence));
    ensure!(found, "there are only: {}", world.matching.words());
    Ok(())
}
