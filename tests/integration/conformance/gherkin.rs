//! Reads feature files: the part of Gherkin the compatibility suite is written in.
//!
//! Features, rules, backgrounds, scenarios, outlines with their examples, tables and quoted texts, in English. Anything
//! else is an error that names its line. The ready-made reader on offer takes no byte order mark and no lone backslash in a
//! table, both of which occur in JSON people write down.

use anyhow::{Context as _, Result, ensure};

/// A table, row by row; the first row names the columns where there are several.
pub(super) type Table = Vec<Vec<String>>;

/// One scenario with the steps of the backgrounds before its own.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scenario {
    pub(super) name: String,
    pub(super) steps: Vec<Step>,
}

/// One sentence with what belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    /// Without its `Given`, `When` or `Then`.
    pub(super) sentence: String,
    pub(super) table: Table,
    pub(super) text: Option<String>,
}

/// The scenarios of a feature, outlines written out.
pub(super) fn scenarios(feature: &str) -> Result<Vec<Scenario>> {
    let mut reader = Reader::default();
    for (at, line) in feature.trim_start_matches('\u{feff}').lines().enumerate() {
        reader.line(line).with_context(|| format!("line {}", at + 1))?;
    }
    ensure!(reader.quoted.is_none(), "the quoted text at its end is not closed");
    ensure!(reader.section != Section::Start, "it holds no feature");
    reader.drafts.into_iter().map(Draft::written_out).collect::<Result<Vec<_>>>().map(|scenarios| scenarios.concat())
}

/// What the lines being read belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Section {
    #[default]
    Start,
    Feature,
    Rule,
    Background,
    Scenario,
    Examples,
}

#[derive(Default)]
struct Reader {
    section: Section,
    in_rule: bool,
    background: Vec<Step>,
    rule_background: Vec<Step>,
    drafts: Vec<Draft>,
    /// Whether a heading has just been read: a description may follow.
    at_heading: bool,
    quoted: Option<Quoted>,
}

/// A quoted text whose end has not come yet.
struct Quoted {
    fence: &'static str,
    indent: usize,
    lines: Vec<String>,
}

/// A scenario with the examples that follow it.
struct Draft {
    scenario: Scenario,
    examples: Vec<Table>,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<()> {
        let said = line.trim();
        if let Some(quoted) = &mut self.quoted {
            if said == quoted.fence {
                let text = quoted.lines.join("\n");
                self.quoted = None;
                self.last_step()?.text = Some(text);
            } else {
                let cut = line.char_indices().take_while(|(at, c)| *at < quoted.indent && c.is_whitespace()).count();
                quoted.lines.push(line.chars().skip(cut).collect());
            }
            return Ok(());
        }
        if said.is_empty() || said.starts_with(['#', '@']) {
            return Ok(());
        }
        if let Some(fence) = ["\"\"\"", "```"].into_iter().find(|fence| said.starts_with(fence)) {
            self.last_step()?;
            let indent = line.len() - line.trim_start().len();
            self.quoted = Some(Quoted { fence, indent, lines: Vec::new() });
            return Ok(());
        }
        if said.starts_with('|') {
            let row = cells(said)?;
            self.table()?.push(row);
            return Ok(());
        }
        match heading(said) {
            Some((section, name)) => self.open(section, name),
            None => self.step(said),
        }
    }

    fn open(&mut self, section: Section, name: &str) -> Result<()> {
        ensure!(section == Section::Feature || self.section != Section::Start, "a feature comes first");
        match section {
            Section::Rule => {
                self.in_rule = true;
                self.rule_background.clear();
            }
            Section::Scenario => {
                let steps = [self.background.as_slice(), &self.rule_background].concat();
                let scenario = Scenario { name: name.to_owned(), steps };
                self.drafts.push(Draft { scenario, examples: Vec::new() });
            }
            Section::Examples => self.draft()?.examples.push(Table::new()),
            Section::Start | Section::Feature | Section::Background => {}
        }
        self.section = section;
        self.at_heading = true;
        Ok(())
    }

    fn step(&mut self, said: &str) -> Result<()> {
        let words = ["Given ", "When ", "Then ", "And ", "But ", "* "];
        let sentence = words.iter().find_map(|word| said.strip_prefix(word));
        match sentence {
            Some(sentence) if matches!(self.section, Section::Background | Section::Scenario) => {
                self.at_heading = false;
                let step = Step { sentence: sentence.trim().to_owned(), table: Table::new(), text: None };
                self.steps()?.push(step);
            }
            _ => ensure!(self.at_heading, "`{said}` is no step"),
        }
        Ok(())
    }

    fn draft(&mut self) -> Result<&mut Draft> {
        self.drafts.last_mut().context("a scenario comes first")
    }

    fn steps(&mut self) -> Result<&mut Vec<Step>> {
        match self.section {
            Section::Background if self.in_rule => Ok(&mut self.rule_background),
            Section::Background => Ok(&mut self.background),
            _ => Ok(&mut self.draft()?.scenario.steps),
        }
    }

    fn last_step(&mut self) -> Result<&mut Step> {
        self.steps()?.last_mut().context("a step comes first")
    }

