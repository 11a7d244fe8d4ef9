//! Backups whose pictures are checked against their names, and that nobody but their owner reads.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use bantin_tests::process::command;

use crate::mistakes::TestNewsroom;

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// The pictures in a folder, by name.
fn pictures(media: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> =
        std::fs::read_dir(media).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

#[test]
fn pictures_are_checked_healed_and_named() {
    let newsroom = TestNewsroom::new();
    let (data, out) = (newsroom.text("data"), newsroom.text("backup"));
    let backup = || command(&["backup", "--data", &data, "--out", &out]);
    backup().unwrap();
    let (here, there) =
        (pictures(&newsroom.at("data/media")), pictures(&newsroom.at("backup/media")));
    assert!(here.len() >= 3, "{here:?}");
    assert_eq!(here.len(), there.len());
    let whole: Vec<Vec<u8>> = here.iter().map(|path| std::fs::read(path).unwrap()).collect();

    // One damaged here, one in the backup, one lost here: each is made whole by the other.
    std::fs::write(&here[0], "half").unwrap();
    std::fs::write(&there[1], "half").unwrap();
    std::fs::remove_file(&here[2]).unwrap();
    let said = backup().unwrap();
    assert!(said.contains("damaged pictures were made whole again"), "{said}");
    for folder in [&here, &there] {
        for (path, whole) in folder.iter().zip(&whole) {
            assert!(std::fs::read(path).unwrap() == *whole, "{}", path.display());
        }
    }

    // One that is whole nowhere is named, and all the rest is done.
    std::fs::write(&here[0], "half").unwrap();
    std::fs::write(&there[0], "half").unwrap();
    let name = here[0].file_name().unwrap().to_str().unwrap();
    let failed = backup().unwrap_err();
    assert!(failed.contains("the backup is made, except for") && failed.contains(name), "{failed}");
    let new = newsroom.text("new");
    let failed = command(&["restore", "--data", &new, "--from", &out]).unwrap_err();
    assert!(failed.contains("is put back, except for") && failed.contains(name), "{failed}");
    assert!(failed.contains("Import the articles"), "{failed}");
    assert!(!newsroom.at("new/media").join(name).exists(), "half a picture is no picture");
    assert_eq!(pictures(&newsroom.at("new/media")).len(), whole.len() - 1);
    command(&[
        "export",
        "--data",
        &new,
        "--app",
        &newsroom.text("app"),
        "--out",
        &newsroom.text("site"),
    ])
    .unwrap();
}

#[test]
fn a_backup_is_its_owner_s_alone_and_leaves_nothing_half() {
    let newsroom = TestNewsroom::new();
    let (data, out) = (newsroom.text("data"), newsroom.text("backup"));
    let backup = || command(&["backup", "--data", &data, "--out", &out]);
    backup().unwrap();
    let store = newsroom.at("backup/bantin.sqlite");
    assert_eq!((mode(&newsroom.at("backup")), mode(&store)), (0o700, 0o600));
    assert!(pictures(&newsroom.at("backup/media")).iter().all(|path| mode(path) == 0o600));
    // As an earlier version left it, and as a killed command does.
    let open = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    open(&newsroom.at("backup"), 0o755);
    open(&store, 0o644);
    let left = ["bantin.sqlite.partial", "media/.x.jpg.partial"];
    for path in left {
        std::fs::write(newsroom.at("backup").join(path.replace("bantin", ".bantin")), "half")
            .unwrap();
    }
    backup().unwrap();
    assert_eq!((mode(&newsroom.at("backup")), mode(&store)), (0o700, 0o600));
    let names = newsroom.files("backup");
    assert!(
        names.keys().all(|path| !path.to_string_lossy().contains("partial")),
        "{:?}",
        names.keys()
    );
    let new = newsroom.text("new");
    command(&["restore", "--data", &new, "--from", &out]).unwrap();
    assert_eq!(
        (mode(&newsroom.at("new")), mode(&newsroom.at("new/bantin.sqlite"))),
        (0o700, 0o600)
    );
    let names = newsroom.files("new");
    assert!(
        names.keys().all(|path| !path.to_string_lossy().contains("partial")),
        "{:?}",
        names.keys()
    );
    // An import too clears what one that was killed has left.
    let half = newsroom.at("data/media/.0123456789abcdef.jpg.0011223344556677.partial");
    std::fs::write(&half, "half").unwrap();
    newsroom.import_one("data", 3, "Sửa lại.");
    assert!(!half.exists());
}

#[test]
fn what_is_no_store_is_neither_copied_nor_put_back() {
    let newsroom = TestNewsroom::new();
    std::fs::create_dir(newsroom.at("other")).unwrap();
    std::fs::write(newsroom.at("other/bantin.sqlite"), "").unwrap();
    let (other, data) = (newsroom.text("other"), newsroom.text("data"));
    for arguments in [
        ["backup", "--data", &other, "--out", &newsroom.text("backup")].as_slice(),
        &["restore", "--data", &data, "--from", &other, "--overwrite"],
    ] {
        let refused = command(arguments).unwrap_err();
        assert!(refused.contains("is not a store"), "{refused}");
    }
    let refused =
        command(&["backup", "--data", &data, "--out", &newsroom.text("data/backup")]).unwrap_err();
    assert!(refused.contains("one is in the other"), "{refused}");
}
