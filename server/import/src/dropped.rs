//! What an imported article lost, in typed form.

use std::fmt;

use super::error::{EntryError, ImageError};

/// One thing of the source that is not, or not as it was, in the imported article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dropped {
    /// An element left out with all it holds, as a script or a form.
    Element { name: String },
    /// An element nobody knows, of which the text was kept.
    Unwrapped { name: String },
    /// A frame of a site that is not a known video host.
    Frame { src: String },
    /// A link whose address must not reach a page; its text was kept.
    Link { href: String },
    /// The link around a picture; the picture was kept.
    ImageLink { href: String },
    /// A picture; its caption was kept as text.
    Image { src: String, error: ImageError },
    /// A shortcode that only the plugin of the old site understands, or a block that the source does not have.
    Shortcode { name: String },
    /// What only members, subscribers or the newsroom itself may read.
    NotPublic { name: String },
    /// What a template of Hugo, Jekyll or Zola would have put here.
    Template { code: String },
    /// A language that the site does not have. The article is in the site's own, which is named; or, where its
    /// author said so, in its own, and on no front page.
    Language { tag: String, instead: Option<String> },
    /// A section the site does not have; the article went to the default one.
    Section { name: String },
    /// A field of the source that could not be read; the article does without.
    Field { field: &'static str, reason: String },
}

impl Dropped {
    pub fn field(field: &'static str, error: &EntryError) -> Self {
        Self::Field { field, reason: error.to_string() }
    }
}

impl Dropped {
    /// The words of the source that it is about, by which its line may be found.
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
            Self::Unwrapped { name } => write!(f, "of <{name}> only the text was kept"),
            Self::Frame { src } => write!(f, "the frame {src} was left out"),
            Self::Link { href } => write!(f, "of the link to {href:?} only the text was kept"),
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
