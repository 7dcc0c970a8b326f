//! HTTP over a socket, on a thread and runtime of its own, so that it does not matter which runtime the test uses.

use super::{Shared, reply};
use bytes::{Bytes, BytesMut};
use http::Response;
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body as _, Incoming};
#[cfg(not(feature = "grpc"))]
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

/// The largest body taken in; a test that sends more has run away.
pub(super) const BODY_LIMIT: usize = 64 * 1024 * 1024;

/// How much a client may send ahead over HTTP/2.
#[cfg(feature = "grpc")]
const WINDOW: u32 = 1024 * 1024;

/// How long to wait after a connection could not be accepted.
const ACCEPT_PAUSE: Duration = Duration::from_millis(10);

/// The server's thread and the means to stop it.
#[derive(Debug)]
pub(super) struct Running {
    /// Dropped to stop.
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl Running {
    /// Takes a free port and serves it; connections that come before the thread is up wait in the socket's queue.
    pub(super) fn start(shared: Arc<Shared>) -> io::Result<(Self, SocketAddr)> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let listener = {
            let _entered = runtime.enter();
            tokio::net::TcpListener::from_std(listener)?
        };
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("abide-mock-server".to_owned())
            .spawn(move || serve(&runtime, listener, shared, stopped))?;
        Ok((Self { stop, thread }, address))
    }

    /// Stops without waiting for any connection: idle, half-open and unread ones are closed as they are.
    pub(super) fn stop(self) {
        drop(self.stop);
        // A panic of the thread was printed when it happened, and the journal has what arrived before.
        let _ = self.thread.join();
    }
}

fn serve(runtime: &Runtime, listener: tokio::net::TcpListener, shared: Arc<Shared>, stopped: oneshot::Receiver<()>) {
    runtime.spawn(async move {
        loop {
            // An error is a connection's, gone before it was taken up, or a lack of file handles that may pass.
            let Ok((stream, _)) = listener.accept().await else {
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            };
            let _ = stream.set_nodelay(true);
            tokio::spawn(connection(stream, Arc::clone(&shared)));
        }
    });
    // Returns when the sender is dropped; leaving drops the runtime and with it every task.
    let _ = runtime.block_on(stopped);
}

#[cfg(feature = "grpc")]
async fn connection(stream: tokio::net::TcpStream, shared: Arc<Shared>) {
    let service = service_fn(move |request| super::grpc::answer(request, Arc::clone(&shared)));
    let mut builder = hyper_util::server::conn::auto::Builder::new(hyper_util::rt::TokioExecutor::new());
    builder.http2().initial_stream_window_size(WINDOW).initial_connection_window_size(WINDOW);
    // As below.
    let _ = builder.serve_connection(TokioIo::new(stream), service).await;
}

#[cfg(not(feature = "grpc"))]
async fn connection(stream: tokio::net::TcpStream, shared: Arc<Shared>) {
    let service = service_fn(move |request| answer(request, Arc::clone(&shared)));
    // What goes wrong with a connection is the client's to report: a request that breaks off has not arrived.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

pub(super) async fn answer(
    request: http::Request<Incoming>,
    shared: Arc<Shared>,
) -> Result<Response<Full<Bytes>>, hyper::Error> {
    let (head, body) = request.into_parts();
    let Some(body) = read(body).await? else {
        return Ok(reply::too_large(&head, BODY_LIMIT, &shared));
    };
    let headers: Vec<(&str, String)> = head
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        .collect();
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let request = abide_contract_core::http::ActualRequest {
        method: head.method.as_str(),
        path: head.uri.path(),
        query: head.uri.query().unwrap_or_default(),
        headers: &headers,
        body: (!body.is_empty()).then_some(&body[..]),
    };
    Ok(reply::reply(&request, &shared))
}

/// The whole body; `None` when it is over the limit.
async fn read(mut body: Incoming) -> Result<Option<Bytes>, hyper::Error> {
    let announced = body.size_hint().lower();
    if announced > BODY_LIMIT as u64 {
        return Ok(None);
    }
    let mut bytes = BytesMut::new();
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame?.into_data() {
            if bytes.len() + data.len() > BODY_LIMIT {
                return Ok(None);
            }
            bytes.extend_from_slice(&data);
        }
    }
    Ok(Some(bytes.freeze()))
}
