//! Sites of WordPress, and their exports: what they have, what changes, and what they no longer have.

use bantin_model::Block;
use bantin_server::newsroom::Settings;
use serde_json::json;

use super::super::TestNewsroom;
use super::super::site::{Reply, Site, picture, recorded};
use super::{NEWEST, OTHER, counts, host, only_failure, post};

#[test]
fn a_wordpress_site_comes_in_whole_by_its_address_alone() {
    let site = Site::wordpress();
    {
        let mut state = site.state();
        state.others.insert("/anh.png".to_owned(), Reply::new(200, "", picture(9)));
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
    let article = newsroom.newest(&site);
    assert_eq!(article.title, "Làng ven sông – thư viện nổi");
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
fn a_wordpress_that_shows_nobody_its_interface_says_what_to_do() {
    let site = Site::wordpress();
    let refusal =
        "{\"code\":\"rest_disabled\",\"message\":\"REST bị tắt\",\"data\":{\"status\":401}}";
    site.state().others.insert("/wp-json/".to_owned(), Reply::new(401, "", refusal));
    let told = only_failure(&TestNewsroom::later().follow(&site));
    assert!(told.contains("401: REST bị tắt") && told.contains("import an export"), "{told}");
    // As WordPress itself refuses what nobody may see.
    let refused = Reply::recorded("wordpress/settings-refused", "json", "");
    site.state().others.insert("/wp-json/".to_owned(), refused);
    let told = only_failure(&TestNewsroom::later().follow(&site));
    assert!(told.contains("401: Sorry, you are not allowed to do that."), "{told}");
    assert!(told.contains("import an export"), "{told}");
}
