//! The map of the site.
//!
//! | path | route |
//! |---|---|
//! | `/`, `/{lang}/` | [`Route::Front`], newest |
//! | `/pages/{n}/`, `/{lang}/pages/{n}/` | [`Route::Front`], archive page `n` |
//! | `/sections/{id}/`, `/tags/{id}/`, `/authors/{id}/`, `/archive/{month}/` | [`Route::List`], newest |
//! | the same with `pages/{n}/` | [`Route::List`], archive page `n` |
//! | `/archive/` | [`Route::Archive`] |
//! | `/articles/{slug}/` | [`Route::Article`] |
//! | `/about/{slug}/` | [`Route::About`] |
//! | `/search/?q={words}&page={n}` | [`Route::Search`] |
//! | `/saved/`, `/{lang}/saved/` | [`Route::Saved`] |
//!
//! A path that is none of these but has no file extension is [`Route::Unknown`]: a page with words.
//! Anything else (a picture, the API) is not the app's and [`Route::parse`] says so.

use crate::Slug;
use crate::path::ListKind;

/// Where the reader is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Route {
    Front {
        /// `None` is the site's default language.
        lang: Option<String>,
        /// `None` is the newest.
        page: Option<u32>,
    },
    /// The news of a section, with a tag, of an author, of a month: no other list has a page of its own.
    List {
        kind: ListKind,
        page: Option<u32>,
    },
    /// The months there are articles of.
    Archive,
    Article {
        slug: Slug,
    },
    /// A page that is no news.
    About {
        slug: Slug,
    },
    /// Articles by their words; `query` is as the reader wrote it.
    Search {
        /// Of the page's own words; `None` is the site's default language.
        lang: Option<String>,
        query: String,
        page: Option<u32>,
    },
    /// What the reader has saved and read, which only their device knows.
    Saved {
        /// `None` is the site's default language.
        lang: Option<String>,
    },
    Unknown,
}

impl Route {
    /// The route of `path`, which begins with `base` (the folder the site is in, ending in `/`).
    /// `None` when the path belongs to a file or lies outside `base`.
    pub fn parse(path: &str, base: &str) -> Option<Self> {
        let rest = path.strip_prefix(base).or_else(|| {
            // `/news` is the front page of a site at `/news/`.
            (base.strip_suffix('/') == Some(path)).then_some("")
        })?;
        let mut segments: Vec<&str> = rest.split('/').collect();
        if segments.last() == Some(&"") {
            segments.pop();
        }
        match segments.first() {
            Some(&"api" | &"media" | &"embed") => return None,
            _ if segments.last().is_some_and(|last| last.contains('.')) => return None,
            _ => {}
        }
        Some(Self::of_segments(&segments).unwrap_or(Self::Unknown))
    }

    fn of_segments(segments: &[&str]) -> Option<Self> {
        match *segments {
            [] | ["index.html"] => Some(Self::Front { lang: None, page: None }),
            ["pages", page] => Some(Self::Front { lang: None, page: Some(number(page)?) }),
            ["articles", slug] => Some(Self::Article { slug: Slug::new(slug).ok()? }),
            ["archive"] => Some(Self::Archive),
            ["about", slug] => Some(Self::About { slug: Slug::new(slug).ok()? }),
            ["search"] => Some(Self::searching(None)),
            [lang, "search"] => Some(Self::searching(Some(language(lang)?))),
            ["saved"] => Some(Self::Saved { lang: None }),
            [lang, "saved"] => Some(Self::Saved { lang: Some(language(lang)?) }),
            [lang] => Some(Self::Front { lang: Some(language(lang)?), page: None }),
            [lang, "pages", page] => {
                Some(Self::Front { lang: Some(language(lang)?), page: Some(number(page)?) })
            }
            [folder, id] => Self::of_list(folder, id, None),
            [folder, id, "pages", page] => Self::of_list(folder, id, Some(number(page)?)),
            _ => None,
        }
    }

