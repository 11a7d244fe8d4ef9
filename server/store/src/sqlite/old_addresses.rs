//! The old addresses of articles at their sources: storing them, finding the article for one, and turning links between
//! articles into links to their present addresses (ADR 29).
//!
//! A link is stored as its author wrote it, and turned into a present address when the article is read. So it does not
//! matter which of two articles is imported first, and an import can compare what the source says with what it said
//! before.

use std::collections::{BTreeMap, BTreeSet};

use bantin_core::old_address::{self, OldAddress, Stays, Target};
use bantin_model::{Block, Link, Route, Slug, path};
use rusqlite::{Connection, OptionalExtension, params};

use super::rows::{NOW, stored_slug};
use super::{Store, StoreError, WriteTransaction, months};

/// An old address, and the article it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldAddressRedirect {
    /// The address as the source wrote it, decoded.
    pub from: String,
    /// A public article.
    pub to: Slug,
}

/// An old address that an article claims while another one has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    pub path: String,
    /// The article that keeps it.
    pub by: Slug,
}

/// SQL: where the row `o` of `old_address` leads, with its article `r` and, when that is gone, where it is now `g`.
const WITH_ARTICLE: &str =
    "old_address o JOIN record r ON r.id = o.article LEFT JOIN gone g ON g.slug = r.slug";
const TARGET_SLUG: &str = "CASE r.state WHEN 0 THEN r.slug ELSE g.moved_to END";
/// The order of claims: present ones before former ones, then the older claim, then the article that was stored first.
const CLAIM_ORDER: &str = "o.former, o.since, o.article";

impl Store {
    /// The public article that an address, at which this site itself has nothing, leads to. `keys` are those of
    /// [`old_address::asked`].
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn article_at_old_address(&self, keys: &[String]) -> Result<Option<Slug>, StoreError> {
        self.read(|c| {
            for key in keys {
                if let Some(slug) = here(c, key)? {
                    return Ok(Some(slug));
                }
            }
            Ok(None)
        })
    }

    /// All old addresses that lead to an article, one for each path, in the order of paths; without paths at which this
    /// site has, or had, an article.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn all_old_redirects(&self) -> Result<Vec<OldAddressRedirect>, StoreError> {
        self.read(|c| {
            let sql = format!(
                "SELECT o.path, o.spelled, {TARGET_SLUG} FROM {WITH_ARTICLE}
                 WHERE o.path >= '/' AND o.path < '0' AND {TARGET_SLUG} IS NOT NULL {NOT_OUR_ARTICLE} ORDER BY o.path, {CLAIM_ORDER}"
            );
            let mut statement = c.prepare_cached(&sql)?;
            let mut rows = statement.query([])?;
            let (mut led, mut last) = (Vec::new(), String::new());
            while let Some(row) = rows.next()? {
                let path: String = row.get(0)?;
                if path != last {
                    led.push(OldAddressRedirect { from: row.get(1)?, to: stored_slug(row.get(2)?)? });
                    last = path;
                }
            }
            Ok(led)
        })
    }

    /// The redirect for the old address with this key, as in [`Store::all_old_redirects`].
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn old_redirect_of(&self, key: &str) -> Result<Option<OldAddressRedirect>, StoreError> {
        self.read(|c| {
            let sql = format!(
                "SELECT o.spelled, {TARGET_SLUG} FROM {WITH_ARTICLE}
                 WHERE o.path = ?1 AND {TARGET_SLUG} IS NOT NULL {NOT_OUR_ARTICLE} ORDER BY {CLAIM_ORDER} LIMIT 1"
            );
            let row: Option<(String, String)> = c
                .prepare_cached(&sql)?
                .query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            row.map(|(from, to)| Ok(OldAddressRedirect { from, to: stored_slug(to)? })).transpose()
        })
    }

    /// All spellings of the old address with this key.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn spellings(&self, key: &str) -> Result<Vec<String>, StoreError> {
        self.read(|c| {
            let sql = "SELECT DISTINCT spelled FROM old_address WHERE path = ?1";
            let mut statement = c.prepare_cached(sql)?;
            let spelled = statement.query_map([key], |row| row.get(0))?;
            Ok(spelled.collect::<Result<_, _>>()?)
        })
    }
}

/// SQL: nothing of this newsroom is, or was, at the path of the row `o`.
const NOT_OUR_ARTICLE: &str = "AND NOT (o.path LIKE '/articles/%' AND (
    EXISTS (SELECT 1 FROM article WHERE slug = substr(o.path, 11))
    OR EXISTS (SELECT 1 FROM gone WHERE slug = substr(o.path, 11))))";

