//! Keeps a server's own store a copy of what the newsroom published in a shared database: articles, pictures and pages
//! from the feed, in its order, and counters as they change. A copy that is lost is made again.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bantin_media::pictures::{self, PictureError};
use bantin_model::Slug;
use jiff::Timestamp;
use tokio::sync::watch;

use bantin_core::day;
use bantin_core::draft::Draft;
use bantin_site::content;
use bantin_store::illustrate::{Illustrated, illustrate};
use bantin_store::ledger::READING_DAYS;
use bantin_store::lock::{Lock, LockError};
use bantin_store::postgres::Postgres;
use bantin_store::postgres::feed::{Entry, Item};
use bantin_store::sqlite::{Store, StoreError};
use bantin_store::watched::{self, Failure, Part, Rounds, Watched};

/// The key under which this store notes how far it has followed.
const POSITION: &str = "followed";

/// How often it is checked whether there is something new.
const LOOK: Duration = Duration::from_secs(1);
/// The lock in the data folder for updating the copy.
const LOCK: &str = ".follow.lock";

/// Why a server cannot follow.
#[derive(Debug, thiserror::Error)]
pub enum ReplicaError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Picture(#[from] PictureError),
    #[error(
        "the data folder holds another newsroom than the database: give this server an empty one"
    )]
    Another,
    #[error("the picture {0} was published but is not in the database")]
    NoPicture(String),
    #[error(transparent)]
    Lock(#[from] LockError),
}

impl From<ReplicaError> for Failure {
    fn from(error: ReplicaError) -> Self {
        match error {
            ReplicaError::Store(error) => error.into(),
            other => Self { cause: other.to_string(), is_elsewhere: false },
        }
    }
}

/// The result of a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replicated {
    /// Whether anything was published since the last step.
    pub is_new: bool,
    /// Articles whose counters changed.
    pub counted: Vec<Slug>,
}

/// An earlier address of an article, and the address it leads to.
type Move = (Slug, Slug);

/// Follows the feed of `source` into `store`.
pub struct Replica {
    source: Arc<Postgres>,
    store: Arc<Store>,
    media: PathBuf,
    /// The source's time at the last step, after which counters that changed are copied. It is not stored, since a
    /// restored database counts time anew: a server that starts copies all counters.
    counted: i64,
}

impl Replica {
    /// A replica that has copied nothing yet. Pictures go into the folder `media`.
    ///
    /// # Errors
    /// [`ReplicaError::Another`] when the store is a copy of another source, or has articles of its own.
    pub async fn new(
        source: Arc<Postgres>,
        store: Arc<Store>,
        media: PathBuf,
    ) -> Result<Self, ReplicaError> {
        let identity = source.identity().await?;
        if !blocking(&store, move |store| Ok(store.become_replica_of(&identity)?)).await? {
            return Err(ReplicaError::Another);
        }
        Ok(Self { source, store, media, counted: 0 })
    }

    /// What watches over the replica.
    pub fn watched(&self) -> &Watched {
        self.store.watched()
    }

    /// Brings the store up to date.
    ///
    /// # Errors
    /// [`ReplicaError`]; the step is then repeated the next time.
    pub async fn step(&mut self) -> Result<Replicated, ReplicaError> {
        let is_new = self.content().await?;
        self.store.watched().strike(Part::Replica)?;
        let now = self.source.now().await?;
        let counters = self.source.counters_since(self.counted).await?;
        let readings = self.source.readings_since(self.counted).await?;
        let counted = blocking(&self.store, move |store| {
            if !readings.is_empty() {
                store.set_readings(&readings, &oldest_day(store)?)?;
            }
            Ok(store.set_counters(&counters)?)
        })
        .await?;
        self.counted = now;
        Ok(Replicated { is_new, counted })
    }

    /// Copies what was published since the last step. Answers whether there was anything.
    async fn content(&self) -> Result<bool, ReplicaError> {
        let known = blocking(&self.store, position).await?;
        if self.source.published(known).await?.is_empty() {
            return Ok(false);
        }
        // One process at a time: a server and an export may update the same folder, and the slower one would undo what
        // the faster has done.
        let lock = self.media.with_file_name(LOCK);
        let _lock =
            blocking(&self.store, move |_| Ok(Lock::wait(&lock, "following", &mut |_| {})?))
                .await?;
        let start = blocking(&self.store, position).await?;
        let (mut last, mut moved) = (start, Vec::new());
        loop {
            let entries = self.source.published(last).await?;
            let Some(newest) = entries.last() else { break };
            last = newest.position;
            moved.extend(self.take(entries).await?);
        }
        if last == start {
            return Ok(false);
        }
        blocking(&self.store, move |store| {
            // After the articles, and the last move first, since an earlier address may lead to another.
            for (from, to) in moved.iter().rev() {
                store.set_earlier(from, to)?;
            }
            // Articles that were published before the site had its present languages.
            if let Some(site) = store.site()? {
                store.file_languages(&site.languages)?;
            }
            store.relate()?;
            store.set_meta(POSITION, last.to_string().as_bytes())?;
            Ok(store.advance_revision()?)
        })
        .await?;
        Ok(true)
    }

