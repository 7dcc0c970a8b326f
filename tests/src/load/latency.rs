//! One client, one question again and again, the heartbeat route in between; every answer is held against what the estate says.

use super::row::{Bound, Row, in_millis, millis, percentile};
use super::timed;
use crate::estate::expectation::Expectation;
use anyhow::{Context as _, ensure};
use reqwest::{Client, RequestBuilder};
use std::time::Duration;

/// How many requests come first and do not count.
const WARMING: usize = 10;

/// A broker and the estate it has.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// A client with open connections.
    pub http: &'a Client,
    /// Where the broker is.
    pub address: &'a str,
    /// What it must answer.
    pub expected: &'a Expectation,
}

/// Makes the request of a turn.
pub type Request<'a> = Box<dyn Fn(usize) -> RequestBuilder + 'a>;

/// Looks at the answer of a turn.
pub type Check<'a> = Box<dyn Fn(usize, &str) -> anyhow::Result<()> + 'a>;

/// What is asked, and what must be answered.
pub struct Question<'a> {
    /// What the table calls it.
    pub name: &'static str,
    /// How fast it must be answered.
    pub target: Target,
    /// What is asked.
    pub request: Request<'a>,
    /// Something to be done before, each time; it does not count.
    pub before: Option<Request<'a>>,
    /// Looks at the answer of a turn.
    pub check: Check<'a>,
}

/// How fast something must be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Target {
    /// The milliseconds that 99 % may take at most.
    Slowest(f64),
    /// However long it takes: it is only told.
    Told,
    /// The median of the Ruby broker in milliseconds; ours must be 20 times faster.
    Ruby(f64),
}

impl Subject<'_> {
    /// `GET` with the type of answer that is wanted.
    pub fn get(&self, path: &str, accept: &str) -> RequestBuilder {
        self.http.get(format!("http://{}{path}", self.address)).header("accept", accept)
    }

    /// `POST` of a JSON body.
    pub fn post(&self, path: &str, body: &serde_json::Value) -> RequestBuilder {
        self.http.post(format!("http://{}{path}", self.address)).header("accept", "application/hal+json").json(body)
    }

    /// Asks so many times.
    pub async fn ask(&self, question: &Question<'_>, times: usize) -> anyhow::Result<Row> {
        let (mut floor, mut taken) = (Vec::new(), Vec::new());
        for turn in 0..times + WARMING {
            if let Some(before) = &question.before {
                timed(before(turn)).await?;
            }
            let (text, beat) = timed(self.get("/diagnostic/status/heartbeat", "application/hal+json")).await?;
            ensure!(text.contains("\"ok\":true"), "the heartbeat is {text}");
            let (text, time) = timed((question.request)(turn)).await?;
            (question.check)(turn, &text).with_context(|| format!("{}, turn {turn}", question.name))?;
            if turn >= WARMING {
                floor.push(beat);
                taken.push(time);
            }
        }
        Ok(row(question, &taken, &floor))
    }
}

fn row(question: &Question<'_>, taken: &[Duration], floor: &[Duration]) -> Row {
    let [median, slowest] = [50, 99].map(|percent| percentile(taken, percent));
    let [floor_median, floor_slowest] = [50, 99].map(|percent| millis(percentile(floor, percent)));
    let (p50, p99) = (millis(median), millis(slowest));
    let words = format!("p50 {p50:>9}   p99 {p99:>9}   heartbeat p50 {floor_median:>8}   p99 {floor_slowest:>8}");
    let (figure, bound) = match question.target {
        Target::Slowest(most) => (slowest, Bound::AtMost(most, "ms (p99)".to_owned())),
        Target::Told => (slowest, Bound::None),
        Target::Ruby(theirs) => {
            let faster = theirs / in_millis(median);
            let unit = format!("ms (p50), a 20th of the Ruby broker's {theirs:.0} ms ({faster:.0} times faster)");
            (median, Bound::AtMost(theirs / 20.0, unit))
        }
    };
    let growth_is_judged = matches!(question.target, Target::Slowest(_));
    Row { name: question.name, figure: in_millis(figure), compared: in_millis(median), words, bound, growth_is_judged }
}
