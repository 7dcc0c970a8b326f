//! Contract files: the only place that knows format versions.

pub mod canonical;
