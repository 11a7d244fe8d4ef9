//! The anonymous token that makes a vote the reader's own. It is asked for when it is needed for the first time, not
//! before.

use crate::api::{ApiError, Client};

use super::proof;
use super::storage::{Key, Version};

const NAME: &str = "token";
const KEY: Key<'static, String> = Key::new(NAME);

/// The token of this device, if it has one. A token that the first version kept stays where it is: a page of that
/// release that is still open must not become another reader.
pub fn known() -> Option<String> {
    KEY.get().or_else(|| {
        let token = Version::First.text(NAME)?;
        keep(&token);
        Some(token)
    })
}

/// Where nothing can be kept, the token holds as long as the page is open.
fn keep(token: &String) {
    let _ = KEY.set(token);
}

/// The token this device has, or a new one.
///
/// # Errors
/// Any [`ApiError`] of asking for a new reader.
pub async fn token(client: &Client) -> Result<String, ApiError> {
    if let Some(token) = known() {
        return Ok(token);
    }
    let token = ask(client, None).await?;
    // Another call may have been faster; its token is kept, so that the device is one reader.
    if let Some(token) = known() {
        return Ok(token);
    }
    keep(&token);
    Ok(token)
}

/// A token in the place of `old`, which the service refused: for the same reader where the service still knows them,
/// else for a new one.
///
/// # Errors
/// Any [`ApiError`] of asking for it.
pub async fn renewed(client: &Client, old: &str) -> Result<String, ApiError> {
    // Another call or another tab may have been faster.
    if let Some(token) = known().filter(|token| token != old) {
        return Ok(token);
    }
    let token = ask(client, Some(old)).await?;
    keep(&token);
    Ok(token)
}

/// Asks for a token, and proves the work for it where the service wants that.
async fn ask(client: &Client, old: Option<&str>) -> Result<String, ApiError> {
    let mut proof = None;
    loop {
        match client.new_reader(old, proof.as_deref()).await {
            Err(ApiError::ProofWanted { challenge, bits }) if proof.is_none() => {
                proof = Some(proof::solve(&challenge, bits).await.ok_or(ApiError::Offline)?);
            }
            answer => return Ok(answer?.token),
        }
    }
}
