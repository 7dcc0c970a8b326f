//! `{"type": "RandomString", "size"}` and `{"type": "RandomHexadecimal", "digits"}`: texts of a given length. Since V3.
//!
//! `size` (10) letters and digits, as `q3LxT09aZe`; `digits` (10) hexadecimal digits in upper case, as `4F00B1D2C7`.

use super::allowance::Allowance;
use crate::json::Json;
use fastrand::Rng;

pub(super) fn alphanumeric(size: usize, rng: &mut Rng, allowance: &mut Allowance) -> Result<Json, String> {
    allowance.spend(size)?;
    Ok(Json::string((0..size).map(|_| rng.alphanumeric()).collect::<String>()))
}

pub(super) fn hexadecimal(digits: usize, rng: &mut Rng, allowance: &mut Allowance) -> Result<Json, String> {
    allowance.spend(digits)?;
    Ok(Json::string((0..digits).map(|_| rng.digit(16).to_ascii_uppercase()).collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_the_length_and_characters_asked_for() {
        let mut rng = Rng::with_seed(1);
        let mut allowance = Allowance::default();
        for size in [0, 1, 6, 10, 500] {
            let made = alphanumeric(size, &mut rng, &mut allowance).unwrap();
            assert!(made.as_str().unwrap().len() == size && made.to_text().chars().all(|c| c.is_ascii_alphanumeric()));
            let made = hexadecimal(size, &mut rng, &mut allowance).unwrap();
            assert!(made.to_text().len() == size && made.to_text().chars().all(|c| "0123456789ABCDEF".contains(c)));
        }
    }
}
