//! The pages: what they say, where their links lead, and that hostile names stay text.

mod calls;
mod contract;
mod hostile;
mod links;
mod overview;
mod seeded;
mod verdict;

use crate::harness::{Reply, TestBroker};
use axum::body::Body;
use axum::http::{Request, header};

/// What a browser sends.
const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

/// Opens a page as a browser does.
async fn open(broker: &TestBroker, path: &str) -> Reply {
    broker.send(Request::get(path).header(header::ACCEPT, BROWSER).body(Body::empty()).unwrap()).await
}

/// Opens a page that must be there and gives its HTML.
pub(crate) async fn html(broker: &TestBroker, path: &str) -> String {
    let reply = open(broker, path).await;
    assert_eq!(reply.status.as_u16(), 200, "{path}: {}", reply.text);
    reply.text
}

/// Compares what stands between the bar and the footer with its snapshot.
#[track_caller]
fn assert_main(name: &str, html: &str) {
    let (_, rest) = html.split_once("<main").unwrap();
    let (main, _) = rest.split_once("</main>").unwrap();
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, format!("<main{main}</main>"));
    });
}
