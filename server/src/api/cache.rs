//! Keeps answers for some seconds, up to a size in bytes. Each is made once, however many ask for it at the same time.
//!
//! An article that was rated or read is made anew within [`SOON`], so that a burst of votes does not cause a burst of
//! pages. An import drops all answers. Apart from that, no answer is older than [`AGE`] (which shows in the views and
//! ratings of other articles in a list).

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::http::HeaderMap;
use axum::response::Response;
use moka::ops::compute::Op;

use super::cause::words_of;
use super::rendered::{Coding, Rendered, wanted};

const AGE: Duration = Duration::from_secs(10);
const SOON: Duration = Duration::from_millis(500);
/// How long an outdated answer is kept, so that an unchanged one need not be packed again.
const SPARE: Duration = Duration::from_secs(300);
/// How many lately rated or read articles are remembered.
const MOST_OUTDATED: u64 = 100_000;

/// The task that made an answer ended without one.
#[derive(Debug, thiserror::Error)]
#[error("an answer could not be made: {0}")]
pub struct Lost(String);

impl From<tokio::task::JoinError> for Lost {
    fn from(error: tokio::task::JoinError) -> Self {
        let panic = match error.try_into_panic() {
            Ok(panic) => panic,
            Err(error) => return Self(error.to_string()),
        };
        Self(format!("panic: {}", words_of(&*panic)))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    /// Advanced when all answers are dropped, so that those that were being made are not found any more.
    round: u64,
    path: Arc<str>,
    coding: Coding,
}

/// Answers by path.
pub struct Cache {
    entries: moka::future::Cache<Key, Arc<Rendered>>,
    /// When the content of a path changed.
    outdated: moka::sync::Cache<String, Instant>,
    round: AtomicU64,
}

impl Cache {
    /// A cache of at most this many bytes.
    pub fn new(bytes: u64) -> Self {
        let entries = moka::future::Cache::builder()
            .max_capacity(bytes)
            .weigher(|key: &Key, rendered: &Arc<Rendered>| {
                let weight = rendered.weight() + key.path.len() + size_of::<Key>();
                u32::try_from(weight).unwrap_or(u32::MAX)
            })
            .time_to_live(SPARE)
            .build();
        let outdated =
            moka::sync::Cache::builder().max_capacity(MOST_OUTDATED).time_to_live(2 * AGE).build();
        Self { entries, outdated, round: AtomicU64::new(0) }
    }

    fn key(&self, path: &str, coding: Coding) -> Key {
        Key { round: self.round.load(Ordering::Acquire), path: path.into(), coding }
    }

    fn is_fresh(&self, path: &str, rendered: &Rendered) -> bool {
        let changed = self.outdated.get(path).is_some_and(|changed| changed >= rendered.made);
        rendered.made.elapsed() < if changed { SOON } else { AGE }
    }

    async fn fresh(&self, key: &Key) -> Option<Arc<Rendered>> {
        self.entries.get(key).await.filter(|rendered| self.is_fresh(&key.path, rendered))
    }

    /// The answer to `request` for `path`, packed as the client accepts it. `make` makes it when there is none. A
    /// failure is not kept, and is told to all who wait for it.
    ///
    /// # Errors
    /// The error of `make`.
    pub async fn answer<E>(
        &self,
        path: &str,
        request: &HeaderMap,
        make: impl Future<Output = Result<Rendered, E>>,
    ) -> Result<Response, E>
    where
        E: Clone + From<Lost> + Send + Sync + 'static,
    {
        let key = self.key(path, wanted(request));
        if key.coding != Coding::Identity
            && let Some(packed) = self.fresh(&key).await
        {
            return Ok(packed.respond(request));
        }
        let plain = self.entry(Key { coding: Coding::Identity, ..key.clone() }, make).await?;
        let coding = plain.coding_for(request);
        if coding == Coding::Identity {
            return Ok(plain.respond(request));
        }
        if let Some(known) = plain.if_known(request, coding) {
            return Ok(known);
        }
        let older = self.entries.get(&key).await;
        let packing = async {
            let work = move || Arc::unwrap_or_clone(plain).packed(coding, older.as_deref());
            let packed = tokio::task::spawn_blocking(work).await;
            packed.map_err(|error| E::from(Lost::from(error)))
        };
        Ok(self.entry(key, packing).await?.respond(request))
    }

