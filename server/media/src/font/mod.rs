//! A font of a newsroom's own: what is checked of its file, and what is measured of it, so that nothing on a page moves
//! when it arrives.
//!
//! The file is published as it is: what a licence lets nobody change stays unchanged.

#[cfg(test)]
mod tests;
mod widths;

use std::collections::BTreeSet;

use ttf_parser::{Face, Tag};

use crate::brand::MadeFile;
use crate::take;
use widths::Known;

/// The largest file of a font, in bytes: text waits for it in another font.
pub const MAX_BYTES: usize = 300 << 10;

/// From this weight on a font is bold.
const BOLD: u16 = 600;

/// Why a font is not taken.
#[derive(Debug, thiserror::Error)]
pub enum FontError {
    #[error(
        "it is larger than {} KB; leave out letters that the site's languages do not have (pyftsubset does)",
        MAX_BYTES >> 10
    )]
    TooLarge,
    #[error("it is no WOFF2; make one of the font, as with woff2_compress")]
    Format,
    #[error("it holds several fonts; give each as a file of its own")]
    Several,
    #[error("it is damaged or incomplete; make it anew")]
    Damaged,
}

/// A font that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Font {
    pub file: MadeFile,
    /// From the lightest to the boldest that it can be; the same twice, when it does not vary.
    pub weights: (u16, u16),
    /// Of a line, in thousandths of the size.
    pub ascent: u32,
    pub descent: u32,
    pub line_gap: u32,
    letters: BTreeSet<char>,
    /// Of its letters, regular and bold, in thousandths of the size; `None` without Latin ones.
    mean_widths: [Option<f64>; 2],
}

impl Font {
    /// Reads the WOFF2 `bytes`.
    ///
    /// # Errors
    /// [`FontError`], which says what to do about it.
    pub fn read(bytes: &[u8]) -> Result<Self, FontError> {
        if bytes.len() > MAX_BYTES {
            return Err(FontError::TooLarge);
        }
        if !bytes.starts_with(b"wOF2") {
            return Err(FontError::Format);
        }
        if bytes.get(4..8) == Some(b"ttcf") {
            return Err(FontError::Several);
        }
        let unpacked =
            take::guarded(|| Ok(wuff::decompress_woff2(bytes))).map_err(|_| FontError::Damaged)?;
        let unpacked = unpacked.map_err(|_| FontError::Damaged)?;
        let read = take::guarded(|| Ok(Self::measured(bytes, &unpacked)));
        read.ok().flatten().ok_or(FontError::Damaged)
    }

    fn measured(bytes: &[u8], unpacked: &[u8]) -> Option<Self> {
        let mut face = Face::parse(unpacked, 0).ok()?;
        let size = f64::from(face.units_per_em());
        let in_thousandths = |units: i16| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "saturates"
            )]
            let whole = (f64::from(units) * 1000.0 / size).round() as u32;
            whole
        };
        let weight = Tag::from_bytes(b"wght");
        let axis = face.variation_axes().into_iter().find(|axis| axis.tag == weight);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
        let weights = axis.map_or_else(
            || (face.weight().to_number(), face.weight().to_number()),
            |axis| (axis.min_value.round() as u16, axis.max_value.round() as u16),
        );
        let made = Self {
            file: MadeFile { bytes: bytes.to_vec(), extension: "woff2" },
            weights,
            ascent: in_thousandths(face.ascender()),
            descent: in_thousandths(face.descender().saturating_neg()),
            line_gap: in_thousandths(face.line_gap()),
            letters: letters(&face),
            mean_widths: [None, None],
        };
        let regular = mean_width(&face, size);
        let bold = match axis.filter(|axis| axis.max_value >= f32::from(BOLD)) {
            Some(axis) => {
                face.set_variation(weight, axis.max_value.min(700.0))?;
                mean_width(&face, size)
            }
            None => None,
        };
        Some(Self { mean_widths: [regular, bold], ..made })
    }

    /// Whether it has a shape for this letter.
    pub fn has(&self, letter: char) -> bool {
        self.letters.contains(&letter)
    }

    /// Whether it is bold and cannot be otherwise.
    pub fn is_bold(&self) -> bool {
        self.weights.0 >= BOLD
    }

    /// By how many thousandths the letters of what systems have are to be scaled so that a line is as long as in this
    /// font, which is for bold text where `is_bold`; with `true` what is bold. None without Latin letters.
    pub fn size_adjusts(&self, is_sans: bool, is_italic: bool, is_bold: bool) -> Vec<(bool, u32)> {
        let [regular, bold] = self.mean_widths;
        let adjust = |is_bold: bool, own: Option<f64>| {
            let known = Known { is_sans, is_bold, is_italic }.mean();
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "saturates"
            )]
            let adjust = (own? / known * 1000.0).round() as u32;
            Some((is_bold, adjust)).filter(|_| adjust > 0)
        };
        [adjust(is_bold, regular), adjust(true, bold.filter(|_| !is_bold))]
            .into_iter()
            .flatten()
            .collect()
    }
}

fn letters(face: &Face<'_>) -> BTreeSet<char> {
    let mut letters = BTreeSet::new();
    let tables = face.tables().cmap.into_iter().flat_map(|cmap| cmap.subtables);
    for table in tables.filter(ttf_parser::cmap::Subtable::is_unicode) {
        table.codepoints(|code| {
            let letter = char::from_u32(code);
            letters.extend(letter.filter(|letter| face.glyph_index(*letter).is_some()));
        });
    }
    letters
}

fn mean_width(face: &Face<'_>, size: f64) -> Option<f64> {
    widths::mean(|letter| {
        let width = face.glyph_hor_advance(face.glyph_index(letter)?)?;
        Some(f64::from(width) * 1000.0 / size)
    })
}
