//! The two sample papers, each from left to right and from right to left.

use std::path::Path;
use std::sync::Arc;

use bantin::components::Edition;
use bantin::config::Config;
use bantin_import::site_file;
use bantin_model::{Author, Image, Link, PageLink, Site, Slug};

use crate::voices::{ARABIC, ENGLISH, VIETNAMESE, Voice};

/// A name for addresses, the folder, and the language it is written in.
const PAPERS: [(&str, &str, &Voice); 2] =
    [("tan-giang", "sample", &VIETNAMESE), ("harbour", "sample-harbour", &ENGLISH)];

/// A paper in one direction.
pub struct Paper {
    /// In addresses.
    pub key: &'static str,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    pub voice: &'static Voice,
    pub site: Arc<Site>,
    /// The files of its brand: name and bytes.
    pub files: Vec<(String, Vec<u8>)>,
}

/// All of them, read from the folders of the samples in `root`.
pub fn all(root: &Path) -> Vec<Paper> {
    let paper = |(key, folder, voice): &(&'static str, &str, &'static Voice)| {
        let path = root.join("server").join(folder).join(site_file::NAME);
        let read = site_file::read(&path).unwrap();
        let files = read.files.into_iter().map(|file| (file.name, file.bytes));
        let files: Vec<_> = files.collect();
        [("ltr", *voice), ("rtl", &ARABIC)].map(|(direction, voice)| Paper {
            key,
            direction,
            voice,
            site: Arc::new(in_language(read.site.clone(), voice)),
            files: files.clone(),
        })
    };
    PAPERS.iter().flat_map(paper).collect()
}

/// The paper as it would be with this as its first language.
fn in_language(mut site: Site, voice: &Voice) -> Site {
    site.live = Link::new("/api/v1/").ok();
    if site.default_language != voice.lang {
        let before = std::mem::replace(&mut site.default_language, voice.lang.to_owned());
        site.languages.insert(0, voice.lang.to_owned());
        let own = site.sections.iter_mut().filter(|section| section.lang == before);
        for (section, name) in own.zip(voice.places.iter().cycle()) {
            (section.lang, section.name) = (voice.lang.to_owned(), (*name).to_owned());
        }
        for block in &mut site.brand.front {
            block.lang = None;
        }
        voice.tagline.clone_into(&mut site.description);
        site.brand.tagline = None;
    }
    let page = |slug: &str, title: &str| PageLink {
        slug: Slug::new(slug).unwrap(),
        lang: voice.lang.to_owned(),
        title: title.to_owned(),
    };
    site.pages = vec![page("who", voice.places[0]), page("write", voice.places[5])];
    site
}

impl Paper {
    /// What components find when they are drawn for it. Addresses are relative, so that pictures are there when a page is
    /// opened as a file.
    pub fn edition(&self) -> Edition {
        self.edition_of(self.site.clone())
    }

    /// The same with another site.
    pub fn edition_of(&self, site: Arc<Site>) -> Edition {
        Edition::new(Arc::new(Self::config()), site, self.voice.lang)
    }

    pub fn config() -> Config {
        Config { base: String::new(), ..Config::default() }
    }

    /// The paper with its site changed.
    #[must_use]
    pub fn with(&self, change: impl FnOnce(&mut Site)) -> Self {
        let mut site = (*self.site).clone();
        change(&mut site);
        let Self { key, direction, voice, .. } = *self;
        Self { key, direction, voice, site: Arc::new(site), files: Vec::new() }
    }

    /// Ids of the sections in its language.
    pub fn sections(&self) -> Vec<String> {
        self.site.sections_in(self.voice.lang).map(|section| section.id.clone()).collect()
    }

    pub fn authors(&self) -> Vec<Author> {
        let of = |name: &&str| Author { id: author_id(name), name: (*name).to_owned(), url: None };
        self.voice.names.iter().map(of).collect()
    }

    /// A picture as wide as it is in most stories, or one higher than wide, or one without anything.
    pub fn image(&self, shape: &str) -> Image {
        let (_, width, height) = PICTURES.iter().find(|(name, ..)| *name == shape).unwrap();
        Image {
            src: Link::new(&format!("media/{shape}.svg")).unwrap(),
            width: *width,
            height: *height,
            alt: self.voice.caption.to_owned(),
            caption: Some(self.voice.caption.to_owned()),
            credit: Some(self.voice.names[1].to_owned()),
            variants: Vec::new(),
        }
    }
}

/// As the import makes one of a name in Latin letters; others have faces as well.
fn author_id(name: &str) -> String {
    let id: String = name.chars().filter(|c| c.is_ascii_alphabetic() || *c == ' ').collect();
    let id = id.to_lowercase().replace(' ', "-");
    if id.len() > 3 { id } else { "ned-carrow".to_owned() }
}

/// The pictures of all stories: name, width and height.
const PICTURES: [(&str, u32, u32); 4] =
    [("wide", 1600, 900), ("tall", 900, 1200), ("square", 1000, 1000), ("missing", 1200, 800)];

/// The files of the pictures. One of them is missing, as on a network that breaks off.
pub fn pictures() -> Vec<(String, Vec<u8>)> {
    let there = PICTURES.iter().filter(|(name, ..)| *name != "missing");
    let drawn = |(name, width, height): &(&str, u32, u32)| {
        let text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\
             <rect width=\"100%\" height=\"60%\" fill=\"#9db8c9\"/><rect y=\"60%\" width=\"100%\" height=\"40%\" fill=\"#4d6a6d\"/>\
             <circle cx=\"70%\" cy=\"30%\" r=\"90\" fill=\"#f3d9a4\"/><path d=\"M0 {0}h{width}v40H0z\" fill=\"#6b4a2f\"/></svg>",
            height * 11 / 20
        );
        (format!("{name}.svg"), text.into_bytes())
    };
    there.map(drawn).collect()
}
