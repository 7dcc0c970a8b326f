//! How fast the broker starts on a database, and how much memory it takes.

use super::row::{Bound, Row, in_millis, millis, percentile};
use super::{client, timed};
use crate::broker::Broker;
use crate::storm::Place;
use std::time::Instant;

/// How often the broker is started.
const STARTS: usize = 5;

/// Starts brokers one after the other; from the start of the process to its first answer.
pub async fn start(place: &Place) -> anyhow::Result<Row> {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let http = client()?;
        let begin = Instant::now();
        let broker = place.broker()?;
        timed(http.get(format!("http://{}/diagnostic/status/heartbeat", broker.address()))).await?;
        times.push(begin.elapsed());
    }
    let (median, longest) = (percentile(&times, 50), percentile(&times, 100));
    let words = format!("median {}, longest {} of {STARTS}", millis(median), millis(longest));
    let (figure, bound) = (in_millis(median), Bound::AtMost(200.0, "ms (median)".to_owned()));
    Ok(Row { name: "start to first answer", figure, compared: figure, words, bound, growth_is_judged: true })
}

/// The memory of a broker that has answered everything else; none where the system does not say.
pub fn memory(broker: &Broker) -> Option<Row> {
    let megabytes = f64::from(u32::try_from(broker.resident()?).ok()?) / 1024.0;
    let words = format!("{megabytes:.1} MB after the requests above");
    let bound = Bound::AtMost(150.0, "MB".to_owned());
    Some(Row { name: "resident memory", figure: megabytes, compared: megabytes, words, bound, growth_is_judged: true })
}
