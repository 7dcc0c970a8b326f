//! `{"type": "Regex", "regex"}`: a text the regular expression matches as a whole. Since V3.
//!
//! `{"regex": "[A-Z]{3}-\\d+"}` makes `QKD-40731`. `^` and `$` at the ends say nothing more; what may repeat without end is
//! repeated a few times; where many characters may stand, letters and digits do. Look-around and back-references cannot be
//! turned around: a generator that has them is an error, never a text that does not match.

use super::allowance::{self, Allowance};
use crate::json::Json;
use crate::rule;
use fastrand::Rng;
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind};

/// How often something without an upper bound is repeated at most, beyond its lower one; less the deeper it stands.
const REPEATED: u32 = 8;
/// Where more of the printable ASCII characters may stand than this, only letters and digits do.
const MANY: usize = 70;
/// How often an expression with conditions inside, such as `\b`, is tried.
const TRIES: usize = 50;
/// Bytes an expression may have; `\w` alone takes six kilobytes when read.
const LENGTH_LIMIT: usize = 10_000;
/// Groups within groups an expression may have.
const NEST_LIMIT: u32 = 100;

/// Says why no text can be made, if so.
pub(super) fn check(regex: &str) -> Result<(), String> {
    parse(regex).map(|_| ())
}

fn parse(regex: &str) -> Result<Hir, String> {
    if regex.len() > LENGTH_LIMIT {
        return Err(format!("its regular expression is longer than {LENGTH_LIMIT} bytes"));
    }
    let parsed = regex_syntax::ParserBuilder::new().nest_limit(NEST_LIMIT).build().parse(&rule::translate_regex(regex));
    let kind = |error: regex_syntax::Error| match error {
        regex_syntax::Error::Parse(error) => format!("{} at offset {}", error.kind(), error.span().start.offset),
        regex_syntax::Error::Translate(error) => format!("{} at offset {}", error.kind(), error.span().start.offset),
        _ => "it cannot be read".to_owned(),
    };
    let fail = |reason: String| format!("no text can be made from regular expression `{regex}`: {reason}");
    let hir = parsed.map_err(|error| fail(kind(error)))?;
    allowance::check(hir.properties().minimum_len().unwrap_or_default()).map_err(fail)?;
    Ok(hir)
}

pub(super) fn make(regex: &str, rng: &mut Rng, allowance: &mut Allowance) -> Result<Json, String> {
    let hir = parse(regex)?;
    let fail = |reason: String| format!("no text can be made from regular expression `{regex}`: {reason}");
    let part = Part::of(&hir).map_err(|reason| fail(reason.to_owned()))?;
    // What is put together from the parts matches unless there are conditions between them.
    let conditional = !hir.properties().look_set().is_empty();
    let judge = conditional.then(|| rule::Regex::new(regex)).transpose().map_err(|error| fail(error.reason))?;
    for _ in 0..TRIES {
        let mut text = String::new();
        Writer { text: &mut text, rng, allowance }.write(&part, 0).map_err(fail)?;
        if judge.as_ref().is_none_or(|judge| judge.matches(&text)) {
            return Ok(Json::string(text));
        }
    }
    Err(fail("its conditions are rarely met".to_owned()))
}

/// A part of an expression, as far as writing it goes.
enum Part {
    Text(String),
    OneOf { ranges: Vec<ClassUnicodeRange>, size: usize },
    Repeated { part: Box<Part>, min: u32, max: Option<u32> },
    All(Vec<Part>),
    Either(Vec<Part>),
}

impl Part {
    fn of(hir: &Hir) -> Result<Self, &'static str> {
        Ok(match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Self::All(Vec::new()),
            HirKind::Literal(literal) => {
                Self::Text(String::from_utf8(literal.0.to_vec()).map_err(|_| "it matches what is no text")?)
            }
            HirKind::Class(Class::Unicode(class)) => Self::one_of(class)?,
            HirKind::Class(Class::Bytes(class)) => {
                Self::one_of(&class.to_unicode_class().ok_or("it matches what is no text")?)?
            }
            HirKind::Repetition(repetition) => {
                let part = Self::of(&repetition.sub)?;
                if part.is_empty() {
                    return Ok(part);
                }
                Self::Repeated { part: Box::new(part), min: repetition.min, max: repetition.max }
            }
            HirKind::Capture(capture) => Self::of(&capture.sub)?,
            HirKind::Concat(parts) => Self::All(parts.iter().map(Self::of).collect::<Result<_, _>>()?),
            HirKind::Alternation(parts) => Self::Either(parts.iter().map(Self::of).collect::<Result<_, _>>()?),
        })
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::OneOf { .. } => false,
            Self::Repeated { part, .. } => part.is_empty(),
            Self::All(parts) | Self::Either(parts) => parts.iter().all(Self::is_empty),
        }
    }

    fn one_of(class: &ClassUnicode) -> Result<Self, &'static str> {
        let size = |class: &ClassUnicode| class.ranges().iter().map(ClassUnicodeRange::len).sum();
        let mut printable = class.clone();
        printable.intersect(&ClassUnicode::new([ClassUnicodeRange::new(' ', '~')]));
        if size(&printable) > MANY {
            let ranges = [('0', '9'), ('A', 'Z'), ('a', 'z')].map(|(low, high)| ClassUnicodeRange::new(low, high));
            printable.intersect(&ClassUnicode::new(ranges));
        }
        let chosen = if printable.ranges().is_empty() { class } else { &printable };
        match size(chosen) {
            0 => Err("a class of it holds no character"),
            size => Ok(Self::OneOf { ranges: chosen.ranges().to_vec(), size }),
        }
    }
}

