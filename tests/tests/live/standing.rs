//! Articles that are withdrawn, brought back and published in their minute, by the program itself.

use std::time::{Duration, Instant};

use bantin_tests::process::{Server, Voter, command};
use jiff::{Timestamp, ToSpan};

use crate::{NO_LIMITS, newsroom_in_a_folder};

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
    command(&["remove", "--data", folder, "mot"]).unwrap();
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
