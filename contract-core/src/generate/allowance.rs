//! How much may be made for one message.

/// Characters the values of one request, response or message may have together.
const LIMIT: usize = 16 << 20;

/// What may still be made of one request, response or message, so that no contract can exhaust the memory.
#[derive(Debug)]
pub(super) struct Allowance(usize);

impl Default for Allowance {
    fn default() -> Self {
        Self(LIMIT)
    }
}

impl Allowance {
    pub(super) fn spend(&mut self, characters: usize) -> Result<(), String> {
        match self.0.checked_sub(characters) {
            Some(left) => {
                self.0 = left;
                Ok(())
            }
            None => Err(TOO_MUCH.to_owned()),
        }
    }
}

const TOO_MUCH: &str = "the values of one message may have 16 MiB together";

/// Says whether a text of this length can be made at all.
pub(super) fn check(size: usize) -> Result<(), String> {
    if size > LIMIT { Err(TOO_MUCH.to_owned()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_message_may_hold_is_bounded() {
        let mut allowance = Allowance::default();
        for _ in 0..16 {
            allowance.spend(1 << 20).unwrap();
        }
        assert_eq!(allowance.spend(1), Err(TOO_MUCH.to_owned()));
        assert!(check(LIMIT).is_ok() && check(usize::MAX).is_err());
    }
}
