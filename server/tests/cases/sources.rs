//! Sites and exports of WordPress and Ghost: which source an address is, what of it is taken, what a site that is
//! busy or broken costs, and what it no longer has.

use std::time::Duration;

use bantin_core::identity::Head;
use bantin_import as import;
use bantin_import::{Entry, ImportError, KnownPictures, Options};
use bantin_model::{Block, Section};
use bantin_server::newsroom::{self, Outcome, Settings};
use serde_json::{Value, json};

use super::site::{Reply, Site, recorded, serve};
use super::{TestNewsroom, root, slug};

/// The newest post of both recorded sites, and another one of WordPress'.
const NEWEST: &str = "lang-ven-song-mo-thu-vien-noi-tre-em-doc-sach-giua-mua-nuoc-len-1";
const OTHER: &str = "ben-tre-ban-to-chuc-gioi-thieu-dem-nhac-dan-gian-truoc-mua-gat-2";

impl TestNewsroom {
    /// In the week after the posts of the recorded sites.
    fn later() -> Self {
        Self { now: "2026-11-28T00:00:00Z".parse().unwrap(), ..Self::new() }
    }

    fn import_with(&self, address: &str, settings: Settings) -> Outcome {
        newsroom::import_at(self.data.path(), &[address.to_owned()], settings, self.now).unwrap()
    }

    fn follow(&self, site: &Site) -> Outcome {
        self.import_with(&site.origin, with_key())
    }

    fn sources(&self) -> Vec<String> {
        let mut sources = self.store().sources("").unwrap();
        sources.sort();
        sources
    }
}

fn with_key() -> Settings {
    Settings { key: Some("KEY".to_owned()), ..Settings::default() }
}

fn counts(outcome: &Outcome) -> (usize, usize, usize) {
    (outcome.added, outcome.updated, outcome.unchanged)
}

/// What a failure says, whole.
fn only_failure(outcome: &Outcome) -> String {
    assert_eq!(outcome.failed.len(), 1, "{outcome:?}");
    outcome.failed[0].to_string()
}

fn host(origin: &str) -> &str {
    origin.strip_prefix("http://").unwrap()
}

fn picture() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = image::RgbImage::from_fn(180, 108, |x, y| image::Rgb([9, x as u8, y as u8]));
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn post<'a>(posts: &'a mut [Value], name: &str) -> &'a mut Value {
    posts.iter_mut().find(|post| post["slug"] == name).unwrap()
}

#[test]
fn a_wordpress_site_comes_in_whole_by_its_address_alone() {
    let site = Site::wordpress();
    {
        let mut state = site.state();
        state.others.insert("/anh.png".to_owned(), Reply::new(200, "", picture()));
        let newest = post(&mut state.posts, NEWEST);
        newest["title"]["rendered"] = json!("Làng ven sông &#8211; thư viện <em>nổi</em>");
        newest["_embedded"]["wp:featuredmedia"] = json!([{
            "source_url": "http://127.0.0.1:8102/anh.png",
            "media_type": "image",
            "alt_text": "Thư viện trên thuyền",
            "caption": { "rendered": "<p>Trẻ em đọc sách. Ảnh: Minh Trí</p>\n" },
        }]);
    }
    let newsroom = TestNewsroom::later();
    let outcome = newsroom.follow(&site);
    assert_eq!((counts(&outcome), outcome.failed.len()), ((20, 0, 0), 0), "{:?}", outcome.failed);
    assert_eq!(newsroom.sources(), [format!("wordpress:{}", host(&site.origin))]);
    let article = newsroom.store().article(&slug(NEWEST), &root()).unwrap().unwrap();
    assert_eq!(article.title, "Làng ven sông – thư viện nổi");
    assert!(article.lead.starts_with("Những người trẻ cho biết"), "{}", article.lead);
    let tags: Vec<&str> = article.tags.iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(tags, ["Kinh tế", "biển đảo", "bóng đá", "lễ hội"]);
    assert_eq!(article.authors[0].name, "Trần Quốc Việt");
    assert_eq!(article.published, "2026-11-20T07:46:00+07:00");
    assert_eq!(article.source.unwrap().as_str(), format!("{}/{NEWEST}/", site.origin));
    let lead = article.image.unwrap();
    assert_eq!((lead.alt.as_str(), lead.width), ("Thư viện trên thuyền", 180));
    assert_eq!(lead.caption.as_deref(), Some("Trẻ em đọc sách."));
    assert_eq!(lead.credit.as_deref(), Some("Minh Trí"));
    let words: Vec<String> = article.body.iter().map(Block::plain_text).collect();
    assert!(words.iter().any(|text| text.starts_with("Chiều thứ bảy, đội ngũ kỹ sư")), "{words:?}");
    // Again, and by the addresses of the interface: nothing is new.
    assert_eq!(counts(&newsroom.follow(&site)), (0, 0, 20));
    for path in ["/wp-json", "/wp-json/wp/v2/posts?per_page=5"] {
        let address = format!("{}{path}", site.origin);
        assert_eq!(
            counts(&newsroom.import_with(&address, Settings::default())),
            (0, 0, 20),
            "{path}"
        );
    }
    assert!(site.state().asked.iter().any(|path| path.contains("orderby=id&order=asc&_embed=1")));
}

