//! Keeps a repeated message out of the log: each is written at most once a minute.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a message is not repeated.
const QUIET: Duration = Duration::from_secs(60);
/// How many messages are remembered; with more, all are forgotten and may be written again.
const MOST: usize = 1_000;

/// The messages written lately.
#[derive(Debug, Default)]
pub struct Repeats {
    said: Mutex<HashMap<String, Said>>,
}

#[derive(Debug)]
struct Said {
    at: Instant,
    since: u64,
}

impl Repeats {
    /// Whether `what` may be written now; then with the number of times it was left out since it was written last.
    pub fn may_say(&self, what: &str) -> Option<u64> {
        self.may_say_at(what, Instant::now())
    }

    fn may_say_at(&self, what: &str, now: Instant) -> Option<u64> {
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = said.get_mut(what) {
            if now.saturating_duration_since(known.at) < QUIET {
                known.since += 1;
                return None;
            }
            known.at = now;
            return Some(std::mem::take(&mut known.since));
        }
        if said.len() >= MOST {
            said.clear();
        }
        said.insert(what.to_owned(), Said { at: now, since: 0 });
        Some(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_is_said_once_a_minute_with_how_often_it_was() {
        let (repeats, start) = (Repeats::default(), Instant::now());
        let at = |what, seconds| repeats.may_say_at(what, start + Duration::from_secs(seconds));
        assert_eq!(at("a", 0), Some(0));
        assert_eq!(at("a", 1), None);
        assert_eq!(at("b", 1), Some(0), "another is said at once");
        assert_eq!(at("a", 59), None);
        assert_eq!(at("a", 60), Some(2));
        assert_eq!(at("a", 61), None);
    }

    #[test]
    fn what_is_remembered_does_not_grow_for_ever() {
        let repeats = Repeats::default();
        for number in 0..3 * MOST {
            assert_eq!(repeats.may_say(&number.to_string()), Some(0));
        }
        assert!(repeats.said.lock().unwrap().len() <= MOST);
    }
}
