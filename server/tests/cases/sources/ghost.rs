//! Sites of Ghost with their keys, and their exports.

use bantin_model::Block;
use bantin_server::newsroom::Settings;
use serde_json::{Value, json};

use super::super::site::{Reply, Site, picture, recorded};
use super::super::{TestNewsroom, root, slug};
use super::{NEWEST, OTHER, counts, host, only_failure, post};

#[test]
fn a_ghost_site_comes_in_whole_with_its_key() {
    let site = Site::ghost();
    {
        let mut state = site.state();
        let newest = post(&mut state.posts, NEWEST);
        newest["feature_image"] = json!("http://127.0.0.1:8104/anh.png");
        newest["feature_image_alt"] = json!("Thư viện trên thuyền");
        newest["feature_image_caption"] = json!("<b>Trẻ em</b> đọc sách.");
        newest["tags"].as_array_mut().unwrap().push(json!({
            "name": "#noi-bo", "slug": "hash-noi-bo", "visibility": "internal"
        }));
        state.others.insert("/anh.png".to_owned(), Reply::new(200, "", picture(9)));
        // One for members, of which Ghost gives the beginning.
        let closed = post(&mut state.posts, "coming-soon");
        closed["visibility"] = json!("members");
        closed["access"] = json!(false);
    }
    let newsroom = TestNewsroom::later();
    let outcome = newsroom.follow(&site);
    assert_eq!((counts(&outcome), outcome.failed.len()), ((10, 0, 0), 0), "{:?}", outcome.failed);
    let skipped: Vec<String> = outcome.skipped.iter().map(ToString::to_string).collect();
    let expected = "/coming-soon/: is not for everybody (visibility: members)";
    assert!(skipped.len() == 1 && skipped[0].ends_with(expected), "{skipped:?}");
    assert_eq!(newsroom.sources(), [format!("ghost:{}", host(&site.origin))]);
    let article = newsroom.newest(&site);
    let lead = article.image.unwrap();
    assert_eq!(
        (lead.alt.as_str(), lead.caption.as_deref()),
        ("Thư viện trên thuyền", Some("Trẻ em đọc sách."))
    );
    // The key in the address, and the address of the interface.
    for path in ["/?key=KEY", "/ghost/api/content/posts/?key=KEY&limit=1"] {
        let address = format!("{}{path}", site.origin);
        let outcome = newsroom.import_with(&address, Settings::default());
        assert_eq!(counts(&outcome), (0, 0, 10), "{path} {outcome:?}");
    }
    // A post that changes, one that is closed, one that goes.
    {
        let mut state = site.state();
        post(&mut state.posts, NEWEST)["title"] = json!("Thư viện nổi");
        post(&mut state.posts, OTHER)["visibility"] = json!("paid");
        state.posts.remove(0);
    }
    let outcome = newsroom.follow(&site);
    assert_eq!((counts(&outcome), outcome.withdrawn.len()), ((0, 1, 7), 2), "{outcome:?}");
}

#[test]
fn a_ghost_site_without_its_key_says_where_the_key_is() {
    let site = Site::ghost();
    let newsroom = TestNewsroom::later();
    let told = only_failure(&newsroom.import_with(&site.origin, Settings::default()));
    assert!(told.contains("no key was given") && told.contains("Integrations"), "{told}");
    let wrong = format!("{}/?key=falsch", site.origin);
    site.state()
        .others
        .insert("/?key=falsch".to_owned(), Reply::page(&recorded("ghost/front-head.html")));
    let told = only_failure(&newsroom.import_with(&wrong, Settings::default()));
    assert!(told.contains("401: Unknown Content API Key"), "{told}");
    assert!(told.contains("check the key") && !told.contains("falsch"), "{told}");
}

#[test]
fn an_export_of_ghost_is_the_same_articles_and_only_what_is_public() {
    let site = Site::ghost();
    let newsroom = TestNewsroom::later();
    newsroom.follow(&site);
    assert!(newsroom.vote("coming-soon", 4));
    let mut export: Value = serde_json::from_str(&recorded("ghost/export.json")).unwrap();
    let posts = export["db"][0]["data"]["posts"].as_array_mut().unwrap();
    let template = posts[2].clone();
    let mut add = |slug: &str, fields: &[(&str, Value)]| {
        let mut post = template.clone();
        for name in ["id", "uuid", "slug", "title"] {
            post[name] = json!(format!("{name}-{slug}"));
        }
        for (name, value) in fields {
            post[*name] = value.clone();
        }
        posts.push(post);
    };
    add("nhap", &[("status", json!("draft"))]);
    add("thanh-vien", &[("visibility", json!("members"))]);
    add("thu", &[("status", json!("sent"))]);
    add("hen", &[("status", json!("scheduled")), ("published_at", json!("2027-01-01 00:00:00"))]);
    add("khong-html", &[("html", Value::Null)]);
    add("hong", &[("html", Value::Null), ("lexical", json!("{\"root\":"))]);
    let gate = "<p>Mở.</p><!--kg-gated-block:begin nonMember:false memberSegment:\"status:paid\" --><p>Mật.</p><!--kg-gated-block:end-->";
    add("cong", &[("html", json!(gate))]);
    let file = newsroom.data.path().join("bao.ghost.json");
    let text = export.to_string().replace("https://static.ghost.org", &site.origin);
    std::fs::write(&file, text).unwrap();
    let name = file.to_string_lossy();
    // Which site it is from, nobody but the newsroom knows.
    let told = only_failure(&newsroom.import_with(&name, Settings::default()));
    assert!(told.contains("does not name its site") && told.contains("--site"), "{told}");
    let site_address = Some(site.origin.parse().unwrap());
    let settings = Settings { site: site_address, ..Settings::default() };
    let outcome = newsroom.import_with(&name, settings);
    // Three that the interface did not give, one that only the editor has, the one with a gate, and the one that is held.
    assert_eq!(counts(&outcome), (5, 0, 2), "{outcome:?}");
    assert_eq!((outcome.held.len(), outcome.withdrawn.len()), (1, 9), "{outcome:?}");
    let why: Vec<&str> = outcome.skipped.iter().map(|told| told.why.as_str()).collect();
    let expected = [
        "is a page, not an article",
        "is a draft",
        "is not for everybody (visibility: members)",
        "is not for everybody (sent by mail alone)",
    ];
    assert_eq!(why, expected);
    assert!(only_failure(&outcome).contains("has no HTML"), "{outcome:?}");
    assert_eq!(newsroom.votes("coming-soon"), Some(1));
    assert_eq!(newsroom.sources(), [format!("ghost:{}", host(&site.origin))]);
    // What Ghost's editor keeps is read as the HTML that Ghost makes of it.
    let body = |name: &str| newsroom.store().article(&slug(name), &root()).unwrap().unwrap().body;
    assert_eq!(body("slug-khong-html"), body(template["slug"].as_str().unwrap()));
    let gated = newsroom.store().article(&slug("slug-cong"), &root()).unwrap().unwrap();
    let words: Vec<String> = gated.body.iter().map(Block::plain_text).collect();
    assert_eq!(words, ["Mở."]);
    assert!(
        outcome.notes.iter().any(|note| note.contains("a part for members")),
        "{:?}",
        outcome.notes
    );
    // Pictures are asked for at the site.
    let asked = site.state().asked.clone();
    assert!(asked.iter().any(|path| path == "/content/images/2026/11/a300-0.jpg"), "{asked:?}");
}
