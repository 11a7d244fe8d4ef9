//! Makes a draft of one entry of a feed.

use bantin_core::draft::{Draft, Span};
use bantin_model::{Author, Block, Image, Link, Slug};
use feed_rs::model::Person;
use url::Url;

use super::facts::{Facts, Shared, base, old_addresses, texts};
use super::{media, wordpress};
use crate::assets::{Assets, Base};
use crate::dropped::Dropped;
use crate::error::EntryError;
use crate::{Context, html, language, tags, text};

/// The addresses of the pictures that [`article`] will ask for, as far as they can be known.
pub fn pictures(facts: &Facts, shared: &Shared<'_>, context: &Context<'_>) -> Vec<Url> {
    let Facts { entry, more, .. } = facts;
    // An entry that cannot be read is reported when it is read.
    let Ok((mut content, _)) = texts(entry, more, shared) else { return Vec::new() };
    let mut dropped = Vec::new();
    if let Some(post) = &more.wordpress {
        let text = post.with_footnotes(content);
        content = wordpress::html(&text, &post.id, shared.export, &mut dropped);
    }
    let base = base(facts, shared);
    let mut assets = Assets::looking(Base::Page(base), context);
    media::lead_image(entry, more, &mut assets, &mut dropped);
    if content.contains("<img") {
        let _ = html::read(&content, &mut assets, &mut dropped);
    }
    assets.into_wanted()
}

/// Reads the entry.
///
/// # Errors
/// [`EntryError`]: no title, no date, nothing to read, or a body that is too large or in a form that cannot be read.
pub fn article(
    facts: Facts,
    slug: Slug,
    shared: &Shared<'_>,
    context: &Context<'_>,
) -> Result<(Draft, Vec<Dropped>), EntryError> {
    let Shared { feed, export, .. } = shared;
    let base = base(&facts, shared);
    let old_addresses = old_addresses(&facts, shared);
    let Facts { entry, mut more, seconds, page, title, .. } = facts;
    let title = title.ok_or(EntryError::NoTitle)?;
    if more.is_unrendered {
        return Err(EntryError::NoHtml);
    }
    let lost = std::mem::take(&mut more.dropped);
    let published = seconds.and_then(|seconds| context.dates.of_seconds(seconds));
    let published = published.ok_or_else(|| match &more.written {
        // It says itself what is wrong.
        Some(written) => context
            .dates
            .parse(written)
            .err()
            .unwrap_or_else(|| EntryError::BadDate(written.clone())),
        None => EntryError::NoDate,
    })?;
    let updated = entry.updated.and_then(|moment| context.dates.of_seconds(moment.timestamp()));
    let updated = updated.filter(|_| {
        entry.updated.zip(entry.published).is_some_and(|(updated, published)| updated > published)
    });
    let post = more.wordpress.as_ref();
    let tongue = post.and_then(wordpress::Item::language).or(more.language.as_deref());
    let tongue = tongue.or(entry.language.as_deref()).or(feed.language.as_deref());
    let mut dropped = lost;
    let lang = language(tongue, context.options, &mut dropped);
    let mut assets = Assets::new(Base::Page(base), context);

    let (mut content, mut summary) = texts(&entry, &more, shared)?;
    if let Some(post) = post {
        let text = post.with_footnotes(content);
        content = wordpress::html(&text, &post.id, export, &mut dropped);
        // A text that the newsroom wrote for lists is the lead.
        if !post.excerpt.is_empty() {
            summary = wordpress::html(&post.excerpt, &post.id, export, &mut dropped);
        }
    }
    let mut image = media::lead_image(&entry, &more, &mut assets, &mut dropped);
    let mut body = html::read(&content, &mut assets, &mut dropped)?;
    html::drop_repeated_title(&mut body, &title);
    image = join_first(image, &mut body);
    let lead = lead(&summary, &body)?;
    let players = media::players(&entry, &body);
    body.splice(0..0, players);
    if body.is_empty() && lead.is_empty() && image.is_none() {
        return Err(EntryError::empty(&dropped));
    }
    let terms: Vec<String> = match post {
        Some(post) => post.term_names().map(str::to_owned).collect(),
        None => {
            let names = entry.categories.iter();
            let names = names.map(|c| c.label.clone().unwrap_or_else(|| c.term.clone()));
            names.filter(|name| !wordpress::is_no_category(&text::slug_text(name))).collect()
        }
    };
    let terms = || terms.iter().cloned();
    let mut people =
        if entry.authors.is_empty() { feed.authors.clone() } else { entry.authors.clone() };
    if let Some(post) = post {
        let person =
            |name: &str| Person { name: Some(name.to_owned()), uri: None, email: None, role: None };
        let several: Vec<Person> = post.authors().map(person).collect();
        if several.is_empty() {
            for name in people.iter_mut().filter_map(|person| person.name.as_mut()) {
                *name = export.author(name).to_owned();
            }
        } else {
            people = several;
        }
    }
    let known = |name: String| {
        (!context.options.sections.is_empty()).then(|| context.sections.named(&name, &lang))?
    };
    let section = terms().find_map(known).unwrap_or_else(|| context.sections.default_in(&lang));
    let draft = Draft {
        slug,
        title,
        lead,
        section,
        tags: tags(terms().map(|term| html::plain(&term).unwrap_or(term))),
        authors: authors(&people, context.options.about.author.as_deref()),
        published,
        updated,
        span: Span::default(),
        source: page.and_then(|page| Link::new(page.as_str()).ok()),
        old_addresses,
        translation: None,
        views: 0,
        closed: false,
        pinned: None,
        image,
        body,
        crops: Vec::new(),
        media: assets.into_media(),
        lang,
    };
    Ok((draft, dropped))
}

