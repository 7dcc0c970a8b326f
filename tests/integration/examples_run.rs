//! The examples, as their READMEs have them run.

use crate::block::{self, Block};
use crate::http;
use crate::shop::{self, Said, Shop};
use crate::tree;
use abide_demo::binaries;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

#[test]
fn every_example_says_what_it_is() {
    let tracked = tree::tracked();
    let manifests = tracked.iter().filter(|path| path.starts_with("examples") && path.ends_with("Cargo.toml"));
    for manifest in manifests {
        let folder = manifest.parent().unwrap();
        assert!(tracked.contains(&folder.join("README.md")), "{} has no README.md", folder.display());
    }
}

/// The commands an example's README has.
#[track_caller]
fn commands(example: &str) -> Vec<String> {
    let readme = format!("examples/{example}/README.md");
    block::blocks(readme).iter().flat_map(Block::commands).collect()
}

#[test]
fn providers_run_and_keep_the_contract_as_their_readmes_have_it() {
    let shop = Shop::open();
    shop.file("target/contracts/order-service-payment-service.json", shop::contract());
    shop.file("target/contracts/order-service-inventory-service.json", shop::written("inventory"));
    let programs = shop::programs();
    for (name, program, passed) in [
        ("payment-service", &programs.payment_service, "8 passed"),
        ("inventory-service", &programs.inventory_service, "6 passed"),
    ] {
        let commands = commands(name);
        let [serve, verify] = commands.as_slice() else { panic!("{name} has two commands: {commands:?}") };
        let (serve, verify) = (serve.strip_prefix(name).unwrap(), verify.strip_prefix("abide ").unwrap());
        let port = serve.split_once("--port ").unwrap().1.split(' ').next().unwrap();
        let service = shop.serve(name, program, &serve.replace(port, "0"));
        let verify = verify.replace(&format!("http://127.0.0.1:{port}"), service.url());
        shop.abide(&verify).exits(0).says(passed);
    }
}

#[test]
fn every_command_of_an_example_s_readme_is_run() {
    let tracked = tree::tracked();
    let readmes = tracked.iter().filter(|path| path.starts_with("examples") && path.ends_with("README.md"));
    for readme in readmes {
        let example = readme.parent().unwrap().file_name().unwrap().to_str().unwrap();
        for command in commands(example) {
            // By the tests of the README, by the next test but one, and by whoever runs the tests of the workspace.
            let elsewhere =
                ["cargo run -p abide-demo", "cargo run -p abide-demo -- --keep", "cargo test -p order-service"];
            let is_run = ["payment-service", "inventory-service"].contains(&example) || elsewhere.contains(&&*command);
            assert!(is_run, "no test runs this line of {}: {command}", readme.display());
        }
    }
}

#[cfg(unix)]
#[test]
fn services_stop_cleanly_when_they_are_asked_to() {
    let programs = shop::programs();
    let folder = tempfile::tempdir().unwrap();
    for program in [&programs.payment_service, &programs.inventory_service, &programs.abide_broker] {
        let mut command = Command::new(program);
        let mut running = Running::start(command.args(["--port", "0"]).current_dir(folder.path()));
        running.line_with("listening on ");
        running.signal("TERM");
        assert_eq!(running.ended().code, Some(0), "{}", program.display());
    }
}

#[cfg(unix)]
#[test]
fn the_demo_keeps_its_broker_until_it_is_interrupted_and_leaves_nothing_behind() {
    let demo = binaries::build(&[("abide-demo", "abide-demo")]).unwrap().remove("abide-demo").unwrap();
    let temporary = tempfile::tempdir().unwrap();
    let mut running = Running::start(Command::new(demo).arg("--keep").env("TMPDIR", temporary.path()));
    let line = running.line_with("The broker's pages are at ");
    let url = line.split(' ').find(|word| word.starts_with("http://")).unwrap().to_owned();
    assert_eq!(http::get(&url, "text/html").status, 200);

    running.signal("INT");
    assert_eq!(running.ended().code, Some(0));
    let address = url.trim_start_matches("http://");
    assert!(std::net::TcpStream::connect(address).is_err(), "the broker still runs");
    let left: Vec<_> = std::fs::read_dir(temporary.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(left.is_empty(), "{left:?}");
}

/// A program that runs until it is told to stop.
struct Running {
    child: Child,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
}

impl Running {
    #[track_caller]
    fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    /// The first line that has this text; it is the reader who ends when the program does.
    #[track_caller]
    fn line_with(&mut self, text: &str) -> String {
        self.lines.by_ref().map_while(Result::ok).find(|line| line.contains(text)).expect("the program says so")
    }

    /// Sends a signal, as a shell does.
    #[track_caller]
    fn signal(&self, name: &str) {
        let sent = Command::new("sh").args(["-c", &format!("kill -{name} {}", self.child.id())]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits for the end.
    #[track_caller]
    fn ended(&mut self) -> Said {
        let deadline = Instant::now() + Duration::from_secs(30);
        while Instant::now() < deadline {
            if let Some(status) = self.child.try_wait().unwrap() {
                return Said { code: status.code(), stdout: String::new(), stderr: String::new() };
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("the program does not stop");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
