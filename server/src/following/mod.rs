//! Follows sources: those that `[[sources]]` in `site.toml` names are looked at again and again, and imported when
//! something changed. A running server does that, and `export --watch`; when several share a store or a database, only
//! one at a time. The state of each source is in [`bantin_core::sources`].
//!
//! - [`look`][]: one look at one source
//! - [`keeper`][]: looks at one source after another

pub mod keeper;
pub mod look;

pub use keeper::Keeper;
pub use look::Target;
