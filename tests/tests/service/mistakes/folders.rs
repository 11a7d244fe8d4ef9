//! Files and folders of somebody else's, two exports at once, and an export that is killed.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::{Command, Stdio};

use bantin_tests::process::{command, program};

use crate::mistakes::{TestNewsroom, files};

#[test]
fn what_an_export_did_not_write_stays_and_is_told() {
    let newsroom = TestNewsroom::new();
    std::fs::create_dir_all(newsroom.at("site")).unwrap();
    let theirs = ["index.html", "robots.txt", ".htaccess", "google123.html", "CNAME"];
    for name in theirs {
        std::fs::write(newsroom.at("site").join(name), format!("our own {name}")).unwrap();
    }
    let said = newsroom.export(&[]).unwrap();
    assert!(said.contains("note: these files are not as an export wrote them"), "{said}");
    assert!(said.contains(".htaccess, index.html, robots.txt. Move them away"), "{said}");
    for name in theirs {
        let text = std::fs::read_to_string(newsroom.at("site").join(name)).unwrap();
        assert_eq!(text, format!("our own {name}"));
    }
    assert!(newsroom.at("site/articles/bai-3/index.html").is_file());
    // Edited after the export, as docs/deploy.md has it for the worker.
    let edited = newsroom.at("site/404.html");
    std::fs::write(&edited, "our own words").unwrap();
    newsroom.import_one("data", 3, "Sửa lại.");
    let said = newsroom.export(&[]).unwrap();
    assert!(said.contains("404.html"), "{said}");
    assert_eq!(std::fs::read_to_string(&edited).unwrap(), "our own words");
    // What is ours goes when it is no longer needed; what is theirs never does.
    std::fs::remove_file(&edited).unwrap();
    std::fs::remove_file(newsroom.at("site/robots.txt")).unwrap();
    newsroom.export(&["--theme", "dark"]).unwrap();
    assert!(std::fs::read_to_string(newsroom.at("site/robots.txt")).unwrap().contains("Sitemap"));
    assert!(newsroom.at("site/404.html").is_file());
}

#[test]
fn an_export_that_lost_its_list_is_not_taken_for_somebody_else_s() {
    let newsroom = TestNewsroom::new();
    newsroom.export(&[]).unwrap();
    std::fs::remove_file(newsroom.at("site/.bantin-export")).unwrap();
    let before = newsroom.files("site");
    let refused = newsroom.export(&[]).unwrap_err();
    assert!(
        refused.contains("not its list .bantin-export") && refused.contains("--replace"),
        "{refused}"
    );
    assert!(newsroom.files("site") == before);
    let said = newsroom.export(&["--replace"]).unwrap();
    assert!(!said.contains("kept"), "{said}");
    assert!(newsroom.at("site/.bantin-export").is_file());
}

#[test]
fn a_site_and_a_data_folder_are_never_in_each_other() {
    let newsroom = TestNewsroom::new();
    symlink(newsroom.at("data"), newsroom.at("www")).unwrap();
    let before = files(&newsroom.at("data"));
    for out in ["data", "data/site", "www", "www/site", "app/../data/x", ""] {
        let refused = newsroom.export_of("data", out, &[]).unwrap_err();
        assert!(
            refused.contains("data folder") && refused.contains("Give another"),
            "{out}: {refused}"
        );
    }
    // By a relative path, from inside of it.
    let output = Command::new(program())
        .args(["export", "--data", ".", "--out", "site", "--app", &newsroom.text("app")])
        .current_dir(newsroom.at("data"))
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(files(&newsroom.at("data")) == before);
    // The other way round: no newsroom and no backup in what is published.
    newsroom.export(&[]).unwrap();
    let source = newsroom.text("source-of-data");
    for folder in ["site", "site/data", "www/../site/data"] {
        let folder = newsroom.text(folder);
        let refused = command(&["import", "--data", &folder, &source]).unwrap_err();
        assert!(refused.contains("a host publishes"), "{refused}");
        let refused =
            command(&["backup", "--data", &newsroom.text("data"), "--out", &folder]).unwrap_err();
        assert!(refused.contains("a host publishes"), "{refused}");
    }
    assert!(!newsroom.at("site/bantin.sqlite").exists() && !newsroom.at("site/data").exists());
}

#[test]
fn nothing_is_written_or_removed_behind_a_link() {
    let newsroom = TestNewsroom::new();
    newsroom.export(&[]).unwrap();
    std::fs::rename(newsroom.at("site/media"), newsroom.at("pictures")).unwrap();
    symlink(newsroom.at("pictures"), newsroom.at("site/media")).unwrap();
    let before = files(&newsroom.at("pictures"));
    let refused = newsroom.export(&["--theme", "dark"]).unwrap_err();
    assert!(refused.contains("media is a link") && refused.contains("Put a folder"), "{refused}");
    assert!(files(&newsroom.at("pictures")) == before);
    // The folder of the site itself may be one.
    symlink(newsroom.at("site-of-today"), newsroom.at("current")).unwrap();
    std::fs::create_dir(newsroom.at("site-of-today")).unwrap();
    newsroom.export_of("data", "current", &[]).unwrap();
    assert!(newsroom.at("site-of-today/index.html").is_file());
}

