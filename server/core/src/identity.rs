//! An article is known by its source and its id there, never by its address (ADR 21). These are the rules, apart from
//! the stores that ask for them: which article of the newsroom an incoming one is, and which address it gets.

use std::collections::BTreeSet;

use bantin_model::Slug;
use url::Url;

use crate::article_slug::suffixed;
use crate::draft::Draft;

/// Where an article comes from, by which it is known again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The name of the source, always the same whatever spelling of its address or path was given.
    pub source: String,
    /// A file's path in its folder, WordPress' `post_id`, a feed's guid.
    pub id: String,
    /// Its page at the source, by which articles that share an id are told apart; may be empty.
    pub link: String,
    /// Whether the source itself gives the article its slug, so that another slug means a new address.
    pub names_slug: bool,
    /// Whether several articles have this id.
    pub shares_id: bool,
}

/// An article as an importer hands it to a store; the draft's slug is the one that its source would give it.
#[derive(Clone, Debug, PartialEq)]
pub struct Incoming {
    pub origin: Origin,
    pub draft: Draft,
}

/// What a source says of itself before its articles are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    pub source: String,
    /// A prefix of ids: an article whose id begins with it and is not among `ids` is no longer at the source. `None`
    /// for a source that shows only a part of its articles, such as a feed.
    pub whole: Option<String>,
    /// The ids of all its articles, also of those that are not public or cannot be read.
    pub ids: BTreeSet<String>,
}

impl Head {
    /// Whether the source once had this article and has it no more.
    pub fn has_lost(&self, source: &str, id: &str) -> bool {
        let is_below = self.whole.as_ref().is_some_and(|whole| id.starts_with(whole));
        source == self.source && is_below && !self.ids.contains(id)
    }
}

/// An article of the newsroom that has the source and the id of an incoming one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub link: String,
    /// The address it has now.
    pub slug: Slug,
    /// The slug that its source gave it last.
    pub wanted: Slug,
}

/// Whose a slug is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlugOwner {
    Nobody,
    /// An article of unknown origin, and its page elsewhere if it has one.
    Unknown {
        link: Option<String>,
    },
    /// An article that its source no longer has under that id.
    Lost,
    /// Another article.
    Another,
    /// Nobody's now: it is an earlier address of the article at this one.
    EarlierOf(Slug),
    /// A withdrawn article of which nothing else is known.
    Withdrawn,
}

/// Which article of the newsroom an incoming article is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The article at `slug`. `link` is the page it was known by; `moves_to` is its new address, if it gets one.
    Same { slug: Slug, link: String, moves_to: Option<Slug> },
    /// The article at this address, whose origin was not known until now.
    TakenOver(Slug),
    /// A new article, at this address.
    New(Slug),
    /// An article that was withdrawn before its origin was noted.
    Withdrawn(Slug),
}

/// Decides which article an incoming one is. `page` is its page on its own site; `known` are the articles with its
/// source and id; `slug_owner` says whose a slug is.
///
/// # Errors
/// Those of `slug_owner`.
pub fn decide<E>(
    origin: &Origin,
    page: Option<&str>,
    wanted: &Slug,
    known: &[Known],
    mut slug_owner: impl FnMut(&Slug) -> Result<SlugOwner, E>,
) -> Result<Decision, E> {
    if let Some(known) = same(origin, known) {
        let is_renamed = origin.names_slug && *wanted != known.wanted && *wanted != known.slug;
        let is_free = is_renamed
            && match slug_owner(wanted)? {
                SlugOwner::Nobody => true,
                SlugOwner::EarlierOf(slug) => slug == known.slug,
                _ => false,
            };
        return Ok(Decision::Same {
            slug: known.slug.clone(),
            link: known.link.clone(),
            moves_to: is_free.then(|| wanted.clone()),
        });
    }
    let mut last = None;
    for slug in candidates(origin, wanted) {
        match slug_owner(&slug)? {
            SlugOwner::Nobody => return Ok(Decision::New(slug)),
            SlugOwner::Unknown { link } if may_be(link.as_deref(), page, origin) => {
                return Ok(Decision::TakenOver(slug));
            }
            SlugOwner::Lost => return Ok(Decision::TakenOver(slug)),
            SlugOwner::Withdrawn => return Ok(Decision::Withdrawn(slug)),
            SlugOwner::Unknown { .. } | SlugOwner::Another | SlugOwner::EarlierOf(_) => {
                last = Some(slug)
            }
        }
    }
    // Three hashes would have to be equal to others. Even then no address is given twice.
    Ok(Decision::Withdrawn(last.unwrap_or_else(|| wanted.clone())))
}

