//! Reads another newsroom made with Bản Tin by its JSON files, which are the same from a server and from an export.

use std::collections::HashSet;

use bantin_core::draft::{Draft, Span};
use bantin_core::identity::{Head, Origin, bare_address};
use bantin_core::old_address::{OldAddress, Stays, each_link};
use bantin_model::list::{Feed, FeedItem};
use bantin_model::path::{self, ListKind};
use bantin_model::{Article, Author, Block, Image, Link, ListItem, Site, Slug};
use serde::de::DeserializeOwned;
use url::Url;

use super::assets::{Assets, Base};
use super::dropped::Dropped;
use super::error::{EntryError, ImportError, InterfaceError};
use super::fetch::Fetcher;
use super::html::{Lost, Out, Surroundings};
use super::interface::Interface;
use super::source::Source;
use super::{Context, Entry, Failed, Imported, Progress, Skipped, Why, image, language, tags};

/// The path of the files below the site's address.
const TREE: &str = "/api/v1/";

/// After how many articles progress is reported.
const BATCH: usize = 8;

/// A newsroom made with Bản Tin.
pub struct Newsroom {
    /// The address of the site, ending in `/`.
    pub root: Url,
    pub web: Fetcher,
}

impl Source for Newsroom {
    fn kind(&self) -> &'static str {
        "a site made with Bản Tin"
    }

    fn read(
        self: Box<Self>,
        context: &Context<'_>,
        sink: &mut dyn FnMut(Entry),
    ) -> Result<(), ImportError> {
        let url = self.root.to_string();
        let refused = ImportError::of_interface(&self.root, None);
        let interface = Interface::new(&self.web, context.options.pause);
        let site: Site = self.ask(&interface, path::SITE, "a site").map_err(refused)?;
        let (slugs, broken) = self.slugs(&interface);
        if let Some(error) = broken.clone().filter(|_| slugs.is_empty()) {
            return Err(refused(error));
        }
        let source = format!("bantin:{}", bare_address(self.root.as_str()));
        let ids = slugs.iter().map(ToString::to_string).collect();
        let whole = broken.is_none().then(String::new);
        sink(Entry::Source(Head { source: source.clone(), whole, ids }));
        let reading = Reading { root: &self.root, site: &site, source: &source, context };
        let mut progress = Progress { entries: 0, of: slugs.len(), pictures: 0 };
        for slug in &slugs {
            let name = slug.to_string();
            let failed = |error| Entry::Failed(Failed { name: name.clone(), line: None, error });
            sink(match self.ask::<Article>(&interface, &path::article(slug), "an article") {
                Ok(article) => {
                    progress.pictures += reading.fetch_ahead(&article);
                    let read = reading.article(article);
                    read.map_or_else(failed, |imported| Entry::Imported(Box::new(imported)))
                }
                // The article went away after the list was read.
                Err(InterfaceError::Refused { status: 404 | 410, .. }) => {
                    let why = Why::NotPublic("withdrawn there".to_owned());
                    Entry::Skipped(Skipped { name: name.clone(), id: name, why })
                }
                // All further articles would fail in the same way.
                Err(
                    error @ (InterfaceError::Fetch(_)
                    | InterfaceError::Busy { .. }
                    | InterfaceError::Later { .. }),
                ) => return Err(ImportError::BrokenOff { url, read: progress.entries, error }),
                Err(error) => failed(EntryError::BadEntry(error.to_string())),
            });
            progress.entries += 1;
            if let Some(tell) = context.options.progress
                && (progress.entries.is_multiple_of(BATCH) || progress.entries == progress.of)
            {
                tell(progress);
            }
        }
        let read = slugs.len();
        broken.map_or(Ok(()), |error| Err(ImportError::BrokenOff { url, read, error }))
    }
}

impl Newsroom {
    /// The site that `url` is a file or folder of, if it is in its read tree; `None` for a list, which is read as a
    /// feed.
    pub fn root_of(url: &Url) -> Option<Url> {
        root(url, |file| file.is_empty() || file == path::SITE)
    }

    /// The site that `feed`, an address named by a page, is a list of.
    pub fn of_feed(feed: &Url) -> Option<Url> {
        root(feed, |file| file.starts_with("lists/") && file.ends_with(".json"))
    }

    /// The address of the list of the newest articles of the site `root`.
    pub fn latest(root: &Url) -> Url {
        at(root, &path::list(&ListKind::Latest, None))
    }

    fn ask<T: DeserializeOwned>(
        &self,
        interface: &Interface<'_>,
        file: &str,
        what: &'static str,
    ) -> Result<T, InterfaceError> {
        let json = interface.ask(&at(&self.root, file))?.json;
        serde_json::from_value(json).map_err(|_| InterfaceError::Unexpected(what))
    }

