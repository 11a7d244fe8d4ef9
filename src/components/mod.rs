//! One file a component. A component is given its data as values, draws it, and has no outer margin. The site and the
//! language, which all components of a page need, come from the context by [`use_edition`].
//!
//! Components that stand in widgets too are built with the crate `elements` instead: the rating, the lists of other news,
//! and in these the bare picture and the time (ADR 40).

pub mod answers;
pub mod blocks;
pub mod byline;
pub mod edition;
pub mod embed;
pub mod figure;
pub mod footer;
pub mod inlines;
pub mod listening;
pub mod marked;
pub mod masthead;
pub mod notice;
pub mod pager;
pub mod player;
pub mod rating;
pub mod reading_list;
pub mod related;
pub mod settings;
pub mod suggestions;
pub mod teaser;
pub mod tools;
pub mod viewer;
pub mod whole;

pub use edition::{Edition, use_edition};
