//! `export --watch` through a store that is away, another one in its place, an app that is being replaced, a full disk
//! and a site that is gone: it says so once, leaves what is published, and goes on.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use bantin_tests::process::{command, program};

use crate::mistakes::{TestNewsroom, article, until};

/// An export that watches, and the lines that it says on both outputs.
pub struct Watcher {
    child: Child,
    lines: Receiver<String>,
}

impl Watcher {
    pub fn start(newsroom: &TestNewsroom, out: &Path) -> Self {
        let (data, app) = (newsroom.text("data"), newsroom.text("app"));
        let mut child = Command::new(program())
            .args(["export", "--data", &data, "--app", &app, "--watch", "1", "--out"])
            .arg(out)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (send, lines) = channel();
        let outputs: [Box<dyn std::io::Read + Send>; 2] =
            [Box::new(child.stdout.take().unwrap()), Box::new(child.stderr.take().unwrap())];
        for output in outputs {
            let send = send.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(output).lines().map_while(Result::ok) {
                    let _ = send.send(line);
                }
            });
        }
        Self { child, lines }
    }

    /// It says that it goes on, and what it wrote: the one on standard error, the other on standard output, so that
    /// either may be read first.
    fn goes_on(&self) {
        let lines = [self.line(), self.line()];
        for what in ["goes on", " pages;"] {
            assert!(
                lines.iter().any(|line| line.contains(what)),
                "\"{what}\" expected, said: {lines:?}"
            );
        }
    }

    /// The next line that it says.
    fn line(&self) -> String {
        self.lines.recv_timeout(Duration::from_secs(60)).expect("it says nothing more")
    }

    /// Whether the next line says this.
    fn says(&self, what: &str) {
        let line = self.line();
        assert!(line.contains(what), "\"{what}\" expected, said: {line}");
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_waits_until_the_same_store_is_back() {
    let newsroom = TestNewsroom::new();
    let watcher = Watcher::start(&newsroom, &newsroom.at("site"));
    watcher.says(" pages;");
    let before = newsroom.files("site");
    // The mount is gone.
    std::fs::rename(newsroom.at("data"), newsroom.at("away")).unwrap();
    let line = watcher.line();
    assert!(line.contains("there is no store") && line.contains("goes on by itself"), "{line}");
    // Another newsroom in its place is not exported either; each is said once.
    newsroom.import("other", 2);
    std::fs::rename(newsroom.at("other"), newsroom.at("data")).unwrap();
    watcher.says("shows another newsroom");
    assert!(newsroom.files("site") == before);
    std::fs::rename(newsroom.at("data"), newsroom.at("other")).unwrap();
    watcher.says("there is no store");
    std::fs::rename(newsroom.at("away"), newsroom.at("data")).unwrap();
    watcher.says("goes on");
    newsroom.import_one("data", 30, "Bài mới.");
    watcher.says(" pages;");
    assert!(newsroom.at("site/articles/bai-30/index.html").is_file());
}

#[test]
fn it_waits_while_the_app_is_replaced_and_shows_the_new_one() {
    let newsroom = TestNewsroom::new();
    let watcher = Watcher::start(&newsroom, &newsroom.at("site"));
    watcher.says(" pages;");
    std::fs::rename(newsroom.at("app"), newsroom.at("old")).unwrap();
    let line = watcher.line();
    assert!(line.contains("index.html") && line.contains("cargo xtask build"), "{line}");
    std::fs::create_dir(newsroom.at("new")).unwrap();
    let index = std::fs::read_to_string(newsroom.at("old/index.html")).unwrap();
    let index = index.replace("<title>x", "<title>new");
    std::fs::write(
        newsroom.at("new/index.html"),
        index.replace("0123456789abcdef", "fedcba9876543210"),
    )
    .unwrap();
    std::fs::write(newsroom.at("new/style-fedcba9876543210.css"), "b{}").unwrap();
    std::fs::rename(newsroom.at("new"), newsroom.at("app")).unwrap();
    watcher.goes_on();
    let page = std::fs::read_to_string(newsroom.at("site/articles/bai-3/index.html")).unwrap();
    assert!(page.contains("style-fedcba9876543210.css"), "{page}");
}

#[test]
fn it_leaves_alone_a_site_that_is_gone_and_much_that_would_go() {
    let newsroom = TestNewsroom::new();
    let watcher = Watcher::start(&newsroom, &newsroom.at("site"));
    watcher.says(" pages;");
    std::fs::rename(newsroom.at("site"), newsroom.at("away")).unwrap();
    std::fs::create_dir(newsroom.at("site")).unwrap();
    watcher.says("is gone, or another folder is in its place");
    assert_eq!(newsroom.files("site").len(), 0, "nothing is written where the disk was mounted");
    std::fs::remove_dir_all(newsroom.at("site")).unwrap();
    std::fs::rename(newsroom.at("away"), newsroom.at("site")).unwrap();
    watcher.says("goes on");
    // Three at once: it sees none of them alone.
    std::fs::rename(newsroom.at("data"), newsroom.at("elsewhere")).unwrap();
    watcher.says("there is no store");
    for number in [4, 5, 6] {
        let slug = format!("bai-{number}");
        command(&["remove", "--data", &newsroom.text("elsewhere"), &slug]).unwrap();
    }
    std::fs::rename(newsroom.at("elsewhere"), newsroom.at("data")).unwrap();
    let line = watcher.line();
    assert!(line.contains("take away 3 of 12") && line.contains("--allow-removal"), "{line}");
    assert!(newsroom.at("site/articles/bai-6/index.html").is_file());
}

#[test]
fn it_shows_an_article_when_its_moment_comes() {
    let newsroom = TestNewsroom::new();
    let moment = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(25);
    let source = newsroom.at("source-of-data");
    let due = format!("publishDate: {moment}\n");
    article(&source, 40, "thoi-su", &due, "Hẹn giờ.");
    let data = newsroom.text("data");
    let told = command(&["import", "--data", &data, &source.to_string_lossy()]).unwrap();
    assert!(told.contains(" 1 held,"), "{told}");
    let watcher = Watcher::start(&newsroom, &newsroom.at("site"));
    watcher.says(" pages;");
    let page = newsroom.at("site/articles/bai-40/index.html");
    until("it never came", || page.is_file());
    let now = jiff::Timestamp::now();
    assert!(now.as_second() >= moment.as_second(), "it came before its moment");
    let list = newsroom.at("site/api/v1/lists/latest.json");
    let is_listed = || std::fs::read_to_string(&list).is_ok_and(|text| text.contains("Bài số 40"));
    until("it is on no list", is_listed);
}

/// A small disk of its own.
struct Disk(std::path::PathBuf);

impl Disk {
    fn mount(at: &Path, size: &str) -> Self {
        std::fs::create_dir_all(at).unwrap();
        let done = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(at)
            .status()
            .unwrap();
        assert!(done.success(), "a small disk is mounted by root alone");
        Self(at.to_owned())
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

#[test]
fn it_waits_for_room_on_a_full_disk() {
    let is_root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    if !is_root {
        eprintln!("only root mounts a small disk: not run");
        return;
    }
    let newsroom = TestNewsroom::new();
    let disk = Disk::mount(&newsroom.at("disk"), "6m");
    let out = newsroom.at("disk/site");
    let ballast = newsroom.at("disk/ballast");
    std::fs::write(&ballast, vec![7; 6_100_000]).unwrap();
    let watcher = Watcher::start(&newsroom, &out);
    watcher.says("make room on this disk");
    std::fs::remove_file(&ballast).unwrap();
    watcher.goes_on();
    assert!(out.join("articles/bai-3/index.html").is_file());
    assert!(!out.join(".bantin-export.running").exists());
    // Full again while it is at work: what is published stays whole.
    let free = Command::new("df").args(["--output=avail", "-B1"]).arg(&disk.0).output().unwrap();
    let free = String::from_utf8_lossy(&free.stdout).into_owned();
    let free: usize = free.lines().nth(1).unwrap().trim().parse().unwrap();
    std::fs::write(&ballast, vec![7; free]).unwrap();
    let before = std::fs::read(out.join("articles/bai-3/index.html")).unwrap();
    newsroom.import_one("data", 3, &"Sửa lại bài này, và dài hơn trước nhiều. ".repeat(200));
    watcher.says("make room on this disk");
    assert!(std::fs::read(out.join("articles/bai-3/index.html")).unwrap() == before);
    std::fs::remove_file(&ballast).unwrap();
    watcher.goes_on();
    assert!(
        std::fs::read_to_string(out.join("articles/bai-3/index.html")).unwrap().contains("Sửa lại")
    );
}
