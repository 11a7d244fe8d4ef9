//! Families of what is drawn, a page each.
//!
//! - `pages`: whole pages; `around`, `parts`: what they are made of; `opened`: what opens in them; `text`: the body of an
//!   article; `ratings`

mod around;
mod opened;
mod pages;
mod parts;
mod ratings;
mod text;

use crate::papers::Paper;
use crate::specimens::Specimen;

pub use text::every_block;

/// What is drawn on a page of its own.
pub struct Family {
    /// In addresses.
    pub name: &'static str,
    /// What there is.
    pub words: &'static str,
    pub drawn: fn(&Paper) -> Vec<Specimen>,
}

pub const FAMILIES: [Family; 4] = [
    Family {
        name: "pages",
        words: "Whole pages of every kind, with much and with little, and one for each failure.",
        drawn: pages::drawn,
    },
    Family {
        name: "parts",
        words: "Masthead, footer, teasers, other news, lists, pagers, notices, search, settings.",
        drawn: parts::drawn,
    },
    Family {
        name: "text",
        words: "Every type of block and run of text, with usual and with long words; pictures of every shape.",
        drawn: text::drawn,
    },
    Family {
        name: "ratings",
        words: "The rating with no, some and many votes, and all that may become of one's own.",
        drawn: ratings::drawn,
    },
];
