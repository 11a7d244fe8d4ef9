//! Looks at sources, one after another: always at one that is due and that nobody else looks at.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use bantin_core::clock::Clock;
use bantin_core::sources::subscription::{self, Subscription};
use bantin_core::sources::{Entry, LookOutcome};
use bantin_core::sources::{KeeperId, Next};
use bantin_import as import;
use bantin_store::data_folder::STORE;
use bantin_store::open::open_store;
use bantin_store::register::Register;
use bantin_store::sqlite::files::FileId;
use bantin_store::sqlite::{StoreError, StoreRegister};
use bantin_store::watched::{self, Failure, Part, Rounds, Watched};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{oneshot, watch};
use url::Url;

use super::look::{self, Target, Wait};
use crate::api::SecretsError;

/// How often it is checked whether a source is due.
const OFTEN: Duration = Duration::from_secs(1);
/// How long a process holds a source that it looks at. If it dies, another one looks after this time.
const HOLD: SignedDuration = SignedDuration::from_secs(120);
/// How often a process that looks at a source extends its hold.
const STILL: Duration = Duration::from_secs(30);
/// How many sources a server looks at at the same time, so that looks without changes do not wait for a slow one. Of
/// those with changes, only one at a time is imported into a folder.
const WORKERS: usize = 3;

/// Looks at the sources for one process.
pub struct Keeper {
    register: Arc<dyn Register>,
    target: Target,
    clock: Clock,
    /// Tells the looks of this process from those of others.
    process: KeeperId,
    /// How many looks were begun.
    looks: AtomicU64,
    /// The address at which hubs reach this service.
    address: Option<Address>,
}

/// Gives the address at which others reach this service, if it is known.
pub type Address = Arc<dyn Fn() -> Option<Url> + Send + Sync>;

impl Keeper {
    /// A keeper for the sources in `register`, which imports into `target`.
    ///
    /// # Errors
    /// [`SecretsError::Random`].
    pub fn new(
        register: Arc<dyn Register>,
        target: Target,
        clock: Clock,
    ) -> Result<Self, SecretsError> {
        let mut process = KeeperId::default();
        getrandom::fill(&mut process).map_err(SecretsError::Random)?;
        Ok(Self { register, target, clock, process, looks: AtomicU64::new(0), address: None })
    }

    /// Subscribes at hubs too, which reach the service at `address`.
    #[must_use]
    pub fn reached_at(self, address: Address) -> Self {
        Self { address: Some(address), ..self }
    }

    /// The id of a new look. Each look has its own, so that one that lost its source cannot take it for its own again.
    fn holder(&self) -> KeeperId {
        let mut holder = self.process;
        let look = self.looks.fetch_add(1, Ordering::Relaxed).to_le_bytes();
        holder.iter_mut().zip(look).for_each(|(byte, of_look)| *byte ^= of_look);
        holder
    }

