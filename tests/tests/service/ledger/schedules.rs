//! A thousand random schedules of readers, a network that loses, repeats and delays, and a ledger that is
//! locked, cut off and restarted, against a model: every acknowledged vote is stored, none is stored twice,
//! the last choice wins, the counters are those of the votes.
//!
//! Each schedule has an article of its own, so that they can run at once and get into each other's
//! transactions; what befalls the ledger befalls all of them.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use bantin_model::{Slug, Stars};
use bantin_store::ledger::{Ledger, ReaderId, VoteOutcome, VoteRequest};
use bantin_store::sqlite::StoreError;
use bantin_tests::postgres::Cluster;
use tokio::sync::{RwLock, Semaphore};
use tokio::task::JoinSet;

use crate::ledger::under::{Behind, draft, slug};

const SCHEDULES: u64 = 1000;
const STEPS: usize = 24;
/// Schedules at once.
const ABREAST: usize = 48;

/// Random numbers that a seed repeats (xorshift64*).
struct Dice(u64);

impl Dice {
    fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % bound
    }
}

/// The ledger of the moment; a restart puts another in its place.
type Now = Arc<RwLock<Arc<dyn Ledger>>>;

/// A reader's choice, and where it stands in that reader's order.
type Choice = (Option<Stars>, u64);

/// One reader: several tabs of one device, which count together.
struct Reader {
    id: ReaderId,
    /// The last choice, which is what has to be stored in the end.
    last: Option<Choice>,
    is_confirmed: bool,
    /// The highest place that was acknowledged.
    acknowledged: u64,
    sequence: u64,
}

struct Schedule {
    slug: Slug,
    now: Now,
    dice: Dice,
    readers: Vec<Reader>,
    /// Copies that are still under way.
    delayed: Vec<(ReaderId, Choice)>,
    /// Calls whose answer nobody will hear.
    unheard: JoinSet<()>,
}

impl Schedule {
    fn new(seed: u64, now: Now) -> Self {
        let mut dice = Dice::of(seed);
        let readers = (0..1 + dice.below(3))
            .map(|number| {
                let mut id = [0; 16];
                id[..8].copy_from_slice(&seed.to_be_bytes());
                id[15] = u8::try_from(number).unwrap();
                Reader { id, last: None, is_confirmed: true, acknowledged: 0, sequence: 0 }
            })
            .collect();
        let slug = slug(&format!("lich-{seed}"));
        Self { slug, now, dice, readers, delayed: Vec::new(), unheard: JoinSet::new() }
    }

    async fn run(mut self) {
        for _ in 0..STEPS {
            let reader = usize::try_from(self.dice.below(self.readers.len() as u64)).unwrap();
            match self.dice.below(10) {
                0..=3 => self.choose(reader),
                4..=7 => self.send(reader).await,
                8 => self.deliver_late().await,
                _ => self.look(reader).await,
            }
        }
        // The network is whole again: outboxes empty themselves, and the last copies arrive.
        for reader in 0..self.readers.len() {
            while !self.readers[reader].is_confirmed {
                self.confirm(reader).await;
            }
        }
        while !self.delayed.is_empty() {
            self.deliver_late().await;
        }
        while let Some(done) = self.unheard.join_next().await {
            done.unwrap();
        }
        self.is_as_the_model_says().await;
    }

    /// A tap on a star, or on "clear"; places grow by more than one, as those of several tabs do.
    fn choose(&mut self, reader: usize) {
        let stars = Stars::new(u8::try_from(self.dice.below(6)).unwrap()).ok();
        let step = 1 + self.dice.below(5);
        let reader = &mut self.readers[reader];
        reader.sequence += step;
        reader.last = Some((stars, reader.sequence));
        reader.is_confirmed = false;
    }

