//! Backups made while readers vote, and put back.

use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use bantin_tests::postgres::{Cluster, Database};
use bantin_tests::process::{Server, Voter, command};

use crate::live::{NO_LIMITS, block_on, newsroom_in, newsroom_in_a_folder};

/// Votes go on while `f` runs; how many were acknowledged before it began, and the voter.
fn while_voting(root: &str, f: impl FnOnce()) -> (u64, Voter) {
    let voter = Voter::new(root);
    for sequence in 1..=20 {
        assert_eq!(voter.vote(root, "mot", 4, sequence).unwrap().0, 200);
    }
    // Once before, so that whatever `f` copies has a vote of theirs.
    let other = Voter::new(root);
    assert_eq!(other.vote(root, "one", 2, 1).unwrap().0, 200);
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for sequence in 2.. {
                assert_eq!(other.vote(root, "one", 2, sequence).unwrap().0, 200);
                if is_over.load(Ordering::Relaxed) {
                    break;
                }
            }
        });
        f();
        is_over.store(true, Ordering::Relaxed);
    });
    (20, voter)
}

#[test]
fn a_data_folder_is_copied_while_it_is_written_and_put_back() {
    let data = newsroom_in_a_folder();
    let out = tempfile::tempdir().unwrap();
    let (from, to) = (data.path().to_str().unwrap(), out.path().to_str().unwrap());
    let mut server = Server::start(data.path(), &NO_LIMITS);
    let root = server.url("");
    let (acknowledged, voter) = while_voting(&root, || {
        for _ in 0..3 {
            command(&["backup", "--data", from, "--out", to]).unwrap();
        }
    });
    // After the backup: not in it.
    assert_eq!(voter.vote(&root, "mot", 1, 99).unwrap().0, 200);
    let refused = command(&["restore", "--data", from, "--from", to]).unwrap_err();
    assert!(refused.contains("--overwrite"), "{refused}");
    let refused = command(&["restore", "--data", from, "--from", to, "--overwrite"]).unwrap_err();
    assert!(refused.contains("stop it first"), "{refused}");
    assert_eq!(voter.rating(&root, "mot").unwrap().1["mine"], 1);
    server.kill();
    command(&["restore", "--data", from, "--from", to, "--overwrite"]).unwrap();
    server.start_again();
    // The token too is as good as before.
    let rating = voter.rating(&root, "mot").unwrap().1;
    assert_eq!((&rating["mine"], &rating["sequence"]), (&4.into(), &acknowledged.into()));
    assert_eq!(voter.vote(&root, "mot", 1, 99).unwrap().1["mine"], 1);

    // Somewhere else, nothing has to be overwritten.
    let elsewhere = tempfile::tempdir().unwrap();
    let folder = elsewhere.path().join("data");
    command(&["restore", "--data", folder.to_str().unwrap(), "--from", to]).unwrap();
    let other = Server::start(&folder, &NO_LIMITS);
    assert_eq!(voter.rating(&other.url(""), "mot").unwrap().1["mine"], 4);
    // What hashes of networks meant is not in a backup.
    let copy = rusqlite::Connection::open(out.path().join("bantin.sqlite")).unwrap();
    let keys: u64 = copy.query_row("SELECT count(*) FROM daily_key", [], |row| row.get(0)).unwrap();
    assert_eq!(keys, 0);
}

/// What docs/deploy.md says to type.
fn postgres(name: &str, arguments: &[&str]) -> Result<(), String> {
    let output = Command::new(Cluster::program(name)).args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() { Ok(()) } else { Err(said) }
}

#[test]
fn a_database_is_dumped_while_it_is_written_and_put_back() {
    let database = block_on(Cluster::shared().database());
    newsroom_in(&database);
    let data = tempfile::tempdir().unwrap();
    let options = [&["--store", &database.url][..], &NO_LIMITS].concat();
    let server = Server::start(data.path(), &options);
    let root = server.url("");
    let file = data.path().join("bantin.dump");
    let file = file.to_str().unwrap();
    let dump = [
        "--format=custom",
        "--exclude-table-data=daily_key",
        "--exclude-table-data=new_reader",
        "--file",
        file,
        &database.url,
    ];
    let (acknowledged, voter) = while_voting(&root, || postgres("pg_dump", &dump).unwrap());
    assert_eq!(voter.vote(&root, "mot", 1, 99).unwrap().0, 200);

    let restored = block_on(Cluster::shared().database());
    let restore = |into: &Database| {
        let arguments = ["--no-owner", "--single-transaction", "--dbname", &into.url, file];
        postgres("pg_restore", &arguments)
    };
    restore(&restored).unwrap();
    // Over one that is there, nothing is done.
    let refused = restore(&database).unwrap_err();
    assert!(refused.contains("already exists"), "{refused}");
    assert_eq!(voter.rating(&root, "mot").unwrap().1["mine"], 1);

    // The folder of the first may be ahead of it: it is another database from here on.
    let other = "UPDATE meta SET value = uuid_send(gen_random_uuid()) WHERE key = 'identity'";
    postgres("psql", &["--quiet", &restored.url, "--command", other]).unwrap();
    let ahead = data.path().to_str().unwrap();
    let out = tempfile::tempdir().unwrap();
    let out = out.path().to_str().unwrap();
    let export = ["export", "--store", &restored.url, "--data", ahead, "--out", out];
    let refused = command(&export).unwrap_err();
    assert!(refused.contains("holds another newsroom"), "{refused}");

    let empty = tempfile::tempdir().unwrap();
    let options = [&["--store", &restored.url][..], &NO_LIMITS].concat();
    let other = Server::start(empty.path(), &options);
    let root = other.url("");
    let rating = voter.rating(&root, "mot").unwrap().1;
    assert_eq!((&rating["mine"], &rating["sequence"]), (&4.into(), &acknowledged.into()));
    assert_eq!(voter.vote(&root, "mot", 1, 99).unwrap().1["mine"], 1);
    let article = voter.get(&format!("{root}/api/v1/articles/one.json")).unwrap();
    assert_eq!((article.0, &article.1["rating"]["count"]), (200, &1.into()));
}
