//! Brokers and providers behind TLS: only who is trusted is talked to.

#![expect(clippy::unwrap_used, reason = "a harness may panic")]

use crate::contracts::{a_charge, contract};
use crate::harness::Cli;
use crate::listening::listen;
use insta::assert_snapshot;
use std::sync::Arc;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};
use tokio_rustls::server::TlsStream;

/// A certificate of one's own making for `localhost`, as PEM, and the settings of a server that shows it and asks for one
/// that `authority` has signed, if there is one.
pub(crate) fn settings(authority: Option<&str>) -> (ServerConfig, String) {
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
    (settings.with_single_cert(vec![made.cert.der().clone()], key).unwrap(), made.cert.pem())
}

/// Starts a server that handles each connection as `each` does, and gives its address.
pub(crate) fn serve<S>(settings: ServerConfig, each: impl Fn(TlsStream<TcpStream>) -> S + Send + 'static) -> String
where
    S: Future<Output = ()> + Send + 'static,
{
    let acceptor = TlsAcceptor::from(Arc::new(settings));
    let address = listen(async move |listener| {
        loop {
            let (connection, _) = listener.accept().await.unwrap();
            // A client that does not trust us hangs up here.
            if let Ok(connection) = acceptor.accept(connection).await {
                tokio::spawn(each(connection));
            }
        }
    });
    format!("https://localhost:{}", address.port())
}

/// A server's address and its certificate as PEM.
///
/// To every request it answers one JSON document that is a broker's index, its list of environments and a charge alike.
fn server() -> (String, String) {
    let (settings, pem) = settings(None);
    let url = serve(settings, |mut connection| async move {
        let _ = connection.read(&mut [0; 4096]).await;
        connection.write_all(ANSWER).await.unwrap();
        let _ = connection.shutdown().await;
    });
    (url, pem)
}

const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n\
    {\"_links\": {\"pb:environments\": {\"href\": \"/environments\"}}, \"id\": \"pay-1\", \"amount\": 1}";

#[test]
fn an_authority_of_one_s_own_is_trusted_when_named() {
    let (url, pem) = server();
    let cli = Cli::new().file("ca.pem", &pem).file("orders.json", &contract(&[a_charge()]));
    let ran = cli.run(["environments", "list", "--broker", &url, "--ca", "ca.pem"]);
    assert_eq!(ran.code, 0, "{ran}");
    let target = ["verify", "orders.json", "--provider", "payment-service", "--url", &url, "--ca", "ca.pem"];
    let ran = cli.run(target);
    assert_eq!(ran.code, 0, "{ran}");
}

#[test]
fn nobody_else_is_trusted() {
    let (url, _) = server();
    let cli = Cli::new().file("orders.json", &contract(&[a_charge()])).names("server", &url);
    assert_snapshot!(cli.run(["environments", "list", "--broker", &url]), @"
    exit 3
    --- stderr
    error: cannot list the environments
    caused by: cannot reach the broker at http://server/
    caused by: invalid peer certificate: UnknownIssuer
    hint: is the broker running, and is this its address? `--broker` or `ABIDE_BROKER_URL` names another one
    ");
    let ran = cli.run(["verify", "orders.json", "--provider", "payment-service", "--url", &url]);
    assert_eq!(ran.code, 3, "{ran}");
}
