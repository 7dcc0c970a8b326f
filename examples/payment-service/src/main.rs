//! Serves the payment-service of the shop.

#![expect(clippy::print_stdout, reason = "the address belongs on the standard output")]

use clap::Parser;
use payment_service::{ApiVersion, Settings, routes};
use std::io;
use std::net::Ipv4Addr;
use tokio::net::TcpListener;

/// Charges cards and gives the money back.
#[derive(Debug, Parser)]
#[command(name = "payment-service")]
struct Arguments {
    /// The port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Let verifiers bring about provider states; for tests only.
    #[arg(long)]
    provider_states: bool,
    /// Serve the next version of the API, which is under development: it calls `payment_id` `charge_id`.
    #[arg(long)]
    next: bool,
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let arguments = Arguments::parse();
    let api = if arguments.next { ApiVersion::Next } else { ApiVersion::Current };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, arguments.port)).await?;
    // Before the line that says it runs: whoever reads it may already want it to stop.
    let stopped = stop_signals()?;
    println!("listening on http://{}", listener.local_addr()?);
    let routes = routes(Settings { api, provider_states: arguments.provider_states });
    axum::serve(listener, routes).with_graceful_shutdown(stopped).await
}

/// Watches for the signals that ask the process to stop; done when one has come.
#[cfg(unix)]
fn stop_signals() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Watches for the signal that asks the process to stop; done when it has come.
#[cfg(not(unix))]
fn stop_signals() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
