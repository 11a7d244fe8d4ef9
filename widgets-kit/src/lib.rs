//! What ratings and widgets read of the contract, field by field. Why serde does not read it is in the README.
//!
//! - [`Value`][]: what a JSON text says, asked for one field after the other
//! - [`shapes`][]: ratings, other news, headlines

pub mod shapes;
mod value;

pub use value::Value;
