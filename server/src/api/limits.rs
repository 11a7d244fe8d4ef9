//! Limits how much one caller may do, with buckets that a burst empties and time refills. They are in memory, in each
//! server its own.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The unit of limits for a network.
pub const HOUR: Duration = Duration::from_secs(3600);
pub const MINUTE: Duration = Duration::from_secs(60);

/// How many buckets are kept; half of them are those of recent callers. The others can be dropped without harm: looking
/// through all of them would take milliseconds.
const MOST: usize = 500_000;

/// A limit for every caller `K`.
pub struct Limit<K> {
    /// How much a full bucket has; 0 for no limit.
    capacity: f64,
    /// How much is added in a second.
    rate: f64,
    buckets: Mutex<Buckets<K>>,
}

struct Buckets<K> {
    late: HashMap<K, Bucket>,
    early: HashMap<K, Bucket>,
}

#[derive(Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl<K: Copy + Eq + Hash> Limit<K> {
    /// `amount` in every `span`, possibly all at once; 0 for no limit.
    pub fn new(amount: u32, span: Duration) -> Self {
        let capacity = f64::from(amount);
        let buckets = Buckets { late: HashMap::new(), early: HashMap::new() };
        Self { capacity, rate: capacity / span.as_secs_f64(), buckets: Mutex::new(buckets) }
    }

    /// Takes one from the caller's bucket.
    ///
    /// # Errors
    /// How long until the next one is there.
    pub fn take(&self, caller: K, now: Instant) -> Result<(), Duration> {
        if self.capacity <= 0.0 {
            return Ok(());
        }
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let full = Bucket { left: self.capacity, at: now };
        let Buckets { late, early } = &mut *buckets;
        if !late.contains_key(&caller) {
            if late.len() >= MOST / 2 {
                std::mem::swap(late, early);
                late.clear();
            }
            let known = early.remove(&caller).unwrap_or(full);
            late.insert(caller, known);
        }
        let bucket = late.entry(caller).or_insert(full);
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
    fn who_came_lately_is_remembered_however_many_others_come() {
        let limit = Limit::new(1, Duration::from_secs(1_000_000));
        let now = Instant::now();
        assert_eq!(limit.take(0, now), Ok(()));
        for other in 1..=MOST {
            assert_eq!(limit.take(other, now), Ok(()));
            if other % 100_000 == 0 {
                assert!(limit.take(0, now).is_err(), "after {other}");
            }
        }
        let buckets = limit.buckets.lock().unwrap();
        assert!(buckets.late.len() + buckets.early.len() <= MOST);
    }

    #[test]
    fn nothing_is_no_limit() {
        let limit = Limit::new(0, Duration::from_secs(1));
        assert!((0..1000).all(|_| limit.take("a", Instant::now()).is_ok()));
    }
}
