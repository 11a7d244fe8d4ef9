//! Sites that answer as real ones were recorded (`recorded/`), and have bad days.

use std::collections::{HashMap, VecDeque};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};

use serde_json::{Value, json};

/// What the recorded sites and the cases say where they are.
const SITES: [&str; 4] = [
    "https://static.ghost.org",
    "http://127.0.0.1:8102",
    "http://127.0.0.1:8104",
    "http://127.0.0.1:8219",
];

/// So many posts are on a page.
const ON_A_PAGE: usize = 10;

/// What a site answers to one request.
#[derive(Clone)]
pub struct Reply {
    status: u16,
    head: String,
    body: Vec<u8>,
    /// Whether it stops in the middle of its body.
    stops: bool,
    /// Whether it never begins.
    waits: bool,
}

impl Reply {
    pub fn new(status: u16, head: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, head: head.to_owned(), body: body.into(), stops: false, waits: false }
    }

    /// The answer that was recorded as `{name}.headers` and a file of this kind, with `more` in its head; of the lines
    /// that say the same, these count.
    pub fn recorded(name: &str, kind: &str, more: &str) -> Self {
        let head = recorded(&format!("{name}.headers"));
        let (first, lines) = head.split_once('\n').unwrap();
        let field = |line: &str| line.split(':').next().unwrap().trim().to_lowercase();
        // How the bytes are sent is this server's; its answers are whole, and not one day's.
        let own = ["transfer-encoding", "content-length", "connection", "date", ""];
        let is_said = |line: &&str| {
            let name = field(line);
            !own.contains(&&*name) && !more.lines().any(|other| field(other) == name)
        };
        let lines: String =
            lines.lines().filter(is_said).map(|line| format!("{}\r\n", line.trim_end())).collect();
        let status = first.split(' ').nth(1).unwrap().parse().unwrap();
        Self::new(status, &(lines + more), recorded(&format!("{name}.{kind}")))
    }

    /// The same with another body.
    fn with(self, body: &Value) -> Self {
        Self { body: body.to_string().into_bytes(), ..self }
    }

    pub fn json(value: &Value) -> Self {
        Self::new(200, "Content-Type: application/json\r\n", value.to_string())
    }

    pub fn page(html: &str) -> Self {
        Self::new(200, "Content-Type: text/html; charset=UTF-8\r\n", html)
    }

    /// Too busy, and to be asked again at once.
    pub fn busy(status: u16) -> Self {
        Self::new(status, "Retry-After: 0\r\n", "busy")
    }

    pub fn broken() -> Self {
        Self::new(200, "Content-Type: application/json\r\n", "[{\"id\":1203,\"date\":\"2026")
    }

    /// It says that it is longer than it is.
    pub fn stopping() -> Self {
        Self { stops: true, ..Self::broken() }
    }

    /// It does not come as long as anybody waits.
    pub fn slow() -> Self {
        Self { waits: true, ..Self::broken() }
    }
}

/// Answers each path, with its query, until the test ends. The addresses that the recorded sites and the cases show become its own.
pub fn serve(mut answer: impl FnMut(&str) -> Reply + Send + 'static) -> String {
    serve_asked(move |path, _| answer(path))
}

/// As [`serve`], with the lines of the head that came with the path.
pub fn serve_asked(mut answer: impl FnMut(&str, &[String]) -> Reply + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let own = origin.clone();
    std::thread::spawn(move || {
        let mut waiting = Vec::new();
        for mut stream in listener.incoming().flatten() {
            let mut lines =
                BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
            let request = lines.next().unwrap_or_default();
            let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
            let reply = answer(request.split(' ').nth(1).unwrap_or("/"), &head);
            if reply.waits {
                waiting.push(stream);
                continue;
            }
            let renamed = |text: &str| {
                let text = text.replace("\\/", "/");
                SITES.iter().fold(text, |text, site| text.replace(site, &own))
            };
            let body = match String::from_utf8(reply.body) {
                Ok(text) => renamed(&text).into_bytes(),
                Err(error) => error.into_bytes(),
            };
            let length = body.len() + if reply.stops { 1000 } else { 0 };
            let head = format!(
                "HTTP/1.1 {} x\r\nContent-Length: {length}\r\nConnection: close\r\n{}\r\n",
                reply.status,
                renamed(&reply.head)
            );
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
        }
    });
    origin
}

