//! Makes a draft of one entry of a feed.

use bantin_core::draft::{Draft, Span};
use bantin_core::identity::bare_address;
use bantin_core::old_address::OldAddress;
use bantin_model::slug::SlugError;
use bantin_model::{Author, Block, Image, Link, Slug};
use feed_rs::model::{Entry, Feed, Person};
use url::Url;

use super::item::More;
use super::texts::Texts;
use super::{media, title, wordpress};
use crate::assets::{Assets, Base};
use crate::dropped::Dropped;
use crate::error::EntryError;
use crate::{Context, html, language, tags, text};

/// What is known of an entry before its text is read: enough for its slug.
pub struct Facts {
    pub entry: Entry,
    pub more: More,
    /// The id of the entry, the same whenever the feed is read.
    pub id: String,
    /// When it was published, since 1970.
    pub seconds: Option<i64>,
    page: Option<Url>,
    title: Option<String>,
}

impl Facts {
    /// The facts of the entry at index `at` of the feed.
    ///
    /// # Errors
    /// [`EntryError::Io`] when its text is needed and cannot be read again.
    pub fn of(
        entry: Entry,
        more: More,
        shared: &Shared<'_>,
        at: usize,
    ) -> Result<Self, EntryError> {
        let Shared { feed, export, .. } = shared;
        let page = page(&entry, feed);
        let title = entry.title.as_ref().and_then(|title| title::words(title, &feed.feed_type));
        let title = match title {
            Some(title) => Some(title),
            None => {
                let (mut words, _) = texts(&entry, &more, shared)?;
                if let Some(post) = &more.wordpress {
                    words = wordpress::html(&words, &post.id, export, &mut Vec::new());
                }
                let first = |html: &str| text::beginning(&html::plain(html).ok()?);
                first(&without_captions(&words)).or_else(|| first(&words))
            }
        };
        let id = Some(entry.id.trim().to_owned()).filter(|id| !id.is_empty());
        let id = id.or_else(|| page.as_ref().map(Url::to_string)).or_else(|| title.clone());
        let id = id.unwrap_or_else(|| format!("entry {}", at + 1));
        let seconds = entry.published.or(entry.updated).map(|moment| moment.timestamp());
        let seconds = seconds.or(more.seconds);
        Ok(Self { entry, more, id, seconds, page, title })
    }

    /// The id by which it is known again, whatever changes: WordPress' number, Ghost's uuid, or its own id.
    pub fn key(&self) -> String {
        self.more.id.clone().unwrap_or_else(|| bare_address(&self.id))
    }

    /// Its page, by which entries with the same id are told apart; empty where the id is enough.
    pub fn link(&self) -> String {
        let is_known = self.more.id.is_some() || self.more.wordpress.is_some();
        let Some(page) = self.page.as_ref().filter(|_| !is_known) else { return String::new() };
        let bare = bare_address(page.as_str());
        // Several articles may be on one page, each with a fragment of its own.
        let id = Url::parse(self.id.trim()).ok();
        let fragment = page.fragment().or_else(|| id.as_ref()?.fragment());
        match fragment.filter(|fragment| !fragment.is_empty()) {
            Some(fragment) => format!("{bare}#{fragment}"),
            None => bare,
        }
    }

    /// The slug of its page, or else of its headline.
    pub fn slug(&self) -> Result<Slug, SlugError> {
        let of_post = self.more.slug.as_deref().map(text::slug_text);
        let of_page = of_post
            .filter(|slug| !slug.is_empty())
            .or_else(|| self.page.as_ref().map(page_slug))
            .filter(|slug| !slug.is_empty());
        match of_page {
            Some(folded) => text::slug_of(&folded, &self.id),
            None => text::headline_slug(self.title.as_deref().unwrap_or_default(), &self.id),
        }
    }
}

/// `html` without the captions of its pictures, which are not the beginning of its text.
fn without_captions(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, caption)) = rest.split_once("<figcaption") {
        out.push_str(before);
        rest = caption.split_once("</figcaption>").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// What all entries of a list have in common.
pub struct Shared<'a> {
    pub feed: &'a Feed,
    pub export: &'a wordpress::Export,
    /// The texts that are not within the entries.
    pub texts: &'a Texts,
    /// The address of the list.
    pub address: Option<&'a Url>,
}

/// The last part of the address; all parts when the last is only a number.
fn page_slug(page: &Url) -> String {
    let decode = |part: &str| {
        let part = percent_encoding::percent_decode_str(part).decode_utf8_lossy().into_owned();
        let endings = [".html", ".htm", ".php", ".aspx", ".asp", ".md"];
        let bare = endings.iter().find_map(|end| part.strip_suffix(end)).unwrap_or(&part);
        text::slug_text(bare)
    };
    let parts: Vec<String> = page.path_segments().into_iter().flatten().map(decode).collect();
    let parts: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !matches!(*part, "" | "index" | "amp"))
        .collect();
    match parts.last() {
        // In `/?p=12` or `/watch?v=…` the path is the same for all pages.
        _ if page
            .query()
            .is_some_and(|query| ["p=", "v=", "id="].iter().any(|key| query.starts_with(key))) =>
        {
            String::new()
        }
        Some(last) if last.contains(|c: char| c.is_ascii_alphabetic()) => (*last).to_owned(),
        Some(_) => parts.join("-"),
        None => String::new(),
    }
}

