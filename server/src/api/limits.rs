//! How much one caller may do: buckets that a burst empties and time fills again. They live in memory, in
//! each server its own.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What limits of a network count in.
pub const HOUR: Duration = Duration::from_secs(3600);

/// Buckets kept at most; full ones are dropped first.
const MOST: usize = 500_000;

/// A limit for every caller `K`.
pub struct Limit<K> {
    /// What a full bucket holds; 0 for no limit.
    capacity: f64,
    /// What flows into it in a second.
    rate: f64,
    buckets: Mutex<HashMap<K, Bucket>>,
}

struct Bucket {
    left: f64,
    at: Instant,
}

impl<K: Eq + Hash> Limit<K> {
    /// `amount` in every `span`, which may come all at once; 0 is no limit.
    pub fn new(amount: u32, span: Duration) -> Self {
        let capacity = f64::from(amount);
        Self { capacity, rate: capacity / span.as_secs_f64(), buckets: Mutex::new(HashMap::new()) }
    }

    /// Takes one out of the caller's bucket.
    ///
    /// # Errors
    /// How long until there is one again.
    pub fn take(&self, caller: K, now: Instant) -> Result<(), Duration> {
        if self.capacity <= 0.0 {
            return Ok(());
        }
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST && !buckets.contains_key(&caller) {
            buckets.retain(|_, bucket| self.filled(bucket, now) < self.capacity);
            if buckets.len() >= MOST {
                buckets.clear();
            }
        }
        let bucket = buckets.entry(caller).or_insert(Bucket { left: self.capacity, at: now });
        bucket.left = self.filled(bucket, now);
        bucket.at = now;
        if bucket.left >= 1.0 {
            bucket.left -= 1.0;
            Ok(())
        } else {
            Err(Duration::from_secs_f64((1.0 - bucket.left) / self.rate))
        }
    }

    fn filled(&self, bucket: &Bucket, now: Instant) -> f64 {
        let time = now.saturating_duration_since(bucket.at).as_secs_f64();
        (bucket.left + time * self.rate).min(self.capacity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_let_through_and_time_fills_the_bucket_again() {
        let limit = Limit::new(3, Duration::from_secs(30));
        let start = Instant::now();
        for _ in 0..3 {
            assert_eq!(limit.take("a", start), Ok(()));
        }
        let wait = limit.take("a", start).unwrap_err();
        assert!((wait.as_secs_f64() - 10.0).abs() < 0.001, "{wait:?}");
        assert_eq!(limit.take("b", start), Ok(()), "others are not held up");
        let later = start + Duration::from_millis(10_001);
        assert_eq!(limit.take("a", later), Ok(()));
        assert!(limit.take("a", later).is_err());
    }

    #[test]
    fn nothing_is_no_limit() {
        let limit = Limit::new(0, Duration::from_secs(1));
        assert!((0..1000).all(|_| limit.take("a", Instant::now()).is_ok()));
    }
}
