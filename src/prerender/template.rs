//! The built `index.html`, cut where a page goes in.

use crate::config::{Config, Theme};
use crate::locale::{Lang, text};

/// `index.html` in pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Before the language.
    start: String,
    /// The attribute that sets the colours, with a blank before it.
    theme: String,
    /// Between the language and the title, but for the policy.
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
    /// After the skeleton.
    after_page: String,
    /// In it, the link to the rest of the styles.
    styles: String,
}

/// A page that `cargo xtask build` did not make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("index.html has no {0}: build the app anew (cargo xtask build)")]
pub struct TemplateError(&'static str);

impl Template {
    /// Cuts `html` and sets it up for a site in the folder `config.base`.
    ///
    /// # Errors
    /// [`TemplateError`] names what is missing.
    pub fn parse(html: &str, config: &Config) -> Result<Self, TemplateError> {
        let html = without(html, "<noscript>", "</noscript>");
        let html = based(&configured(&html, config)?, &config.base);
        let (start, rest) = html.split_once("<html lang=").ok_or(TemplateError("<html lang>"))?;
        let (_, rest) = rest.split_once('>').ok_or(TemplateError("<html lang>"))?;
        let (before_title, rest) = rest.split_once("<title>").ok_or(TemplateError("<title>"))?;
        let (_, rest) = rest.split_once("</title>").ok_or(TemplateError("<title>"))?;
        const STYLE_END: &str = "</style>";
        let (before_paint, rest) = rest
            .find(STYLE_END)
            .and_then(|at| rest.split_at_checked(at + STYLE_END.len()))
            .ok_or(TemplateError("<style>"))?;
        let skeleton = opening(rest, "boot").ok_or(TemplateError("id=boot"))?;
        let failed = opening(rest, "failed").ok_or(TemplateError("id=failed"))?;
        let cut = |from: usize, to: usize| rest.get(from..to).unwrap_or_default().to_owned();
        Ok(Self {
            start: start.to_owned(),
            theme: config
                .theme
                .map(|theme| format!(" data-theme=\"{}\"", theme.name()))
                .unwrap_or_default(),
            before_title: before_title.to_owned(),
            policy: String::new(),
            script: between(before_paint, "<script>", "</script>"),
            style: between(before_paint, "<style>", STYLE_END),
            before_paint: before_paint.to_owned(),
            before_page: without_brand(&cut(0, skeleton)),
            skeleton: cut(skeleton, failed),
            styles: link_to_styles(rest),
            after_page: cut(failed, rest.len()),
        })
    }

    /// The link to the rest of the styles, for a page that needs them for its first paint.
    pub fn styles(&self) -> &str {
        &self.styles
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
            said_in(words, &self.after_page)
        )
    }
}

impl Template {
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
        let name = super::escaped(name);
        format!(
            "{}<html {}{}>{}{}{}{style}<title>{name}</title>{brand}{}{}{takeover}{}",
            self.start,
            language(lang),
            self.theme,
            self.before_title,
            self.policy,
            self.before_paint,
            self.before_page,
            self.skeleton,
            said_in(words, &self.after_page)
        )
    }
}

/// The link to a style sheet in `html`; empty without one.
fn link_to_styles(html: &str) -> String {
    let link = html.split("<link ").skip(1).find(|link| link.starts_with("rel=stylesheet"));
    let end = link.and_then(|link| link.split('>').next());
    end.map(|link| format!("<link {link}>")).unwrap_or_default()
}

/// What follows a page, with the words for when the app breaks off or is renewed in the page's language alone.
fn said_in(lang: Lang, html: &str) -> String {
    let words = lang.page_messages();
    let button = |text: &str| format!("<a class=\"button\" href=\"\">{}</a>", super::escaped(text));
    let broken = format!("<p>{}</p><p>{}</p>", super::escaped(words.broken), button(words.reload));
    let html = with_content(html, "failed", &broken);
    with_content(&html, "updated", &button(words.updated))
}

/// The text with another content of the `<div>` with this id, which has no other inside.
fn with_content(html: &str, id: &str, content: &str) -> String {
    let cut =
        opening(html, id).and_then(|at| html.split_at_checked(at)).and_then(|(before, div)| {
            let (tag, rest) = div.split_once('>')?;
            let (_, after) = rest.split_once("</div>")?;
            Some(format!("{before}{tag}>{content}</div>{after}"))
        });
    cut.unwrap_or_else(|| html.to_owned())
}

/// What `<html>` says of its language.
fn language(tag: &str) -> String {
    let direction = text::direction(tag).map(|direction| format!(" dir=\"{direction}\""));
    format!("lang=\"{}\"{}", super::escaped(tag), direction.unwrap_or_default())
}

/// The text without what stands between two marks, the marks included.
fn without(html: &str, start: &str, end: &str) -> String {
    let cut = html.split_once(start).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(end)?;
        Some(format!("{before}{after}"))
    });
    cut.unwrap_or_else(|| html.to_owned())
}

/// The head without what each newsroom has of its own: theme colour, icons, manifest.
fn without_brand(html: &str) -> String {
    let is_brand = |tag: &str| {
        let has = |name: &str, value: &str| {
            tag.contains(&format!("{name}={value} "))
                || tag.contains(&format!("{name}={value}>"))
                || tag.contains(&format!("{name}=\"{value}\""))
        };
        let rels = ["icon", "apple-touch-icon", "manifest"];
        (tag.starts_with("<meta ") && has("name", "theme-color"))
            || (tag.starts_with("<link ") && rels.iter().any(|rel| has("rel", rel)))
    };
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, from)) = rest.find('<').and_then(|at| rest.split_at_checked(at)) {
        let end = from.find('>').map_or(from.len(), |end| end + 1);
        let (tag, after) = from.split_at(end);
        out.push_str(before);
        if !is_brand(tag) {
            out.push_str(tag);
        }
        rest = after;
    }
    out + rest
}

/// The configuration block, written anew.
fn configured(html: &str, config: &Config) -> Result<String, TemplateError> {
    let missing = TemplateError("id=bantin-config");
    let at = html.find("bantin-config").ok_or(missing)?;
    let (before, rest) = html.split_at(at);
    let (tag, rest) = rest.split_once('>').ok_or(missing)?;
    let (_, rest) = rest.split_once("</script>").ok_or(missing)?;
    let json = super::in_script(&serde_json::json!({
        "base": config.base,
        "api": config.api,
        "name": config.name,
        "live": config.live,
        "theme": config.theme.map(Theme::name),
    }));
    Ok(format!("{before}{tag}>{json}</script>{rest}"))
}

/// Every address from the root put below `base`. The build writes them with and without quotes.
fn based(html: &str, base: &str) -> String {
    let mut html = html.to_owned();
    for attribute in ["href=", "src="] {
        for quote in ["\"", ""] {
            html =
                html.replace(&format!("{attribute}{quote}/"), &format!("{attribute}{quote}{base}"));
        }
    }
    html
}

/// The text between two tags; empty without them.
fn between(html: &str, start: &str, end: &str) -> String {
    let text = html.split_once(start).and_then(|(_, rest)| Some(rest.split_once(end)?.0));
    text.unwrap_or_default().to_owned()
}

/// Where the opening tag of the `<div>` with this id begins.
fn opening(html: &str, id: &str) -> Option<usize> {
    let at = [format!("id={id}>"), format!("id={id} "), format!("id=\"{id}\"")]
        .iter()
        .filter_map(|attribute| html.find(attribute.as_str()))
        .min()?;
    html.get(..at)?.rfind("<div")
}