/// The summary as a lead; empty when the body begins with the same words.
fn lead(summary: &str, body: &[Block]) -> Result<String, EntryError> {
    let words = html::plain(summary)?;
    // WordPress ends its excerpts with a sign.
    let words = match words.find("The post ").filter(|_| words.contains("appeared first on")) {
        Some(at) => words.get(..at).unwrap_or_default().trim(),
        None => words.as_str(),
    };
    let ends = [
        "[…]",
        "[...]",
        "[&hellip;]",
        "…",
        "...",
        "Continue reading",
        "Read more",
        "Xem thêm",
        "Đọc tiếp",
    ];
    let mut bare = words;
    while let Some(head) = ends.iter().find_map(|end| bare.strip_suffix(end)) {
        bare = head.trim_end();
    }
    let read: Vec<String> = body
        .iter()
        .filter(|block| !matches!(block, Block::Image { .. } | Block::Gallery { .. }))
        .map(Block::plain_text)
        .collect();
    let (lead, read) = (text::essence(bare), text::essence(&read.join(" ")));
    let same =
        lead.is_empty() || read.starts_with(&lead) || (!read.is_empty() && lead.starts_with(&read));
    Ok(if same { String::new() } else { words.to_owned() })
}

/// Takes a picture with which the body begins as the lead picture; if the entry names the same picture, it is shown
/// only once.
fn join_first(lead: Option<Image>, body: &mut Vec<Block>) -> Option<Image> {
    let Some(Block::Image { image: first }) = body.first() else { return lead };
    let first = first.clone();
    match lead {
        Some(lead) if lead.src != first.src => Some(lead),
        lead => {
            body.remove(0);
            let (caption, credit) =
                lead.map(|lead| (lead.caption, lead.credit)).unwrap_or_default();
            Some(Image {
                caption: first.caption.or(caption),
                credit: first.credit.or(credit),
                ..first
            })
        }
    }
}

/// A name without a mail address beside it: RSS writes `address (Name)`, and people write `Name <address>`.
fn without_mail(name: &str) -> String {
    let words = name.split_whitespace().filter(|word| !word.contains('@'));
    let name = words.collect::<Vec<_>>().join(" ");
    name.trim_matches(['(', ')', '<', '>', ' ', ',']).to_owned()
}

/// The authors' names, without mail addresses, which must not be published. Where nobody is named, `told`.
fn authors(people: &[Person], told: Option<&str>) -> Vec<Author> {
    let mut authors: Vec<Author> = Vec::new();
    for person in people {
        let name = person.name.as_deref().and_then(|name| html::plain(name).ok());
        let name = name.map(|name| without_mail(&name));
        let Some(name) = name.filter(|name| !name.is_empty()) else { continue };
        let url =
            person.uri.as_deref().and_then(|uri| Link::new(uri).ok()).filter(Link::is_absolute);
        if !authors.iter().any(|author| author.name == name) {
            authors.push(Author { id: String::new(), name, url });
        }
    }
    if let Some(name) = told.filter(|_| authors.is_empty()) {
        authors.push(Author { id: String::new(), name: name.to_owned(), url: None });
    }
    authors
}
