//! What an imported article lost, as types.

use std::fmt;

use super::error::{EntryError, ImageError};

/// A thing in the source that the imported article does not have, or has in another form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dropped {
    /// An element that was left out with its content, such as a script or a form.
    Element { name: String },
    /// An unknown element, whose text was kept.
    Unwrapped { name: String },
    /// A frame of a site that is not a known video host.
    Frame { src: String },
    /// A link whose address must not reach a page; its text was kept.
    Link { href: String },
    /// The link around a picture; the picture was kept.
    ImageLink { href: String },
    /// A picture; its caption was kept as text.
    Image { src: String, error: ImageError },
    /// A shortcode that only a plugin of the old site understands, or a block that the source does not contain.
    Shortcode { name: String },
    /// A part that only members, subscribers or the newsroom may read.
    NotPublic { name: String },
    /// A place that a template of Hugo, Jekyll or Zola would fill.
    Template { code: String },
    /// A language that the site does not have. The article is put into the site's own language, which is named here. If
    /// its author named the language, it stays in that, on no front page, and nothing is named.
    Language { tag: String, instead: Option<String> },
    /// A section the site does not have; the article went to the default one.
    Section { name: String },
    /// A field that could not be read; the article has none.
    Field { field: &'static str, reason: String },
}

impl Dropped {
    pub fn field(field: &'static str, error: &EntryError) -> Self {
        Self::Field { field, reason: error.to_string() }
    }
}

impl Dropped {
    /// The words in the source by which the line can be found.
    pub fn words(&self) -> &str {
        match self {
            Self::Element { name }
            | Self::Unwrapped { name }
            | Self::Shortcode { name }
            | Self::NotPublic { name }
            | Self::Section { name } => name,
            Self::Frame { src } | Self::Image { src, .. } => src,
            Self::Link { href } | Self::ImageLink { href } => href,
            Self::Template { code } => code,
            Self::Language { tag, .. } => tag,
            Self::Field { field, .. } => field,
        }
    }
}

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Element { name } => write!(f, "<{name}> was left out"),
            Self::Unwrapped { name } => write!(f, "only the text of <{name}> was kept"),
            Self::Frame { src } => write!(f, "the frame {src} was left out"),
            Self::Link { href } => write!(f, "only the text of the link to {href:?} was kept"),
            Self::ImageLink { href } => write!(f, "a picture no longer links to {href}"),
            Self::Image { src, error } => write!(f, "the picture {src} was left out: {error}"),
            Self::Shortcode { name } => {
                write!(f, "[{name}] was left out: what it stands for is not in the source")
            }
            Self::NotPublic { name } => {
                write!(f, "[{name}] was left out: not everybody may read it")
            }
            Self::Template { code } => {
                write!(f, "{code} was left out: only the templates of the old site understand it")
            }
            Self::Language { tag, instead: Some(instead) } => write!(
                f,
                "the site has no language {tag:?}, so the article is in {instead:?}; to have it, add it to languages in site.toml"
            ),
            Self::Language { tag, instead: None } => write!(
                f,
                "the site has no language {tag:?}, so the article is on no front page; to have one, add it to languages in site.toml"
            ),
            Self::Section { name } => write!(f, "there is no section {name:?}"),
            Self::Field { field, reason } => write!(f, "{field} was left out: {reason}"),
        }
    }
}
