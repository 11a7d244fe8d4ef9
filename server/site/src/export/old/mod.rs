//! The addresses that articles had where they came from, in the forms that hosts read, and as pages that lead on for
//! hosts that read none of them.
//!
//! - `address`: one on the host of an export, where the site has nothing of its own
//! - `forms`: all of them, as hosts read them; `pages`: as pages

mod address;
mod forms;
mod pages;
#[cfg(test)]
mod tests;

pub use forms::{for_apache, for_caddy, for_nginx, redirects};
