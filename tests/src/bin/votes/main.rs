//! `cargo xtask bench ratings`: votes under load, with reads beside them, on SQLite and on PostgreSQL; the
//! same load on one transaction a vote, the simplest that is correct; beside 500 readers more, of one
//! article and of all; and beside an import of 10,000 articles. Afterwards every vote that was answered is looked for.
//!
//! The client is bounded: so many connections, each of which waits for an answer before it asks again.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod beside;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use bantin_server::newsroom;
use bantin_tests::load::{self, Answered, NO_LIMITS, Stored, id_of, percentile, token_of};
use bantin_tests::postgres::{Cluster, Database};
use bantin_tests::process::{Server, command};
use bantin_tests::wire::Connection;
use tokio::task::JoinSet;

const ARTICLES: usize = 200;
/// Connections that vote, and readers of each.
const CONNECTIONS: usize = 64;
const READERS: usize = 24;
/// Readers beside them, of the one article that everybody reads, or of all.
const CROWD: usize = 500;
/// Connections that read, and how long each pauses.
const READING: usize = 4;
const PAUSE: Duration = Duration::from_millis(20);
const SPAN: Duration = Duration::from_secs(8);

/// Votes a second at least, and milliseconds within which 99 of 100 are answered.
const SQLITE_AT_LEAST: f64 = 5000.0;
const POSTGRES_AT_LEAST: f64 = 1500.0;
const WITHIN: f64 = 50.0;
/// How much longer others may wait beside a crowd on one article than beside the same crowd on all.
const HOTTER: f64 = 2.0;
/// Milliseconds within which 99 of 100 votes are answered while 10,000 articles are imported.
const BESIDE_AN_IMPORT: f64 = 250.0;

/// What one connection did.
#[derive(Default)]
struct Done {
    answered: Answered,
    /// Seconds each call took.
    took: Vec<f64>,
}

/// Articles a connection votes on.
#[derive(Clone, Copy, PartialEq)]
enum On {
    /// All but the first.
    Others,
    /// The first.
    Hot,
}

/// Votes until it is over.
async fn vote(port: u16, number: usize, readers: usize, on: On, is_over: Arc<AtomicBool>) -> Done {
    let mut connection = Connection::open(port).await;
    let mut tokens = Vec::new();
    for _ in 0..readers {
        let (status, body) = connection.ask("POST", "/api/v1/readers", "", "").await;
        assert_eq!(status, 201, "{body}");
        tokens.push(token_of(&body));
    }
    START.wait().await;
    let mut done = Done::default();
    for sequence in 1.. {
        if is_over.load(Ordering::Relaxed) {
            break;
        }
        let round = usize::try_from(sequence).unwrap();
        let article = match on {
            On::Hot => 0,
            On::Others => 1 + (number * 31 + round * 7) % (ARTICLES - 1),
        };
        let stars = u8::try_from((round + number) % 5 + 1).unwrap();
        let token = &tokens[round % readers];
        let path = format!("/api/v1/ratings/bai-{article}");
        let body = format!("{{\"stars\":{stars},\"sequence\":{sequence}}}");
        let started = Instant::now();
        let (status, said) = connection.ask("PUT", &path, token, &body).await;
        done.took.push(started.elapsed().as_secs_f64());
        assert_eq!(status, 200, "{said}");
        done.answered.insert((id_of(token), format!("bai-{article}")), (stars, sequence));
    }
    done
}

/// Reads articles until it is over.
async fn read(port: u16, number: usize, is_over: Arc<AtomicBool>) -> Done {
    let mut connection = Connection::open(port).await;
    START.wait().await;
    let mut done = Done::default();
    for round in 0.. {
        if is_over.load(Ordering::Relaxed) {
            break;
        }
        let path = format!("/api/v1/articles/bai-{}.json", (number * 17 + round) % ARTICLES);
        let started = Instant::now();
        assert_eq!(connection.ask("GET", &path, "", "").await.0, 200);
        done.took.push(started.elapsed().as_secs_f64());
        tokio::time::sleep(PAUSE).await;
    }
    done
}