    /// Looks at the source that has waited longest, if one is due; its entry after that.
    ///
    /// # Errors
    /// [`StoreError`] of the register. A look that fails is no error.
    pub async fn step(&self) -> Result<Option<Entry>, StoreError> {
        let now = self.clock.now();
        let holder = self.holder();
        let claimed = self.register.claim(&holder, now.as_second(), until(now)).await?;
        let Some(entry) = claimed else { return Ok(None) };
        let (looked, wait) = self.look(entry, now, &holder).await?;
        told(&looked);
        let now = self.clock.now();
        let renewal = self.subscribe(&looked, now).await.unwrap_or_else(|error| {
            tracing::warn!(source = %looked.source.name, "its hub was not asked: {error}");
            None
        });
        let after = |wait: Duration| {
            let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::MAX);
            now.saturating_add(wait).unwrap_or(Timestamp::MAX).as_second()
        };
        let due = after(wait.next);
        // The hub is asked again in time, even if the source itself is rarely looked at.
        let due =
            renewal.map_or(due, |renewal| due.min(renewal.as_second().max(now.as_second() + 60)));
        let next = Next { due, not_before: after(wait.rest) };
        if !self.register.settle(&looked, &holder, &next).await? {
            tracing::info!(source = %looked.source.name, "what came of this look is not noted: its settings changed, or somebody else looks at it by now");
        }
        Ok(Some(looked))
    }

    /// Subscribes at the hub that a source names, when it is time for that. Answers when to ask the hub again, if the
    /// subscription holds.
    async fn subscribe(
        &self,
        entry: &Entry,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        let (Some(address), Some(hub)) = (self.address.clone(), entry.state.known.hub.clone())
        else {
            return Ok(None);
        };
        // The subscription that a hub confirmed meanwhile.
        let name = entry.source.name.clone();
        let known = self.register.followed_one(&name).await?.and_then(|entry| entry.subscription);
        let known = known.filter(|subscription| subscription.is_of(&hub));
        if let Some(subscription) = &known
            && now < subscription.renewal()
        {
            return Ok(subscription.holds(now).then(|| subscription.renewal()));
        }
        let base = tokio::task::spawn_blocking(move || address()).await.ok().flatten();
        let Some(base) = base.filter(|base| import::may_be_reached(base, &hub.hub)) else {
            tracing::debug!(source = %name, "the hub is not asked: this site's address is a local one");
            return Ok(None);
        };
        let mut subscription = match known {
            Some(known) => Subscription { asked: now, ..known },
            None => match Subscription::new(hub, now) {
                Ok(new) => new,
                Err(error) => {
                    tracing::warn!(source = %name, "no hub is asked: {error}");
                    return Ok(None);
                }
            },
        };
        let Some(callback) = subscription::callback(&base, &name, &subscription.id) else {
            return Ok(None);
        };
        // Stored before the hub is asked, since it may ask back before it answers.
        self.register.set_subscription(&name, &subscription).await?;
        let (question, hub) = (subscription.question(&callback), subscription.of.hub.clone());
        let source = entry.source.url.clone();
        let asked = tokio::task::spawn_blocking(move || import::tell_hub(&source, &hub, &question));
        if let Ok(Err(why)) = asked.await {
            tracing::warn!(source = %name, hub = %subscription.of.hub, "the hub was asked to tell of changes: {why}");
            // The hub may have asked back all the same.
            let noted = self.register.followed_one(&name).await?;
            let noted = noted.and_then(|entry| entry.subscription);
            if noted.is_some_and(|noted| {
                (noted.id, noted.until) == (subscription.id.clone(), subscription.until)
            }) {
                subscription.refused = Some(why);
                self.register.set_subscription(&name, &subscription).await?;
            }
        }
        Ok(None)
    }

    /// Looks at a source in a thread of its own, and extends the hold on it meanwhile.
    async fn look(
        &self,
        entry: Entry,
        now: Timestamp,
        holder: &KeeperId,
    ) -> Result<(Entry, Wait), StoreError> {
        let (done, mut over) = oneshot::channel();
        let (taken, target, chance) = (entry.clone(), self.target.clone(), chance());
        let work = move || {
            // When the server stops, nobody waits for the result.
            let _ = done.send(look::look(taken, &target, now, chance));
        };
        let thread = std::thread::Builder::new().name("look".to_owned());
        thread.spawn(work).map_err(StoreError::Thread)?;
        loop {
            tokio::select! {
                looked = &mut over => {
                    return Ok(looked.unwrap_or_else(|_| look::broken(entry, self.clock.now())));
                }
                () = tokio::time::sleep(STILL) => {
                    let (name, until) = (&entry.source.name, until(self.clock.now()));
                    // The register may answer again by the time the look ends.
                    match self.register.hold(name, holder, until).await {
                        Ok(true) => {}
                        Ok(false) => tracing::warn!(source = %name, "somebody else looks at it by now"),
                        Err(error) => {
                            tracing::warn!(source = %name, "cannot say that it is still being looked at: {error}");
                        }
                    }
                }
            }
        }
    }
}

fn until(now: Timestamp) -> i64 {
    now.saturating_add(HOLD).unwrap_or(Timestamp::MAX).as_second()
}

