//! The links below a list that is longer than a page.

/// A pager; says what of how many is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pager {
    /// `1 to 50 of 180`.
    pub(crate) range: String,
    /// The links; one page needs none.
    pub(crate) pages: Vec<Step>,
}

/// One link of a pager; without a URL it only says that something is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) text: String,
    pub(crate) href: Option<String>,
    pub(crate) current: bool,
}

impl Pager {
    /// The pager of a list of `total` rows; `page` counts from 1 and is brought into range.
    pub(crate) fn new(total: usize, size: usize, page: usize, href: impl Fn(usize) -> String) -> Self {
        let last = total.div_ceil(size.max(1)).max(1);
        let page = page.clamp(1, last);
        let mut pages: Vec<Step> = Vec::new();
        let step = |number: usize| Step { text: number.to_string(), href: Some(href(number)), current: number == page };
        let mut previous = 0;
        for number in (1..=last).filter(|number| *number == 1 || *number == last || number.abs_diff(page) <= 2) {
            if number > previous + 1 {
                pages.push(Step { text: "…".to_owned(), href: None, current: false });
            }
            pages.push(step(number));
            previous = number;
        }
        if page < last {
            pages.push(Step { text: "Next".to_owned(), href: Some(href(page + 1)), current: false });
        }
        let first = (page - 1) * size + 1;
        Self { range: format!("{} to {} of {total}", first.min(total), (page * size).min(total)), pages }
    }
}

/// The rows of one page.
pub(crate) fn slice<T>(rows: &[T], size: usize, page: usize) -> &[T] {
    let last = rows.len().div_ceil(size.max(1)).max(1);
    let from = (page.clamp(1, last) - 1) * size;
    &rows[from.min(rows.len())..(from + size).min(rows.len())]
}

#[cfg(test)]
mod tests {
    use super::{Pager, slice};

    fn words(total: usize, page: usize) -> String {
        let pager = Pager::new(total, 10, page, |page| format!("?page={page}"));
        let steps: Vec<String> = pager
            .pages
            .iter()
            .map(|step| if step.current { format!("[{}]", step.text) } else { step.text.clone() })
            .collect();
        format!("{}: {}", pager.range, steps.join(" "))
    }

    #[test]
    fn long_lists_show_their_ends_and_the_neighbourhood() {
        assert_eq!(words(0, 1), "0 to 0 of 0: [1]");
        assert_eq!(words(9, 1), "1 to 9 of 9: [1]");
        assert_eq!(words(200, 9), "81 to 90 of 200: 1 … 7 8 [9] 10 11 … 20 Next");
        assert_eq!(words(25, 99), "21 to 25 of 25: 1 2 [3]");
        assert_eq!(slice(&[1, 2, 3], 2, 99), [3]);
    }
}
