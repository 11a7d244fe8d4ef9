//! Readings: counted in memory, written in batches. A crash loses those of the last moments, and no vote.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use bantin_model::Slug;

use super::ReaderId;

/// Readings kept in memory at most, while they cannot be written.
const MOST: usize = 200_000;

/// Who read which article on which day.
#[derive(Clone, Debug, Default)]
pub struct Readings {
    /// By article and day (`YYYY-MM-DD`).
    pub readers: HashMap<(Slug, String), HashSet<ReaderId>>,
    count: usize,
}

impl Readings {
    /// Notes one reading, which counts once a reader, article and day. False where it was noted before.
    pub fn note(&mut self, slug: &Slug, reader: &ReaderId, day: &str) -> bool {
        let readers = self.readers.entry((slug.clone(), day.to_owned())).or_default();
        let is_new = readers.insert(*reader);
        self.count += usize::from(is_new);
        is_new
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// Readings that are not written yet.
#[derive(Default)]
pub struct Waiting(Mutex<Readings>);

impl Waiting {
    /// Notes one reading; `day` is `YYYY-MM-DD`. Answers whether it was noted: past a bound, while readings
    /// cannot be written, none is.
    pub fn note(&self, slug: &Slug, reader: &ReaderId, day: &str) -> bool {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.count >= MOST {
            return false;
        }
        waiting.note(slug, reader, day);
        true
    }

    /// Takes out what waits.
    pub fn take(&self) -> Readings {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts back what could not be written.
    pub fn put_back(&self, readings: &Readings) {
        for ((slug, day), readers) in &readings.readers {
            for reader in readers {
                self.note(slug, reader, day);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_waits_once_until_it_is_taken() {
        let waiting = Waiting::default();
        let slug = Slug::new("a").unwrap();
        for reader in [1, 1, 2] {
            assert!(waiting.note(&slug, &[reader; 16], "2023-08-11"));
        }
        let taken = waiting.take();
        assert_eq!(taken.count, 2);
        assert!(waiting.take().is_empty());
        waiting.note(&slug, &[1; 16], "2023-08-11");
        waiting.put_back(&taken);
        assert_eq!(waiting.take().count, 2);
    }
}
