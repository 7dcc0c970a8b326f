//! The command itself: how it starts, how it stops, and what it says when it cannot start.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use tempfile::TempDir;

pub(crate) fn command(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_abide-broker"));
    command.current_dir(directory).args(arguments).env_clear().stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub(crate) fn run(directory: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let Output { status, stdout, stderr } = command(directory, arguments).output().unwrap();
    assert!(stdout.is_empty(), "{}", String::from_utf8_lossy(&stdout));
    (status.code(), String::from_utf8(stderr).unwrap())
}

#[must_use]
pub(crate) struct Running {
    child: Child,
    address: String,
}

impl Running {
    fn start(directory: &Path) -> Self {
        Self::spawn(&mut command(directory, &["--port", "0"]))
    }

    pub(crate) fn spawn(command: &mut Command) -> Self {
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim_end().strip_prefix("listening on http://").expect("the one line").to_owned();
        Self { child, address }
    }

    pub(crate) fn get(&self, path: &str) -> String {
        self.get_with(path, "")
    }

    /// The same with more header lines, each with its end.
    pub(crate) fn get_with(&self, path: &str, headers: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let head = format!("GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n{headers}\r\n", self.address);
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Sends a signal and waits; what was printed after the first line comes back with the exit code.
    pub(crate) fn stop(mut self, signal: &str) -> (Option<i32>, String, String) {
        let sent = Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let status = self.child.wait().unwrap();
        let (mut stdout, mut stderr) = (String::new(), String::new());
        self.child.stdout.take().unwrap().read_to_string(&mut stdout).unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        (status.code(), stdout, stderr)
    }
}

#[test]
fn it_answers_creates_its_database_and_stops_on_a_signal() {
    let directory = TempDir::new().unwrap();
    for signal in ["-TERM", "-INT"] {
        let broker = Running::start(directory.path());
        let answer = broker.get("/diagnostic/status/heartbeat");
        assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
        assert!(broker.get("/").contains(&format!("http://{}/contracts/publish", broker.address)));
        assert_eq!(broker.stop(signal), (Some(0), String::new(), String::new()));
        assert!(directory.path().join("abide.db").is_file());
    }
}

#[test]
fn an_idle_connection_does_not_keep_it_from_stopping() {
    let directory = TempDir::new().unwrap();
    let broker = Running::start(directory.path());
    let _idle = TcpStream::connect(&broker.address).unwrap();
    let started = std::time::Instant::now();
    assert_eq!(broker.stop("-TERM").0, Some(0));
    assert!(started.elapsed().as_secs() < 8);
}

#[test]
fn a_port_in_use_is_named() {
    let directory = TempDir::new().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let (code, stderr) = run(directory.path(), &["--port", &port]);
    assert_eq!(code, Some(3));
    assert!(stderr.starts_with(&format!("error: cannot listen on 127.0.0.1:{port}\ncaused by: ")), "{stderr}");
    assert!(stderr.contains("\nhint: another process has this port"), "{stderr}");
    assert!(!directory.path().join("abide.db").exists(), "nothing is created by a start that fails");
}

#[test]
fn a_file_that_is_not_a_database_is_left_alone() {
    let directory = TempDir::new().unwrap();
    let text = "this is not a database, however long it is".repeat(100);
    std::fs::write(directory.path().join("abide.db"), &text).unwrap();
    let (code, stderr) = run(directory.path(), &["--port", "0"]);
    assert_eq!(code, Some(3));
    assert!(stderr.starts_with("error: cannot open the database `abide.db`\ncaused by: "), "{stderr}");
    assert_eq!(stderr.matches("file is not a database").count(), 1, "{stderr}");
    assert!(stderr.contains("\nhint: "), "{stderr}");
    assert_eq!(std::fs::read_to_string(directory.path().join("abide.db")).unwrap(), text);
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let directory = TempDir::new().unwrap();
    let (code, stderr) = run(directory.path(), &["--port", "0", "--database", "sqlite://missing/abide.db"]);
    assert_eq!(code, Some(3));
    assert!(stderr.starts_with("error: cannot open the database `missing/abide.db`"), "{stderr}");
    assert!(stderr.contains("\nhint: the folder must exist and be writable"), "{stderr}");
}

#[test]
fn settings_that_make_no_sense_are_explained() {
    let directory = TempDir::new().unwrap();
    let cases = [
        (
            &["--database", "mysql://ann:secret@host/abide"][..],
            2,
            "error: `mysql://host/abide` is not a database URL this broker knows\nhint: ",
        ),
        (&["--bind", "0.0.0.0"], 2, "error: refusing to listen on 0.0.0.0"),
        (
            &["--basic-auth-username", "ann"],
            2,
            "error: the user who writes has a name and no password\nhint: set both: ABIDE_BROKER_BASIC_AUTH_USERNAME and",
        ),
        (&["--read-only-token", "t"], 2, "error: somebody is named who may read, and nobody who may write\nhint: set "),
        (&["--port", "many"], 2, "error: invalid value 'many' for '--port <PORT>'"),
        (&["--base-url", "ftp://x"], 2, "error: invalid value 'ftp://x' for '--base-url <URL>'"),
        (&["--nonsense"], 2, "error: unexpected argument '--nonsense'"),
    ];
    for (arguments, expected, words) in cases {
        let (code, stderr) = run(directory.path(), arguments);
        assert_eq!(code, Some(expected), "{stderr}");
        assert!(stderr.starts_with(words), "{stderr}");
    }
}

#[test]
fn help_shows_flags_variables_and_examples() {
    let directory = TempDir::new().unwrap();
    let output = command(directory.path(), &["--help"]).output().unwrap();
    insta::assert_snapshot!("help", String::from_utf8(output.stdout).unwrap());
}

/// An application's database with one table, written by SQLite itself through the broker's own driver.
fn database_of_another_application(path: &Path) -> Vec<u8> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        use sqlx::Connection;
        sqlx::any::install_default_drivers();
        let url = format!("sqlite://{}?mode=rwc", path.display());
        let mut connection = sqlx::AnyConnection::connect(&url).await.unwrap();
        sqlx::raw_sql("CREATE TABLE notes (text TEXT)").execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    });
    std::fs::read(path).unwrap()
}