#[test]
fn http_alone_names_a_wordpress_site_too() {
    let site = Site::wordpress();
    let head = "Link: <http://127.0.0.1:8102/wp-json/>; rel=\"https://api.w.org/\"\r\n";
    let page = Reply::new(200, head, recorded("wordpress/front-head.html"));
    site.state().others.insert("/".to_owned(), page);
    assert_eq!(counts(&TestNewsroom::later().follow(&site)), (20, 0, 0));
}

/// The export that WordPress would write of a site.
fn export_of(site: &Site) -> String {
    let mut items = String::new();
    for post in &site.state().posts {
        let text = |path: &str| post.pointer(path).unwrap().as_str().unwrap().to_owned();
        let terms = post["_embedded"]["wp:term"].as_array().unwrap().iter();
        let terms: String = terms
            .flat_map(|terms| terms.as_array().unwrap())
            .map(|term| {
                let text = |name: &str| term[name].as_str().unwrap();
                let (domain, slug, name) = (text("taxonomy"), text("slug"), text("name"));
                format!("<category domain=\"{domain}\" nicename=\"{slug}\"><![CDATA[{name}]]></category>")
            })
            .collect();
        items += &format!(
            "<item><title><![CDATA[{}]]></title><link>{}</link><guid isPermaLink=\"false\">{}</guid>\
             <dc:creator>tac-gia</dc:creator><wp:post_date_gmt>{}Z</wp:post_date_gmt><dc:date>{}Z</dc:date>\
             <content:encoded><![CDATA[{}]]></content:encoded><excerpt:encoded><![CDATA[{}]]></excerpt:encoded>\
             <wp:post_id>{}</wp:post_id><wp:post_name>{}</wp:post_name><wp:status>publish</wp:status>\
             <wp:post_type>post</wp:post_type>{terms}</item>",
            text("/title/rendered"),
            text("/link"),
            text("/guid/rendered"),
            text("/date_gmt"),
            text("/date_gmt"),
            text("/content/rendered"),
            text("/excerpt/rendered"),
            post["id"],
            text("/slug"),
        );
    }
    let export = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\" xmlns:wp=\"http://wordpress.org/export/1.2/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\"><channel><title>Bản Tin</title>\
         <link>http://127.0.0.1:8102</link><language>vi</language><wp:author><wp:author_login>tac-gia</wp:author_login>\
         <wp:author_display_name><![CDATA[Trần Quốc Việt]]></wp:author_display_name></wp:author>{items}</channel></rss>"
    );
    export.replace("127.0.0.1:8102", host(&site.origin))
}

