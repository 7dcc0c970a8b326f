//! What a broker is asked once it has an estate: the rows of the table, each beside a floor of the same run.
//!
//! - [`latency`]: one client, one question again and again, the heartbeat route in between
//! - [`question`]: what pipelines and people ask
//! - [`ruby`]: what the Ruby broker was measured with
//! - [`publishing`]: what builds send
//! - [`publish`]: eight clients that publish at once, beside eight threads that only append
//! - [`process`]: how fast the broker starts, and how much memory it takes
//! - [`row`]: figures, what they may be at most, and how they have grown

pub mod latency;
pub mod process;
pub mod publish;
pub mod publishing;
pub mod question;
pub mod row;
pub mod ruby;

use reqwest::{Client, RequestBuilder};
use std::time::{Duration, Instant};

/// A client that keeps its connections.
pub fn client() -> anyhow::Result<Client> {
    Ok(Client::builder().timeout(Duration::from_secs(90)).build()?)
}

/// Sends a request; returns the text of the answer, which must be a success, and how long it took to arrive whole.
async fn timed(request: RequestBuilder) -> anyhow::Result<(String, Duration)> {
    let begin = Instant::now();
    let answer = request.send().await?;
    let (status, url) = (answer.status(), answer.url().clone());
    let text = answer.text().await?;
    let time = begin.elapsed();
    anyhow::ensure!(status.is_success(), "{url} was answered with {status}: {text}");
    Ok((text, time))
}
