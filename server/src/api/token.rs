//! Readers' tokens: random, signed, without personal data.
//!
//! `base64url(version, id, issued, HMAC-SHA256(version, id, issued))`: whoever holds one is the
//! anonymous reader `id`; nobody can make one without the server's key.

use std::time::Duration;

use bantin_model::ProblemKind;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use jiff::Timestamp;
use sha2::Sha256;

use crate::store::ReaderId;

const VERSION: u8 = 1;
/// Version, id and issue time (Unix seconds), which are signed.
const SIGNED: usize = 1 + 16 + 8;
const SIGNATURE: usize = 32;

/// How long a token is good for.
pub const LIFETIME: Duration = Duration::from_secs(400 * 86_400);

/// Makes and checks tokens.
pub struct Signer {
    mac: Hmac<Sha256>,
    lifetime: Duration,
}

/// Why a token is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    #[error("the token was not signed by this service")]
    Invalid,
    #[error("the token has expired")]
    Expired,
}

impl TokenError {
    pub fn kind(self) -> ProblemKind {
        match self {
            Self::Invalid => ProblemKind::TokenInvalid,
            Self::Expired => ProblemKind::TokenExpired,
        }
    }
}

impl Signer {
    /// A signer with this secret key.
    ///
    /// # Errors
    /// When the key is unusable, which an HMAC key of any length but 0 is not.
    pub fn new(key: &[u8], lifetime: Duration) -> Result<Self, hmac::digest::InvalidLength> {
        Ok(Self { mac: Hmac::new_from_slice(key)?, lifetime })
    }

    /// The token of the reader `id`, issued `now`.
    pub fn sign(&self, id: &ReaderId, now: Timestamp) -> String {
        let mut bytes = Vec::with_capacity(SIGNED + SIGNATURE);
        bytes.push(VERSION);
        bytes.extend(id);
        bytes.extend(now.as_second().to_be_bytes());
        let signature = self.mac.clone().chain_update(&bytes).finalize().into_bytes();
        bytes.extend(signature);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The reader whose token this is.
    ///
    /// # Errors
    /// [`TokenError`].
    pub fn check(&self, token: &str, now: Timestamp) -> Result<ReaderId, TokenError> {
        let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| TokenError::Invalid)?;
        let (signed, signature) = bytes.split_at_checked(SIGNED).ok_or(TokenError::Invalid)?;
        self.mac
            .clone()
            .chain_update(signed)
            .verify_slice(signature)
            .map_err(|_| TokenError::Invalid)?;
        let ([VERSION], rest) = signed.split_at(1) else { return Err(TokenError::Invalid) };
        let (id, issued) = rest.split_at(16);
        let id: ReaderId = id.try_into().map_err(|_| TokenError::Invalid)?;
        let issued = i64::from_be_bytes(issued.try_into().map_err(|_| TokenError::Invalid)?);
        let age = now.as_second().saturating_sub(issued);
        if u64::try_from(age).is_ok_and(|age| age > self.lifetime.as_secs()) {
            return Err(TokenError::Expired);
        }
        Ok(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer(key: u8) -> Signer {
        Signer::new(&[key; 32], LIFETIME).unwrap()
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_token_is_its_reader() {
        let token = signer(1).sign(&[7; 16], at(1_000_000));
        assert_eq!(signer(1).check(&token, at(1_000_001)), Ok([7; 16]));
    }

    #[test]
    fn forged_tokens_are_not_taken() {
        let token = signer(1).sign(&[7; 16], at(0));
        assert_eq!(signer(2).check(&token, at(0)), Err(TokenError::Invalid));
        for bad in ["", "x", "AAAA", "…"] {
            assert_eq!(signer(1).check(bad, at(0)), Err(TokenError::Invalid));
        }
        let mut bytes = URL_SAFE_NO_PAD.decode(&token).unwrap();
        for position in 0..bytes.len() {
            bytes[position] ^= 1;
            assert_eq!(
                signer(1).check(&URL_SAFE_NO_PAD.encode(&bytes), at(0)),
                Err(TokenError::Invalid)
            );
            bytes[position] ^= 1;
        }
    }

    #[test]
    fn tokens_expire() {
        let token = signer(1).sign(&[7; 16], at(0));
        let lifetime = i64::try_from(LIFETIME.as_secs()).unwrap();
        assert!(signer(1).check(&token, at(lifetime)).is_ok());
        assert_eq!(signer(1).check(&token, at(lifetime + 1)), Err(TokenError::Expired));
    }
}
