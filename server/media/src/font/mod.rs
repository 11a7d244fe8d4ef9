//! A font of a newsroom's own: what is checked of its file, and what is measured of it, so that nothing on a page moves
//! when it arrives.
//!
//! The file is published as it is: what a licence lets nobody change stays unchanged.

#[cfg(test)]
mod tests;
mod widths;

use ttf_parser::cmap::{Format, Subtable};
use ttf_parser::{Face, GlyphId, Tag};

use crate::brand::MadeFile;
use crate::take;
use widths::Known;

/// The largest file of a font, in bytes: text waits for it in another font.
pub const MAX_BYTES: usize = 300 << 10;

/// From this weight on a font is bold.
const BOLD: u16 = 600;

/// The largest measure of a line or a letter, in thousandths of the size.
const LARGEST: f64 = 10_000.0;

/// As many tables of letters as are looked at; fonts have three or four.
const MOST_TABLES: usize = 16;

/// The weights at which pages set a font that varies.
const REGULAR: f32 = 400.0;
const HEAVY: f32 = 700.0;

/// Why a font is not taken.
#[derive(Debug, thiserror::Error)]
pub enum FontError {
    #[error(
        "it is larger than {} KB; leave out letters that the site's languages do not have (pyftsubset does)",
        MAX_BYTES >> 10
    )]
    TooLarge,
    #[error("it is not a WOFF2 file; make one of the font, for example with woff2_compress")]
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
    /// Its file as it was before it was packed, in which its letters are looked up.
    unpacked: Vec<u8>,
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
        Self::of_unpacked(bytes, unpacked).ok_or(FontError::Damaged)
    }

    /// The font in `bytes`, which are `unpacked` these.
    fn of_unpacked(bytes: &[u8], unpacked: Vec<u8>) -> Option<Self> {
        let read = take::guarded(|| Ok(Self::measured(bytes, unpacked)));
        read.ok().flatten().filter(Self::is_measurable)
    }

    fn measured(bytes: &[u8], unpacked: Vec<u8>) -> Option<Self> {
        let mut face = Face::parse(&unpacked, 0).ok()?;
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
        // What CSS takes.
        let weights = (weights.0.clamp(1, 1000), weights.1.clamp(1, 1000));
        let (ascent, descent) = (face.ascender(), face.descender().saturating_neg());
        let (ascent, descent) = (in_thousandths(ascent), in_thousandths(descent));
        let line_gap = in_thousandths(face.line_gap());
        let mut mean_widths = [None, None];
        match axis {
            None => mean_widths[0] = mean_width(&face, size),
            Some(axis) => {
                // As pages set it; the axis' own beginning may be another.
                let wanted = [Some(REGULAR), Some(HEAVY).filter(|_| weights.1 >= BOLD)];
                for (mean, wanted) in mean_widths.iter_mut().zip(wanted) {
                    let Some(wanted) = wanted else { continue };
                    face.set_variation(weight, wanted.max(axis.min_value).min(axis.max_value))?;
                    *mean = mean_width(&face, size);
                }
            }
        }
        let file = MadeFile { bytes: bytes.to_vec(), extension: "woff2" };
        Some(Self { file, weights, ascent, descent, line_gap, unpacked, mean_widths })
    }

    /// Whether its measures are those of letters that a page can be set in.
    fn is_measurable(&self) -> bool {
        let of_a_line = [self.ascent, self.descent, self.line_gap].map(f64::from);
        let widths = self.mean_widths.iter().flatten().copied();
        of_a_line.into_iter().chain(widths).all(|measure| measure <= LARGEST)
    }

    /// Whether it has a shape for this letter.
    pub fn has(&self, letter: char) -> bool {
        let found = take::guarded(|| {
            let face = Face::parse(&self.unpacked, 0).ok();
            Ok(face.is_some_and(|face| shape(&face, letter).is_some()))
        });
        found.unwrap_or(false)
    }

    /// Whether it is bold and cannot be otherwise.
    pub fn is_bold(&self) -> bool {
        self.weights.0 >= BOLD
    }

    /// By how many thousandths the letters of what systems have are to be scaled so that a line is as long as in this
    /// font, which is for bold text where `is_bold`. For each weight, whether it is bold and by how many thousandths;
    /// empty without Latin letters.
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

/// The shape of a letter, by the tables in which it can be looked up without going through all that is in them.
fn shape(face: &Face<'_>, letter: char) -> Option<GlyphId> {
    let tables = face.tables().cmap?.subtables.into_iter().take(MOST_TABLES);
    let is_sorted =
        |table: &Subtable<'_>| !matches!(table.format, Format::ManyToOneRangeMappings(_));
    // In some tables what is missing is the first shape.
    let is_one = |shape: &GlyphId| (1..face.number_of_glyphs()).contains(&shape.0);
    tables
        .filter(|table| table.is_unicode() && is_sorted(table))
        .find_map(|table| table.glyph_index(u32::from(letter)).filter(is_one))
}

fn mean_width(face: &Face<'_>, size: f64) -> Option<f64> {
    widths::mean(|letter| {
        let width = face.glyph_hor_advance(shape(face, letter)?)?;
        Some(f64::from(width) * 1000.0 / size)
    })
}
