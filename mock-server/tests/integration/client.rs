//! The smallest HTTP client that shows what goes over the wire.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

/// A response, as text.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find_map(|(known, value)| known.eq_ignore_ascii_case(name).then(|| value.trim()))
    }
}

/// Sends a request without headers or body on a connection of its own.
pub(crate) fn ask(address: SocketAddr, method: &str, target: &str) -> Answer {
    send(address, &format!("{method} {target} HTTP/1.1\r\nhost: provider\r\nconnection: close\r\n\r\n"))
}

/// Sends a request with a JSON body on a connection of its own.
pub(crate) fn ask_json(address: SocketAddr, method: &str, target: &str, body: &str) -> Answer {
    let length = body.len();
    send(
        address,
        &format!(
            "{method} {target} HTTP/1.1\r\nhost: provider\r\nconnection: close\r\ncontent-type: application/json\r\n\
             content-length: {length}\r\n\r\n{body}"
        ),
    )
}

/// Sends the text as it is and reads until the server closes.
pub(crate) fn send(address: SocketAddr, request: &str) -> Answer {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    parsed(&bytes)
}

/// Takes a whole response apart.
pub(crate) fn parsed(bytes: &[u8]) -> Answer {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").expect("a response with a head");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status line");
    Answer { status, head: head.to_owned(), body: body.to_owned() }
}
