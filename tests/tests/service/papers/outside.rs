//! A style sheet and a script of a paper's own: in its pages and their policy, and nowhere else.

use bantin_tests::newsroom::Newsroom;

use super::{Exported, changed_harbour, got, harbour, serve};

const CSS: &str = "a { letter-spacing: 0 }";
const SRC: &str = "https://count.example/a.js";
const HIT: &str = "https://count.example/hit";
const PAGES: [&str; 5] =
    ["/", "/vi/", "/articles/fish-auction-moves-indoors/", "/nothing/", "/search/?q=seals"];
const FRAMES: [&str; 5] = [
    "/embed/",
    "/embed/vi/",
    "/embed/rating/fish-auction-moves-indoors/",
    "/embed/related/fish-auction-moves-indoors/",
    "/embed/latest/quay/",
];

fn integrity() -> String {
    format!("sha384-{}", "A".repeat(64))
}

fn with_both() -> tempfile::TempDir {
    let script = format!(
        "[[scripts]]\nsrc = \"{SRC}\"\nintegrity = \"{}\"\nconnect = [\"{HIT}\"]\n\n[fonts]\n",
        integrity()
    );
    let style = "icon = \"icon.svg\"\nstyle = \"own.css\"\n";
    let paper = changed_harbour(&[("icon = \"icon.svg\"\n", style), ("[fonts]\n", &script)]);
    std::fs::write(paper.path().join("own.css"), CSS).unwrap();
    paper
}

/// The sources of a directive, but for hashes of what is in the page itself.
fn sources<'a>(policy: &'a str, directive: &str) -> Vec<&'a str> {
    let mut directives = policy.split(';').map(|one| one.split_whitespace());
    let found = directives.find_map(|mut one| (one.next() == Some(directive)).then_some(one));
    let sources = found.unwrap_or_else(|| panic!("{policy} has no {directive}"));
    sources.filter(|source| !source.starts_with("'sha256-")).collect()
}

/// The policy that stands in a page.
fn policy_in(html: &str) -> &str {
    let (_, policy) = html.split_once("http-equiv=\"Content-Security-Policy\" content=\"").unwrap();
    policy.split_once('"').unwrap().0
}

/// Asserts that a page has both, after our styles, and allows the script its own addresses.
fn has_both(html: &str, policy: &str, style: &str, what: &str) {
    let link = format!("<link rel=\"stylesheet\" href=\"{style}\">");
    let at = html.find(&link).unwrap_or_else(|| panic!("{what} lacks {link}"));
    assert!(html.rfind("</style>").unwrap() < at, "{what}: ours come first");
    let script = format!(
        "<script src=\"{SRC}\" integrity=\"{}\" crossorigin=\"anonymous\" defer></script>",
        integrity()
    );
    assert_eq!(html.matches(&script).count(), 1, "{what} lacks {script}");
    assert_eq!(sources(policy, "script-src"), ["'self'", "'wasm-unsafe-eval'", SRC], "{what}");
    assert_eq!(sources(policy, "connect-src"), ["'self'", HIT], "{what}");
}

/// Asserts that a page knows of neither.
fn has_neither(html: &str, policy: &str, style: &str, what: &str) {
    for part in [style, "count.example"] {
        assert!(!html.contains(part) && !policy.contains(part), "{what} has {part}: {html}");
    }
    assert_eq!(sources(policy, "script-src"), ["'self'", "'wasm-unsafe-eval'"], "{what}");
    assert_eq!(sources(policy, "connect-src"), ["'self'"], "{what}");
}

/// What is at this address, with its policy, of the header or the page itself.
async fn page(newsroom: &Newsroom, path: &str) -> (String, String) {
    let answer = got(newsroom, path).await;
    let html = String::from_utf8(answer.body.clone()).unwrap();
    let policy = match answer.header("content-security-policy") {
        "" => policy_in(&html).to_owned(),
        policy => policy.to_owned(),
    };
    (html, policy)
}

async fn style_of(newsroom: &Newsroom) -> String {
    let site = got(newsroom, "/api/v1/site.json").await;
    let site: serde_json::Value = serde_json::from_slice(&site.body).unwrap();
    site["brand"]["style"].as_str().unwrap_or("own.css").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_style_and_a_script_are_on_the_pages_of_a_site_and_not_in_frames() {
    let newsroom = serve(&with_both()).await;
    let style = style_of(&newsroom).await;
    let css = got(&newsroom, &style).await;
    assert_eq!((css.status, css.header("content-type")), (200, "text/css"));
    assert_eq!(css.body, CSS.as_bytes());
    for path in PAGES {
        let (html, policy) = page(&newsroom, path).await;
        has_both(&html, &policy, &style, path);
    }
    for path in FRAMES {
        let (html, policy) = page(&newsroom, path).await;
        has_neither(&html, &policy, &style, path);
    }
    newsroom.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn without_them_a_policy_allows_the_site_and_hashes_alone() {
    let newsroom = Newsroom::of(vec![harbour()]).await;
    for path in PAGES.into_iter().chain(FRAMES) {
        let (html, policy) = page(&newsroom, path).await;
        has_neither(&html, &policy, "own.css", path);
    }
    newsroom.running.stop().await.unwrap();
}

#[test]
fn an_export_has_them_as_a_server_gives_them() {
    let paper = Exported::of(with_both().path().to_string_lossy().into_owned());
    let site: serde_json::Value = serde_json::from_slice(paper.bytes("api/v1/site.json")).unwrap();
    let style = site["brand"]["style"].as_str().unwrap();
    assert_eq!(paper.text(style), CSS);
    for name in [
        "index.html",
        "404.html",
        "shell.html",
        "archive/index.html",
        "articles/fish-auction-moves-indoors/index.html",
    ] {
        let html = paper.text(name);
        has_both(&html, policy_in(&html), style, name);
    }
    for name in ["embed/index.html", "embed/rating/fish-auction-moves-indoors/index.html"] {
        let html = paper.text(name);
        has_neither(&html, policy_in(&html), style, name);
    }
}