#[test]
fn a_second_export_says_who_is_at_work() {
    let newsroom = TestNewsroom::new();
    let (data, out, app) = (newsroom.text("data"), newsroom.text("site"), newsroom.text("app"));
    let mut first = Command::new(program())
        .args(["export", "--data", &data, "--out", &out, "--app", &app, "--watch"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut said = std::io::BufReader::new(first.stdout.take().unwrap());
    std::io::BufRead::read_line(&mut said, &mut line).unwrap();
    assert!(line.contains("pages"), "{line}");
    let refused = newsroom.export(&[]);
    let process = first.id();
    first.kill().unwrap();
    first.wait().unwrap();
    let refused = refused.unwrap_err();
    assert!(
        refused.contains(&format!("in use by export (process {process}, since 20")),
        "{refused}"
    );
    assert!(refused.contains("wait until it has ended, or stop it"), "{refused}");
    // However it ended, the lock is free.
    newsroom.export(&[]).unwrap();
}

#[test]
fn an_export_that_was_cut_off_goes_on() {
    let newsroom = TestNewsroom::new();
    // No file may be longer than two megabytes: writing fails in the middle, as on a full disk.
    std::fs::write(newsroom.at("app/zz.bin"), vec![7; 3 << 20]).unwrap();
    let own = [
        "export",
        "--data",
        &newsroom.text("data"),
        "--out",
        &newsroom.text("site"),
        "--app",
        &newsroom.text("app"),
    ];
    let run = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 4096; exec \"$@\"", "sh"])
        .arg(program())
        .args(own)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(!run.status.success(), "nothing was too long");
    assert!(said.contains("make room on this disk"), "{said}");
    let left = newsroom.files("site");
    assert!(left.contains_key(std::path::Path::new(".bantin-export.running")), "{:?}", left.keys());
    assert!(left.keys().all(|path| !path.to_string_lossy().ends_with(".partial")));
    // Killed in the middle of a file.
    std::fs::write(newsroom.at("site/.style-0123456789abcdef.css.partial"), "p").unwrap();
    let said = newsroom.export(&[]).unwrap();
    assert!(!said.contains("kept"), "{said}");
    newsroom.export_of("data", "fresh", &[]).unwrap();
    let (mut site, mut fresh) = (newsroom.files("site"), newsroom.files("fresh"));
    for files in [&mut site, &mut fresh] {
        files.remove(std::path::Path::new(".bantin-export"));
    }
    assert_eq!(site.keys().collect::<Vec<_>>(), fresh.keys().collect::<Vec<_>>());
    assert!(site == fresh);
}

/// Runs the program as a user who owns nothing.
fn as_nobody(arguments: &[&str]) -> Result<String, String> {
    let is_root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    let mut run = if is_root {
        let mut run = Command::new("setpriv");
        run.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(program());
        run
    } else {
        Command::new(program())
    };
    let output = run.args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

#[test]
fn whoever_may_only_read_a_store_exports_it_and_looks_at_it() {
    let newsroom = TestNewsroom::new();
    std::fs::create_dir(newsroom.at("site")).unwrap();
    let mode = |path: &std::path::Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(newsroom.folder.path(), 0o755);
    mode(&newsroom.at("site"), 0o777);
    // As on a disk that is mounted to be read: everybody may read, nobody may write.
    for path in files(&newsroom.at("data")).keys() {
        mode(&newsroom.at("data").join(path), 0o444);
    }
    for folder in ["data/media", "data"] {
        mode(&newsroom.at(folder), 0o555);
    }
    let (data, out, app) = (newsroom.text("data"), newsroom.text("site"), newsroom.text("app"));
    let said = as_nobody(&["export", "--data", &data, "--out", &out, "--app", &app]).unwrap();
    assert!(said.contains("pages"), "{said}");
    assert!(newsroom.at("site/articles/bai-3/index.html").is_file());
    let again = as_nobody(&["export", "--data", &data, "--out", &out, "--app", &app]).unwrap();
    assert!(again.contains(" 0 removed"), "{again}");
    let checked = as_nobody(&["check", "--data", &data, "--out", &out]).unwrap_err();
    // It says one thing, and no more: others may read it here.
    assert!(checked.contains("1 of these are wrong"), "{checked}");
    mode(&newsroom.at("data"), 0o755);
    mode(&newsroom.at("data/media"), 0o755);
}
