//! Gives articles the smaller files of their pictures, and makes those that are missing, on all cores.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};

use bantin_core::draft::Draft;
use bantin_media::pictures::{Crops, Make, PictureError, Source, Variants};
use bantin_model::{Block, Crop, Image, Link, StaticPage};

use crate::sqlite::{Store, StoreError};

/// The parts of an article or page that have pictures.
pub struct Illustrated<'a> {
    pub image: Option<&'a mut Image>,
    pub body: &'a mut [Block],
    /// Takes the cuts of the lead picture, which previews on other sites show.
    pub crops: Option<&'a mut Vec<Crop>>,
}

impl<'a> Illustrated<'a> {
    /// An article before it is stored.
    pub fn draft(draft: &'a mut Draft) -> Self {
        Self { image: draft.image.as_mut(), body: &mut draft.body, crops: Some(&mut draft.crops) }
    }

    /// A static page.
    pub fn page(page: &'a mut StaticPage) -> Self {
        Self { image: None, body: &mut page.body, crops: None }
    }

    fn images(&self) -> impl Iterator<Item = &Image> {
        self.image.as_deref().into_iter().chain(self.body.iter().flat_map(Block::images))
    }

    /// The file name of the lead picture.
    fn lead(&self) -> Option<&str> {
        self.images().find_map(name_of)
    }
}

/// Gives `parts` the variants of their pictures and the cuts of their lead pictures. Answers a line for each picture of
/// which nothing could be made; those pictures are shown as they are.
///
/// # Errors
/// [`StoreError`].
pub fn illustrate<'a>(
    store: &Store,
    media: &Path,
    parts: impl Iterator<Item = Illustrated<'a>>,
) -> Result<Vec<String>, StoreError> {
    let parts: Vec<_> = parts.collect();
    let mut all = BTreeSet::new();
    let mut leads = BTreeSet::new();
    for part in &parts {
        all.extend(part.images().filter_map(name_of).map(str::to_owned));
        leads.extend(part.lead().filter(|_| part.crops.is_some()).map(str::to_owned));
    }
    let mut variants = Others::<Variants>::known(store, media, &all)?;
    let mut crops = Others::<Crops>::known(store, media, &leads)?;
    let made = make_missing(media, &variants.missing, &crops.missing);
    let notes = made.notes;
    variants.add(store, made.variants)?;
    crops.add(store, made.crops)?;
    let (variants, crops) = (variants.made, crops.made);
    for part in parts {
        let lead = part.lead().and_then(|name| crops.get(name));
        if let (Some(slot), lead) = (part.crops, lead) {
            *slot = lead.map(|crops| crops.0.clone()).unwrap_or_default();
        }
        let in_text = part.body.iter_mut().flat_map(Block::images_mut);
        for image in part.image.into_iter().chain(in_text) {
            let of_image = name_of(image).and_then(|name| variants.get(name));
            image.variants = of_image.map(|variants| variants.0.clone()).unwrap_or_default();
        }
    }
    Ok(notes)
}

/// The file in the media folder behind a picture.
fn name_of(image: &Image) -> Option<&str> {
    file_of(&image.src)
}

fn file_of(link: &Link) -> Option<&str> {
    link.as_str().strip_prefix("/media/")
}

/// What was made of pictures before, by their names, and what is missing.
struct Others<T> {
    made: BTreeMap<String, T>,
    /// The pictures of which it must still be made.
    missing: BTreeSet<String>,
}

impl<T: Make> Others<T> {
    /// Looks up what the store knows of these pictures; counts as missing where the files are gone.
    fn known(store: &Store, media: &Path, names: &BTreeSet<String>) -> Result<Self, StoreError> {
        let (mut made, mut missing) = (BTreeMap::new(), BTreeSet::new());
        for name in names {
            match store.made::<Option<T>>(name, T::recipe(name))? {
                Some(Some(known)) if are_there(media, &known) => {
                    made.insert(name.clone(), known);
                }
                Some(None) => {}
                _ => {
                    missing.insert(name.clone());
                }
            }
        }
        Ok(Self { made, missing })
    }

    /// Remembers what was made now, in the store too. `None` says that nothing can be made of the picture.
    fn add(&mut self, store: &Store, mut new: Vec<(String, Option<T>)>) -> Result<(), StoreError> {
        let recipe = |(name, _): &(String, Option<T>)| T::recipe(name);
        new.sort_by_key(recipe);
        for same in new.chunk_by(|one, other| recipe(one) == recipe(other)) {
            store.set_made(same.first().map_or(T::RECIPE, recipe), same)?;
        }
        self.made.extend(new.into_iter().filter_map(|(name, made)| Some((name, made?))));
        Ok(())
    }
}

/// What was made just now. A picture that failed is only in `notes`, so that the next import tries it again.
#[derive(Default)]
struct Made {
    variants: Vec<(String, Option<Variants>)>,
    crops: Vec<(String, Option<Crops>)>,
    notes: Vec<String>,
}

impl Made {
    fn fail(&mut self, error: &PictureError) {
        self.notes.push(error.to_string());
    }
}

/// Makes variants and cuts of these pictures; each is decoded once.
fn make_missing(media: &Path, variants: &BTreeSet<String>, crops: &BTreeSet<String>) -> Made {
    let names: Vec<&String> = variants.union(crops).collect();
    let made: Mutex<Made> = Mutex::default();
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(name) = names.get(next.fetch_add(1, Ordering::Relaxed)).copied() {
            let source = Source::open(media, name);
            let wanted = (variants.contains(name), crops.contains(name));
            let (smaller, cut) = match &source {
                Ok(source) => (
                    wanted.0.then(|| made_of::<Variants>(source.as_ref())),
                    wanted.1.then(|| made_of::<Crops>(source.as_ref())),
                ),
                Err(error) => {
                    made.lock().unwrap_or_else(PoisonError::into_inner).fail(error);
                    continue;
                }
            };
            drop(source);
            let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
            match smaller {
                Some(Ok(variants)) => made.variants.push((name.clone(), variants)),
                Some(Err(error)) => made.fail(&error),
                None => {}
            }
            match cut {
                Some(Ok(crops)) => made.crops.push((name.clone(), crops)),
                Some(Err(error)) => made.fail(&error),
                None => {}
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads.min(names.len()) {
            scope.spawn(work);
        }
    });
    let mut made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    made.notes.sort();
    made
}

/// Makes a `T` of a picture; `None` for a picture that is not decoded.
fn made_of<T: Make>(source: Option<&Source>) -> Result<Option<T>, PictureError> {
    source.map_or(Ok(None), Source::make)
}

/// Whether the files are still in the media folder.
fn are_there<T: Make>(media: &Path, made: &T) -> bool {
    made.files().into_iter().filter_map(file_of).all(|name| media.join(name).is_file())
}
