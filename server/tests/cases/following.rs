//! Sources that are followed: what a look costs when nothing changed, what it brings when something did, how a source
//! that needs rest is left alone, and that of several who follow the same one looks.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bantin_core::clock::Clock;
use bantin_core::sources::{Entry, LookOutcome, Next, Source};
use bantin_server::following::Keeper;
use bantin_server::following::Target;
use bantin_server::newsroom::{self, Settings};
use bantin_store::register::Register;
use bantin_store::sqlite::StoreRegister;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::site::{Reply, Site, serve_asked};
use super::{TestNewsroom, root, slug};

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
    /// Whether it knows conditional requests.
    has_tag: bool,
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
        Reply::new(200, &format!("Content-Type: text/xml\r\n{tag}{}", self.head), text)
    }
}

#[test]
fn a_look_at_which_nothing_changed_is_one_conditional_request_and_touches_no_article() {
    for has_tag in [true, false] {
        let (url, feed) = Feed { items: vec!["mot"], has_tag, ..Feed::default() }.start();
        let following = Following::start(&one(&url));
        assert_eq!(following.brings(), (1, 0, 0));
        assert_eq!(following.look(), None, "it is not due");
        let revision = following.newsroom.store().revision().unwrap();
        following.pass(20);
        assert_eq!(following.look(), Some(LookOutcome::Nothing));
        assert_eq!(following.newsroom.store().revision().unwrap(), revision);
        let asked = feed.lock().unwrap().asked.clone();
        assert_eq!(asked.len(), 2);
        let has_condition =
            |head: &[String]| head.iter().any(|line| line.to_lowercase().starts_with("if-none"));
        assert_eq!(
            asked.iter().map(|head| has_condition(head)).collect::<Vec<_>>(),
            [false, has_tag]
        );
        feed.lock().unwrap().items.insert(0, "hai");
        assert_eq!(following.brings(), (1, 0, 0));
        assert!(following.newsroom.store().revision().unwrap() > revision);
        let entry = following.entry();
        assert_eq!((entry.state.total.looks, entry.state.total.added), (3, 2));
        assert_eq!(entry.state.changed, entry.state.looked);
    }
}

#[test]
fn a_feed_that_is_written_anew_with_the_same_articles_changes_nothing() {
    let (url, feed) = Feed { items: vec!["mot"], ..Feed::default() }.start();
    let following = Following::start(&one(&url));
    following.brings();
    let revision = following.newsroom.store().revision().unwrap();
    feed.lock().unwrap().channel = "<lastBuildDate>today</lastBuildDate>".to_owned();
    following.pass(20);
    let Some(LookOutcome::Read { added: 0, updated: 0, .. }) = following.look() else { panic!() };
    assert_eq!(following.newsroom.store().revision().unwrap(), revision);
    let state = following.entry().state;
    assert!(state.changed < state.looked);
}

#[test]
fn what_site_toml_says_of_a_source_holds_for_its_articles() {
    let (url, feed) = Feed { items: vec!["mot"], ..Feed::default() }.start();
    let more = "lang = \"vi\"\nauthor = \"Ban biên tập\"\nsection = \"thoi-su\"\n";
    let following = Following::start(&format!("{}{more}", one(&url)));
    assert_eq!(following.brings(), (1, 0, 0));
    let article = || following.newsroom.store().article(&slug("mot"), &root()).unwrap().unwrap();
    assert_eq!((article().lang.as_str(), article().section.as_str()), ("vi", "thoi-su"));
    assert_eq!(article().authors[0].name, "Ban biên tập");
    // Other settings are a reason to look at all of it again, at once.
    let asked = feed.lock().unwrap().asked.len();
    let categories = "categories = { \"economy\" = \"kinh-te\" }\n";
    following.change(&format!("{}{more}{categories}", one(&url)));
    let Some(LookOutcome::Read { updated: 1, .. }) = following.look() else { panic!() };
    assert_eq!(article().section.as_str(), "kinh-te");
    assert_eq!(feed.lock().unwrap().asked.len(), asked + 1);
    // The same settings again are none.
    following.change(&format!("{}{more}{categories}", one(&url)));
    assert_eq!(following.look(), None);
    // What site.toml no longer names is no longer followed; its articles stay.
    following.change("");
    following.pass(10_000);
    assert_eq!((following.look(), following.newsroom.shown().len()), (None, 1));
}

