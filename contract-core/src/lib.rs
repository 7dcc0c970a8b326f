//! Contracts between services: the model, its file formats, and the matching that decides whether a contract is kept.

pub mod file;
pub mod json;
