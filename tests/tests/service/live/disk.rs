//! The disk is full: a clear error, nothing torn, and all of it goes on once there is room.

use std::fmt::Write;
use std::path::Path;

use bantin_server::newsroom;
use bantin_server::serve::{self, open_store};
use bantin_tests::newsroom::two_articles;
use bantin_tests::process::{Server, Voter, command};
use bantin_tests::small_app;
use bantin_tests::small_disk::SmallDisk;

use crate::live::NO_LIMITS;

/// Articles of some kilobytes each.
fn many(folder: &Path, count: usize) {
    two_articles(folder);
    for number in 0..count {
        let mut text =
            format!("---\ntitle: \"Bài số {number}\"\npublished: 2023-08-11T11:50:00+07:00\n---\n");
        for line in 0..60 {
            write!(text, "\nĐoạn {line} của bài {number}: chuyến đò rời bến khi trời còn tối.\n")
                .unwrap();
        }
        std::fs::write(folder.join(format!("bai-{number}.md")), text).unwrap();
    }
}

/// That the store is whole, and how many articles it has.
fn whole(data: &Path) -> u64 {
    let c = rusqlite::Connection::open(data.join(serve::STORE)).unwrap();
    let said: String = c.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(said, "ok");
    c.query_row("SELECT count(*) FROM article", [], |row| row.get(0)).unwrap()
}

/// What a command says that finds no room.
fn no_room(arguments: &[&str]) -> String {
    let said = command(arguments).expect_err("the disk is full");
    let is_told = said.contains("disk is full") || said.contains("No space left on device");
    assert!(is_told, "{said}");
    said
}

#[test]
fn votes_and_imports_wait_for_room() {
    let test = "votes_and_imports_wait_for_room";
    let Some(disk) = SmallDisk::mount(test, 24) else { return };
    let source = tempfile::tempdir().unwrap();
    two_articles(source.path());
    let data = disk.path().join("data");
    let folder = data.to_str().unwrap().to_owned();
    newsroom::import(&data, &[source.path().to_string_lossy().into_owned()]).unwrap();
    let server = Server::start(&data, &NO_LIMITS);
    let root = server.url("");
    let voter = Voter::new(&root);
    assert_eq!(voter.vote(&root, "mot", 4, 1).unwrap().0, 200);

    disk.fill(0);
    // The log has room in itself for a while.
    let refused = (2..5000).find(|sequence| {
        let (status, problem) = voter.vote(&root, "mot", 2, *sequence).unwrap();
        if status == 503 {
            assert_eq!(problem["type"], "urn:bantin:problem:unavailable");
        } else {
            assert_eq!(status, 200);
        }
        status == 503
    });
    let refused = refused.expect("a full disk takes no votes for long");
    let rating = voter.rating(&root, "mot").unwrap().1;
    assert_eq!(rating["sequence"], refused - 1, "what was acknowledged last is there");
    // Once the last look at the store is a second old.
    let ready = loop {
        let (status, problem) = voter.get(&server.url("/readyz")).unwrap();
        if status == 503 {
            break problem["detail"].as_str().unwrap().to_owned();
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    };
    assert!(ready.contains("No space left") || ready.contains("is full"), "{ready}");

    many(source.path(), 300);
    let from = source.path().to_str().unwrap();
    no_room(&["import", "--data", &folder, from]);
    // Readers read on.
    assert_eq!(voter.get(&server.url("/api/v1/articles/mot.json")).unwrap().0, 200);

    disk.clear();
    assert_eq!(voter.vote(&root, "mot", 5, 9999).unwrap().0, 200);
    let said = command(&["import", "--data", &folder, from]).unwrap();
    assert!(said.contains("300"), "{said}");
    server_is_ready(&server, &voter);
    assert_eq!(whole(&data), 302);
    assert_eq!(open_store(&data).unwrap().miscounted().unwrap(), Vec::<String>::new());
    assert_eq!(voter.rating(&root, "mot").unwrap().1["mine"], 5);
}

fn server_is_ready(server: &Server, voter: &Voter) {
    for _ in 0..300 {
        if voter.get(&server.url("/readyz")).unwrap().0 == 200 {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("the server is not ready once there is room");
}

#[test]
fn an_import_that_finds_no_room_in_its_middle_is_done_by_the_next_one() {
    let test = "an_import_that_finds_no_room_in_its_middle_is_done_by_the_next_one";
    let Some(disk) = SmallDisk::mount(test, 32) else { return };
    let source = tempfile::tempdir().unwrap();
    many(source.path(), 500);
    let data = disk.path().join("data");
    let (folder, from) = (data.to_str().unwrap(), source.path().to_str().unwrap());
    disk.fill(1500);
    no_room(&["import", "--data", folder, from]);
    let stored = whole(&data);
    assert!(stored < 502, "{stored}: the disk was too large");
    disk.clear();
    command(&["import", "--data", folder, from]).unwrap();
    assert_eq!(whole(&data), 502);
}

#[test]
fn a_backup_that_finds_no_room_leaves_the_one_before() {
    let test = "a_backup_that_finds_no_room_leaves_the_one_before";
    let Some(disk) = SmallDisk::mount(test, 16) else { return };
    let (source, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    two_articles(source.path());
    let sources = [source.path().to_string_lossy().into_owned()];
    newsroom::import(data.path(), &sources).unwrap();
    let out = disk.path().join("backup");
    let (from, to) = (data.path().to_str().unwrap(), out.to_str().unwrap());
    command(&["backup", "--data", from, "--out", to]).unwrap();
    assert_eq!(whole(&out), 2);
    many(source.path(), 300);
    newsroom::import(data.path(), &sources).unwrap();
    disk.fill(64);
    no_room(&["backup", "--data", from, "--out", to]);
    assert_eq!(whole(&out), 2, "the one before");
    disk.clear();
    command(&["backup", "--data", from, "--out", to]).unwrap();
    assert_eq!(whole(&out), 302);
    let left: Vec<_> =
        std::fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("partial")), "{left:?}");
}

#[test]
fn an_export_that_finds_no_room_is_done_by_the_next_one() {
    let test = "an_export_that_finds_no_room_is_done_by_the_next_one";
    let Some(disk) = SmallDisk::mount(test, 32) else { return };
    let (source, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    many(source.path(), 200);
    newsroom::import(data.path(), &[source.path().to_string_lossy().into_owned()]).unwrap();
    let app = tempfile::tempdir().unwrap();
    small_app::write(app.path());
    let export = |out: &Path| {
        let [data, app, out] =
            [data.path(), app.path(), out].map(|path| path.to_str().unwrap().to_owned());
        ["export", "--data", &data, "--app", &app, "--out", &out].map(str::to_owned)
    };
    let run = |arguments: &[String; 7]| command(&arguments.each_ref().map(String::as_str));
    let (small, large) = (disk.path().join("site"), tempfile::tempdir().unwrap());
    let (torn, good) = (export(&small), export(large.path()));
    disk.fill(2000);
    no_room(&torn.each_ref().map(String::as_str));
    disk.clear();
    run(&torn).unwrap();
    run(&good).unwrap();
    let differs = std::process::Command::new("diff")
        .args(["-rq", "--exclude=.bantin-export"])
        .args([&small, large.path()])
        .output()
        .unwrap();
    assert!(differs.status.success(), "{}", String::from_utf8_lossy(&differs.stdout));
}
