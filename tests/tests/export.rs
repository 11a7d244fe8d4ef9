//! The whole site as static files, on a host of the kind it is made for.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use bantin_model::Link;
use bantin_server::export::{self, Outcome, Target};
use bantin_server::newsroom;
use bantin_tests::browser::Browser;
use bantin_tests::newsroom::{dist, root};
use serde_json::json;

const ARTICLE: &str = "articles/le-ra-quan-lam-sach-pho-co-ben-dinh/";

/// A store with the sample newsroom, and a folder to export into.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let sample = root().join("server/sample").to_string_lossy().into_owned();
        newsroom::import(&folder.path().join("data"), &[sample]).unwrap();
        Self { folder }
    }

    fn out(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn export(&self, name: &str, base: &str, url: &str) -> Outcome {
        let target = Target {
            app: dist().expect("run through: cargo xtask test browser"),
            out: self.out(name).join(base.trim_matches('/')),
            base: base.to_owned(),
            url: Link::new(&format!("{url}{base}")).ok(),
            live: None,
        };
        export::export(&self.folder.path().join("data"), &target).unwrap()
    }
}

/// Every file below `folder`, with its bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_owned();
                found.insert(name, std::fs::read(path).unwrap());
            }
        }
    }
    found
}

#[test]
fn the_same_content_is_the_same_bytes_and_a_change_writes_what_it_changes() {
    let desk = Desk::new();
    let url = "https://news.example";
    let first = desk.export("one", "/", url);
    assert!(first.pages > 90, "{first:?}");
    desk.export("two", "/", url);
    assert!(files(&desk.out("one")) == files(&desk.out("two")), "two exports differ");
    let again = desk.export("one", "/", url);
    assert_eq!((again.written, again.removed), (0, 0));

    // One article changes: its page and JSON, and the lists and feeds that show its lead.
    let source = desk.out("source");
    std::fs::create_dir_all(source.join("vi")).unwrap();
    let name = "cua-ha-cup-nuoc-dem-10-8.md";
    let text =
        std::fs::read_to_string(root().join("server/sample/articles/vi").join(name)).unwrap();
    std::fs::write(source.join("vi").join(name), text + "\nNước có lại sớm hơn một giờ.\n")
        .unwrap();
    let source = source.join("vi").join(name).to_string_lossy().into_owned();
    let outcome = newsroom::import(&desk.folder.path().join("data"), &[source]).unwrap();
    assert_eq!((outcome.updated, outcome.failed.len()), (1, 0), "{outcome:?}");
    let changed = desk.export("one", "/", url);
    assert!(changed.written >= 2 && changed.written < 40, "{changed:?}");
    let page = std::fs::read_to_string(
        desk.out("one").join("articles/cua-ha-cup-nuoc-dem-10-8/index.html"),
    );
    assert!(page.unwrap().contains("Nước có lại sớm hơn một giờ."));

    // What is no longer part of the site goes; what the operator put there stays.
    std::fs::write(desk.out("one").join("google123.html"), "mine").unwrap();
    let list = desk.out("one").join(".bantin-export");
    let old = std::fs::read_to_string(&list).unwrap() + "articles/gone/index.html\n";
    std::fs::write(&list, old).unwrap();
    std::fs::create_dir_all(desk.out("one").join("articles/gone")).unwrap();
    std::fs::write(desk.out("one").join("articles/gone/index.html"), "old").unwrap();
    assert_eq!(desk.export("one", "/", url).removed, 1);
    assert!(!desk.out("one").join("articles/gone/index.html").exists());
    assert!(desk.out("one").join("google123.html").exists());
}

#[derive(Clone, Copy, Debug)]
enum Program {
    Nginx,
    Caddy,
}

/// A host with the configuration of docs/deploy, stopped when dropped.
struct Host {
    child: Child,
    port: u16,
}

