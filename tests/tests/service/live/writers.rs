//! Readers vote from many connections while everything is done at once that a newsroom does with a live site: no
//! command fails, no vote is refused or lost, the counters are those of the votes.
//!
//! `BANTIN_IMPORTS` says how many imports there are; a quarter as often the votes are counted again.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bantin_server::newsroom;
use bantin_tests::load::{self, Answered, Stored};
use bantin_tests::postgres::Cluster;
use bantin_tests::process::{Server, command};
use bantin_tests::wire::Connection;

use crate::live::{NO_LIMITS, block_on};

const CONNECTIONS: usize = 64;
const ARTICLES: usize = 12;
/// Articles that are withdrawn in the course of it; nobody votes on them.
const WITHDRAWN: usize = 4;
/// An article that is closed and opened all the time.
const CLOSING: &str = "dong";
/// A reader's pause between votes: there is to be a crowd, and time for the rest.
const PAUSE: Duration = Duration::from_millis(100);
/// How many imports without being told.
const IMPORTS: usize = 40;

fn imports() -> usize {
    let told = std::env::var("BANTIN_IMPORTS").ok();
    told.map_or(IMPORTS, |number| number.parse().expect("BANTIN_IMPORTS is a number"))
}

fn article(folder: &Path, slug: &str, words: &str) {
    let text = format!(
        "---\ntitle: \"Bài {slug} {words}\"\npublished: 2023-08-11T11:50:00+07:00\n---\n\nChuyến đò {words}.\n"
    );
    std::fs::write(folder.join(format!("{slug}.md")), text).unwrap();
}

/// A folder of articles.
fn source() -> tempfile::TempDir {
    let source = tempfile::tempdir().unwrap();
    let numbered = (0..ARTICLES).map(|number| format!("bai-{number}"));
    let withdrawn = (0..WITHDRAWN).map(|number| format!("rut-{number}"));
    for slug in numbered.chain(withdrawn).chain([CLOSING.to_owned()]) {
        article(source.path(), &slug, "rời bến sớm");
    }
    source
}

/// Votes until it is over; what was answered with "stored".
async fn vote(port: u16, number: usize, is_over: Arc<AtomicBool>) -> Answered {
    let mut connection = Connection::open(port).await;
    let (status, body) = connection.ask("POST", "/api/v1/readers", "", "").await;
    assert_eq!(status, 201, "{body}");
    let token = load::token_of(&body);
    let reader = load::id_of(&token);
    let mut answered = Answered::new();
    for sequence in 1_u64.. {
        if is_over.load(Ordering::Relaxed) {
            break;
        }
        let round = number + usize::try_from(sequence).unwrap();
        let slug = match round % (ARTICLES + 1) {
            ARTICLES => CLOSING.to_owned(),
            other => format!("bai-{other}"),
        };
        let stars = u8::try_from(round * 3 % 5 + 1).unwrap();
        let body = format!("{{\"stars\":{stars},\"sequence\":{sequence}}}");
        let path = format!("/api/v1/ratings/{slug}");
        let (status, said) = connection.ask("PUT", &path, &token, &body).await;
        match status {
            200 => drop(answered.insert((reader.clone(), slug), (stars, sequence))),
            409 if slug == CLOSING => {}
            other => panic!("a vote on {slug}: {other} {said}"),
        }
        tokio::time::sleep(PAUSE).await;
    }
    answered
}

/// Does it all beside voters at the servers on `ports`. `store` are the options that say where the newsroom is;
/// `backup` makes one of it.
fn live(ports: &[u16], source: &Path, store: &[&str], backup: impl Fn() + Sync) -> Answered {
    let of = |what: &[&str], rest: &[&str]| command(&[what, store, rest].concat());
    let done = |what: &[&str], rest: &[&str]| {
        if let Err(said) = of(what, rest) {
            panic!("{what:?} {rest:?} failed: {said}");
        }
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let is_over = Arc::new(AtomicBool::new(false));
    let voters: Vec<_> = (0..CONNECTIONS)
        .map(|number| {
            let port = ports[number % ports.len()];
            runtime.spawn(vote(port, number, Arc::clone(&is_over)))
        })
        .collect();
    let imports = imports();
    std::thread::scope(|scope| {
        let importing = scope.spawn(|| {
            for number in 0..imports {
                article(source, "bai-0", &format!("chuyến thứ {number}"));
                done(&["import"], &[&source.to_string_lossy()]);
            }
        });
        let counting = scope.spawn(|| {
            for _ in 0..imports.div_ceil(4) {
                done(&["ratings"], &["recount"]);
            }
        });
        let done = &done;
        let closing = scope.spawn(move || {
            while !importing.is_finished() {
                done(&["ratings"], &["close", CLOSING]);
                done(&["ratings"], &["open", CLOSING]);
            }
            importing.join()
        });
        let withdrawing = scope.spawn(|| {
            for number in 0..WITHDRAWN {
                done(&["remove"], &[&format!("rut-{number}")]);
                backup();
            }
        });
        let imported = closing.join().and_then(|imported| imported);
        let all = [imported, counting.join(), withdrawing.join()];
        is_over.store(true, Ordering::Relaxed);
        all.into_iter().for_each(|ended| ended.unwrap());
    });
    let all = voters.into_iter().map(|voter| runtime.block_on(voter).unwrap());
    let answered: Answered = all.flatten().collect();
    let csv = |what: &[&str]| of(&["ratings"], what).unwrap();
    load::are_there(&csv(&["export", "--votes"]), &csv(&["export"]), &answered, Stored::Exactly);
    answered
}

#[test]
fn writers_of_one_store_never_collide() {
    let (source, data, out) =
        (source(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let text = |folder: &tempfile::TempDir| folder.path().to_str().unwrap().to_owned();
    newsroom::import(data.path(), &[text(&source)]).unwrap();
    let server = Server::start(data.path(), &NO_LIMITS);
    let (folder, to) = (text(&data), text(&out));
    let answered = live(&[server.port], source.path(), &["--data", &folder], || {
        command(&["backup", "--data", &folder, "--out", &to]).unwrap();
    });
    assert!(answered.len() > CONNECTIONS, "they voted");
}

#[test]
fn writers_of_one_database_never_collide_beside_two_servers() {
    let database = block_on(Cluster::shared().database());
    let (source, out) = (source(), tempfile::tempdir().unwrap());
    let sources = [source.path().to_string_lossy().into_owned()];
    newsroom::publish(&database.address(), &sources).unwrap();
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let options = [&["--store", &database.url][..], &NO_LIMITS].concat();
    let servers = folders.each_ref().map(|folder| Server::start(folder.path(), &options));
    let ports = servers.each_ref().map(|server| server.port);
    let dump = out.path().join("bantin.dump");
    let answered = live(&ports, source.path(), &["--store", &database.url], || {
        let dumped = Command::new(Cluster::program("pg_dump"))
            .args(["--format=custom", "--file"])
            .arg(&dump)
            .arg(&database.url)
            .output()
            .unwrap();
        assert!(dumped.status.success(), "{}", String::from_utf8_lossy(&dumped.stderr));
    });
    assert!(answered.len() > CONNECTIONS, "they voted");
}
