//! How a newsroom looks: `brand` of `site.json`, made from `site.toml`.
//!
//! What only a prerendered page, a manifest or a widget's loader needs is not there in the browser's program.

use serde::{Deserialize, Serialize};

#[cfg(not(target_arch = "wasm32"))]
use crate::Fonts;
use crate::Link;
use crate::lenient::{if_readable, readable};

/// How a newsroom looks. Empty where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Brand {
    /// The name where there is little room: under an icon.
    #[cfg(not(target_arch = "wasm32"))]
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub short_name: Option<String>,
    /// A line below the name.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub tagline: Option<String>,
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub logo: Option<Logo>,
    /// How moments are written in a language, where the newsroom says it.
    #[serde(default, deserialize_with = "readable", skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<DateForm>,
    /// What is shown of an article beside its words; without it, all that [`Show`] names, and nothing of it in lists.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub show: Option<Show>,
    /// Links of the newsroom's own behind the sections.
    #[serde(default, deserialize_with = "readable", skip_serializing_if = "Vec::is_empty")]
    pub menu: Vec<OwnLine>,
    /// Links of its own in the footer.
    #[serde(default, deserialize_with = "readable", skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<OwnLine>,
    /// Its profiles elsewhere.
    #[serde(default, deserialize_with = "readable", skip_serializing_if = "Vec::is_empty")]
    pub social: Vec<OwnLine>,
    /// Who publishes: licence, responsible editor, address, telephone, in this order.
    #[serde(default, deserialize_with = "readable", skip_serializing_if = "Vec::is_empty")]
    pub imprint: Vec<OwnLine>,
    /// What the front page is made of, in order; without it, a lead story, the latest, what is read most.
    #[serde(default, deserialize_with = "readable", skip_serializing_if = "Vec::is_empty")]
    pub front: Vec<FrontBlock>,
    /// Authors who have a picture.
    #[serde(default, deserialize_with = "readable", skip_serializing_if = "Vec::is_empty")]
    pub faces: Vec<Face>,
    #[cfg(not(target_arch = "wasm32"))]
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub icons: Option<Icons>,
    #[cfg(not(target_arch = "wasm32"))]
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub colors: Option<Colors>,
    /// What it is set in.
    #[cfg(not(target_arch = "wasm32"))]
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub fonts: Option<Fonts>,
    /// A style sheet of the newsroom's own, after ours.
    #[cfg(not(target_arch = "wasm32"))]
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub style: Option<Link>,
    /// Scripts from elsewhere that its pages run.
    #[cfg(not(target_arch = "wasm32"))]
    #[serde(default, deserialize_with = "readable", skip_serializing_if = "Vec::is_empty")]
    pub scripts: Vec<OwnScript>,
}

impl Brand {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether an article's page shows this of it: `author`, `updated`, `reading_time`, `views` or `rating`.
    pub fn shows(&self, what: &str) -> bool {
        self.show.as_ref().is_none_or(|show| show.article.iter().any(|shown| shown == what))
    }

    /// Whether lists show it.
    pub fn lists(&self, what: &str) -> bool {
        self.show.as_ref().is_some_and(|show| show.lists.iter().any(|shown| shown == what))
    }

    /// The picture of the author with this id.
    pub fn face(&self, id: &str) -> Option<&Face> {
        self.faces.iter().find(|face| face.author == id)
    }

    /// Ids of the sections that the front page in `lang` has blocks of, each once.
    pub fn front_sections<'a>(&'a self, lang: &'a str) -> Vec<&'a str> {
        let mut ids = Vec::new();
        for id in self.front_in(lang).filter_map(|block| block.section.as_deref()) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    /// The blocks of the front page in `lang`.
    pub fn front_in<'a>(&'a self, lang: &'a str) -> impl Iterator<Item = &'a FrontBlock> {
        self.front.iter().filter(move |block| block.lang.as_deref().is_none_or(|own| own == lang))
    }
}

/// The name as a picture, which the masthead has in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Logo {
    pub src: Link,
    /// Pixels, as is `height`: how wide it is to how high.
    pub width: u32,
    pub height: u32,
    /// The same for dark paper; without one, `src` is there too.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub night: Option<Link>,
}

/// How moments are written in one language: patterns of CLDR, of the letters `d`, `M`, `y`, `H`, `m`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DateForm {
    /// BCP 47, one of the site's.
    pub lang: String,
    /// `dd-MM-yyyy HH:mm`
    pub date_time: String,
    /// `dd-MM-yyyy`
    pub date: String,
}

/// What is shown of an article beside its words: names of what is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Show {
    /// On its page: `author`, `updated`, `reading_time`, `views`, `rating`.
    #[serde(default, deserialize_with = "readable")]
    pub article: Vec<String>,
    /// In lists: the same but for `reading_time`.
    #[serde(default, deserialize_with = "readable")]
    pub lists: Vec<String>,
}

/// A line that a newsroom has written for the masthead or the footer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnLine {
    pub text: String,
    /// Where it leads.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub href: Option<Link>,
    /// BCP 47 of the edition that it stands in; without one, in all.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
}

