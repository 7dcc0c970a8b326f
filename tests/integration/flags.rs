//! Flags and variables that the READMEs name: each is one of the program it is named with.

use crate::block;
use crate::shop;
use crate::tidy::none;
use crate::tree::{text, tracked};
use abide_demo::binaries;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// A piece of a document: text in backquotes or a line of a block, or what stands between.
#[derive(Debug)]
struct Span {
    is_code: bool,
    text: String,
}

/// What belongs together: a paragraph, a row of a table, or a command of a block.
type Passage = Vec<Span>;

#[test]
fn every_flag_and_variable_of_the_readmes_exists() {
    let help = Help::of_all();
    let mut found = Vec::new();
    for readme in tracked().iter().filter(|path| path.ends_with("README.md")) {
        for passage in passages(readme) {
            found
                .extend(help.unknown(&passage).iter().map(|word| format!("{}: {word}: {passage:?}", readme.display())));
        }
    }
    none("no `--help` of the program and no crate's documentation knows these", &found);
}

#[test]
fn a_flag_of_another_command_is_found() {
    let of = |command: &str, help: &str| (command.to_owned(), help.to_owned());
    let help = Help([of("abide", "--all --one"), of("abide one", "--one"), of("other", "--other")].into());
    let unknown = |text: &str| help.unknown(&spans(text));
    assert_eq!(unknown("`abide one --one`, `abide --all`, `--one`, `other --other`"), [""; 0]);
    assert_eq!(unknown("`--other` and `abide one FILE` with `--all`, `--on`"), ["--all", "--on"]);
    assert_eq!(unknown("`cargo run -p x --release`, `--none`"), ["--none"]);
}

#[track_caller]
fn passages(document: &Path) -> Vec<Passage> {
    let code = |text: String| vec![Span { is_code: true, text }];
    let commands = block::blocks(document).into_iter().filter(|block| block.language != "rust");
    let mut passages: Vec<_> = commands.flat_map(|block| block.commands()).map(code).collect();
    let (mut paragraph, mut in_block) = (String::new(), false);
    for line in text(document).lines() {
        let is_fence = line.starts_with("```");
        in_block ^= is_fence;
        if is_fence || in_block || line.is_empty() || line.starts_with('|') {
            passages.push(spans(&std::mem::take(&mut paragraph)));
        }
        if line.starts_with('|') {
            passages.push(spans(line));
        } else if !is_fence && !in_block {
            paragraph.push_str(line);
            paragraph.push(' ');
        }
    }
    passages.push(spans(&paragraph));
    passages
}

fn spans(text: &str) -> Passage {
    text.split('`').enumerate().map(|(at, text)| Span { is_code: at % 2 == 1, text: text.to_owned() }).collect()
}

/// The help of each command with all below it, by the words it is called with: `abide`, `abide verify`.
struct Help(BTreeMap<String, String>);

impl Help {
    #[track_caller]
    fn of_all() -> Self {
        let programs = shop::programs();
        let demo = binaries::build(&[("abide-demo", "abide-demo")]).unwrap().remove("abide-demo").unwrap();
        let mut help = BTreeMap::from([("abide-mock-server".to_owned(), text("mock-server/src/lib.rs"))]);
        for (name, program) in [
            ("abide", &programs.abide),
            ("abide-broker", &programs.abide_broker),
            ("payment-service", &programs.payment_service),
            ("inventory-service", &programs.inventory_service),
            ("cargo run -p abide-demo", &demo),
        ] {
            add(&mut help, program, &[name]);
        }
        Self(help)
    }

    /// The flags and variables of a passage that nobody knows: after a command is named flags are its own, before it
    /// anybody's.
    fn unknown(&self, passage: &Passage) -> Vec<String> {
        let mut named = None;
        let mut unknown = Vec::new();
        for span in passage {
            let called = if span.is_code { self.command(&span.text) } else { None };
            if called.is_none() && span.is_code && span.text.starts_with("cargo ") {
                continue;
            }
            named = called.or(named);
            let flags = words(&span.text, "--", |c| c.is_ascii_lowercase() || c == '-');
            unknown.extend(flags.into_iter().filter(|flag| match named {
                Some(help) => !says(help, flag),
                None => !self.anybody_says(flag),
            }));
            let variables = words(&span.text, "ABIDE_", |c| c.is_ascii_uppercase() || c == '_');
            unknown.extend(variables.into_iter().filter(|variable| !self.anybody_says(variable)));
        }
        unknown
    }

    /// The help of the command a span begins with.
    fn command(&self, span: &str) -> Option<&str> {
        let begins = |name: &&String| {
            span.strip_prefix(name.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        let longest = self.0.keys().filter(begins).max_by_key(|name| name.len())?;
        Some(&self.0[longest])
    }

    fn anybody_says(&self, word: &str) -> bool {
        self.0.values().any(|help| says(help, word))
    }
}

/// Adds the help of a command and of its subcommands, and returns it all.
#[track_caller]
fn add(help: &mut BTreeMap<String, String>, program: &Path, command: &[&str]) -> String {
    let said = shop::said(Command::new(program).args(&command[1..]).arg("--help")).exits(0);
    let mut text = said.stdout.clone();
    let listed =
        said.stdout.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    // Further lines of a description are indented more deeply.
    for line in listed.filter(|line| line.starts_with("  ") && !line.starts_with("   ")) {
        let name = line.split_whitespace().next().unwrap();
        if name != "help" {
            text.push_str(&add(help, program, &[command, &[name]].concat()));
        }
    }
    help.insert(command.join(" "), text.clone());
    text
}

/// Whether the text has the word, not only a longer one that begins with it.
fn says(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let next = text[at + word.len()..].chars().next();
        !next.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    })
}

/// The words of a text that begin with `start` and go on with what `goes_on`; a bare `--` is none.
fn words(text: &str, start: &str, goes_on: fn(char) -> bool) -> Vec<String> {
    text.match_indices(start)
        .filter(|(at, _)| !text[..*at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_'))
        .map(|(at, _)| text[at..].chars().take_while(|c| goes_on(*c)).collect::<String>())
        .filter(|word| word.len() > start.len() && !word.starts_with("---"))
        .collect()
}
