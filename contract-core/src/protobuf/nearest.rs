//! Names that may have been meant.

/// The most names an error proposes.
const MOST: usize = 3;

/// Of `known`, the names nearest to `name`, nearest first.
pub(crate) fn nearest<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> Vec<String> {
    let plain = |text: &str| text.replace(['_', '.'], "").to_lowercase();
    let wanted = plain(name);
    let most = wanted.chars().count() / 3 + 1;
    let last = |text: &str| plain(text.rsplit('.').next().unwrap_or(text));
    let mut found: Vec<_> = known
        .map(|candidate| (distance(&wanted, &plain(candidate)).min(distance(&last(name), &last(candidate))), candidate))
        .filter(|(distance, _)| *distance <= most)
        .collect();
    found.sort();
    found.into_iter().take(MOST).map(|(_, name)| name.to_owned()).collect()
}

/// How many letters must be put in, taken out or changed.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (at, letter) in left.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], at + 1);
        for (column, other) in right.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *other);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row.last().copied().unwrap_or_default()
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
    }
}
