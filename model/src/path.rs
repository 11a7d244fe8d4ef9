//! Where the files of the read tree are. Server, export and client all ask here, so that they cannot
//! disagree. Every path is relative to the tree's root, which ends in `/api/v1/`.

use crate::Slug;

/// Which list.
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
    /// The most read of the last days; has no archive pages.
    MostRead,
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
    let base = match kind {
        ListKind::Latest => "lists/latest".to_owned(),
        ListKind::Language(lang) => format!("lists/language/{lang}"),
        ListKind::Section(id) => format!("lists/section/{id}"),
        ListKind::Tag(id) => format!("lists/tag/{id}"),
        ListKind::MostRead => "lists/most-read".to_owned(),
    };
    match page {
        None => base + ".json",
        Some(page) => format!("{base}/{page}.json"),
    }
}

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
        assert_eq!(list(&ListKind::MostRead, None), "lists/most-read.json");
    }
}
