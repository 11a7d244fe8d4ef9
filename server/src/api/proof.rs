//! Proof of work for new readers, where the newsroom asks for it: a device shows that it has worked for a moment to get
//! one token. That costs a reader nothing noticeable, and a lot for a million tokens. No third party is involved.
//!
//! The service signs a challenge, and remembers only whether it was used. The device looks for a `nonce` with which
//! `SHA-256(challenge "." nonce)` begins with enough zero bits.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError, RwLock};

use bantin_model::problem::Proof;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// For how many seconds a challenge can be answered.
const GOOD_FOR: i64 = 300;
/// The length of what is signed: time of issue and random bytes.
const SIGNED: usize = 8 + 8;
/// How many used challenges are remembered; with more, new readers wait.
const MOST: usize = 200_000;

/// Makes challenges and checks answers.
pub struct Proofs {
    /// The wanted number of zero bits; 0 asks for no proof.
    bits: u8,
    /// Keys, newest first. The newest signs, and all are accepted.
    keys: RwLock<Vec<Hmac<Sha256>>>,
    /// Used challenges, each with the time until which it would be valid.
    used: Mutex<HashMap<String, i64>>,
}

impl Proofs {
    pub fn new(bits: u8) -> Self {
        Self { bits, keys: RwLock::default(), used: Mutex::default() }
    }

    /// Signs challenges with keys made of these secrets, the newest first.
    pub fn set_keys(&self, secrets: &[Vec<u8>]) {
        // An HMAC takes a key of any length, so this cannot fail. A purpose is added, so that a signature made for
        // another one is not valid here.
        let mac = |key: &Vec<u8>| {
            Some(Hmac::<Sha256>::new_from_slice(key).ok()?.chain_update(b"proof of work"))
        };
        let keys = secrets.iter().filter_map(mac).collect();
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
    }

    pub fn are_asked_for(&self) -> bool {
        self.bits > 0
    }

    /// A new challenge, made with `random` bytes.
    pub fn challenge(&self, random: [u8; 8], now: Timestamp) -> Proof {
        let mut bytes = now.as_second().to_be_bytes().to_vec();
        bytes.extend(random);
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = keys.first() {
            bytes.extend(key.clone().chain_update(&bytes).finalize().into_bytes());
        }
        Proof { challenge: URL_SAFE_NO_PAD.encode(bytes), bits: self.bits }
    }

    /// Whether `answer` (`challenge.nonce`) is a valid proof that was not used before.
    pub fn take(&self, answer: &str, now: Timestamp) -> bool {
        let now = now.as_second();
        let Some((challenge, _)) = answer.split_once('.') else { return false };
        let Some(until) = self.signed_until(challenge).filter(|until| *until >= now) else {
            return false;
        };
        if zero_bits(&Sha256::digest(answer)) < u32::from(self.bits) {
            return false;
        }
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        if used.len() >= MOST {
            used.retain(|_, until| *until >= now);
        }
        used.len() < MOST && used.insert(challenge.to_owned(), until).is_none()
    }

    fn signed_until(&self, challenge: &str) -> Option<i64> {
        let bytes = URL_SAFE_NO_PAD.decode(challenge).ok()?;
        let (signed, signature) = bytes.split_at_checked(SIGNED)?;
        let is_ours =
            |key: &Hmac<Sha256>| key.clone().chain_update(signed).verify_slice(signature).is_ok();
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        keys.iter().any(is_ours).then_some(())?;
        Some(i64::from_be_bytes(*signed.first_chunk()?).saturating_add(GOOD_FOR))
    }
}

/// How many zero bits `hash` begins with.
fn zero_bits(hash: &[u8]) -> u32 {
    let zeros = hash.iter().take_while(|byte| **byte == 0).count();
    let rest = hash.get(zeros).map_or(0, |byte| byte.leading_zeros());
    u32::try_from(zeros).unwrap_or(0) * 8 + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn signed_with(key: u8) -> Proofs {
        let proofs = Proofs::new(8);
        proofs.set_keys(&[vec![key; 32]]);
        proofs
    }

    fn solved(proof: &Proof) -> String {
        (0u64..)
            .map(|nonce| format!("{}.{nonce}", proof.challenge))
            .find(|answer| zero_bits(&Sha256::digest(answer)) >= u32::from(proof.bits))
            .unwrap()
    }

    #[test]
    fn an_answer_is_taken_once_and_in_time() {
        let proofs = signed_with(1);
        let answer = solved(&proofs.challenge([1; 8], at(0)));
        assert!(!proofs.take(&answer, at(GOOD_FOR + 1)));
        assert!(proofs.take(&answer, at(GOOD_FOR)));
        assert!(!proofs.take(&answer, at(1)), "used");
        let (challenge, _) = answer.split_once('.').unwrap();
        let other = (0u64..)
            .map(|nonce| format!("{challenge}.x{nonce}"))
            .find(|answer| zero_bits(&Sha256::digest(answer)) >= 8)
            .unwrap();
        assert!(!proofs.take(&other, at(1)), "one challenge, one reader");
    }

    #[test]
    fn what_is_no_proof_is_not_taken() {
        let proofs = signed_with(1);
        let foreign = signed_with(2).challenge([1; 8], at(0));
        assert!(!proofs.take(&solved(&foreign), at(0)));
        let challenge = proofs.challenge([2; 8], at(0)).challenge;
        let lazy = (0u64..)
            .map(|nonce| format!("{challenge}.{nonce}"))
            .find(|answer| zero_bits(&Sha256::digest(answer)) < 8)
            .unwrap();
        for answer in [lazy.as_str(), "", ".", "a.b", &challenge] {
            assert!(!proofs.take(answer, at(0)), "{answer}");
        }
    }

    #[test]
    fn leading_zeros_are_counted_in_bits() {
        assert_eq!(zero_bits(&[0, 0, 0b0001_0000]), 19);
        assert_eq!(zero_bits(&[0xff]), 0);
        assert_eq!(zero_bits(&[0, 0]), 16);
    }
}
