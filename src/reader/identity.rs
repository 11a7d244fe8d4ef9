//! The anonymous token that makes a vote the reader's own. It is asked for when it is first needed,
//! not before.

use crate::api::{ApiError, Client};

use super::storage;

const KEY: &str = "token";

/// The token this device has, if any.
pub fn known() -> Option<String> {
    storage::get(KEY)
}

/// The token this device has, or a new one.
///
/// # Errors
/// Any [`ApiError`] of asking for a new reader.
pub async fn token(client: &Client) -> Result<String, ApiError> {
    if let Some(token) = known() {
        return Ok(token);
    }
    let reader = client.new_reader().await?;
    // Another call may have been faster; the first token wins, so that there is one reader.
    if let Some(token) = known() {
        return Ok(token);
    }
    storage::set(KEY, &reader.token);
    Ok(reader.token)
}

/// Forgets `token` after the service refused it; a newer one stays.
pub fn forget(token: &str) {
    if known().as_deref() == Some(token) {
        storage::remove(KEY);
    }
}
