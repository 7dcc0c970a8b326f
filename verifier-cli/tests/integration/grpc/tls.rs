//! Providers behind TLS, some of which want to know who calls.

use super::contract::{contract, look, reply};
use super::peer::{self, Step, good};
use crate::harness::{Cli, Ran};
use crate::tls::{serve, settings};
use std::sync::Arc;

/// A good provider; it asks for a certificate `authority` has signed, if there is one. Its address and certificate.
pub(crate) fn start(authority: Option<&str>) -> (String, String) {
    start_with(authority, good(&reply("bolt", 7)))
}

/// The same with other answers.
pub(crate) fn start_with(authority: Option<&str>, steps: Vec<Step>) -> (String, String) {
    let (mut settings, pem) = settings(authority);
    settings.alpn_protocols = vec![b"h2".to_vec()];
    let url = serve(settings, move |connection| peer::serve(connection, steps.clone(), Arc::default()));
    (url, pem)
}

#[track_caller]
fn verify(cli: &Cli, url: &str, more: &[&str]) -> Ran {
    let transport = format!("grpc={url}");
    let target = ["verify", "web.json", "--provider", "stock", "--transport", &transport, "--ca", "ca.pem"];
    cli.run(target.iter().chain(more).copied())
}

#[test]
fn an_authority_of_one_s_own_is_trusted_when_named() {
    let (url, ca) = start(None);
    let cli = Cli::new().file("ca.pem", &ca).file("web.json", &contract(&[look()]).to_string());
    let ran = verify(&cli, &url, &[]);
    assert_eq!(ran.code, 0, "{ran}");
}

#[test]
fn a_certificate_is_shown_to_whoever_asks_for_one() {
    let client = rcgen::generate_simple_self_signed(["shop".to_owned()]).unwrap();
    let (url, ca) = start(Some(&client.cert.pem()));
    let other = rcgen::generate_simple_self_signed(["shop".to_owned()]).unwrap();
    let cli = Cli::new()
        .file("ca.pem", &ca)
        .file("web.json", &contract(&[look()]).to_string())
        .file("client.pem", &client.cert.pem())
        .file("client.key", &client.signing_key.serialize_pem())
        .file("other.key", &other.signing_key.serialize_pem());
    let ran = verify(&cli, &url, &["--client-cert", "client.pem", "--client-key", "client.key"]);
    assert_eq!(ran.code, 0, "{ran}");
    let ran = verify(&cli, &url, &[]);
    assert!(ran.code == 3 && ran.stderr.contains("hint: if it asks for a certificate, give `--client-cert`"), "{ran}");
    let ran = verify(&cli, &url, &["--client-cert", "client.pem", "--client-key", "other.key"]);
    assert!(ran.code == 3 && ran.stderr.contains("cannot use the files `client.pem` and `other.key`"), "{ran}");
    let ran = verify(&cli, &url, &["--client-cert", "client.pem"]);
    assert_eq!(ran.code, 2, "{ran}");
}
