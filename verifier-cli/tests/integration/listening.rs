//! A free port of the loopback interface, served by a thread of its own until the process ends.

#![expect(clippy::unwrap_used, reason = "a harness may panic")]

use std::net::SocketAddr;
use tokio::net::TcpListener;

/// Hands a listener to `serve`, and gives its address; connections wait until they are accepted.
pub(crate) fn listen<S: Future>(serve: impl FnOnce(TcpListener) -> S + Send + 'static) -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async { serve(TcpListener::from_std(listener).unwrap()).await });
    });
    address
}
