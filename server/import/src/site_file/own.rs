//! `[masthead]` and `[footer]` of `site.toml`: links of the newsroom's own, its profiles elsewhere, its imprint.

use bantin_model::{Brand, Link, OwnLine};
use serde::Deserialize;
use toml::Spanned;
use url::Url;

use super::values::in_site;
use super::{Wrong, line, wrong};

pub const MASTHEAD_FIELDS: [&str; 1] = ["links"];
pub const FOOTER_FIELDS: [&str; 3] = ["links", "social", "imprint"];
pub const LINK_FIELDS: [&str; 3] = ["text", "href", "lang"];
pub const IMPRINT_FIELDS: [&str; 7] =
    ["lang", "publisher", "licence", "editor", "address", "telephone", "email"];

/// How many links fit into the line of the masthead.
const MASTHEAD_LINKS: usize = 6;

#[derive(Default, Deserialize)]
pub struct FileMasthead {
    #[serde(default)]
    links: Vec<FileLink>,
}

#[derive(Default, Deserialize)]
pub struct FileFooter {
    #[serde(default)]
    links: Vec<FileLink>,
    #[serde(default)]
    social: Vec<Spanned<String>>,
    #[serde(default)]
    imprint: Vec<FileImprint>,
}

#[derive(Deserialize)]
struct FileLink {
    text: Spanned<String>,
    href: Spanned<String>,
    lang: Option<Spanned<String>>,
}

#[derive(Deserialize)]
struct FileImprint {
    lang: Option<Spanned<String>>,
    publisher: Option<Spanned<String>>,
    licence: Option<Spanned<String>>,
    editor: Option<Spanned<String>>,
    address: Option<Spanned<String>>,
    telephone: Option<Spanned<String>>,
    email: Option<Spanned<String>>,
}

/// Checks both and adds them to `brand`; the first of `languages` is the site's own.
pub fn checked(
    masthead: FileMasthead,
    footer: FileFooter,
    languages: &[String],
    brand: &mut Brand,
) -> Result<(), Wrong> {
    if let Some(one) = masthead.links.get(MASTHEAD_LINKS) {
        let what = format!(
            "masthead.links: there is room for {MASTHEAD_LINKS}; the footer has room for more"
        );
        return Err(wrong(&one.text, what));
    }
    let links = |of: Vec<FileLink>, field: &str| -> Result<Vec<OwnLine>, Wrong> {
        of.into_iter().map(|one| link(one, field, languages)).collect()
    };
    brand.menu = links(masthead.links, "masthead.links")?;
    brand.links = links(footer.links, "footer.links")?;
    brand.social = footer.social.iter().map(profile).collect::<Result<_, _>>()?;
    for one in footer.imprint {
        imprint(one, languages, &mut brand.imprint)?;
    }
    Ok(())
}

fn link(one: FileLink, field: &str, languages: &[String]) -> Result<OwnLine, Wrong> {
    let text = line(&one.text, &format!("{field}: text"))?;
    let written = one.href.get_ref().trim();
    let bad = |why: String| wrong(&one.href, format!("{field}: \"{written}\" {why}"));
    let href = Link::new(written).map_err(|_| {
        bad("leads nowhere; write https://…, mailto:…, tel:…, or /about/… for a page of the site".into())
    })?;
    let is_whole = written.starts_with(['/', '#'])
        || ["http:", "https:", "mailto:", "tel:", "sms:"]
            .iter()
            .any(|scheme| written.to_ascii_lowercase().starts_with(scheme));
    if !is_whole {
        // A relative link would lead to another address from each page.
        let meant = match written.contains('@') {
            true => format!("mailto:{written}"),
            false if written.split('/').next().is_some_and(|host| host.contains('.')) => {
                format!("https://{written}")
            }
            false => format!("/{written}"),
        };
        return Err(bad(format!(
            "leads to another address from each page; did you mean \"{meant}\"?"
        )));
    }
    let lang = one.lang.map(|lang| in_site(&lang, field, languages)).transpose()?;
    Ok(OwnLine { text, href: Some(href), lang })
}

