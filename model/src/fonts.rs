//! What a paper is set in: stacks of fonts that systems have, by their names, and fonts of the newsroom's own. A page's
//! head alone needs it, so no browser's program knows it.

use serde::{Deserialize, Serialize};

use crate::Link;
use crate::lenient::{if_readable, readable};

/// What text, headlines and interface can be set in, by the names of `site.toml`: fonts that systems have, and have with
/// Vietnamese letters.
pub const FONTS: [(&str, &str); 6] = [
    ("transitional", "Cambria,\"Noto Serif\",\"Source Serif 4\",Charter,\"Times New Roman\",serif"),
    ("old-style", "\"Palatino Linotype\",Palatino,\"Iowan Old Style\",\"Noto Serif\",serif"),
    ("times", "\"Times New Roman\",Times,\"Liberation Serif\",\"Noto Serif\",serif"),
    ("humanist", "Verdana,Tahoma,\"DejaVu Sans\",\"Noto Sans\",sans-serif"),
    ("grotesque", "Arial,\"Helvetica Neue\",\"Liberation Sans\",Roboto,sans-serif"),
    ("system", "system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",sans-serif"),
];

/// The fonts of text, headlines and interface: each the name of a set of system fonts, as in `site.toml`, with the
/// newsroom's own font before it, if there is one in `own`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fonts {
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Without it, headlines have the font of the text.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub headlines: Option<String>,
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub interface: Option<String>,
    /// The newsroom's own fonts, at most one for each place.
    #[serde(default, deserialize_with = "readable", skip_serializing_if = "Vec::is_empty")]
    pub own: Vec<OwnFont>,
}

impl Fonts {
    /// The newsroom's own font for `text`, `headlines` or `interface`.
    pub fn own(&self, place: &str) -> Option<&OwnFont> {
        self.own.iter().find(|font| font.place == place)
    }
}

/// A font of the newsroom's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnFont {
    /// What the font is used for: `text`, `headlines` or `interface`.
    pub place: String,
    pub family: String,
    /// Kind of the font, shown until it has arrived: `serif` or `sans-serif`.
    pub generic: String,
    /// The files of the font, the regular one first.
    pub faces: Vec<FontFace>,
}

/// One file of a font. All lengths are in thousandths of the font size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FontFace {
    pub src: Link,
    /// Weight as in CSS: one number such as `400`, or a range such as `300 800`.
    pub weight: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub italic: bool,
    /// Height of a line above its baseline.
    pub ascent: u32,
    /// Depth of a line below its baseline.
    pub descent: u32,
    /// Gap between two lines.
    pub line_gap: u32,
    /// System fonts that stand in for this one until it has arrived.
    #[serde(default, deserialize_with = "readable", skip_serializing_if = "Vec::is_empty")]
    pub stand_ins: Vec<StandIn>,
}

/// A system font that stands in for a font until that has arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StandIn {
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bold: bool,
    /// Scale for the stand-in's letters, in thousandths, with which a line is as long as in the font itself.
    pub size_adjust: u32,
}
