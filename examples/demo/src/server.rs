//! A program that runs beside the demo until the demo is over.

use crate::command::{Command, Killed};
use crate::interrupt::Interrupt;
use anyhow::{Context as _, bail};
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// How long a server may take to say where it listens.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running server; it is stopped when this is dropped.
#[derive(Debug)]
pub struct Server {
    child: Killed,
    greeting: String,
    url: String,
}

impl Server {
    /// Starts a server and waits for the line `listening on URL`; what it says on the standard error goes into `log`.
    pub fn start(command: Command, log: &Path, interrupt: &Interrupt) -> anyhow::Result<Self> {
        let name = command.shown().first().cloned().unwrap_or_default();
        let mut actual = command.into_actual();
        let file = File::create(log).with_context(|| format!("{} cannot be written", log.display()))?;
        actual.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(file);
        let mut child = Killed(actual.spawn().with_context(|| format!("{name} cannot be started"))?);
        let stdout = child.0.stdout.take().context("the standard output is piped")?;
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            // Reads to the end, so that the server never blocks on a full pipe.
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline && !interrupt.raised_within(Duration::ZERO) {
            match lines.recv_timeout(Duration::from_millis(10)) {
                Ok(line) => {
                    if let Some(url) = line.strip_prefix("listening on ") {
                        return Ok(Self { child, url: url.to_owned(), greeting: line });
                    }
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {}
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            }
        }
        bail!("{name} did not start:\n{}", fs::read_to_string(log).unwrap_or_default())
    }

    /// Where it listens: `http://127.0.0.1:49152`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The line it said so in.
    pub fn greeting(&self) -> &str {
        &self.greeting
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.0.id()
    }
}
