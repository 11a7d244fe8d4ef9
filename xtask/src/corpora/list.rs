//! The corpora, and the failures in them that are right.

/// A public source of articles.
pub struct Corpus {
    pub name: &'static str,
    /// `owner/name` on GitHub.
    pub repository: &'static str,
    pub commit: &'static str,
    /// Files or folders in there.
    pub paths: &'static [&'static str],
    pub kind: Kind,
}

#[derive(Clone, Copy)]
pub enum Kind {
    /// Exports of WordPress.
    Export,
    /// Every file is a feed of its own.
    Feeds,
    /// Folders of Markdown.
    Markdown,
}

pub const CORPORA: &[Corpus] = &[
    Corpus {
        name: "WordPress' theme unit test",
        repository: "WPTT/theme-test-data",
        commit: "b47acf980696897936265182cb684dca648476c7",
        paths: &["themeunittestdata.wordpress.xml"],
        kind: Kind::Export,
    },
    Corpus {
        name: "WordPress' block test",
        repository: "WPTT/theme-test-data",
        commit: "b47acf980696897936265182cb684dca648476c7",
        paths: &["64-block-test-data.xml"],
        kind: Kind::Export,
    },
    Corpus {
        name: "feed-rs",
        repository: "feed-rs/feed-rs",
        commit: "b64d2aa08d377778b0978aa63f05d56bcedb279e",
        paths: &["feed-rs/fixture"],
        kind: Kind::Feeds,
    },
    Corpus {
        name: "Feedjira",
        repository: "feedjira/feedjira",
        commit: "c6efa980556aae4d1b8b0e4115c2801c04043935",
        paths: &["spec/sample_feeds"],
        kind: Kind::Feeds,
    },
    Corpus {
        name: "OpenTelemetry (Hugo)",
        repository: "open-telemetry/opentelemetry.io",
        commit: "dd5997c8b9fafbf72ea6b8059ade242d88b8f118",
        paths: &["content/en/blog"],
        kind: Kind::Markdown,
    },
    Corpus {
        name: "Ruby, in English (Jekyll)",
        repository: "ruby/www.ruby-lang.org",
        commit: "76ac65935704caaa1e543cfc8aff0bd6212e4768",
        paths: &["en/news"],
        kind: Kind::Markdown,
    },
    Corpus {
        name: "Ruby, in Vietnamese (Jekyll)",
        repository: "ruby/www.ruby-lang.org",
        commit: "76ac65935704caaa1e543cfc8aff0bd6212e4768",
        paths: &["vi/news"],
        kind: Kind::Markdown,
    },
    Corpus {
        name: "Rust (Zola)",
        repository: "rust-lang/blog.rust-lang.org",
        commit: "0243724c2e50ad2b7ebd3d9dbc7cd88aed7605a3",
        paths: &["content"],
        kind: Kind::Markdown,
    },
];

/// A failure that is right: `place` is a part of the file or the article's name, and `why` a part of the reason given.
pub struct Refused {
    pub corpus: &'static str,
    pub location: &'static str,
    pub why: &'static str,
    pub reason: &'static str,
}

const fn refused(
    corpus: &'static str,
    location: &'static str,
    why: &'static str,
    reason: &'static str,
) -> Refused {
    Refused { corpus, location, why, reason }
}

const UNDATED: &str = "the item has no date, nor has any other field one";
const NO_DATE: &str = "no date of publication";
const NO_FEED: &str = "it is not a feed";
const NOTHING: &str = "there is no text, no lead and no picture";
const WORDLESS: &str = "the article has a headline and nothing else";
const BROKEN: &str = "its XML is broken on purpose";
const UNCLOSED: &str = "its XML is broken: a tag of its head is never closed";
const PART: &str = "it is a piece of a feed, for comparison, and no feed";

pub const REFUSED: &[Refused] = &[
    refused("WordPress' theme unit test", "this-post-has-no-body", NOTHING, WORDLESS),
    refused("WordPress' block test", "/title/", NOTHING, WORDLESS),
    refused("feed-rs", "jsonfeed_elastic_1.1", NO_DATE, UNDATED),
    refused("feed-rs", "/rss0/rss_0.9", NO_DATE, UNDATED),
    refused("feed-rs", "/rss1/rss_1.0_spec_", NO_DATE, UNDATED),
    refused("feed-rs", "rss_2.0_ghost_1", NO_DATE, UNDATED),
    refused("feed-rs", "rss_1.0_example_1", "+00:0\" is not a date", "its date is cut off"),
    refused("feed-rs", "rss_2.0_invalid_1", NO_FEED, BROKEN),
    refused("feed-rs", "/fixture/xml/", NO_FEED, "it is XML of another kind"),
    refused("Feedjira", "FirstEntry", NO_FEED, PART),
    refused("Feedjira", "DuplicateContentAtomFeed", NO_FEED, "the feed stands within a web page"),
    refused("Feedjira", "ITunesWithSingleQuotedAttributes", NO_FEED, UNCLOSED),
    refused("Feedjira", "AtomEscapedHTMLInPreTag", NO_DATE, UNDATED),
    refused("Feedjira", "Permalinks", NO_DATE, UNDATED),
    refused("Feedjira", "GoogleDocsList", NOTHING, WORDLESS),
    refused("Feedjira", "InvalidDateFormat", NOTHING, WORDLESS),
    refused("Rust (Zola)", "releases/latest.md", "no title", "it leads to another page"),
];
