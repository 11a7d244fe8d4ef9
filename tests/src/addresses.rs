//! What every address of a small newsroom answers: one table for `bantin-server serve` and for the hosts that an
//! export is put on.
//!
//! [`newsroom`] makes the newsroom that the table is about, [`mismatches`] asks for every address in it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bantin::locale::spoken::VERSION;
use bantin_model::Slug;
use bantin_server::newsroom as importing;

use crate::newsroom::{dist, root, two_articles};
use crate::small_app;

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// `bantin-server serve`.
    Serve,
    /// A web server over an exported folder.
    Host,
}

/// What an address answers to `GET`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// 200 with one of these values of `Content-Type`.
    Found(&'static [&'static str]),
    /// A permanent redirect to this address: 308 from `serve`, 301 or 308 from a host.
    Leads(&'static str),
    /// The same, or at once what this address answers.
    FoundOrLeads(&'static str),
    /// This status, with words for whoever reads them.
    Missing(u16),
    /// This status, with the site's own page.
    MissingPage(u16),
    /// This status, with a problem as docs/api.md has it.
    Problem(u16),
    /// Anything but a server error or a redirect to another site.
    StaysHere,
}

/// A line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub address: &'static str,
    pub answer: Answer,
    /// Whether hosts of an export answer the same; otherwise the row is about `serve` alone.
    pub is_everywhere: bool,
}

const fn everywhere(address: &'static str, answer: Answer) -> Row {
    Row { address, answer, is_everywhere: true }
}

const fn serve_only(address: &'static str, answer: Answer) -> Row {
    Row { address, answer, is_everywhere: false }
}

const PAGE: Answer = Answer::Found(&["text/html; charset=utf-8"]);
/// Hosts know a file by its ending alone.
const JSON: Answer = Answer::Found(&[
    "application/json",
    "application/json; charset=utf-8",
    "application/feed+json",
    "application/feed+json; charset=utf-8",
]);
const FEED: Answer = Answer::Found(&["application/feed+json"]);
const ATOM: Answer = Answer::Found(&["application/atom+xml; charset=utf-8"]);
const XML: Answer = Answer::Found(&["application/xml; charset=utf-8", "text/xml; charset=utf-8"]);
const TEXT: Answer = Answer::Found(&["text/plain; charset=utf-8"]);
const ICON: Answer = Answer::Found(&["image/x-icon", "image/vnd.microsoft.icon"]);

/// A name longer than any file's may be.
const LONG: &str = "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

