//! What the fuzz targets do with their input: plain functions, so that the corpora can be replayed without a fuzzer.
//!
//! A target panics where something it promises does not hold.
#![forbid(unsafe_code)]

pub mod contract;
pub mod date;
pub mod definition;
pub mod grpc;
pub mod matching;
pub mod multipart;
mod parts;
pub mod rule_path;
pub mod xml;

/// A target's body.
pub type Run = fn(&[u8]);

/// Every target, by the name of its binary and its corpus.
pub const TARGETS: [(&str, Run); 8] = [
    ("contract", contract::run),
    ("date", date::run),
    ("definition", definition::run),
    ("grpc", grpc::run),
    ("matching", matching::run),
    ("multipart", multipart::run),
    ("rule_path", rule_path::run),
    ("xml", xml::run),
];
