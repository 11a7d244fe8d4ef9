//! Readers' tokens: random, signed, without personal data.
//!
//! `base64url(version, id, issued, HMAC-SHA256(version, id, issued))`: whoever has one is the anonymous reader `id`,
//! and nobody can make one without the server's key.

use std::time::Duration;

use bantin_model::ProblemKind;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use jiff::Timestamp;
use sha2::Sha256;

use bantin_store::ledger::ReaderId;

const VERSION: u8 = 1;
/// Version, id and issue time (Unix seconds), which are signed.
const SIGNED: usize = 1 + 16 + 8;
const SIGNATURE: usize = 32;

/// How long a token is valid; the device renews it after that.
pub const LIFETIME: Duration = Duration::from_secs(400 * 86_400);

/// Makes and checks tokens.
pub struct Signer {
    /// Keys, newest first. The newest signs, and all are accepted.
    keys: Vec<Hmac<Sha256>>,
}

/// The reader of a token that this service signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerifiedToken {
    pub reader: ReaderId,
    /// Whether the token has expired.
    pub is_expired: bool,
}

/// Why a token is not accepted.
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
    /// A signer with these secret keys, the newest first.
    ///
    /// # Errors
    /// Without any key, or with an unusable one, which does not exist for an HMAC.
    pub fn new(keys: &[Vec<u8>]) -> Result<Self, hmac::digest::InvalidLength> {
        let keys: Vec<_> =
            keys.iter().map(|key| Hmac::new_from_slice(key)).collect::<Result<_, _>>()?;
        if keys.is_empty() {
            return Err(hmac::digest::InvalidLength);
        }
        Ok(Self { keys })
    }

    /// A token for the reader `id`, issued at `now`.
    pub fn sign(&self, id: &ReaderId, now: Timestamp) -> String {
        let mut bytes = Vec::with_capacity(SIGNED + SIGNATURE);
        bytes.push(VERSION);
        bytes.extend(id);
        bytes.extend(now.as_second().to_be_bytes());
        if let Some(key) = self.keys.first() {
            let signature = key.clone().chain_update(&bytes).finalize().into_bytes();
            bytes.extend(signature);
        }
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The reader of this token; `None` when this service did not sign it.
    pub fn verified(&self, token: &str, now: Timestamp) -> Option<VerifiedToken> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (signed, signature) = bytes.split_at_checked(SIGNED)?;
        let is_ours =
            |key: &Hmac<Sha256>| key.clone().chain_update(signed).verify_slice(signature).is_ok();
        if !self.keys.iter().any(is_ours) {
            return None;
        }
        let ([VERSION], rest) = signed.split_at(1) else { return None };
        let (id, issued) = rest.split_at(16);
        let issued = i64::from_be_bytes(issued.try_into().ok()?);
        let age = now.as_second().saturating_sub(issued);
        let is_expired = u64::try_from(age).is_ok_and(|age| age > LIFETIME.as_secs());
        Some(VerifiedToken { reader: id.try_into().ok()?, is_expired })
    }

    /// The reader of this token.
    ///
    /// # Errors
    /// [`TokenError`].
    pub fn check(&self, token: &str, now: Timestamp) -> Result<ReaderId, TokenError> {
        match self.verified(token, now) {
            None => Err(TokenError::Invalid),
            Some(VerifiedToken { is_expired: true, .. }) => Err(TokenError::Expired),
            Some(VerifiedToken { reader, .. }) => Ok(reader),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer(key: u8) -> Signer {
        Signer::new(&[vec![key; 32]]).unwrap()
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
    fn after_a_rotation_older_tokens_are_taken_until_their_key_is_dropped() {
        let old = signer(1).sign(&[7; 16], at(0));
        let rotated = Signer::new(&[vec![2; 32], vec![1; 32]]).unwrap();
        assert_eq!(rotated.check(&old, at(0)), Ok([7; 16]));
        let new = rotated.sign(&[8; 16], at(0));
        assert_eq!(signer(2).check(&new, at(0)), Ok([8; 16]));
        assert_eq!(signer(2).check(&old, at(0)), Err(TokenError::Invalid));
        assert!(Signer::new(&[]).is_err());
    }

    #[test]
    fn tokens_expire() {
        let token = signer(1).sign(&[7; 16], at(0));
        let lifetime = i64::try_from(LIFETIME.as_secs()).unwrap();
        assert!(signer(1).check(&token, at(lifetime)).is_ok());
        assert_eq!(signer(1).check(&token, at(lifetime + 1)), Err(TokenError::Expired));
        let holder = signer(1).verified(&token, at(lifetime + 1));
        assert_eq!(
            holder,
            Some(VerifiedToken { reader: [7; 16], is_expired: true }),
            "so it is renewed"
        );
    }
}
