//! A PostgreSQL server of one's own: in a temporary folder, on a free port of this machine, gone when it is dropped.
//!
//! It needs the server's programs, on the `PATH` or where Debian's packages put it. As root it runs as the user
//! `postgres`, because it refuses to run as root.

use anyhow::{Context as _, bail, ensure};
use std::env;
use std::fs::{self, File};
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Where Debian's packages put the programs, one folder per version.
const PACKAGED: &str = "/usr/lib/postgresql";

/// What a folder has that is one of theirs.
const PROGRAMS: [&str; 3] = ["initdb", "pg_isready", "postgres"];

/// How long starting and stopping may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// Whether what the server says is written stays written when the machine loses power.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// As in production.
    Full,
    /// Faster, for tests that stop no machine.
    None,
}

/// A running server, with the user and the database `postgres`, and nobody asked for a password.
#[derive(Debug)]
pub struct Server {
    programs: PathBuf,
    account: Option<(u32, u32)>,
    folder: TempDir,
    port: u16,
    durability: Durability,
    child: Option<Child>,
}

impl Server {
    /// Creates and starts a server whose default order of texts is not that of their bytes.
    pub fn start(durability: Durability) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let account = account()?;
        if let Some((user, group)) = account {
            chown(folder.path(), Some(user), Some(group))?;
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut server = Self { programs: programs()?, account, folder, port, durability, child: None };
        let mut create = server.command("initdb");
        create.args(["--pgdata", "data", "--auth", "trust", "--username", "postgres", "--no-sync"]);
        create.args(["--encoding", "UTF8", "--locale", "C", "--locale-provider", "icu", "--icu-locale", "en"]);
        let output = create.output().context("initdb cannot be started")?;
        ensure!(output.status.success(), "initdb: {}", String::from_utf8_lossy(&output.stderr));
        server.resume()?;
        Ok(server)
    }

    /// Its URL.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// The server's process stops without writing anything down, as after a crash, and the next one recovers.
    pub fn crash_and_recover(&mut self) -> anyhow::Result<()> {
        self.stop("-QUIT")?;
        self.resume()
    }

    /// As root the program runs as somebody else, and does not outlive this process.
    fn command(&self, program: &str) -> Command {
        let program = self.programs.join(program);
        let mut command = match self.account {
            None => Command::new(program),
            Some((user, group)) => {
                let mut command = Command::new("setpriv");
                command.args(["--reuid", &user.to_string(), "--regid", &group.to_string(), "--clear-groups"]);
                command.args(["--pdeathsig", "INT"]).arg(program);
                command
            }
        };
        command.current_dir(self.folder.path()).stdin(Stdio::null());
        command
    }

    fn resume(&mut self) -> anyhow::Result<()> {
        let log = File::options().create(true).append(true).open(self.folder.path().join("log"))?;
        let mut command = self.command("postgres");
        command.args(["-D", "data", "-p", &self.port.to_string(), "-c", "listen_addresses=127.0.0.1"]);
        command.args(["-c", "unix_socket_directories=", "-c", "max_connections=200"]);
        if self.durability == Durability::None {
            command.args(["-c", "fsync=off", "-c", "full_page_writes=off"]);
        }
        let child = command.stdout(Stdio::null()).stderr(log).spawn().context("postgres cannot be started")?;
        self.child = Some(child);
        self.wait_until_ready()
    }

    fn wait_until_ready(&mut self) -> anyhow::Result<()> {
        let port = self.port.to_string();
        let mut ask = self.command("pg_isready");
        ask.args(["--quiet", "--host", "127.0.0.1", "--port", &port]);
        let deadline = Instant::now() + PATIENCE;
        while !ask.status().context("pg_isready cannot be started")?.success() {
            let ended = self.child.as_mut().is_some_and(|child| child.try_wait().is_ok_and(|status| status.is_some()));
            if ended || Instant::now() > deadline {
                bail!("PostgreSQL does not start:\n{}", self.log());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// What it has said.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    fn stop(&mut self, signal: &str) -> anyhow::Result<()> {
        let Some(mut child) = self.child.take() else { return Ok(()) };
        Command::new("kill").args([signal, &child.id().to_string()]).status()?;
        child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server that is gone already is as good.
        let _ = self.stop("-INT");
    }
}

/// The folder with the newest server's programs.
fn programs() -> anyhow::Result<PathBuf> {
    let has_programs = |folder: &PathBuf| PROGRAMS.iter().all(|program| folder.join(program).is_file());
    let on_path = env::split_paths(&env::var_os("PATH").unwrap_or_default()).find(has_programs);
    let packaged = || {
        let versions = fs::read_dir(PACKAGED).ok()?.flatten().map(|entry| entry.path());
        versions.map(|version| version.join("bin")).filter(has_programs).max_by_key(|folder| version(folder))
    };
    on_path.or_else(packaged).context("there is no initdb here: install Debian's package postgresql, or set PATH")
}

/// The number in the folder's path.
fn version(folder: &Path) -> Option<u32> {
    folder.parent()?.file_name()?.to_str()?.parse().ok()
}

/// The keys of the user and the group the server runs as, where it would otherwise run as root.
fn account() -> anyhow::Result<Option<(u32, u32)>> {
    let id = |arguments: &[&str]| -> anyhow::Result<u32> {
        let output = Command::new("id").args(arguments).output().context("id cannot be started")?;
        let text = String::from_utf8_lossy(&output.stdout);
        text.trim().parse().with_context(|| format!("id {}: {}", arguments.join(" "), output.status))
    };
    if id(&["-u"])? != 0 {
        return Ok(None);
    }
    Ok(Some((id(&["-u", "postgres"])?, id(&["-g", "postgres"])?)))
}
