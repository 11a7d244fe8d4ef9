//! The edition: the site in one language, which every component can ask for.

use std::sync::Arc;

use bantin_model::{DateForm, Link, Site, language};
use leptos::prelude::use_context;

use crate::config::Config;
use crate::locale::{Lang, Messages, intl, text};
use bantin_model::Route;

/// The site in one language. Cheap to clone.
#[derive(Clone, Debug, PartialEq)]
pub struct Edition {
    pub config: Arc<Config>,
    pub site: Arc<Site>,
    pub lang: Lang,
    /// BCP 47 of the language as the site writes it.
    pub tag: Arc<str>,
}

/// The edition of the page that is being drawn, which [`PageView`](crate::pages::PageView) provides.
///
/// # Panics
///
/// In a component that is drawn outside of a page. The message names what is missing, in debug builds also the component.
// Only in debug builds: each call would carry its place in the source to the browser, some bytes a call.
#[cfg_attr(debug_assertions, track_caller)]
#[expect(clippy::panic, reason = "as Leptos' own function for it does")]
pub fn use_edition() -> Edition {
    // Not `expect_context`, which writes the name of the type as code does: four kilobytes of the second and third piece.
    match use_context() {
        Some(edition) => edition,
        None => panic!("expected the edition of a page (`PageView` provides it)"),
    }
}

impl Edition {
    /// The edition for `tag`: in the language of the site that `tag` is looked up as (RFC 4647), else in `tag` itself
    /// when the app speaks it, else in the site's default language. Its words are in the nearest language that the app
    /// speaks.
    pub fn new(config: Arc<Config>, site: Arc<Site>, tag: &str) -> Self {
        let default = &site.default_language;
        let own = language::nearest(tag, &site.languages);
        let tag = own.or_else(|| Lang::of(tag).map(|_| tag)).unwrap_or(default);
        // A text that is no tag would change the addresses it becomes a part of.
        let tag = if text::is_tag(tag) { tag } else { "vi" };
        let lang = Lang::nearest(tag, default);
        let tag = Arc::from(tag);
        Self { config, site, lang, tag }
    }

    pub fn messages(&self) -> &'static Messages {
        self.lang.messages()
    }

    /// The address of a page.
    pub fn href(&self, route: &Route) -> String {
        route.path(&self.config.base)
    }

    /// The front page of this edition.
    pub fn front(&self) -> Route {
        self.front_in(&self.tag)
    }

    /// The page of saved articles, in this language.
    pub fn saved(&self) -> Route {
        Route::Saved { lang: self.lang_of_route() }
    }

    /// The front page in the language `tag`.
    pub fn front_in(&self, tag: &str) -> Route {
        let lang = (tag != self.site.default_language).then(|| tag.to_owned());
        Route::Front { lang, page: None }
    }

    /// The language as routes have it: `None` for the site's default.
    pub fn lang_of_route(&self) -> Option<String> {
        (*self.tag != self.site.default_language).then(|| self.tag.to_string())
    }

    /// The address for the browser of a picture or page whose link the contract gives.
    pub fn resolve(&self, link: &Link) -> String {
        self.config.resolve(link.as_str())
    }

    /// `lang`, if it is another language than this edition's: it must be marked for readers who hear the page.
    pub fn foreign<'a>(&self, lang: &'a str) -> Option<&'a str> {
        (lang != &*self.tag).then_some(lang)
    }

    /// The language of the app's words, when the edition is in one that the app does not speak.
    pub fn words_in(&self) -> Option<&'static str> {
        Lang::of(&self.tag).is_none().then(|| self.messages().tag)
    }

    /// Date and time of `rfc3339` in the site's time zone, in the form that the newsroom, or else the language, uses.
    pub fn date_time(&self, rfc3339: &str) -> String {
        self.dated(rfc3339, self.form_of_times())
    }

    /// The form of date and time, as a pattern of CLDR.
    pub fn form_of_times(&self) -> &str {
        self.form(|own| &own.date_time, self.lang.widget_messages().dates[0])
    }

    /// The same without the time.
    pub fn date(&self, rfc3339: &str) -> String {
        let form = self.form(|own| &own.date, self.lang.widget_messages().dates[1]);
        self.dated(rfc3339, form)
    }

    fn form<'a>(&'a self, own: fn(&DateForm) -> &String, otherwise: &'a str) -> &'a str {
        let form = self.site.brand.dates.iter().find(|form| *form.lang == *self.tag);
        form.map_or(otherwise, |form| own(form))
    }

    fn dated(&self, rfc3339: &str, form: &str) -> String {
        intl::date(rfc3339, &self.site.time_zone, self.lang, form)
    }

    /// A whole number with the language's digit groups.
    pub fn number(&self, number: u64) -> String {
        self.messages().number(number)
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use bantin_model::Brand;
    use leptos::prelude::{Owner, provide_context};

    use super::*;

    fn site(languages: &[&str]) -> Site {
        Site {
            name: String::new(),
            description: String::new(),
            url: Link::root(),
            languages: languages.iter().map(|tag| (*tag).to_owned()).collect(),
            default_language: languages.first().map_or_else(String::new, |tag| (*tag).to_owned()),
            time_zone: "Asia/Ho_Chi_Minh".to_owned(),
            sections: Vec::new(),
            pages: Vec::new(),
            brand: Brand::default(),
            live: None,
        }
    }

    fn edition_of(languages: &[&str], tag: &str) -> Edition {
        Edition::new(Arc::default(), Arc::new(site(languages)), tag)
    }

    fn edition() -> Edition {
        edition_of(&["vi"], "vi")
    }

    #[test]
    fn a_page_is_in_the_site_s_language_that_its_own_is_looked_up_as() {
        for (languages, tag, edition, lang, words) in [
            (&["en-GB"][..], "en", "en-GB", Lang::En, None),
            (&["vi", "en"], "en-GB", "en", Lang::En, None),
            // Of a language that the app does not speak, its own words are marked.
            (&["fi"], "fi", "fi", Lang::En, Some("en-GB")),
            (&["vi", "fi"], "fi-FI", "fi", Lang::Vi, Some("vi-VN")),
            (&["vi", "fr"], "fr-CA", "fr", Lang::Fr, None),
            // One that the site does not have.
            (&["vi"], "en", "en", Lang::En, None),
            (&["vi"], "fi", "vi", Lang::Vi, None),
            (&["vi\"><script>"], "vi\"><script>", "vi", Lang::Vi, None),
        ] {
            let of = edition_of(languages, tag);
            assert_eq!((&*of.tag, of.lang, of.words_in()), (edition, lang, words), "{tag}");
        }
    }

    #[test]
    fn components_find_the_edition_that_their_page_has_provided() {
        let found = Owner::new().with(|| {
            provide_context(edition());
            Owner::new().with(use_edition)
        });
        assert_eq!(found, edition());
    }

    #[test]
    #[should_panic(expected = "expected the edition of a page")]
    fn a_component_outside_of_a_page_says_what_it_lacks() {
        Owner::new().with(use_edition);
    }
}