/// A random number from 0 to 1.
fn chance() -> f64 {
    let mut bytes = [0; 4];
    // Without random numbers all look at the same moment, which does little harm.
    match getrandom::fill(&mut bytes) {
        Ok(()) => f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX),
        Err(_) => 0.5,
    }
}

/// Logs the result of a look; of failures the first, and then fewer and fewer.
fn told(entry: &Entry) {
    let (name, state) = (&entry.source.name, &entry.state);
    match &state.last {
        Some(came @ LookOutcome::Read { .. }) => tracing::info!(source = %name, "{came}"),
        Some(came @ LookOutcome::Failed { .. }) if state.failures.is_power_of_two() => {
            tracing::warn!(source = %name, failures = state.failures, "{came}");
        }
        _ => {}
    }
}

/// Looks at sources until `stopped` says so.
pub fn start(keeper: Keeper, watched: &Watched, stopped: &watch::Receiver<bool>) {
    let keeper = Arc::new(keeper);
    for _ in 0..WORKERS {
        let rounds = Looks { keeper: Arc::clone(&keeper), watched: watched.clone(), found: false };
        tokio::spawn(watched::keep(watched.worker(Part::Sources), rounds, stopped.clone()));
    }
}

struct Looks {
    keeper: Arc<Keeper>,
    watched: Watched,
    /// Whether a source was due the last time, so that another one may be.
    found: bool,
}

#[async_trait]
impl Rounds for Looks {
    fn every(&self) -> Duration {
        if self.found { Duration::ZERO } else { OFTEN }
    }

    async fn round(&mut self) -> Result<(), Failure> {
        self.found = false;
        let looked = self.keeper.step().await?;
        self.watched.strike(Part::Sources)?;
        self.found = looked.is_some();
        Ok(())
    }
}

/// As [`start`], for the store in the folder `data`, which may be away for a while or be replaced. For an export that
/// watches, which logs that.
pub fn start_in(data: PathBuf, watched: &Watched, stopped: &watch::Receiver<bool>) {
    let rounds = LooksIn { data, open: None, found: false };
    tokio::spawn(watched::keep(watched.worker(Part::Sources), rounds, stopped.clone()));
}

struct LooksIn {
    data: PathBuf,
    /// The open store: its file, and its keeper.
    open: Option<(FileId, Keeper)>,
    found: bool,
}

impl LooksIn {
    /// The keeper for the store that is there now; `None` when there is no store.
    async fn keeper(&mut self) -> Result<Option<&Keeper>, Failure> {
        let file = FileId::at(&self.data.join(STORE)).ok();
        if self.open.as_ref().map(|(open, _)| *open) != file {
            self.open = None;
        }
        let Some(file) = file else { return Ok(None) };
        if self.open.is_none() {
            let data = self.data.clone();
            let opened = tokio::task::spawn_blocking(move || {
                let store = open_store(&data).map_err(|error| error.to_string())?;
                let (own, target) = (StoreRegister(Arc::new(store)), Target::Folder(data));
                let keeper = Keeper::new(Arc::new(own), target, Clock::default());
                keeper.map_err(|error| error.to_string())
            });
            let opened = opened.await.map_err(|error| error.to_string()).flatten();
            let keeper = opened.map_err(|cause| Failure { cause, is_elsewhere: false })?;
            self.open = Some((file, keeper));
        }
        Ok(self.open.as_ref().map(|(_, keeper)| keeper))
    }
}

#[async_trait]
impl Rounds for LooksIn {
    fn every(&self) -> Duration {
        if self.found { Duration::ZERO } else { OFTEN }
    }

    async fn round(&mut self) -> Result<(), Failure> {
        self.found = false;
        let Some(keeper) = self.keeper().await? else { return Ok(()) };
        self.found = match keeper.step().await {
            Ok(looked) => looked.is_some(),
            Err(StoreError::Moved(_)) => false,
            Err(error) => return Err(error.into()),
        };
        Ok(())
    }
}