    /// The list `id` in `folder`.
    fn of_list(folder: &str, id: &str, page: Option<u32>) -> Option<Self> {
        let id = Slug::new(id).ok()?.into();
        let kind = match folder {
            "sections" => ListKind::Section(id),
            "tags" => ListKind::Tag(id),
            "authors" => ListKind::Author(id),
            "archive" => ListKind::Month(id),
            _ => return None,
        };
        Some(Self::List { kind, page })
    }

    /// The newest of a list.
    pub fn list(kind: ListKind) -> Self {
        Self::List { kind, page: None }
    }

    /// The search page before anything is asked, in this language.
    pub fn searching(lang: Option<String>) -> Self {
        Self::Search { lang, query: String::new(), page: None }
    }

    /// The same with what stands behind the path in the address (`?q=…`, with or without its `?`).
    #[must_use]
    pub fn with_query(self, query: &str) -> Self {
        let Self::Search { lang, query: mut words, mut page } = self else { return self };
        let query = query.strip_prefix('?').unwrap_or(query);
        let query = query.split('#').next().unwrap_or_default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "q" => words = value.trim().to_owned(),
                "page" => page = number(&value).filter(|page| *page > 1),
                _ => {}
            }
        }
        Self::Search { lang, query: words, page }
    }

    /// The words in the name of the article that is asked for; empty where none is.
    pub fn words(&self) -> String {
        let Self::Article { slug } = self else { return String::new() };
        let mut name = slug.as_str().as_bytes().to_vec();
        for byte in name.iter_mut().filter(|byte| **byte == b'-') {
            *byte = b' ';
        }
        String::from_utf8(name).unwrap_or_default()
    }

    /// The path of this route below `base`.
    pub fn path(&self, base: &str) -> String {
        let mut path = base.to_owned();
        let page = match self {
            Self::Front { lang, page } => {
                below_language(&mut path, lang.as_deref());
                *page
            }
            Self::List { kind, page } => {
                let (folder, id) = match kind {
                    ListKind::Section(id) => ("sections/", id),
                    ListKind::Tag(id) => ("tags/", id),
                    ListKind::Author(id) => ("authors/", id),
                    ListKind::Month(id) => ("archive/", id),
                    // These have none.
                    ListKind::Latest
                    | ListKind::Language(_)
                    | ListKind::MostRead
                    | ListKind::MostReadLanguage(_)
                    | ListKind::MostReadSection(_) => return path,
                };
                below(&mut path, folder, id, *page)
            }
            Self::Archive => {
                path.push_str("archive/");
                None
            }
            Self::Article { slug } => below(&mut path, "articles/", slug.as_str(), None),
            Self::About { slug } => below(&mut path, "about/", slug.as_str(), None),
            Self::Saved { lang } => {
                below_language(&mut path, lang.as_deref());
                path.push_str("saved/");
                None
            }
            Self::Search { lang, query, page } => {
                below_language(&mut path, lang.as_deref());
                path.push_str("search/");
                let mut pairs = form_urlencoded::Serializer::new(String::new());
                if !query.is_empty() {
                    pairs.append_pair("q", query);
                }
                if let Some(page) = page {
                    pairs.append_pair("page", &page.to_string());
                }
                let pairs = pairs.finish();
                if !pairs.is_empty() {
                    path.push('?');
                    path.push_str(&pairs);
                }
                None
            }
            Self::Unknown => None,
        };
        if let Some(page) = page {
            path.push_str("pages/");
            path.push_str(&page.to_string());
            path.push('/');
        }
        path
    }

    /// The same list at another page.
    #[must_use]
    pub fn with_page(&self, page: Option<u32>) -> Self {
        match self {
            Self::Front { lang, .. } => Self::Front { lang: lang.clone(), page },
            Self::List { kind, .. } => Self::List { kind: kind.clone(), page },
            Self::Search { lang, query, .. } => {
                Self::Search { lang: lang.clone(), query: query.clone(), page }
            }
            other => other.clone(),
        }
    }
}

/// Adds `lang/`, but for the site's default language.
fn below_language(path: &mut String, lang: Option<&str>) {
    if let Some(lang) = lang {
        path.push_str(lang);
        path.push('/');
    }
}