#[test]
fn the_export_of_a_site_and_the_site_are_the_same_articles() {
    let site = Site::wordpress();
    site.state().posts.iter_mut().for_each(|post| {
        post["_embedded"]["author"][0]["name"] = json!("Trần Quốc Việt");
    });
    let newsroom = TestNewsroom::later();
    let file = newsroom.data.path().join("export.xml");
    std::fs::write(&file, export_of(&site)).unwrap();
    assert_eq!(counts(&newsroom.import(&file)), (20, 0, 0));
    assert!(newsroom.vote(NEWEST, 5));
    let outcome = newsroom.follow(&site);
    assert_eq!(counts(&outcome), (0, 0, 20), "{outcome:?}");
    assert_eq!(newsroom.votes(NEWEST), Some(1));
    assert_eq!(newsroom.sources().len(), 1);
    assert_eq!(counts(&newsroom.import(&file)), (0, 0, 20));
}

#[test]
fn a_post_of_wordpress_changes_is_locked_and_goes() {
    let site = Site::wordpress();
    let newsroom = TestNewsroom::later();
    newsroom.follow(&site);
    {
        let mut state = site.state();
        post(&mut state.posts, NEWEST)["content"]["protected"] = json!(true);
        post(&mut state.posts, NEWEST)["content"]["rendered"] = json!("");
        post(&mut state.posts, OTHER)["title"]["rendered"] = json!("Bến Tre: đêm nhạc dời ngày");
        state.posts.remove(0);
        let mut new = state.posts[0].clone();
        new["id"] = json!(2000);
        new["slug"] = json!("bai-moi");
        state.posts.push(new);
        // One that its author took back by a plugin, which the site still lists.
        state.posts[1]["status"] = json!("private");
    }
    let outcome = newsroom.follow(&site);
    assert_eq!(counts(&outcome), (1, 1, 16), "{outcome:?}");
    assert_eq!(outcome.withdrawn.len(), 3, "{:?}", outcome.withdrawn);
    let why: Vec<&str> = outcome.skipped.iter().map(|told| told.why.as_str()).collect();
    assert_eq!(
        why,
        ["is not for everybody (status: private)", "is not for everybody (a password)"]
    );
    assert!(!newsroom.shown().iter().any(|(slug, _)| slug == NEWEST));
    assert!(newsroom.titles().contains(&"Bến Tre: đêm nhạc dời ngày".to_owned()));
    // What is open again is there again.
    post(&mut site.state().posts, NEWEST)["content"]["protected"] = json!(false);
    newsroom.follow(&site);
    assert!(newsroom.shown().iter().any(|(slug, _)| slug == NEWEST));
}

#[test]
fn pages_are_read_until_the_refusal_where_nobody_counts_them() {
    let site = Site::wordpress();
    site.state().counts = false;
    let newsroom = TestNewsroom::later();
    let outcome = newsroom.follow(&site);
    assert_eq!((counts(&outcome), outcome.failed.len()), ((20, 0, 0), 0));
    site.state().posts.truncate(19);
    assert_eq!(newsroom.follow(&site).withdrawn.len(), 1);
}

#[test]
fn a_busy_site_is_asked_again() {
    let site = Site::wordpress();
    site.trouble(1, [Reply::busy(429), Reply::busy(429)]);
    site.trouble(2, [Reply::busy(503), Reply::busy(502), Reply::busy(503)]);
    let outcome = TestNewsroom::later().follow(&site);
    assert_eq!((counts(&outcome), outcome.failed.len()), ((20, 0, 0), 0), "{outcome:?}");
}

#[test]
fn a_read_that_breaks_off_withdraws_nothing_and_says_so() {
    let site = Site::wordpress();
    let newsroom = TestNewsroom::later();
    newsroom.follow(&site);
    let busy = || vec![Reply::busy(503); 4];
    let refused = || vec![Reply::new(403, "", "{\"code\":\"x\",\"message\":\"Không được\"}")];
    for (replies, why) in [(busy(), "503, 4 times"), (refused(), "403: Không được")] {
        site.trouble(2, replies);
        let outcome = newsroom.follow(&site);
        let told = only_failure(&outcome);
        assert!(told.contains("broke off after 10 articles") && told.contains(why), "{told}");
        assert!(told.contains("nothing was withdrawn"), "{told}");
        assert_eq!((counts(&outcome), outcome.withdrawn.len()), ((0, 0, 10), 0));
    }
    // At the first page already, or because the site asks for more patience than there is.
    let later = Reply::new(429, "Retry-After: 7200\r\n", "");
    for (replies, why) in [(busy(), "503, 4 times"), (vec![later], "left alone for 7200 seconds")] {
        site.trouble(1, replies);
        let outcome = newsroom.follow(&site);
        let told = only_failure(&outcome);
        assert!(told.contains(why) && told.ends_with("import it again later"), "{told}");
        assert_eq!((counts(&outcome), outcome.withdrawn.len()), ((0, 0, 0), 0));
    }
    assert_eq!(newsroom.shown().len(), 20);
    assert_eq!(counts(&newsroom.follow(&site)), (0, 0, 20));
}

