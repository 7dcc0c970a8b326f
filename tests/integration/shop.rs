//! The shop with its broker: a fresh one for each test, through the real binaries.

use abide_demo::binaries::{self, Binaries};
use abide_demo::{Command, Interrupt, Server};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::{fs, process};
use tempfile::TempDir;

/// A broker on a fresh database, and a folder to work in.
#[derive(Debug)]
#[must_use = "the broker and its files are gone when this is dropped"]
pub(crate) struct Shop {
    broker: Server,
    folder: TempDir,
}

/// What a command answered.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Said {
    /// Checks the exit code.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self}");
        self
    }

    /// Checks what the command says, on either stream.
    #[track_caller]
    pub(crate) fn says(self, words: &str) -> Self {
        assert!(self.stdout.contains(words) || self.stderr.contains(words), "should say `{words}`\n{self}");
        self
    }
}

impl std::fmt::Display for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "exit code {:?}\nstdout:\n{}\nstderr:\n{}", self.code, self.stdout, self.stderr)
    }
}

impl Shop {
    /// Starts a broker.
    #[track_caller]
    pub(crate) fn open() -> Self {
        Self::open_with("")
    }

    /// Starts a broker with these flags.
    #[track_caller]
    pub(crate) fn open_with(flags: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let broker = Command::new("abide-broker", &programs().abide_broker).args("--port 0");
        let broker = broker.args(flags).folder(folder.path());
        let broker = Server::start(broker, &folder.path().join("abide-broker.log"), &Interrupt::default()).unwrap();
        Self { broker, folder }
    }

    pub(crate) fn broker_url(&self) -> &str {
        self.broker.url()
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file into the folder.
    #[track_caller]
    pub(crate) fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// Starts payment-service with provider states and these flags.
    #[track_caller]
    pub(crate) fn payment_service(&self, flags: &str) -> Server {
        self.serve("payment-service", &programs().payment_service, &format!("--port 0 --provider-states {flags}"))
    }

    /// Starts a service with these arguments.
    #[track_caller]
    pub(crate) fn serve(&self, name: &str, program: &Path, arguments: &str) -> Server {
        let log = self.folder.path().join(format!("{name}.log"));
        Server::start(Command::new(name, program).args(arguments), &log, &Interrupt::default()).unwrap()
    }

    /// Runs `abide` in the folder, for this broker; arguments are separated by blanks.
    #[track_caller]
    pub(crate) fn abide(&self, arguments: &str) -> Said {
        self.run(&programs().abide, arguments.split_whitespace())
    }

    /// Runs a program in the folder, for this broker, without what the machine's own set-up says about brokers.
    #[track_caller]
    pub(crate) fn run(&self, program: &Path, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Said {
        let mut command = process::Command::new(program);
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("ABIDE_") || text.starts_with("PACT_") {
                command.env_remove(&name);
            }
        }
        command.args(arguments).current_dir(self.folder.path()).stdin(process::Stdio::null());
        command
            .env("ABIDE_BROKER_URL", self.broker_url())
            .env("PACT_DO_NOT_TRACK", "true")
            .env("NO_PROXY", "127.0.0.1");
        said(&mut command)
    }
}

/// Runs a command to its end.
#[track_caller]
pub(crate) fn said(command: &mut process::Command) -> Said {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Said { code: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
}

/// The programs, built.
#[track_caller]
pub(crate) fn programs() -> &'static Binaries {
    binaries::of_the_loop().unwrap()
}

/// What order-service expects of payment-service: the contract its own tests write, run once.
#[track_caller]
pub(crate) fn contract() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| written("payment"))
}

/// What order-service expects of `payment` or `inventory`, as its tests write it now.
#[track_caller]
pub(crate) fn written(provider: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut command = binaries::cargo("test").unwrap();
    command.args(["--quiet", "--package", "order-service", "--test", &format!("{provider}_contract")]);
    said(command.env("ABIDE_CONTRACT_DIR", folder.path())).exits(0);
    fs::read_to_string(folder.path().join(format!("order-service-{provider}-service.json"))).unwrap()
}
