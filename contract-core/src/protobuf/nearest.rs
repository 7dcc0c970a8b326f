//! Names that may have been meant.

/// The most names an error proposes.
const MOST: usize = 3;
/// Bytes of a name nobody mistypes: comparing takes time in proportion to the product of both lengths.
const LONG: usize = 256;

/// Of `known`, the names nearest to `name`, nearest first.
pub(crate) fn nearest<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> Vec<String> {
    if name.len() > LONG {
        return Vec::new();
    }
    let plain = |text: &str| text.replace(['_', '.'], "").to_lowercase();
    let last = |text: &str| plain(text.rsplit('.').next().unwrap_or(text));
    let most = (last(name).chars().count() / 3).max(1);
    let mut found: Vec<_> = known
        .filter(|candidate| candidate.len() <= LONG)
        .map(|candidate| {
            let whole = distance(&plain(name), &plain(candidate));
            (distance(&last(name), &last(candidate)).min(whole), whole, candidate)
        })
        .filter(|(distance, ..)| *distance <= most)
        .collect();
    found.sort_unstable();
    found.into_iter().take(MOST).map(|(.., name)| name.to_owned()).collect()
}

/// How many letters must be put in, taken out, changed or swapped with their neighbour.
fn distance(left: &str, right: &str) -> usize {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=right.len()).collect()];
    for (at, letter) in left.iter().enumerate() {
        let mut row = vec![at + 1];
        for (column, other) in right.iter().enumerate() {
            let changed = rows[at][column] + usize::from(letter != other);
            let mut least = changed.min(rows[at][column + 1] + 1).min(row[column] + 1);
            if at > 0 && column > 0 && *letter == right[column - 1] && left[at - 1] == *other {
                least = least.min(rows[at - 1][column - 1] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows.last().and_then(|row| row.last()).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_come_first_and_far_ones_not_at_all() {
        let known = ["quantity", "quality", "sku", "shop.v1.Item"];
        assert_eq!(nearest("quantiy", known.into_iter()), ["quantity", "quality"]);
        assert_eq!(nearest("Item", known.into_iter()), ["shop.v1.Item"]);
        assert!(nearest("colour", known.into_iter()).is_empty());
        let long = "x".repeat(100_000);
        assert!(nearest(&long, [long.as_str()].into_iter()).is_empty());
    }
}
