//! How a newsroom looks: `brand` of `site.json`, made from `site.toml`.
//!
//! What only a prerendered page, a manifest or a widget's loader needs is not there in the browser's program.

use serde::{Deserialize, Serialize};

#[cfg(not(target_arch = "wasm32"))]
use crate::Fonts;
use crate::Link;
use crate::lenient::{if_readable, readable};

/// How a newspaper looks, as its `site.toml` says. What that leaves out is absent here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Brand {
    /// A short name, for where there is little room, such as under an icon.
    #[cfg(not(target_arch = "wasm32"))]
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub short_name: Option<String>,
    /// A line below the name on the front page.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub tagline: Option<String>,
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub logo: Option<Logo>,
    /// How dates and times are written, in each language for which the newsroom says so.
    #[serde(default, deserialize_with = "readable", skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<DateForm>,
    /// What is shown of an article besides its text. Without it, an article's page shows all of it, and lists show
    /// none.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub show: Option<Show>,
    /// The newsroom's own links in the masthead, after the sections.
    #[serde(default, deserialize_with = "readable", skip_serializing_if = "Vec::is_empty")]
    pub menu: Vec<OwnLine>,
    /// The newsroom's own links in the footer.
    #[serde(default, deserialize_with = "readable", skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<OwnLine>,
    /// The newsroom's profiles on social networks.
    #[serde(default, deserialize_with = "readable", skip_serializing_if = "Vec::is_empty")]
    pub social: Vec<OwnLine>,
    /// Who publishes: publisher, licence, responsible editor, address, telephone, in this order.
    #[serde(default, deserialize_with = "readable", skip_serializing_if = "Vec::is_empty")]
    pub imprint: Vec<OwnLine>,
    /// The blocks of the front page, in order. Without it: a lead story, the latest articles, the most read.
    #[serde(default, deserialize_with = "readable", skip_serializing_if = "Vec::is_empty")]
    pub front: Vec<FrontBlock>,
    /// The pictures of authors, for those who have one.
    #[serde(default, deserialize_with = "readable", skip_serializing_if = "Vec::is_empty")]
    pub faces: Vec<Face>,
    #[cfg(not(target_arch = "wasm32"))]
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub icons: Option<Icons>,
    #[cfg(not(target_arch = "wasm32"))]
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub colors: Option<Colors>,
    /// The fonts of the newspaper.
    #[cfg(not(target_arch = "wasm32"))]
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub fonts: Option<Fonts>,
    /// The newsroom's own style sheet, which pages load after the program's.
    #[cfg(not(target_arch = "wasm32"))]
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub style: Option<Link>,
    /// Scripts of other sites that the pages run.
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

/// The newspaper's name as a picture, shown in the masthead instead of letters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Logo {
    pub src: Link,
    /// In pixels, as `height` is. Only the proportion of the two matters.
    pub width: u32,
    pub height: u32,
    /// The logo for a dark page; without one, `src` is used there too.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub night: Option<Link>,
}

/// How dates and times are written in one language, as CLDR patterns of the letters `d`, `M`, `y`, `H` and `m`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DateForm {
    /// Tag of one of the site's languages (BCP 47).
    pub lang: String,
    /// `dd-MM-yyyy HH:mm`
    pub date_time: String,
    /// `dd-MM-yyyy`
    pub date: String,
}

/// What is shown of an article besides its text. Each list names what is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Show {
    /// On the article's page, any of `author`, `updated`, `reading_time`, `views`, `rating`.
    #[serde(default, deserialize_with = "readable")]
    pub article: Vec<String>,
    /// In lists, any of the same except `reading_time`.
    #[serde(default, deserialize_with = "readable")]
    pub lists: Vec<String>,
}

/// A line of the newsroom's own in the masthead or the footer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnLine {
    pub text: String,
    /// The address that the line links to, if any.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub href: Option<Link>,
    /// Language tag (BCP 47) of the edition that shows the line; without one, all editions do.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
}

impl OwnLine {
    /// Those of `lines` that stand in the edition in `lang`.
    pub fn of<'a>(lines: &'a [Self], lang: &'a str) -> impl Iterator<Item = &'a Self> {
        lines.iter().filter(move |line| line.lang.as_deref().is_none_or(|own| own == lang))
    }
}

/// One block of a front page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FrontBlock {
    /// `pinned`, `lead`, `section`, `opinion`, `latest` or `most-read`. Leave out a block of a type that you do not
    /// know.
    pub block: String,
    /// How a `section` block is laid out: `lead` (one story with its picture, the others as a list), `cards` or
    /// `headlines`.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub layout: Option<String>,
    /// Id of the section that the block shows.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// How many stories the block shows; a `lead` block shows so many besides the lead story.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub count: Option<u8>,
    /// Language tag (BCP 47) of the front page that has the block; without one, all front pages have it.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
}

/// A square picture of an author.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Face {
    /// The author's id.
    pub author: String,
    pub src: Link,
}

/// A script of another site, which runs only if its hash is right.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnScript {
    pub src: Link,
    /// `sha384-…`
    pub integrity: String,
    /// Addresses that the script may send data to.
    #[serde(default, deserialize_with = "readable", skip_serializing_if = "Vec::is_empty")]
    pub connect: Vec<Link>,
}

/// The files of the icon, each named by the hash of its bytes.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Icons {
    /// The icon for any size, if the newsroom gave it as SVG.
    #[serde(default, deserialize_with = "if_readable", skip_serializing_if = "Option::is_none")]
    pub svg: Option<Link>,
    /// 192 pixels.
    pub small: Link,
    /// 512 pixels.
    pub large: Link,
    /// 512 pixels, with room around the mark: a phone may cut it to a circle.
    pub maskable: Link,
    /// 180 pixels, without transparent parts.
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

/// The newspaper's colours by day, by night and in sepia.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Colors {
    pub day: Palette,
    pub night: Palette,
    pub sepia: Palette,
}

/// The colour of each part of a page, by the names that `style/tokens.css` has.
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
    /// Text on a ground of `accent`.
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
