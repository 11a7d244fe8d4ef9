//! Finds the section of an article by the name that its source gives.

use std::collections::HashMap;

use bantin_model::Section;

use super::{Options, text};

/// The sections of a site by name. Made once for each source, since a site may have thousands.
pub struct Sections<'a> {
    /// By id and by name, both without marks, in the site's order.
    by_name: HashMap<String, Vec<&'a Section>>,
    /// The first section of each language.
    first: HashMap<&'a str, &'a Section>,
    default: &'a str,
    /// The categories that the newsroom has assigned to a section, without marks.
    told: HashMap<String, &'a str>,
    /// The section for all other articles, if the newsroom named one.
    all: Option<&'a str>,
    /// The languages of sections with the default id.
    default_is_in: Vec<&'a str>,
}

impl<'a> Sections<'a> {
    pub fn of(options: &'a Options) -> Self {
        let mut by_name: HashMap<String, Vec<&Section>> = HashMap::new();
        let mut first = HashMap::new();
        for section in &options.sections {
            let name = key(&section.name);
            if name != section.id {
                by_name.entry(name).or_default().push(section);
            }
            by_name.entry(section.id.clone()).or_default().push(section);
            first.entry(section.lang.as_str()).or_insert(section);
        }
        let default = options.default_section.as_str();
        let named = options.sections.iter().filter(|section| section.id == default);
        let default_is_in = named.map(|section| section.lang.as_str()).collect();
        let told = options.about.categories.iter();
        let told = told.map(|(name, id)| (key(name), id.as_str())).collect();
        let all = options.about.section.as_deref();
        Self { by_name, first, default, default_is_in, told, all }
    }

    /// The id of the section that an article in `lang` calls `name`, which may be its id. `None` where the site has no
    /// such section. On a site without sections every name is one.
    pub fn named(&self, name: &str, lang: &str) -> Option<String> {
        let folded = key(name);
        if let Some(id) = self.told.get(&folded) {
            return Some((*id).to_owned());
        }
        if self.all.is_some() {
            return None;
        }
        if self.by_name.is_empty() {
            return Some(folded).filter(|id| !id.is_empty());
        }
        let named = self.by_name.get(&folded)?;
        let own = named.iter().find(|section| section.lang == lang);
        own.or_else(|| named.first()).map(|section| section.id.clone())
    }

    /// The section for an article in `lang` whose own section the site does not have.
    pub fn default_in(&self, lang: &str) -> String {
        if let Some(all) = self.all {
            return all.to_owned();
        }
        let own = self.first.get(lang).filter(|_| !self.default_is_in.contains(&lang));
        own.map_or_else(|| self.default.to_owned(), |section| section.id.clone())
    }
}

/// The key that sections are found by, made of their name or of what an article names.
fn key(name: &str) -> String {
    #[cfg(test)]
    tests::KEYS_MADE.with(|made| made.set(made.get() + 1));
    text::slug_text(name)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::tests::options;

    thread_local! {
        /// How many keys this thread has made.
        pub static KEYS_MADE: Cell<usize> = const { Cell::new(0) };
    }

    #[test]
    fn a_section_is_found_by_its_id_and_by_its_name() {
        let options = options();
        let sections = Sections::of(&options);
        assert_eq!(sections.named("moi-truong", "vi").as_deref(), Some("moi-truong"));
        assert_eq!(sections.named("MÔI TRƯỜNG", "vi").as_deref(), Some("moi-truong"));
        assert_eq!(sections.named("News", "vi").as_deref(), Some("news"));
        assert_eq!(sections.named("Cờ vua", "vi"), None);
        assert_eq!(sections.default_in("vi"), "thoi-su");
        assert_eq!(sections.default_in("en"), "news");
        assert_eq!(sections.default_in("fr"), "thoi-su");
    }

    #[test]
    fn what_is_said_of_a_source_here_comes_before_what_it_calls_its_categories() {
        let mut options = options();
        options.about.categories.insert("Kinh tế".to_owned(), "news".to_owned());
        let sections = Sections::of(&options);
        assert_eq!(sections.named("KINH TẾ", "vi").as_deref(), Some("news"));
        assert_eq!(sections.named("Môi trường", "vi").as_deref(), Some("moi-truong"));
        options.about.section = Some("moi-truong".to_owned());
        let sections = Sections::of(&options);
        assert_eq!(sections.named("Kinh tế", "vi").as_deref(), Some("news"));
        assert_eq!(sections.named("Thời sự", "vi"), None);
        assert_eq!(sections.default_in("vi"), "moi-truong");
    }

    #[test]
    fn of_two_sections_of_one_name_the_one_in_the_article_s_language_is_taken() {
        let mut options = options();
        let section = |id: &str, lang: &str| Section {
            id: id.to_owned(),
            name: "Video".to_owned(),
            lang: lang.to_owned(),
        };
        options.sections.extend([section("video", "vi"), section("video-en", "en")]);
        let sections = Sections::of(&options);
        assert_eq!(sections.named("Video", "en").as_deref(), Some("video-en"));
        assert_eq!(sections.named("Video", "fr").as_deref(), Some("video"));
    }

    #[test]
    fn thousands_of_sections_are_folded_once_and_not_for_each_article() {
        let mut options = options();
        options.sections = (0..2000)
            .map(|n| Section {
                id: format!("s-{n}"), name: format!("Mục {n}"), lang: "vi".into()
            })
            .collect();
        let before = KEYS_MADE.get();
        let sections = Sections::of(&options);
        for n in 0..2000 {
            assert_eq!(sections.named(&format!("mục {n}"), "vi"), Some(format!("s-{n}")));
        }
        assert_eq!(KEYS_MADE.get() - before, 4000);
    }
}