/// The table. Addresses are below the folder that the site is in.
pub const TABLE: &[Row] = &[
    // Pages.
    everywhere("/", PAGE),
    everywhere("/en/", PAGE),
    everywhere("/articles/mot/", PAGE),
    everywhere("/articles/one/", PAGE),
    everywhere("/sections/thoi-su/", PAGE),
    everywhere("/tags/pha/", PAGE),
    everywhere("/authors/lan-anh/", PAGE),
    everywhere("/archive/", PAGE),
    everywhere("/archive/2023-08/", PAGE),
    everywhere("/about/toa-soan/", PAGE),
    everywhere("/search/", PAGE),
    everywhere("/en/search/", PAGE),
    everywhere("/saved/", PAGE),
    everywhere("/embed/", PAGE),
    everywhere("/embed/rating/mot/", PAGE),
    everywhere("/embed/related/mot/", PAGE),
    everywhere("/embed/latest/", PAGE),
    everywhere("/embed/latest/thoi-su/", PAGE),
    serve_only("/search/?q=do", PAGE),
    // Without the last slash.
    everywhere("/articles/mot", Answer::Leads("/articles/mot/")),
    everywhere("/en", Answer::Leads("/en/")),
    everywhere("/sections/thoi-su", Answer::Leads("/sections/thoi-su/")),
    everywhere("/about/toa-soan", Answer::Leads("/about/toa-soan/")),
    everywhere("/archive", Answer::Leads("/archive/")),
    everywhere("/search", Answer::Leads("/search/")),
    everywhere("/embed", Answer::Leads("/embed/")),
    everywhere("/embed/rating/mot", Answer::Leads("/embed/rating/mot/")),
    everywhere("/embed/latest", Answer::Leads("/embed/latest/")),
    serve_only("/search?q=do", Answer::Leads("/search/?q=do")),
    serve_only("/articles/mot?from=feed", Answer::Leads("/articles/mot/?from=feed")),
    // Other spellings of an address.
    everywhere("/articles/%6Dot/", Answer::FoundOrLeads("/articles/mot/")),
    everywhere("/%61rticles/m%6ft/", Answer::FoundOrLeads("/articles/mot/")),
    everywhere("//", Answer::FoundOrLeads("/")),
    everywhere("//articles//mot/", Answer::FoundOrLeads("/articles/mot/")),
    everywhere("/articles/mot//", Answer::FoundOrLeads("/articles/mot/")),
    everywhere("/index.html", Answer::FoundOrLeads("/")),
    everywhere("/articles/mot/index.html", Answer::FoundOrLeads("/articles/mot/")),
    everywhere("/en/index.html", Answer::FoundOrLeads("/en/")),
    serve_only("/articles/m%6ft", Answer::Leads("/articles/mot/")),
    serve_only("//articles//mot", Answer::Leads("/articles/mot")),
    serve_only("//api//v1/site.json", Answer::Leads("/api/v1/site.json")),
    serve_only("/api/v1/%73ite.json", JSON),
    everywhere("//elsewhere.example/", Answer::StaysHere),
    everywhere("//elsewhere.example", Answer::StaysHere),
    everywhere("///elsewhere.example/%2e%2e", Answer::StaysHere),
    everywhere("/%2F%2Felsewhere.example/", Answer::StaysHere),
    everywhere("/%5Celsewhere.example/", Answer::StaysHere),
    everywhere("//elsewhere.example/index.html", Answer::StaysHere),
    // Data.
    everywhere("/api/v1/site.json", JSON),
    everywhere("/api/v1/articles/mot.json", JSON),
    everywhere("/api/v1/pages/toa-soan.json", JSON),
    everywhere("/api/v1/lists/latest.json", JSON),
    everywhere("/api/v1/lists/section/thoi-su.json", JSON),
    everywhere("/api/v1/lists/months.json", JSON),
    everywhere("/api/v1/search/index.json", JSON),
    everywhere("/api/v1/oembed/mot.json", JSON),
    serve_only("/api/v1/lists/latest.json", FEED),
    serve_only("/api/v1/search?q=do", FEED),
    // Feeds and what machines read.
    everywhere("/feeds/latest.xml", ATOM),
    everywhere("/feeds/language/vi.xml", ATOM),
    everywhere("/feeds/section/thoi-su.xml", ATOM),
    everywhere("/sitemap.xml", XML),
    everywhere("/robots.txt", TEXT),
    everywhere("/favicon.ico", ICON),
    serve_only("/healthz", TEXT),
    // Withdrawn, and moved.
    everywhere("/articles/hai/", Answer::MissingPage(410)),
    everywhere("/api/v1/articles/hai.json", Answer::Missing(410)),
    everywhere("/articles/ba/", Answer::FoundOrLeads("/articles/mot/")),
    everywhere("/api/v1/articles/ba.json", Answer::Leads("/api/v1/articles/mot.json")),
    serve_only("/articles/ba/", Answer::Leads("/articles/mot/")),
    serve_only("/articles/ba", Answer::Leads("/articles/ba/")),
    serve_only("/api/v1/articles/hai.json", Answer::Problem(410)),
    // Where an article was before it came here.
    everywhere("/cu/bon.html", Answer::Leads("/articles/bon/")),
    everywhere("/cu/bon", Answer::Leads("/articles/bon/")),
    everywhere("/cu/bon/", Answer::Leads("/articles/bon/")),
    everywhere(
        "/2023/B%E1%BA%BFn%20ph%C3%A0%20%241;%20%27x%27%20(a+b)*/",
        Answer::Leads("/articles/bon/"),
    ),
    everywhere(
        "/2023/B%e1%ba%bfn%20ph%c3%a0%20$1%3b%20'x'%20%28a%2Bb%29%2A",
        Answer::Leads("/articles/bon/"),
    ),
    everywhere("/?p=12", Answer::Leads("/articles/bon/")),
    everywhere("/?x=1&p=12", Answer::Leads("/articles/bon/")),
    everywhere("/?p=13", PAGE),
    everywhere("/archive/?old", PAGE),
    everywhere("/robots.txt?old", TEXT),
    everywhere("/api/v1/cu/", Answer::Missing(404)),
    everywhere("/cu/", Answer::MissingPage(404)),
    everywhere("/_old.nginx", Answer::Missing(404)),
    everywhere("/_old.caddy", Answer::Missing(404)),
    // Nothing is there.
    everywhere("/articles/khong-co/", Answer::MissingPage(404)),
    everywhere("/articles/", Answer::MissingPage(404)),
    everywhere("/khong-co/", Answer::MissingPage(404)),
    everywhere("/khong-co.html", Answer::MissingPage(404)),
    everywhere("/khong-co.png", Answer::Missing(404)),
    everywhere("/media/khong-co.jpg", Answer::Missing(404)),
    everywhere("/media/", Answer::Missing(404)),
    everywhere("/api/", Answer::Missing(404)),
    everywhere("/api/v1/", Answer::Missing(404)),
    everywhere("/api/v1/articles/khong-co.json", Answer::Missing(404)),
    everywhere("/feeds/tag/khong-co.xml", Answer::Missing(404)),
    everywhere("/embed/rating/khong-co/", Answer::Missing(404)),
    everywhere("/embed/rating/%3Cx%3E/", Answer::Missing(404)),
    everywhere("/.bantin-export", Answer::Missing(404)),
    everywhere("/.htaccess", Answer::Missing(404)),
    everywhere("/_headers", Answer::Missing(404)),
    everywhere("/_redirects", Answer::Missing(404)),
    everywhere("/build.json", Answer::Missing(404)),
    everywhere(LONG, Answer::Missing(404)),
    serve_only("/api/v1/articles/khong-co.json", Answer::Problem(404)),
    serve_only("/api/v1/khong-co", Answer::Problem(404)),
    serve_only("/articles/mot%00/", Answer::Missing(404)),
    serve_only("/%00", Answer::Missing(404)),
    serve_only("/favicon.ico/", Answer::Missing(404)),
    serve_only("/api/v1/oembed?url=https://elsewhere.example/", Answer::Problem(404)),
    serve_only("/api/v1/oembed?url=x&format=xml", Answer::Missing(501)),
];

