//! The three files every page refers to, under names that change with their content.

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::LazyLock;

/// A file that is part of the program.
struct Asset {
    name: String,
    content_type: &'static str,
    bytes: &'static [u8],
}

impl Asset {
    fn new(stem: &str, extension: &str, content_type: &'static str, bytes: &'static [u8]) -> Self {
        Self { name: format!("{stem}-{:08x}.{extension}", fingerprint(bytes)), content_type, bytes }
    }
}

/// FNV-1a: tells two versions of our own file apart, which is all the name is for.
fn fingerprint(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

static STYLE: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("style", "css", "text/css; charset=utf-8", include_bytes!("../../assets/style.css")));
static SCRIPT: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("app", "js", "text/javascript; charset=utf-8", include_bytes!("../../assets/app.js")));
static ICON: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("favicon", "svg", "image/svg+xml", include_bytes!("../../assets/favicon.svg")));

/// The name of the style sheet.
pub(crate) fn style() -> &'static str {
    &STYLE.name
}

/// The name of the script.
pub(crate) fn script() -> &'static str {
    &SCRIPT.name
}

/// The name of the icon.
pub(crate) fn icon() -> &'static str {
    &ICON.name
}

/// `GET /assets/{name}`: immutable, because another content has another name.
pub async fn serve(Path(name): Path<String>) -> Response {
    let Some(asset) = [&*STYLE, &*SCRIPT, &*ICON].into_iter().find(|asset| asset.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ];
    (headers, asset.bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::{SCRIPT, STYLE};
    use std::collections::HashMap;

    /// The colours of the sheet by name: light, then dark.
    fn colours(sheet: &str) -> HashMap<&str, [f64; 2]> {
        let entries = sheet.split("--").skip(1).filter_map(|entry| {
            let (name, rest) = entry.split_once(": light-dark(")?;
            let (light, rest) = rest.split_once(", ")?;
            let (dark, _) = rest.split_once(')')?;
            Some((name, [luminance(light)?, luminance(dark)?]))
        });
        entries.collect()
    }

    /// Relative luminance, by the formula of WCAG 2.
    fn luminance(hex: &str) -> Option<f64> {
        let digits = hex.strip_prefix('#')?;
        let wide = if digits.len() == 3 {
            digits.chars().flat_map(|digit| [digit, digit]).collect()
        } else {
            digits.to_owned()
        };
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(wide.get(at..at + 2)?, 16).ok()?) / 255.0;
            Some(if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) })
        };
        Some(0.2126 * channel(0)? + 0.7152 * channel(2)? + 0.0722 * channel(4)?)
    }

    #[test]
    fn every_text_can_be_read_on_every_ground_in_both_themes() {
        let colours = colours(std::str::from_utf8(STYLE.bytes).unwrap());
        let grounds = ["paper", "card", "sunk"];
        let texts = ["ink", "soft", "link", "ok", "bad", "warn", "wip", "none"].map(|text| (text, 4.5));
        let pairs = texts
            .into_iter()
            .chain([("edge", 3.0)])
            .flat_map(|(text, least)| grounds.map(|ground| (text, ground, least)));
        for (text, ground, least) in
            pairs.chain([("bad", "bad-bg", 4.5), ("wip", "wip-bg", 4.5), ("paper", "ink", 4.5)])
        {
            for theme in [0, 1] {
                let (one, other) = (colours[text][theme], colours[ground][theme]);
                let ratio = (one.max(other) + 0.05) / (one.min(other) + 0.05);
                assert!(ratio >= least, "{text} on {ground}: {ratio:.2}");
            }
        }
    }

    #[test]
    fn the_sheet_and_the_script_stay_small() {
        assert!(STYLE.bytes.len() < 12 * 1024, "{}", STYLE.bytes.len());
        assert!(SCRIPT.bytes.len() < 6 * 1024, "{}", SCRIPT.bytes.len());
    }
}