    /// Sends what waits, and one of the things happens to it that networks do.
    async fn send(&mut self, reader: usize) {
        let id = self.readers[reader].id;
        let Some(choice) = self.readers[reader].last else { return };
        match self.dice.below(8) {
            // The request is lost.
            0 => {}
            // The answer is lost, whenever it comes.
            1 | 2 => {
                let (now, slug) = (Arc::clone(&self.now), self.slug.clone());
                self.unheard.spawn(async move {
                    let _ = vote(&now, &slug, id, choice).await;
                });
            }
            // It comes later than what is sent after it.
            3 => self.delayed.push((id, choice)),
            // A copy comes again later.
            4 => {
                self.delayed.push((id, choice));
                self.confirm(reader).await;
            }
            _ => self.confirm(reader).await,
        }
    }

    /// Sends what waits, and hears the answer, if there is one.
    async fn confirm(&mut self, reader: usize) {
        let Some(choice) = self.readers[reader].last else { return };
        let answer = vote(&self.now, &self.slug, self.readers[reader].id, choice).await;
        let reader = &mut self.readers[reader];
        match answer {
            Ok(VoteOutcome::Counted(summary)) => {
                let stored = summary.sequence.unwrap();
                assert!(stored >= choice.1, "{}: answered an older vote", self.slug);
                assert_eq!((summary.mine, stored), choice, "{}: not the last choice", self.slug);
                reader.acknowledged = choice.1;
                reader.is_confirmed = true;
            }
            Ok(other) => panic!("{}: {other:?}", self.slug),
            Err(error) => {
                assert!(error.is_passing(), "{}: {error}", self.slug);
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }

    /// A copy that was under way arrives, in no order.
    async fn deliver_late(&mut self) {
        if self.delayed.is_empty() {
            return;
        }
        let which = usize::try_from(self.dice.below(self.delayed.len() as u64)).unwrap();
        let (id, choice) = self.delayed.swap_remove(which);
        let _ = vote(&self.now, &self.slug, id, choice).await;
    }

    /// What was acknowledged is there, at any moment.
    async fn look(&mut self, reader: usize) {
        let (id, acknowledged) = (self.readers[reader].id, self.readers[reader].acknowledged);
        let ledger = Arc::clone(&*self.now.read().await);
        if let Ok(rating) = ledger.rating(&self.slug, Some(&id)).await {
            let stored = rating.unwrap().sequence.unwrap_or(0);
            assert!(stored >= acknowledged, "{}: an acknowledged vote is gone", self.slug);
        }
    }

    async fn is_as_the_model_says(&self) {
        let ledger = Arc::clone(&*self.now.read().await);
        let mut histogram = [0; 5];
        let mut expected = HashMap::new();
        for reader in &self.readers {
            let Some((stars, sequence)) = reader.last else { continue };
            if let Some(stars) = stars {
                histogram[usize::from(stars.get()) - 1] += 1;
            }
            let hex: String = reader.id.iter().map(|byte| format!("{byte:02x}")).collect();
            expected.insert(hex, (stars.map(Stars::get), sequence));
        }
        let (votes, rating) = loop {
            let votes = ledger.votes_of(&self.slug, None).await;
            let rating = ledger.rating(&self.slug, None).await;
            if let (Ok(votes), Ok(rating)) = (votes, rating) {
                break (votes, rating.unwrap());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        };
        let stored: HashMap<_, _> =
            votes.into_iter().map(|vote| (vote.reader, (vote.stars, vote.sequence))).collect();
        assert_eq!(stored, expected, "{}", self.slug);
        assert_eq!(rating.histogram, histogram, "{}", self.slug);
    }
}

async fn vote(
    now: &Now,
    slug: &Slug,
    id: ReaderId,
    choice: Choice,
) -> Result<VoteOutcome, StoreError> {
    let ledger = Arc::clone(&*now.read().await);
    let (stars, sequence) = choice;
    let request = VoteRequest::new(slug.clone(), id, stars);
    ledger.vote(VoteRequest { sequence: Some(sequence), ..request }).await
}

/// Runs the schedules while `trouble` does what it does to the ledger, again and again.
async fn run_schedules<F: Future<Output = ()>>(behind: &Behind, trouble: impl Fn(Now, usize) -> F) {
    let drafts = (0..SCHEDULES).map(|seed| draft(&format!("lich-{seed}"), "Lịch")).collect();
    behind.put(drafts).await;
    let now: Now = Arc::new(RwLock::new(behind.open().await));
    let is_over = AtomicBool::new(false);
    let (done, troubles) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let at_once = Arc::new(Semaphore::new(ABREAST));
    let all = async {
        let mut running = JoinSet::new();
        for seed in 0..SCHEDULES {
            // However quick the machine, there is trouble all the way along.
            while troubles.load(Ordering::Relaxed) < usize::try_from(seed / 100).unwrap() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            let room = Arc::clone(&at_once).acquire_owned().await.unwrap();
            let schedule = Schedule::new(seed, Arc::clone(&now));
            running.spawn(async move {
                schedule.run().await;
                drop(room);
            });
            while let Some(finished) = running.try_join_next() {
                finished.unwrap();
                done.fetch_add(1, Ordering::Relaxed);
            }
        }
        while let Some(finished) = running.join_next().await {
            finished.unwrap();
            done.fetch_add(1, Ordering::Relaxed);
        }
        is_over.store(true, Ordering::Relaxed);
    };
    let befalls = async {
        while !is_over.load(Ordering::Relaxed) {
            trouble(Arc::clone(&now), troubles.fetch_add(1, Ordering::Relaxed)).await;
            tokio::time::sleep(Duration::from_millis(120)).await;
        }
    };
    tokio::join!(all, befalls);
    assert_eq!(done.into_inner(), usize::try_from(SCHEDULES).unwrap());
    // Another look, by who comes later.
    drop(now);
    let ledger = behind.open().await;
    assert_eq!(ledger.miscounted().await.unwrap(), Vec::<String>::new());
    // Each vote that stands is one row, and the log leads from nothing to it.
    let standing = behind.rows("vote WHERE stars IS NOT NULL").await;
    let came = behind.rows("vote_log WHERE before IS NULL").await;
    let went = behind.rows("vote_log WHERE stars IS NULL").await;
    assert_eq!(standing, came - went);
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_keeps_every_schedule() {
    let behind = Behind::sqlite();
    run_schedules(&behind, |now, number| {
        let behind = behind.clone();
        async move {
            match number % 2 {
                // Another process writes and takes its time.
                0 => {
                    let Behind::Sqlite(folder) = &behind else { unreachable!() };
                    let path = folder.path().join("bantin.sqlite");
                    let other = rusqlite::Connection::open(path).unwrap();
                    other.busy_timeout(Duration::from_secs(5)).unwrap();
                    tokio::task::spawn_blocking(move || {
                        other.execute_batch("BEGIN IMMEDIATE").unwrap();
                        std::thread::sleep(Duration::from_millis(60));
                        other.execute_batch("COMMIT").unwrap();
                    })
                    .await
                    .unwrap();
                }
                // The server restarts; who still waits hears from the old one, or nothing.
                _ => *now.write().await = behind.open().await,
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgresql_keeps_every_schedule() {
    let cluster = Arc::new(tokio::task::spawn_blocking(Cluster::default).await.unwrap());
    let database = cluster.database().await;
    let behind = Behind::Postgres(database.clone());
    run_schedules(&behind, |now, number| {
        let (behind, database, cluster) = (behind.clone(), database.clone(), Arc::clone(&cluster));
        async move {
            match number % 8 {
                // The database is gone, as after a power cut, and comes back.
                5 => tokio::task::spawn_blocking(move || {
                    cluster.crash();
                    cluster.start();
                })
                .await
                .unwrap(),
                // A migration, or a person, holds a table.
                1 => {
                    let client = database.client().await;
                    let sql = "BEGIN; LOCK TABLE vote; SELECT pg_sleep(0.06); COMMIT";
                    let _ = client.batch_execute(sql).await;
                }
                3 => *now.write().await = behind.open().await,
                // Connections are cut, in the middle of whatever they do.
                _ => {
                    let client = database.client().await;
                    let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                               WHERE application_name = 'bantin' AND datname = current_database()";
                    let _ = client.batch_execute(sql).await;
                }
            }
        }
    })
    .await;
}
