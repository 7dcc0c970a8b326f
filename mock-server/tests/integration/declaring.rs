//! Mistakes in a declaration are answered at the test's own line, with advice.

use crate::fixture::{ConsumerFixture, failing_line, failure};
use abide_mock_server::prelude::*;
use serde_json::json;

/// What each mistake is answered with, one to a line.
fn answers<const N: usize>(mistakes: [fn(); N]) -> String {
    mistakes.map(failure).join("\n")
}

#[test]
fn paths_and_methods_are_checked() {
    let answers = answers([
        || drop(get("orders")),
        || drop(get("/orders?page=2")),
        || drop(get("/orders#top")),
        || drop(get(like(json!({"id": 1})))),
        || drop(get(like("/orders/42"))),
        || drop(request("GE T", "/orders")),
    ]);
    insta::assert_snapshot!(answers, @r#"
    the path `orders` must begin with `/`
    the path `/orders?page=2` holds a query: write the path `/orders` and add `.query(name, value)`
    the path `/orders#top` holds a fragment, which is never sent
    a path is text, but its pattern has the example {"id":1}; use a pattern over text
    `like("/orders/42")` lets every path through: say with `regex(..)` which ones
    `GE T` cannot be the method of a request to a provider
    "#);
}

#[test]
fn headers_and_parameters_are_checked() {
    let answers = answers([
        || drop(get("/").header("x request id", "1")),
        || drop(get("/").header("x-id", "1\r\n2")),
        || drop(get("/").query("tag", "new").query("tag", regex("[a-z]+", "sale"))),
    ]);
    insta::assert_snapshot!(answers, @r"
    `x request id` cannot be the name of a header
    `1\r\n2` cannot be the value of header `x-id`: it holds control characters
    the query parameter `tag` is given several values, and one of them is a pattern: a pattern holds for every value, so give each value the same one, or none
    ");
}

#[test]
fn answers_are_checked() {
    let answers = answers([
        || drop(status(99)),
        || drop(status(204).json(json!({}))),
        || drop(status(200).text("a").text("b")),
        || drop(status(200).body("{", "application/json")),
        || drop(status(200).body("{", "json")),
        || drop(interaction("a look").request(head("/")).respond(status(200).text("a"))),
    ]);
    insta::assert_snapshot!(answers, @"
    99 cannot be the status of an answer: they go from 200 to 599
    a response with status 204 never has a body
    a response has one body, and this one is given a second
    the body is declared as `application/json`, but it is not JSON: the text ends where a key in double quotes was expected at line 1 column 2
    `json` is no content type; they look like `image/png`
    the answer to a HEAD request never has a body
    ");
}

#[test]
fn words_are_checked() {
    let answers = answers([
        || drop(contract("web", " ")),
        || drop(interaction("")),
        || drop(interaction("all orders").key("")),
        || drop(state("a customer").with("id", like(1))),
    ]);
    insta::assert_snapshot!(answers, @"
    the provider, the service that is called, needs a name
    an interaction needs a description, such as `a request for one order`
    a key identifies the interaction and cannot be empty
    the parameter `id` of state `a customer` holds a pattern, but the provider needs a plain value
    ");
}

#[test]
fn an_interaction_declared_twice_is_refused() {
    let fixture = ConsumerFixture::new();
    let one = || interaction("one order").given("an order").request(get("/orders/42")).respond(status(200));
    let text = failure(|| drop(fixture.contract().interaction(one()).interaction(one())));
    insta::assert_snapshot!(text.replace("; ", ";\n"), @"
    `one order` is declared twice with the same states: at mock-server/tests/integration/declaring.rs:LINE and at mock-server/tests/integration/declaring.rs:LINE;
    give one of them another description or state
    ");
    let other = || interaction("one order").request(get("/orders/43")).respond(status(404));
    drop(fixture.contract().interaction(one()).interaction(other()));
}

#[test]
fn a_mistake_is_reported_at_the_line_of_the_test() {
    for (place, line) in [
        (failing_line(|| drop(get("orders"))), line!()),
        (failing_line(|| drop(get("/").header("x y", "1"))), line!()),
        (failing_line(|| drop(get("/").query("q", like(json!([1]))))), line!()),
        (failing_line(|| drop(status(204).json(json!({})))), line!()),
        (failing_line(|| drop(post("/").body("{", "application/json"))), line!()),
        (failing_line(|| drop(get(regex("(", "/")))), line!()),
        (failing_line(|| drop(state("s").with("k", like(1)))), line!()),
        (failing_line(|| drop(interaction("a look").request(head("/")).respond(status(200).text("a")))), line!()),
    ] {
        assert_eq!(place, (file!().to_owned(), line));
    }
}