    /// Stores entries, and answers the moves among them.
    async fn take(&self, entries: Vec<Entry>) -> Result<Vec<Move>, ReplicaError> {
        for entry in &entries {
            if let Item::Picture(name) = &entry.item {
                self.fetch(name).await?;
            }
        }
        let media = self.media.clone();
        let (slugs, moved) =
            blocking(&self.store, move |store| apply(store, &media, entries)).await?;
        // Their counters may have been copied before they were here.
        let counters = self.source.counters_of(&slugs).await?;
        blocking(&self.store, move |store| Ok(store.set_counters(&counters)?)).await?;
        Ok(moved)
    }

    async fn fetch(&self, name: &str) -> Result<(), ReplicaError> {
        if self.media.join(name).is_file() {
            return Ok(());
        }
        let bytes = self.source.picture(name).await?;
        let bytes = bytes.ok_or_else(|| ReplicaError::NoPicture(name.to_owned()))?;
        let (media, name) = (self.media.clone(), name.to_owned());
        blocking(&self.store, move |_| Ok(pictures::write(&media, &name, &bytes)?)).await
    }
}

/// Copies what others publish and count until it is stopped; tells each article whose counters changed.
pub async fn keep(
    replica: Replica,
    counted: impl Fn(&Slug) + Send + 'static,
    stopped: watch::Receiver<bool>,
) {
    let worker = replica.watched().worker(Part::Replica);
    watched::keep(worker, Replication { replica, counted }, stopped).await;
}

struct Replication<F> {
    replica: Replica,
    counted: F,
}

#[async_trait]
impl<F: Fn(&Slug) + Send> Rounds for Replication<F> {
    fn every(&self) -> Duration {
        LOOK
    }

    async fn round(&mut self) -> Result<(), Failure> {
        let followed = self.replica.step().await?;
        followed.counted.iter().for_each(&self.counted);
        Ok(())
    }
}

async fn blocking<T: Send + 'static>(
    store: &Arc<Store>,
    f: impl FnOnce(&Store) -> Result<T, ReplicaError> + Send + 'static,
) -> Result<T, ReplicaError> {
    let store = Arc::clone(store);
    let done = tokio::task::spawn_blocking(move || f(&store)).await;
    done.map_err(|_| StoreError::Interrupted(Part::Replica))?
}

fn position(store: &Store) -> Result<i64, ReplicaError> {
    let position = store.meta(POSITION)?.and_then(|bytes| String::from_utf8(bytes).ok());
    Ok(position.and_then(|text| text.parse().ok()).unwrap_or(0))
}

/// The first day for which readings are kept.
fn oldest_day(store: &Store) -> Result<String, ReplicaError> {
    let zone = day::zone(&content::site(store)?);
    Ok(day::before(&zone, Timestamp::now(), READING_DAYS))
}

/// Stores entries in their order. Answers the articles among them, and the moves.
fn apply(
    store: &Store,
    media: &std::path::Path,
    entries: Vec<Entry>,
) -> Result<(Vec<Slug>, Vec<Move>), ReplicaError> {
    let (mut slugs, mut moved) = (Vec::new(), Vec::new());
    let mut drafts: Vec<(i64, Draft)> = Vec::new();
    for Entry { first, item, .. } in entries {
        match item {
            Item::Picture(_) => {}
            Item::Article(draft) => {
                slugs.push(draft.slug.clone());
                drafts.push((first, *draft));
            }
            Item::Site(site) => store.set_site(&site)?,
            // Each thing is in the feed once, so articles may be stored later than entries behind them.
            Item::Withdrawn(gone) => {
                if !store.remove(&gone.slug, gone.moved_to.as_ref())? {
                    store.set_gone(&gone)?;
                }
            }
            Item::Moved { from, to } => {
                store.remove(&from, Some(&to))?;
                moved.push((from, to));
            }
            Item::Pages(mut pages) => {
                let parts = pages.iter_mut().map(Illustrated::page);
                told(illustrate(store, media, parts)?);
                store.set_static_pages(&pages)?;
            }
        }
    }
    let parts = drafts.iter_mut().map(|(_, draft)| Illustrated::draft(draft));
    told(illustrate(store, media, parts)?);
    store.put_numbered(&drafts)?;
    Ok((slugs, moved))
}

/// Logs the pictures of which nothing could be made; they are shown as they are.
fn told(notes: Vec<String>) {
    for note in notes {
        tracing::warn!(note, "a picture");
    }
}