fn here(c: &Connection, key: &str) -> Result<Option<Slug>, StoreError> {
    let sql = format!(
        "SELECT {TARGET_SLUG} FROM {WITH_ARTICLE} WHERE o.path = ?1 AND {TARGET_SLUG} IS NOT NULL ORDER BY {CLAIM_ORDER} LIMIT 1"
    );
    let slug: Option<String> =
        c.prepare_cached(&sql)?.query_row([key], |row| row.get(0)).optional()?;
    slug.map(stored_slug).transpose()
}

/// The article of the same source site as `article` that had the address `key` there.
fn beside(c: &Connection, key: &str, site: &str, article: i64) -> Result<Option<Slug>, StoreError> {
    let sql = format!(
        "SELECT {TARGET_SLUG} FROM {WITH_ARTICLE}
         WHERE o.path = ?1 AND o.site = ?2 AND {TARGET_SLUG} IS NOT NULL
             AND EXISTS (SELECT 1 FROM old_address own WHERE own.article = ?3 AND own.site = ?2)
         ORDER BY {CLAIM_ORDER} LIMIT 1"
    );
    let slug: Option<String> = c
        .prepare_cached(&sql)?
        .query_row(params![key, site, article], |row| row.get(0))
        .optional()?;
    slug.map(stored_slug).transpose()
}

/// The article of a file: in the folder that `article` comes from; in any folder for a static page.
fn of_file(c: &Connection, key: &str, article: Option<i64>) -> Result<Option<Slug>, StoreError> {
    let sql = format!(
        "SELECT {TARGET_SLUG} FROM {WITH_ARTICLE}
         WHERE o.path = ?1 AND {TARGET_SLUG} IS NOT NULL
             AND (?2 IS NULL OR o.site IN (SELECT site FROM old_address WHERE article = ?2))
         ORDER BY {CLAIM_ORDER} LIMIT 1"
    );
    let slug: Option<String> =
        c.prepare_cached(&sql)?.query_row(params![key, article], |row| row.get(0)).optional()?;
    slug.map(stored_slug).transpose()
}

/// Turns links in `body` that are old addresses of articles into links to their present addresses. `article` is the
/// article of this body; `None` for a static page. `own` is the address of this site. A link to nothing that is known
/// here stays as it is; of a link to a file whose article is not public only the words stay.
pub(super) fn lead_links(
    c: &Connection,
    body: &mut [Block],
    article: Option<i64>,
    own: Option<&Link>,
) -> Result<(), StoreError> {
    old_address::each_link(body, &mut |link| {
        let Some(target) = old_address::target(link, own) else { return Ok(Stays::Link) };
        let found = match (&target, article) {
            (Target::File(key), _) => match of_file(c, key, article)? {
                Some(slug) => Some(slug),
                // The article is not public, or not there yet.
                None => return Ok(Stays::Words),
            },
            (Target::Here(key), _) if is_living(c, key)? => None,
            (Target::Here(key), _) => here(c, key)?,
            (Target::There { site, key }, Some(article)) => beside(c, key, site, article)?,
            (Target::There { .. }, None) => None,
        };
        if let Some(slug) = found {
            let place = old_address::place(link);
            let led = Link::new(&format!("/{}{place}", path::article_page(&slug)));
            *link = led.map_err(|error| StoreError::Stored(error.to_string()))?;
        }
        Ok(Stays::Link)
    })
}

/// Whether this site has a page at an address.
fn is_living(c: &Connection, key: &str) -> Result<bool, StoreError> {
    match Route::parse(key, "/") {
        Some(Route::Article { slug }) => super::redirects::is_public(c, slug.as_str()),
        Some(Route::Unknown) => Ok(false),
        // A path that looks like a language's tag may be any old address.
        Some(
            Route::Front { lang: Some(lang), .. }
            | Route::Search { lang: Some(lang), .. }
            | Route::Saved { lang: Some(lang) },
        ) => Ok(months::site(c)?.is_none_or(|site| site.front_language(Some(&lang)).is_some())),
        route => Ok(route.is_some()),
    }
}

/// The keys of the old addresses that the links in `body` may be, by which changes are noticed.
pub(super) fn links_of(body: &[Block]) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut body = body.to_vec();
    let noted = old_address::each_link::<StoreError>(&mut body, &mut |link| {
        keys.extend(old_address::target(link, None).map(|target| target.key().to_owned()));
        Ok(Stays::Link)
    });
    noted.map(|()| keys).unwrap_or_default()
}