/// Fills the data folder `data` with the newsroom of the table: `mot`, `one`, `hai`, which was withdrawn, and `ba`,
/// for which `mot` stands now.
pub fn newsroom(data: &Path) {
    let source = tempfile::tempdir().unwrap();
    let folder = source.path();
    two_articles(folder);
    let article = |slug: &str, title: &str| {
        let text = format!(
            "---\ntitle: \"{title}\"\nlang: vi\nsection: thoi-su\nauthor: Lan Anh\ntags: [phà]\n\
             published: 2023-08-10T11:50:00+07:00\n---\n\n{title}.\n"
        );
        std::fs::write(folder.join(format!("{slug}.md")), text).unwrap();
    };
    article("hai", "Bài đã được gỡ");
    article("ba", "Bài nay ở nơi khác");
    article("bon", "Chuyến phà đêm");
    let text = std::fs::read_to_string(folder.join("bon.md")).unwrap();
    let aliases = "---\naliases: [\"/cu/bon.html\", \"/2023/Bến phà $1; 'x' (a+b)*/\", \"/?p=12\", \"/archive/\", \
        \"/api/v1/cu/\", \"/robots.txt\", \"/articles/mot/\"]\n";
    std::fs::write(folder.join("bon.md"), text.replacen("---\n", aliases, 1)).unwrap();
    std::fs::create_dir(folder.join("pages")).unwrap();
    let about = "---\ntitle: Tòa soạn\n---\nChúng tôi là ai.\n";
    std::fs::write(folder.join("pages/toa-soan.md"), about).unwrap();
    let outcome = importing::import(data, &[folder.to_string_lossy().into_owned()]).unwrap();
    assert_eq!(outcome.failed, []);
    let slug = |name: &str| Slug::new(name).unwrap();
    importing::remove(data, &slug("hai"), None).unwrap();
    importing::remove(data, &slug("ba"), Some(&slug("mot"))).unwrap();
}

