//! Readings: counted in memory, written in batches. A crash loses the readings of the last moments, but no vote.

use std::collections::{HashMap, HashSet};
use std::ops::Deref;
use std::sync::{Mutex, PoisonError};

use bantin_model::Slug;

use super::ReaderId;

/// How many readings are kept in memory while they cannot be written.
const MOST: usize = 200_000;

/// Which readers have read which article on which day.
#[derive(Clone, Debug, Default)]
pub struct Readings {
    /// By article and day (`YYYY-MM-DD`).
    pub readers: HashMap<(Slug, String), HashSet<ReaderId>>,
    count: usize,
}

impl Readings {
    /// Notes one reading; it counts once a reader, article and day. False when it was noted before.
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
    /// Notes one reading; `day` is `YYYY-MM-DD`. Answers whether it was noted: when too many wait to be written, none
    /// is.
    pub fn note(&self, slug: &Slug, reader: &ReaderId, day: &str) -> bool {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.count >= MOST {
            return false;
        }
        waiting.note(slug, reader, day);
        true
    }

    /// Takes out the readings that wait. They go back when the result is dropped before it is
    /// [written](ReadingsInFlight::are_written), also by a panic.
    pub fn take(&self) -> ReadingsInFlight<'_> {
        let readings = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        ReadingsInFlight { readings, waiting: self }
    }

    fn put_back(&self, readings: &Readings) {
        for ((slug, day), readers) in &readings.readers {
            for reader in readers {
                self.note(slug, reader, day);
            }
        }
    }
}

/// Readings that are being written into the ledger.
pub struct ReadingsInFlight<'a> {
    readings: Readings,
    waiting: &'a Waiting,
}

impl Deref for ReadingsInFlight<'_> {
    type Target = Readings;

    fn deref(&self) -> &Readings {
        &self.readings
    }
}

impl ReadingsInFlight<'_> {
    /// Notes that they are in the ledger.
    pub fn are_written(mut self) {
        self.readings = Readings::default();
    }
}

impl Drop for ReadingsInFlight<'_> {
    fn drop(&mut self) {
        if !self.readings.is_empty() {
            self.waiting.put_back(&self.readings);
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
        drop(taken);
        let taken = waiting.take();
        assert_eq!(taken.count, 2, "what was not written waits on");
        taken.are_written();
        assert!(waiting.take().is_empty());
    }
}
