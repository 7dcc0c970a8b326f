//! The matrix: which versions were verified against which, and what follows for a deployment.
//!
//! [`Question`] is what is asked, [`Facts`] is everything the store knows about it, [`decide()`] is the answer. A limit on the rows
//! that are shown never reaches the verdict.

mod advice;
mod decide;
mod facts;
mod question;
mod rows;

pub use decide::{Notice, Reason, State, Verdict, decide};
pub use facts::{Background, Chosen, Facts, Gap, Party, Row, Side, Specified, Versions};
pub use question::{Ignored, LatestBy, Pick, Question, Selector};
pub use rows::{Published, compose, grouped};

#[cfg(test)]
mod tests;