#[test]
fn a_database_of_another_application_is_left_alone() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("abide.db");
    let before = database_of_another_application(&path);
    let (code, stderr) = run(directory.path(), &["--port", "0"]);
    assert_eq!(code, Some(3), "{stderr}");
    assert!(stderr.starts_with("error: the database `abide.db` belongs to another application"), "{stderr}");
    assert!(stderr.contains("\nhint: choose a file of its own"), "{stderr}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 1);
}

#[test]
fn variables_of_the_broker_teams_come_from_are_read_after_its_own() {
    let directory = TempDir::new().unwrap();
    let with = |variables: &[(&str, &str)]| {
        let mut command = command(directory.path(), &[]);
        command.envs(variables.iter().copied());
        command
    };
    let inherited = [
        ("PACT_BROKER_PORT", "0"),
        ("PACT_BROKER_DATABASE_URL", "sqlite:inherited.db"),
        ("PACT_BROKER_BASE_URLS", "https://one.example/sub https://two.example"),
        ("PACT_BROKER_CHECK_FOR_POTENTIAL_DUPLICATE_PACTICIPANT_NAMES", "false"),
        ("PACT_BROKER_USE_FIRST_TAG_AS_BRANCH", "false"),
        ("PACT_BROKER_CREATE_DEPLOYED_VERSIONS_FOR_TAGS", "false"),
        ("PACT_BROKER_AUTO_DETECT_MAIN_BRANCH", "false"),
        ("PACT_BROKER_LOG_LEVEL", "ERROR"),
    ];
    let broker = Running::spawn(&mut with(&inherited));
    assert!(broker.get("/").contains("\"https://one.example/sub/contracts/publish\""));
    assert_eq!(broker.stop("-TERM").0, Some(0));
    assert!(directory.path().join("inherited.db").is_file());

    let mut both = inherited.to_vec();
    both.extend([("ABIDE_BROKER_DATABASE", "sqlite:own.db"), ("ABIDE_BROKER_BASE_URL", "https://own.example")]);
    let broker = Running::spawn(&mut with(&both));
    assert!(broker.get("/").contains("\"https://own.example/contracts/publish\""));
    assert_eq!(broker.stop("-TERM").0, Some(0));
    assert!(directory.path().join("own.db").is_file());

    for (name, value) in [
        ("PACT_BROKER_PORT", "many"),
        ("PACT_BROKER_DATABASE_URL", "mysql://host/pacts"),
        ("PACT_BROKER_USE_FIRST_TAG_AS_BRANCH", "perhaps"),
        ("PACT_BROKER_CREATE_DEPLOYED_VERSIONS_FOR_TAGS", "perhaps"),
        ("PACT_BROKER_AUTO_DETECT_MAIN_BRANCH", "perhaps"),
        ("ABIDE_LOG", "abide_broker=loud"),
    ] {
        let output = with(&[(name, value)]).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn variables_set_to_nothing_say_nothing_and_flags_take_the_words_people_use() {
    let directory = TempDir::new().unwrap();
    let mut command = command(directory.path(), &["--port", "0"]);
    let blank =
        ["PORT", "BIND", "DATABASE", "BASE_URL", "CHECK_SIMILAR_NAMES"].map(|name| format!("ABIDE_BROKER_{name}"));
    command.envs(blank.iter().map(|name| (name.as_str(), ""))).env("ABIDE_LOG", "");
    let broker = Running::spawn(command.env("ABIDE_BROKER_ALLOW_ANONYMOUS", ""));
    assert_eq!(broker.stop("-TERM").0, Some(0));
    assert!(directory.path().join("abide.db").is_file());
    for (said, is_open) in [("1", true), ("yes", true), ("true", true), ("0", false), ("false", false)] {
        let arguments = ["--port", "0", "--bind", "0.0.0.0", "--database", "sqlite://missing/x.db"];
        let mut command = self::command(directory.path(), &arguments);
        let output = command.env("ABIDE_BROKER_ALLOW_ANONYMOUS", said).output().unwrap();
        // A database that cannot be opened, where the address is allowed.
        assert_eq!(output.status.code(), Some(if is_open { 3 } else { 2 }), "{said}");
    }
}

#[test]
fn tables_that_were_changed_are_told_from_those_of_a_newer_broker() {
    let directory = TempDir::new().unwrap();
    assert_eq!(Running::start(directory.path()).stop("-TERM").0, Some(0));
    let path = directory.path().join("abide.db");
    let change = |sql: &'static str| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            use sqlx::Connection;
            sqlx::any::install_default_drivers();
            let mut connection = sqlx::AnyConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap();
            sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        });
    };
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (999, 'later', TRUE, '', 0)";
    for (sql, hint) in [
        (newer, "hint: a newer abide-broker wrote this database"),
        (
            "DELETE FROM _sqlx_migrations WHERE version = 999; UPDATE _sqlx_migrations SET checksum = x'00'",
            "hint: its tables are not as",
        ),
    ] {
        change(sql);
        let (code, stderr) = run(directory.path(), &["--port", "0"]);
        assert_eq!(code, Some(3));
        assert!(stderr.contains(hint), "{stderr}");
    }
}