    /// The slugs of all articles, newest first; and the reason if they are not all.
    fn slugs(&self, interface: &Interface<'_>) -> (Vec<Slug>, Option<InterfaceError>) {
        let (mut slugs, mut seen) = (Vec::new(), HashSet::new());
        let (mut total, mut page) = (None, None);
        loop {
            let file = path::list(&ListKind::Latest, page);
            let list: Feed = match self.ask(interface, &file, "a list of articles") {
                Ok(list) => list,
                Err(error) => return (slugs, Some(error)),
            };
            total = total.or(list.bantin.total);
            let known = slugs.len();
            // An article that moved to another page while the pages were read is there twice.
            let found = list.items.into_iter().map(|item| item.bantin.slug);
            slugs.extend(found.filter(|slug| seen.insert(slug.clone())));
            let Some(older) = list.bantin.older else { break };
            if slugs.len() == known {
                return (slugs, Some(InterfaceError::Repeats(older as usize)));
            }
            page = Some(older);
        }
        // An article whose entry in a list cannot be read is missing here, and must not count as gone.
        let read = slugs.len() as u64;
        let error = match total {
            None => {
                Some(InterfaceError::Unexpected("a list that says how many articles there are"))
            }
            Some(said) => (said != read).then_some(InterfaceError::Short { said, read }),
        };
        (slugs, error)
    }
}

/// The address of a file of the site `root`.
fn at(root: &Url, file: &str) -> Url {
    let mut url = root.clone();
    url.set_path(&format!("{}{TREE}{file}", root.path().trim_end_matches('/')));
    url
}

/// The site whose read tree `url` is in; `is_such` says whether the path below the tree is one that is meant.
fn root(url: &Url, is_such: impl FnOnce(&str) -> bool) -> Option<Url> {
    let (path, file) = url.path().split_once(TREE)?;
    let mut root = url.clone();
    root.set_path(&format!("{path}/"));
    root.set_query(None);
    root.set_fragment(None);
    is_such(file).then_some(root)
}

/// What a list says of its articles, and how many there are in all. Views and ratings, which change from minute to
/// minute, are left out.
pub fn news_of(list: &[u8]) -> Option<Vec<String>> {
    let list: Feed = serde_json::from_slice(list).ok()?;
    let total = format!("{:?}", list.bantin.total);
    let news = |item: FeedItem| {
        let FeedItem { id, title, summary, date_published, date_modified, .. } = item;
        format!("{:?}", (id, title, summary, date_published, date_modified))
    };
    Some(std::iter::once(total).chain(list.items.into_iter().map(news)).collect())
}

/// What is needed to read the articles of one site.
struct Reading<'a> {
    root: &'a Url,
    site: &'a Site,
    source: &'a str,
    context: &'a Context<'a>,
}

impl Reading<'_> {
    /// Fetches the pictures of an article, several at a time. Answers how many there are.
    fn fetch_ahead(&self, article: &Article) -> usize {
        let Some(fetcher) = self.context.fetcher else { return 0 };
        let images = article.image.iter().chain(article.body.iter().flat_map(Block::images));
        let urls: Vec<Url> = images.filter_map(|image| self.whole(&image.src)).collect();
        fetcher.fetch_ahead(&urls, image::MAX_BYTES)
    }

    fn article(&self, article: Article) -> Result<Imported, EntryError> {
        let (mut dropped, options) = (Vec::new(), self.context.options);
        let dates = &self.context.dates;
        let published = dates.parse(&article.published)?;
        let updated = article.updated.as_deref().and_then(|text| dates.parse(text).ok());
        let page = self.whole(&article.url);
        let lang = language(Some(&article.lang), options, &mut dropped);
        let mut assets = Assets::new(Base::Page(page.clone()), self.context);
        let mut taking = Taking { reading: self, assets: &mut assets, dropped: &mut dropped };
        let image = article.image.and_then(|image| taking.image(image).ok());
        let mut body = taking.blocks(article.body);
        let absolute = |link: &mut Link| {
            if let Some(whole) = self.whole(link).and_then(|url| Link::new(url.as_str()).ok()) {
                *link = whole;
            }
            Ok::<_, std::convert::Infallible>(Stays::Link)
        };
        let Ok(()) = each_link(&mut body, &mut { absolute });
        let named = self.site.section(&article.section).map(|section| section.name.as_str());
        let mut names = [Some(article.section.as_str()), named].into_iter().flatten();
        let section = names.find_map(|name| self.context.sections.named(name, &lang));
        let mut group: Vec<&Slug> = article.translations.iter().map(|other| &other.slug).collect();
        group.push(&article.slug);
        let first = group.iter().min().filter(|_| group.len() > 1);
        // The ids of tags and authors are made here, as for any source.
        let own = |author: Author| {
            let url = author.url.and_then(|url| Link::new(self.whole(&url)?.as_str()).ok());
            Author { id: String::new(), url, name: author.name }
        };
        let mut authors: Vec<Author> = article.authors.into_iter().map(own).collect();
        if let Some(name) = options.about.author.clone().filter(|_| authors.is_empty()) {
            authors.push(Author { id: String::new(), name, url: None });
        }
        let id = article.slug.to_string();
        let draft = Draft {
            section: section.unwrap_or_else(|| self.context.sections.default_in(&lang)),
            tags: tags(article.tags.into_iter().map(|tag| tag.name)),
            translation: first.map(|first| format!("{} {first}", self.source)),
            source: page.as_ref().and_then(|page| Link::new(page.as_str()).ok()),
            old_addresses: page.iter().filter_map(OldAddress::of_page).collect(),
            title: article.title,
            lead: article.lead,
            published,
            updated,
            span: Span::default(),
            views: article.views,
            closed: article.rating.closed,
            pinned: None,
            slug: article.slug,
            crops: Vec::new(),
            media: assets.into_media(),
            authors,
            image,
            body,
            lang,
        };
        let origin = Origin {
            source: self.source.to_owned(),
            id: id.clone(),
            names_slug: true,
            ..Origin::default()
        };
        Ok(Imported { name: id, origin, draft, dropped, hidden: None })
    }

    /// The absolute address of `link` at that site. A link that begins with a slash is below the site's address, which
    /// may be a folder.
    fn whole(&self, link: &Link) -> Option<Url> {
        match link.as_str().strip_prefix('/') {
            Some(path) if !path.starts_with('/') => self.root.join(path).ok(),
            _ if link.as_str().starts_with('#') => None,
            _ => self.root.join(link.as_str()).ok(),
        }
    }
}