#[test]
fn posts_that_go_while_they_are_read_cost_no_others() {
    let site = Site::wordpress();
    let newsroom = TestNewsroom::later();
    newsroom.follow(&site);
    site.state().shrinks_by = 1;
    let outcome = newsroom.follow(&site);
    assert!(only_failure(&outcome).contains("went away while"), "{outcome:?}");
    assert_eq!((outcome.withdrawn.len(), newsroom.shown().len()), (0, 20));
    site.state().shrinks_by = 0;
    assert_eq!(newsroom.follow(&site).withdrawn.len(), 2);
    let ghost = Site::ghost();
    let newsroom = TestNewsroom::later();
    newsroom.follow(&ghost);
    ghost.state().shrinks_by = 1;
    let outcome = newsroom.follow(&ghost);
    assert!(only_failure(&outcome).contains("went away while"), "{outcome:?}");
    assert_eq!((outcome.withdrawn.len(), newsroom.shown().len()), (0, 11));
}

/// Reads `address` without waiting for a site that is busy: what the source says of itself, how many articles there
/// are, and why they are not all.
fn read(address: &str) -> (Option<Head>, usize, Option<ImportError>) {
    let section =
        Section { id: "thoi-su".to_owned(), name: "Thời sự".to_owned(), lang: "vi".to_owned() };
    let options = Options {
        default_lang: "vi".to_owned(),
        languages: vec!["vi".to_owned()],
        default_section: "thoi-su".to_owned(),
        sections: vec![section],
        fetch: false,
        time_zone: "Asia/Ho_Chi_Minh".to_owned(),
        pictures: KnownPictures::default(),
        progress: None,
        key: Some("KEY".to_owned()),
        site: None,
        about: bantin_core::sources::about::About::default(),
        private: vec![],
        scratch: None,
        pause: Duration::ZERO,
        unpublished: false,
    };
    let (mut head, mut articles) = (None, 0);
    let read = import::read(address, &options, &mut |entry| match entry {
        Entry::Source(source) => head = Some(source),
        Entry::Imported(_) => articles += 1,
        other => panic!("{other:?}"),
    });
    (head, articles, read.err())
}

#[test]
fn broken_pages_are_asked_for_again_and_then_end_the_reading() {
    for site in [Site::wordpress(), Site::ghost()] {
        let is_whole = |head: Option<Head>| head.unwrap().whole.is_some();
        site.trouble(2, [Reply::broken(), Reply::stopping(), Reply::broken()]);
        let (head, articles, error) = read(&site.origin);
        let all = site.state().posts.len();
        assert!(error.is_none() && articles == all && is_whole(head), "{error:?}");
        for reply in [Reply::broken(), Reply::stopping()] {
            site.trouble(2, vec![reply; 4]);
            let (head, articles, error) = read(&site.origin);
            assert!(matches!(error, Some(ImportError::BrokenOff { read: 10, .. })), "{error:?}");
            assert!(articles == 10 && !is_whole(head));
        }
        // JSON, but of something else.
        site.trouble(2, [Reply::json(&json!({ "posts": 7 }))]);
        let (head, articles, error) = read(&site.origin);
        assert!(matches!(error, Some(ImportError::BrokenOff { read: 10, .. })), "{error:?}");
        assert!(articles == 10 && !is_whole(head));
    }
}

