//! `cargo xtask bench follow [ARTICLES]`: what a look costs at a WordPress site of 100,000 articles at which nothing has
//! changed since they were all imported.
//!
//! Arguments: an empty data folder, and how many articles there are. The site is answered by this program itself; its
//! posts are the first that a real WordPress answered (`server/tests/recorded`), with numbers, titles and dates of
//! their own.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use bantin_core::clock::Clock;
use bantin_core::sources::LookOutcome;
use bantin_server::following::Keeper;
use bantin_server::following::Target;
use bantin_server::newsroom::{self, Settings};
use bantin_store::sqlite::Store;
use bantin_store::sqlite::StoreRegister;
use bantin_tests::load::percentile;
use bantin_tests::newsroom::root;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// Looks at which nothing changed.
const LOOKS: usize = 50;
/// Half of them take at most so long.
const LIMIT: Duration = Duration::from_millis(100);
/// When the first post was published, in seconds since 1970.
const FIRST: i64 = 1_500_000_000;

struct Site {
    origin: String,
    /// What all posts have.
    post: Value,
    posts: usize,
    asked: AtomicUsize,
}

impl Site {
    fn post(&self, number: usize) -> Value {
        let seconds = FIRST + i64::try_from(number).unwrap() * 600;
        let date = Timestamp::from_second(seconds).unwrap().to_string();
        let date = date.trim_end_matches('Z');
        let mut post = self.post.clone();
        post["id"] = json!(number);
        for field in ["date", "date_gmt", "modified", "modified_gmt"] {
            post[field] = json!(date);
        }
        post["slug"] = json!(format!("bai-so-{number}"));
        post["link"] = json!(format!("{}/bai-so-{number}/", self.origin));
        post["guid"]["rendered"] = json!(format!("{}/?p={number}", self.origin));
        post["title"]["rendered"] = json!(format!("Bài số {number}"));
        post["_embedded"] = json!({});
        post
    }

    /// A page of posts, the oldest first; or the last one.
    fn page(&self, query: &HashMap<String, String>) -> Value {
        if query.get("orderby").is_some_and(|order| order != "id") {
            return json!([self.post(self.posts)]);
        }
        if query.contains_key("modified_after") || query.contains_key("after") {
            return json!([]);
        }
        let number = |name: &str| query[name].parse::<usize>().unwrap();
        let (page, at_once) = (number("page"), number("per_page"));
        let from = (page - 1) * at_once + 1;
        (from..(from + at_once).min(self.posts + 1)).map(|number| self.post(number)).collect()
    }
}

async fn front(State(site): State<Arc<Site>>) -> Html<String> {
    Html(format!(
        "<!DOCTYPE html><title>Bản tin</title><link rel=\"https://api.w.org/\" href=\"{}/wp-json/\">",
        site.origin
    ))
}

async fn interface(State(site): State<Arc<Site>>) -> Response {
    let root = json!({ "name": "Bản tin", "home": site.origin, "url": site.origin, "namespaces": ["wp/v2"] });
    ([("content-type", "application/json")], root.to_string()).into_response()
}

async fn posts(
    State(site): State<Arc<Site>>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    site.asked.fetch_add(1, Ordering::Relaxed);
    let head = [
        ("content-type", "application/json".to_owned()),
        ("x-wp-total", site.posts.to_string()),
        ("x-wp-totalpages", site.posts.div_ceil(50).to_string()),
    ];
    (head, site.page(&query).to_string()).into_response()
}

async fn serve(count: usize) -> Arc<Site> {
    let recorded = root().join("server/tests/recorded/wordpress/posts-1.json");
    let recorded: Value = serde_json::from_slice(&std::fs::read(recorded).unwrap()).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let site = Arc::new(Site {
        origin: format!("http://{}", listener.local_addr().unwrap()),
        post: recorded[0].clone(),
        posts: count,
        asked: AtomicUsize::new(0),
    });
    let app = Router::new()
        .route("/", get(front))
        .route("/wp-json/", get(interface))
        .route("/wp-json/wp/v2/posts", get(posts))
        .with_state(Arc::clone(&site));
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    site
}

/// Follows the site at `origin` in the newsroom in `data`, from `now` on.
fn follow(data: &Path, origin: &str, now: Timestamp) {
    let folder = tempfile::tempdir().unwrap();
    let site = format!(
        "name = \"Bản Tin\"\nurl = \"https://news.example/\"\nlanguages = [\"vi\"]\ntime_zone = \"Asia/Ho_Chi_Minh\"\n\
         [[sources]]\nname = \"old\"\nurl = \"{origin}/\"\n"
    );
    std::fs::write(folder.path().join("site.toml"), site).unwrap();
    let folder = folder.path().to_string_lossy().into_owned();
    newsroom::import_at(data, &[folder], Settings::default(), now).unwrap();
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [data, count] = arguments.as_slice() else { panic!("follow DATA ARTICLES") };
    let (data, count) = (Path::new(data).to_owned(), count.parse().unwrap());
    let site = serve(count).await;
    // Later than the last post, and than all that a look waits for.
    let begin: Timestamp = "2030-01-01T00:00:00Z".parse().unwrap();
    let (folder, origin) = (data.clone(), site.origin.clone());
    tokio::task::spawn_blocking(move || follow(&folder, &origin, begin)).await.unwrap();

    let passed = Arc::new(AtomicI64::new(0));
    let time = Arc::clone(&passed);
    let clock = Clock::of(move || begin + SignedDuration::from_mins(time.load(Ordering::Relaxed)));
    let store = Arc::new(Store::open(&data.join("bantin.sqlite")).unwrap());
    let keeper = Keeper::new(Arc::new(StoreRegister(store)), Target::Folder(data), clock).unwrap();
    let started = Instant::now();
    let entry = keeper.step().await.unwrap().expect("a source that is due");
    let came = entry.state.last.unwrap();
    assert!(
        matches!(&came, LookOutcome::Read { added, failed: 0, .. } if *added == count),
        "{came:?}"
    );
    eprintln!("the first look: {count} articles in {:.0} s", started.elapsed().as_secs_f64());

    let asked = site.asked.load(Ordering::Relaxed);
    let mut took = Vec::new();
    for _ in 0..LOOKS {
        passed.fetch_add(20, Ordering::Relaxed);
        let started = Instant::now();
        let entry = keeper.step().await.unwrap().expect("a source that is due");
        took.push(started.elapsed().as_secs_f64());
        assert!(matches!(entry.state.last, Some(LookOutcome::Nothing)), "{:?}", entry.state.last);
    }
    let asked = site.asked.load(Ordering::Relaxed) - asked;
    let [half, most] = [0.5, 1.0].map(|share| percentile(&mut took, share));
    eprintln!(
        "{LOOKS} looks at which nothing changed: half of them within {half:.1} ms, all within {most:.1} ms, {asked} requests (limit {} ms)",
        LIMIT.as_millis()
    );
    assert!(half <= LIMIT.as_secs_f64() * 1000.0, "a look is past its limit");
}
