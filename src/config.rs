//! The configuration that an operator writes into the page, without a rebuild: one JSON block,
//! `<script type="application/json" id="bantin-config">`.

use bantin_model::lenient::if_readable;
use bantin_model::{Link, Site};
use serde::Deserialize;

use crate::api::json;

/// The block's content. Every field may be left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The folder the site is in, beginning and ending in `/`.
    pub base: String,
    /// Root of the read tree; relative to the page's origin or absolute; ends in `/`.
    pub api: String,
    /// The newspaper's name, in place of the one in `site.json`.
    pub name: Option<String>,
    /// Root of the live service, in place of the one in `site.json`.
    pub live: Option<Link>,
    /// The theme for readers who have chosen none: `light` or `dark`; without it, the system's.
    pub theme: Option<Theme>,
}

/// The colours of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    Light,
    Dark,
}

impl Theme {
    /// The value of `data-theme`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of this name; `None` for `system` and every other name.
    pub fn of(name: &str) -> Option<Self> {
        [Self::Light, Self::Dark].into_iter().find(|theme| theme.name() == name)
    }
}

/// The block as it is written in the page. A field that cannot be read counts as left out.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Written {
    #[serde(deserialize_with = "if_readable")]
    base: Option<String>,
    #[serde(deserialize_with = "if_readable")]
    api: Option<String>,
    #[serde(deserialize_with = "if_readable")]
    name: Option<String>,
    #[serde(deserialize_with = "if_readable")]
    live: Option<Link>,
    #[serde(deserialize_with = "if_readable")]
    theme: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self { base: "/".into(), api: "/api/v1/".into(), name: None, live: None, theme: None }
    }
}

impl Config {
    /// Reads the block's text. An empty or unreadable block is the default: a page with a typing
    /// mistake in its configuration still shows its news.
    pub fn parse(text: &str) -> Self {
        let mut config = Self::default();
        let Written { base, api, name, live, theme } = json::parse(text).unwrap_or_default();
        if let Some(base) = base.filter(|base| is_folder(base)) {
            config.base = base;
        }
        if let Some(api) = api.filter(|api| is_root(api)) {
            config.api = api;
        }
        config.name = name;
        config.live = live;
        config.theme = theme.and_then(|name| Theme::of(&name));
        for folder in [&mut config.base, &mut config.api] {
            if !folder.ends_with('/') {
                folder.push('/');
            }
        }
        config
    }

    /// `site` with the name and the live service of this configuration in place of its own.
    pub fn applied_to(&self, site: Site) -> Site {
        Site {
            name: self.name.clone().unwrap_or(site.name),
            live: self.live.clone().or(site.live),
            ..site
        }
    }

    /// An address of the site as the browser must ask for it: `/x`, which the contract counts from
    /// the site's root, is put below `base`; everything else stays.
    pub fn resolve(&self, address: &str) -> String {
        match address.strip_prefix('/') {
            Some(rest) if !rest.starts_with('/') => format!("{}{rest}", self.base),
            _ => address.to_owned(),
        }
    }
}

/// Whether this is a folder of the page's own host: every address of the site begins with it.
fn is_folder(text: &str) -> bool {
    let mut bytes = text.bytes();
    // Browsers take `//x` and `/\x` for the host `x`, and skip control characters.
    let leads_elsewhere = |byte| matches!(byte, b'\\' | b'?' | b'#' | ..=b' ');
    bytes.next() == Some(b'/') && !text.starts_with("//") && !bytes.any(leads_elsewhere)
}

/// Whether a text can be the root of the read tree.
fn is_root(text: &str) -> bool {
    // Natively a link is stored as browsers read it, so `/\x` would have become a host.
    let is_elsewhere = !text.contains('\\') && Link::new(text).is_ok_and(|link| link.is_absolute());
    is_elsewhere || is_folder(text)
}

#[cfg(test)]
mod tests {
    use bantin_model::Brand;

    use super::*;

    fn site() -> Site {
        Site {
            name: "Bản Tin".into(),
            description: String::new(),
            url: Link::root(),
            languages: vec!["vi".into()],
            default_language: "vi".into(),
            time_zone: "Asia/Ho_Chi_Minh".into(),
            sections: Vec::new(),
            pages: Vec::new(),
            brand: Brand::default(),
            live: None,
        }
    }

    #[test]
    fn an_unreadable_block_is_the_default() {
        assert_eq!(Config::parse(""), Config::default());
        assert_eq!(Config::parse("{"), Config::default());
    }

    #[test]
    fn the_page_s_own_word_counts() {
        let config =
            Config::parse(r#"{"name":"Tin","live":"https://live.example/api/v1/","theme":"dark"}"#);
        assert_eq!(config.theme, Some(Theme::Dark));
        let site = config.applied_to(site());
        assert_eq!(site.name, "Tin");
        assert_eq!(site.live.as_ref().map(Link::as_str), Some("https://live.example/api/v1/"));
        assert_eq!(Config::parse(r#"{"name":null,"live":5,"theme":"system"}"#), Config::default());
    }

    #[test]
    fn what_leads_elsewhere_is_no_folder() {
        for bad in [
            "javascript:alert(1)//",
            "https://evil.example/",
            "//evil.example/",
            "/\\\\evil.example/",
            "/\\t/evil.example/",
            "/news?x/",
            "/news#/",
            "news/",
            "",
        ] {
            let config = Config::parse(&format!(r#"{{"base":"{bad}"}}"#));
            assert_eq!(config, Config::default(), "{bad}");
        }
        for bad in ["javascript:x/", "mailto:a@b.example", "data:,", "api/", "/\\\\evil.example/"] {
            let config = Config::parse(&format!(r#"{{"api":"{bad}"}}"#));
            assert_eq!(config, Config::default(), "{bad}");
        }
        assert_eq!(Config::parse(r#"{"api":"/v2/"}"#).api, "/v2/");
        assert_eq!(Config::parse(r#"{"base":"/tin-t\u1ee9c/"}"#).base, "/tin-tức/");
    }

    #[test]
    fn folders_end_in_a_slash() {
        let config = Config::parse(r#"{"base":"/news","api":"https://api.example.org/v1"}"#);
        assert_eq!(config.base, "/news/");
        assert_eq!(config.api, "https://api.example.org/v1/");
    }

    #[test]
    fn addresses_from_the_root_move_below_the_base() {
        let config = Config { base: "/news/".into(), ..Config::default() };
        assert_eq!(config.resolve("/media/a.jpg"), "/news/media/a.jpg");
        assert_eq!(config.resolve("https://example.org/"), "https://example.org/");
        assert_eq!(config.resolve("//example.org/"), "//example.org/");
        assert_eq!(config.resolve("#a"), "#a");
    }
}