/// Adds `folder/name/`, and hands `page` on.
fn below(path: &mut String, folder: &str, name: &str, page: Option<u32>) -> Option<u32> {
    path.push_str(folder);
    path.push_str(name);
    path.push('/');
    page
}

fn number(text: &str) -> Option<u32> {
    // One spelling a page: "01" and "+1" are not pages.
    text.parse().ok().filter(|number: &u32| *number > 0 && number.to_string() == text)
}

/// A language's tag: two or three small letters, and parts of up to eight letters and digits behind hyphens.
fn language(text: &str) -> Option<String> {
    let mut parts = text.split('-');
    let first = parts.next()?;
    let fits = (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_lowercase())
        && parts.all(|part| {
            (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        });
    fits.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_path_and_its_route_are_the_same_thing() {
        for base in ["/", "/sub/path/"] {
            for rest in [
                "",
                "en/",
                "pages/3/",
                "en/pages/2/",
                "sections/thoi-su/",
                "sections/thoi-su/pages/9/",
                "articles/le-ra-quan/",
                "tags/cau-go/",
                "tags/cau-go/pages/2/",
                "authors/le-ha/",
                "authors/le-ha/pages/2/",
                "archive/",
                "archive/2023-08/",
                "archive/2023-08/pages/1/",
                "about/toa-soan/",
                "search/",
                "en/search/",
                "en-GB/",
                "zh-Hant-TW/saved/",
            ] {
                let path = format!("{base}{rest}");
                assert_eq!(Route::parse(&path, base).unwrap().path(base), path);
            }
        }
    }

    #[test]
    fn a_search_is_in_its_address() {
        let search =
            |query: &str, page| Route::Search { lang: None, query: query.to_owned(), page };
        for (route, path) in [
            (search("", None), "/search/"),
            (search("đánh giá & 5", None), "/search/?q=%C4%91%C3%A1nh+gi%C3%A1+%26+5"),
            (search("cầu", Some(2)), "/search/?q=c%E1%BA%A7u&page=2"),
        ] {
            assert_eq!(route.path("/"), path);
            let (path, query) = path.split_once('?').unwrap_or((path, ""));
            assert_eq!(Route::parse(path, "/").unwrap().with_query(query), route);
        }
        let parsed = Route::parse("/search/", "/").unwrap();
        assert_eq!(parsed.clone().with_query("?q=%20a%20&page=1#x"), search("a", None));
        assert_eq!(parsed.with_query("?q=%FF&page=-1&x"), search("\u{fffd}", None));
    }

    #[test]
    fn the_name_of_what_is_asked_for_has_words() {
        let words = |path: &str| Route::parse(path, "/").unwrap().words();
        assert_eq!(words("/articles/cau-go-ben-dinh/"), "cau go ben dinh");
        assert_eq!(words("/tags/cau-go/pages/3/"), "");
        assert_eq!(words("/khong/co/"), "");
    }

    #[test]
    fn a_missing_slash_is_forgiven() {
        let with = Route::parse("/articles/a/", "/");
        assert_eq!(Route::parse("/articles/a", "/"), with);
        assert_eq!(Route::parse("/news", "/news/"), Some(Route::Front { lang: None, page: None }));
    }

    #[test]
    fn what_is_no_page_has_words() {
        for path in [
            "/articles/",
            "/articles/../x",
            "/Articles/A/",
            "/pages/0/",
            "/pages/01/",
            "/a/b/c/",
            "/tin-/",
            "/en-%22/",
        ] {
            assert_eq!(Route::parse(path, "/"), Some(Route::Unknown), "{path}");
        }
    }

    #[test]
    fn files_and_other_folders_are_left_to_the_browser() {
        for path in ["/api/v1/site.json", "/media/a.jpg", "/robots.txt", "/embed/"] {
            assert_eq!(Route::parse(path, "/"), None, "{path}");
        }
        assert_eq!(Route::parse("/other/", "/sub/"), None);
    }
}
