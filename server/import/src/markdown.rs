//! Makes a draft of one Markdown file with front matter.
//!
//! - `names`: what fields of front matter are called; `addresses`: those that say where an article was
//! - `gfm`: Markdown as GitHub reads it

mod addresses;
mod gfm;
mod names;
#[cfg(test)]
mod names_tests;

use std::path::Path;

use bantin_core::draft::Draft;
use bantin_core::identity::Origin;
use bantin_model::{Author, Image, Link};
use serde_json::Value;

use super::assets::{Assets, Base, Names};
use super::dropped::Dropped;
use super::error::{EntryError, ImageError};
use super::front::{self, Front, Located};
use super::html::{self, Surroundings};
use super::slugs::Slugs;
use super::{
    Context, Entry, Failed, Imported, Skipped, Why, date, files, language_of_file, publicity, tags,
    template, text,
};
use names::{
    AUTHORS, CATEGORIES, IMAGE, LANG, LEAD, PUBLISHED, SOURCE, TAGS, TITLE, TRANSLATION, UPDATED,
};

/// A Markdown file. All paths are canonical.
pub struct File<'a> {
    pub root: &'a Path,
    /// The folder that ids are paths below: `root`, or a folder above it.
    pub home: &'a Path,
    pub path: &'a Path,
    /// The path below the root, with `/`.
    pub name: String,
    /// The name of the folder as a source.
    pub source: &'a str,
    /// The id of the file in that source.
    pub id: String,
    /// The names of the folder's other files.
    pub names: &'a Names,
}

/// A file that was read; another article may still want its slug.
pub struct FileRead {
    name: String,
    id: String,
    read: Result<Result<Box<Imported>, Why>, Failure>,
}

impl FileRead {
    /// How many pictures were taken over for the file.
    pub fn pictures(&self) -> usize {
        match &self.read {
            Ok(Ok(imported)) => imported.draft.media.len(),
            _ => 0,
        }
    }

    /// The article of the file. Its slug is the one that the file names, or its file name, changed if `slugs` has it.
    pub fn entry(self, slugs: &mut Slugs) -> Entry {
        let Self { name, id, read } = self;
        let failed = |name, (line, error)| Entry::Failed(Failed { name, line, error });
        let mut imported = match read {
            Ok(Ok(imported)) => imported,
            Ok(Err(why)) => return Entry::Skipped(Skipped { name, id, why }),
            Err(failure) => return failed(name, failure),
        };
        // A slug that the file names is wanted, even if another file wants it too.
        if !imported.origin.names_slug {
            match slugs.claim(imported.draft.slug.clone(), &name) {
                Ok(slug) => imported.draft.slug = slug,
                Err(error) => return failed(name, (None, error.into())),
            }
        }
        Entry::Imported(imported)
    }
}

/// Reads `file` by itself.
pub fn read(file: &File<'_>, context: &Context<'_>) -> FileRead {
    let read = article(file, context).map(|read| read.map(Box::new));
    FileRead { name: file.name.clone(), id: file.id.clone(), read }
}

type Failure = (Option<usize>, EntryError);