#[test]
fn a_source_says_how_long_its_answer_holds() {
    for (head, channel, minutes) in [
        ("Cache-Control: public, max-age=3600\r\n", "", 60),
        ("Cache-Control: max-age=3600\r\nAge: 1800\r\n", "", 30),
        ("Cache-Control: max-age=60\r\n", "", 15),
        ("Cache-Control: no-cache, max-age=3600\r\n", "", 15),
        ("Cache-Control: max-age=31536000\r\n", "", 360),
        ("Cache-Control: max-age=3600\r\n", "<ttl>120</ttl>", 120),
    ] {
        let (head, channel) = (head.to_owned(), channel.to_owned());
        let feed = Feed { items: vec!["mot"], head, channel, has_tag: true, ..Feed::default() };
        let following = Following::start(&one(&feed.start().0));
        for _ in 0..2 {
            assert!(following.look().is_some());
            assert!(following.waits(minutes), "{minutes}: {}", following.minutes());
            following.pass(1000);
        }
    }
}

#[test]
fn a_source_that_needs_rest_is_left_alone_whoever_asks() {
    let busy = Reply::new(429, "Retry-After: 3600\r\n", "busy");
    let (url, feed) = Feed { items: vec!["mot"], replies: vec![busy], ..Feed::default() }.start();
    let following = Following::start(&one(&url));
    assert!(following.fails().starts_with("it cannot be fetched: the server answered 429"));
    assert!(following.waits(60), "{}", following.minutes());
    let ask = || following.newsroom.store().ask_to_look(&slug("bao")).unwrap();
    assert!(ask());
    following.pass(59);
    assert_eq!((following.look(), feed.lock().unwrap().asked.len()), (None, 1));
    following.pass(7);
    let Some(LookOutcome::Read { added: 1, .. }) = following.look() else { panic!() };
    assert_eq!(following.entry().state.failures, 0);
    // From now on asking helps.
    assert_eq!(following.look(), None);
    assert!(ask());
    assert_eq!(following.look(), Some(LookOutcome::Nothing));
    assert_eq!(following.look(), None, "asked once, looked once");
    assert!(!following.newsroom.store().ask_to_look(&slug("khac")).unwrap());
}

#[test]
fn a_source_that_fails_is_asked_ever_more_seldom() {
    let gone = || Reply::new(404, "", "gone");
    let page = Reply::page("<html><head><title>Bảo trì</title></head></html>");
    let replies = vec![Reply::new(503, "", ""), Reply::stopping(), Reply::broken(), gone(), page];
    let (url, _feed) = Feed { items: vec!["mot"], replies, ..Feed::default() }.start();
    let following = Following::start(&one(&url));
    let mut why = Vec::new();
    for minutes in [5, 10, 20, 40, 80] {
        why.push(following.fails());
        assert!(following.waits(minutes), "{minutes}: {}", following.minutes());
        following.pass(minutes * 11 / 10 + 1);
    }
    assert!(why[0].ends_with("503; "), "what passes by itself needs no advice: {why:?}");
    assert!(why[2].contains("not a feed"), "{why:?}");
    assert!(why[3].contains("404") && why[3].contains("in a browser"), "{why:?}");
    assert!(why[4].contains("names neither a feed nor WordPress, Ghost or Bản Tin"), "{why:?}");
    let entry = following.entry();
    assert_eq!((entry.state.failures, entry.state.total.failed), (5, 5));
    let Some(LookOutcome::Read { added: 1, .. }) = following.look() else { panic!() };
    assert_eq!((following.entry().state.failures, following.waits(15)), (0, true));
}

/// What a WordPress site was asked for since the last time, without what all requests have.
fn asked(site: &Site) -> Vec<String> {
    let all = std::mem::take(&mut site.state().asked);
    let part = |path: String| {
        let names = ["modified_after", "after", "orderby", "page", "_fields"];
        let Some((_, query)) = path.split_once('?') else { return path };
        let pairs = query.split('&').filter(|pair| {
            let name = pair.split('=').next().unwrap();
            names.contains(&name) && !["page=1", "orderby=id"].contains(pair)
        });
        pairs.map(|pair| pair.split("%2C").next().unwrap()).collect::<Vec<_>>().join("&")
    };
    let is_picture = |path: &String| path.starts_with("/wp-content");
    all.into_iter().filter(|path| !is_picture(path)).map(part).collect()
}

fn post(posts: &mut [Value], id: u64) -> &mut Value {
    posts.iter_mut().find(|post| post["id"] == id).unwrap()
}

/// A post like the newest one, with another number, published and changed at these moments.
fn new_post(posts: &mut Vec<Value>, id: u64, published: &str, changed: &str) {
    let mut new = post(posts, 1203).clone();
    new["id"] = json!(id);
    new["slug"] = json!(format!("bai-{id}"));
    new["link"] = json!(format!("http://127.0.0.1:8102/bai-{id}/"));
    new["date_gmt"] = json!(published);
    new["modified_gmt"] = json!(changed);
    posts.push(new);
}

