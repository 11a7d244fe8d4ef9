//! What is known of the sources that are followed, which `[[sources]]` in `site.toml` names. Looking at them is
//! [`crate::following`].
//!
//! - [`settings`][]: what `site.toml` says of a source
//! - [`state`][]: what is known of it: when it was looked at, what came of it, what comes next
//! - [`schedule`][]: how long to wait until the next look
//! - [`register`][]: where both are kept, and who looks: a store or a shared database
//! - [`subscription`][]: being told by a hub
//! - [`report`][]: what `bantin-server sources` tells

pub mod register;
pub mod report;
pub mod schedule;
pub mod settings;
pub mod state;
pub mod subscription;

pub use register::{Entry, Register};
pub use settings::Source;
pub use state::{Brought, LookOutcome, State};
