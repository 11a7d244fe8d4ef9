use super::*;

fn folder() -> (tempfile::TempDir, impl Fn() -> Folder) {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().to_owned();
    (root, move || Folder::open(&path, false).unwrap())
}

fn write(open: &impl Fn() -> Folder, files: &[(&str, &str)]) -> Outcome {
    let folder = open();
    folder.begin(true).unwrap();
    for (path, text) in files {
        folder.put(path, text.as_bytes()).unwrap();
    }
    folder.close_whole(Made::default()).unwrap()
}

#[test]
fn what_an_export_did_not_write_stays() {
    let (root, open) = folder();
    let at = |path: &str| root.path().join(path);
    std::fs::write(at("robots.txt"), "theirs").unwrap();
    let long = "ours ".repeat(500);
    let outcome = write(&open, &[("robots.txt", "ours"), ("index.html", &long)]);
    assert_eq!((outcome.written, &*outcome.kept), (1, &["robots.txt".to_owned()][..]));
    assert_eq!(std::fs::read_to_string(at("robots.txt")).unwrap(), "theirs");
    // Ours, and edited since: it is theirs now, and no packed copy says otherwise.
    assert!(at("index.html.br").is_file());
    std::fs::write(at("index.html"), "edited").unwrap();
    let outcome = write(&open, &[("robots.txt", "ours"), ("index.html", "anew")]);
    assert_eq!(outcome.kept.len(), 2);
    assert_eq!(std::fs::read_to_string(at("index.html")).unwrap(), "edited");
    assert!(!at("index.html.br").exists() && !at("index.html.gz").exists());
    let outcome = write(&open, &[]);
    assert_eq!(outcome.removed, 0);
    assert!(at("index.html").is_file() && at("robots.txt").is_file());
    // Out of the way, ours comes.
    std::fs::remove_file(at("robots.txt")).unwrap();
    assert_eq!(write(&open, &[("robots.txt", "ours")]).kept, Vec::<String>::new());
}

#[test]
fn an_export_that_was_cut_off_knows_its_own_files() {
    let (root, open) = folder();
    write(&open, &[("index.html", "one")]);
    let cut = open();
    cut.begin(true).unwrap();
    cut.put("index.html", b"two").unwrap();
    cut.put("new.html", b"two").unwrap();
    let left = root.path().join(".new.html.partial");
    std::fs::write(&left, "ha").unwrap();
    drop(cut);
    let outcome = write(&open, &[("index.html", "three"), ("new.html", "three")]);
    assert_eq!((outcome.written, outcome.kept.len()), (2, 0));
    assert!(!left.exists() && !root.path().join(RUNNING).exists());
}

#[cfg(unix)]
#[test]
fn nothing_is_written_or_removed_behind_a_link() {
    let (root, open) = folder();
    let elsewhere = tempfile::tempdir().unwrap();
    let theirs = elsewhere.path().join("a.html");
    std::fs::write(&theirs, "theirs").unwrap();
    write(&open, &[("x/y/a.html", "ours"), ("x/index.html", "ours")]);
    std::fs::remove_dir_all(root.path().join("x/y")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), root.path().join("x/y")).unwrap();
    let folder = open();
    assert!(matches!(folder.put("x/y/b.html", b"ours"), Err(ExportError::Link(_))));
    write(&open, &[("x/index.html", "ours")]);
    assert_eq!(std::fs::read_to_string(&theirs).unwrap(), "theirs");
    // One that an export always writes to is told at once.
    std::os::unix::fs::symlink(elsewhere.path(), root.path().join("media")).unwrap();
    let opened = Folder::open(root.path(), false);
    assert!(matches!(opened, Err(ExportError::Link(path)) if path.ends_with("media")));
}

#[test]
fn an_export_without_its_list_is_taken_over_only_when_told() {
    let (root, _) = folder();
    std::fs::create_dir_all(root.path().join("api/v1")).unwrap();
    for path in TELLTALES {
        std::fs::write(root.path().join(path), "{}").unwrap();
    }
    assert!(matches!(Folder::open(root.path(), false), Err(ExportError::NoList(_))));
    let folder = Folder::open(root.path(), true).unwrap();
    folder.begin(true).unwrap();
    folder.put("shell.html", b"ours").unwrap();
    assert_eq!(folder.close_whole(Made::default()).unwrap().kept, Vec::<String>::new());
}