#[test]
fn of_a_wordpress_site_only_what_changed_is_read_and_what_goes_is_noticed() {
    let site = Site::wordpress();
    let following = Following::start(&one(&site.origin));
    assert_eq!(following.brings(), (20, 0, 0));
    asked(&site);
    // Nothing: one small answer.
    let last = "orderby=modified&_fields=id";
    assert_eq!(following.brings(), (0, 0, 0));
    assert_eq!(asked(&site), [last]);
    // A post changes, another one is locked.
    let changed = "2026-11-28T00:30:00";
    {
        let mut state = site.state();
        let corrected = post(&mut state.posts, 1199);
        corrected["title"]["rendered"] = json!("Đã sửa");
        corrected["modified_gmt"] = json!(changed);
        let locked = post(&mut state.posts, 1195);
        locked["content"]["protected"] = json!(true);
        locked["modified_gmt"] = json!(changed);
    }
    assert_eq!(following.brings(), (0, 1, 1));
    let newest = "orderby=date&_fields=id";
    assert_eq!(
        asked(&site),
        [
            last,
            newest,
            "/wp-json/",
            "modified_after=2026-11-20T00%3A45%3A59Z",
            "after=2026-11-20T00%3A46%3A00Z"
        ]
    );
    // A post that was scheduled long ago comes: WordPress does not say that it changed.
    new_post(&mut site.state().posts, 1300, "2026-11-28T01:00:00", "2026-11-01T00:00:00");
    assert_eq!(following.brings(), (1, 0, 0));
    assert!(!asked(&site).contains(&"page=2".to_owned()));
    // One more in the ordinary way.
    new_post(&mut site.state().posts, 1301, "2026-11-28T01:10:00", "2026-11-28T01:10:00");
    assert_eq!(following.brings(), (1, 0, 0));
    assert!(!asked(&site).contains(&"page=2".to_owned()));
    // One that comes with an old date, which only reading all tells from one that went.
    new_post(&mut site.state().posts, 1302, "2020-01-01T00:00:00", "2020-01-01T00:00:00");
    assert_eq!(following.brings(), (1, 0, 0));
    assert!(asked(&site).contains(&"page=2".to_owned()));
    // One goes; one goes while another comes.
    site.state().posts.retain(|post| post["id"] != 1127);
    assert_eq!(following.brings(), (0, 0, 1));
    site.state().posts.retain(|post| post["id"] != 1131);
    new_post(&mut site.state().posts, 1303, "2026-11-28T01:50:00", "2026-11-28T01:50:00");
    assert_eq!(following.brings(), (1, 0, 1));
    assert_eq!(following.newsroom.shown().len(), 20 - 1 + 3 - 1 + 1 - 1);
}

#[test]
fn once_a_day_a_site_is_read_whole() {
    let site = Site::wordpress();
    let following = Following::start(&one(&site.origin));
    following.brings();
    // A category gets another name, which is no change of its posts.
    for post in &mut site.state().posts {
        post["_embedded"]["author"] = json!([{ "name": "Tên Mới" }]);
    }
    assert_eq!(following.brings(), (0, 0, 0));
    following.pass(24 * 60);
    assert_eq!(following.brings(), (0, 20, 0));
    let whole = following.entry().state.known.whole.unwrap();
    assert_eq!(whole.as_second(), following.now());
    following.pass(23 * 60);
    assert_eq!(following.brings(), (0, 0, 0));
    assert_eq!(following.entry().state.known.whole, Some(whole));
}

#[test]
fn a_site_that_breaks_off_withdraws_nothing_and_is_read_again() {
    let site = Site::wordpress();
    let following = Following::start(&one(&site.origin));
    assert_eq!(following.brings(), (20, 0, 0));
    site.state().posts.remove(0);
    site.trouble(2, [Reply::new(429, "Retry-After: 7200\r\n", "busy")]);
    following.pass(20);
    let why = following.fails();
    assert!(why.contains("broke off after 10 articles"), "{why}");
    assert!(following.waits(120), "{}", following.minutes());
    assert_eq!(following.newsroom.shown().len(), 20);
    following.pass(120);
    assert_eq!(following.brings(), (0, 0, 1));
    // Refused at the first small question.
    site.trouble(0, [Reply::new(503, "Retry-After: 600\r\n", "busy")]);
    following.pass(20);
    assert!(following.fails().contains("503"));
    assert!(following.waits(10), "{}", following.minutes());
}

#[test]
fn a_ghost_site_is_followed_with_its_key() {
    let site = Site::ghost();
    let following = Following::start(&one(&site.origin));
    let why = following.fails();
    assert!(why.contains("no key was given") && why.contains("key_env in site.toml"), "{why}");
    following.change(&format!("{}key_env = \"BANTIN_TEST_NO_SUCH_KEY\"\n", one(&site.origin)));
    let why = following.fails();
    assert!(why.contains("BANTIN_TEST_NO_SUCH_KEY is not set"), "{why}");
    following.change(&format!("{}key = \"KEY\"\n", one(&site.origin)));
    assert_eq!(following.brings(), (11, 0, 0));
    site.state().asked.clear();
    assert_eq!(following.brings(), (0, 0, 0));
    assert_eq!(site.state().asked.len(), 1);
    {
        let mut state = site.state();
        state.posts[3]["title"] = json!("Thư viện nổi");
        state.posts.remove(0);
    }
    assert_eq!(following.brings(), (0, 1, 1));
}

