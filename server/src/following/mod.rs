//! Following sources: what `[[sources]]` in `site.toml` names is looked at again and again, and imported when something
//! changed. A running server does it, and `export --watch`; of several with one store or database, one at a time. What is
//! known of the sources is [`bantin_core::sources`].
//!
//! - [`look`][]: one look at one source
//! - [`keeper`][]: look after look

pub mod keeper;
pub mod look;

pub use keeper::Keeper;
pub use look::Target;
