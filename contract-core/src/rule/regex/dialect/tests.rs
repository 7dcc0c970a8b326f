//! Expressions of every dialect, what they are read as and what they match.

use super::translate;
use crate::rule::Regex;

#[test]
fn spellings_of_other_dialects_mean_what_they_mean_there() {
    for (source, read, good, bad) in [
        (r"\Qa.b\E\d", r"a\.b\d", &["a.b1"][..], &["axb1"][..]),
        (r"\Qa.b", r"a\.b", &["a.b"], &["axb"]),
        (r"\Q\E", "", &[""], &["a"]),
        (r"\Qa\\E|b", r"a\\|b", &[r"a\", "b"], &["a"]),
        (r"x\Q[(\E+", r"x\[\(+", &["x[(", "x[(("], &["x[([("]),
        (r"\\Qa\\E", r"\\Qa\\E", &[r"\Qa\E"], &["a"]),
        (r"[\Q^]-a\E]+", r"[\^\]\-a]+", &["^]-a"], &["_", "b"]),
        (r"(?x) a \Q b#\E c", r"(?x) a \x{20}b\# c", &["a b#c"], &["ab#c"]),
        (r"\Qä<b>_\E", r"ä<b>_", &["ä<b>_"], &["b"]),
        (r"\<b\>[\<]", r"<b>[\<]", &["<b><"], &["b<"]),
        (r"[\w-.]+@[+-\d]+", r"[\w\-.]+@[+\-\d]+", &["a-b.c@1+-"], &["a,@1", "a@,"]),
        (r"[\w-]+[\p{Lu}-_][^]\d-_]", r"[\w-]+[\p{Lu}\-_][^]\d\-_]", &["a-A.", "b-,"], &["a-a.", "a-A]", "a-A-"]),
        (r"[[:alpha:]\d-_]", r"[[:alpha:]\d\-_]", &["-", "a", "7"], &["^"]),
        (r"\d-\w", r"\d-\w", &["1-a"], &["1a"]),
        (r"\cA[\cj\cZ]", r"\x01[\x0A\x1A]", &["\u{1}\n", "\u{1}\u{1a}"], &["cAcj", "A\n"]),
    ] {
        assert_eq!(translate(source, |_| true), read, "{source}");
        let regex = Regex::new(source).unwrap();
        assert_eq!(regex.as_str(), source);
        for text in good {
            assert!(regex.matches(text), "`{text}` by {source}");
        }
        for text in bad {
            assert!(!regex.matches(text), "`{text}` by {source}");
        }
    }
}

#[test]
fn doubled_signs_in_a_class_are_characters_and_ends_of_ranges() {
    for (source, read, good, bad) in [
        ("[!--]", r"[!-\-]", &["!", "+", "-"][..], &[".", "", "--"][..]),
        ("[+--9]", r"[+-\-9]", &["+", ",", "-", "9"], &[".", "5", "*"]),
        ("[--/]+", r"[\--/]+", &["-./"], &["0", "+"]),
        ("[^--/]", r"[^\--/]", &["0"], &["-", ".", "/"]),
        ("[a-z--9]+", r"[a-z\--9]+", &["b-.9"], &[":", ","]),
        ("[a-z--]+", r"[a-z\--]+", &["b-"], &[".", "B"]),
        ("[--]+-", r"[\--]+-", &["--", "---"], &["-", ".-"]),
        ("[---]", r"[\--\-]", &["-"], &["--", "+", "."]),
        ("[!---a]+", r"[!-\--a]+", &["!-a"], &[".", "A"]),
        (r"[\x21--x]+", r"[\x21-\-x]+", &["!+-x"], &[".", "2"]),
        (r"[!-\u{2f}--x]+", r"[!-\u{2f}\--x]+", &["!/:-x"], &["y"]),
        (r"[!-\cZ--]", r"[!-\x1A\--]", &[], &[]),
        (r"[\w--9]+", r"[\w\--9]+", &["a-.9"], &[",", ":"]),
        (r"[+--\d]+", r"[+-\-\d]+", &["+,-5"], &[".", "a"]),
        (r"[\Q+\E--x]+", r"[\+-\-x]+", &["+,-x"], &["."]),
        ("[^--]--", r"[^\--]--", &["a--"], &["---"]),
        ("[a~~b]+", r"[a\~~b]+", &["a~b"], &["c", ""]),
        ("[~~]", r"[\~~]", &["~"], &["~~", ""]),
        ("[!-~~~]+", r"[!-\~\~~]+", &["!a~"], &[" "]),
        ("[[:alpha:]--/]+", r"[[:alpha:]\--/]+", &["a-./"], &["0"]),
        // In the plain way nothing takes sets.
        ("[[&&]+", r"[\[\&&]+", &["[&"], &["]", ""]),
        ("[[!--]+", r"[\[!-\-]+", &["[!+-"], &["."]),
        ("[a--[b]+", r"[a-\-\[b]+", &[], &[]),
    ] {
        assert_eq!(translate(source, |text| text == read), read, "{source}");
        let Ok(regex) = Regex::new(source) else {
            assert!(good.is_empty() && bad.is_empty(), "{source}");
            continue;
        };
        assert!(good.iter().all(|text| regex.matches(text)), "{source}");
        assert!(!bad.iter().any(|text| regex.matches(text)), "{source}");
        assert!(!good.is_empty(), "{source} is read");
    }
}

#[test]
fn brackets_are_those_of_javascript_where_nothing_else_can_be_read() {
    for (source, plain, good, bad) in [
        ("[^]", r"[\s\S]", &["a", "\n", "]"][..], &["", "ab"][..]),
        ("a[^]*z", r"a[\s\S]*z", &["az", "a\n]z"], &["a", "za"]),
        ("[^]*foo[^]*", r"[\s\S]*foo[\s\S]*", &["foo", "a\nfoo b"], &["fo", "]"]),
        ("([^]*)[a-z]", r"([\s\S]*)[a-z]", &["\nb"], &["b\n"]),
        ("a|[]", r"a|[^\s\S]", &["a"], &["", "[]", "]"]),
        ("[[]", r"[\[]", &["["], &["[]", "]"]),
        ("[a[b]+", r"[a\[b]+", &["a[b"], &["]", ""]),
        ("[a-z[0-9]-x", r"[a-z\[0-9]-x", &["7-x", "[-x"], &["--x", "]-x"]),
        (r"[[\]]+", r"[\[\]]+", &["[]"], &["a", "\\"]),
        (r"[[\w-.]", r"[\[\w\-.]", &["[", "-", "."], &["/", "]"]),
    ] {
        assert_eq!(translate(source, |read| read == plain), plain, "{source}");
        let regex = Regex::new(source).unwrap();
        for text in good {
            assert!(regex.matches(text), "`{text}` by {source}");
        }
        for text in bad {
            assert!(!regex.matches(text), "`{text}` by {source}");
        }
    }
}

#[test]
fn what_the_dialects_read_in_two_ways_is_read_as_most_of_them_do() {
    for (source, good, bad) in [
        ("[a[b]]", &["a", "b"][..], &["[", "a]", "[]"][..]),
        ("[]a]", &["]", "a"], &["", "[]", "a]"]),
        ("[^]a]", &["b"], &["]", "a", "ba]"]),
        ("[a-z&&[^b-d]]", &["a", "e"], &["b", "&", "["]),
        ("[a-z--[b-d]]", &["a", "e"], &["b", "-", "["]),
        ("[a-c~~[b-d]]", &["a", "d"], &["b", "c", "~"]),
        ("[[:digit:]a]", &["7", "a"], &["[", ":", "7a]"]),
    ] {
        let regex = Regex::new(source).unwrap();
        for text in good {
            assert!(regex.matches(text), "`{text}` by {source}");
        }
        for text in bad {
            assert!(!regex.matches(text), "`{text}` by {source}");
        }
    }
}

#[test]
fn what_no_dialect_reads_stays_an_error() {
    for source in ["[", "[a", "[[", "[^", "([a[b]", r"\c", r"\c1", r"\cä", "[b-a[]", r"a\Q\E)"] {
        assert!(Regex::new(source).is_err(), "{source}");
    }
}

#[test]
fn what_is_written_alike_everywhere_stays() {
    for source in [
        "",
        r"\",
        "[",
        "[[:",
        r"\p{",
        r"[\",
        r"\é",
        r"[a-z]\-[^-]",
        "a--b~~&&",
        r"[a-z-9~&-]",
        r"(?-mix:\/a\-\_)\Z",
        "[]-a]",
        r"[\d",
    ] {
        assert_eq!(translate(source, |_| true), source);
    }
}
