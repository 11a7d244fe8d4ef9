//! Sources that are followed.
//!
//! - `feeds`: what a look at a feed costs and brings, and how a source that needs rest is left alone
//! - `sites`: the same of sites of WordPress and Ghost
//! - `several`: many sources, and many who follow the same one

mod feeds;
mod several;
mod sites;

use std::sync::{Arc, Mutex};

use bantin_core::clock::Clock;
use bantin_core::sources::{Entry, LookOutcome};
use bantin_server::following::Keeper;
use bantin_server::following::Target;
use bantin_store::sqlite::StoreRegister;
use jiff::{SignedDuration, Timestamp};
use tokio::runtime::Runtime;

use super::TestNewsroom;
use super::site::{Reply, serve_asked};

/// A newsroom with sources, and the time that passes there.
struct Following {
    newsroom: TestNewsroom,
    /// The folder of `site.toml`.
    folder: tempfile::TempDir,
    now: Arc<Mutex<Timestamp>>,
    runtime: Runtime,
    keeper: Keeper,
}

impl Following {
    /// One that follows the sources that `[[sources]]` says.
    fn start(sources: &str) -> Self {
        let newsroom =
            TestNewsroom { now: "2026-11-28T00:00:00Z".parse().unwrap(), ..TestNewsroom::new() };
        let now = Arc::new(Mutex::new(newsroom.now));
        let (folder, runtime) = (tempfile::tempdir().unwrap(), Runtime::new().unwrap());
        write_site(folder.path(), sources);
        newsroom.import(folder.path());
        let keeper = keeper(&newsroom, &now);
        Self { newsroom, folder, now, runtime, keeper }
    }

    /// Follows other sources from now on.
    fn change(&self, sources: &str) {
        write_site(self.folder.path(), sources);
        self.newsroom.import(self.folder.path());
    }

    fn pass(&self, minutes: i64) {
        let mut now = self.now.lock().unwrap();
        *now += SignedDuration::from_mins(minutes);
    }

    fn now(&self) -> i64 {
        self.now.lock().unwrap().as_second()
    }

    /// Looks at a source that is due; what came of it.
    fn look(&self) -> Option<LookOutcome> {
        let looked = self.runtime.block_on(self.keeper.step()).unwrap();
        looked.map(|entry| entry.state.last.unwrap())
    }

    /// Looks at the only source when it is due, and says that it brought so many articles, changed so many and took
    /// so many away, without a failure.
    fn brings(&self) -> (usize, usize, usize) {
        self.pass(20);
        match self.look() {
            Some(LookOutcome::Nothing) => (0, 0, 0),
            Some(LookOutcome::Read { added, updated, withdrawn, failed: 0, .. }) => {
                (added, updated, withdrawn)
            }
            other => panic!("{other:?}"),
        }
    }

    /// Looks at a source that is due, and fails; why.
    fn fails(&self) -> String {
        match self.look() {
            Some(LookOutcome::Failed { why, advice }) => {
                format!("{why}; {}", advice.unwrap_or_default())
            }
            other => panic!("{other:?}"),
        }
    }

    fn register(&self) -> StoreRegister {
        StoreRegister(Arc::new(self.newsroom.store()))
    }

    fn entry(&self) -> Entry {
        self.newsroom.store().followed().unwrap().remove(0)
    }

    /// Minutes until the next look, without chance.
    fn minutes(&self) -> i64 {
        let wait = self.entry().due - self.now();
        assert!(wait >= 0);
        // Chance adds a tenth at most.
        (wait * 10 / 11 + 59) / 60
    }

    /// Whether the next look comes in so many minutes, or a tenth later.
    fn waits(&self, minutes: i64) -> bool {
        let wait = self.entry().due - self.now();
        wait >= minutes * 60 && wait <= minutes * 66
    }
}

fn keeper(newsroom: &TestNewsroom, now: &Arc<Mutex<Timestamp>>) -> Keeper {
    let (own, target) = (
        StoreRegister(Arc::new(newsroom.store())),
        Target::Folder(newsroom.data.path().to_owned()),
    );
    let now = Arc::clone(now);
    let clock = Clock::of(move || *now.lock().unwrap());
    Keeper::new(Arc::new(own), target, clock).unwrap()
}

fn write_site(folder: &std::path::Path, sources: &str) {
    let site = "name = \"Bản Tin\"\nurl = \"https://news.example/\"\nlanguages = [\"vi\", \"en\"]\n\
         time_zone = \"Asia/Ho_Chi_Minh\"\n\
         [[sections]]\nid = \"thoi-su\"\nname = \"Thời sự\"\nlang = \"vi\"\n\
         [[sections]]\nid = \"kinh-te\"\nname = \"Kinh tế\"\nlang = \"vi\"\n\
         [[sections]]\nid = \"world\"\nname = \"World\"\nlang = \"en\"\n";
    std::fs::write(folder.join("site.toml"), format!("{site}{sources}")).unwrap();
}

fn one(url: &str) -> String {
    format!("[[sources]]\nname = \"bao\"\nurl = \"{url}\"\n")
}

/// A feed as it is today, and what was asked of it.
#[derive(Default)]
struct Feed {
    items: Vec<&'static str>,
    /// More of the head of HTTP and of the channel.
    head: String,
    channel: String,
    /// Answered instead, once each.
    replies: Vec<Reply>,
    /// Whether it knows conditional requests, by a tag, and by the moment of its last change.
    has_tag: bool,
    has_moment: bool,
    /// The heads of the requests for it.
    asked: Vec<Vec<String>>,
}

impl Feed {
    fn start(self) -> (String, Arc<Mutex<Self>>) {
        let feed = Arc::new(Mutex::new(self));
        let shared = Arc::clone(&feed);
        let origin = serve_asked(move |path, head| {
            let mut feed = shared.lock().unwrap();
            if !path.starts_with("/tin.xml") {
                return Reply::new(404, "", "none");
            }
            feed.asked.push(head.to_vec());
            feed.reply(head)
        });
        (format!("{origin}/tin.xml"), feed)
    }

    fn reply(&mut self, head: &[String]) -> Reply {
        if !self.replies.is_empty() {
            return self.replies.remove(0);
        }
        let tag = format!("\"{}\"", self.items.len());
        let condition = format!("if-none-match: {tag}");
        if self.has_tag && head.iter().any(|line| line.eq_ignore_ascii_case(&condition)) {
            return Reply::new(304, &self.head, "");
        }
        let moment = format!("Fri, 11 Aug 2023 04:50:{:02} GMT", self.items.len());
        let condition = format!("if-modified-since: {moment}");
        if self.has_moment && head.iter().any(|line| line.eq_ignore_ascii_case(&condition)) {
            return Reply::new(304, &self.head, "");
        }
        let items: String = self
            .items
            .iter()
            .map(|name| {
                format!(
                    "<item><title>{name}</title><link>http://127.0.0.1:8102/{name}</link>\
                     <pubDate>Fri, 11 Aug 2023 04:50:00 +0000</pubDate>\
                     <category>Economy</category><description>x</description></item>"
                )
            })
            .collect();
        let text = format!(
            "<rss version=\"2.0\"><channel><title>A</title><language>en</language>{}{items}</channel></rss>",
            self.channel
        );
        let tag = if self.has_tag { format!("ETag: {tag}\r\n") } else { String::new() };
        let moment =
            if self.has_moment { format!("Last-Modified: {moment}\r\n") } else { String::new() };
        Reply::new(200, &format!("Content-Type: text/xml\r\n{tag}{moment}{}", self.head), text)
    }
}
