//! `bantin-server`: the API over a store, and import into it.

pub mod draft;
