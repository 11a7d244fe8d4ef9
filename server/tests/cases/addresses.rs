//! Addresses that articles had where they came from, and links between articles of one source.

use bantin_core::old_address;
use bantin_model::{Block, Inline};

use super::*;

/// Where an old address leads.
fn led(newsroom: &TestNewsroom, path: &str) -> Option<String> {
    let (path, query) = path.split_once('?').map_or((path, None), |(p, q)| (p, Some(q)));
    let found = newsroom.store().article_at_old_address(&old_address::asked(path, query)).unwrap();
    found.map(|slug| slug.as_str().to_owned())
}

/// The addresses that the words of an article link to.
fn links(newsroom: &TestNewsroom, article: &str) -> Vec<String> {
    let article = newsroom.store().article(&slug(article), &root()).unwrap().unwrap();
    let mut found = Vec::new();
    for block in article.body {
        let Block::Paragraph { text } = block else { continue };
        found.extend(text.into_iter().filter_map(|inline| match inline {
            Inline::Link { href, .. } => Some(String::from(href)),
            _ => None,
        }));
    }
    found
}

fn file(folder: &Path, name: &str, front: &str, body: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let text = format!("---\ntitle: {name}\ndate: 2023-08-11\n{front}---\n\n{body}\n");
    std::fs::write(path, text).unwrap();
}

/// A post of an export: number, name, text.
type Post<'a> = (u32, &'a str, &'a str);

