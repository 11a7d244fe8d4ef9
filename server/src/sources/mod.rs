//! Sources that are followed: what `[[sources]]` in `site.toml` names is looked at again and again, and imported when
//! something changed. A running server does it, and `export --watch`; of several with one store or database, one at
//! a time.
//!
//! - [`settings`][]: what `site.toml` says of a source
//! - [`state`][]: what is known of it: when it was looked at, what came of it, what comes next
//! - [`schedule`][]: how long to wait until the next look
//! - [`register`][]: where both are kept, and who looks: a store or a shared database
//! - [`look`][]: one look at one source
//! - [`keeper`][]: look after look
//! - [`subscription`][]: being told by a hub
//! - [`report`][]: what `bantin-server sources` tells

pub mod keeper;
pub mod look;
pub mod register;
pub mod report;
pub mod schedule;
pub mod settings;
pub mod state;
pub mod subscription;

pub use keeper::Keeper;
pub use register::{Entry, Register};
pub use settings::Source;
pub use state::{LookOutcome, State};