/// Opens when every connection has its readers.
static START: Gate = Gate(tokio::sync::Semaphore::const_new(0));

struct Gate(tokio::sync::Semaphore);

impl Gate {
    async fn wait(&self) {
        self.0.acquire().await.unwrap().forget();
    }
}

/// What a load came to.
#[derive(Clone, Copy)]
struct Load {
    rate: f64,
    p50: f64,
    p99: f64,
    read_p99: f64,
}

/// Puts the newsroom into `store`, or into the folder `data` where the server keeps its own; what a server is told of it.
fn filled<'a>(store: &'a Store, data: &Path) -> Vec<&'a str> {
    match store {
        Store::Sqlite => {
            newsroom_in(|sources| newsroom::import(data, sources).unwrap());
            vec![]
        }
        Store::Postgres(database) => {
            newsroom_in(|sources| newsroom::publish(&database.address(), sources).unwrap());
            vec!["--store", &database.url]
        }
    }
}

/// Loads the server over `store`, looks whether every answered vote is there, and says what it came to.
/// The crowd votes meanwhile, where it does, and its times are not looked at.
async fn load(store: &Store, crowd: Option<On>, options: &[&str]) -> Load {
    let folder = tempfile::tempdir().unwrap();
    let own = filled(store, folder.path());
    let server = Server::start(folder.path(), &[&own[..], &NO_LIMITS, options].concat());
    let port = server.port;
    let is_over = Arc::new(AtomicBool::new(false));
    let (mut voting, mut crowding, mut reading) = (JoinSet::new(), JoinSet::new(), JoinSet::new());
    for number in 0..CONNECTIONS {
        voting.spawn(vote(port, number, READERS, On::Others, Arc::clone(&is_over)));
    }
    let crowded = if crowd.is_some() { CROWD } else { 0 };
    for number in 0..crowded {
        let on = crowd.unwrap_or(On::Others);
        crowding.spawn(vote(port, number, 1, on, Arc::clone(&is_over)));
    }
    for number in 0..READING {
        reading.spawn(read(port, number, Arc::clone(&is_over)));
    }
    // All have their readers when all that is left is to begin.
    tokio::time::sleep(Duration::from_secs(3)).await;
    let started = Instant::now();
    START.0.add_permits(CONNECTIONS + crowded + READING);
    tokio::time::sleep(SPAN).await;
    is_over.store(true, Ordering::Relaxed);
    let (voted, crowd) = (voting.join_all().await, crowding.join_all().await);
    let span = started.elapsed().as_secs_f64();
    let read = reading.join_all().await;
    let mut took: Vec<f64> = voted.iter().flat_map(|done| done.took.clone()).collect();
    let mut read: Vec<f64> = read.into_iter().flat_map(|done| done.took).collect();
    let votes = took.len() + crowd.iter().map(|done| done.took.len()).sum::<usize>();
    let answered = voted.into_iter().chain(crowd).flat_map(|done| done.answered).collect();
    are_there(folder.path(), &own, &answered);
    Load {
        rate: votes as f64 / span,
        p50: percentile(&mut took, 0.5),
        p99: percentile(&mut took, 0.99),
        read_p99: percentile(&mut read, 0.99),
    }
}

enum Store {
    Sqlite,
    Postgres(Database),
}

/// A folder of short articles, for as long as it is imported.
fn newsroom_in(import: impl FnOnce(&[String]) -> newsroom::Outcome) {
    let source = tempfile::tempdir().unwrap();
    for number in 0..ARTICLES {
        let text = format!(
            "---\ntitle: \"Bài số {number} về chuyến đò sớm\"\npublished: 2023-08-11T11:50:00+07:00\n---\n\n\
             Chuyến đò thứ {number} rời bến khi trời còn tối.\n"
        );
        std::fs::write(source.path().join(format!("bai-{number}.md")), text).unwrap();
    }
    let sources = [source.path().to_string_lossy().into_owned()];
    let outcome = tokio::task::block_in_place(|| import(&sources));
    assert_eq!((outcome.added, outcome.failed), (ARTICLES, vec![]));
}

