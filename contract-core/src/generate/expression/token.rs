//! The words and signs of date expressions.

use super::Unit;
use jiff::civil::Weekday;

/// A word, sign or number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    Plus,
    Minus,
    At,
    Number(i64),
    Now,
    Today,
    Yesterday,
    Tomorrow,
    Midnight,
    Noon,
    Next,
    Last,
    OClock,
    Am,
    Pm,
    Fortnight,
    Unit(Unit),
    Weekday(Weekday),
    Month(i8),
}

/// A word that begins with another stands before it.
const WORDS: [(&str, Token); 72] = [
    ("+", Token::Plus),
    ("-", Token::Minus),
    ("@", Token::At),
    ("now", Token::Now),
    ("today", Token::Today),
    ("yesterday", Token::Yesterday),
    ("tomorrow", Token::Tomorrow),
    ("midnight", Token::Midnight),
    ("noon", Token::Noon),
    ("next", Token::Next),
    ("last", Token::Last),
    ("o'clock", Token::OClock),
    ("am", Token::Am),
    ("pm", Token::Pm),
    ("fortnight", Token::Fortnight),
    ("days", Token::Unit(Unit::Day)),
    ("day", Token::Unit(Unit::Day)),
    ("weeks", Token::Unit(Unit::Week)),
    ("week", Token::Unit(Unit::Week)),
    ("months", Token::Unit(Unit::Month)),
    ("month", Token::Unit(Unit::Month)),
    ("years", Token::Unit(Unit::Year)),
    ("year", Token::Unit(Unit::Year)),
    ("hours", Token::Unit(Unit::Hour)),
    ("hour", Token::Unit(Unit::Hour)),
    ("minutes", Token::Unit(Unit::Minute)),
    ("minute", Token::Unit(Unit::Minute)),
    ("seconds", Token::Unit(Unit::Second)),
    ("second", Token::Unit(Unit::Second)),
    ("milliseconds", Token::Unit(Unit::Millisecond)),
    ("millisecond", Token::Unit(Unit::Millisecond)),
    ("monday", Token::Weekday(Weekday::Monday)),
    ("mon", Token::Weekday(Weekday::Monday)),
    ("tuesday", Token::Weekday(Weekday::Tuesday)),
    ("tues", Token::Weekday(Weekday::Tuesday)),
    ("tue", Token::Weekday(Weekday::Tuesday)),
    ("wednesday", Token::Weekday(Weekday::Wednesday)),
    ("wed", Token::Weekday(Weekday::Wednesday)),
    ("thursday", Token::Weekday(Weekday::Thursday)),
    ("thurs", Token::Weekday(Weekday::Thursday)),
    ("thur", Token::Weekday(Weekday::Thursday)),
    ("thu", Token::Weekday(Weekday::Thursday)),
    ("friday", Token::Weekday(Weekday::Friday)),
    ("fri", Token::Weekday(Weekday::Friday)),
    ("saturday", Token::Weekday(Weekday::Saturday)),
    ("sat", Token::Weekday(Weekday::Saturday)),
    ("sunday", Token::Weekday(Weekday::Sunday)),
    ("sun", Token::Weekday(Weekday::Sunday)),
    ("january", Token::Month(1)),
    ("jan", Token::Month(1)),
    ("february", Token::Month(2)),
    ("feb", Token::Month(2)),
    ("march", Token::Month(3)),
    ("mar", Token::Month(3)),
    ("april", Token::Month(4)),
    ("apr", Token::Month(4)),
    ("may", Token::Month(5)),
    ("june", Token::Month(6)),
    ("jun", Token::Month(6)),
    ("july", Token::Month(7)),
    ("jul", Token::Month(7)),
    ("august", Token::Month(8)),
    ("aug", Token::Month(8)),
    ("september", Token::Month(9)),
    ("sept", Token::Month(9)),
    ("sep", Token::Month(9)),
    ("october", Token::Month(10)),
    ("oct", Token::Month(10)),
    ("november", Token::Month(11)),
    ("nov", Token::Month(11)),
    ("december", Token::Month(12)),
    ("dec", Token::Month(12)),
];

/// The token at the beginning of `text`, and its length.
pub(super) fn first(text: &str) -> Result<(Token, usize), &'static str> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        let number = text[..digits].parse().map_err(|_| "a number that is too large")?;
        return Ok((Token::Number(number), digits));
    }
    let stands = |word: &str| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let found = WORDS.into_iter().find(|(word, _)| stands(word));
    found.map(|(word, token)| (token, word.len())).ok_or("a word or sign without meaning here")
}

#[cfg(test)]
mod tests {
    use super::WORDS;

    #[test]
    fn no_word_hides_a_longer_one() {
        for (at, (word, _)) in WORDS.iter().enumerate() {
            let hidden = WORDS[at + 1..].iter().find(|(later, _)| later.starts_with(word));
            assert_eq!(hidden, None, "{word}");
        }
    }
}