impl OwnLine {
    /// Those of `lines` that stand in the edition in `lang`.
    pub fn of<'a>(lines: &'a [Self], lang: &'a str) -> impl Iterator<Item = &'a Self> {
        lines.iter().filter(move |line| line.lang.as_deref().is_none_or(|own| own == lang))
    }
}

/// One part of a front page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FrontBlock {
    /// `pinned`, `lead`, `section`, `opinion`, `latest` or `most-read`; one that a program does not know is left out.
    pub block: String,
    /// Of a section: `lead` (a story and a list), `cards` or `headlines`.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub layout: Option<String>,
    /// Id of the section that it shows.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// How many stories; beside the lead story, when it is that.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub count: Option<u8>,
    /// BCP 47 of the front page that it is on; without one, on all.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
}

/// An author's picture, as wide as it is high.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Face {
    /// The author's id.
    pub author: String,
    pub src: Link,
}

/// A script from elsewhere, which is what its hash says.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnScript {
    pub src: Link,
    /// `sha384-…`
    pub integrity: String,
    /// Where it may send to.
    #[serde(default, deserialize_with = "readable", skip_serializing_if = "Vec::is_empty")]
    pub connect: Vec<Link>,
}

/// Files of the icon, each named by its bytes.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Icons {
    /// The icon in any size, where it was drawn.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub svg: Option<Link>,
    /// 192 pixels.
    pub small: Link,
    /// 512 pixels.
    pub large: Link,
    /// 512 pixels, of which a phone may cut off all but a circle.
    pub maskable: Link,
    /// 180 pixels, without holes.
    pub apple: Link,
    /// 32 pixels, as ICO.
    pub favicon: Link,
}

/// A colour, written `#rrggbb`.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(value_type = String, pattern = "^#[0-9a-f]{6}$", example = "#a3231c")
)]
pub struct Color(pub [u8; 3]);

/// No colour.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a colour is written as #a3231c")]
pub struct ColorError;

/// The colours of the paper by day, by night and in sepia.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Colors {
    pub day: Palette,
    pub night: Palette,
    pub sepia: Palette,
}

/// What is printed in which colour (`style/tokens.css`).
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Palette {
    pub paper: Color,
    pub ink: Color,
    pub ink_soft: Color,
    pub rule: Color,
    pub rule_strong: Color,
    pub accent: Color,
    /// On a ground of `accent`.
    pub accent_ink: Color,
    pub gold: Color,
    pub gold_edge: Color,
    pub tint: Color,
    pub mark: Color,
}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use std::fmt;
    use std::str::FromStr;

    use serde::{Serialize, Serializer};

    use super::{Color, ColorError, Palette};

    impl Palette {
        /// Each colour by the name of its custom property.
        pub fn tokens(&self) -> [(&'static str, Color); 11] {
            [
                ("paper", self.paper),
                ("ink", self.ink),
                ("ink-soft", self.ink_soft),
                ("rule", self.rule),
                ("rule-strong", self.rule_strong),
                ("accent", self.accent),
                ("accent-ink", self.accent_ink),
                ("gold", self.gold),
                ("gold-edge", self.gold_edge),
                ("tint", self.tint),
                ("mark", self.mark),
            ]
        }
    }

    impl fmt::Display for Color {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let [red, green, blue] = self.0;
            write!(f, "#{red:02x}{green:02x}{blue:02x}")
        }
    }

    impl FromStr for Color {
        type Err = ColorError;

        fn from_str(text: &str) -> Result<Self, ColorError> {
            let digits = text.strip_prefix('#').ok_or(ColorError)?;
            let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            let number = u32::from_str_radix(digits, 16).map_err(|_| ColorError)?;
            let [_, red, green, blue] = number.to_be_bytes();
            if is_hex && digits.len() == 6 { Ok(Self([red, green, blue])) } else { Err(ColorError) }
        }
    }

    impl Serialize for Color {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            to.collect_str(self)
        }
    }

    impl TryFrom<String> for Color {
        type Error = ColorError;

        fn try_from(text: String) -> Result<Self, ColorError> {
            text.parse()
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_six_digits() {
        let color: Color = "#A3231c".parse().unwrap();
        assert_eq!((color, color.to_string().as_str()), (Color([163, 35, 28]), "#a3231c"));
        for bad in ["a3231c", "#a32", "#a3231cff", "#+a231c", "red", "#é123", "#a3231c;}"] {
            assert!(bad.parse::<Color>().is_err(), "{bad}");
        }
    }

    #[test]
    fn what_cannot_be_read_of_a_brand_costs_nothing_else() {
        let json = r##"{"short_name":"Tin","logo":{"src":"/media/a.svg","width":3,"height":1},"colors":{"day":"red"},"icons":5}"##;
        let brand: Brand = serde_json::from_str(json).unwrap();
        assert_eq!(brand.short_name.as_deref(), Some("Tin"));
        assert_eq!(brand.logo.as_ref().map(|logo| logo.width), Some(3));
        assert_eq!((brand.colors, brand.icons), (None, None));
        assert!(Brand::default().is_empty());
    }
}