fn article(file: &File<'_>, context: &Context<'_>) -> Result<Result<Imported, Why>, Failure> {
    let whole = |error| (None, error);
    let at = |(line, error): Located| (Some(line), error);
    files::stays_inside(file.root, file.path).map_err(whole)?;
    if files::is_other_markup(file.path) {
        return Ok(Err(Why::Markup));
    }
    let size = file.path.metadata().map_err(|error| whole(EntryError::Io(error)))?.len();
    if usize::try_from(size).is_ok_and(|size| size > html::MAX_BYTES) {
        return Err(whole(EntryError::TooLarge { limit: html::MAX_BYTES }));
    }
    let bytes = std::fs::read(file.path).map_err(|error| whole(EntryError::Io(error)))?;
    let source = String::from_utf8(bytes).map_err(|error| {
        let good = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        (Some(good.iter().filter(|byte| **byte == b'\n').count() + 1), EntryError::NotUtf8)
    })?;
    let (front, markdown) = front::split(&source).map_err(at)?;
    let hidden = publicity::not_public(&front, &file.id);
    if let Some(why) = hidden.clone().filter(|_| !context.options.unpublished) {
        return Ok(Err(why));
    }
    let mut dropped = Vec::new();
    let text = template::rendered(markdown, &mut dropped);
    let mut html = if files::is_html(file.path) { text } else { to_html(&text) };
    let title = front.text(&TITLE).map_err(at)?.and_then(|title| text::some_line(&title));
    let title =
        title.or_else(|| gfm::first_heading(&mut html)).or_else(|| files::title_of(file.path));
    let title = title.ok_or_else(|| (Some(front.line(&TITLE)), EntryError::NoTitle))?;
    let below = file.path.strip_prefix(file.root).unwrap_or(file.path);
    let published = published(&front, below, context)?;
    let span = publicity::span(&front, context).map_err(at)?;
    let pinned = publicity::pinned(&front, context).unwrap_or_else(|(_, error)| {
        dropped.push(Dropped::field("pinned", &error));
        None
    });
    let updated = updated(&front, &published, context, &mut dropped);
    let lang = optional(front.text(&LANG), "lang", &mut dropped);
    let lang = lang.or_else(|| files::hugo_language(file.path).map(str::to_owned));
    let lang = language_of_file(lang.as_deref(), context.options, &mut dropped);
    let section = section(&front, &lang, context, &mut dropped);
    let dir = file.path.parent().unwrap_or(file.root);
    let mut assets = Assets::new(
        Base::Folder { root: file.root, home: file.home, dir, names: file.names },
        context,
    );
    let image = front.get(&IMAGE).and_then(|value| lead_image(value, &mut assets, &mut dropped));
    let mut body = html::read(&html, &mut assets, &mut dropped).map_err(whole)?;
    html::drop_repeated_title(&mut body, &title);
    let lead = optional(front.text(&LEAD), "lead", &mut dropped);
    let lead = lead.map(|lead| html::plain(&lead)).transpose().map_err(whole)?.unwrap_or_default();
    if body.is_empty() && lead.is_empty() && image.is_none() {
        return Err(whole(EntryError::empty(&dropped)));
    }
    let named = front.text(&["slug"]).map_err(at)?;
    let addressed = last_part(&front);
    let name = named.as_deref().or(addressed.as_deref()).or_else(|| files::article_name(file.path));
    let name = text::slug_text(name.unwrap_or(&file.name));
    let slug = text::slug_of(&name, &file.name).map_err(|e| whole(e.into()))?;
    let views = optional(front.text(&["views"]), "views", &mut dropped);
    let views = views.and_then(|views| views.trim().parse().ok()).unwrap_or(0);
    let source = optional(front.text(&SOURCE), "source", &mut dropped);
    let source = source.and_then(|href| Link::new(&href).ok()).filter(Link::is_absolute);
    let translation = optional(front.text(&TRANSLATION), "translation", &mut dropped)
        .and_then(|key| text::some_line(&key));
    let old_addresses = addresses::of(&front, file.source, &file.id, slug.as_str(), &mut dropped);
    let draft = Draft {
        slug,
        lang,
        title,
        lead,
        section,
        tags: tags(
            optional_list(front.list(&TAGS), "tags", &mut dropped).into_iter().map(|(tag, _)| tag),
        ),
        authors: authors(optional_list(front.list(&AUTHORS), "authors", &mut dropped)),
        published,
        updated,
        span,
        source,
        old_addresses,
        translation,
        views,
        closed: front.text(&["rating"]).is_ok_and(|rating| rating.as_deref() == Some("closed")),
        pinned,
        image,
        body,
        crops: Vec::new(),
        media: assets.into_media(),
    };
    let origin = Origin {
        source: file.source.to_owned(),
        id: file.id.clone(),
        names_slug: named.is_some(),
        ..Origin::default()
    };
    Ok(Ok(Imported { name: file.name.clone(), origin, draft, dropped, hidden }))
}

/// GitHub's Markdown as HTML. Raw HTML stays in it as it is, and goes through the same parser as other HTML.
pub fn to_html(markdown: &str) -> String {
    gfm::to_html(markdown)
}

/// The last part of the address that the file names; `None` for a pattern.
fn last_part(front: &Front<'_>) -> Option<String> {
    let address = front.text(&addresses::OWN).ok()??;
    if address.contains([':', '{', '%']) {
        return None;
    }
    let parts = address.trim_end_matches('/').rsplit('/');
    let last = parts.map(|part| part.trim_end_matches(".html")).find(|part| *part != "index")?;
    let is_word = text::slug_text(last).chars().any(|c| c.is_ascii_alphabetic());
    is_word.then(|| last.to_owned())
}

/// The date in the address that the file names, such as Zola's `path = "2014/12/12/trains"`.
fn date_of_address(front: &Front<'_>) -> Option<String> {
    files::date_of(Path::new(&front.text(&addresses::OWN).ok()??))
}