/// The names of sites on which newsrooms have profiles, by host.
const PROFILES: [(&str, &str); 15] = [
    ("facebook.com", "Facebook"),
    ("youtube.com", "YouTube"),
    ("tiktok.com", "TikTok"),
    ("instagram.com", "Instagram"),
    ("zalo.me", "Zalo"),
    ("x.com", "X"),
    ("twitter.com", "X"),
    ("threads.net", "Threads"),
    ("threads.com", "Threads"),
    ("bsky.app", "Bluesky"),
    ("linkedin.com", "LinkedIn"),
    ("t.me", "Telegram"),
    ("wa.me", "WhatsApp"),
    ("whatsapp.com", "WhatsApp"),
    ("weibo.com", "Weibo"),
];

/// A profile elsewhere, named after its site, or after the host of an unknown site.
fn profile(value: &Spanned<String>) -> Result<OwnLine, Wrong> {
    let text = value.get_ref();
    let bad = |why: String| wrong(value, format!("footer.social: \"{text}\" {why}"));
    let url = match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => url,
        Ok(_) => return Err(bad("is no page of the web; write https://…".into())),
        Err(_) => return Err(bad(format!("is no address; did you mean \"https://{text}\"?"))),
    };
    let href = Link::new(url.as_str()).map_err(|error| bad(error.to_string()))?;
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let is = |known: &str| {
        host == known || host.strip_suffix(known).is_some_and(|rest| rest.ends_with('.'))
    };
    let known = PROFILES.iter().find(|(known, _)| is(known)).map(|(_, name)| *name);
    Ok(OwnLine { text: known.unwrap_or(host).to_owned(), href: Some(href), lang: None })
}

/// Adds the lines of one imprint.
fn imprint(one: FileImprint, languages: &[String], lines: &mut Vec<OwnLine>) -> Result<(), Wrong> {
    const FIELD: &str = "footer.imprint";
    let lang = match &one.lang {
        Some(lang) => in_site(lang, FIELD, languages)?,
        None => languages.first().cloned().unwrap_or_default(),
    };
    let twice = lines.iter().any(|line| line.lang.as_deref() == Some(&lang));
    let FileImprint { lang: of, publisher, licence, editor, address, telephone, email } = &one;
    let mut said =
        [of, publisher, licence, editor, address, telephone, email].into_iter().flatten();
    if let (true, Some(at)) = (twice, said.next()) {
        return Err(wrong(at, format!("{FIELD}: there are two in \"{lang}\"")));
    }
    let telephone = |text: &str| {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let plus = if text.trim_start().starts_with(['+']) { "+" } else { "" };
        let is_number = (3..=15).contains(&digits.len())
            && text.chars().all(|c| c.is_ascii_digit() || " +-.()/".contains(c));
        is_number.then(|| format!("tel:{plus}{digits}"))
    };
    let email = |text: &str| {
        let (name, host) = text.split_once('@')?;
        let is_host = host.contains('.') && !host.contains(['@', ' ', '?', '&']);
        let is_name = !name.is_empty() && !name.contains([' ', '?', '&', '%']);
        (is_name && is_host).then(|| format!("mailto:{text}"))
    };
    type Leads<'a> = Option<&'a dyn Fn(&str) -> Option<String>>;
    let fields: [(&str, &Option<Spanned<String>>, Leads<'_>, &str); 6] = [
        ("publisher", &one.publisher, None, ""),
        ("licence", &one.licence, None, ""),
        ("editor", &one.editor, None, ""),
        ("address", &one.address, None, ""),
        (
            "telephone",
            &one.telephone,
            Some(&telephone),
            "is no telephone number; write it as \"+84 28 3822 1234\"",
        ),
        (
            "email",
            &one.email,
            Some(&email),
            "is no e-mail address; write it as \"toasoan@news.example\"",
        ),
    ];
    for (name, value, leads, why) in fields {
        let Some(value) = value else { continue };
        let field = format!("{FIELD}: {name}");
        let text = line(value, &field)?;
        let href = match leads {
            Some(leads) => {
                let bad = || wrong(value, format!("{field}: \"{text}\" {why}"));
                let href = leads(&text).ok_or_else(bad)?;
                Some(Link::new(&href).map_err(|_| bad())?)
            }
            None => None,
        };
        lines.push(OwnLine { text, href, lang: Some(lang.clone()) });
    }
    Ok(())
}
