//! The paths of the files of the read tree. Server, export and client all take them from here, so that they cannot
//! disagree. Every path is relative to the tree's root, which ends in `/api/v1/`.

use crate::Slug;

/// A kind of list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ListKind {
    /// All articles.
    Latest,
    /// Those in one language (BCP 47).
    Language(String),
    /// Those of one section (its id).
    Section(String),
    /// Those with one tag (its id: the tag as a slug).
    Tag(String),
    /// Those of one author (their id: the name as a slug).
    Author(String),
    /// Those published in one month of the site's time zone (`2023-08`).
    Month(String),
    /// The most read of the last days; has no archive pages.
    MostRead,
    /// Those in one language (BCP 47).
    MostReadLanguage(String),
    /// Those of one section (its id).
    MostReadSection(String),
}

impl ListKind {
    /// Whether the list is ordered by how often its articles were read lately.
    pub fn is_most_read(&self) -> bool {
        matches!(self, Self::MostRead | Self::MostReadLanguage(_) | Self::MostReadSection(_))
    }
}

/// `site.json`
pub const SITE: &str = "site.json";

/// `articles/{slug}.json`
pub fn article(slug: &Slug) -> String {
    format!("articles/{slug}.json")
}

/// `pages/{slug}.json`
pub fn static_page(slug: &Slug) -> String {
    format!("pages/{slug}.json")
}

/// `lists/….json`, or `lists/…/{page}.json` for an archive page.
pub fn list(kind: &ListKind, page: Option<u32>) -> String {
    let (folder, id) = match kind {
        ListKind::Latest => ("latest", ""),
        ListKind::Language(lang) => ("language/", &**lang),
        ListKind::Section(id) => ("section/", &**id),
        ListKind::Tag(id) => ("tag/", &**id),
        ListKind::Author(id) => ("author/", &**id),
        ListKind::Month(id) => ("month/", &**id),
        ListKind::MostRead => ("most-read", ""),
        ListKind::MostReadLanguage(lang) => ("most-read/language/", &**lang),
        ListKind::MostReadSection(id) => ("most-read/section/", &**id),
    };
    let base = ["lists/", folder, id].concat();
    match page {
        None => base + ".json",
        Some(page) => format!("{base}/{page}.json"),
    }
}

/// `lists/months.json`: the months there are articles of.
pub const MONTHS: &str = "lists/months.json";

/// The live search: `search?q=…&page=…`
pub const SEARCH: &str = "search";

/// `search/index.json`: what is known of the whole index.
pub const SEARCH_INDEX: &str = "search/index.json";

/// `search/words/{name}.json`: a file of the index.
pub fn search_shard(name: &str) -> String {
    format!("search/words/{name}.json")
}

/// The same list as Atom: `feeds/….xml`, relative to the site's root.
pub fn atom(kind: &ListKind) -> String {
    let json = list(kind, None);
    let name = json.strip_prefix("lists/").unwrap_or(&json);
    format!("feeds/{}.xml", name.strip_suffix(".json").unwrap_or(name))
}

/// `ratings/{slug}`
pub fn rating(slug: &Slug) -> String {
    format!("ratings/{slug}")
}

/// `views/{slug}`
pub fn view(slug: &Slug) -> String {
    format!("views/{slug}")
}

/// `readers`
pub const READERS: &str = "readers";

/// The page of an article on the site: `articles/{slug}/`, relative to the site's root.
pub fn article_page(slug: &Slug) -> String {
    format!("articles/{slug}/")
}

/// `oembed/{slug}.json`: the answer for sites that embed the article (<https://oembed.com/>).
pub fn oembed(slug: &Slug) -> String {
    format!("oembed/{slug}.json")
}

/// A widget as a page of its own, for an `<iframe>`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Frame {
    /// The rating of an article.
    Rating(Slug),
    /// Other news of an article.
    Related(Slug),
    /// The newest of a section (its id); of everything in the site's own language.
    Latest(Option<Slug>),
}

impl Frame {
    /// `embed/rating/{slug}/`, `embed/related/{slug}/`, `embed/latest/{section}/`, `embed/latest/`, relative
    /// to the site's root.
    pub fn path(&self) -> String {
        match self {
            Self::Rating(slug) => format!("embed/rating/{slug}/"),
            Self::Related(slug) => format!("embed/related/{slug}/"),
            Self::Latest(Some(section)) => format!("embed/latest/{section}/"),
            Self::Latest(None) => "embed/latest/".to_owned(),
        }
    }

    /// The frame at this path, with or without its last slash.
    pub fn parse(path: &str) -> Option<Self> {
        let rest = path.strip_prefix("embed/")?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        match rest.split_once('/') {
            None if rest == "latest" => Some(Self::Latest(None)),
            Some(("rating", slug)) => Slug::new(slug).ok().map(Self::Rating),
            Some(("related", slug)) => Slug::new(slug).ok().map(Self::Related),
            Some(("latest", section)) => Slug::new(section).ok().map(Some).map(Self::Latest),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_the_contract() {
        let slug = Slug::new("a-b").unwrap();
        assert_eq!(article(&slug), "articles/a-b.json");
        assert_eq!(list(&ListKind::Latest, None), "lists/latest.json");
        assert_eq!(list(&ListKind::Latest, Some(3)), "lists/latest/3.json");
        assert_eq!(list(&ListKind::Section("thoi-su".into()), None), "lists/section/thoi-su.json");
        assert_eq!(list(&ListKind::Tag("cau".into()), Some(1)), "lists/tag/cau/1.json");
        assert_eq!(list(&ListKind::Author("le-ha".into()), None), "lists/author/le-ha.json");
        assert_eq!(list(&ListKind::Month("2023-08".into()), Some(2)), "lists/month/2023-08/2.json");
        assert_eq!(list(&ListKind::MostRead, None), "lists/most-read.json");
        let most_read = ListKind::MostReadLanguage("en".into());
        assert_eq!(list(&most_read, None), "lists/most-read/language/en.json");
        let most_read = ListKind::MostReadSection("thoi-su".into());
        assert_eq!(list(&most_read, None), "lists/most-read/section/thoi-su.json");
    }

    #[test]
    fn a_frame_and_its_path_are_the_same_thing() {
        let slug = Slug::new("a-b").unwrap();
        for frame in [
            Frame::Rating(slug.clone()),
            Frame::Related(slug.clone()),
            Frame::Latest(Some(slug)),
            Frame::Latest(None),
        ] {
            assert_eq!(Frame::parse(&frame.path()).as_ref(), Some(&frame));
            assert_eq!(Frame::parse(frame.path().trim_end_matches('/')), Some(frame));
        }
        for other in
            ["embed/", "embed/v1.js", "embed/rating/", "embed/rating/a/b/", "embed/x/a/", "a/"]
        {
            assert_eq!(Frame::parse(other), None, "{other}");
        }
    }
}
