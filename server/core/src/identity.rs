//! An article is known by its source and its id there, never by its address (ADR 21). The rules, apart from the
//! stores that ask them: which article of the newsroom an article of a source is, and which address it has.

use std::collections::BTreeSet;

use bantin_model::Slug;
use url::Url;

use crate::article_slug::suffixed;
use crate::draft::Draft;

/// By what its source knows an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// What the source is called: the same however it was given.
    pub source: String,
    /// A file's path in its folder, WordPress' `post_id`, a feed's guid.
    pub id: String,
    /// Its page there, by which articles that share an id are told apart; may be empty.
    pub link: String,
    /// Whether the source itself gives the article its slug: another one is a new address then.
    pub names_slug: bool,
    /// Whether several articles have this id.
    pub shares_id: bool,
}

/// An article as an importer hands it to a store. Its draft's slug is the one its source would give it.
#[derive(Clone, Debug, PartialEq)]
pub struct Incoming {
    pub origin: Origin,
    pub draft: Draft,
}

/// A source, as far as it is known before its articles are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    pub source: String,
    /// Whether articles whose ids begin like this and that are not among `ids` are no longer there. None for a
    /// window, such as a feed.
    pub whole: Option<String>,
    /// Of every article of it, also of those that are not public or cannot be read.
    pub ids: BTreeSet<String>,
}

impl Head {
    /// Whether the source once had this article and has it no more.
    pub fn has_lost(&self, source: &str, id: &str) -> bool {
        let is_below = self.whole.as_ref().is_some_and(|whole| id.starts_with(whole));
        source == self.source && is_below && !self.ids.contains(id)
    }
}

/// What a store knows of an article of a source with this id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub link: String,
    /// The address it has.
    pub slug: Slug,
    /// The slug its source last gave it.
    pub wanted: Slug,
}

/// Who has a slug.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlugOwner {
    Nobody,
    /// An article of which nobody noted where it came from, with its page there.
    Unknown {
        link: Option<String>,
    },
    /// An article that its source has no more, at least not under that id.
    Lost,
    /// Another article.
    Another,
    /// It is an earlier address of the article that has this one now.
    EarlierOf(Slug),
    /// An article that was withdrawn and of which nothing else is known.
    Withdrawn,
}

/// Which article of the newsroom an article of a source is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The one at `slug`. `link` is what it was known by; `moves_to` its new address.
    Same { slug: Slug, link: String, moves_to: Option<Slug> },
    /// The one at this address, of which nobody knew yet that it is this one.
    TakenOver(Slug),
    /// A new one.
    New(Slug),
    /// One that was withdrawn before anybody noted where it came from.
    Withdrawn(Slug),
}

/// Decides. `page` is the incoming article's page on its own site; `known` are the articles with the origin's source and
/// id; `slug_owner` says who has a slug.
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
    // Three hashes met three others: as good as never, and an address is not given twice even so.
    Ok(Decision::Withdrawn(last.unwrap_or_else(|| wanted.clone())))
}

/// The slugs an article may get, the best first. Each depends on what it is known by alone.
pub fn candidates(origin: &Origin, wanted: &Slug) -> Vec<Slug> {
    let Origin { source, id, link, .. } = origin;
    let keys = [id.clone(), format!("{source}\n{id}"), format!("{source}\n{id}\n{link}")];
    let others = keys.iter().filter_map(|key| suffixed(wanted, key).ok());
    std::iter::once(wanted.clone()).chain(others).collect()
}

/// The article that has the same link; the only one, when its link changed.
fn same<'k>(origin: &Origin, known: &'k [Known]) -> Option<&'k Known> {
    let by_link = known.iter().find(|known| known.link == origin.link);
    // Earlier versions noted links without the place on the page.
    let bare = || known.iter().find(|known| known.link == page_of(&origin.link));
    by_link
        .or_else(bare)
        .or_else(|| known.first().filter(|_| known.len() == 1 && !origin.shares_id))
}

/// Whether an article of unknown origin, whose page was `stored`, may be one with this page. One that the newsroom
/// wrote itself has no page, and is none that has one.
fn may_be(stored: Option<&str>, page: Option<&str>, origin: &Origin) -> bool {
    match (stored, page) {
        (None, None) => true,
        (Some(stored), Some(page)) => {
            // A site that numbers its articles may have moved.
            let is_numbered =
                ["wordpress:", "ghost:"].iter().any(|kind| origin.source.starts_with(kind));
            is_numbered || bare_address(stored) == bare_address(page)
        }
        _ => false,
    }
}

/// A link without the place on its page.
fn page_of(link: &str) -> &str {
    link.split('#').next().unwrap_or(link)
}

/// An address by which a source or a page is known: without its scheme, for many a site changed from http to
/// https; without its fragment and the slash at its end.
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
