//! `{"type": "RandomBoolean"}`: `true` or `false`. Since V3.

use crate::json::Json;
use fastrand::Rng;

pub(super) fn make(rng: &mut Rng) -> Json {
    Json::Bool(rng.bool())
}
