//! What the demo writes: numbered steps, the commands as one would type them, and what they print.

use std::io::{self, Write};

/// Commands longer than this are broken before a flag.
const WIDTH: usize = 100;

/// Writes the story down.
pub struct Narrator<'w> {
    out: &'w mut dyn Write,
    colour: bool,
    step: usize,
    /// Empty lines of output that are shown only if something follows.
    gap: usize,
}

impl<'w> Narrator<'w> {
    /// A narrator who writes to `out`; colour is for terminals only.
    pub fn new(out: &'w mut dyn Write, colour: bool) -> Self {
        Self { out, colour, step: 0, gap: 0 }
    }

    /// A sentence outside the steps.
    pub fn say(&mut self, sentence: &str) -> io::Result<()> {
        writeln!(self.out, "{sentence}")?;
        self.out.flush()
    }

    /// Opens the next step with a sentence.
    pub(crate) fn step(&mut self, sentence: &str) -> io::Result<()> {
        self.step += 1;
        let number = self.painted("1", &format!("{}.", self.step));
        let sentence = self.painted("1", sentence);
        writeln!(self.out, "\n{number} {sentence}")?;
        self.out.flush()
    }

    /// The number of the step.
    pub(crate) fn steps(&self) -> usize {
        self.step
    }

    /// Shows a command line.
    pub(crate) fn command(&mut self, words: &[String]) -> io::Result<()> {
        let mut shown = String::new();
        for line in lines(words) {
            let start = if shown.is_empty() { "$ " } else { " \\\n         " };
            shown.push_str(start);
            shown.push_str(&line);
        }
        let shown = self.painted("36", &shown);
        self.gap = 0;
        writeln!(self.out, "\n   {shown}")?;
        self.out.flush()
    }

    /// Shows a line that a command printed; empty lines only between others.
    pub(crate) fn output(&mut self, line: &str) -> io::Result<()> {
        if line.is_empty() {
            self.gap += 1;
            return Ok(());
        }
        write!(self.out, "{:\n<1$}", "", std::mem::take(&mut self.gap))?;
        writeln!(self.out, "     {line}")
    }

    /// Shows how a command ended, if that is worth a word.
    pub(crate) fn exit(&mut self, code: i32) -> io::Result<()> {
        if code != 0 {
            let exit = self.painted("2", &format!("(exit code {code})"));
            writeln!(self.out, "     {exit}")?;
        }
        self.out.flush()
    }

    fn painted(&self, code: &str, text: &str) -> String {
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// The words of a command in lines of bearable width, each flag together with its value.
fn lines(words: &[String]) -> Vec<String> {
    let quoted: Vec<_> = words.iter().map(|word| quoted(word)).collect();
    let all = quoted.join(" ");
    if all.chars().count() <= WIDTH {
        return vec![all];
    }
    let mut lines = vec![String::new()];
    for group in groups(&quoted) {
        let full = lines.last().is_some_and(|line| line.chars().count() + group.chars().count() >= WIDTH);
        if full {
            lines.push(String::new());
        }
        let line = lines.last_mut().expect("there is always a line");
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&group);
    }
    lines
}

fn groups(words: &[String]) -> Vec<String> {
    let mut groups: Vec<String> = Vec::new();
    for word in words {
        match groups.last_mut() {
            Some(group) if group.starts_with("--") && !group.contains(' ') && !word.starts_with("--") => {
                group.push(' ');
                group.push_str(word);
            }
            _ => groups.push(word.clone()),
        }
    }
    groups
}

/// A word as a shell needs it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@%+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(tell: impl FnOnce(&mut Narrator<'_>) -> io::Result<()>) -> String {
        let mut written = Vec::new();
        tell(&mut Narrator::new(&mut written, false)).unwrap();
        String::from_utf8(written).unwrap()
    }

    #[test]
    fn a_step_has_a_number_a_command_and_its_output() {
        let text = told(|narrator| {
            narrator.step("The order team asks.")?;
            narrator.command(&["abide", "can-i-deploy", "--participant", "order service"].map(str::to_owned))?;
            for line in ["No:", "", "order service 1.0.0 cannot be deployed", "", ""] {
                narrator.output(line)?;
            }
            narrator.exit(1)
        });
        assert_eq!(
            text,
            "\n1. The order team asks.\n\n   $ abide can-i-deploy --participant 'order service'\n     \
             No:\n\n     order service 1.0.0 cannot be deployed\n     (exit code 1)\n"
        );
    }

    #[test]
    fn a_long_command_is_broken_before_a_flag() {
        let words =
            ["abide", "verify", "--provider", "payment-service", "--url", "http://127.0.0.1:40001", "--state-url"];
        let mut words: Vec<_> = words.map(str::to_owned).into();
        words.push(format!("http://127.0.0.1:40001/{}", "x".repeat(40)));
        let lines = lines(&words);
        assert_eq!(lines[0], "abide verify --provider payment-service --url http://127.0.0.1:40001");
        assert!(lines[1].starts_with("--state-url http://"), "{lines:?}");
    }
}
