//! Reads date expressions into steps.

use super::token::{self, Token};
use super::{Action, DateExpressionError, Step, Unit};

/// Bytes an expression may have; those of people have a few dozen.
const LENGTH_LIMIT: usize = 1000;

/// A date, and a time behind `@`.
pub(super) fn date_and_time(text: &str) -> Result<Vec<Step>, DateExpressionError> {
    let mut reader = Reader::new(text)?;
    reader.part(Part::Date)?;
    if reader.take(Token::At).is_some() {
        reader.part(Part::Time)?;
    }
    reader.finish()
}

/// A time alone.
pub(super) fn time(text: &str) -> Result<Vec<Step>, DateExpressionError> {
    let mut reader = Reader::new(text)?;
    reader.part(Part::Time)?;
    reader.finish()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Date,
    Time,
}

struct Reader<'e> {
    text: &'e str,
    tokens: Vec<(usize, Token)>,
    next: usize,
    steps: Vec<Step>,
}

impl<'e> Reader<'e> {
    fn new(text: &'e str) -> Result<Self, DateExpressionError> {
        let mut reader = Self { text, tokens: Vec::new(), next: 0, steps: Vec::new() };
        if text.len() > LENGTH_LIMIT {
            return Err(reader.error(0, "longer than 1000 bytes"));
        }
        let mut at = text.len() - text.trim_start().len();
        while at < text.len() {
            let (token, length) = token::first(&text[at..]).map_err(|reason| reader.error(at, reason))?;
            reader.tokens.push((at, token));
            at += length;
            at += text[at..].len() - text[at..].trim_start().len();
        }
        Ok(reader)
    }

    fn error(&self, offset: usize, reason: &'static str) -> DateExpressionError {
        DateExpressionError { expression: self.text.to_owned(), offset, reason }
    }

    /// An error at the token that is next.
    fn error_here<T>(&self, reason: &'static str) -> Result<T, DateExpressionError> {
        Err(self.error(self.at(), reason))
    }

    fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(self.text.len(), |(at, _)| *at)
    }

    fn peek(&self) -> Option<Token> {
        self.tokens.get(self.next).map(|(_, token)| *token)
    }

    fn take(&mut self, wanted: Token) -> Option<usize> {
        let at = self.at();
        (self.peek() == Some(wanted)).then(|| self.next += 1).map(|()| at)
    }

    fn finish(self) -> Result<Vec<Step>, DateExpressionError> {
        match self.peek() {
            None => Ok(self.steps),
            Some(Token::At) => self.error_here("a second `@`"),
            Some(_) => self.error_here("expected `+`, `-` or the end"),
        }
    }

    fn step(&mut self, at: usize, action: Action) {
        self.steps.push(Step { at, action });
    }

    fn part(&mut self, part: Part) -> Result<(), DateExpressionError> {
        match part {
            Part::Date => self.day()?,
            Part::Time => self.clock()?,
        }
        while let Some(sign) = self.sign() {
            self.operation(sign, part)?;
        }
        Ok(())
    }

    fn sign(&mut self) -> Option<i64> {
        let plus = self.take(Token::Plus).map(|_| 1);
        plus.or_else(|| self.take(Token::Minus).map(|_| -1))
    }

    /// What stands before the operations of a date.
    fn day(&mut self) -> Result<(), DateExpressionError> {
        let at = self.at();
        let count = match self.peek() {
            Some(Token::Now | Token::Today) => 0,
            Some(Token::Yesterday) => -1,
            Some(Token::Tomorrow) => 1,
            _ => return self.next_or_last(Part::Date),
        };
        self.next += 1;
        if count != 0 {
            self.step(at, Action::Add { count, unit: Unit::Day });
        }
        Ok(())
    }

    /// What stands before the operations of a time.
    fn clock(&mut self) -> Result<(), DateExpressionError> {
        let at = self.at();
        match self.peek() {
            Some(Token::Now) => self.next += 1,
            Some(Token::Midnight) => {
                self.next += 1;
                self.step(at, Action::Hour(0));
            }
            Some(Token::Noon) => {
                self.next += 1;
                self.step(at, Action::Hour(12));
            }
            Some(Token::Number(hour)) => self.o_clock(at, hour)?,
            _ => return self.next_or_last(Part::Time),
        }
        Ok(())
    }

    fn o_clock(&mut self, at: usize, hour: i64) -> Result<(), DateExpressionError> {
        let Ok(hour @ 1..=12) = i8::try_from(hour) else {
            return self.error_here("a clock has the hours 1 to 12");
        };
        self.next += 1;
        if self.take(Token::OClock).is_none() {
            return self.error_here("expected `o'clock`; to add or take away write `+` or `-` before the number");
        }
        let action = if self.take(Token::Am).is_some() || (hour == 12 && self.take(Token::Pm).is_some()) {
            Action::Hour(hour)
        } else if self.take(Token::Pm).is_some() {
            Action::Hour(hour + 12)
        } else {
            Action::OClock(hour)
        };
        self.step(at, action);
        Ok(())
    }

    fn next_or_last(&mut self, part: Part) -> Result<(), DateExpressionError> {
        let at = self.at();
        let next = match self.peek() {
            Some(Token::Next) => true,
            Some(Token::Last) => false,
            _ => return Ok(()),
        };
        self.next += 1;
        let count = if next { 1 } else { -1 };
        let action = match (self.peek(), part) {
            (Some(Token::Unit(unit)), _) if unit.is_of_a_day() == (part == Part::Time) => Action::Add { count, unit },
            (Some(Token::Fortnight), Part::Date) => Action::Add { count: 2 * count, unit: Unit::Week },
            (Some(Token::Weekday(weekday)), Part::Date) => Action::Weekday { weekday, next },
            (Some(Token::Month(month)), Part::Date) => Action::Month { month, next },
            (_, Part::Date) => return self.error_here("expected a span such as `week`, a weekday or a month"),
            (_, Part::Time) => return self.error_here("expected `hour`, `minute`, `second` or `millisecond`"),
        };
        self.next += 1;
        self.step(at, action);
        Ok(())
    }

    fn operation(&mut self, sign: i64, part: Part) -> Result<(), DateExpressionError> {
        let at = self.at();
        let Some(Token::Number(count)) = self.peek() else { return self.error_here("expected a number") };
        self.next += 1;
        match self.peek() {
            Some(Token::Unit(unit)) if unit.is_of_a_day() == (part == Part::Time) => {
                self.next += 1;
                self.step(at, Action::Add { count: sign * count, unit });
                Ok(())
            }
            Some(Token::Unit(unit)) if unit.is_of_a_day() => self.error_here("times of day stand behind an `@`"),
            _ if part == Part::Date => self.error_here("expected `days`, `weeks`, `months` or `years`"),
            _ => self.error_here("expected `hours`, `minutes`, `seconds` or `milliseconds`"),
        }
    }
}
