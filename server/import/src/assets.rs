//! Resolves the addresses in an article: takes pictures over, and makes links absolute or links of the site.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use bantin_core::draft::Media;
use bantin_core::old_address::link_to_file;
use bantin_media::take::TakeError;
use bantin_model::Link;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use url::Url;

use super::error::ImageError;
use super::fetch::Fetcher;
use super::html::{Picture, Surroundings};
use super::image::{KnownPictures, Published};
use super::{Context, image};

/// The files of a folder by name, each with its path below `home`; `None` for a name that several files have.
pub type Names = HashMap<String, Option<String>>;

/// What an article's relative addresses are resolved against.
pub enum Base<'a> {
    /// A file in the folder `root`; the ids of its files are paths below `home`. All paths are canonical.
    Folder { root: &'a Path, home: &'a Path, dir: &'a Path, names: &'a Names },
    /// A page on the web; `None` when its address is not known.
    Page(Option<Url>),
}

/// Takes over the pictures and resolves the links of one article.
pub struct Assets<'a> {
    base: Base<'a>,
    fetcher: Option<&'a Fetcher>,
    pictures: &'a KnownPictures,
    known: HashMap<String, Result<Picture, ImageError>>,
    media: Vec<Media>,
    /// Collects the addresses of pictures, when they are only looked for and not taken.
    wanted: Option<Vec<Url>>,
}

impl<'a> Assets<'a> {
    /// For an article that is read in `context`.
    pub fn new(base: Base<'a>, context: &Context<'a>) -> Self {
        let pictures = &context.options.pictures;
        let (known, media) = (HashMap::new(), Vec::new());
        Self { base, fetcher: context.fetcher, pictures, known, media, wanted: None }
    }

    /// As [`Assets::new`], but only collects the addresses of the article's pictures.
    pub fn looking(base: Base<'a>, context: &Context<'a>) -> Self {
        Self { wanted: Some(Vec::new()), ..Self::new(base, context) }
    }

    /// The addresses of pictures on the web that were collected.
    pub fn into_wanted(self) -> Vec<Url> {
        self.wanted.unwrap_or_default()
    }

    /// The files that were taken over and are new, in the order they were asked for.
    pub fn into_media(self) -> Vec<Media> {
        self.media
    }

    fn bytes(&self, src: &str) -> Result<Vec<u8>, ImageError> {
        if let Some(data) = src.strip_prefix("data:") {
            return inline_data(data);
        }
        let absolute = src.strip_prefix("//").map(|rest| format!("https://{rest}"));
        match Url::parse(absolute.as_deref().unwrap_or(src)) {
            Ok(url) => self.fetch(&url),
            Err(url::ParseError::RelativeUrlWithoutBase) => match &self.base {
                Base::Folder { root, dir, .. } => read_file(root, dir, src),
                Base::Page(Some(page)) => {
                    self.fetch(&page.join(src).map_err(|_| ImageError::BadAddress)?)
                }
                Base::Page(None) => Err(ImageError::NoBase),
            },
            Err(_) => Err(ImageError::BadAddress),
        }
    }

    fn fetch(&self, url: &Url) -> Result<Vec<u8>, ImageError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(ImageError::BadAddress);
        }
        let fetcher = self.fetcher.ok_or(ImageError::FetchingOff)?;
        Ok(fetcher.get(url, image::MAX_BYTES)?)
    }

    /// Collects the address of a picture instead of taking it over.
    fn look(&mut self, src: &str) -> Result<Picture, ImageError> {
        let absolute = src.strip_prefix("//").map(|rest| format!("https://{rest}"));
        let src = absolute.as_deref().unwrap_or(src);
        let url = match (Url::parse(src), &self.base) {
            (Err(url::ParseError::RelativeUrlWithoutBase), Base::Page(Some(page))) => {
                page.join(src).ok()
            }
            (url, _) => url.ok(),
        };
        let wanted = self.wanted.get_or_insert_default();
        wanted.extend(url.filter(|url| matches!(url.scheme(), "http" | "https")));
        let src = Link::new("/media/").map_err(|_| ImageError::BadAddress)?;
        Ok(Picture { src, width: 1, height: 1 })
    }

    fn take(&mut self, src: &str) -> Result<Picture, ImageError> {
        if self.wanted.is_some() {
            return self.look(src);
        }
        let bytes = self.bytes(src)?;
        let (published, file) = image::publish(&bytes, self.pictures)?;
        let Published { name, width, height } = published;
        let src = Link::new(&format!("/media/{name}")).map_err(|_| ImageError::BadAddress)?;
        if !self.media.iter().any(|media| media.name == name) {
            self.media.extend(file);
        }
        Ok(Picture { src, width, height })
    }
}