fn wordpress(folder: &Path, host: &str, posts: &[Post<'_>]) -> PathBuf {
    let items: String = posts
        .iter()
        .map(|(id, name, text)| {
            format!(
                "<item><title>Bài {id}</title><link>https://{host}/2023/08/{name}/</link>\
                 <guid isPermaLink=\"false\">https://{host}/?p={id}</guid>\
                 <content:encoded><![CDATA[<p>{text}</p>]]></content:encoded><wp:post_id>{id}</wp:post_id>\
                 <wp:post_date>2023-08-11 08:00:00</wp:post_date><wp:post_name>{name}</wp:post_name>\
                 <wp:status>publish</wp:status><wp:post_type>post</wp:post_type>\
                 <wp:postmeta><wp:meta_key>_wp_old_slug</wp:meta_key><wp:meta_value>truoc-{id}</wp:meta_value>\
                 </wp:postmeta></item>"
            )
        })
        .collect();
    let path = folder.join(format!("{host}.xml"));
    let text = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>A</title><link>https://{host}</link>\
         <wp:wxr_version>1.2</wp:wxr_version>{items}</channel></rss>"
    );
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn an_old_address_leads_to_the_article_from_whatever_source() {
    let (newsroom, source) = (TestNewsroom::new(), tempfile::tempdir().unwrap());
    let aliases = "slug: moi\naliases: [/cu/a.html]\nredirect_from: https://cu.example/b/\n";
    file(source.path(), "content/tin/a.md", aliases, "Một.");
    assert_eq!(newsroom.import(source.path()).failed, []);
    for path in ["/cu/a.html", "/cu/a", "/cu/a/", "/CU/A/index.html", "/b", "/tin/moi/"] {
        assert_eq!(led(&newsroom, path).as_deref(), Some("moi"), "{path}");
    }
    let folder = tempfile::tempdir().unwrap();
    newsroom.import(wordpress(folder.path(), "wp.example", &[(7, "lu-ve", "Hai.")]));
    for path in ["/2023/08/lu-ve/", "/2023/08/lu-ve?utm_source=x", "/?p=7", "/2023/08/truoc-7/"] {
        assert_eq!(led(&newsroom, path).as_deref(), Some("lu-ve"), "{path}");
    }
    for path in ["/", "/?p=8", "/2023/08/", "/cu/", "/content/tin/a.md"] {
        assert_eq!(led(&newsroom, path), None, "{path}");
    }
}

#[test]
fn the_first_who_claims_an_address_keeps_it_and_the_report_says_so() {
    let (newsroom, source) = (TestNewsroom::new(), tempfile::tempdir().unwrap());
    file(source.path(), "a.md", "aliases: /chung/\n", "Một.");
    assert_eq!(newsroom.import(source.path()).notes, Vec::<String>::new());
    file(source.path(), "b.md", "aliases: [/chung.html, /rieng/]\n", "Hai.");
    let notes = newsroom.import(source.path()).notes;
    assert_eq!(notes, ["b.md: its old address /chung.html leads to a, which had it first"]);
    assert_eq!(led(&newsroom, "/chung").as_deref(), Some("a"));
    assert_eq!(led(&newsroom, "/rieng").as_deref(), Some("b"));
    // Whoever gives it up gives it to the other; what nobody else claims leads on for ever.
    file(source.path(), "a.md", "", "Một.");
    file(source.path(), "b.md", "aliases: /chung/\n", "Hai.");
    assert_eq!(newsroom.import(source.path()).notes, Vec::<String>::new());
    assert_eq!(led(&newsroom, "/chung").as_deref(), Some("b"));
    assert_eq!(led(&newsroom, "/rieng").as_deref(), Some("b"));
    // So does one that is withdrawn, to whom its own address leads.
    newsroom::remove(newsroom.data.path(), &slug("b"), None).unwrap();
    assert_eq!(led(&newsroom, "/rieng"), None);
    assert_eq!(led(&newsroom, "/chung").as_deref(), Some("a"));
    newsroom::remove(newsroom.data.path(), &slug("b"), Some(&slug("a"))).unwrap();
    assert_eq!(led(&newsroom, "/rieng").as_deref(), Some("a"));
}

#[test]
fn an_address_survives_a_changed_permalink_and_a_held_article_has_none() {
    let (newsroom, source) = (TestNewsroom::new(), tempfile::tempdir().unwrap());
    file(source.path(), "a.md", "permalink: /2023/a/\n", "Một.");
    file(source.path(), "b.md", "published: 2030-01-01\naliases: /sau/\n", "Hai.");
    newsroom.import(source.path());
    file(source.path(), "a.md", "permalink: /tin/a.html\n", "Một.");
    newsroom.import(source.path());
    for path in ["/2023/a/", "/tin/a/"] {
        assert_eq!(led(&newsroom, path).as_deref(), Some("a"), "{path}");
    }
    assert_eq!(led(&newsroom, "/sau/"), None);
    newsroom
        .store()
        .publish_due("2031-01-01T00:00:00Z".parse::<Timestamp>().unwrap().as_second())
        .unwrap();
    assert_eq!(led(&newsroom, "/sau/").as_deref(), Some("b"));
}

#[test]
fn links_between_files_lead_to_their_articles_whichever_comes_first() {
    let (newsroom, source) = (TestNewsroom::new(), tempfile::tempdir().unwrap());
    let body = "[b](../sau/b.md#muc) [c](/cu/c/?x=1#y) [d](khong-co.md) [e](/khong-co/) \
        [f](https://news.example/cu/c.html) [g](https://elsewhere.example/cu/c/)";
    file(source.path(), "truoc/a.md", "", body);
    let one = source.path().join("truoc/a.md");
    std::fs::write(
        source.path().join("site.toml"),
        "name = \"A\"\nurl = \"https://news.example/\"\nlanguages = [\"vi\"]\ntime_zone = \"UTC\"\n",
    )
    .unwrap();
    file(source.path(), "sau/b.md", "slug: ten-khac\n", "Hai.");
    newsroom.import(&one);
    // Of a link to what is not there, or not yet, the words stay.
    let unknown = [
        "/cu/c/?x=1#y",
        "/khong-co/",
        "https://news.example/cu/c.html",
        "https://elsewhere.example/cu/c/",
    ];
    assert_eq!(links(&newsroom, "a"), unknown);
    file(source.path(), "sau/c.md", "aliases: /cu/c/\n", "Ba.");
    newsroom.import(source.path());
    let known = [
        "/articles/ten-khac/#muc",
        "/articles/c/#y",
        "/khong-co/",
        "/articles/c/",
        "https://elsewhere.example/cu/c/",
    ];
    assert_eq!(links(&newsroom, "a"), known);
    // The article is the same whoever else is there.
    assert_eq!(newsroom.import(&one).unchanged, 1);
}

#[test]
fn links_between_posts_of_one_site_lead_to_its_articles_and_to_no_other_site_s() {
    let (newsroom, folder) = (TestNewsroom::new(), tempfile::tempdir().unwrap());
    let text = "<a href=\"https://www.a.example/2023/08/hai/#x\">1</a> <a href=\"/?p=2\">2</a> \
        <a href=\"http://a.example/2023/08/khong-co/\">3</a> <a href=\"https://b.example/2023/08/mot-b/\">4</a>";
    newsroom.import(wordpress(folder.path(), "a.example", &[(1, "mot", text)]));
    newsroom.import(wordpress(
        folder.path(),
        "b.example",
        &[(2, "hai", "Khác."), (3, "mot-b", "Khác.")],
    ));
    let absolute = [
        "https://www.a.example/2023/08/hai/#x",
        "https://a.example/?p=2",
        "http://a.example/2023/08/khong-co/",
        "https://b.example/2023/08/mot-b/",
    ];
    assert_eq!(links(&newsroom, "mot"), absolute);
    newsroom.import(wordpress(folder.path(), "a.example", &[(1, "mot", text), (2, "hai", "Hai.")]));
    // The other site's article had the slug first.
    let own = links(&newsroom, "mot");
    let [first, second, third, fourth] = own.as_slice() else { panic!("{own:?}") };
    assert!(first.starts_with("/articles/hai-") && first.ends_with("/#x"), "{own:?}");
    assert_eq!(*second, first.trim_end_matches("#x"), "{own:?}");
    assert_eq!([third, fourth], [absolute[2], absolute[3]]);
}

#[test]
fn an_address_that_none_can_have_had_is_named_and_costs_nothing_else() {
    let (newsroom, source) = (TestNewsroom::new(), tempfile::tempdir().unwrap());
    file(source.path(), "a.md", "aliases: [\"/a\\nb\", '/{$HOME}\"/', '/tot/']\n", "Một.");
    let outcome = newsroom.import(source.path());
    assert_eq!((outcome.added, outcome.notes.len()), (1, 2), "{outcome:?}");
    assert!(outcome.notes[0].contains("cannot be an old address of an article"), "{outcome:?}");
    assert_eq!(led(&newsroom, "/tot").as_deref(), Some("a"));
}
