//! Static pages: Markdown files in the folder `pages` beside `site.toml`.

use std::path::Path;

use bantin_core::draft::Media;
use bantin_model::StaticPage;

use super::assets::{Assets, Base, Names};
use super::error::{EntryError, ImportError};
use super::markdown;
use super::{Context, Dropped, Failed, Options, files, front, html, language_of_file, text};

/// The folder's name.
pub const FOLDER: &str = "pages";

/// A static page that was read from its file.
#[derive(Debug)]
pub struct StaticDraft {
    /// The file's path in the newsroom's folder.
    pub name: String,
    pub page: StaticPage,
    /// The files behind every `/media/…` address in the body.
    pub media: Vec<Media>,
    pub dropped: Vec<Dropped>,
}

/// Reads the static pages of the newsroom in `root`, in the order of their `order` and then their names.
///
/// # Errors
/// [`ImportError`] when the folder cannot be listed. A file that cannot be read is a [`Failed`].
pub fn read(
    root: &Path,
    options: &Options,
) -> Result<Vec<Result<StaticDraft, Failed>>, ImportError> {
    let failed = |path: &Path, error| ImportError::Io { path: path.to_owned(), error };
    let root = root.canonicalize().map_err(|error| failed(root, error))?;
    let pages = root.join(FOLDER);
    if !pages.canonicalize().map_err(|error| failed(&pages, error))?.starts_with(&root) {
        return Err(ImportError::Outside(pages));
    }
    let files = files::files(&pages).map_err(|(path, error)| failed(&path, error))?;
    let context = Context::of(options)?;
    let mut read: Vec<(i64, Result<StaticDraft, Failed>)> = files
        .iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap_or(path).to_string_lossy().into_owned();
            match page(&root, path, &name, &context) {
                Ok((order, draft)) => (order, Ok(draft)),
                Err((line, error)) => (i64::MAX, Err(Failed { name, line, error })),
            }
        })
        .collect();
    read.sort_by_key(|(order, _)| *order);
    Ok(read.into_iter().map(|(_, read)| read).collect())
}

fn page(
    root: &Path,
    path: &Path,
    name: &str,
    context: &Context<'_>,
) -> Result<(i64, StaticDraft), (Option<usize>, EntryError)> {
    let whole = |error| (None, error);
    let at = |(line, error): front::Located| (Some(line), error);
    files::stays_inside(root, path).map_err(whole)?;
    let source = std::fs::read_to_string(path).map_err(|error| whole(EntryError::Io(error)))?;
    let (front, markdown) = front::split(&source).map_err(at)?;
    let title = front.text(&["title"]).map_err(at)?.and_then(|title| text::some_line(&title));
    let title = title.ok_or_else(|| (Some(front.line(&["title"])), EntryError::NoTitle))?;
    let lang = front.text(&["lang", "language"]).map_err(at)?;
    let lang = lang.or_else(|| files::hugo_language(path).map(str::to_owned));
    let description = front.text(&["description", "summary"]).map_err(at)?.unwrap_or_default();
    let order = front.text(&["order", "weight"]).map_err(at)?;
    let slug = front.text(&["slug"]).map_err(at)?;
    let slug = slug.as_deref().or_else(|| files::article_name(path)).unwrap_or(name);
    let slug = text::slug_of(&text::slug_text(slug), name).map_err(|error| whole(error.into()))?;
    let mut dropped = Vec::new();
    let dir = path.parent().unwrap_or(root);
    let names = Names::new();
    let base = Base::Folder { root, home: root, dir, names: &names };
    let mut assets = Assets::new(base, context);
    let mut body =
        html::read(&markdown::to_html(markdown), &mut assets, &mut dropped).map_err(whole)?;
    html::drop_repeated_title(&mut body, &title);
    let page = StaticPage {
        slug,
        lang: language_of_file(lang.as_deref(), context.options, &mut dropped),
        title,
        description: text::one_line(&description),
        body,
    };
    let order = order.and_then(|order| order.trim().parse().ok()).unwrap_or(i64::MAX - 1);
    Ok((order, StaticDraft { name: name.to_owned(), page, media: assets.into_media(), dropped }))
}