/// Stores the old addresses that the source of an article gives at `now` (Unix seconds), and the keys of its links.
/// Addresses that the source gave earlier are kept, and rank behind those that any source gives now.
pub(super) fn set(
    t: &WriteTransaction<'_>,
    article: i64,
    addresses: &[OldAddress],
    links: &BTreeSet<String>,
    now: i64,
) -> Result<(), StoreError> {
    set_links(t, article, links)?;
    let mut known: BTreeMap<(String, String), bool> = BTreeMap::new();
    {
        let sql = "SELECT path, site, former FROM old_address WHERE article = ?1";
        let mut statement = t.prepare_cached(sql)?;
        let mut rows = statement.query([article])?;
        while let Some(row) = rows.next()? {
            known.insert((row.get(0)?, row.get(1)?), row.get(2)?);
        }
    }
    let mut seen = BTreeSet::new();
    for address in addresses {
        let key = (address.key(), address.site.clone());
        // An address with two spellings keeps the first one: its redirect page keeps its name.
        if !seen.insert(key.clone()) {
            continue;
        }
        if known.remove(&key) == Some(address.is_former) {
            continue;
        }
        let sql = format!(
            "INSERT INTO old_address (path, site, article, spelled, since, former, changed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, {NOW})
             ON CONFLICT (path, site, article) DO UPDATE SET former = ?6, changed = {NOW},
                 since = CASE WHEN former AND NOT ?6 THEN ?5 ELSE since END
             WHERE former <> ?6"
        );
        let (since, (path, site)) = (address.since.unwrap_or(now), key);
        let said = params![path, site, article, address.path, since, address.is_former];
        t.prepare_cached(&sql)?.execute(said)?;
    }
    for (path, site) in known.into_iter().filter(|(_, former)| !former).map(|(key, _)| key) {
        let sql = format!(
            "UPDATE old_address SET former = TRUE, changed = {NOW}
             WHERE path = ?1 AND site = ?2 AND article = ?3"
        );
        t.prepare_cached(&sql)?.execute(params![path, site, article])?;
    }
    Ok(())
}

fn set_links(
    t: &WriteTransaction<'_>,
    article: i64,
    links: &BTreeSet<String>,
) -> Result<(), StoreError> {
    let known: BTreeSet<String> = {
        let mut statement = t.prepare_cached("SELECT path FROM link WHERE article = ?1")?;
        let paths = statement.query_map([article], |row| row.get(0))?;
        paths.collect::<Result<_, _>>()?
    };
    for path in known.difference(links) {
        t.prepare_cached("DELETE FROM link WHERE article = ?1 AND path = ?2")?
            .execute(params![article, path])?;
    }
    for path in links.difference(&known) {
        t.prepare_cached("INSERT INTO link (article, path) VALUES (?1, ?2)")?
            .execute(params![article, path])?;
    }
    Ok(())
}

/// Those of `addresses` that another article has and keeps.
pub(super) fn claimed(
    c: &Connection,
    article: i64,
    addresses: &[OldAddress],
) -> Result<Vec<Claimed>, StoreError> {
    let mut claimed = Vec::new();
    let sql = format!(
        "SELECT o.article, r.slug FROM old_address o JOIN record r ON r.id = o.article
         WHERE o.path = ?1 AND r.state < 2 ORDER BY {CLAIM_ORDER} LIMIT 1"
    );
    let of_pages = addresses.iter().filter(|address| address.path.starts_with('/'));
    let mut seen = BTreeSet::new();
    for address in of_pages.filter(|address| !address.is_former && seen.insert(address.key())) {
        let first: Option<(i64, String)> = c
            .prepare_cached(&sql)?
            .query_row([address.key()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        if let Some((_, slug)) = first.filter(|(first, _)| *first != article) {
            claimed.push(Claimed { path: address.path.clone(), by: stored_slug(slug)? });
        }
    }
    Ok(claimed)
}

/// SQL: the paths whose articles may have changed since the time `?1`.
const MOVED: &str = "SELECT path FROM old_address WHERE changed > ?1
    UNION SELECT o.path FROM record r JOIN old_address o ON o.article = r.id WHERE r.changed > ?1
    UNION SELECT o.path FROM gone g JOIN record r ON r.slug = g.slug JOIN old_address o ON o.article = r.id
        WHERE g.changed > ?1";

/// The keys of old addresses that may lead elsewhere than at the time `since`.
pub(super) fn moved_since(c: &Connection, since: i64) -> Result<Vec<String>, StoreError> {
    // Also those where an article came to the address, or left it.
    let sql = format!(
        "SELECT path FROM ({MOVED} UNION SELECT '/articles/' || slug FROM record WHERE changed > ?1
             UNION SELECT '/articles/' || slug FROM gone WHERE changed > ?1)
         WHERE path >= '/' AND path < '0' ORDER BY path"
    );
    let mut statement = c.prepare_cached(&sql)?;
    let paths = statement.query_map([since], |row| row.get(0))?;
    Ok(paths.collect::<Result<_, _>>()?)
}

/// SQL: the articles that changed after the time `?1`, or link to an address that may lead elsewhere since.
pub(super) fn changed_articles() -> String {
    format!(
        "WITH moved (path) AS ({MOVED})
         SELECT slug FROM article WHERE changed > ?1 OR id IN
             (SELECT link.article FROM moved JOIN link ON link.path = moved.path)
         ORDER BY published_at, id"
    )
}
