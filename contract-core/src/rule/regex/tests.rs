//! What expressions match, and what bounds them.

use super::Regex;
use crate::rule::{Rule, tests::in_body};

#[test]
fn the_whole_text_must_match() {
    let rule = Rule::Regex(Regex::new(r"\w{3}-\d+|x").unwrap());
    assert_eq!(in_body(&rule, "\"abc-1\"", "\"abc-123\""), None);
    for actual in ["\"AAAB-123\"", "\"abc-1 \"", "\"xx\"", "null"] {
        assert!(in_body(&rule, "\"abc-1\"", actual).is_some(), "{actual}");
    }
    let digits = Rule::Regex(Regex::new(r"^\d+$").unwrap());
    assert_eq!(in_body(&digits, "1", "42"), None);
}

#[test]
fn look_around_works_and_bad_expressions_are_refused() {
    assert!(Regex::new(r"(?!0)\d+").unwrap().matches("12"));
    assert!(Regex::new("(?x) a # the first letter").unwrap().matches("a"));
    for bad in ["(", "a)(b", "[z-a]", r"\E"] {
        assert!(Regex::new(bad).is_err(), "{bad}");
    }
}

#[test]
fn runaway_expressions_end_and_say_so() {
    let text = "a".repeat(16 << 10);
    let begun = std::time::Instant::now();
    for source in [r"(a+)+(?=b)c", r"(a|aa)*(?=.*b)\1c", r"((.*)(.*)(.*))\1\2x"] {
        assert!(!Regex::new(source).unwrap().matches(&text), "{source}");
    }
    // Each level of look-around reads the text once for each of its places.
    assert!(Regex::new(r"(?:(?=.*a)a)*").unwrap().matches(&text[..2_000]));
    // Without bounds it would be hours.
    assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
    let rule = Rule::Regex(Regex::new(r"(a|aa)+(?=b)c").unwrap());
    let said = in_body(&rule, "\"a\"", &format!("\"{}\"", "a".repeat(17 << 10))).unwrap();
    assert_eq!(said, "Gave up comparing a text with a regular expression that backtracks: it would take too long");
    assert!(Regex::new("(x+x+)+y").unwrap().matches(&format!("{}y", "x".repeat(100_000))));
}

#[test]
fn expressions_are_bounded_in_length_size_and_depth() {
    for usual in [r"[\w\s]{1,100}", r"\w{1,200}", r"(?=.{1,254}$)[^@]+@.+", r"^(?=.*[A-Z])(?!.*\s).{8,64}$"] {
        assert!(Regex::new(usual).is_ok(), "{usual}");
    }
    let chain = (1..40).fold("(a)?".to_owned(), |chain, group| chain + &format!(r"(\g<{group}>\g<{group}>)?"));
    for (source, reason) in [
        ("a".repeat(70_000), "longer than 65536 bytes"),
        ("(?=a)".repeat(1_000), "longer than 4000 bytes and may backtrack"),
        ("(a{1000}){1000}".to_owned(), "more than 16777216 bytes when compiled"),
        (r"(?=(?:(?=(?:(?=.*a)a)*)a)*)a*".to_owned(), "nested too deep"),
        (r"(a)\g11111111111".to_owned(), "calls a group that it does not have"),
        (r"\g<11111111111>".to_owned(), "calls a group that it does not have"),
        (r"&\g0x&\g0|,".to_owned(), "its calls of groups come to is too long"),
        (chain, "its calls of groups come to is too long"),
    ] {
        let error = Regex::new(&source).unwrap_err().to_string();
        assert!(error.contains(reason) && error.len() < 400, "{error}");
    }
}

#[test]
fn groups_may_be_called() {
    let date = Regex::new(r"(?<part>\d{2})-\g<part>(?:-\g<1>\g<1>)?").unwrap();
    assert!(date.matches("11-22") && date.matches("11-22-3344") && !date.matches("11-2"));
    let nested = Regex::new(r"(?<list>\[(?:\d|\g<list>)*\])").unwrap();
    assert!(nested.matches("[1[2[]3]]") && !nested.matches("[1[2]"));
}

#[test]
fn many_texts_that_backtrack_share_one_budget() {
    // Each text alone is judged after some milliseconds.
    let costly = Regex::new(r"(?:a|aa)+(?=b)c").unwrap();
    let text = "a".repeat(19);
    let judged = |times: usize| (0..times).filter(|_| costly.judge(&text).is_some()).count();
    {
        let _budget = super::Budget::of(1_000_000);
        let _shared = super::Budget::open();
        let judged = judged(1_000);
        assert!((10..500).contains(&judged), "{judged}");
        assert!(super::Budget::is_spent());
        let said = in_body(&Rule::Regex(costly.clone()), "\"a\"", "\"aab\"").unwrap();
        assert_eq!(
            said,
            "Gave up comparing so many texts with regular expressions that backtrack: it would take too long"
        );
        assert!(Regex::new("a+").unwrap().matches("aa"));
    }
    assert!(!super::Budget::is_spent());
    assert_eq!(judged(1), 1);
}

#[test]
fn usual_expressions_are_far_from_the_budget() {
    // A hundredth of what one comparison may spend.
    let _budget = super::Budget::of(1_000_000);
    for source in [r"(?=.*[A-Z])(?!.*\s).{8,64}", r"(['x]).*\1", r"(?!0)\d+(?:\.\d++)?|x(?=.).+"] {
        let regex = Regex::new(source).unwrap();
        for _ in 0..1_000 {
            let _ = regex.matches("xAbcdefghijklmnopqrstuvwx");
        }
    }
    assert!(!super::Budget::is_spent());
}