/// The slugs that an article may get, the best first. They depend only on its origin and the wanted slug.
pub fn candidates(origin: &Origin, wanted: &Slug) -> Vec<Slug> {
    let Origin { source, id, link, .. } = origin;
    let keys = [id.clone(), format!("{source}\n{id}"), format!("{source}\n{id}\n{link}")];
    let others = keys.iter().filter_map(|key| suffixed(wanted, key).ok());
    std::iter::once(wanted.clone()).chain(others).collect()
}

/// The known article with the same link; where there is only one, that one, since its link may have changed.
fn same<'k>(origin: &Origin, known: &'k [Known]) -> Option<&'k Known> {
    let by_link = known.iter().find(|known| known.link == origin.link);
    // Earlier versions noted links without their fragment.
    let bare = || known.iter().find(|known| known.link == page_of(&origin.link));
    by_link
        .or_else(bare)
        .or_else(|| known.first().filter(|_| known.len() == 1 && !origin.shares_id))
}

/// Whether an article of unknown origin, whose page was `stored`, may be the one with this page. An article that the
/// newsroom wrote itself has no page, and so cannot be one that has a page.
fn may_be(stored: Option<&str>, page: Option<&str>, origin: &Origin) -> bool {
    match (stored, page) {
        (None, None) => true,
        (Some(stored), Some(page)) => {
            // A site that numbers its articles keeps the numbers when it moves.
            let is_numbered =
                ["wordpress:", "ghost:"].iter().any(|kind| origin.source.starts_with(kind));
            is_numbered || bare_address(stored) == bare_address(page)
        }
        _ => false,
    }
}

/// A link without its fragment.
fn page_of(link: &str) -> &str {
    link.split('#').next().unwrap_or(link)
}

