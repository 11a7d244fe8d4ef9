//! `check`, and what the messages of all commands say to do.

use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use bantin_tests::process::{command, program};

use crate::mistakes::TestNewsroom;

/// What `check` prints, and whether all is well.
fn check(newsroom: &TestNewsroom) -> (String, bool) {
    let output = Command::new(program())
        .args(["check", "--data", &newsroom.text("data"), "--out", &newsroom.text("site")])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(i32::from(!output.status.success())), "{said}");
    (said, output.status.success())
}

/// Whether `check` says this is wrong.
fn is_wrong(newsroom: &TestNewsroom, what: &str) {
    let (said, is_well) = check(newsroom);
    let line = said.lines().find(|line| line.contains(what));
    let line = line.unwrap_or_else(|| panic!("nothing says \"{what}\":\n{said}"));
    assert!(line.starts_with("WRONG") && !is_well, "{said}");
}

#[test]
fn it_finds_nothing_where_all_is_well_and_changes_nothing() {
    let newsroom = TestNewsroom::new();
    newsroom.export(&[]).unwrap();
    let before = (newsroom.files("data"), newsroom.files("site"));
    let (said, is_well) = check(&newsroom);
    assert!(is_well, "{said}");
    for what in [
        "is sound",
        "as this program needs it",
        "12 articles",
        "its identity is ",
        "every counter agrees with its votes",
        "pictures are whole",
        "nobody but its owner",
        "MiB left",
        "files of the export are there",
        "it shows this newsroom",
        "it shows everything that was imported",
        "seconds ago",
    ] {
        assert!(said.contains(what), "{what}:\n{said}");
    }
    assert!((newsroom.files("data"), newsroom.files("site")) == before);
}

#[test]
fn it_finds_what_is_wrong_with_the_data_folder() {
    let newsroom = TestNewsroom::new();
    newsroom.export(&[]).unwrap();
    let store = newsroom.at("data/bantin.sqlite");
    std::fs::set_permissions(&store, std::fs::Permissions::from_mode(0o644)).unwrap();
    is_wrong(&newsroom, "chmod go=");
    std::fs::set_permissions(&store, std::fs::Permissions::from_mode(0o600)).unwrap();

    let sql = rusqlite::Connection::open(&store).unwrap();
    sql.execute("UPDATE record SET votes5 = 7 WHERE slug = 'bai-3'", []).unwrap();
    drop(sql);
    is_wrong(
        &newsroom,
        "do not agree with their votes: bai-3. Run `bantin-server ratings recount`",
    );
    command(&["ratings", "recount", "--data", &newsroom.text("data")]).unwrap();

    let media = newsroom.at("data/media");
    let picture = std::fs::read_dir(&media).unwrap().next().unwrap().unwrap().path();
    let whole = std::fs::read(&picture).unwrap();
    let name = picture.file_name().unwrap().to_str().unwrap();
    std::fs::write(&picture, "half").unwrap();
    is_wrong(
        &newsroom,
        &format!("1 pictures are damaged, their bytes do not match their names: {name}"),
    );
    std::fs::remove_file(&picture).unwrap();
    is_wrong(&newsroom, &format!("1 pictures that are shown are missing: {name}"));
    std::fs::write(&picture, whole).unwrap();

    // A page of the store's own file, overwritten.
    let mut bytes = std::fs::read(&store).unwrap();
    let at = bytes.len() / 2 / 4096 * 4096;
    bytes[at..at + 8192].fill(0xa5);
    std::fs::write(&store, bytes).unwrap();
    is_wrong(&newsroom, "bantin-server restore");
    std::fs::remove_file(&store).unwrap();
    is_wrong(&newsroom, "there is no store");
}

#[test]
fn it_finds_what_is_wrong_with_an_export() {
    let newsroom = TestNewsroom::new();
    is_wrong(&newsroom, "there is no export in");
    newsroom.export(&[]).unwrap();
    std::fs::write(newsroom.at("site/robots.txt"), "our own").unwrap();
    let (said, is_well) = check(&newsroom);
    assert!(
        is_well && said.contains("edited since the export, which leaves them alone (1)"),
        "{said}"
    );
    newsroom.import_one("data", 3, "Sửa lại.");
    let (said, is_well) = check(&newsroom);
    assert!(is_well && said.contains("the store has changed since"), "{said}");
    std::fs::remove_file(newsroom.at("site/feeds/latest.xml")).unwrap();
    is_wrong(&newsroom, "that are missing (1): feeds/latest.xml");
    std::fs::rename(newsroom.at("data"), newsroom.at("first")).unwrap();
    newsroom.import("data", 12);
    is_wrong(&newsroom, "it shows another newsroom");
    std::fs::write(newsroom.at("site/.bantin-export.running"), "\n#changes\nindex.html\n").unwrap();
    is_wrong(&newsroom, "was cut off. Run it again");
}

#[test]
fn every_message_says_what_to_do() {
    let newsroom = TestNewsroom::new();
    let (data, app, site) = (newsroom.text("data"), newsroom.text("app"), newsroom.text("site"));
    let (nowhere, file) = (newsroom.text("nowhere"), newsroom.text("source-of-data/site.toml"));
    let busy = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let busy = busy.local_addr().unwrap().to_string();
    let backup = newsroom.text("backup");
    command(&["backup", "--data", &data, "--out", &backup]).unwrap();
    let cases: &[(&[&str], &str)] = &[
        (&["export", "--data", &nowhere, "--app", &app, "--out", &site], "check --data"),
        (&["export", "--data", &data, "--app", &nowhere, "--out", &site], "cargo xtask build"),
        (
            &["export", "--data", &data, "--app", &app, "--out", &file],
            "move it away, or give another path",
        ),
        (&["serve", "--data", &nowhere, "--listen", "127.0.0.1:0"], "check --data"),
        (&["serve", "--data", &data, "--listen", &busy], "give another port with --listen"),
        (
            &["serve", "--data", &data, "--listen", "127.0.0.1:0", "--app", &nowhere],
            "cargo xtask build",
        ),
        (&["remove", "--data", &data, "khong-co"], "give the last part of its address"),
        (&["remove", "--data", &nowhere, "bai-3"], "check --data"),
        (&["remove", "--data", &data, "Không Có"], "-"),
        (&["ratings", "recount", "--data", &nowhere], "check --data"),
        (
            &["ratings", "close", "khong-co", "--data", &data],
            "its slug is the last part of its address",
        ),
        (&["ratings", "revoke", "xyz", "--data", &data], "32 hexadecimal digits"),
        (&["backup", "--data", &nowhere, "--out", &backup], "check the path"),
        (&["backup", "--data", &data, "--out", &file], "move it away, or give another path"),
        (&["restore", "--data", &data, "--from", &nowhere], "check the path"),
        (&["restore", "--data", &data, "--from", &backup], "--overwrite"),
        (&["check", "--data", &nowhere], "each says what to do"),
    ];
    for (arguments, says) in cases {
        let Err(said) = command(arguments) else { panic!("{arguments:?} was done") };
        assert!(said.contains(says), "{arguments:?} does not say \"{says}\": {said}");
    }
}
