//! An old address on the host of an export. What the site itself has is never shadowed.

use std::collections::HashSet;

use bantin_core::old_address::parts;
use bantin_model::{Route, Site, Slug};
use bantin_store::sqlite::OldAddressRedirect;

/// Folders of the site in which nothing but its own can be.
pub const OWN: [&str; 8] =
    ["api", "media", "embed", "feeds", "sections", "tags", "authors", "archive"];

/// An old address on the host of an export.
pub struct Old<'a> {
    /// Below the folder of the site, without a slash before it or what makes no difference at its end.
    pub path: String,
    /// WordPress' number of the post.
    pub number: Option<&'a str>,
    /// Whether it was written as the name of a file.
    pub is_file: bool,
    /// The page that it leads to.
    pub to: String,
}

impl<'a> Old<'a> {
    /// `None` where the site itself has something.
    pub fn of(led: &'a OldAddressRedirect, site: &Site, base: &str) -> Option<Self> {
        let (path, number) = parts(&led.from);
        // A site that was in the same folder of its host has it in its addresses.
        let folder = base.trim_end_matches('/');
        let in_folder = (base != "/").then(|| path.strip_prefix(folder)).flatten();
        let in_folder = in_folder.filter(|rest| rest.is_empty() || rest.starts_with('/'));
        let below = in_folder.unwrap_or(&*path);
        // nginx and many a disk make no difference between capitals and small letters.
        let small = below.to_lowercase();
        let is_article = || matches!(Route::parse(&small, "/"), Some(Route::Article { .. }));
        let is_taken = match number {
            Some(_) => is_own(&small),
            None => {
                !is_free(below, site)
                    || !is_free(&small, site)
                    // Which articles there are is asked for addresses at the root.
                    || (in_folder.is_some() && is_article())
            }
        };
        if is_taken {
            return None;
        }
        let below = below.trim_start_matches('/').to_owned();
        let is_file = [".html", ".htm"].iter().any(|end| led.from.ends_with(end));
        (number.is_some() || !below.is_empty()).then(|| Self {
            path: below,
            number,
            is_file,
            to: page(&led.to, base),
        })
    }
}

fn page(slug: &Slug, base: &str) -> String {
    Route::Article { slug: slug.clone() }.path(base)
}

/// Whether `path` is in a folder in which nothing but the site's own can be.
fn is_own(path: &str) -> bool {
    OWN.contains(&path.split('/').nth(1).unwrap_or_default())
}

/// Whether no page, file or folder of the site is at `path`. Articles are left out by the store.
fn is_free(path: &str, site: &Site) -> bool {
    let first = path.split('/').nth(1).unwrap_or_default();
    let is_alone = path.matches('/').count() == 1;
    if is_own(path)
        || first.starts_with(['.', '_'])
        || (is_alone && (first.contains('.') || first == "404" || first == "shell"))
        || ["healthz", "readyz", "metrics"].contains(&first)
    {
        return false;
    }
    match Route::parse(path, "/") {
        None | Some(Route::Unknown | Route::Article { .. }) => true,
        Some(
            Route::Front { lang: Some(lang), .. }
            | Route::Search { lang: Some(lang), .. }
            | Route::Saved { lang: Some(lang) },
        ) => site.front_language(Some(&lang)).is_none(),
        Some(Route::About { slug }) => site.pages.iter().all(|page| page.slug != slug),
        Some(_) => false,
    }
}

/// Those of all of `led` that lead somewhere, each once.
pub fn all<'a>(
    led: &'a [OldAddressRedirect],
    site: &'a Site,
    base: &'a str,
) -> impl Iterator<Item = Old<'a>> {
    // With and without the folder of the site two may be one here, and nginx and Caddy refuse a line that is there twice.
    let mut seen = HashSet::new();
    let old = led.iter().filter_map(move |led| Old::of(led, site, base));
    old.filter(move |old| seen.insert((old.path.to_lowercase(), old.number)))
}