impl Surroundings for Assets<'_> {
    fn picture(&mut self, src: &str) -> Result<Picture, ImageError> {
        let src = src.trim();
        if src.is_empty() {
            return Err(ImageError::NoAddress);
        }
        if let Some(known) = self.known.get(src) {
            return known.clone();
        }
        let picture = self.take(src);
        self.known.insert(src.to_owned(), picture.clone());
        picture
    }

    fn link(&self, href: &str) -> Option<Link> {
        let href = href.trim();
        // Control characters are refused here, before a parser removes them from a scheme.
        Link::new(href).ok()?;
        let absolute = href.strip_prefix("//").map(|rest| format!("https://{rest}"));
        let href = absolute.as_deref().unwrap_or(href);
        match Url::parse(href) {
            Ok(url) => Link::new(url.as_str()).ok(),
            Err(url::ParseError::RelativeUrlWithoutBase) => match &self.base {
                Base::Folder { root, home, dir, names } => {
                    folder_link([root, home, dir], names, href)
                }
                Base::Page(page) => Link::new(page.as_ref()?.join(href).ok()?.as_str()).ok(),
            },
            Err(_) => None,
        }
    }

    fn titles_are_captions(&self) -> bool {
        matches!(self.base, Base::Folder { .. })
    }
}

/// A relative link in a folder, as it is stored: one to a place of the site, or one to another article's file, which
/// becomes a link to that article when it is read. `None` when there is no such file.
fn folder_link([root, home, dir]: [&Path; 3], names: &Names, href: &str) -> Option<Link> {
    let (path, fragment) = href.split_at(href.find(['?', '#']).unwrap_or(href.len()));
    let fragment = fragment.find('#').and_then(|at| fragment.get(at..)).unwrap_or_default();
    let path = percent_decode_str(path).decode_utf8_lossy().into_owned();
    if !super::files::is_markdown(Path::new(&path)) {
        return href.starts_with(['/', '?']).then(|| Link::new(href).ok())?;
    }
    // Zola writes `@/` for its `content` folder.
    let below = path.strip_prefix("@/").or_else(|| path.strip_prefix('/')).unwrap_or(&path);
    let folders = [dir, root, &root.join("content"), &root.join("_posts"), home];
    let files = folders.iter().map(|folder| folder.join(below));
    let file = files
        .filter_map(|file| file.canonicalize().ok())
        .find(|file| file.starts_with(home) && file.is_file());
    let file = file.map(|file| super::files::relative(home, &file));
    // Hugo and Jekyll find a file by its name alone, in whatever folder it is.
    let named = || names.get(below.rsplit('/').next()?)?.clone();
    link_to_file(&file.or_else(named)?, fragment)
}

/// The bytes of a `data:` address.
fn inline_data(data: &str) -> Result<Vec<u8>, ImageError> {
    let (head, body) = data.split_once(',').ok_or(ImageError::BadAddress)?;
    if head.trim_end().ends_with(";base64") {
        let body: String = percent_decode_str(body)
            .decode_utf8_lossy()
            .chars()
            .filter(|c| !c.is_ascii_whitespace())
            .collect();
        return STANDARD.decode(body).map_err(|_| ImageError::BadAddress);
    }
    Ok(percent_decode_str(body).collect())
}

/// The bytes of a file within `root`; `src` is relative to `dir`, or to the root when it begins with `/`.
fn read_file(root: &Path, dir: &Path, src: &str) -> Result<Vec<u8>, ImageError> {
    let bare = src.split(['?', '#']).next().unwrap_or_default();
    let decoded = percent_decode_str(bare).decode_utf8().map_err(|_| ImageError::BadAddress)?;
    let candidates: Vec<PathBuf> = [src, &decoded]
        .into_iter()
        .flat_map(|name| match name.strip_prefix('/') {
            // Hugo serves the files of `static` from the root.
            Some(name) => vec![root.join(name), root.join("static").join(name)],
            None => vec![dir.join(name)],
        })
        .collect();
    let mut error = ImageError::NotFound;
    for path in candidates {
        match path.canonicalize() {
            Ok(path) if !path.starts_with(root) => error = ImageError::Outside,
            Ok(path) => return read_limited(&path),
            // The file does not exist, or no file can have this name.
            Err(_) => {}
        }
    }
    Err(error)
}

fn read_limited(path: &Path) -> Result<Vec<u8>, ImageError> {
    let about = path.metadata().map_err(|error| ImageError::Io(error.kind()))?;
    if !about.is_file() {
        return Err(ImageError::NotFound);
    }
    if about.len() > image::MAX_BYTES {
        return Err(ImageError::Rejected(TakeError::TooLarge { limit: image::MAX_BYTES }));
    }
    std::fs::read(path).map_err(|error| ImageError::Io(error.kind()))
}