/// Each answered vote is there, no other is, and the counters are those of the votes.
fn are_there(data: &Path, own: &[&str], answered: &Answered) {
    let ratings = |what: &[&str]| {
        let folder = ["ratings", "--data", data.to_str().unwrap()];
        command(&[&folder[..], own, what].concat()).unwrap()
    };
    let (votes, counters) = (ratings(&["export", "--votes"]), ratings(&["export"]));
    load::are_there(&votes, &counters, answered, Stored::Exactly);
}

#[tokio::main]
async fn main() {
    let cluster = Cluster::default();
    let one = ["--votes-at-once", "1"];
    let mut rows = Vec::new();
    for (name, crowd, options) in [
        ("in groups", None, &[][..]),
        ("one a transaction", None, &one),
        ("beside 500 on one", Some(On::Hot), &[]),
        ("beside 500 on all", Some(On::Others), &[]),
    ] {
        rows.push((format!("SQLite, {name}"), load(&Store::Sqlite, crowd, options).await));
        let store = Store::Postgres(cluster.database().await);
        rows.push((format!("PostgreSQL, {name}"), load(&store, crowd, options).await));
    }
    println!(
        "\nVotes under load: {CONNECTIONS} connections, {ARTICLES} articles, {} s, reads beside them",
        SPAN.as_secs()
    );
    println!("{:<34} {:>8} {:>9} {:>9} {:>10}", "", "votes/s", "p50 ms", "p99 ms", "read p99");
    for (name, load) in &rows {
        println!(
            "{name:<34} {:>8.0} {:>9.1} {:>9.1} {:>10.1}",
            load.rate, load.p50, load.p99, load.read_p99
        );
    }
    let [
        sqlite,
        postgres,
        sqlite_one,
        postgres_one,
        sqlite_hot,
        postgres_hot,
        sqlite_all,
        postgres_all,
    ] = [0, 1, 2, 3, 4, 5, 6, 7].map(|row| rows[row].1);
    println!(
        "\ngroups to one a transaction        SQLite {:.1}, PostgreSQL {:.1}",
        sqlite.rate / sqlite_one.rate,
        postgres.rate / postgres_one.rate
    );
    let hotter = [sqlite_hot.p99 / sqlite_all.p99, postgres_hot.p99 / postgres_all.p99];
    println!(
        "the others' p99, crowd on one to crowd on all: SQLite {:.2}, PostgreSQL {:.2} (at most {HOTTER})",
        hotter[0], hotter[1]
    );
    println!("every answered vote is stored once, and the counters are those of the votes");
    let mut beside = Vec::new();
    for (name, store) in
        [("SQLite", Store::Sqlite), ("PostgreSQL", Store::Postgres(cluster.database().await))]
    {
        let waited = beside::an_import(&store).await;
        println!(
            "{name}, while {} articles are imported ({:.1} s): {} votes, p50 {:.1} ms, p99 {:.1} ms, longest {:.1} ms",
            beside::IMPORTED,
            waited.span,
            waited.votes,
            waited.p50,
            waited.p99,
            waited.longest
        );
        beside.push(waited.p99);
    }
    let limits = [
        (beside.iter().all(|p99| *p99 < BESIDE_AN_IMPORT), "beside an import: p99 below 250 ms"),
        (sqlite.rate >= SQLITE_AT_LEAST, "SQLite: at least 5,000 votes/s"),
        (postgres.rate >= POSTGRES_AT_LEAST, "PostgreSQL: at least 1,500 votes/s"),
        (sqlite.p99 < WITHIN, "SQLite: p99 below 50 ms"),
        (postgres.p99 < WITHIN, "PostgreSQL: p99 below 50 ms"),
        (hotter.iter().all(|ratio| *ratio <= HOTTER), "a hot article holds up the others"),
    ];
    let broken: Vec<&str> =
        limits.iter().filter(|(holds, _)| !holds).map(|(_, limit)| *limit).collect();
    for limit in &broken {
        println!("past a limit: {limit}");
    }
    if !broken.is_empty() {
        std::process::exit(1);
    }
}
