//! One connection to a gRPC provider: HTTP/2 over TCP, with TLS where the address says so.

use crate::hint::{Endpoint, Hint};
use crate::network::Network;
use crate::verify::outcome::Problem;
use bytes::Bytes;
use hyper::body::{Body, Frame};
use hyper::client::conn::http2::{Builder, SendRequest};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use rustls::pki_types::ServerName;
use std::convert::Infallible;
use std::io::Error;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio_rustls::TlsConnector;
use url::{Host, Url};

/// Metadata may be this large; servers seldom allow as much.
const MAX_METADATA: u32 = 1024 * 1024;

/// Where a provider is, and as what it was given.
#[derive(Debug)]
pub(super) struct Address {
    pub(super) url: Url,
    pub(super) endpoint: Endpoint,
}

/// The messages of a request, as they are handed over.
#[derive(Debug)]
pub(super) struct Outgoing(pub(super) UnboundedReceiver<Bytes>);

impl Body for Outgoing {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(cx).map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes))))
    }
}

/// A connection that takes calls, any number at once.
#[derive(Debug, Clone)]
pub(super) struct Connection {
    sender: SendRequest<Outgoing>,
    is_secure: bool,
    trace: Trace,
}

impl Connection {
    /// Connects; the error is a sentence about the address.
    pub(super) async fn open(address: &Address, network: &Network) -> Result<Self, Problem> {
        let Address { url, endpoint } = address;
        let unreachable = |cause: &dyn std::fmt::Display| {
            Problem::new(format!("cannot reach the gRPC provider at {url}: {cause}"))
                .with_hint(Hint::Running(*endpoint))
        };
        let tcp = tokio::time::timeout(network.connect_limit(), connect(url)).await;
        let tcp = tcp.map_err(|_| unreachable(&"nobody took the connection"))?.map_err(|error| unreachable(&error))?;
        // Small messages should not wait for each other; a socket that cannot do this works all the same.
        let _ = tcp.set_nodelay(true);
        if url.scheme() != "https" {
            return Self::handshake(tcp, false).await.map_err(|error| unreachable(&error));
        }
        let mut settings =
            network.tls().map_err(|error| Problem { hint: error.hint(), ..Problem::from_error(&error) })?;
        settings.alpn_protocols = vec![b"h2".to_vec()];
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(host).map_err(|error| unreachable(&error))?;
        let tls =
            TlsConnector::from(Arc::new(settings)).connect(name, tcp).await.map_err(|error| not_secure(url, &error))?;
        if tls.get_ref().1.alpn_protocol() != Some(b"h2") {
            let text = format!("the provider at {url} does not offer HTTP/2 when TLS begins (ALPN), and gRPC needs it");
            return Err(Problem::new(text));
        }
        Self::handshake(tls, true).await.map_err(|error| unreachable(&error))
    }

    async fn handshake<S>(stream: S, is_secure: bool) -> hyper::Result<Self>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let trace = Trace::default();
        let watched = Watched { stream, trace: trace.clone(), failure: None };
        let (sender, connection) = Builder::new(TokioExecutor::new())
            .timer(TokioTimer::new())
            .max_header_list_size(MAX_METADATA)
            .handshake(TokioIo::new(watched))
            .await?;
        let kept = trace.clone();
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                kept.ended(crate::network::innermost(&error));
            }
        });
        Ok(Self { sender, is_secure, trace })
    }

    /// Whether it takes no more calls.
    pub(super) fn is_closed(&self) -> bool {
        self.sender.is_closed()
    }

    /// What takes a request.
    pub(super) fn sender(&self) -> SendRequest<Outgoing> {
        self.sender.clone()
    }

    /// Why the call broke off, in a sentence about the address.
    pub(super) fn broken(&self, address: &Address, error: &dyn std::error::Error) -> Problem {
        let Address { url, endpoint } = address;
        let cause = self.trace.end().unwrap_or_else(|| crate::network::innermost(error));
        match self.trace.spoken() {
            Spoken::Http1 => Problem::new(format!("the provider at {url} speaks HTTP/1.1, and gRPC needs HTTP/2"))
                .with_hint(Hint::GrpcPort { endpoint: *endpoint, perhaps_tls: false }),
            Spoken::Tls => Problem::new(format!("the provider at {url} wants TLS")).with_hint(Hint::Secure),
            Spoken::Nothing if self.is_secure => {
                Problem::new(format!("the provider at {url} ended the TLS connection: {cause}"))
                    .with_hint(Hint::ClientCertificate)
            }
            Spoken::Nothing => Problem::new(format!(
                "the provider at {url} closed the connection without a word: it may not speak HTTP/2, or want TLS"
            ))
            .with_hint(Hint::GrpcPort { endpoint: *endpoint, perhaps_tls: true }),
            Spoken::Other => Problem::new(format!("the call to the provider at {url} broke off: {cause}")),
        }
    }
}

