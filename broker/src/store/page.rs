//! Long lists are read in parts.

/// A part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// How many rows at most.
    pub size: i64,
    /// How many rows come before.
    pub offset: i64,
}

impl Page {
    /// The whole list.
    pub const ALL: Self = Self { size: i64::MAX, offset: 0 };
}
