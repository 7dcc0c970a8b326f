//! Contracts between services: the model, its file formats, and the matching that decides whether a contract is kept.

pub mod json;

pub mod rule_path;

pub mod mismatch;

pub mod explain;

pub mod rule;

pub mod rules;

pub mod body;

pub mod generate;

pub mod http;

pub mod contract;
pub mod interaction;

pub mod matching;

pub mod pattern;

pub mod file;
