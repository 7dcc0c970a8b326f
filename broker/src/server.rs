//! Starts the broker, keeps it running, and stops it when told to.

use crate::app::App;
use crate::routes::router;
use crate::settings::{Settings, SettingsError};
use crate::store::{self, Store};
use axum::serve::ListenerExt;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

/// How long requests in flight may take after a signal.
const FAREWELL: Duration = Duration::from_secs(5);

/// Why the broker does not run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The settings make no sense.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The database does not open.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The address is not to be had.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The operating system does not let the broker wait for signals or connections.
    #[error("cannot serve")]
    Serve(#[source] io::Error),
}

impl StartError {
    /// What a person can try, where the broker knows.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Settings(error) => Some(error.hint()),
            Self::Store(error) => error.hint(),
            Self::Listen { source, .. } => match source.kind() {
                io::ErrorKind::AddrInUse => {
                    Some("another process has this port; stop it, or choose another with --port (0 takes a free one)")
                }
                io::ErrorKind::PermissionDenied => Some("ports below 1024 need privileges; choose another with --port"),
                io::ErrorKind::AddrNotAvailable => {
                    Some("this machine does not have that address; choose another with --bind")
                }
                _ => None,
            },
            Self::Serve(_) => None,
        }
    }

    /// Whether the command line is at fault.
    pub fn is_wrong_usage(&self) -> bool {
        matches!(self, Self::Settings(_))
    }
}

/// Runs until a signal arrives; `announce` is called with the address as soon as the broker answers.
pub async fn run(settings: &Settings, announce: impl FnOnce(SocketAddr)) -> Result<(), StartError> {
    let (database, access) = settings.check()?;
    let mut terminate = signal(SignalKind::terminate()).map_err(StartError::Serve)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(StartError::Serve)?;
    let address = SocketAddr::new(settings.bind, settings.port);
    let listener = TcpListener::bind(address).await.map_err(|source| StartError::Listen { address, source })?;
    let store = Store::open(&database).await?;
    let app = App::new(store.clone())
        .with_base_urls(&settings.base_url)
        .with_similar_names_checked(settings.check_similar_names)
        .with_conclusions(settings.conclusions())
        .with_access(access);
    announce(listener.local_addr().map_err(StartError::Serve)?);

    let listener = listener.tap_io(|stream| {
        // Answers are small and whole; waiting to fill a packet only delays them.
        let _ = stream.set_nodelay(true);
    });
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = axum::serve(listener, router(app)).with_graceful_shutdown(async {
        let _ = stopped.await;
    });
    let signalled = async {
        tokio::select! {
            _ = terminate.recv() => (),
            _ = interrupt.recv() => (),
        }
        let _ = stop.send(());
        // Connections that neither ask nor close do not keep the broker.
        tokio::time::sleep(FAREWELL).await;
    };
    tokio::select! {
        served = serving.into_future() => served.map_err(StartError::Serve)?,
        () = signalled => (),
    }
    store.close().await;
    Ok(())
}
