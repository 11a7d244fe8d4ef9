//! A small cache of values fetched in this visit, so that going back is instant and lands where the reader was.

use std::collections::VecDeque;
use std::sync::Arc;

/// The last few values by key; the least recently used is dropped first.
#[derive(Debug)]
pub struct Recent<K, V> {
    entries: VecDeque<(K, Arc<V>)>,
    capacity: usize,
}

impl<K: PartialEq, V> Recent<K, V> {
    pub fn new(capacity: usize) -> Self {
        Self { entries: VecDeque::with_capacity(capacity), capacity }
    }

    /// The value of `key`, which becomes the most recently used.
    pub fn get(&mut self, key: &K) -> Option<Arc<V>> {
        let position = self.entries.iter().position(|(k, _)| k == key)?;
        let entry = self.entries.remove(position)?;
        let value = Arc::clone(&entry.1);
        self.entries.push_back(entry);
        Some(value)
    }

    pub fn put(&mut self, key: K, value: Arc<V>) {
        self.entries.retain(|(k, _)| *k != key);
        if self.entries.len() >= self.capacity {
            self.entries.pop_front();
        }
        self.entries.push_back((key, value));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_least_recently_used_goes_first() {
        let mut recent = Recent::new(2);
        recent.put("a", Arc::new(1));
        recent.put("b", Arc::new(2));
        assert_eq!(*recent.get(&"a").unwrap(), 1);
        recent.put("c", Arc::new(3));
        assert!(recent.get(&"b").is_none());
        assert!(recent.get(&"a").is_some() && recent.get(&"c").is_some());
    }

    #[test]
    fn the_newer_value_wins() {
        let mut recent = Recent::new(2);
        recent.put("a", Arc::new(1));
        recent.put("a", Arc::new(2));
        assert_eq!(*recent.get(&"a").unwrap(), 2);
    }
}
