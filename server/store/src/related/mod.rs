//! Which articles belong together: text similarity on Vietnamese-aware terms, tags, section and
//! freshness, computed when content changes.
//!
//! An article is a vector of weighted terms ([`terms`]); two articles are as related as the cosine of
//! their vectors, with rare terms weighing more (tf·idf), a little more for the same section and for
//! dates near each other. Common words need no list: a term that many articles share weighs nothing,
//! in any language.

mod rank;
mod terms;
mod vector;

pub use rank::{Document, LIMIT, Pick, related};
pub use terms::{Terms, TermsError, terms};
pub use vector::{Frequencies, Vector};