/// The page of the entry.
fn page(entry: &Entry, feed: &Feed) -> Option<Url> {
    let home = feed.links.iter().find_map(|link| Url::parse(&link.href).ok());
    let is_page = |link: &&feed_rs::model::Link| {
        link.target.is_none()
            && link.rel.as_deref().is_none_or(|rel| rel == "alternate")
            && link.media_type.as_deref().is_none_or(|kind| kind.contains("html"))
    };
    let whole = |href: &str| match Url::parse(href) {
        Err(url::ParseError::RelativeUrlWithoutBase) => home.as_ref()?.join(href).ok(),
        url => url.ok(),
    };
    let on_the_web = |url: &Url| matches!(url.scheme(), "http" | "https");
    let linked =
        entry.links.iter().filter(is_page).filter_map(|link| whole(&link.href)).find(on_the_web);
    // A guid of RSS is the address of the page unless it says otherwise.
    linked.or_else(|| Url::parse(entry.id.trim()).ok().filter(on_the_web))
}

/// The address that relative addresses in the entry are resolved against.
fn base(facts: &Facts, shared: &Shared<'_>) -> Option<Url> {
    let base = facts.entry.base.as_deref().and_then(|base| Url::parse(base).ok());
    let home = || shared.feed.links.iter().find_map(|link| Url::parse(&link.href).ok());
    base.or_else(|| facts.page.clone()).or_else(home).or_else(|| shared.address.cloned())
}

/// The addresses that the entry has or had: its page, its guid if that is an address, and for a WordPress post the one
/// by its number and those with its earlier slugs.
fn old_addresses(facts: &Facts, shared: &Shared<'_>) -> Vec<OldAddress> {
    let guid = Url::parse(facts.entry.id.trim()).ok();
    let mut urls: Vec<Url> = facts.page.iter().cloned().chain(guid).collect();
    if let Some(post) = &facts.more.wordpress {
        let home = shared.feed.links.iter().find_map(|link| Url::parse(&link.href).ok());
        if let Some(mut home) = home.filter(|_| !post.id.is_empty()) {
            home.set_query(Some(&format!("p={}", post.id)));
            urls.push(home);
        }
        let page = facts.page.as_ref().filter(|page| page.query().is_none());
        urls.extend(page.into_iter().flat_map(|page| {
            post.earlier_names.iter().filter_map(|name| page.join(&earlier(page, name)?).ok())
        }));
    }
    let mut found: Vec<OldAddress> = Vec::new();
    for address in urls.iter().filter_map(OldAddress::of_page) {
        if !found.iter().any(|known| known.site == address.site && known.key() == address.key()) {
            found.push(address);
        }
    }
    found
}

/// The path of `page` with `name` as its last part.
fn earlier(page: &Url, name: &str) -> Option<String> {
    let (path, slash) = match page.path().strip_suffix('/') {
        Some(path) => (path, "/"),
        None => (page.path(), ""),
    };
    let (above, last) = path.rsplit_once('/')?;
    let ending = last.rsplit_once('.').map(|(_, end)| format!(".{end}")).unwrap_or_default();
    Some(format!("{above}/{name}{ending}{slash}"))
}

/// The addresses of the pictures that [`article`] will ask for, as far as they can be known.
pub fn pictures(facts: &Facts, shared: &Shared<'_>, context: &Context<'_>) -> Vec<Url> {
    let Facts { entry, more, .. } = facts;
    // An entry that cannot be read is reported when it is read.
    let Ok((mut content, _)) = texts(entry, more, shared) else { return Vec::new() };
    let mut dropped = Vec::new();
    if let Some(post) = &more.wordpress {
        content = wordpress::html(&content, &post.id, shared.export, &mut dropped);
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
        content = wordpress::html(&content, &post.id, export, &mut dropped);
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

/// The HTML of the body, and of the summary if that is another text.
fn texts(entry: &Entry, more: &More, shared: &Shared<'_>) -> Result<(String, String), EntryError> {
    let to_html = |text: &str, kind: &str| match kind {
        "text/plain" if !text.contains("</") => html::from_plain(text),
        _ => text.to_owned(),
    };
    let content = entry.content.as_ref().and_then(|content| {
        let body = content.body.as_deref().filter(|body| !body.trim().is_empty())?;
        Some(to_html(body, content.content_type.as_str()))
    });
    let apart = more.text.clone().map(|place| shared.texts.html(place)).transpose()?;
    let content = apart.filter(|text| !text.is_empty()).or(content);
    let summary = entry.summary.as_ref().filter(|text| !text.content.trim().is_empty());
    let summary = summary.map(|text| to_html(&text.content, text.content_type.as_str()));
    let described = || {
        let said = entry.media.iter().find_map(|media| media.description.as_ref())?;
        Some(to_html(&said.content, said.content_type.as_str()))
    };
    Ok(match (content, summary) {
        (Some(content), summary) => (content, summary.unwrap_or_default()),
        (None, Some(summary)) => (summary, String::new()),
        (None, None) => (described().unwrap_or_default(), String::new()),
    })
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
