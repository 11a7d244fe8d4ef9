//! What imports read.

use std::path::Path;

use bantin_core::nameless::nameless;
use bantin_import as import;
use bantin_import::{Entry, Options};
use bantin_model::{Section, Site};

use crate::{Target, safe};

const HTML_WORDS: &[&str] = &[
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<a href=\"",
    "\">",
    "</a>",
    "<img src=",
    " alt=",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<td colspan=99999999999>",
    "<figure>",
    "<figcaption>",
    "</figure>",
    "<blockquote>",
    "— Bà Hoa",
    "<br>",
    "<ul>",
    "<li>",
    "<ol start=9>",
    "<h2>",
    "<h6>",
    "<pre>",
    "<code>",
    "<script>",
    "<svg>",
    "<math>",
    "<template>",
    "<noscript>",
    "<form>",
    "<iframe src=//youtu.be/x>",
    "<video src=",
    "<div class='wp-caption gallery'>",
    "</div>",
    "<object data=",
    "<select>",
    "<img srcset='a 2x, b 3x'>",
    "<del>",
    "<sup>",
    "Ảnh: ",
    "display:none",
    " onclick=",
];

const XML_WORDS: &[&str] = &[
    "<item>",
    "</item>",
    "<entry>",
    "</entry>",
    "<title>",
    "</title>",
    "<link>",
    "</link>",
    "<link href=\"",
    "<guid>",
    "</guid>",
    "<pubDate>",
    "</pubDate>",
    "<updated>",
    "<description>",
    "</description>",
    "<content:encoded>",
    "</content:encoded>",
    "<category>",
    "</category>",
    "<author>“a@b.vn”</author>",
    "<enclosure url=\"",
    "<media:content url=\"",
    "xml:lang=\"",
    "xml:base=\"",
    "type=\"html\"",
    "<?xml version=\"1.1\"?>",
    "<!DOCTYPE a [<!ENTITY b \"c\">]>",
    "&b;",
    "xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\"",
    "<wp:post_type>",
    "</wp:post_type>",
    "Fri, 11 Aug 2023",
];

const MARKDOWN_WORDS: &[&str] = &[
    "---\n",
    "+++\n",
    "title: ",
    "date: ",
    "tags: [",
    "authors:\n  - name: ",
    "url: ",
    "lang: ",
    "image:\n  src: ",
    "updated: ",
    "source: ",
    "draft: true\n",
    "2023-08-11",
    "2023-08-11T11:50:00+07:00",
    "# ",
    "## ",
    "> ",
    "- ",
    "1. ",
    "| a | b |\n|---|---|\n",
    "**",
    "_",
    "`",
    "```\n",
    "[a](",
    ")",
    "![a](",
    "<https://",
    "<p onclick=\"x()\">",
    "[a]: ",
    "\n\n",
    "~~",
    "{#id}",
];

const JSON_WORDS: &[&str] = &[
    "\"items\":[",
    "\"id\":",
    "\"url\":\"",
    "\"title\":\"",
    "\"content_html\":\"",
    "\"content_text\":\"",
    "\"date_published\":\"",
    "\"date_modified\":",
    "\"authors\":[{\"name\":\"",
    "\"tags\":[",
    "\"language\":\"",
    "\"image\":\"",
    "\"attachments\":[",
    "\"version\":\"https://jsonfeed.org/version/1.1\"",
    "2023-08-11T11:50:00+07:00",
];

pub const MARKDOWN: Target = Target {
    name: "markdown",
    run: markdown,
    corpus: &[
        include_bytes!("corpus/markdown/yaml.md"),
        include_bytes!("corpus/markdown/toml.md"),
        include_bytes!("corpus/markdown/html.md"),
        include_bytes!("corpus/markdown/addresses.md"),
    ],
    words: MARKDOWN_WORDS,
    inputs: 500,
};

pub const RSS: Target = Target {
    name: "rss",
    run: feed,
    corpus: &[
        include_bytes!("corpus/feeds/rss.xml"),
        include_bytes!("corpus/feeds/excerpt.xml"),
        include_bytes!("corpus/feeds/rdf.xml"),
    ],
    words: XML_WORDS,
    inputs: 500,
};

pub const ATOM: Target = Target {
    name: "atom",
    run: feed,
    corpus: &[include_bytes!("corpus/feeds/atom.xml")],
    words: XML_WORDS,
    inputs: 400,
};

pub const JSON_FEED: Target = Target {
    name: "json_feed",
    run: feed,
    corpus: &[
        include_bytes!("corpus/feeds/feed.json"),
        include_bytes!("corpus/feeds/surrogates.json"),
    ],
    words: JSON_WORDS,
    inputs: 500,
};

pub const WORDPRESS: Target = Target {
    name: "wordpress",
    run: feed,
    corpus: &[include_bytes!("corpus/feeds/wordpress.xml")],
    words: XML_WORDS,
    inputs: 300,
};

pub const HTML: Target = Target {
    name: "html",
    run: html,
    corpus: &[
        include_bytes!("corpus/html/article.html"),
        include_bytes!("corpus/html/marks.html"),
        include_bytes!("corpus/html/addresses.html"),
    ],
    words: HTML_WORDS,
    inputs: 600,
};

/// A file of a folder of Markdown.
fn markdown(data: &[u8]) {
    read("bai-viet.md", data);
}

/// A feed or an export in a file.
fn feed(data: &[u8]) {
    read("feed", data);
}

/// A body, as the only item of a feed.
fn html(data: &[u8]) {
    let feed = serde_json::json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Báo",
        "home_page_url": "https://bao.example.org/",
        "items": [{
            "id": "1",
            "url": "https://bao.example.org/tin/1/",
            "title": "Tin",
            "date_published": "2023-08-11T11:50:00+07:00",
            "content_html": String::from_utf8_lossy(data),
        }],
    });
    read("feed.json", &serde_json::to_vec(&feed).unwrap());
}

/// Every article of the source is safe, or there is word of why there is none; the same source twice gives the
/// same.
fn read(name: &str, data: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, data).unwrap();
    let first = entries(&path);
    for entry in &first {
        match entry {
            // What the source itself is known by.
            Ok(Entry::Source(_)) => {}
            Ok(Entry::Imported(imported)) => safe::imported(imported),
            Ok(Entry::Skipped(skipped)) => assert!(!skipped.to_string().is_empty()),
            Ok(Entry::Failed(failed)) => assert!(!failed.error.to_string().is_empty()),
            Err(message) => assert!(!message.is_empty()),
        }
    }
    assert_eq!(format!("{first:?}"), format!("{:?}", entries(&path)));
}

fn entries(path: &Path) -> Vec<Result<Entry, String>> {
    let section = |id: &str, name: &str, lang: &str| Section {
        id: id.to_owned(),
        name: name.to_owned(),
        lang: lang.to_owned(),
    };
    let sections = vec![section("thoi-su", "Thời sự", "vi"), section("news", "News", "en")];
    let options = Options {
        // Nothing is ever fetched here.
        fetch: false,
        pause: std::time::Duration::ZERO,
        ..Options::of(&Site { sections, ..nameless() })
    };
    let mut entries = Vec::new();
    let read = import::read(path.to_str().unwrap(), &options, &mut |entry| entries.push(Ok(entry)));
    entries.extend(read.err().map(|error| Err(error.to_string())));
    entries
}
