//! Commands to paste into a shell, broken between flags only.

/// A command as pieces that hold together: `abide verify`, `--provider payment-service`, …
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Command {
    /// The pieces; joined by spaces they are the command.
    pub(crate) pieces: Vec<String>,
}

impl From<String> for Command {
    fn from(text: String) -> Self {
        let pieces = text
            .split(" --")
            .enumerate()
            .map(|(index, piece)| if index == 0 { piece.to_owned() } else { format!("--{piece}") });
        Self { pieces: pieces.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::Command;

    #[test]
    fn a_flag_stays_with_its_value() {
        let text = "abide verify --provider 'a b' --publish";
        let command = Command::from(text.to_owned());
        assert_eq!(command.pieces, ["abide verify", "--provider 'a b'", "--publish"]);
        assert_eq!(command.pieces.join(" "), text);
    }
}