/// The built app; where none was built, one by hand in the folder `spare`.
pub fn app(spare: &Path) -> PathBuf {
    dist().unwrap_or_else(|| {
        small_app::write(spare);
        let build = serde_json::json!({ "words": VERSION, "files": {} });
        std::fs::write(spare.join("build.json"), build.to_string()).unwrap();
        std::fs::copy(root().join("public/favicon.ico"), spare.join("favicon.ico")).unwrap();
        spare.to_owned()
    })
}

/// What a server on this port of this machine answers.
pub struct Said {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// As sent, with the lengths of its chunks where it has any.
    pub body: Vec<u8>,
}

impl Said {
    /// The value of a header; empty without it.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }
}

/// Asks by hand, since a client would tidy the address first.
///
/// # Errors
/// When there is no whole answer within half a minute.
pub fn ask(port: u16, method: &str, address: &str, more: &str) -> std::io::Result<Said> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    write!(
        stream,
        "{method} {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{more}\r\n"
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let broken = || std::io::Error::other(String::from_utf8_lossy(&answer).into_owned());
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").ok_or_else(broken)?;
    let head = String::from_utf8_lossy(answer.get(..end).unwrap_or_default()).into_owned();
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok());
    let headers = lines.filter_map(|line| line.split_once(':'));
    Ok(Said {
        status: status.ok_or_else(broken)?,
        headers: headers
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect(),
        body: answer.get(end + 4..).unwrap_or_default().to_vec(),
    })
}

/// Asks the server at `port` for every address of the table that is for it, below the folder `base` (`/`, or
/// `/folder/`); a line for each that answers something else.
pub fn mismatches(port: u16, base: &str, on: On) -> Vec<String> {
    let base = base.trim_end_matches('/');
    let rows = TABLE.iter().filter(|row| on == On::Serve || row.is_everywhere);
    rows.filter_map(|row| {
        let address = format!("{base}{}", row.address);
        let said = match ask(port, "GET", &address, "") {
            Ok(said) => said,
            Err(error) => return Some(format!("{address}: {error}")),
        };
        let is_right = is(row.answer, &said, port, base, on);
        (!is_right).then(|| {
            format!(
                "{address}: {:?} expected, answered {} {:?}{}{}",
                row.answer,
                said.status,
                said.header("content-type"),
                if said.body.is_empty() { ", empty" } else { "" },
                match said.header("location") {
                    "" => String::new(),
                    to => format!(", to {to}"),
                }
            )
        })
    })
    .collect()
}

fn is(answer: Answer, said: &Said, port: u16, base: &str, on: On) -> bool {
    let media_type = said.header("content-type").to_lowercase().replace(";charset", "; charset");
    let has_words = !said.body.is_empty();
    match answer {
        Answer::Found(types) => said.status == 200 && types.contains(&&*media_type),
        Answer::Leads(to) => leads(said, port, &format!("{base}{to}"), on),
        Answer::FoundOrLeads(to) => {
            let to = format!("{base}{to}");
            // A page at the old address may lead on by itself.
            let refreshes = || {
                let html = String::from_utf8_lossy(&said.body);
                html.contains("http-equiv=\"refresh\"") && html.contains(&format!("{to}\""))
            };
            let same = || ask(port, "GET", &to, "").is_ok_and(|other| other.body == said.body);
            said.status == 200 && (same() || refreshes()) || leads(said, port, &to, on)
        }
        Answer::Missing(status) => said.status == status && has_words,
        Answer::MissingPage(status) => {
            said.status == status && has_words && media_type == "text/html; charset=utf-8"
        }
        Answer::Problem(status) => {
            said.status == status && has_words && media_type == "application/problem+json"
        }
        Answer::StaysHere => {
            let to = said.header("location");
            said.status < 500 && (to.is_empty() || local(to, port).is_some())
        }
    }
}

fn leads(said: &Said, port: u16, to: &str, on: On) -> bool {
    let is_permanent = said.status == 308 || on == On::Host && said.status == 301;
    is_permanent && local(said.header("location"), port) == Some(to)
}

/// The path of a redirect to the same site; `None` when it leads elsewhere.
fn local(location: &str, port: u16) -> Option<&str> {
    let own = format!("http://127.0.0.1:{port}");
    let path = location.strip_prefix(&*own).unwrap_or(location);
    let is_local = path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/\\");
    is_local.then_some(path)
}
