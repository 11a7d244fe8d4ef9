//! `export --watch` through a store that is away, another one in its place, an app that is being replaced, a full disk
//! and a site that is gone: it says so once, leaves what is published, and goes on.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use bantin_tests::process::{command, program};

use crate::mistakes::Desk;

/// An export that watches, and the lines that it says on both outputs.
pub struct Watcher {
    child: Child,
    lines: Receiver<String>,
}

impl Watcher {
    pub fn start(desk: &Desk, out: &Path) -> Self {
        let (data, app) = (desk.text("data"), desk.text("app"));
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
    let desk = Desk::new();
    let watcher = Watcher::start(&desk, &desk.at("site"));
    watcher.says(" pages;");
    let before = desk.files("site");
    // The mount is gone.
    std::fs::rename(desk.at("data"), desk.at("away")).unwrap();
    let line = watcher.line();
    assert!(line.contains("there is no store") && line.contains("goes on by itself"), "{line}");
    // Another newsroom in its place is not exported either; each is said once.
    desk.import("other", 2);
    std::fs::rename(desk.at("other"), desk.at("data")).unwrap();
    watcher.says("shows another newsroom");
    assert!(desk.files("site") == before);
    std::fs::rename(desk.at("data"), desk.at("other")).unwrap();
    watcher.says("there is no store");
    std::fs::rename(desk.at("away"), desk.at("data")).unwrap();
    watcher.says("goes on");
    desk.import_one("data", 30, "Bài mới.");
    watcher.says(" pages;");
    assert!(desk.at("site/articles/bai-30/index.html").is_file());
}

#[test]
fn it_waits_while_the_app_is_replaced_and_shows_the_new_one() {
    let desk = Desk::new();
    let watcher = Watcher::start(&desk, &desk.at("site"));
    watcher.says(" pages;");
    std::fs::rename(desk.at("app"), desk.at("old")).unwrap();
    let line = watcher.line();
    assert!(line.contains("index.html") && line.contains("cargo xtask build"), "{line}");
    std::fs::create_dir(desk.at("new")).unwrap();
    let index = std::fs::read_to_string(desk.at("old/index.html")).unwrap();
    let index = index.replace("<title>x", "<title>new");
    std::fs::write(
        desk.at("new/index.html"),
        index.replace("0123456789abcdef", "fedcba9876543210"),
    )
    .unwrap();
    std::fs::write(desk.at("new/style-fedcba9876543210.css"), "b{}").unwrap();
    std::fs::rename(desk.at("new"), desk.at("app")).unwrap();
    watcher.goes_on();
    let page = std::fs::read_to_string(desk.at("site/articles/bai-3/index.html")).unwrap();
    assert!(page.contains("style-fedcba9876543210.css"), "{page}");
}

#[test]
fn it_leaves_alone_a_site_that_is_gone_and_much_that_would_go() {
    let desk = Desk::new();
    let watcher = Watcher::start(&desk, &desk.at("site"));
    watcher.says(" pages;");
    std::fs::rename(desk.at("site"), desk.at("away")).unwrap();
    std::fs::create_dir(desk.at("site")).unwrap();
    watcher.says("is gone, or another folder is in its place");
    assert_eq!(desk.files("site").len(), 0, "nothing is written where the disk was mounted");
    std::fs::remove_dir_all(desk.at("site")).unwrap();
    std::fs::rename(desk.at("away"), desk.at("site")).unwrap();
    watcher.says("goes on");
    // Three at once: it sees none of them alone.
    std::fs::rename(desk.at("data"), desk.at("elsewhere")).unwrap();
    watcher.says("there is no store");
    for number in [4, 5, 6] {
        let slug = format!("bai-{number}");
        command(&["remove", "--data", &desk.text("elsewhere"), &slug]).unwrap();
    }
    std::fs::rename(desk.at("elsewhere"), desk.at("data")).unwrap();
    let line = watcher.line();
    assert!(line.contains("take away 3 of 12") && line.contains("--allow-removal"), "{line}");
    assert!(desk.at("site/articles/bai-6/index.html").is_file());
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
    let desk = Desk::new();
    let disk = Disk::mount(&desk.at("disk"), "6m");
    let out = desk.at("disk/site");
    let ballast = desk.at("disk/ballast");
    std::fs::write(&ballast, vec![7; 6_100_000]).unwrap();
    let watcher = Watcher::start(&desk, &out);
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
    desk.import_one("data", 3, &"Sửa lại bài này, và dài hơn trước nhiều. ".repeat(200));
    watcher.says("make room on this disk");
    assert!(std::fs::read(out.join("articles/bai-3/index.html")).unwrap() == before);
    std::fs::remove_file(&ballast).unwrap();
    watcher.goes_on();
    assert!(
        std::fs::read_to_string(out.join("articles/bai-3/index.html")).unwrap().contains("Sửa lại")
    );
}
