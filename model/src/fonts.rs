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

/// What text, headlines and the interface are set in: names that `site.toml` has for what systems have, and the
/// newsroom's own fonts before them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fonts {
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Without it, headlines are set as text is.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub headlines: Option<String>,
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub interface: Option<String>,
    /// At most one for each place.
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
    /// What is set in it: `text`, `headlines` or `interface`.
    pub place: String,
    pub family: String,
    /// What it looks like most, for as long as it is not there: `serif` or `sans-serif`.
    pub generic: String,
    /// The regular one first.
    pub faces: Vec<FontFace>,
}

/// One file of a font. Lengths are thousandths of the size that it is set in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FontFace {
    pub src: Link,
    /// As CSS has it: `400`, or from and to, as `300 800`.
    pub weight: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub italic: bool,
    /// Of a line, above its base.
    pub ascent: u32,
    /// Below it.
    pub descent: u32,
    /// Between two lines.
    pub line_gap: u32,
    /// Fonts of systems that can stand in for it.
    #[serde(default, deserialize_with = "readable", skip_serializing_if = "Vec::is_empty")]
    pub stand_ins: Vec<StandIn>,
}

/// A font that systems have, in the place of one that has not arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StandIn {
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bold: bool,
    /// By how many thousandths its letters are to be scaled so that a line is as long.
    pub size_adjust: u32,
}
