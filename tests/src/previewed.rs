//! A paper that somebody writes while it is previewed.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::time::Duration;

use bantin_server::init::{FirstLanguage, init};
use bantin_server::preview::{Preview, PreviewConfig};
use bantin_site::app::App;
use serde_json::Value;

/// Nothing that is awaited takes as long.
const LONG: Duration = Duration::from_secs(60);

/// A new paper in English, previewed.
pub struct Previewed {
    temporary: tempfile::TempDir,
    pub preview: Preview,
}

impl Previewed {
    /// Begins a paper and previews it with this app.
    pub async fn of(app: App) -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path().join("paper");
        init(&folder, FirstLanguage::English, &jiff::Zoned::now()).unwrap();
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let listen = free.local_addr().unwrap();
        drop(free);
        let data = temporary.path().join("data");
        let preview = Preview::start(PreviewConfig { folder, data, app, listen }).await.unwrap();
        Self { temporary, preview }
    }

    /// A file of the paper.
    pub fn at(&self, name: &str) -> PathBuf {
        self.temporary.path().join("paper").join(name)
    }

    pub fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.at(name)).unwrap()
    }

    /// Saves a file as editors do: beside it, and then in its place.
    pub fn save(&self, name: &str, text: &str) {
        let (path, beside) = (self.at(name), self.at(&format!("{name}.new")));
        std::fs::write(&beside, text).unwrap();
        std::fs::rename(&beside, &path).unwrap();
    }

    /// Saves an article with these lines in its head.
    pub fn save_article(&self, name: &str, head: &str, body: &str) {
        let text = format!("---\n{head}\nsection: news\n---\n\n{body}\n");
        self.save(&format!("articles/{name}.md"), &text);
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.preview.address)
    }

    /// Listens to what the preview tells.
    pub fn listen(&self) -> Told {
        Told::by(self.preview.address)
    }
}

/// The events of a preview, as a browser gets them.
pub struct Told(BufReader<TcpStream>);

impl Told {
    fn by(address: SocketAddr) -> Self {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        let request = format!("GET /_preview/events HTTP/1.1\r\nHost: {address}\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        Self(BufReader::new(stream))
    }

    /// The next event.
    pub fn next_event(&mut self) -> Value {
        loop {
            let mut line = String::new();
            let read = self.0.read_line(&mut line).expect("the preview said nothing more");
            assert!(read > 0, "the preview hung up");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).unwrap();
            }
        }
    }

    /// The first event from here on of which that is so.
    pub fn until(&mut self, is_so: impl Fn(&Value) -> bool) -> Value {
        loop {
            let event = self.next_event();
            if is_so(&event) {
                return event;
            }
        }
    }
}
