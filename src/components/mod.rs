//! One file a component. A component is given its data as values, draws, and owns no outer margin. What all of a page's
//! components need to know, they find in their context, by [`use_edition`].
//!
//! What the widgets and the takeover of a prerendered page are made of is built with the crate `elements` instead: the
//! rating, the list of other news, and the bare picture and the time in it.

pub mod answers;
pub mod blocks;
pub mod byline;
pub mod edition;
pub mod embed;
pub mod figure;
pub mod footer;
pub mod inlines;
pub mod marked;
pub mod masthead;
pub mod notice;
pub mod pager;
pub mod rating;
pub mod reading_list;
pub mod related;
pub mod settings;
pub mod suggestions;
pub mod teaser;
pub mod tools;

pub use edition::{Edition, use_edition};
