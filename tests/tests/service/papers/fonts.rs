//! A font of a paper's own: in its export, and as a server gives it.

use bantin_tests::newsroom::root;
use serde_json::Value;

use super::{Exported, changed_harbour, got, hash, serve, styles};

/// A copy of the second paper whose text is set in a font of its own.
fn with_font() -> tempfile::TempDir {
    let own =
        "text = { family = \"Boxes\", regular = \"boxes.woff2\", bold = \"boxes-bold.woff2\" }";
    let paper = changed_harbour(&[("text = \"old-style\"", own)]);
    for name in ["boxes.woff2", "boxes-bold.woff2"] {
        std::fs::copy(root().join("server/tests/fonts").join(name), paper.path().join(name))
            .unwrap();
    }
    paper
}

#[test]
fn a_font_of_a_paper_s_own_is_in_its_export() {
    let source = with_font();
    let paper = Exported::of(source.path().to_string_lossy().into_owned());
    let site: Value = serde_json::from_slice(paper.bytes("api/v1/site.json")).unwrap();
    let faces = site["brand"]["fonts"]["own"][0]["faces"].as_array().unwrap();
    let srcs: Vec<_> = faces.iter().map(|face| face["src"].as_str().unwrap()).collect();
    for (src, name) in srcs.iter().zip(["boxes.woff2", "boxes-bold.woff2"]) {
        assert_eq!(paper.bytes(src), std::fs::read(source.path().join(name)).unwrap());
    }
    for page in
        ["index.html", "404.html", "shell.html", "articles/fish-auction-moves-indoors/index.html"]
    {
        let html = paper.text(page);
        for part in [
            format!(
                "<link rel=\"preload\" href=\"{}\" as=\"font\" type=\"font/woff2\" crossorigin>",
                srcs[0]
            ),
            format!("src:url(\"{}\")format(\"woff2\")", srcs[1]),
            "--serif:\"Boxes\",\"Boxes serif stand-in\",".to_owned(),
        ] {
            assert!(html.contains(&part), "{page} lacks {part}");
        }
        let (_, policy) =
            html.split_once("http-equiv=\"Content-Security-Policy\" content=\"").unwrap();
        let (policy, _) = policy.split_once('"').unwrap();
        assert!(policy.contains("font-src 'self'"), "{policy}");
        for style in styles(&html) {
            assert!(policy.contains(&hash(style)), "{page}: {policy}");
        }
    }
    let framed = paper.text("embed/rating/fish-auction-moves-indoors/index.html");
    assert!(!framed.contains("Boxes"), "a frame has the fonts of systems: {framed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_font_is_served_for_good() {
    let source = with_font();
    let newsroom = serve(&source).await;
    let got = async |path: &str| got(&newsroom, path).await;
    let site: Value = serde_json::from_slice(&got("/api/v1/site.json").await.body).unwrap();
    let src = site["brand"]["fonts"]["own"][0]["faces"][0]["src"].as_str().unwrap().to_owned();
    let font = got(&src).await;
    assert_eq!((font.status, font.header("content-type")), (200, "font/woff2"));
    assert!(font.header("cache-control").contains("immutable"), "{}", font.header("cache-control"));
    let page = got("/").await;
    let policy = page.header("content-security-policy").to_owned();
    let html = String::from_utf8_lossy(&page.body).into_owned();
    assert!(styles(&html).into_iter().all(|style| policy.contains(&hash(style))), "{policy}");
    assert!(html.contains("as=\"font\""), "{html}");
}