    fn table(&mut self) -> Result<&mut Table> {
        match self.section {
            Section::Examples => self.draft()?.examples.last_mut().context("examples come first"),
            _ => Ok(&mut self.last_step()?.table),
        }
    }
}

impl Draft {
    /// The scenario, or one for each row of its examples with the columns filled in.
    fn written_out(self) -> Result<Vec<Scenario>> {
        if self.examples.is_empty() {
            return Ok(vec![self.scenario]);
        }
        let mut scenarios = Vec::new();
        for table in &self.examples {
            let Some((columns, rows)) = table.split_first() else { continue };
            for row in rows {
                ensure!(row.len() == columns.len(), "an example of `{}` has other columns", self.scenario.name);
                scenarios.push(filled(&self.scenario, |text| {
                    columns
                        .iter()
                        .zip(row)
                        .fold(text.to_owned(), |text, (column, cell)| text.replace(&format!("<{column}>"), cell))
                }));
            }
        }
        Ok(scenarios)
    }
}

fn filled(scenario: &Scenario, fill: impl Fn(&str) -> String) -> Scenario {
    let step = |step: &Step| Step {
        sentence: fill(&step.sentence),
        table: step.table.iter().map(|row| row.iter().map(|cell| fill(cell)).collect()).collect(),
        text: step.text.as_deref().map(&fill),
    };
    Scenario { name: fill(&scenario.name), steps: scenario.steps.iter().map(step).collect() }
}

fn heading(said: &str) -> Option<(Section, &str)> {
    let headings = [
        ("Feature:", Section::Feature),
        ("Rule:", Section::Rule),
        ("Background:", Section::Background),
        ("Scenario Outline:", Section::Scenario),
        ("Scenario Template:", Section::Scenario),
        ("Scenario:", Section::Scenario),
        ("Example:", Section::Scenario),
        ("Examples:", Section::Examples),
        ("Scenarios:", Section::Examples),
    ];
    headings.into_iter().find_map(|(word, section)| Some((section, said.strip_prefix(word)?.trim())))
}

/// The cells of a row; `\|`, `\\` and `\n` stand for a bar, a backslash and a line break, any other backslash for itself.
fn cells(row: &str) -> Result<Vec<String>> {
    let (mut cells, mut cell) = (Vec::new(), String::new());
    let mut rest = row[1..].chars();
    while let Some(c) = rest.next() {
        match c {
            '|' => cells.push(std::mem::take(&mut cell).trim().to_owned()),
            '\\' => match rest.next() {
                Some('n') => cell.push('\n'),
                Some(escaped @ ('|' | '\\')) => cell.push(escaped),
                other => cell.extend(['\\'].into_iter().chain(other)),
            },
            c => cell.push(c),
        }
    }
    ensure!(cell.trim().is_empty(), "the row does not end with `|`");
    Ok(cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backgrounds_tables_and_texts_are_read_where_they_belong() {
        let feature = "\u{feff}# a comment\n@tag\nFeature: F\n  What it is about.\n\n  Background:\n    Given a state\n\n  \
            Scenario: one\n    Why.\n    When it runs:\n      | a  | b \\| c |\n      | \\d | \"\\\"\" |\r\n    \
            Then it says:\n      \"\"\"\n      x\n        y\n      \"\"\"\n  Scenario: two\n    * nothing\n";
        let scenarios = scenarios(feature).unwrap();
        let step = |sentence: &str| Step { sentence: sentence.to_owned(), table: Table::new(), text: None };
        assert_eq!(scenarios.len(), 2);
        assert_eq!(scenarios[0].steps[0], step("a state"));
        assert_eq!(scenarios[0].steps[1].table, [["a", "b | c"], ["\\d", "\"\\\"\""]]);
        assert_eq!(scenarios[0].steps[2].text.as_deref(), Some("x\n  y"));
        assert_eq!(scenarios[1].steps, [step("a state"), step("nothing")]);
    }

    #[test]
    fn outlines_are_written_out_and_rules_have_their_own_background() {
        let feature = "Feature: F\n  Rule: R\n    Background:\n      Given r\n    Scenario Outline: <n> eggs\n      \
            When <n> are eaten\n      Examples:\n        | n |\n        | 1 |\n        | 2 |\n  Rule: S\n    \
            Example: none\n      When 0 are eaten\n";
        let read: Vec<_> = scenarios(feature).unwrap();
        let names: Vec<_> = read.iter().map(|scenario| scenario.name.as_str()).collect();
        assert_eq!(names, ["1 eggs", "2 eggs", "none"]);
        assert_eq!(read[1].steps.iter().map(|step| step.sentence.as_str()).collect::<Vec<_>>(), ["r", "2 are eaten"]);
        assert_eq!(read[2].steps.len(), 1);
    }

    #[test]
    fn what_is_no_feature_is_refused_with_its_line() {
        let refusal = |feature: &str| format!("{:#}", scenarios(feature).unwrap_err());
        assert_eq!(
            refusal("Feature: F\n  Scenario: s\n    Given a\n    Whereas b\n"),
            "line 4: `Whereas b` is no step"
        );
        assert_eq!(
            refusal("Feature: F\n  Scenario: s\n    Given a\n    | b\n"),
            "line 4: the row does not end with `|`"
        );
        assert_eq!(refusal(""), "it holds no feature");
    }
}
