//! Two texts in one picture, line by line.

use super::clip;
use super::line::{Line, Mark};

/// How many equal lines stand around those that differ.
const AROUND: usize = 2;
/// How many lines of each side are shown.
const MOST: usize = 20;

/// The lines that differ, with a few around them; none when both texts are one short line, which a sentence shows whole.
pub(super) fn lines(expected: &str, actual: &str) -> Vec<Line> {
    let is_short = |text: &str| text.lines().count() <= 1 && text.chars().count() <= 100;
    if is_short(expected) && is_short(actual) {
        return Vec::new();
    }
    let (expected, actual): (Vec<_>, Vec<_>) = (expected.lines().collect(), actual.lines().collect());
    let before = expected.iter().zip(&actual).take_while(|(left, right)| left == right).count();
    let left = &expected[before..];
    let right = &actual[before..];
    let after = left.iter().rev().zip(right.iter().rev()).take_while(|(left, right)| left == right).count();
    let (left, right) = (&left[..left.len() - after], &right[..right.len() - after]);
    if left.is_empty() && right.is_empty() {
        // Only the line breaks differ.
        return Vec::new();
    }
    let mut lines = Vec::new();
    let context = |line: &&str| Line::new(Mark::Context, 0, clip::value(line));
    let hidden = before.saturating_sub(AROUND);
    lines.extend((hidden > 0).then(|| Line::new(Mark::Context, 0, format!("… {hidden} lines"))));
    lines.extend(expected[hidden..before].iter().map(context));
    lines.extend(changed(left, right));
    let rest = &actual[before + right.len()..];
    lines.extend(rest.iter().take(AROUND).map(context));
    let hidden = rest.len().saturating_sub(AROUND);
    lines.extend((hidden > 0).then(|| Line::new(Mark::Context, 0, format!("… {hidden} lines"))));
    lines
}

fn changed(left: &[&str], right: &[&str]) -> Vec<Line> {
    if let ([left], [right]) = (left, right) {
        let (left, right) = clip::pair(left, right);
        return vec![Line::new(Mark::Expected, 0, left), Line::new(Mark::Received, 0, right)];
    }
    let side = |mark: Mark, lines: &[&str]| {
        let more = lines.len().saturating_sub(MOST);
        let shown = lines.iter().take(MOST).map(move |line| Line::new(mark, 0, clip::value(line)));
        shown.chain((more > 0).then(|| Line::new(mark, 0, format!("… {more} more lines")))).collect::<Vec<_>>()
    };
    let mut changed = side(Mark::Expected, left);
    changed.extend(side(Mark::Received, right));
    changed
}

#[cfg(test)]
mod tests {
    use super::lines;

    fn picture(expected: &str, actual: &str) -> String {
        lines(expected, actual).iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn equal_lines_far_from_the_difference_are_counted() {
        let text = |word: &str| format!("a\nb\nc\nd\n{word}\ne\nf\ng\nh\n");
        insta::assert_snapshot!(picture(&text("left"), &text("right")), @"
          … 2 lines
          c
          d
        - left
        + right
          e
          f
          … 2 lines
        ");
        assert_eq!(picture("short", "other"), "");
        assert_eq!(picture("a\nb\n", "a\r\nb"), "");
    }
}