struct Writer<'w> {
    text: &'w mut String,
    rng: &'w mut Rng,
    allowance: &'w mut Allowance,
}

impl Writer<'_> {
    fn write(&mut self, part: &Part, depth: u32) -> Result<(), String> {
        self.allowance.spend(1)?;
        match part {
            Part::Text(text) => {
                self.allowance.spend(text.len())?;
                self.text.push_str(text);
            }
            Part::OneOf { ranges, size } => {
                let at = self.rng.usize(..size);
                self.text.extend(character(ranges, at));
            }
            Part::Repeated { part, min, max } => {
                let beyond = min.saturating_add(REPEATED >> depth.min(8));
                for _ in 0..self.rng.u32(*min..=max.unwrap_or(beyond)) {
                    self.write(part, depth + 1)?;
                }
            }
            Part::All(parts) => parts.iter().try_for_each(|part| self.write(part, depth))?,
            Part::Either(parts) => {
                if let Some(part) = self.rng.choice(parts) {
                    self.write(part, depth)?;
                }
            }
        }
        Ok(())
    }
}

/// The character at this position of all in the ranges together.
fn character(ranges: &[ClassUnicodeRange], mut at: usize) -> Option<char> {
    for range in ranges {
        if at < range.len() {
            // A range over the surrogates has fewer characters than its length says.
            return (range.start()..=range.end()).nth(at).or(Some(range.end()));
        }
        at -= range.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(regex: &str, seed: u64) -> Result<String, String> {
        let made = make(regex, &mut Rng::with_seed(seed), &mut Allowance::default())?;
        Ok(made.to_text().into_owned())
    }

    #[test]
    fn what_is_made_matches() {
        for regex in [
            r"\d{1,8}",
            r"^\d+$",
            r"[A-Z]{3}-\d*|none",
            r"(?i)abc[^a-z0-9]?",
            r"\w+@\w+\.(com|org)",
            r".*",
            r"(a|b(c|d)){2,}\/\-x",
            r"[äöü]+",
            r"\p{Greek}{3}",
            r"\bfoo\b bar",
            r"(?P<year>\d{4})-(?<month>0[1-9]|1[0-2])",
            r"",
            r"(a|^b)c",
            r"[\x00-\x1f]",
            r"((((a*)*)*)*)*",
            r"\Qa.b[\E\d+",
            r"[^]{3}[[]\cA",
        ] {
            let judge = rule::Regex::new(regex).unwrap();
            for seed in 0..40 {
                let text = made(regex, seed).unwrap();
                assert!(judge.matches(&text), "`{text}` does not match `{regex}`");
            }
        }
    }

    #[test]
    fn what_cannot_be_made_is_named() {
        for (regex, reason) in [
            ("(?=a)b", "look-around"),
            (r"(a)\1", "backreferences"),
            ("(", "unclosed group"),
            ("a$b", "rarely met"),
            ("[a&&b]", "holds no character"),
            ("(?:a{1000}){1000000}", "16 MiB"),
            ("(?:(?:a?){60000}){60000}", "16 MiB"),
        ] {
            let error = made(regex, 1).unwrap_err();
            assert!(error.contains(&format!("`{regex}`")) && error.contains(reason), "{error}");
        }
        assert_eq!(made("(?:(?:){60000}){60000}b", 1).unwrap(), "b");
        assert!(
            check("(").is_err()
                && check(&"(".repeat(200)).is_err()
                && check(&r"\w".repeat(5001)).is_err()
                && check("a+").is_ok()
        );
    }
}
