//! Articles that are withdrawn, brought back and published in their minute, by the program itself.

use std::path::Path;
use std::time::{Duration, Instant};

use bantin_tests::postgres::Cluster;
use bantin_tests::process::{Server, Voter, agent, command};
use jiff::{Timestamp, ToSpan};

use crate::live::{NO_LIMITS, block_on, newsroom_in, newsroom_in_a_folder};

#[test]
fn a_withdrawn_article_stays_so_and_comes_back_with_its_votes() {
    let data = newsroom_in_a_folder();
    let folder = data.path().to_str().unwrap();
    let server = Server::start(data.path(), &NO_LIMITS);
    let root = server.url("");
    let voter = Voter::new(&root);
    assert_eq!(voter.vote(&root, "mot", 4, 1).unwrap().0, 200);
    let refused = command(&["remove", "--data", folder, "mot", "--moved-to", "mot"]).unwrap_err();
    assert!(refused.contains("lead to itself"), "{refused}");
    let told = command(&["remove", "--data", folder, "mot"]).unwrap();
    assert_eq!(told, "mot is withdrawn; `bantin-server restore-article mot` brings it back\n");
    let article = server.url("/api/v1/articles/mot.json");
    let answers = |status: u16| {
        let started = Instant::now();
        while voter.get(&article).unwrap().0 != status {
            assert!(started.elapsed() < Duration::from_secs(20), "not {status}");
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    answers(410);
    assert_eq!(voter.vote(&root, "mot", 5, 2).unwrap().0, 404);
    let told = command(&["restore-article", "--data", folder, "mot"]).unwrap();
    assert!(told.contains("mot is back"), "{told}");
    answers(200);
    assert_eq!(voter.rating(&root, "mot").unwrap().1["count"], 1);
}

#[test]
fn a_running_server_publishes_what_comes_due() {
    let data = newsroom_in_a_folder();
    let source = tempfile::tempdir().unwrap();
    let due = Timestamp::now().checked_add(8.seconds()).unwrap();
    let text = format!("---\ntitle: Sau\ndate: 2023-08-11\npublishDate: {due}\n---\nx");
    std::fs::write(source.path().join("sau.md"), text).unwrap();
    let folder = data.path().to_str().unwrap();
    let told = command(&["import", "--data", folder, source.path().to_str().unwrap()]).unwrap();
    assert!(told.contains("held: sau.md"), "{told}");
    let server = Server::start(data.path(), &NO_LIMITS);
    let voter = Voter::new(&server.url(""));
    let started = Instant::now();
    while voter.get(&server.url("/api/v1/articles/sau.json")).unwrap().0 != 200 {
        assert!(started.elapsed() < Duration::from_secs(60), "it is not published");
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(Timestamp::now() >= due);
    let (_, list) = voter.get(&server.url("/api/v1/lists/latest.json")).unwrap();
    assert!(list.to_string().contains("sau"), "{list}");
}

/// Votes and readings at an address that an article had before, which arrive late from somebody's device, are the
/// article's: `into` are the options that name the newsroom to a command, `served` those that name it to a server.
fn what_comes_late(data: &Path, into: &[&str], served: &[&str]) {
    let source = tempfile::tempdir().unwrap();
    let import = |slug: &str| {
        let text = format!("---\ntitle: Bến phà\nslug: {slug}\ndate: 2023-08-11\n---\nMột đoạn.\n");
        std::fs::write(source.path().join("a.md"), text).unwrap();
        command(&[&["import"], into, &[source.path().to_str().unwrap()]].concat()).unwrap();
    };
    import("ben-pha");
    let options = [served, &NO_LIMITS, &["--views-every", "0"]].concat();
    let server = Server::start(data, &options);
    let root = server.url("");
    let (voter, late) = (Voter::new(&root), Voter::new(&root));
    assert_eq!(voter.vote(&root, "ben-pha", 2, 1).unwrap().0, 200);
    import("ben-pha-moi");
    let article = server.url("/api/v1/articles/ben-pha-moi.json");
    let until = |what: &str, pointer: &str, wanted: u64| {
        let started = Instant::now();
        while voter.get(&article).unwrap().1.pointer(pointer) != Some(&wanted.into()) {
            assert!(started.elapsed() < Duration::from_secs(20), "{what}");
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    until("its vote did not come with it", "/rating/count", 1);
    let (status, summary) = late.vote(&root, "ben-pha", 5, 1).unwrap();
    assert_eq!(
        (status, &summary["count"], &summary["slug"]),
        (200, &2.into(), &"ben-pha-moi".into())
    );
    let (status, summary) = late.rating(&root, "ben-pha").unwrap();
    assert_eq!((status, &summary["mine"], &summary["count"]), (200, &5.into(), &2.into()));
    // What was kept of the article before the vote is out of date.
    until("the vote is not in the article", "/rating/count", 2);
    let reading = agent().post(server.url("/api/v1/views/ben-pha"));
    let reading = reading.header("authorization", format!("Bearer {}", late.token));
    assert_eq!(reading.send_empty().unwrap().status(), 204);
    until("the reading is not in the article", "/views", 1);
}

#[test]
fn what_comes_late_to_an_earlier_address_is_the_article_s() {
    let data = newsroom_in_a_folder();
    what_comes_late(data.path(), &["--data", data.path().to_str().unwrap()], &[]);
}

#[test]
fn and_so_it_is_where_servers_share_a_database() {
    let database = block_on(Cluster::shared().database());
    newsroom_in(&database);
    let data = tempfile::tempdir().unwrap();
    let store = ["--store", &database.url];
    what_comes_late(data.path(), &store, &store);
}
