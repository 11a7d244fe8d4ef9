//! The index of a running server.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bantin_store::sqlite::{Store, StoreError, TextVersion};

use super::{Index, build};

/// How often it is checked whether articles have changed.
const LOOK: Duration = Duration::from_secs(1);

/// The index, built anew in a thread of its own when articles have changed, while the old one answers.
#[derive(Default)]
pub struct IndexCache {
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    state: Mutex<State>,
    is_done: Condvar,
    /// How many indexes were built.
    built: AtomicU64,
}

#[derive(Default)]
struct State {
    known: Option<(TextVersion, Arc<Index>)>,
    looked: Option<Instant>,
    is_building: bool,
}

/// The right to build. Dropping it, for whatever reason, lets others build.
struct Building(Arc<Inner>);

impl Drop for Building {
    fn drop(&mut self) {
        self.0.state().is_building = false;
        self.0.is_done.notify_all();
    }
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Builds the index for the store's present content, unless that is the one at hand. Only with `Building`.
    fn renew(&self, store: &Store, _turn: &Building) -> Result<Arc<Index>, StoreError> {
        let version = store.text_version()?;
        let known = self.state().known.clone();
        if let Some((_, index)) = known.filter(|(known, _)| *known == version) {
            return Ok(index);
        }
        let index = Arc::new(build(store)?);
        self.state().known = Some((version, Arc::clone(&index)));
        self.built.fetch_add(1, Ordering::Release);
        Ok(index)
    }
}

impl IndexCache {
    /// The newest index that is built. Only before the first one there is something to wait for, and then all wait for
    /// the same. Blocks.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn get(&self, store: &Arc<Store>) -> Result<Arc<Index>, StoreError> {
        let mut state = self.inner.state();
        loop {
            if let Some((_, index)) = &state.known {
                let index = Arc::clone(index);
                let is_due = state.looked.is_none_or(|looked| looked.elapsed() >= LOOK);
                drop(state);
                if is_due {
                    self.refresh(store);
                }
                return Ok(index);
            }
            if !state.is_building {
                state.is_building = true;
                drop(state);
                let turn = Building(Arc::clone(&self.inner));
                return self.inner.renew(store, &turn);
            }
            state = self.inner.is_done.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Makes a thread bring the index up to date, unless one is doing so.
    pub fn refresh(&self, store: &Arc<Store>) {
        let mut state = self.inner.state();
        if state.is_building {
            return;
        }
        state.is_building = true;
        state.looked = Some(Instant::now());
        drop(state);
        let turn = Building(Arc::clone(&self.inner));
        let store = Arc::clone(store);
        let work = move || {
            if let Err(error) = turn.0.renew(&store, &turn) {
                tracing::warn!(%error, "the search index could not be built; the old one answers on");
            }
        };
        let thread = std::thread::Builder::new().name("search index".to_owned()).spawn(work);
        if let Err(error) = thread {
            tracing::warn!(%error, "no thread for building the search index; the old one answers on");
        }
    }

    /// A number that changes with each new index.
    pub fn built(&self) -> u64 {
        self.inner.built.load(Ordering::Acquire)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_index_answers_while_a_new_one_is_built() {
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(Store::create(&folder.path().join("bantin.sqlite")).unwrap());
        let cache = IndexCache::default();
        let first = cache.get(&store).unwrap();
        assert_eq!(cache.built(), 1);
        // Somebody is at it.
        cache.inner.state().is_building = true;
        cache.inner.state().looked = None;
        assert!(Arc::ptr_eq(&cache.get(&store).unwrap(), &first));
        assert_eq!(cache.built(), 1, "nobody else begins");
    }

    #[test]
    fn all_who_come_before_the_first_wait_for_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(Store::create(&folder.path().join("bantin.sqlite")).unwrap());
        let cache = IndexCache::default();
        let found: Vec<Arc<Index>> = std::thread::scope(|scope| {
            let askers: Vec<_> =
                (0..16).map(|_| scope.spawn(|| cache.get(&store).unwrap())).collect();
            askers.into_iter().map(|asker| asker.join().unwrap()).collect()
        });
        assert_eq!(cache.built(), 1);
        assert!(found.iter().all(|index| Arc::ptr_eq(index, &found[0])));
    }

    #[test]
    fn a_builder_that_fails_lets_the_next_one_build() {
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(Store::create(&folder.path().join("bantin.sqlite")).unwrap());
        let cache = IndexCache::default();
        cache.inner.state().is_building = true;
        let turn = Building(Arc::clone(&cache.inner));
        let waiting = std::thread::scope(|scope| {
            let waiting = scope.spawn(|| cache.get(&store).map(|_| ()));
            let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(move || {
                let _turn = turn;
                panic!("in the middle of it");
            }));
            waiting.join().unwrap()
        });
        assert!(waiting.is_ok());
        assert_eq!(cache.built(), 1);
    }
}
