//! Two servers on one PostgreSQL behind nginx, with the configuration of docs/deploy.

use std::time::{Duration, Instant};

use bantin_server::newsroom;
use bantin_tests::host::Host;
use bantin_tests::postgres::Cluster;
use bantin_tests::process::{Server, Voter, command};

use crate::live::{block_on, newsroom_in};

/// Waits until `is_so`.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < Duration::from_secs(30), "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn two_servers_are_one_newsroom() {
    let database = block_on(Cluster::shared().database());
    newsroom_in(&database);
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let options =
        ["--store", &database.url, "--trusted-proxy", "127.0.0.1", "--new-readers-per-hour", "6"];
    let mut servers = folders.each_ref().map(|folder| Server::start(folder.path(), &options));
    let nginx = Host::before([servers[0].port, servers[1].port]);
    let (front, [left, right]) = (nginx.url(""), servers.each_ref().map(|server| server.url("")));

    // A reader of one is a reader of the other; each shows the other's votes at once, and its articles
    // within moments.
    let voter = Voter::new(&front);
    assert_eq!(voter.vote(&left, "mot", 4, 1).unwrap().1["count"], 1);
    let rating = voter.rating(&right, "mot").unwrap().1;
    assert_eq!((&rating["mine"], &rating["count"]), (&4.into(), &1.into()));
    // A late copy at the other server changes nothing.
    assert_eq!(voter.vote(&right, "mot", 5, 2).unwrap().1["mine"], 5);
    assert_eq!(voter.vote(&left, "mot", 4, 1).unwrap().1["mine"], 5);
    for root in [&left, &right] {
        until("the vote is not in the article", || {
            let article = voter.get(&format!("{root}/api/v1/articles/mot.json")).unwrap().1;
            article["rating"]["histogram"] == serde_json::json!([0, 0, 0, 0, 1])
        });
        until("the vote is not in the list", || {
            let list = voter.get(&format!("{root}/api/v1/lists/section/thoi-su.json")).unwrap().1;
            list["items"][0]["_bantin"]["rating"]["count"] == 1
        });
    }

    // They count new readers together: the sixth is the last, whichever server is asked.
    for root in [&left, &right, &front, &left, &right] {
        Voter::new(root);
    }
    for root in [&left, &right, &front] {
        let refused = bantin_tests::process::agent().post(format!("{root}/api/v1/readers"));
        assert_eq!(refused.send_empty().unwrap().status(), 429);
    }
    // What a caller writes into the forwarded header is not believed.
    let forged = bantin_tests::process::agent().post(format!("{front}/api/v1/readers"));
    let forged = forged.header("x-forwarded-for", "203.0.113.9").send_empty().unwrap();
    assert_eq!(forged.status(), 429);
    for path in ["/metrics", "/readyz"] {
        assert_eq!(voter.get(&format!("{front}{path}")).unwrap().0, 403, "{path}");
    }

    // What is published is on both, and what is withdrawn on neither.
    let source = tempfile::tempdir().unwrap();
    std::fs::write(
        source.path().join("hai.md"),
        "---\ntitle: \"Bài thứ hai\"\npublished: 2023-08-12T08:00:00+07:00\n---\n\nMột đoạn.\n",
    )
    .unwrap();
    let sources = [source.path().to_string_lossy().into_owned()];
    let outcome = newsroom::publish(&database.address(), &sources).unwrap();
    assert_eq!((outcome.added, outcome.failed), (1, vec![]));
    let status = |root: &str, name: &str| {
        voter.get(&format!("{root}/api/v1/articles/{name}.json")).unwrap().0
    };
    for root in [&left, &right] {
        until("the article never came", || status(root, "hai") == 200);
    }
    command(&["remove", "--store", &database.url, "hai"]).unwrap();
    for root in [&left, &right] {
        until("the article never went", || status(root, "hai") == 410);
    }

    // A command is followed by both.
    let said = command(&["ratings", "--store", &database.url, "close", "mot"]).unwrap();
    assert_eq!(said, "mot takes no votes any more\n");
    for root in [&left, &right] {
        assert_eq!(voter.vote(root, "mot", 1, 9).unwrap().0, 409);
    }
    command(&["ratings", "--store", &database.url, "open", "mot"]).unwrap();

    // One goes: no reader sees it, neither reading nor voting.
    servers[0].kill();
    for sequence in 10..20 {
        let stars = u8::try_from(sequence % 5 + 1).unwrap();
        assert_eq!(voter.vote(&front, "mot", stars, sequence).unwrap().0, 200);
        assert_eq!(status(&front, "mot"), 200);
    }
    // One comes back without its folder, and makes it anew.
    std::fs::remove_dir_all(folders[0].path()).unwrap();
    servers[0].start_again();
    assert_eq!(status(&left, "mot"), 200);
    assert_eq!(status(&left, "hai"), 410);
    let article = voter.get(&format!("{left}/api/v1/articles/mot.json")).unwrap().1;
    assert_eq!(article["rating"]["count"], 1);
    let csv = command(&["ratings", "--store", &database.url, "export", "--votes"]).unwrap();
    assert!(csv.lines().any(|line| line.starts_with("mot,") && line.ends_with(",5,19")), "{csv}");
}

/// The export of a shared newsroom: what is published and what is counted, without a server.
#[test]
fn an_export_follows_the_database() {
    let dist = bantin_tests::newsroom::dist().expect("run through: cargo xtask test browser");
    let database = block_on(Cluster::shared().database());
    newsroom_in(&database);
    let (data, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let text = |folder: &tempfile::TempDir| folder.path().to_str().unwrap().to_owned();
    let (data_name, out_name) = (text(&data), text(&out));
    let export = || {
        let folders = ["--data", &data_name, "--out", &out_name, "--app", dist.to_str().unwrap()];
        command(&[&["export", "--store", &database.url][..], &folders].concat()).unwrap()
    };
    export();
    let article = || -> serde_json::Value {
        let file = out.path().join("api/v1/articles/mot.json");
        serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()
    };
    assert_eq!(article()["rating"]["count"], 0);
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &["--store", &database.url]);
    let root = server.url("");
    assert_eq!(Voter::new(&root).vote(&root, "mot", 4, 1).unwrap().0, 200);
    let said = export();
    assert_eq!(article()["rating"]["count"], 1);
    assert!(!said.contains(" 0 files written"), "{said}");
    // Nothing happened since.
    assert!(export().starts_with("0 pages"), "nothing is written again");
}
