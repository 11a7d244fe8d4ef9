//! Each part that the service depends on is killed from the inside, and comes back.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bantin_server::newsroom;
use bantin_server::serve::{self, Config, Running};
use bantin_store::sqlite::StoreError;
use bantin_store::watched::{Fault, Part, Watched};
use bantin_tests::newsroom::two_articles;
use bantin_tests::postgres::{Cluster, Database};
use bantin_tests::process::{Voter, agent};

use crate::live::{block_on, newsroom_in, newsroom_in_a_folder};

/// How a part goes wrong.
#[derive(Clone, Copy)]
enum How {
    Panics,
    Fails,
}

/// What strikes which part, until it is taken away.
#[derive(Default)]
struct Strikes(Mutex<HashMap<Part, How>>);

impl Strikes {
    fn begin(&self, part: Part, how: How) {
        self.0.lock().unwrap().insert(part, how);
    }

    fn end(&self, part: Part) {
        self.0.lock().unwrap().remove(&part);
    }
}

impl Fault for Strikes {
    fn strike(&self, part: Part) -> Result<(), StoreError> {
        let how = self.0.lock().unwrap().get(&part).copied();
        match how {
            None => Ok(()),
            Some(How::Panics) => panic!("{part} was struck"),
            Some(How::Fails) => Err(StoreError::Stored(format!("{part} was struck"))),
        }
    }
}

/// A server in this process, whose parts can be struck.
struct Struck {
    runtime: tokio::runtime::Runtime,
    running: Option<Running>,
    root: String,
    strikes: Arc<Strikes>,
}

impl Struck {
    fn start(data: &Path, shared: Option<&Database>, first: Option<Part>) -> Self {
        let strikes = Arc::new(Strikes::default());
        if let Some(part) = first {
            strikes.begin(part, How::Panics);
        }
        let config = Config {
            watched: Watched::with_fault(Arc::clone(&strikes) as Arc<dyn Fault>),
            shared: shared.map(Database::address),
            ..Config::new(data, SocketAddr::from(([127, 0, 0, 1], 0)))
        };
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let running = runtime.block_on(serve::start(config)).unwrap();
        let root = format!("http://{}", running.address);
        Self { runtime, running: Some(running), root, strikes }
    }

    /// What `/readyz` answers: the status, and the words.
    fn ready(&self) -> (u16, String) {
        let mut answer = agent().get(format!("{}/readyz", self.root)).call().unwrap();
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    }

    fn restarts(&self, part: Part) -> u64 {
        let mut answer = agent().get(format!("{}/metrics", self.root)).call().unwrap();
        let text = answer.body_mut().read_to_string().unwrap();
        let start = format!("bantin_restarts_total{{part=\"{part}\"}} ");
        let line = text.lines().find_map(|line| line.strip_prefix(&start));
        line.unwrap_or_else(|| panic!("{text}")).parse().unwrap()
    }

    /// Strikes `part` until `/readyz` names it and it was started again more than once, doing `meanwhile` again and
    /// again; and then no more, until the server is ready.
    fn strike(&self, part: Part, how: How, meanwhile: impl Fn()) {
        let before = self.restarts(part);
        self.strikes.begin(part, how);
        until(&format!("{part} is not named"), || {
            meanwhile();
            let (status, said) = self.ready();
            status == 503
                && said.contains(&format!("{part}: "))
                && said.contains(&format!("{part} was struck"))
                && self.restarts(part) > before + 1
        });
        self.strikes.end(part);
        until(&format!("{part} does not come back"), || self.ready() == (200, "ready\n".into()));
    }
}

impl Drop for Struck {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            self.runtime.block_on(running.stop()).unwrap();
        }
    }
}

fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < Duration::from_secs(60), "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A vote that a struck part takes, or refuses with when to come again.
fn vote(server: &Struck, voter: &Voter, slug: &str, sequence: u64) -> u16 {
    let request = agent()
        .put(format!("{}/api/v1/ratings/{slug}", server.root))
        .header("content-type", "application/json")
        .header("authorization", format!("Bearer {}", voter.token));
    let body = format!("{{\"stars\":4,\"sequence\":{sequence}}}");
    let answer = request.send(body).unwrap();
    let status = answer.status().as_u16();
    assert!(status == 200 || status == 503, "{status}");
    assert_eq!(answer.headers().contains_key("retry-after"), status == 503);
    status
}

/// Votes are refused while nobody stores them, and are stored again; on either ledger.
fn votes_are_watched(server: &Struck) {
    let voters = [Voter::new(&server.root), Voter::new(&server.root)];
    for how in [How::Panics, How::Panics] {
        // Several at once, so that each worker gets one.
        server.strike(Part::Votes, how, || {
            std::thread::scope(|scope| {
                for (voter, slug) in voters.iter().zip(["mot", "one"]) {
                    scope.spawn(move || assert_eq!(vote(server, voter, slug, 1), 503));
                }
            });
        });
    }
    for (voter, slug) in voters.iter().zip(["mot", "one"]) {
        // Nothing of what failed was stored, and no article stayed with a worker that died.
        assert_eq!(voter.rating(&server.root, slug).unwrap().1["count"], 0);
        assert_eq!(vote(server, voter, slug, 2), 200);
        assert_eq!(voter.rating(&server.root, slug).unwrap().1["count"], 1);
    }
    let ledger = server.running.as_ref().unwrap().ledger();
    assert_eq!(server.runtime.block_on(ledger.miscounted()).unwrap(), Vec::<String>::new());
}

#[test]
fn the_thread_that_stores_votes_comes_back() {
    let data = newsroom_in_a_folder();
    votes_are_watched(&Struck::start(data.path(), None, None));
}