/// A PNG, another one for another shade.
pub fn picture(shade: u8) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = image::RgbImage::from_fn(180, 108, |x, y| image::Rgb([shade, x as u8, y as u8]));
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A recorded answer.
pub fn recorded(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

fn recorded_json(name: &str) -> Value {
    serde_json::from_str(&recorded(name)).unwrap()
}

/// A site whose posts change while it is followed.
pub struct Site {
    state: Arc<Mutex<State>>,
    pub origin: String,
}

/// What a site has and how it is today.
pub struct State {
    /// By the time they were published.
    pub posts: Vec<Value>,
    /// What is answered before the posts of a page, in this order; of page 0, before the post that is the last one.
    pub troubles: HashMap<usize, VecDeque<Reply>>,
    /// Other answers, by their whole paths.
    pub others: HashMap<String, Reply>,
    /// Whether HTTP's head says how many posts and pages there are.
    pub counts: bool,
    /// So many posts go away after each page.
    pub shrinks_by: usize,
    /// Every path that was asked for.
    pub asked: Vec<String>,
}

impl Site {
    fn start(posts: Vec<Value>, answer: fn(&mut State, &str) -> Reply) -> Self {
        let state = State {
            posts,
            troubles: HashMap::new(),
            others: HashMap::new(),
            counts: true,
            shrinks_by: 0,
            asked: Vec::new(),
        };
        let state = Arc::new(Mutex::new(state));
        let shared = state.clone();
        let origin = serve(move |path| {
            let mut state = shared.lock().unwrap();
            state.asked.push(path.to_owned());
            match state.others.get(path) {
                Some(reply) => reply.clone(),
                None => answer(&mut state, path),
            }
        });
        Self { state, origin }
    }

    /// A WordPress site with twenty posts.
    pub fn wordpress() -> Self {
        let pages = ["wordpress/posts-1.json", "wordpress/posts-2.json"].map(recorded_json);
        let mut posts: Vec<Value> =
            pages.iter().flat_map(|page| page.as_array().unwrap().clone()).collect();
        posts.sort_by_key(|post| post["id"].as_u64());
        Self::start(posts, State::wordpress)
    }

    /// A Ghost site with eleven posts, whose key is `KEY`.
    pub fn ghost() -> Self {
        let pages = ["ghost/posts-1.json", "ghost/posts-last.json"].map(recorded_json);
        let mut posts: Vec<Value> =
            pages.iter().flat_map(|page| page["posts"].as_array().unwrap().clone()).collect();
        posts.sort_by_key(|post| post["published_at"].as_str().map(str::to_owned));
        Self::start(posts, State::ghost)
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Answers so before the posts of a page.
    pub fn trouble(&self, page: usize, replies: impl IntoIterator<Item = Reply>) {
        self.state().troubles.insert(page, replies.into_iter().collect());
    }
}

impl State {
    fn wordpress(&mut self, path: &str) -> Reply {
        if let Some(order) = value_of(path, "orderby").filter(|order| order != "id") {
            return self.last_by(&order);
        }
        if let Some(page) = page_of(path, "/wp-json/wp/v2/posts?") {
            let after = |name: &str, field: &str| {
                let after = value_of(path, name)?.replace("%3A", ":");
                Some((field.to_owned(), after.trim_end_matches('Z').to_owned()))
            };
            let filter =
                after("modified_after", "modified_gmt").or_else(|| after("after", "date_gmt"));
            return self.page(page, filter, |posts, pages, total, counts| {
                let Some(posts) = posts else {
                    return Reply::recorded("wordpress/posts-beyond", "json", "");
                };
                if !counts {
                    return Reply::json(&json!(posts));
                }
                if posts.is_empty() {
                    return Reply::recorded("wordpress/posts-modified-after", "json", "");
                }
                let own = format!("X-WP-Total: {total}\r\nX-WP-TotalPages: {pages}\r\n");
                let next = format!(
                    "Link: <http://127.0.0.1:8102/wp-json/wp/v2/posts?page={}>; rel=\"next\"\r\n",
                    page + 1
                );
                let own = if page < pages { own + &next } else { own + "Link:\r\n" };
                Reply::recorded("wordpress/posts-1", "json", &own).with(&json!(posts))
            });
        }
        match path {
            "/" => Reply::page(&recorded("wordpress/front-head.html").replace(
                "<title>",
                "<link rel=\"https://api.w.org/\" href=\"http://127.0.0.1:8102/wp-json/\" /><title>",
            )),
            "/wp-json/" => Reply::recorded("wordpress/index", "json", ""),
            _ => Reply::new(404, "", "none"),
        }
    }

    /// WordPress' post with the latest moment of this kind, and how many posts there are.
    fn last_by(&mut self, order: &str) -> Reply {
        if let Some(reply) = self.troubles.get_mut(&0).and_then(VecDeque::pop_front) {
            return reply;
        }
        let moment = |post: &Value| post[format!("{order}_gmt")].as_str().unwrap().to_owned();
        let last = self.posts.iter().max_by_key(|post| (moment(post), post["id"].as_u64()));
        let fields = last.map(|post| {
            json!({ "id": post["id"], "date_gmt": post["date_gmt"], "modified_gmt": post["modified_gmt"] })
        });
        let head = format!("X-WP-Total: {}\r\n", self.posts.len());
        Reply::new(200, &head, json!(Vec::from_iter(fields)).to_string())
    }

    fn ghost(&mut self, path: &str) -> Reply {
        let is_api = path.starts_with("/ghost/api/content/");
        if is_api && !path.contains("key=KEY") {
            return Reply::recorded("ghost/wrong-key", "json", "");
        }
        if let Some(page) = page_of(path, "/ghost/api/content/posts/?") {
            return self.page(page, None, |posts, pages, total, _| {
                let pagination = json!({ "page": page, "pages": pages, "total": total });
                let posts = posts.unwrap_or_default();
                let posts = json!({ "posts": posts, "meta": { "pagination": pagination } });
                // It is the tag of other posts.
                Reply::recorded("ghost/posts-1", "json", "ETag:\r\n").with(&posts)
            });
        }
        match path {
            "/" | "/?key=KEY" => Reply::page(&recorded("ghost/front-head.html")),
            _ if path.starts_with("/ghost/api/content/settings/?") => {
                Reply::recorded("ghost/settings", "json", "")
            }
            _ => Reply::new(404, "", "none"),
        }
    }

    /// The posts of a page, none behind the last, as `write` writes them with the numbers of all pages and posts.
    fn page(
        &mut self,
        page: usize,
        filter: Option<(String, String)>,
        write: impl FnOnce(Option<&[Value]>, usize, usize, bool) -> Reply,
    ) -> Reply {
        let trouble = self.troubles.get_mut(&page).and_then(VecDeque::pop_front);
        if let Some(reply) = trouble {
            return reply;
        }
        let is_shown = |post: &&Value| {
            let mut filter = filter.iter();
            filter.all(|(field, after)| post[field].as_str().unwrap() > after.as_str())
        };
        let shown: Vec<Value> = self.posts.iter().filter(is_shown).cloned().collect();
        let pages: Vec<&[Value]> = shown.chunks(ON_A_PAGE).collect();
        let posts = pages.get(page - 1).copied().or((page == 1).then_some(&[]));
        let reply = write(posts, pages.len(), shown.len(), self.counts);
        self.posts.drain(..self.shrinks_by);
        reply
    }
}

/// The value of a field of a path's query.
fn value_of(path: &str, field: &str) -> Option<String> {
    let (_, query) = path.split_once('?')?;
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(name, _)| *name == field).map(|(_, value)| value.to_owned())
}

/// The number of the page that a path with this beginning asks for.
fn page_of(path: &str, beginning: &str) -> Option<usize> {
    let query = path.strip_prefix(beginning)?;
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(name, _)| *name == "page").map(|(_, page)| page.parse().unwrap())
}