impl Host {
    fn start(program: Program, desk: &Desk, site: &Path, base: &str) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let conf = match program {
            Program::Nginx => nginx_conf(desk, site, base, port),
            Program::Caddy => caddyfile(site, base, port),
        };
        let file = desk.folder.path().join(format!("conf-{port}"));
        std::fs::write(&file, conf).unwrap();
        let mut command = match program {
            Program::Nginx => Command::new("nginx"),
            Program::Caddy => Command::new("caddy"),
        };
        match program {
            Program::Nginx => command.arg("-c").arg(&file),
            Program::Caddy => {
                command.args(["run", "--adapter", "caddyfile", "--config"]).arg(&file)
            }
        };
        let child = command
            .env("HOME", desk.folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("nginx and caddy are on PATH (cargo xtask test installs them)");
        for _ in 0..200 {
            if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Self { child, port }
    }

    /// Whether a browser gets the compressed copy. Asked by hand: a client would unpack it and not say.
    fn is_sent_packed(&self, path: &str) -> bool {
        use std::io::{Read, Write};
        let mut stream = std::net::TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let port = self.port;
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let head = String::from_utf8_lossy(&answer).to_lowercase();
        head.split("\r\n\r\n").next().unwrap().contains("content-encoding: gzip")
    }

    fn get(&self, path: &str) -> (u16, ureq::http::HeaderMap, String) {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let url = format!("http://127.0.0.1:{}{path}", self.port);
        let mut response = agent.get(url).header("accept-encoding", "gzip").call().unwrap();
        let headers = response.headers().clone();
        let status = response.status().as_u16();
        (status, headers, response.body_mut().read_to_string().unwrap_or_default())
    }
}

/// docs/deploy/nginx.conf with this site in it, and what its tests need around it.
fn nginx_conf(desk: &Desk, site: &Path, base: &str, port: u16) -> String {
    let server = std::fs::read_to_string(root().join("docs/deploy/nginx.conf"))
        .unwrap()
        .replace("listen 80;", &format!("listen 127.0.0.1:{port};"))
        .replace("root /var/www/news;", &format!("root {};", site.display()))
        .replace("include mime.types;", "include /etc/nginx/mime.types;")
        .replace(" /404.html", &format!(" {base}404.html"))
        .replace("location /api/v1/", &format!("location {base}api/v1/"));
    // The folder is this user's alone; as root, nginx would send its workers off as somebody else.
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n");
    let user = if is_root { "user root;" } else { "" };
    format!(
        "daemon off; {user} pid {0}/pid-{port}; error_log {0}/error.log;\n\
         events {{}}\nhttp {{ access_log off; client_body_temp_path {0}/t1; proxy_temp_path {0}/t2;\n\
         fastcgi_temp_path {0}/t3; uwsgi_temp_path {0}/t4; scgi_temp_path {0}/t5;\n{server}\n}}\n",
        desk.folder.path().display()
    )
}

/// docs/deploy/Caddyfile with this site in it, without a certificate.
fn caddyfile(site: &Path, base: &str, port: u16) -> String {
    let own = std::fs::read_to_string(root().join("docs/deploy/Caddyfile"))
        .unwrap()
        .replace("news.example {", &format!("http://127.0.0.1:{port} {{"))
        .replace("/var/www/news", &site.display().to_string())
        .replace(" /404.html", &format!(" {base}404.html"))
        .replace("header /api/v1/", &format!("header {base}api/v1/"));
    format!("{{\n\tadmin off\n\tauto_https off\n}}\n{own}")
}

impl Drop for Host {
    fn drop(&mut self) {
        // The master stops its workers when it is asked to, not when it is killed.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nginx_serves_the_site_at_the_root_and_in_a_folder() {
    serves(Program::Nginx).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn caddy_serves_the_site_at_the_root_and_in_a_folder() {
    serves(Program::Caddy).await;
}

async fn serves(program: Program) {
    let desk = Desk::new();
    for base in ["/", "/sub/path/"] {
        let name = format!("site{}", base.len());
        desk.export(&name, base, "https://news.example");
        let host = Host::start(program, &desk, &desk.out(&name), base);
        let header = |path: &str, name: &str| {
            let (_, headers, _) = host.get(&format!("{base}{path}"));
            headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
        };
        let (status, headers, text) = host.get(&format!("{base}{ARTICLE}"));
        assert_eq!(status, 200);
        assert!(
            text.contains("Đăng ngày 11-08-2023 11:50")
                && text.contains("Trang này không nhận đánh giá")
        );
        assert_eq!(headers["content-type"], "text/html; charset=utf-8");
        assert_eq!(headers["cache-control"], "public, max-age=0, must-revalidate");
        let (status, _, text) = host.get(&format!("{base}articles/khong-co/"));
        assert_eq!(status, 404);
        assert!(text.contains("Không tìm thấy trang này"), "{text}");
        let wasm = std::fs::read_dir(desk.out(&name).join(base.trim_matches('/'))).unwrap();
        let wasm = wasm
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .find(|name| name.starts_with("app_bg-") && name.ends_with(".wasm"))
            .unwrap();
        assert_eq!(header(&wasm, "content-type"), "application/wasm");
        assert_eq!(header(&wasm, "cache-control"), "public, max-age=31536000, immutable");
        assert!(host.is_sent_packed(&format!("{base}{wasm}")));
        assert_eq!(header("api/v1/site.json", "access-control-allow-origin"), "*");
        assert!(header("feeds/language/vi.xml", "content-type").starts_with("text/xml"));

        // And a reader reads there: the app takes over and goes on, with no error and no live service.
        let browser = Browser::open(768, 900).await;
        browser.requests().await;
        browser.go(&format!("http://127.0.0.1:{}{base}{ARTICLE}", host.port)).await;
        browser.app().await;
        let headline = "document.querySelector('main h1').innerText";
        let first = browser.eval(headline).await;
        browser.click(".related li a").await;
        browser.until("the next page never came", &format!("{headline} !== {first}")).await;
        let path = browser.eval("location.pathname").await.as_str().unwrap().to_owned();
        assert!(path.starts_with(&format!("{base}articles/")), "{path}");
        browser
            .until("pictures never loaded", "[...document.images].every((i) => i.loading === 'lazy' || (i.complete && i.naturalWidth > 0))")
            .await;
        let foreign = browser.requests().await;
        let own = format!("http://127.0.0.1:{}/", host.port);
        let foreign: Vec<_> =
            foreign.iter().filter(|r| r.contains(" http") && !r.contains(&own)).collect();
        assert_eq!(foreign, Vec::<&String>::new());
        assert_eq!(browser.console_errors().await, Vec::<String>::new());
        assert_eq!(browser.eval("document.querySelectorAll('.star-radio').length").await, json!(0));
        browser.close().await;
    }
}
