//! A server that answers everything alike, whatever it is asked, or as a function says.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// A running server; its thread ends with the process.
#[derive(Debug)]
pub(crate) struct Canned {
    url: String,
}

impl Canned {
    /// Answers with this status line's end, such as `500 Internal Server Error`, content type and body.
    #[track_caller]
    pub(crate) fn start(status: &str, content_type: &str, body: &str) -> Self {
        let answer = answer(status, content_type, body);
        Self::of(move |_| answer.clone())
    }

    /// Answers each request's body with the JSON that `work` makes of it.
    #[track_caller]
    pub(crate) fn json(work: impl Fn(&[u8]) -> String + Clone + Send + 'static) -> Self {
        Self::of(move |body| answer("200 OK", "application/json", &work(body)))
    }

    #[track_caller]
    fn of(work: impl Fn(&[u8]) -> String + Clone + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let work = work.clone();
                thread::spawn(move || reply(stream, work));
            }
        });
        Self { url }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

fn answer(status: &str, content_type: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn reply(mut stream: TcpStream, work: impl Fn(&[u8]) -> String) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) <= 2 {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length];
    // Whoever has gone away needs no answer.
    let _ = reader.read_exact(&mut body).and_then(|()| stream.write_all(work(&body).as_bytes()));
}

/// The URL of a port nobody listens on.
#[track_caller]
pub(crate) fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}
