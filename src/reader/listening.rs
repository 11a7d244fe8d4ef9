//! The speed at which an article is read aloud (`src/components/listening.rs`).

use super::storage::{Document, Key, NotKept};

/// In hundredths of the usual speed: writing numbers with a point is code that readers would have to download.
const KEY: Key<'static, u16> = Key::new("speed");

impl Document for u16 {}

/// The usual speed.
const USUAL: u16 = 100;

/// The speeds that can be chosen.
pub const SPEEDS: [u16; 5] = [75, USUAL, 125, 150, 200];

/// The speed that the reader chose last. Natively nobody has chosen any.
pub fn speed() -> u16 {
    let kept = if cfg!(target_arch = "wasm32") { KEY.get() } else { None };
    kept.filter(|speed| SPEEDS.contains(speed)).unwrap_or(USUAL)
}

/// Keeps a speed for the next article.
///
/// # Errors
/// Why it is gone when the page is closed.
pub fn keep_speed(hundredths: u16) -> Result<(), NotKept> {
    if SPEEDS.contains(&hundredths) { KEY.set(&hundredths) } else { Ok(()) }
}

/// Reads a speed as release 0.1.0 kept it: `1.25`.
pub(super) fn hundredths(text: &str) -> Option<u16> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let (whole, part): (u16, u16) = (whole.parse().ok()?, format!("{part:0<2}").parse().ok()?);
    whole.checked_mul(100)?.checked_add(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds_are_hundredths() {
        let read = ["0.75", "1", "1.25", "1.5", "2"].map(hundredths);
        assert_eq!(read, SPEEDS.map(Some));
        assert_eq!(["", "x", "1.x", "-1", "9999", "0.123456"].map(hundredths), [None; 6]);
    }
}
