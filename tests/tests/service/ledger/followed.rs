//! Sources that several servers of one database follow: one of them looks, and all have what it brings.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bantin_core::clock::Clock;
use bantin_core::sources::{LookOutcome, Next, Source};
use bantin_server::following::Keeper;
use bantin_server::following::Target;
use bantin_store::ledger::Group;
use bantin_store::postgres::Postgres;
use bantin_store::register::Register;
use bantin_tests::postgres::{Cluster, Database};

use crate::ledger::under::slug;

/// A feed with one article, and how often it was asked for.
fn feed() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/tin.xml", listener.local_addr().unwrap());
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut head = [0; 4096];
            let _ = stream.read(&mut head);
            count.fetch_add(1, Ordering::SeqCst);
            let text = "<rss version=\"2.0\"><channel><title>A</title><item><title>Một</title>\
                 <guid isPermaLink=\"false\">1</guid><pubDate>Fri, 11 Aug 2023 04:50:00 +0000</pubDate>\
                 <description>Một đoạn.</description></item></channel></rss>";
            let length = text.len();
            let answer = format!(
                "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{text}"
            );
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    (url, asked)
}

async fn open(database: &Database) -> Arc<Postgres> {
    Arc::new(Postgres::open(&database.address(), Group::default()).await.unwrap())
}

fn source(name: &str, url: &str) -> Source {
    Source::new(slug(name), url.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_of_one_database_look_at_a_source_once() {
    let database = Cluster::shared().database().await;
    let (url, asked) = feed();
    let names: Vec<Source> =
        (0..6).map(|n| source(&format!("s{n}"), &format!("{url}?{n}"))).collect();
    open(&database).await.follow_sources(&names).await.unwrap();
    let mut servers = tokio::task::JoinSet::new();
    for _ in 0..3 {
        let postgres = open(&database).await;
        let target = Target::Shared(database.address());
        let keeper = Keeper::new(postgres, target, Clock::default()).unwrap();
        servers.spawn(async move {
            let mut looks = Vec::new();
            while let Some(entry) = keeper.step().await.unwrap() {
                looks.push(entry.state.last.unwrap());
            }
            looks
        });
    }
    let mut looks = Vec::new();
    while let Some(done) = servers.join_next().await {
        looks.extend(done.unwrap());
    }
    assert_eq!((looks.len(), asked.load(Ordering::SeqCst)), (6, 6), "{looks:?}");
    let added = |came: &LookOutcome| matches!(came, LookOutcome::Read { added: 1, .. });
    assert!(looks.iter().all(added), "{looks:?}");
    let entries = open(&database).await.followed().await.unwrap();
    let names = entries.iter().map(|entry| entry.source.name.as_str());
    assert_eq!(names.collect::<Vec<_>>(), ["s0", "s1", "s2", "s3", "s4", "s5"]);
    assert!(entries.iter().all(|entry| entry.state.total.looks == 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_is_held_until_who_looks_is_done_or_dead() {
    let database = Cluster::shared().database().await;
    let postgres = open(&database).await;
    let bao = source("bao", "http://127.0.0.1:1/");
    postgres.follow_sources(std::slice::from_ref(&bao)).await.unwrap();
    let (one, other) = ([1; 16], [2; 16]);
    let held = postgres.claim(&one, 1000, 1120).await.unwrap().unwrap();
    assert_eq!((held.source.clone(), held.held), (bao.clone(), 1120));
    assert_eq!(postgres.claim(&other, 1000, 1120).await.unwrap(), None);
    assert!(postgres.hold(&bao.name, &one, 1200).await.unwrap());
    assert!(!postgres.hold(&bao.name, &other, 9000).await.unwrap());
    assert_eq!(postgres.claim(&other, 1199, 1300).await.unwrap(), None);
    // It died.
    let taken = postgres.claim(&other, 1200, 1320).await.unwrap().unwrap();
    let next = |due, not_before| Next { due, not_before };
    assert!(!postgres.settle(&held, &one, &next(0, 0)).await.unwrap());
    assert!(postgres.settle(&taken, &other, &next(2000, 1500)).await.unwrap());
    assert_eq!(postgres.claim(&one, 1999, 2100).await.unwrap(), None);
    // Somebody asks for it; the source is left alone as long as it asked for that.
    assert!(postgres.ask_to_look(&bao.name).await.unwrap());
    assert!(!postgres.ask_to_look(&slug("khac")).await.unwrap());
    assert_eq!(postgres.claim(&one, 1499, 1600).await.unwrap(), None);
    let asked = postgres.claim(&one, 1500, 1600).await.unwrap().unwrap();
    assert!(postgres.settle(&asked, &one, &next(2500, 0)).await.unwrap());
    assert_eq!(postgres.claim(&one, 2499, 2600).await.unwrap(), None);
    // Asked for while it is looked at: looked at again.
    let due = postgres.claim(&one, 2500, 2600).await.unwrap().unwrap();
    assert!(postgres.ask_to_look(&bao.name).await.unwrap());
    assert!(postgres.settle(&due, &one, &next(9000, 0)).await.unwrap());
    let again = postgres.claim(&one, 2501, 2600).await.unwrap().unwrap();
    // Other settings meanwhile: what came of the look is not kept, and it is looked at anew.
    let other_url = source("bao", "http://127.0.0.1:2/");
    postgres.follow_sources(std::slice::from_ref(&other_url)).await.unwrap();
    assert!(!postgres.settle(&again, &one, &next(9000, 0)).await.unwrap());
    let anew = postgres.followed_one(&bao.name).await.unwrap().unwrap();
    assert_eq!((anew.source, anew.due, anew.edition), (other_url, 0, held.edition + 1));
    postgres.follow_sources(&[]).await.unwrap();
    assert_eq!(postgres.followed().await.unwrap(), []);
}