    /// The entry at `key`, made when there is no fresh one. Others who ask meanwhile wait for the same one.
    async fn entry<E: Clone + Send + Sync + 'static>(
        &self,
        key: Key,
        make: impl Future<Output = Result<Rendered, E>>,
    ) -> Result<Arc<Rendered>, E> {
        if let Some(known) = self.entries.get(&key).await {
            if self.is_fresh(&key.path, &known) {
                return Ok(known);
            }
            // Somebody else may have put a fresh one there meanwhile.
            let drop_old = |found: Option<moka::Entry<Key, Arc<Rendered>>>| {
                let is_old = found.is_some_and(|found| !self.is_fresh(&key.path, found.value()));
                std::future::ready(if is_old { Op::Remove } else { Op::Nop })
            };
            self.entries.entry_by_ref(&key).and_compute_with(drop_old).await;
        }
        let made = async { make.await.map(Arc::new) };
        self.entries.try_get_with(key, made).await.map_err(Arc::unwrap_or_clone)
    }

    /// Marks the answer at `path` as out of date. It may be used until it is [`SOON`] old.
    pub fn outdate(&self, path: &str) {
        self.outdated.insert(path.to_owned(), Instant::now());
    }

    /// Drops all answers, with those that are being made.
    pub fn clear(&self) {
        self.round.fetch_add(1, Ordering::AcqRel);
        self.entries.invalidate_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use axum::http::{HeaderValue, StatusCode, header};
    use tokio::sync::Semaphore;

    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    struct Failed(String);

    impl From<Lost> for Failed {
        fn from(lost: Lost) -> Self {
            Self(lost.to_string())
        }
    }

    fn rendered(text: String) -> Rendered {
        Rendered::new(text.into_bytes(), "text/plain", Instant::now())
    }

    fn takes(coding: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(coding))])
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_entry_is_made_once_however_many_ask() {
        let cache = Arc::new(Cache::new(1 << 20));
        let (made, gate) = (Arc::new(AtomicUsize::new(0)), Arc::new(Semaphore::new(0)));
        let askers: Vec<_> = (0..200)
            .map(|number| {
                let (cache, made, gate) =
                    (Arc::clone(&cache), Arc::clone(&made), Arc::clone(&gate));
                let coding = ["br", "gzip", "identity"][number % 3];
                tokio::spawn(async move {
                    let make = async {
                        made.fetch_add(1, Ordering::SeqCst);
                        let _held = gate.acquire().await.unwrap();
                        Ok::<_, Failed>(rendered("x".repeat(5_000)))
                    };
                    cache.answer("a", &takes(coding), make).await.unwrap()
                })
            })
            .collect();
        gate.add_permits(1);
        for asker in askers {
            assert_eq!(asker.await.unwrap().status(), StatusCode::OK);
        }
        assert_eq!(made.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn what_fails_is_told_to_all_and_not_kept() {
        let cache = Cache::new(1 << 20);
        let failing = async { Err(Failed("no".to_owned())) };
        let error = cache.answer("a", &HeaderMap::new(), failing).await.unwrap_err();
        assert_eq!(error, Failed("no".to_owned()));
        let make = async { Ok::<_, Failed>(rendered("y".to_owned())) };
        assert!(cache.answer("a", &HeaderMap::new(), make).await.is_ok());
    }

    #[tokio::test]
    async fn what_was_being_made_when_all_was_dropped_is_not_kept() {
        let cache = Cache::new(1 << 20);
        let old = async {
            cache.clear();
            Ok::<_, Failed>(rendered("old".to_owned()))
        };
        cache.answer("a", &HeaderMap::new(), old).await.unwrap();
        let new = async { Ok::<_, Failed>(rendered("new".to_owned())) };
        let response = cache.answer("a", &HeaderMap::new(), new).await.unwrap();
        let body = axum::body::to_bytes(response.into_body(), 100).await.unwrap();
        assert_eq!(body, "new");
    }

    #[tokio::test]
    async fn an_answer_made_before_a_vote_stands_for_a_moment_only() {
        let cache = Cache::new(1 << 20);
        let long_ago = Instant::now().checked_sub(SOON).unwrap();
        let before = Rendered::new(b"before".to_vec(), "text/plain", long_ago);
        let make = async { Ok::<_, Failed>(before.clone()) };
        cache.answer("a", &HeaderMap::new(), make).await.unwrap();
        let never = async { Err(Failed("asked again".to_owned())) };
        assert!(cache.answer("a", &HeaderMap::new(), never).await.is_ok(), "it is kept");
        cache.outdate("a");
        let after = async { Err(Failed("asked again".to_owned())) };
        assert!(cache.answer("a", &HeaderMap::new(), after).await.is_err());
    }

    #[tokio::test]
    async fn it_takes_no_more_bytes_than_it_may() {
        let cache = Cache::new(100_000);
        for number in 0..500 {
            let make = async { Ok::<_, Failed>(rendered(format!("{number} ").repeat(1_000))) };
            cache.answer(&number.to_string(), &takes("gzip"), make).await.unwrap();
        }
        cache.entries.run_pending_tasks().await;
        let taken = cache.entries.weighted_size();
        assert!(taken > 0 && taken <= 100_000, "{taken}");
    }
}
