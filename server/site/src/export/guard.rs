//! Checks before an export changes anything: whether the folder shows this newsroom, and whether the export would
//! remove much of what is published.

use std::collections::BTreeSet;
use std::path::Path;

use bantin_model::Article;
use bantin_model::path::ListKind;
use bantin_store::sqlite::{Changes, Store, StoreError};

use super::folder::Folder;
use super::{Consent, ExportError};

/// One in this many articles may be removed without a question.
const TENTH: usize = 10;

/// How many articles are looked up at once.
const BATCH: u64 = 10_000;

/// What an export would remove, and was not allowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loss {
    /// How many articles would be removed.
    pub articles: usize,
    /// How many articles are published.
    pub of: usize,
    /// The sections that would have no article left.
    pub sections: Vec<String>,
    /// Some of the articles.
    pub some: Vec<String>,
}

impl std::fmt::Display for Loss {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of {} published articles", self.articles, self.of)?;
        match &*self.sections {
            [] => {}
            [section] => write!(f, ", all of the section \"{section}\"")?,
            sections => write!(f, ", all of the sections \"{}\"", sections.join("\", \""))?,
        }
        write!(f, " ({}", self.some.join(", "))?;
        if self.some.len() < self.articles { write!(f, ", …)") } else { write!(f, ")") }
    }
}

/// The identity of this newsroom, in hexadecimal digits: that of its store, or of the database that it is a copy of.
///
/// # Errors
/// [`StoreError`].
pub fn newsroom(store: &Store) -> Result<String, StoreError> {
    let identity = match store.meta("follows")? {
        Some(database) => database,
        None => store.identity()?,
    };
    Ok(hex::encode(identity))
}

/// Checks that the folder `out` shows this newsroom, or nothing yet.
pub fn is_its_own(
    folder: &Folder,
    out: &Path,
    newsroom: &str,
    consent: Consent,
) -> Result<(), ExportError> {
    let shown = folder.before.as_ref().map_or("", |made| &made.store);
    if shown.is_empty() || shown == newsroom || consent.replace {
        return Ok(());
    }
    Err(ExportError::Another(out.to_owned()))
}

/// Checks that an export removes little of what is published.
///
/// `changes` are the changes since the last export, where not everything is written. An article that leads to another
/// one does not count as removed, and neither does a single one that was withdrawn by its name.
pub fn loses_little(
    folder: &Folder,
    store: &Store,
    changes: Option<&Changes>,
    consent: Consent,
) -> Result<(), ExportError> {
    if consent.allow_removal {
        return Ok(());
    }
    let gone = store.gone()?;
    // What is at an address that leads on counts where it leads to.
    let moved: BTreeSet<&str> =
        gone.iter().filter(|gone| gone.moved_to.is_some()).map(|gone| gone.slug.as_str()).collect();
    let published = folder.had_below(ARTICLES).filter_map(slug_of);
    let published: Vec<&str> = published.filter(|slug| !moved.contains(slug)).collect();
    let of = published.len();
    let withdrawn: BTreeSet<&str> = match changes {
        Some(changes) => changes.gone.iter().map(|gone| gone.slug.as_str()).collect(),
        None => gone.iter().map(|gone| gone.slug.as_str()).collect(),
    };
    let mut lost = published;
    match changes {
        Some(_) => lost.retain(|slug| withdrawn.contains(slug)),
        None if of == 0 => {}
        None => {
            let there = all(store)?;
            lost.retain(|slug| !there.contains(*slug));
        }
    }
    lost.retain(|slug| !is_earlier_address(folder, slug));
    if lost.is_empty() {
        return Ok(());
    }
    if let [slug] = &*lost
        && withdrawn.contains(slug)
    {
        return Ok(());
    }
    let is_much = lost.len() * TENTH > of;
    let mut emptied = BTreeSet::new();
    // With so many removed, a thousand of them name enough sections.
    for slug in lost.iter().take(1_000) {
        let article = folder.json::<Article>(&format!("{ARTICLES}{slug}.json"));
        let Some(section) = article.map(|article| article.section) else { continue };
        if !emptied.contains(&section) && store.total(&ListKind::Section(section.clone()))? == 0 {
            emptied.insert(section);
        }
    }
    if !is_much && emptied.is_empty() {
        return Ok(());
    }
    Err(ExportError::Loss(Loss {
        articles: lost.len(),
        of,
        sections: emptied.into_iter().collect(),
        some: lost.iter().take(5).map(|slug| (*slug).to_owned()).collect(),
    }))
}

/// Whether the data at this address is of an article that has another one.
fn is_earlier_address(folder: &Folder, slug: &str) -> bool {
    let article = folder.json::<Article>(&format!("{ARTICLES}{slug}.json"));
    article.is_some_and(|article| article.slug.as_str() != slug)
}

const ARTICLES: &str = "api/v1/articles/";

fn slug_of(path: &str) -> Option<&str> {
    path.strip_prefix(ARTICLES)?.strip_suffix(".json").filter(|slug| !slug.contains('/'))
}

/// The slugs of all articles.
fn all(store: &Store) -> Result<BTreeSet<String>, ExportError> {
    let mut slugs = BTreeSet::new();
    let mut skip = 0;
    loop {
        let entries = store.entries(skip, BATCH)?;
        if entries.is_empty() {
            break;
        }
        skip += BATCH;
        slugs.extend(entries.into_iter().map(|entry| entry.slug.as_str().to_owned()));
    }
    Ok(slugs)
}

#[cfg(test)]
mod tests {
    use bantin_model::{Slug, path};

    use super::*;

    #[test]
    fn articles_are_known_by_their_json() {
        let slug = Slug::new("mot").unwrap();
        assert_eq!(slug_of(&format!("api/v1/{}", path::article(&slug))), Some("mot"));
        assert_eq!(slug_of("api/v1/articles/mot/x.json"), None);
    }

    #[test]
    fn a_loss_is_told_in_a_line() {
        let loss =
            Loss { articles: 7, of: 20, sections: vec!["news".into()], some: vec!["a".into()] };
        let said = loss.to_string();
        assert_eq!(said, "7 of 20 published articles, all of the section \"news\" (a, …)");
    }
}