#[test]
fn a_site_that_gives_one_page_for_ever_is_left() {
    let site = Site::wordpress();
    site.state().counts = false;
    let same = json!(site.state().posts[..10]);
    site.trouble(2, vec![Reply::json(&same); 50]);
    let (_, articles, error) = read(&site.origin);
    assert!(error.unwrap().to_string().contains("page 2 holds nothing"));
    assert_eq!(articles, 10);
}

#[test]
fn a_wordpress_that_shows_nobody_its_interface_says_what_to_do() {
    let site = Site::wordpress();
    let refusal =
        "{\"code\":\"rest_disabled\",\"message\":\"REST bị tắt\",\"data\":{\"status\":401}}";
    site.state().others.insert("/wp-json/".to_owned(), Reply::new(401, "", refusal));
    let told = only_failure(&TestNewsroom::later().follow(&site));
    assert!(told.contains("401: REST bị tắt") && told.contains("import an export"), "{told}");
}

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
        state.others.insert("/anh.png".to_owned(), Reply::new(200, "", picture()));
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
    let article = newsroom.store().article(&slug(NEWEST), &root()).unwrap().unwrap();
    assert!(article.lead.starts_with("Những người trẻ cho biết"), "{}", article.lead);
    let tags: Vec<&str> = article.tags.iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(tags, ["Kinh tế", "biển đảo", "bóng đá", "lễ hội"]);
    assert_eq!(article.authors[0].name, "Trần Quốc Việt");
    assert_eq!(article.published, "2026-11-20T07:46:00+07:00");
    assert_eq!(article.source.unwrap().as_str(), format!("{}/{NEWEST}/", site.origin));
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
    assert!(told.contains("does not say of which site") && told.contains("--site"), "{told}");
    let site_address = Some(site.origin.parse().unwrap());
    let settings = Settings { site: site_address, ..Settings::default() };
    let outcome = newsroom.import_with(&name, settings);
    // Three that the interface did not give, one that only the editor has, the one with a gate, and the one that is held.
    assert_eq!(counts(&outcome), (5, 0, 2), "{outcome:?}");
    assert_eq!((outcome.held.len(), outcome.withdrawn.len()), (1, 9), "{outcome:?}");
    let why: Vec<&str> = outcome.skipped.iter().map(|told| told.why.as_str()).collect();
    let expected = [
        "is a page and no article",
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

#[test]
fn a_page_leads_to_its_feed_which_is_a_window() {
    let feed = |items: &str| {
        format!(
            "<rss version=\"2.0\"><channel><title>A</title><link>http://127.0.0.1:8102/</link>{items}</channel></rss>"
        )
    };
    let item = |name: &str| {
        format!(
            "<item><title>{name}</title><link>http://127.0.0.1:8102/{name}</link>\
             <pubDate>Fri, 11 Aug 2023 04:50:00 +0000</pubDate><description>x</description></item>"
        )
    };
    let mut times = 0;
    let origin = serve(move |path| match path {
        "/" => Reply::page(
            "<!doctype html><html lang=vi><head><link rel=alternate type=application/rss+xml href=tin.xml></head>",
        ),
        "/tin.xml" => {
            times += 1;
            let items = if times == 1 { [item("mot"), item("hai")].concat() } else { item("hai") };
            Reply::new(200, "Content-Type: application/rss+xml\r\n", feed(&items))
        }
        "/tinh" => Reply::page("<html><head><title>Trang</title></head><body>x</body></html>"),
        _ => Reply::new(404, "", ""),
    });
    let newsroom = TestNewsroom::later();
    let page = format!("{origin}/");
    assert_eq!(counts(&newsroom.import_with(&page, Settings::default())), (2, 0, 0));
    assert_eq!(newsroom.sources(), [format!("feed:{}/tin.xml", host(&origin))]);
    let outcome = newsroom.import_with(&page, Settings::default());
    assert_eq!((counts(&outcome), outcome.withdrawn.len()), ((0, 0, 1), 0));
    let told = only_failure(&newsroom.import_with(&format!("{origin}/tinh"), Settings::default()));
    assert!(told.contains("names neither a feed nor WordPress, Ghost or Bản Tin"), "{told}");
}
