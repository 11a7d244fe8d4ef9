//! `cargo xtask bench soak [MINUTES]`: 500 readers read, vote and search while every minute the newsroom imports a
//! changed article and the server is killed in the middle of its work, and started again.
//!
//! It fails when an acknowledged vote is lost, when there is an error of the server's but while it starts, or when
//! memory grows from one minute to the next.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use bantin_server::newsroom;
use bantin_tests::load::{self, Answered, NO_LIMITS, Stored, percentile};
use bantin_tests::process::{Server, command};
use bantin_tests::wire::Connection;
use tokio::task::JoinSet;

const READERS: usize = 500;
const ARTICLES: usize = 200;
/// Between two things that a reader does.
const PAUSE: Duration = Duration::from_millis(500);
/// Before a reader tries a server again that is gone.
const AGAIN: Duration = Duration::from_millis(200);
const MINUTE: Duration = Duration::from_secs(60);
/// How often memory is looked at.
const LOOK: Duration = Duration::from_secs(2);
/// Memory before a kill may be this much more than it was before the first one, in MiB and by ratio.
const MORE: (f64, f64) = (24.0, 1.25);

/// What all readers look at.
#[derive(Default)]
struct Shared {
    is_over: AtomicBool,
    /// The server is being killed or started: what fails now is expected.
    is_away: AtomicBool,
    /// How often the server was taken away.
    killed: AtomicUsize,
}

#[derive(Default)]
struct Done {
    answered: Answered,
    took: Vec<f64>,
    /// Answers of 5xx while the server was there.
    errors: Vec<String>,
    /// Connections that ended while the server was there.
    hung_up: usize,
}