/// An address in the form in which sources and pages are compared: without its scheme, since many a site changed from
/// http to https, and without its fragment and the slash at its end.
pub fn bare_address(address: &str) -> String {
    let Ok(url) = Url::parse(address.trim()) else { return address.trim().to_owned() };
    if !matches!(url.scheme(), "http" | "https") {
        return url.to_string();
    }
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    let path = url.path().trim_end_matches('/');
    format!("{}{port}{path}{query}", url.host_str().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slug(text: &str) -> Slug {
        Slug::new(text).unwrap()
    }

    fn origin(id: &str, link: &str) -> Origin {
        Origin { source: "feed:a".into(), id: id.into(), link: link.into(), ..Origin::default() }
    }

    fn known(link: &str, of: &str, wanted: &str) -> Known {
        Known { link: link.into(), slug: slug(of), wanted: slug(wanted) }
    }

    fn decided(
        origin: &Origin,
        wanted: &str,
        known: &[Known],
        slug_owners: &[(&str, SlugOwner)],
    ) -> Decision {
        let slug_owner = |asked: &Slug| {
            let found = slug_owners.iter().find(|(name, _)| *name == asked.as_str());
            Ok::<_, ()>(found.map_or(SlugOwner::Nobody, |(_, slug_owner)| slug_owner.clone()))
        };
        let page = Some(origin.link.as_str()).filter(|link| !link.is_empty());
        decide(origin, page, &slug(wanted), known, slug_owner).unwrap()
    }

    #[test]
    fn an_article_stays_itself_whatever_its_headline_and_link() {
        let at = |slug_now: &str, link: &str, moves_to: Option<&str>| Decision::Same {
            slug: slug(slug_now),
            link: link.into(),
            moves_to: moves_to.map(slug),
        };
        let one = [known("x/1", "a", "a")];
        assert_eq!(decided(&origin("g", "x/1"), "a", &one, &[]), at("a", "x/1", None));
        assert_eq!(decided(&origin("g", "x/2"), "b", &one, &[]), at("a", "x/1", None));
        // A slug that the source names is a new address, when nobody else has it.
        let named = Origin { names_slug: true, ..origin("g", "x/1") };
        assert_eq!(decided(&named, "b", &one, &[]), at("a", "x/1", Some("b")));
        let taken = [("b", SlugOwner::Another)];
        assert_eq!(decided(&named, "b", &one, &taken), at("a", "x/1", None));
        let earlier = [("b", SlugOwner::EarlierOf(slug("a")))];
        assert_eq!(decided(&named, "b", &one, &earlier), at("a", "x/1", Some("b")));
        // It got another slug than it wanted once, and keeps that.
        let suffixed = [known("x/1", "a-1234", "a")];
        assert_eq!(decided(&named, "a", &suffixed, &[]), at("a-1234", "x/1", None));
    }

    #[test]
    fn articles_that_share_an_id_are_told_apart_by_their_links() {
        let shared = Origin { shares_id: true, ..origin("N/A", "x/2") };
        let one = [known("x/1", "a", "a")];
        assert_eq!(decided(&shared, "b", &one, &[]), Decision::New(slug("b")));
        // The others have left the feed, and are still known.
        let two = [known("x/1", "a", "a"), known("x/2", "b", "b")];
        assert_eq!(decided(&origin("N/A", "x/3"), "c", &two, &[]), Decision::New(slug("c")));
        let Decision::Same { slug: same, .. } = decided(&origin("N/A", "x/2"), "b", &two, &[])
        else {
            panic!()
        };
        assert_eq!(same, slug("b"));
    }

    #[test]
    fn a_taken_slug_is_never_overwritten() {
        let taken = [("a", SlugOwner::Another)];
        let Decision::New(other) = decided(&origin("g", ""), "a", &[], &taken) else { panic!() };
        assert_eq!(other, suffixed(&slug("a"), "g").unwrap());
        let both = [("a", SlugOwner::Another), (other.as_str(), SlugOwner::Another)];
        let Decision::New(third) = decided(&origin("g", ""), "a", &[], &both) else { panic!() };
        assert!(third != other && third.as_str().starts_with("a-"));
    }

    #[test]
    fn what_an_earlier_version_stored_is_taken_over_unless_its_page_is_another() {
        let unknown =
            |link: Option<&str>| [("a", SlugOwner::Unknown { link: link.map(str::to_owned) })];
        let asked = origin("g", "news.example/a");
        for link in [Some("http://news.example/a/"), Some("https://news.example/a")] {
            assert_eq!(decided(&asked, "a", &[], &unknown(link)), Decision::TakenOver(slug("a")));
        }
        // One that the newsroom wrote itself is none of a feed's, and the other way round.
        assert!(matches!(decided(&asked, "a", &[], &unknown(None)), Decision::New(_)));
        let own = origin("tin/a.md", "");
        assert_eq!(decided(&own, "a", &[], &unknown(None)), Decision::TakenOver(slug("a")));
        let of_feed = unknown(Some("https://news.example/a"));
        assert!(matches!(decided(&own, "a", &[], &of_feed), Decision::New(_)));
        // One that says where it was before is that one, and none of another page.
        let said = |source: &str, page: &str| {
            let origin = Origin { source: source.into(), ..origin("7", "") };
            let owner = |_: &Slug| Ok::<_, ()>(of_feed[0].1.clone());
            decide(&origin, Some(page), &slug("a"), &[], owner).unwrap()
        };
        let same = Decision::TakenOver(slug("a"));
        assert_eq!(said("folder:/x", "https://news.example/a/"), same);
        assert_ne!(said("folder:/x", "https://other.example/a"), same);
        assert_eq!(said("wordpress:other.example", "https://other.example/a"), same);
        let other = unknown(Some("https://news.example/2023/a"));
        assert!(matches!(decided(&asked, "a", &[], &other), Decision::New(_)));
        let lost = [("a", SlugOwner::Lost)];
        assert_eq!(decided(&asked, "a", &[], &lost), Decision::TakenOver(slug("a")));
        let gone = [("a", SlugOwner::Withdrawn)];
        assert_eq!(decided(&asked, "a", &[], &gone), Decision::Withdrawn(slug("a")));
    }

    #[test]
    fn an_address_is_the_same_over_http_and_https() {
        for address in [
            "http://News.example/feed/",
            "https://news.example/feed",
            "https://news.example:443/feed#x",
        ] {
            assert_eq!(bare_address(address), "news.example/feed");
        }
        assert_eq!(bare_address("https://news.example/?p=7"), "news.example?p=7");
        assert_eq!(bare_address("urn:uuid:1"), "urn:uuid:1");
        assert_eq!(bare_address(" g11 "), "g11");
    }
}