#[test]
fn of_two_who_follow_the_same_one_looks() {
    let (url, feed) = Feed { items: vec!["mot"], ..Feed::default() }.start();
    let following = Following::start(&one(&url));
    let (register, other) = (following.register(), keeper(&following.newsroom, &following.now));
    let now = following.now();
    let held = following.runtime.block_on(register.claim(&[1; 16], now, now + 120)).unwrap();
    let held = held.unwrap();
    assert_eq!(following.look(), None);
    assert_eq!(following.runtime.block_on(other.step()).unwrap(), None);
    // Who holds it says so again, then dies.
    let hold = register.hold(&held.source.name, &[1; 16], now + 240);
    assert!(following.runtime.block_on(hold).unwrap());
    following.pass(3);
    assert_eq!(following.look(), None);
    assert_eq!(feed.lock().unwrap().asked.len(), 0);
    following.pass(2);
    let Some(LookOutcome::Read { added: 1, .. }) = following.look() else { panic!() };
    // What the dead one says now is not heard.
    let next = Next { due: 0, not_before: 0 };
    let late = register.settle(&held, &[1; 16], &next);
    assert!(!following.runtime.block_on(late).unwrap());
    assert!(following.waits(15));
    assert_eq!(following.runtime.block_on(other.step()).unwrap(), None);
}

#[test]
fn settings_that_change_during_a_look_are_looked_at_with() {
    let (url, _feed) = Feed { items: vec!["mot"], ..Feed::default() }.start();
    let following = Following::start(&one(&url));
    let (register, now) = (following.register(), following.now());
    let claim = register.claim(&[1; 16], now, now + 120);
    let held = following.runtime.block_on(claim).unwrap().unwrap();
    following.change(&format!("{}every = \"2h\"\n", one(&url)));
    let next = Next { due: now + 900, not_before: 0 };
    assert!(!following.runtime.block_on(register.settle(&held, &[1; 16], &next)).unwrap());
    let Some(LookOutcome::Read { added: 1, .. }) = following.look() else { panic!() };
    assert!(following.waits(120));
}

#[test]
fn many_sources_are_each_looked_at_once() {
    let (url, feed) = Feed { items: vec!["mot"], ..Feed::default() }.start();
    let source = |n: usize| format!("[[sources]]\nname = \"s{n}\"\nurl = \"{url}?{n}\"\n");
    let following = Following::start(&(0..20).map(source).collect::<String>());
    let seen: Mutex<Vec<Source>> = Mutex::default();
    let keepers: Vec<Keeper> =
        (0..4).map(|_| keeper(&following.newsroom, &following.now)).collect();
    std::thread::scope(|scope| {
        for keeper in &keepers {
            scope.spawn(|| {
                let runtime = Runtime::new().unwrap();
                while let Some(entry) = runtime.block_on(keeper.step()).unwrap() {
                    seen.lock().unwrap().push(entry.source);
                }
            });
        }
    });
    let seen = seen.into_inner().unwrap();
    let names: HashSet<_> = seen.iter().map(|source| source.name.clone()).collect();
    assert_eq!((seen.len(), names.len()), (20, 20));
    drop(feed);
}

#[test]
fn a_folder_with_site_toml_alone_is_a_newsroom_that_follows() {
    let (url, _feed) = Feed { items: vec!["mot"], ..Feed::default() }.start();
    let following = Following::start(&one(&url));
    let source = following.folder.path().to_string_lossy().into_owned();
    let again = newsroom::import_at(
        following.newsroom.data.path(),
        &[source],
        Settings::default(),
        following.newsroom.now,
    );
    assert_eq!(again.unwrap().failed, []);
    assert_eq!(following.entry().source.every(), Duration::from_secs(900));
}

#[test]
fn a_source_that_is_imported_by_hand_is_what_site_toml_says_of_it() {
    let (url, _feed) = Feed { items: vec!["mot"], ..Feed::default() }.start();
    let following = Following::start(&format!("{}section = \"kinh-te\"\n", one(&url)));
    assert_eq!(following.brings(), (1, 0, 0));
    let outcome = newsroom::import_at(
        following.newsroom.data.path(),
        std::slice::from_ref(&url),
        Settings::default(),
        following.newsroom.now,
    );
    let outcome = outcome.unwrap();
    assert_eq!((outcome.updated, outcome.unchanged), (0, 1), "{outcome:?}");
}
