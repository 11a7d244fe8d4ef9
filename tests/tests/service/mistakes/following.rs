//! A newsroom that follows a feed with the real program: `export --watch` and `serve` over one folder look once, what the
//! feed brings is on the site and the server, and `sources` tells of it.

use bantin_tests::process::{Server, command};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::mistakes::watching::Watcher;
use crate::mistakes::{SITE, TestNewsroom, until};

/// A feed whose only article has this headline, and how often it was asked for.
#[derive(Clone, Default)]
struct Feed {
    headline: Arc<Mutex<String>>,
    asked: Arc<AtomicUsize>,
}

impl Feed {
    fn start(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/tin.xml", listener.local_addr().unwrap());
        let feed = self.clone();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut head = [0; 4096];
                let _ = stream.read(&mut head);
                feed.asked.fetch_add(1, Ordering::SeqCst);
                let title = feed.headline.lock().unwrap().clone();
                let text = format!(
                    "<rss version=\"2.0\"><channel><title>A</title><item><title>{title}</title>\
                     <link>https://old.example/tu-xa</link><pubDate>Fri, 11 Aug 2023 04:50:00 +0000</pubDate>\
                     <description>Một đoạn.</description></item></channel></rss>"
                );
                let length = text.len();
                let answer = format!(
                    "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{text}"
                );
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        url
    }
}

#[test]
fn a_server_and_an_export_over_one_folder_follow_a_feed_together() {
    let newsroom = TestNewsroom::new();
    let feed = Feed::default();
    *feed.headline.lock().unwrap() = "Từ xa".to_owned();
    let url = feed.start();
    let data = newsroom.text("data");
    let source = newsroom.at("source-of-data");
    let told = command(&["sources", "--data", &data]).unwrap();
    assert!(told.contains("no source is followed"), "{told}");
    let wrong = format!("{SITE}[[sources]]\nname = \"xa\"\nulr = \"{url}\"\n");
    std::fs::write(source.join("site.toml"), wrong).unwrap();
    let refused = command(&["import", "--data", &data, &source.to_string_lossy()]).unwrap_err();
    assert!(refused.contains("did you mean \"url\"?"), "{refused}");
    let site = format!("{SITE}[[sources]]\nname = \"xa\"\nurl = \"{url}\"\nevery = \"30d\"\n");
    std::fs::write(source.join("site.toml"), site).unwrap();
    command(&["import", "--data", &data, &source.to_string_lossy()]).unwrap();
    let told = command(&["sources", "--data", &data]).unwrap();
    assert!(told.contains("xa: ") && told.contains("not looked at yet"), "{told}");
    assert_eq!(feed.asked.load(Ordering::SeqCst), 0, "an import does not fetch what is followed");

    let watcher = Watcher::start(&newsroom, &newsroom.at("site"));
    let server = Server::start(&newsroom.at("data"), &[]);
    let page = newsroom.at("site/articles/tu-xa/index.html");
    until("it is not exported", || page.is_file());
    let get = |path: &str| bantin_tests::process::agent().get(server.url(path)).call();
    let is_served =
        || get("/api/v1/articles/tu-xa.json").is_ok_and(|answer| answer.status() == 200);
    until("it is not served", is_served);
    let told = || -> String { command(&["sources", "--data", &data, "--format", "json"]).unwrap() };
    until("the look has no end", || told().contains("\"is_looked_at\": false"));
    let report = told();
    for part in ["\"came\": \"read\"", "\"added\": 1", "\"looks\": 1", "\"failures\": 0"] {
        assert!(report.contains(part), "{part}: {report}");
    }
    assert_eq!(feed.asked.load(Ordering::SeqCst), 1);
    assert!(command(&["check", "--data", &data]).is_ok());
    drop((watcher, server));
}
