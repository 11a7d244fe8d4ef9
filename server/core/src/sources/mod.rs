//! What is known of the sources that are followed, which `[[sources]]` in `site.toml` names. Looking at them is
//! `bantin_server::following`.
//!
//! - [`about`][]: what a newsroom says for a source; [`known`][]: what is remembered of it from look to look; `shown`: its address without its key
//! - [`settings`][]: what `site.toml` says of a source
//! - [`state`][]: what is known of it: when it was looked at, what came of it, what comes next
//! - [`schedule`][]: how long to wait until the next look
//! - `entry`: all of it together, as a store or a shared database keeps it (`bantin_store::register`)
//! - [`subscription`][]: being told by a hub
//! - [`report`][]: what `bantin-server sources` tells

pub mod about;
mod entry;
pub mod known;
pub mod report;
pub mod schedule;
pub mod settings;
mod shown;
pub mod state;
pub mod subscription;

pub use entry::{Entry, KeeperId, Next};
pub use settings::Source;
pub use shown::shown;
pub use state::{Brought, LookOutcome, State};