/// Reads, votes and searches until it is over.
async fn reader(port: u16, number: usize, shared: Arc<Shared>) -> Done {
    let mut done = Done::default();
    let (mut connection, mut token, mut sequence) = (None, String::new(), 0_u64);
    for round in number.. {
        if shared.is_over.load(Ordering::Relaxed) {
            break;
        }
        let Some((open, opened)) = &mut connection else {
            // Before it is opened: one that belongs to a server that was killed since then must end.
            let killed = shared.killed.load(Ordering::Relaxed);
            connection = Connection::try_open(port).await.ok().map(|open| (open, killed));
            if connection.is_none() {
                tokio::time::sleep(AGAIN).await;
            }
            continue;
        };
        let slug = format!("bai-{}", (number * 31 + round * 7) % ARTICLES);
        sequence += 1;
        let stars = u8::try_from((round + number) % 5 + 1).unwrap();
        let (method, path, body) = match round % 6 {
            _ if token.is_empty() => ("POST", "/api/v1/readers".to_owned(), String::new()),
            0 | 1 => ("GET", format!("/api/v1/articles/{slug}.json"), String::new()),
            2 => ("GET", "/api/v1/lists/latest.json".to_owned(), String::new()),
            3 => ("POST", format!("/api/v1/views/{slug}"), String::new()),
            4 if number.is_multiple_of(5) => {
                ("GET", format!("/api/v1/search?q=do+{}", round % 50), String::new())
            }
            _ => (
                "PUT",
                format!("/api/v1/ratings/{slug}"),
                format!("{{\"stars\":{stars},\"sequence\":{sequence}}}"),
            ),
        };
        let started = Instant::now();
        let answer = open.try_ask(method, &path, &token, &body).await;
        let was_there = !shared.is_away.load(Ordering::Relaxed)
            && *opened == shared.killed.load(Ordering::Relaxed);
        match answer {
            Ok((201, said)) if token.is_empty() => token = load::token_of(&said),
            Ok((status, said)) => {
                done.took.push(started.elapsed().as_secs_f64());
                if method == "PUT" && status == 200 {
                    done.answered.insert((load::id_of(&token), slug), (stars, sequence));
                } else if status >= 500 && was_there {
                    done.errors.push(format!("{method} {path}: {status} {said}"));
                }
            }
            Err(_) => {
                done.hung_up += usize::from(was_there);
                connection = None;
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
    done
}

fn article(folder: &Path, number: usize, words: &str) {
    let text = format!(
        "---\ntitle: \"Bài số {number} về chuyến đò sớm\"\npublished: 2023-08-11T11:50:00+07:00\n---\n\n\
         Chuyến đò thứ {number} rời bến khi trời còn tối{words}.\n"
    );
    std::fs::write(folder.join(format!("bai-{number}.md")), text).unwrap();
}

/// The most memory that the server had in a minute, in MiB, by minute.
type Memory = Vec<f64>;

/// One minute: memory is looked at, an article changes and is imported, the server is killed and started.
fn minute(server: &mut Server, shared: &Shared, data: &Path, source: &Path, number: usize) -> f64 {
    let started = Instant::now();
    let mut most: f64 = 0.0;
    let mut is_imported = false;
    while started.elapsed() < MINUTE {
        most = most.max(server.memory());
        if !is_imported && started.elapsed() > MINUTE / 2 {
            article(source, number % ARTICLES, &format!(", lần {number}"));
            command(&["import", "--data", data.to_str().unwrap(), source.to_str().unwrap()])
                .unwrap();
            is_imported = true;
        }
        std::thread::sleep(LOOK);
    }
    shared.is_away.store(true, Ordering::Relaxed);
    shared.killed.fetch_add(1, Ordering::Relaxed);
    server.kill();
    server.start_again();
    shared.is_away.store(false, Ordering::Relaxed);
    most
}

fn main() {
    let minutes =
        std::env::args().nth(1).map_or(10, |text| text.parse().expect("MINUTES is a number"));
    let (data, source) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    (0..ARTICLES).for_each(|number| article(source.path(), number, ""));
    newsroom::import(data.path(), &[source.path().to_string_lossy().into_owned()]).unwrap();
    let mut server = Server::start(data.path(), &NO_LIMITS);
    let shared = Arc::new(Shared::default());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut readers = JoinSet::new();
    for number in 0..READERS {
        readers.spawn_on(reader(server.port, number, Arc::clone(&shared)), runtime.handle());
    }
    println!("{READERS} readers for {minutes} minutes; each minute one import and one SIGKILL\n");
    let mut memory = Memory::new();
    for number in 1..=minutes {
        let most = minute(&mut server, &shared, data.path(), source.path(), number);
        println!("minute {number:>3}: at most {most:.0} MiB");
        memory.push(most);
    }
    shared.is_over.store(true, Ordering::Relaxed);
    let done = runtime.block_on(readers.join_all());
    let ratings = |what: &[&str]| {
        command(&[&["ratings", "--data", data.path().to_str().unwrap()][..], what].concat())
            .unwrap()
    };
    let mut took: Vec<f64> = done.iter().flat_map(|one| one.took.iter().copied()).collect();
    let errors: Vec<&String> = done.iter().flat_map(|one| &one.errors).collect();
    let hung_up: usize = done.iter().map(|one| one.hung_up).sum();
    let answered: Answered = done.iter().flat_map(|one| one.answered.clone()).collect();
    println!(
        "\n{} requests, p50 {:.1} ms, p99 {:.1} ms; {} votes acknowledged and not changed since",
        took.len(),
        percentile(&mut took, 0.5),
        percentile(&mut took, 0.99),
        answered.len()
    );
    load::are_there(
        &ratings(&["export", "--votes"]),
        &ratings(&["export"]),
        &answered,
        Stored::AtLeast,
    );
    println!("every acknowledged vote is stored, and the counters are those of the votes");
    println!(
        "5xx while the server was there: {}; connections that ended then: {hung_up}",
        errors.len()
    );
    errors.iter().take(10).for_each(|error| println!("  {error}"));
    let first = memory.first().copied().unwrap_or_default();
    let last = memory.last().copied().unwrap_or_default();
    let is_flat = last <= first + MORE.0 || last <= first * MORE.1;
    println!("memory: {first:.0} MiB in the first minute, {last:.0} MiB in the last");
    drop(server);
    if !errors.is_empty() || hung_up > 0 || !is_flat {
        println!("past a limit");
        std::process::exit(1);
    }
}
