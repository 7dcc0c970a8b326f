//! Providers behind TLS, some of which want to know who calls.

#![expect(clippy::unwrap_used, reason = "a harness may panic")]

use super::contract::{contract, look, reply};
use super::peer::{Step, good, serve};
use crate::harness::{Cli, Ran};
use std::net::TcpListener;
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

/// A good provider; it asks for a certificate `authority` has signed, if there is one. Its address and certificate.
pub(crate) fn start(authority: Option<&str>) -> (String, String) {
    start_with(authority, good(&reply("bolt", 7)))
}

/// The same with other answers.
pub(crate) fn start_with(authority: Option<&str>, steps: Vec<Step>) -> (String, String) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(ring::default_provider());
    let settings = ServerConfig::builder_with_provider(Arc::clone(&provider));
    let settings = settings.with_safe_default_protocol_versions().unwrap();
    let settings = match authority {
        None => settings.with_no_client_auth(),
        Some(pem) => {
            let mut roots = RootCertStore::empty();
            roots.add(CertificateDer::from_pem_slice(pem.as_bytes()).unwrap()).unwrap();
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap();
            settings.with_client_cert_verifier(verifier)
        }
    };
    let mut settings = settings.with_single_cert(vec![made.cert.der().clone()], key).unwrap();
    settings.alpn_protocols = vec![b"h2".to_vec()];
    (listen(settings, steps), made.cert.pem())
}

fn listen(settings: ServerConfig, steps: Vec<Step>) -> String {
    let acceptor = TlsAcceptor::from(Arc::new(settings));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            loop {
                let (connection, _) = listener.accept().await.unwrap();
                // A client that does not trust us hangs up here.
                if let Ok(connection) = acceptor.accept(connection).await {
                    tokio::spawn(serve(connection, steps.clone(), Arc::default()));
                }
            }
        });
    });
    url
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
