//! The exported site on the hosts it is made for: status codes, types, how long files may be kept, packed
//! copies, withdrawn articles, and a reader going through it, at the root and in a folder.

use bantin_model::Slug;
use bantin_server::newsroom;
use bantin_tests::browser::Browser;
use bantin_tests::exported::ExportedNewsroom;
use bantin_tests::host::{Host, Program};
use serde_json::json;

const ARTICLE: &str = "articles/le-ra-quan-lam-sach-pho-co-ben-dinh/";
const WITHDRAWN: &str = "cua-ha-cup-nuoc-dem-10-8";
const MOVED: &str = "nang-38-6-do-tan-giang-tuoi-duong-ba-lan-moi-ngay";

#[tokio::test(flavor = "multi_thread")]
async fn nginx_serves_the_site_at_the_root_and_in_a_folder() {
    serves(Program::Nginx).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn caddy_serves_the_site_at_the_root_and_in_a_folder() {
    serves(Program::Caddy).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn apache_serves_the_site_at_the_root_and_in_a_folder() {
    serves(Program::Apache).await;
}

async fn serves(program: Program) {
    let exported = ExportedNewsroom::default();
    let slug = |name: &str| Slug::new(name).unwrap();
    newsroom::remove(exported.data.path(), &slug(WITHDRAWN), None).unwrap();
    let other = slug(ARTICLE.split('/').nth(1).unwrap());
    newsroom::remove(exported.data.path(), &slug(MOVED), Some(&other)).unwrap();
    for base in ["/", "/sub/path/"] {
        let name = format!("site{}", base.len());
        exported.export(&name, base, "https://news.example");
        open_to_all(&exported.out(&name));
        open_to_all(exported.folder.path());
        let host = Host::start(program, &exported.out(&name), base);
        answers(program, &host, base, &wasm_of(&exported, &name, base));
        is_read(&host, base).await;
    }
}

/// Lets a host that runs as somebody else look into a temporary folder.
fn open_to_all(folder: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// The name of the app's WebAssembly.
fn wasm_of(exported: &ExportedNewsroom, name: &str, base: &str) -> String {
    std::fs::read_dir(exported.out(name).join(base.trim_matches('/')))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .find(|name| name.starts_with("app_bg-") && name.ends_with(".wasm"))
        .unwrap()
}

fn answers(program: Program, host: &Host, base: &str, wasm: &str) {
    let header = |path: &str, name: &str| {
        let (_, headers, _) = host.get(&format!("{base}{path}"));
        headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    };
    let (status, headers, text) = host.get(&format!("{base}{ARTICLE}"));
    assert_eq!(status, 200);
    assert!(text.contains("Đăng ngày <span class=\"date\">11-08-2023</span> 11:50"));
    assert!(text.contains("Trang này không nhận đánh giá"));
    assert_eq!(
        headers["content-type"].to_str().unwrap().to_lowercase(),
        "text/html; charset=utf-8"
    );
    assert_eq!(headers["cache-control"], "public, max-age=0, must-revalidate");
    assert_eq!(headers["x-content-type-options"], "nosniff");

    // Nobody may show a page in a frame but ourselves; a widget's page, everybody may.
    let slug = ARTICLE.split('/').nth(1).unwrap();
    let framed = [
        format!("embed/rating/{slug}/"),
        format!("embed/related/{slug}/"),
        "embed/latest/thoi-su/".to_owned(),
    ];
    for path in &framed {
        assert_eq!(host.get(&format!("{base}{path}")).0, 200, "{path}");
        assert!(
            !header(path, "content-security-policy").contains("frame-ancestors 'self'"),
            "{path}"
        );
        assert_eq!(header(path, "x-frame-options"), "");
    }
    for path in [ARTICLE, "", "embed/"] {
        assert!(
            header(path, "content-security-policy").contains("frame-ancestors 'self'"),
            "{path}"
        );
    }
    assert_eq!(header(&format!("api/v1/oembed/{slug}.json"), "access-control-allow-origin"), "*");

    // Without its slash, an address leads to the one with it.
    let (status, headers, _) = host.get(&format!("{base}{}", ARTICLE.trim_end_matches('/')));
    assert!((301..=308).contains(&status), "{status}");
    assert!(headers["location"].to_str().unwrap().ends_with(ARTICLE));

    let (status, _, text) = host.get(&format!("{base}articles/khong-co/"));
    assert_eq!(status, 404);
    assert!(text.contains("Không tìm thấy trang này"), "{text}");
    let (status, _, text) = host.get(&format!("{base}articles/{WITHDRAWN}/"));
    assert_eq!(status, 410, "{program:?}");
    assert!(text.contains("Bài viết đã được gỡ"), "{text}");
    // All three redirect; the page there leads on by itself where a host does not.
    let (status, headers, _) = host.get(&format!("{base}articles/{MOVED}/"));
    assert_eq!(status, 308, "{program:?}");
    assert!(headers["location"].to_str().unwrap().ends_with(ARTICLE));

    assert_eq!(header(wasm, "content-type"), "application/wasm");
    assert_eq!(header(wasm, "cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(header("api/v1/site.json", "access-control-allow-origin"), "*");
    assert!(header("api/v1/site.json", "content-type").starts_with("application/json"));
    assert!(header("feeds/language/vi.xml", "content-type").contains("xml"));
    assert!(header("robots.txt", "content-type").starts_with("text/plain"));

    // Packed copies are sent to who takes them, and the file as it is to who does not.
    for (path, kind) in [(wasm, "application/wasm"), (ARTICLE, "text/html")] {
        let path = format!("{base}{path}");
        let (head, packed) = host.raw(&path, "gzip");
        assert!(head.contains("content-encoding: gzip"), "{head}");
        assert!(head.contains(&format!("content-type: {kind}")), "{head}");
        assert!(head.contains("vary: accept-encoding"), "{head}");
        // Perhaps behind the length of a chunk.
        assert!(packed.windows(2).take(16).any(|two| two == [0x1f, 0x8b]));
        let (head, plain) = host.raw(&path, "identity");
        assert!(!head.contains("content-encoding"), "{head}");
        assert!(plain.len() > packed.len());
        if program != Program::Nginx {
            let (head, packed) = host.raw(&path, "br");
            assert!(head.contains("content-encoding: br"), "{head}");
            assert!(packed.len() < plain.len());
        }
    }
}

/// A reader reads there: the app takes over and goes on, with no error and no live service.
async fn is_read(host: &Host, base: &str) {
    let browser = Browser::open(768, 900).await;
    browser.requests().await;
    browser.go(&host.url(&format!("{base}{ARTICLE}"))).await;
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
    browser.click(".tags a").await;
    browser.until("the tag's news never came", "document.querySelector('.list-title')").await;
    let foreign = browser.requests().await;
    let own = host.url("/");
    let foreign: Vec<_> =
        foreign.iter().filter(|r| r.contains(" http") && !r.contains(&own)).collect();
    assert_eq!(foreign, Vec::<&String>::new());
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    assert_eq!(browser.eval("document.querySelectorAll('.star-radio').length").await, json!(0));
    browser.close().await;
}
