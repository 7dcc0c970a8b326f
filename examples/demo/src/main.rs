//! Shows the whole loop, from a consumer's test to a deployment that is refused.

use abide_demo::{Demo, Interrupt, Narrator};
use clap::Parser;
use std::env;
use std::io::{self, IsTerminal as _};
use std::process::ExitCode;
use std::thread;

/// Shows the whole loop: a consumer's test, a broker, a verification, and a deployment that is refused.
#[derive(Debug, Parser)]
#[command(name = "abide-demo", after_help = "Exit codes: 0 every answer was the expected one, 1 one was not.")]
struct Arguments {
    /// Leave the broker running until Ctrl-C, to look at its pages.
    #[arg(long)]
    keep: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match show(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report(&error);
            ExitCode::FAILURE
        }
    }
}

fn show(arguments: &Arguments) -> anyhow::Result<()> {
    let interrupt = Interrupt::default();
    listen(interrupt.clone());
    let mut out = io::stdout();
    let colour = out.is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let mut narrator = Narrator::new(&mut out, colour);
    let demo = Demo::run(&mut narrator, &interrupt)?;
    if arguments.keep {
        narrator.say(&format!("\nThe broker's pages are at {} until you press Ctrl-C.", demo.broker_url()))?;
        interrupt.wait();
    } else {
        narrator.say("\nThat is the loop. With `-- --keep` the broker stays, and shows all this on its pages.")?;
    }
    drop(demo);
    Ok(())
}

/// Turns the signals that ask a process to stop into an interrupt, so that everything is cleaned up.
fn listen(interrupt: Interrupt) {
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
        match runtime.and_then(|runtime| runtime.block_on(stopped())) {
            Ok(()) => interrupt.raise(),
            Err(error) => report(&anyhow::Error::new(error).context("Ctrl-C will leave files and programs behind")),
        }
    });
}

#[cfg(unix)]
async fn stopped() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut typed, mut asked) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    tokio::select! {
        _ = typed.recv() => {}
        _ = asked.recv() => {}
    }
    Ok(())
}

#[cfg(not(unix))]
async fn stopped() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}

#[expect(clippy::print_stderr, reason = "errors belong on the standard error")]
fn report(error: &anyhow::Error) {
    eprintln!("\nerror: {error}");
    for cause in error.chain().skip(1) {
        eprintln!("caused by: {cause}");
    }
}
