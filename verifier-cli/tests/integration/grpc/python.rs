//! A provider in another language: Python's `grpcio`, where `ABIDE_TEST_PYTHON` names an interpreter that has it.

#![expect(clippy::unwrap_used, reason = "a harness may panic")]

use super::contract::{call, look, look_for_nothing};
use super::verify;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

/// The service without generated code: messages as bytes. It ends with its standard input.
const SCRIPT: &str = r#"
import sys, grpc
from concurrent import futures
def reply(name, qty):
    return b"\x0a" + bytes([len(name)]) + name + b"\x10" + bytes([qty])
def look(ask, context):
    metadata = dict(context.invocation_metadata())
    if metadata.get("auth") != "Bearer t":
        context.abort(grpc.StatusCode.UNAUTHENTICATED, "who are you?")
    if ask[2:] == b"zz":
        context.abort(grpc.StatusCode.NOT_FOUND, "no such part")
    context.send_initial_metadata([("x-raw-bin", b"\x00\xff")])
    context.set_trailing_metadata([("x-count", "1")])
    return reply(b"nut", 12)
def watch(ask, context):
    for qty in (7, 8, 9):
        yield reply(b"bolt", qty)
def batch(asks, context):
    return reply(b"parts", len(list(asks)))
def talk(asks, context):
    for turn, ask in enumerate(asks, 1):
        yield reply(ask[2:], turn)
server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler("demo.v1.Stock", {
    "Look": grpc.unary_unary_rpc_method_handler(look),
    "Watch": grpc.unary_stream_rpc_method_handler(watch),
    "Batch": grpc.stream_unary_rpc_method_handler(batch),
    "Talk": grpc.stream_stream_rpc_method_handler(talk),
})])
port = server.add_insecure_port("127.0.0.1:0")
server.start()
print(port, flush=True)
sys.stdin.read()
server.stop(None)
"#;

/// A provider that ends when this is dropped.
struct Provider {
    child: Child,
    url: String,
}

impl Provider {
    /// Starts the provider; `None` where there is no Python that could.
    fn start() -> Option<Self> {
        let python = std::env::var("ABIDE_TEST_PYTHON").unwrap_or_default();
        let imports = |python: &str| Command::new(python).args(["-c", "import grpc; grpc.server"]).output();
        if python.is_empty() || !imports(&python).is_ok_and(|output| output.status.success()) {
            // Not `eprintln!`: the test passes, and its captured words would never be seen.
            let _ = writeln!(std::io::stderr(), "skipped: ABIDE_TEST_PYTHON names no Python with grpcio");
            return None;
        }
        let mut command = Command::new(python);
        command.args(["-c", SCRIPT]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut provider = Self { child: command.spawn().unwrap(), url: String::new() };
        let mut port = String::new();
        BufReader::new(provider.child.stdout.take().unwrap()).read_line(&mut port).unwrap();
        provider.url = format!("http://127.0.0.1:{}", port.trim());
        Some(provider)
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A conversation: the provider answers each question before the next is asked.
fn talk(second: u8) -> Value {
    let mut talk = call("Talk", &["a1", "b2"], &[("a1", 1), ("b2", second)]);
    talk["pluginConfiguration"]["abide"]["grpc"]["script"] = json!(["c0", "s0", "c1", "s1", "close", "end"]);
    talk
}

#[test]
fn a_python_provider_is_verified_with_calls_of_every_kind() {
    let Some(provider) = Provider::start() else { return };
    let mut look = look();
    look["response"][0]["metadata"] = json!({"x-raw-bin": "AP8"});
    look["pluginConfiguration"]["abide"] = json!({"v": 1, "grpc": {"end": {"trailers": {"x-count": "1"}}}});
    let watch = |last: u8| call("Watch", &["a1"], &[("bolt", 7), ("bolt", 8), ("bolt", last)]);
    let batch = call("Batch", &["a1", "b2", "c3"], &[("parts", 3)]);
    let calls = [look.clone(), look_for_nothing(), watch(9), batch, talk(2)];
    for jobs in ["1", "4"] {
        let ran = verify(&calls, &provider.url, &["--jobs", jobs]);
        assert_eq!(ran.code, 0, "{ran}");
    }
    look["response"][0]["metadata"] = json!({"x-raw-bin": "AP4="});
    insta::assert_snapshot!(verify(&[look, watch(5), talk(5)], &provider.url, &[]), @"
    exit 1
    --- stdout
    shop-web -> stock   web.json

      x  a call of Look   [time]
         metadata x-raw-bin   Expected metadata 'x-raw-bin' to have value 'AP4=' but was 'AP8'
      x  a call of Watch   [time]
         message response[2].$.qty   Expected 9 (Integer) to be equal to 5 (Integer)
      x  a call of Talk   [time]
         message response[1].$.qty   Expected 2 (Integer) to be equal to 5 (Integer)

    3 interactions: 3 failed   [time]
    ");
}