fn published(front: &Front<'_>, path: &Path, context: &Context<'_>) -> Result<String, Failure> {
    let line = Some(front.line(&PUBLISHED));
    // In Jekyll, `published: true` is no date.
    let is_truth = |key: &str| front.get(&[key]).and_then(publicity::truth).is_some();
    let keys: Vec<&'static str> = PUBLISHED.iter().filter(|key| !is_truth(key)).copied().collect();
    let written = front.text(&keys).map_err(|(line, error)| (Some(line), error))?;
    let written = written.or_else(|| files::date_of(path)).or_else(|| date_of_address(front));
    let written = written.ok_or((Some(1), EntryError::NoDate))?;
    context.dates.parse(&written).map_err(|error| (line, error))
}

fn updated(
    front: &Front<'_>,
    published: &str,
    context: &Context<'_>,
    dropped: &mut Vec<Dropped>,
) -> Option<String> {
    let written = optional(front.text(&UPDATED), "updated", dropped)?;
    match context.dates.parse(&written) {
        Ok(updated) => Some(updated).filter(|updated| !date::is_same_moment(updated, published)),
        Err(error) => {
            dropped.push(Dropped::field("updated", &error));
            None
        }
    }
}

fn section(
    front: &Front<'_>,
    lang: &str,
    context: &Context<'_>,
    dropped: &mut Vec<Dropped>,
) -> String {
    let own = optional(front.text(&["section"]), "section", dropped);
    let names = match own {
        Some(name) => vec![name],
        None => {
            let categories = front.list(&CATEGORIES);
            let categories = optional_list(categories, "categories", dropped);
            categories.into_iter().map(|(name, _)| name).collect()
        }
    };
    if let Some(id) = names.iter().find_map(|name| context.sections.named(name, lang)) {
        return id;
    }
    let is_one = |name: &String| {
        !name.trim().is_empty() && !super::feed::is_no_category(&text::slug_text(name))
    };
    if let Some(name) = names.into_iter().find(is_one) {
        dropped.push(Dropped::Section { name });
    }
    context.sections.default_in(lang)
}

/// The lead picture: an address, or a table with address, alternative text, caption and credit.
fn lead_image(value: &Value, assets: &mut Assets<'_>, dropped: &mut Vec<Dropped>) -> Option<Image> {
    let value = value.as_array().map_or(Some(value), |all| all.first())?;
    let field = |keys: &[&str]| {
        let fields = value.as_object()?;
        keys.iter().find_map(|key| fields.get(*key)).and_then(front::scalar)
    };
    let src =
        front::scalar(value).or_else(|| field(&["src", "image", "url", "path", "file", "teaser"]));
    // An empty field of a theme, or one that only says whether there is a picture.
    let is_empty = |src: &String| matches!(src.trim(), "" | "true" | "false");
    if src.as_ref().is_some_and(is_empty) {
        return None;
    }
    let Some(src) = src else {
        dropped.push(Dropped::Image { src: String::new(), error: ImageError::NoAddress });
        return None;
    };
    match assets.picture(&src) {
        Ok(picture) => {
            let caption = field(&["caption", "title"]).unwrap_or_default();
            let (caption, trailing) = text::caption_and_credit(&caption);
            Some(Image {
                src: picture.src,
                width: picture.width,
                height: picture.height,
                alt: text::one_line(&field(&["alt"]).unwrap_or_default()),
                caption,
                credit: field(&["credit"]).and_then(|credit| text::some_line(&credit)).or(trailing),
                variants: vec![],
            })
        }
        Err(error) => {
            dropped.push(Dropped::Image { src, error });
            None
        }
    }
}

fn authors(names: Vec<(String, Option<String>)>) -> Vec<Author> {
    let names = names.into_iter().filter_map(|(name, url)| Some((text::some_line(&name)?, url)));
    names
        .map(|(name, url)| {
            let url = url.and_then(|url| Link::new(&url).ok()).filter(Link::is_absolute);
            Author { id: String::new(), name, url }
        })
        .collect()
}

/// A field that the article can do without.
fn optional(
    value: Result<Option<String>, Located>,
    field: &'static str,
    dropped: &mut Vec<Dropped>,
) -> Option<String> {
    value.unwrap_or_else(|(_, error)| {
        dropped.push(Dropped::field(field, &error));
        None
    })
}

fn optional_list(
    value: Result<Vec<(String, Option<String>)>, Located>,
    field: &'static str,
    dropped: &mut Vec<Dropped>,
) -> Vec<(String, Option<String>)> {
    value.unwrap_or_else(|(_, error)| {
        dropped.push(Dropped::field(field, &error));
        Vec::new()
    })
}
