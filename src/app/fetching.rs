//! What a page is drawn with: the site, once, the page itself and the words of its language.

use std::sync::Arc;

use bantin_model::{Brand, Link, Route, Site};
use leptos::prelude::*;

use super::App;
use crate::api::Client;
use crate::browser;
use crate::components::Edition;
use crate::locale::spoken;
use crate::locale::text::is_tag;
use crate::pages::{self, Page};

impl App {
    /// Reads the page of `route`, and the site the first time.
    pub(super) async fn fetch(self, route: &Route, number: u32) -> (Arc<Site>, Page) {
        let client = self.client();
        let site = match self.site() {
            Some(site) => Ok(site),
            None => client.site().await.map(|site| self.open(client, site)),
        };
        let (site, page) = match site {
            Ok(site) => {
                let page = pages::load(&self.client().for_page(number), &site, route).await;
                (site, page)
            }
            Err(error) => {
                let (title, lang) = self.state.with_value(|state| state.first.clone());
                let site = self.config().applied_to(stand_in(title.as_deref(), lang));
                (Arc::new(site), Page::Failed(error))
            }
        };
        self.load_words(&site, &page).await;
        (site, page)
    }

    /// Fetches the words that `page` is drawn with. Where no words have ever arrived, the page says that the app failed, in
    /// words of its own.
    pub(super) async fn load_words(self, site: &Arc<Site>, page: &Page) {
        let edition = Edition::new(self.config(), Arc::clone(site), page.lang(site));
        let is_here = spoken::load(&edition.config.base, edition.lang).await;
        if !is_here && edition.messages().tag.is_empty() {
            browser::reveal("failed");
        }
    }

    /// Takes `site` as the site from now on: calls go to its live service, if it has one.
    pub(super) fn open(self, client: Client, site: Site) -> Arc<Site> {
        let site = self.config().applied_to(site);
        let client = client.with_live(&site);
        let site = Arc::new(site);
        self.state.update_value(|state| {
            state.client = client.clone();
            state.site = Some(Arc::clone(&site));
        });
        self.outbox.connect(client);
        site
    }
}

/// A site to draw with while the real one cannot be fetched. `title` and `lang` are those of the document: a page
/// without content has the site's name as its title, and the site's language as its own.
fn stand_in(title: Option<&str>, lang: Option<String>) -> Site {
    let lang = lang.filter(|tag| !tag.is_empty() && is_tag(tag)).unwrap_or_else(|| "vi".into());
    Site {
        name: title.unwrap_or_default().into(),
        description: String::new(),
        url: Link::root(),
        languages: vec![lang.clone()],
        default_language: lang,
        time_zone: "Asia/Ho_Chi_Minh".into(),
        sections: Vec::new(),
        pages: Vec::new(),
        brand: Brand::default(),
        live: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn what_stands_in_for_the_site_is_what_the_page_knows_of_it() {
        let of = |title: &str, lang: &str| stand_in(Some(title), Some(lang.into()));
        let site = of("The Ferry Post", "en-GB");
        assert_eq!((&*site.name, &*site.default_language), ("The Ferry Post", "en-GB"));
        assert_eq!(site.languages, ["en-GB"]);
        // A language that the app has no words in.
        assert_eq!(of("Lautta", "fi").default_language, "fi");
        assert_eq!(of("Die Fähre", "de/..").default_language, "vi");
        let config = Config { name: Some("Tin".into()), ..Config::default() };
        assert_eq!(config.applied_to(of("x", "en")).name, "Tin");
    }
}
