//! The built `index.html`, cut where a page goes in.

use super::built::{self, Built, TemplateError, before};
use crate::config::{Config, Theme};
use crate::locale::{Lang, text};

/// `index.html` in pieces, between which a page is put together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Before the tag `<html>`, which says the language.
    start: String,
    /// The attribute that sets the colours, with a blank before it.
    theme: String,
    /// Between that tag and the title, but for the policy.
    before_title: String,
    policy: String,
    /// The texts of the script and of the styles in the page, which a policy must know.
    script: String,
    style: String,
    /// What a first paint needs: the script and the styles in the page. They come before everything that machines read,
    /// so that the first bytes that arrive are enough.
    before_paint: String,
    /// Between that and the skeleton: the rest of the head, the start of the body.
    before_page: String,
    /// The shape of what is coming.
    skeleton: String,
    /// After the skeleton, around the words for when the app breaks off and when it is renewed.
    after_page: [String; 3],
    /// The text of the styles of every page but an article, and the link to the file with the same.
    other_style: String,
    other_styles: String,
    /// The link to the rest of the styles, which stands in the last piece.
    styles: String,
}

impl Template {
    /// Cuts `html` and sets it up for a site in the folder `config.base`.
    ///
    /// # Errors
    /// [`TemplateError`] names what is missing, or there twice.
    pub fn parse(html: &str, config: &Config) -> Result<Self, TemplateError> {
        let built = Built::read(html, config)?;
        let mut rest = &*built.marked;
        let mut next = |mark| before(&mut rest, mark);
        let start = next(built::LANGUAGE)?;
        let before_title = next(built::TITLE)?;
        let before_paint = next(built::STYLE)?;
        let before_page =
            [next(built::CONFIG)?, configuration(config), next(built::SKELETON)?].concat();
        let skeleton = next(built::PAGE)?;
        let (before_failed, before_updated) = (next(built::FAILED)?, next(built::UPDATED)?);
        let theme = config.theme.map(|theme| format!(" data-theme=\"{}\"", theme.name()));
        let link = |address: &str| match address {
            "" => String::new(),
            address => format!("<link rel=\"stylesheet\" href=\"{address}\">"),
        };
        Ok(Self {
            start,
            theme: theme.unwrap_or_default(),
            before_title,
            policy: String::new(),
            script: built.script,
            style: built.style,
            before_paint,
            before_page,
            skeleton,
            after_page: [before_failed, before_updated, rest.to_owned()],
            other_style: built.other_style,
            other_styles: link(&built.other_stylesheet),
            styles: link(&built.stylesheet),
        })
    }

    /// The link to the rest of the styles, for a page that needs them for its first paint; empty without any.
    pub fn styles(&self) -> &str {
        &self.styles
    }

    /// The text of the further styles that stand in every page but an article.
    pub fn other_style(&self) -> &str {
        &self.other_style
    }

    /// The link to the same, for an article.
    pub fn other_styles(&self) -> &str {
        &self.other_styles
    }

    /// The text of the script that stands in the page itself; empty without one.
    pub fn script(&self) -> &str {
        &self.script
    }

    /// The text of the styles that stand in the page itself.
    pub fn style(&self) -> &str {
        &self.style
    }

    /// The same with this Content Security Policy in the page itself.
    #[must_use]
    pub fn with_policy(mut self, policy: &str) -> Self {
        self.policy = format!(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">",
            super::escaped(policy)
        );
        self
    }

    /// The document: its language, the styles and the head of its newsroom, what goes into its own head, its page, what
    /// the app is told in elements, the language of our own words.
    pub fn fill(
        &self,
        lang: &str,
        [style, brand]: [&str; 2],
        head: &str,
        page: &str,
        takeover: &str,
        words: Lang,
    ) -> String {
        format!(
            "{}<html {}{}>{}{}{}{style}{head}{brand}{}{page}{takeover}{}",
            self.start,
            language(lang),
            self.theme,
            self.before_title,
            self.policy,
            self.before_paint,
            self.before_page,
            self.after_page(words)
        )
    }

    /// The document without a page, which the app fills by itself: its language, the styles and the head of its newsroom,
    /// the site's name, what the app is told.
    pub fn shell(
        &self,
        lang: &str,
        [style, brand]: [&str; 2],
        name: &str,
        takeover: &str,
        words: Lang,
    ) -> String {
        let title = format!("<title>{}</title>", super::escaped(name));
        let style = super::style_element(&self.other_style) + style;
        self.fill(lang, [&style, brand], &title, &self.skeleton, takeover, words)
    }

    /// What follows a page, with the words for when the app breaks off or is renewed.
    fn after_page(&self, lang: Lang) -> String {
        let words = lang.page_messages();
        let button =
            |text: &str| format!("<a class=\"button\" href=\"\">{}</a>", super::escaped(text));
        let (broken, reload) = (super::escaped(words.broken), button(words.reload));
        let [before_failed, before_updated, end] = &self.after_page;
        let updated = button(words.updated);
        format!("{before_failed}<p>{broken}</p><p>{reload}</p>{before_updated}{updated}{end}")
    }
}

/// What `<html>` says of its language.
fn language(tag: &str) -> String {
    let direction = text::direction(tag).map(|direction| format!(" dir=\"{direction}\""));
    format!("lang=\"{}\"{}", super::escaped(tag), direction.unwrap_or_default())
}

/// The content of the configuration block.
fn configuration(config: &Config) -> String {
    super::in_script(&serde_json::json!({
        "base": config.base,
        "api": config.api,
        "name": config.name,
        "live": config.live,
        "theme": config.theme.map(Theme::name),
    }))
}
