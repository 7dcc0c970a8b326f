//! Serves the inventory-service of the shop.

#![expect(clippy::print_stdout, reason = "the address belongs on the standard output")]

use clap::Parser;
use inventory_service::{ApiVersion, Settings, routes};
use std::future::IntoFuture as _;
use std::io;
use std::net::Ipv4Addr;
use std::time::Duration;
use tokio::net::TcpListener;

/// How long calls that have no end of their own, such as watches, may go on when the process is asked to stop.
const PATIENCE: Duration = Duration::from_secs(2);

/// Keeps the shop's stock and sets pieces of it aside.
#[derive(Debug, Parser)]
#[command(name = "inventory-service")]
struct Arguments {
    /// The port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 50051)]
    port: u16,
    /// Let verifiers bring about provider states; for tests only.
    #[arg(long)]
    provider_states: bool,
    /// Serve the next version of the API, which is under development: a watch ends without its last level.
    #[arg(long)]
    next: bool,
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let arguments = Arguments::parse();
    let api = if arguments.next { ApiVersion::Next } else { ApiVersion::Current };
    let settings = Settings { api, provider_states: arguments.provider_states };
    let routes = routes(settings).await.map_err(io::Error::other)?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, arguments.port)).await?;
    // Before the line that says it runs: whoever reads it may already want it to stop.
    let stopped = stop_signals()?;
    println!("listening on http://{}", listener.local_addr()?);
    let (stop, stopping) = tokio::sync::oneshot::channel();
    let graceful = async {
        stopped.await;
        // Nobody waits any more when the server is already done.
        let _ = stop.send(());
    };
    tokio::select! {
        served = axum::serve(listener, routes).with_graceful_shutdown(graceful).into_future() => served,
        () = overdue(stopping) => Ok(()),
    }
}

/// Done when the process was asked to stop and has had its time.
async fn overdue(stopping: tokio::sync::oneshot::Receiver<()>) {
    if stopping.await.is_err() {
        std::future::pending::<()>().await;
    }
    tokio::time::sleep(PATIENCE).await;
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
