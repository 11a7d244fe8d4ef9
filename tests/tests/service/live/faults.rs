//! Servers and databases that end in the middle of a burst of votes, and disks that take none.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use bantin_server::serve::open_store;
use bantin_store::ledger::Group;
use bantin_store::postgres::Postgres;
use bantin_tests::postgres::Cluster;
use bantin_tests::process::{Server, Voter};

use crate::live::{NO_LIMITS, block_on, newsroom_in, newsroom_in_a_folder};

const ARTICLES: [&str; 2] = ["mot", "one"];
const READERS: usize = 12;

/// A reader, and what was acknowledged: the stars and their place, by article.
struct Busy {
    voter: Voter,
    sequence: u64,
    acknowledged: HashMap<&'static str, (u8, u64)>,
}

fn busy_readers(root: &str) -> Vec<Busy> {
    let one = |_| Busy { voter: Voter::new(root), sequence: 0, acknowledged: HashMap::new() };
    (0..READERS).map(one).collect()
}

/// All vote at once until `end` has made an end of it, which it does after so many votes.
fn burst(root: &str, readers: &mut [Busy], votes: usize, end: impl FnOnce()) {
    let counted = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for reader in &mut *readers {
            let counted = &counted;
            scope.spawn(move || {
                for article in ARTICLES.into_iter().cycle() {
                    reader.sequence += 1;
                    let stars = u8::try_from(reader.sequence % 5 + 1).unwrap();
                    let answer = reader.voter.vote(root, article, stars, reader.sequence);
                    match answer {
                        Ok((200, rating)) => {
                            assert_eq!(rating["sequence"], reader.sequence);
                            reader.acknowledged.insert(article, (stars, reader.sequence));
                            counted.fetch_add(1, Ordering::Relaxed);
                        }
                        // Unanswered, or answered that it cannot be stored now.
                        Err(_) | Ok((503, _)) => break,
                        Ok(other) => panic!("{other:?}"),
                    }
                }
            });
        }
        while counted.load(Ordering::Relaxed) < votes {
            std::thread::yield_now();
        }
        end();
    });
}

/// Each acknowledged vote is stored, or one that was sent after it.
fn are_stored(root: &str, readers: &[Busy]) {
    for reader in readers {
        for (article, (stars, sequence)) in &reader.acknowledged {
            let (status, rating) = reader.voter.rating(root, article).unwrap();
            assert_eq!(status, 200);
            let stored = rating["sequence"].as_u64().unwrap();
            assert!(
                stored >= *sequence,
                "{article}: {sequence} was acknowledged, {stored} is there"
            );
            if stored == *sequence {
                assert_eq!(rating["mine"], *stars);
            }
        }
    }
}

#[test]
fn a_killed_server_has_stored_what_it_acknowledged() {
    let data = newsroom_in_a_folder();
    let mut server = Server::start(data.path(), &NO_LIMITS);
    let root = server.url("");
    let mut readers = busy_readers(&root);
    for round in 0..8 {
        burst(&root, &mut readers, 100 + round * 37, || server.kill());
        assert_eq!(open_store(data.path()).unwrap().miscounted().unwrap(), Vec::<String>::new());
        server.start_again();
        are_stored(&root, &readers);
    }
}

#[test]
fn neither_a_killed_server_nor_a_killed_database_loses_a_vote() {
    let cluster = Cluster::default();
    let database = block_on(cluster.database());
    newsroom_in(&database);
    let data = tempfile::tempdir().unwrap();
    let options = [&["--store", &database.url][..], &NO_LIMITS].concat();
    let mut server = Server::start(data.path(), &options);
    let root = server.url("");
    let mut readers = busy_readers(&root);
    for round in 0..6 {
        let votes = 100 + round * 37;
        if round % 2 == 0 {
            burst(&root, &mut readers, votes, || server.kill());
            server.start_again();
        } else {
            burst(&root, &mut readers, votes, || cluster.crash());
            // What is there to be read is read meanwhile; what needs the database is told to come again.
            let reader = &readers[0].voter;
            assert_eq!(reader.get(&format!("{root}/api/v1/articles/mot.json")).unwrap().0, 200);
            let (status, problem) = reader.rating(&root, "mot").unwrap();
            assert_eq!((status, &problem["type"]), (503, &"urn:bantin:problem:unavailable".into()));
            cluster.start();
        }
        are_stored(&root, &readers);
        let miscounted = block_on(async {
            use bantin_store::ledger::Ledger;
            let ledger = Postgres::open(&database.address(), Group::default()).await.unwrap();
            ledger.miscounted().await.unwrap()
        });
        assert_eq!(miscounted, Vec::<String>::new());
    }
}

#[test]
fn a_full_disk_takes_no_votes_and_loses_none() {
    let data = newsroom_in_a_folder();
    let server = Server::start(data.path(), &NO_LIMITS);
    let root = server.url("");
    let voter = Voter::new(&root);
    assert_eq!(voter.vote(&root, "mot", 4, 1).unwrap().0, 200);
    server.limit_files(Some(16 * 1024));
    for sequence in 2..5 {
        let (status, problem) = voter.vote(&root, "mot", 2, sequence).unwrap();
        assert_eq!((status, &problem["type"]), (503, &"urn:bantin:problem:unavailable".into()));
    }
    // What is there is read meanwhile, and is what was stored.
    let (status, rating) = voter.rating(&root, "mot").unwrap();
    assert_eq!((status, &rating["mine"], &rating["count"]), (200, &4.into(), &1.into()));
    server.limit_files(None);
    let (status, rating) = voter.vote(&root, "mot", 2, 4).unwrap();
    assert_eq!((status, &rating["mine"], &rating["count"]), (200, &2.into(), &1.into()));
    assert_eq!(open_store(data.path()).unwrap().miscounted().unwrap(), Vec::<String>::new());
}

#[test]
fn a_locked_store_takes_no_votes_and_then_takes_them() {
    let data = newsroom_in_a_folder();
    let server = Server::start(data.path(), &NO_LIMITS);
    let root = server.url("");
    let voter = Voter::new(&root);
    let other = rusqlite::Connection::open(data.path().join("bantin.sqlite")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let (status, problem) = voter.vote(&root, "mot", 4, 1).unwrap();
    assert_eq!((status, &problem["type"]), (503, &"urn:bantin:problem:unavailable".into()));
    other.execute_batch("COMMIT").unwrap();
    let (status, rating) = voter.vote(&root, "mot", 4, 1).unwrap();
    assert_eq!((status, &rating["count"]), (200, &1.into()));
}
