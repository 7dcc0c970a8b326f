//! The broker's process, started from its binary and killed when it is dropped.

use anyhow::Context as _;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A running broker.
#[derive(Debug)]
pub struct Broker {
    child: Child,
    address: String,
}

impl Broker {
    /// Starts it in `folder` on a free port, and waits until it answers; what it logs goes to `broker.log` there.
    pub fn start(program: &Path, folder: &Path, arguments: &[&str]) -> anyhow::Result<Self> {
        let log = File::options().create(true).append(true).open(folder.join("broker.log"))?;
        let mut command = Command::new(program);
        command.args(["--port", "0"]).args(arguments).current_dir(folder);
        command.stdout(Stdio::piped()).stderr(log);
        let child = command.spawn().with_context(|| format!("{} cannot be started", program.display()))?;
        let mut broker = Self { child, address: String::new() };
        let mut line = String::new();
        BufReader::new(broker.child.stdout.take().context("the standard output is piped")?).read_line(&mut line)?;
        let address = line.trim().strip_prefix("listening on http://");
        let said = || fs::read_to_string(folder.join("broker.log")).unwrap_or_default();
        address.with_context(|| format!("the broker said `{line}` and {}", said()))?.clone_into(&mut broker.address);
        Ok(broker)
    }

    /// Host and port.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The kilobytes of memory it has now, where the system says.
    pub fn resident(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().trim_end_matches(" kB").parse().ok()
    }

    /// Ends it at once: it can neither finish nor undo anything.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.kill();
    }
}
