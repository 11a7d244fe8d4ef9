//! What only a browser can show, in the engine that `BANTIN_ENGINE` names: `cargo xtask test browser firefox webkit`.
//!
//! One program for all: each has the whole server in it, some 150 MB.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod conditions;
mod failures;
mod finding;
mod forged;
mod gallery;
mod grid;
mod kept;
mod languages;
mod later;
mod layout;
mod leaving;
mod offline;
mod papers;
mod pieces;
mod prerendered;
mod preview;
mod progress;
mod rating;
mod reader;
mod reader_modes;
mod reading;
mod saved;
mod search;
mod suggest;
mod widgets;
mod words;
