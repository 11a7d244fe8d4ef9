//! Gives articles the other files of their pictures: made where they are not there yet, on all cores.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};

use bantin_media::pictures::{self, Crops, Make, PictureError, Variants};
use bantin_model::{Block, Crop, Image, Link, StaticPage};

use crate::draft::Draft;
use crate::store::{Store, StoreError};

/// What of an article or page has pictures.
pub struct Illustrated<'a> {
    pub image: Option<&'a mut Image>,
    pub body: &'a mut [Block],
    /// Where cuts of the lead picture go, for what is shown in previews.
    pub crops: Option<&'a mut Vec<Crop>>,
}

impl<'a> Illustrated<'a> {
    /// An article before it is stored.
    pub fn draft(draft: &'a mut Draft) -> Self {
        Self { image: draft.image.as_mut(), body: &mut draft.body, crops: Some(&mut draft.crops) }
    }

    /// A page that is no news.
    pub fn page(page: &'a mut StaticPage) -> Self {
        Self { image: None, body: &mut page.body, crops: None }
    }

    fn images(&self) -> impl Iterator<Item = &Image> {
        self.image.as_deref().into_iter().chain(self.body.iter().flat_map(Block::images))
    }

    /// The file of the picture that leads.
    fn lead(&self) -> Option<&str> {
        self.images().find_map(name_of)
    }
}

/// Gives `parts` the variants of their pictures and the cuts of their lead pictures. Answers, a line
/// each, of which pictures nothing could be made; they are shown as they are.
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
    let mut notes = Vec::new();
    let variants = made::<Variants>(store, media, &all, &mut notes)?;
    let crops = made::<Crops>(store, media, &leads, &mut notes)?;
    for part in parts {
        let lead = part.lead().and_then(|name| crops.get(name));
        if let (Some(place), lead) = (part.crops, lead) {
            *place = lead.map(|crops| crops.0.clone()).unwrap_or_default();
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

/// What came of making something of a picture; `None` when there is nothing to make.
type Attempt<T> = Result<Option<T>, PictureError>;

/// What is made of each of these pictures, from the store or anew.
fn made<T: Make + Send>(
    store: &Store,
    media: &Path,
    names: &BTreeSet<String>,
    notes: &mut Vec<String>,
) -> Result<BTreeMap<String, T>, StoreError> {
    let mut known = BTreeMap::new();
    let mut missing = Vec::new();
    for name in names {
        match store.made::<Option<T>>(name, T::recipe(name))? {
            Some(Some(made)) if are_there(media, &made) => {
                known.insert(name.clone(), made);
            }
            Some(None) => {}
            _ => missing.push(name),
        }
    }
    let new: Mutex<Vec<(String, Attempt<T>)>> = Mutex::default();
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(name) = missing.get(next.fetch_add(1, Ordering::Relaxed)) {
            let made = pictures::make(media, name);
            let mut new = new.lock().unwrap_or_else(PoisonError::into_inner);
            new.push(((*name).clone(), made));
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads.min(missing.len()) {
            scope.spawn(work);
        }
    });
    let mut stored = Vec::new();
    for (name, made) in new.into_inner().unwrap_or_else(PoisonError::into_inner) {
        match made {
            Ok(made) => stored.push((name, made)),
            // Not remembered: the next import tries again.
            Err(error) => notes.push(error.to_string()),
        }
    }
    let recipe = |(name, _): &(String, Option<T>)| T::recipe(name);
    stored.sort_by_key(recipe);
    for same in stored.chunk_by(|one, other| recipe(one) == recipe(other)) {
        store.set_made(same.first().map_or(T::RECIPE, recipe), same)?;
    }
    known.extend(stored.into_iter().filter_map(|(name, made)| Some((name, made?))));
    notes.sort();
    Ok(known)
}

/// Whether the files are still in the media folder.
fn are_there<T: Make>(media: &Path, made: &T) -> bool {
    made.files().into_iter().filter_map(file_of).all(|name| media.join(name).is_file())
}