/// Takes over the pictures of an article.
struct Taking<'t, 'a> {
    reading: &'t Reading<'t>,
    assets: &'t mut Assets<'a>,
    dropped: &'t mut Vec<Dropped>,
}

impl Taking<'_, '_> {
    /// The picture with its file taken over, or what is left of one that cannot be had.
    fn image(&mut self, image: Image) -> Result<Image, Lost> {
        let src = self.reading.whole(&image.src).map_or_else(String::new, String::from);
        match self.assets.picture(&src) {
            Ok(found) => {
                let (src, width, height) = (found.src, found.width, found.height);
                Ok(Image { src, width, height, variants: Vec::new(), ..image })
            }
            Err(error) => {
                self.dropped.push(Dropped::Image { src: src.clone(), error });
                let Image { alt, caption, credit, .. } = image;
                Err(Lost { href: Link::new(&src).ok(), alt, caption, credit })
            }
        }
    }

    fn blocks(&mut self, blocks: Vec<Block>) -> Vec<Block> {
        let mut out = Vec::with_capacity(blocks.len());
        for block in blocks {
            match block {
                Block::Image { image } => match self.image(image) {
                    Ok(image) => out.push(Block::Image { image }),
                    Err(lost) => out.extend(Out::Lost(lost).into_block()),
                },
                Block::Gallery { images, caption } => {
                    let (mut taken, mut lost) = (Vec::new(), Vec::new());
                    for image in images {
                        match self.image(image) {
                            Ok(image) => taken.push(image),
                            Err(one) => lost.extend(Out::Lost(one).into_block()),
                        }
                    }
                    if !taken.is_empty() {
                        out.push(Block::Gallery { images: taken, caption });
                    }
                    out.extend(lost);
                }
                Block::List { ordered, start, items } => {
                    let mut item =
                        |ListItem { text, body }| ListItem { text, body: self.blocks(body) };
                    let items = items.into_iter().map(&mut item).collect();
                    out.push(Block::List { ordered, start, items });
                }
                // A block of a later version than this one.
                Block::Unknown { kind } => self.dropped.push(Dropped::Element { name: kind }),
                block @ (Block::Paragraph { .. }
                | Block::Heading { .. }
                | Block::Quote { .. }
                | Block::Table { .. }
                | Block::Embed { .. }
                | Block::Code { .. }
                | Block::Divider) => out.push(block),
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_file_of_the_tree_tells_its_site() {
        let root = |url: &str| Newsroom::root_of(&Url::parse(url).unwrap()).map(String::from);
        let tin = Some("https://a.example/tin/".to_owned());
        assert_eq!(root("https://a.example/tin/api/v1/"), tin);
        assert_eq!(root("https://a.example/tin/api/v1/site.json?x#y"), tin);
        assert_eq!(root("https://a.example/tin/api/v1/lists/section/doi-song.json"), None);
        assert_eq!(root("https://a.example/api/v1/posts"), None);
        assert_eq!(root("https://a.example/tin/"), None);
        let feed = Url::parse("https://a.example/api/v1/lists/language/vi.json").unwrap();
        assert_eq!(Newsroom::of_feed(&feed).unwrap().as_str(), "https://a.example/");
        let other = Url::parse("https://a.example/api/v1/posts.json").unwrap();
        assert_eq!(Newsroom::of_feed(&other), None);
    }
}
