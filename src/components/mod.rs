//! One file a component. A component is given its data as values, draws, and owns no outer margin.

pub mod blocks;
pub mod byline;
pub mod edition;
pub mod element;
pub mod embed;
pub mod figure;
pub mod footer;
pub mod inlines;
pub mod masthead;
pub mod notice;
pub mod pager;
pub mod rating;
pub mod related;
pub mod settings;
pub mod shelf;
pub mod teaser;
pub mod tools;

pub use edition::Edition;
