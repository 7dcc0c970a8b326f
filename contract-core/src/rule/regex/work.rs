//! How much one comparison may do for the expressions that backtrack, all of its texts together.
//!
//! Each match is bounded by itself, but a body may hold many texts. While a [`Budget`] is open on a thread, every match
//! of an expression that backtracks is paid for out of it, by what the engine has looked at; when nothing is left, no
//! further one is begun. Expressions that take time in proportion to the text pay nothing.

use fancy_regex::Input;
use std::cell::Cell;

/// What one comparison may spend: a second or two, and thousands of times what contracts need.
const BUDGET: u64 = 100_000_000;
/// Bytes a part of the engine that does not backtrack reads while the other one takes a step.
const BYTES_PER_STEP: u64 = 16;
/// What a match takes at least.
const LEAST: u64 = 50;

thread_local! {
    static LEFT: Cell<Option<u64>> = const { Cell::new(None) };
}

/// Bounds the work of everything that is compared on this thread until it is dropped.
#[must_use]
#[derive(Debug)]
pub(crate) struct Budget {
    is_outermost: bool,
}

impl Budget {
    /// A new budget, or a share in the one that is open.
    pub(crate) fn open() -> Self {
        Self::of(BUDGET)
    }

    /// The same, where a new one is of this size.
    pub(crate) fn of(size: u64) -> Self {
        let is_outermost = LEFT.get().is_none();
        if is_outermost {
            LEFT.set(Some(size));
        }
        Self { is_outermost }
    }

    /// Whether the open budget is spent.
    pub(crate) fn is_spent() -> bool {
        LEFT.get() == Some(0)
    }
}

impl Drop for Budget {
    fn drop(&mut self) {
        if self.is_outermost {
            LEFT.set(None);
        }
    }
}

/// A text that counts how often the engine looks at it.
pub(super) struct Counted<'t> {
    text: &'t str,
    looks: Cell<u64>,
}

impl<'t> Counted<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, looks: Cell::new(0) }
    }

    fn look(&self) -> &'t str {
        self.looks.set(self.looks.get() + 1);
        self.text
    }

    /// Pays for the looks and for so many steps besides.
    pub(super) fn pay(&self, steps: usize) {
        let each = 1 + self.text.len() as u64 / BYTES_PER_STEP;
        let spent = LEAST.max(self.looks.get().saturating_mul(each)).saturating_add(steps as u64);
        LEFT.set(LEFT.get().map(|left| left.saturating_sub(spent)));
    }
}

impl Input for Counted<'_> {
    type Match<'m>
        = ()
    where
        Self: 'm;

    fn len(&self) -> usize {
        self.text.len()
    }

    fn as_bytes(&self) -> &[u8] {
        self.look().as_bytes()
    }

    fn is_char_boundary(&self, at: usize) -> bool {
        self.text.is_char_boundary(at)
    }

    fn is_ascii(&self) -> bool {
        self.look().is_ascii()
    }

    fn prev_codepoint_ix(&self, at: usize) -> usize {
        Input::prev_codepoint_ix(self.look(), at)
    }

    fn make_match(&self, _: usize, _: usize) -> Self::Match<'_> {}

    fn advance_position(&self, at: usize) -> usize {
        Input::advance_position(self.look(), at)
    }
}
