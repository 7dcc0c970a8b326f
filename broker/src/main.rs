//! The `abide-broker` command: settings in, one line out, an exit code at the end.

use abide_broker::error::causes;
use abide_broker::server::{self, StartError};
use abide_broker::settings::Settings;
use std::io::Write;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let settings = Settings::read();
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_env_filter(EnvFilter::new(&settings.log)).init();
    // Two workers serve thousands of requests a second; each further one costs memory.
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).max_blocking_threads(4).enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(server::run(&settings, announce)),
        Err(error) => Err(StartError::Serve(error)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            explain(&error);
            ExitCode::from(if error.is_wrong_usage() { 2 } else { 3 })
        }
    }
}

fn announce(address: std::net::SocketAddr) {
    let mut stdout = std::io::stdout().lock();
    // A reader that has gone away does not keep the broker from serving.
    let _ = writeln!(stdout, "listening on http://{address}").and_then(|()| stdout.flush());
}

#[expect(clippy::print_stderr, reason = "the one place where the command talks to a person")]
fn explain(error: &StartError) {
    eprintln!("error: {error}");
    for cause in causes(error) {
        eprintln!("caused by: {cause}");
    }
    if let Some(hint) = error.hint() {
        eprintln!("hint: {hint}");
    }
}
