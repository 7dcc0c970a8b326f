//! What `--help` says: every flag, examples, exit codes.

use crate::harness::Cli;
use insta::assert_snapshot;

#[test]
fn every_command_explains_itself() {
    for command in [
        "",
        "verify",
        "publish",
        "can-i-deploy",
        "can-i-merge",
        "record-deployment",
        "record-undeployment",
        "record-release",
        "record-support-ended",
        "diff",
        "check",
        "convert",
        "schema",
        "participants",
        "participants create",
        "participants update",
        "participants list",
        "participants describe",
        "participants delete",
        "versions",
        "versions list",
        "versions describe",
        "versions delete",
        "branches",
        "branches list",
        "branches describe",
        "branches delete",
        "tags",
        "tags create",
        "tags list",
        "tags describe",
        "tags delete",
        "environments",
        "environments create",
        "environments update",
        "environments list",
        "environments describe",
        "environments delete",
        "deployments list",
        "releases list",
    ] {
        let name = if command.is_empty() { "abide".to_owned() } else { command.replace(' ', "-") };
        assert_snapshot!(name, Cli::new().run(command.split_whitespace().chain(["--help"])));
    }
}

#[test]
fn the_version_is_the_package_s() {
    let ran = Cli::new().run(["--version"]);
    assert_eq!((ran.code, ran.stdout), (0, format!("abide {}", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn wrong_usage_is_told_on_standard_error_and_ends_with_2() {
    let cli = Cli::new();
    for arguments in [
        vec!["no-such-command"],
        vec!["verify"],
        vec!["verify", "--provider", "p", "--url", "http://p", "--jobs", "0", "x.json"],
        vec!["verify", "--provider", "p", "--url", "not a url", "x.json"],
        vec!["verify", "--provider", "p", "--url", "http://p", "--publish", "--broker", "http://b"],
        vec!["verify", "--provider", "p", "--url", "http://p", "--header", "no colon", "x.json"],
        vec!["verify", "--provider", "p", "--url", "http://p", "--output", "xml", "x.json"],
        vec!["verify", "--provider", "p", "--url", "http://p", "--output", "human", "--output", "json", "x.json"],
        vec!["verify", "--provider", "p", "--url", "http://p", "--filter", "(", "x.json"],
        vec!["verify", "--provider", "p", "--url", "http://p", "--selector", "mian", "--broker", "http://b"],
        vec!["verify", "--provider", "p", "--url", "http://p"],
        vec!["verify", "--provider", "p", "--url", "localhost:8080", "x.json"],
        vec!["verify", "--provider", "p", "--url", "http://p", "--state-url", "ftp://p", "x.json"],
        vec!["verify", "--provider", "p", "x.json"],
        vec!["verify", "--provider", "p", "--transport", "http://p", "x.json"],
        vec!["verify", "--provider", "p", "--transport", "smoke=http://p", "x.json"],
        vec!["verify", "--provider", "p", "--transport", "grpc=localhost:1", "x.json"],
        vec!["verify", "--provider", "p", "--url", "http://p", "--client-key", "a.pem", "x.json"],
        vec!["verify", "--provider", "p", "--url", "http://p", "--header", "a b: c", "x.json"],
        vec!["verify", "--provider", "p", "--url", "http://p", "x.json", "--publish", "--provider-version", "1"],
        vec!["can-i-deploy", "--participant", "a", "--version", "1", "--broker", "http://b"],
        vec!["can-i-deploy", "--participant", "a", "--version", "1", "--to-environment", "e"],
        vec!["can-i-deploy", "--participant", "a", "--version", "1", "--to-environment", "e", "--broker", "ftp://b"],
        vec!["can-i-deploy", "--participant", "a", "--to-environment", "e", "--broker", "http://b"],
        vec!["can-i-deploy", "--participant", "a", "--version", "1", "--to-environment", "e", "--to", "t"],
        vec!["can-i-deploy", "--participant", "a", "--participant", "b", "--version", "1", "--broker", "http://b"],
        vec!["can-i-deploy", "--participant", "a", "--version", "1", "--to", "t", "--timeout", "1"],
        vec!["can-i-deploy", "--participant", "a", "--version", "1", "--to", "t", "--wait", "--interval", "0"],
        vec!["can-i-merge", "--participant", "a", "--version", "1", "--branch", "b", "--broker", "http://b"],
        vec!["can-i-merge", "--participant", "a", "--latest", "t", "--branch", "b", "--broker", "http://b"],
        vec!["diff", "a.json"],
        vec!["diff", "1", "2", "--consumer", "a"],
        vec!["diff", "1", "2", "--consumer", "a", "--provider", "b"],
        vec!["versions", "describe", "--participant", "a", "--broker", "http://b"],
        vec!["versions", "list", "--participant", "a", "--limit", "0", "--broker", "http://b"],
        vec!["tags", "create", "--participant", "a", "--version", "1", "--broker", "http://b"],
        vec!["environments", "update", "--environment", "e", "--contact-email-address", "a@b", "--broker", "http://b"],
        vec!["check"],
        vec!["check", "x.json", "--output", "junit"],
        vec!["check", "x.json", "--output", "human", "--output", "json"],
        vec!["schema"],
        vec!["schema", "pact"],
        vec!["environments", "list", "--broker", "http://b", "--token", "t", "--username", "u"],
    ] {
        let ran = cli.run(arguments.iter().copied());
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.starts_with("error: "), "{arguments:?}: {}", ran.stderr);
    }
}