async fn connect(url: &Url) -> std::io::Result<TcpStream> {
    let port = url.port_or_known_default().unwrap_or_default();
    match url.host() {
        Some(Host::Domain(name)) => TcpStream::connect((name, port)).await,
        Some(Host::Ipv4(address)) => TcpStream::connect((address, port)).await,
        Some(Host::Ipv6(address)) => TcpStream::connect((address, port)).await,
        None => Err(Error::other("the address has no host")),
    }
}

fn not_secure(url: &Url, error: &Error) -> Problem {
    let cause = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    let problem = |text: &str| Problem::new(format!("cannot reach the gRPC provider at {url}: {text}"));
    match cause {
        Some(rustls::Error::InvalidMessage(_)) => {
            problem("it does not speak TLS").with_hint("give its address as http://…")
        }
        Some(rustls::Error::InvalidCertificate(_)) => {
            problem(&crate::network::innermost(error)).with_hint(Hint::Authority)
        }
        Some(rustls::Error::AlertReceived(_)) => {
            problem(&format!("it ended the TLS handshake: {error}")).with_hint(Hint::ClientCertificate)
        }
        _ => problem(&format!("the TLS handshake broke off: {error}")),
    }
}

/// What a connection leaves behind for explanations.
#[derive(Debug, Clone, Default)]
struct Trace(Arc<Mutex<Heard>>);

/// The first bytes of the other side, and what ended the connection.
#[derive(Debug, Default)]
struct Heard {
    first: Vec<u8>,
    end: Option<String>,
}

/// What somebody spoke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spoken {
    Nothing,
    Http1,
    Tls,
    Other,
}

impl Trace {
    /// As many bytes as tell languages apart.
    const ENOUGH: usize = 7;

    fn heard(&self) -> MutexGuard<'_, Heard> {
        // A poisoned lock still guards usable bytes.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hear(&self, bytes: &[u8]) {
        let mut heard = self.heard();
        let missing = Self::ENOUGH.saturating_sub(heard.first.len());
        heard.first.extend(bytes.iter().take(missing));
    }

    fn ended(&self, cause: String) {
        self.heard().end = Some(cause);
    }

    fn end(&self) -> Option<String> {
        self.heard().end.clone()
    }

    fn spoken(&self) -> Spoken {
        match self.heard().first.as_slice() {
            [] => Spoken::Nothing,
            bytes if bytes.starts_with(b"HTTP/1.") => Spoken::Http1,
            [0x15, 0x03, ..] => Spoken::Tls,
            _ => Spoken::Other,
        }
    }
}

/// A stream whose first bytes are kept: they say whom one talks to when it fails.
#[derive(Debug)]
struct Watched<S> {
    stream: S,
    trace: Trace,
    /// Why writing failed, until what the other side has said is read: whoever hangs up in the middle of a sentence may
    /// have said why.
    failure: Option<Error>,
}

impl<S: AsyncRead + Unpin> Watched<S> {
    fn fail<T>(&mut self, cx: &mut Context<'_>, error: Error) -> Poll<std::io::Result<T>> {
        if self.trace.spoken() == Spoken::Nothing {
            let mut bytes = [0; Trace::ENOUGH];
            let mut buffer = ReadBuf::new(&mut bytes);
            if Pin::new(&mut self.stream).poll_read(cx, &mut buffer).is_pending() {
                self.failure = Some(error);
                return Poll::Pending;
            }
            self.trace.hear(buffer.filled());
        }
        Poll::Ready(Err(error))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let before = buffer.filled().len();
        let read = ready!(Pin::new(&mut self.stream).poll_read(cx, buffer));
        self.trace.hear(&buffer.filled()[before..]);
        Poll::Ready(read)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        let written = match self.failure.take() {
            Some(error) => Err(error),
            None => ready!(Pin::new(&mut self.stream).poll_write(cx, bytes)),
        };
        written.map_or_else(|error| self.fail(cx, error), |count| Poll::Ready(Ok(count)))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        let flushed = match self.failure.take() {
            Some(error) => Err(error),
            None => ready!(Pin::new(&mut self.stream).poll_flush(cx)),
        };
        flushed.map_or_else(|error| self.fail(cx, error), |()| Poll::Ready(Ok(())))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
