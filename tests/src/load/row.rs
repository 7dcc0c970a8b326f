//! Figures, what they may be, and how they have grown.

use std::fmt;
use std::time::Duration;

/// How many times worse a figure may be with the larger estate.
pub const MOST_GROWTH: f64 = 3.0;

/// A line of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What was measured.
    pub name: &'static str,
    /// The figure that is judged.
    pub figure: f64,
    /// The figure that is compared between sizes: the median of times, or a rate.
    pub compared: f64,
    /// All figures, in words.
    pub words: String,
    /// What the figure may be.
    pub bound: Bound,
    /// Whether its growth is judged.
    pub growth_is_judged: bool,
}

/// What a figure may be.
#[derive(Debug, Clone, PartialEq)]
pub enum Bound {
    /// This at most; then the unit, and where the bound comes from.
    AtMost(f64, String),
    /// This at least; then the unit.
    AtLeast(f64, String),
    /// Anything, the less the better.
    None,
}

impl Row {
    /// Whether the figure is out of bounds.
    pub fn is_missed(&self) -> bool {
        match self.bound {
            Bound::AtMost(most, _) => self.figure > most,
            Bound::AtLeast(least, _) => self.figure < least,
            Bound::None => false,
        }
    }

    /// How many times worse this is than `smaller`.
    pub fn growth(&self, smaller: &Self) -> f64 {
        match self.bound {
            Bound::AtMost(..) | Bound::None => self.compared / smaller.compared,
            Bound::AtLeast(..) => smaller.compared / self.compared,
        }
    }

    /// Whether this has grown too much from `smaller`.
    pub fn has_outgrown(&self, smaller: &Self) -> bool {
        self.growth_is_judged && self.growth(smaller) > MOST_GROWTH
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (bound, least_or_most, unit) = match &self.bound {
            Bound::AtMost(most, unit) => (most, "at most", unit),
            Bound::AtLeast(least, unit) => (least, "at least", unit),
            Bound::None => return write!(f, "  {:<38}{}", self.name, self.words),
        };
        let verdict = if self.is_missed() { "MISSED" } else { "met" };
        let bound = if *bound < 10.0 { format!("{bound:.2}") } else { format!("{bound:.0}") };
        write!(f, "  {:<38}{}   {least_or_most} {bound} {unit}: {verdict}", self.name, self.words)
    }
}

/// A time in milliseconds.
pub fn in_millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// A time in milliseconds, for tables.
pub fn millis(time: Duration) -> String {
    format!("{:.2} ms", in_millis(time))
}

/// The time below which `percent` of these are.
pub fn percentile(times: &[Duration], percent: usize) -> Duration {
    let mut times = times.to_vec();
    times.sort();
    times.get((times.len() * percent / 100).min(times.len().saturating_sub(1))).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(figure: f64, bound: Bound) -> Row {
        Row { name: "", figure, compared: figure, words: String::new(), bound, growth_is_judged: true }
    }

    #[test]
    fn a_row_is_missed_and_grows_in_the_direction_of_its_bound() {
        let at_most = |figure| row(figure, Bound::AtMost(20.0, "ms".to_owned()));
        let (slow, fast) = (at_most(30.0), at_most(10.0));
        assert!(slow.is_missed() && !fast.is_missed());
        assert!((slow.growth(&fast) - 3.0).abs() < 1e-9);
        assert!(!slow.has_outgrown(&fast) && at_most(31.0).has_outgrown(&fast));
        let at_least = |figure| row(figure, Bound::AtLeast(200.0, "a second".to_owned()));
        let (many, few) = (at_least(400.0), at_least(100.0));
        assert!(!many.is_missed() && few.is_missed());
        assert!((few.growth(&many) - 4.0).abs() < 1e-9);
    }

    #[test]
    fn percentiles_are_of_the_sorted_times() {
        let times: Vec<Duration> = (0..100).rev().map(Duration::from_millis).collect();
        assert_eq!(percentile(&times, 50), Duration::from_millis(50));
        assert_eq!(percentile(&times, 99), Duration::from_millis(99));
        assert_eq!(percentile(&[], 99), Duration::ZERO);
    }
}
