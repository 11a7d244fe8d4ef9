//! The site of a store without a `site.toml`.

use bantin_model::{Brand, Link, Site};

/// The site of a store into which no `site.toml` was imported yet.
pub fn nameless() -> Site {
    Site {
        name: "Bản Tin".to_owned(),
        description: String::new(),
        url: Link::root(),
        languages: vec!["vi".to_owned(), "en".to_owned()],
        default_language: "vi".to_owned(),
        time_zone: "Asia/Ho_Chi_Minh".to_owned(),
        sections: Vec::new(),
        pages: Vec::new(),
        brand: Brand::default(),
        live: None,
    }
}
