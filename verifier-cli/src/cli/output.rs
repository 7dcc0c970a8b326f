//! Where results go, and in which form.

use super::AccessArgs;
use clap::Args;
use std::path::PathBuf;
use std::str::FromStr;

/// The form of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people.
    Human,
    /// One JSON document.
    Json,
}

/// One `--output`: a form, and a file unless it goes to the standard output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Output {
    /// The form.
    pub(crate) format: Format,
    /// The file.
    pub(crate) path: Option<PathBuf>,
}

impl FromStr for Output {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (format, path) = match text.split_once('=') {
            Some((_, "")) => return Err("the file's name is missing".to_owned()),
            Some((format, path)) => (format, Some(PathBuf::from(path))),
            None => (text, None),
        };
        let format = match format {
            "human" => Format::Human,
            "json" => Format::Json,
            _ => return Err("expected human, json, or one of them with =FILE".to_owned()),
        };
        Ok(Self { format, path })
    }
}

/// The forms wanted; human on the standard output when none is named.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct OutputArg {
    /// Form of the result: human, json, or FORM=FILE to write it to a file; may be repeated.
    #[arg(long, short = 'o', value_name = "FORM[=FILE]", default_value = "human")]
    pub(crate) output: Vec<Output>,
}

impl OutputArg {
    /// The form for the standard output, if any.
    pub(crate) fn standard(&self) -> Option<Format> {
        self.output.iter().find(|output| output.path.is_none()).map(|output| output.format)
    }

    /// What goes to files.
    pub(crate) fn files(&self) -> impl Iterator<Item = (Format, &PathBuf)> {
        self.output.iter().filter_map(|output| Some((output.format, output.path.as_ref()?)))
    }

    /// What is wrong with the combination, if anything.
    pub(crate) fn contradiction(&self) -> Option<&'static str> {
        let standard = self.output.iter().filter(|output| output.path.is_none()).count();
        (standard > 1).then_some("only one `--output` can go to the standard output: give the others a file")
    }
}

/// The broker that is asked, and where its answer goes.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct ShowArgs {
    #[command(flatten)]
    pub(crate) output: OutputArg,
    #[command(flatten)]
    pub(crate) access: AccessArgs,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_is_a_form_and_perhaps_a_file() {
        assert_eq!("json".parse(), Ok(Output { format: Format::Json, path: None }));
        assert_eq!("json=a=b.json".parse(), Ok(Output { format: Format::Json, path: Some("a=b.json".into()) }));
        for text in ["", "xml", "json=", "=x"] {
            assert!(text.parse::<Output>().is_err(), "{text}");
        }
    }
}
