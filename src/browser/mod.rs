//! Everything that only a browser has, in one place. It is called from effects and event handlers, which do not run
//! when a page is drawn natively. Where many small calls would be needed, there is one function in JavaScript,
//! in a file beside the module that declares it (ADR 11).
//!
//! - `document`: finding, focusing and changing what is on the page
//! - `events`: what happens on it
//! - `scroll`: how far it is scrolled
//! - `visit`: the address, the history, the clock
//! - `device`: what the browser and the device offer
//! - `requests`: requests to the service and for files
//! - `storage`: values that are there on the next visit
//! - `article`: what is done with the article in view
//! - `intl`: numbers and dates
//! - `photos`: pictures seen large
//! - `voice`: the browser's own voice
//! - `proof`: a proof of work

mod article;
mod device;
mod document;
mod events;
mod intl;
mod photos;
mod proof;
mod requests;
mod scroll;
mod storage;
mod visit;
mod voice;

pub use article::*;
pub use device::*;
pub use document::*;
pub use events::*;
pub use intl::*;
pub use photos::*;
pub use proof::*;
pub use requests::*;
pub use scroll::*;
pub use storage::*;
pub use visit::*;
pub use voice::*;