#[test]
fn the_workers_that_store_votes_in_a_database_come_back_and_free_their_articles() {
    let database = block_on(Cluster::shared().database());
    newsroom_in(&database);
    let data = tempfile::tempdir().unwrap();
    votes_are_watched(&Struck::start(data.path(), Some(&database), None));
}

/// Publishes another article; its name.
fn another(number: usize) -> (tempfile::TempDir, String) {
    let source = tempfile::tempdir().unwrap();
    two_articles(source.path());
    let name = format!("bai-{number}");
    let text = format!(
        "---\ntitle: \"Bài thứ {number}\"\npublished: 2023-08-12T08:00:00+07:00\n---\n\nMột đoạn.\n"
    );
    std::fs::write(source.path().join(format!("{name}.md")), text).unwrap();
    (source, name)
}

#[test]
fn who_notices_imports_comes_back_and_has_missed_none() {
    let data = newsroom_in_a_folder();
    let server = Struck::start(data.path(), None, None);
    let reader = Voter::new(&server.root);
    let latest = format!("{}/api/v1/lists/latest.json", server.root);
    for (number, how) in [How::Panics, How::Fails].into_iter().enumerate() {
        // Kept by the server as it is now.
        assert_eq!(reader.get(&latest).unwrap().0, 200);
        let (source, name) = another(number);
        let imported = std::cell::Cell::new(false);
        server.strike(Part::Changes, how, || {
            if !imported.replace(true) {
                let sources = [source.path().to_string_lossy().into_owned()];
                newsroom::import(data.path(), &sources).unwrap();
            }
        });
        until("the import is not noticed", || {
            reader.get(&latest).unwrap().1.to_string().contains(&name)
        });
    }
}

#[test]
fn who_writes_readings_comes_back_and_has_lost_none() {
    let data = newsroom_in_a_folder();
    let server = Struck::start(data.path(), None, None);
    for (number, how) in [How::Panics, How::Fails].into_iter().enumerate() {
        let reader = Voter::new(&server.root);
        server.strike(Part::Readings, how, || {
            let request = agent().post(format!("{}/api/v1/views/mot", server.root));
            let request = request.header("authorization", format!("Bearer {}", reader.token));
            assert_eq!(request.send_empty().unwrap().status(), 204);
        });
        let article = format!("{}/api/v1/articles/mot.json", server.root);
        until("the reading is not counted", || {
            reader.get(&article).unwrap().1["views"] == number + 1
        });
    }
}

#[test]
fn who_forgets_what_is_old_comes_back() {
    let data = newsroom_in_a_folder();
    let server = Struck::start(data.path(), None, Some(Part::Prune));
    server.strike(Part::Prune, How::Panics, || {});
}

#[test]
fn who_follows_the_database_comes_back_and_has_missed_nothing() {
    let database = block_on(Cluster::shared().database());
    newsroom_in(&database);
    let data = tempfile::tempdir().unwrap();
    let server = Struck::start(data.path(), Some(&database), None);
    let reader = Voter::new(&server.root);
    for (number, how) in [How::Panics, How::Fails].into_iter().enumerate() {
        let (source, name) = another(number);
        let published = std::cell::Cell::new(false);
        server.strike(Part::Replica, how, || {
            if !published.replace(true) {
                let sources = [source.path().to_string_lossy().into_owned()];
                newsroom::publish(&database.address(), &sources).unwrap();
            }
        });
        let article = format!("{}/api/v1/articles/{name}.json", server.root);
        until("the article never came", || reader.get(&article).unwrap().0 == 200);
    }
}

#[test]
fn a_store_that_is_gone_or_damaged_is_not_ready() {
    let data = newsroom_in_a_folder();
    let server = Struck::start(data.path(), None, None);
    let voter = Voter::new(&server.root);
    assert_eq!(vote(&server, &voter, "mot", 1), 200);
    assert_eq!(server.ready(), (200, "ready\n".into()));
    let store = data.path().join(serve::STORE);
    let named = |what: &str| {
        until(what, || {
            let (status, said) = server.ready();
            status == 503 && said.contains(what)
        });
    };
    // Gone, and back.
    let aside = data.path().join("aside");
    std::fs::rename(&store, &aside).unwrap();
    named("no longer at");
    assert_eq!(vote(&server, &voter, "mot", 2), 503);
    std::fs::rename(&aside, &store).unwrap();
    until("it is not ready again", || server.ready().0 == 200);
    assert_eq!(vote(&server, &voter, "mot", 3), 200);
    // Its log is gone: what is written now would be lost with the process.
    let log = data.path().join(format!("{}-wal", serve::STORE));
    std::fs::rename(&log, &aside).unwrap();
    named("no longer at");
    assert_eq!(vote(&server, &voter, "mot", 4), 503);
    std::fs::rename(&aside, &log).unwrap();
    until("it is not ready again", || server.ready().0 == 200);
    // Damaged on the disk, while the server has good pages in memory.
    let running = server.running.as_ref().unwrap();
    running.store().checkpoint().unwrap();
    let length = usize::try_from(std::fs::metadata(&store).unwrap().len()).unwrap();
    std::fs::write(data.path().join("good"), std::fs::read(&store).unwrap()).unwrap();
    let over = |bytes: &[u8]| {
        use std::io::Write;
        let mut file = std::fs::OpenOptions::new().write(true).open(&store).unwrap();
        file.write_all(bytes).unwrap();
    };
    let good = std::fs::read(data.path().join("good")).unwrap();
    over(&vec![0x55; length]);
    named("is damaged");
    over(&good);
}
