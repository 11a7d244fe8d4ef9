//! The meanings of tags of Hugo, Jekyll and Zola.

use crate::text::escaped;

/// The meaning of a tag.
pub enum Meaning {
    Html(String),
    /// Nothing that a reader would see.
    Nothing,
    /// Everything up to its end is a comment.
    Comment,
    /// Everything up to its end is literal text.
    Raw,
    /// Everything up to its end is code in this language.
    Code(String),
    Unknown,
}

/// The arguments of a tag; those without a name have their position as a name.
struct Arguments(Vec<(String, String)>);

impl Arguments {
    fn first(&self, names: &[&str]) -> Option<&str> {
        let value = |name: &&str| {
            let found = self.0.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
        };
        names.iter().find_map(value)
    }
}

/// The meaning of the tag `said`. An output (`{{ … }}`) names what it shows, another tag what it does.
pub fn meaning(said: &str, is_output: bool) -> Meaning {
    if let Some(text) = literal(said).filter(|_| is_output) {
        return Meaning::Html(text.to_owned());
    }
    let end = said.find(|c: char| c.is_whitespace() || matches!(c, '(' | '|' | '"' | '\''));
    let (name, rest) = said.split_at(end.unwrap_or(said.len()));
    let is_call = rest.starts_with('(');
    if is_output && !is_call {
        // Here addresses are relative to the root.
        let is_root = [
            "site.baseurl",
            "site.url",
            "site.BaseURL",
            ".Site.BaseURL",
            "config.base_url",
            "base_url",
        ];
        return if is_root.contains(&name) { Meaning::Nothing } else { Meaning::Unknown };
    }
    let rest = if is_call { rest.trim_start_matches('(').trim_end_matches(')') } else { rest };
    let (name, rest) = match name {
        "include" | "include_cached" | "include_relative" | "partial" => included(rest),
        name => (name, rest),
    };
    let name = name.to_lowercase();
    match name.as_str() {
        "comment-of-one-line" | "more" | "toc" => Meaning::Nothing,
        "comment" => Meaning::Comment,
        "raw" | "verbatim" => Meaning::Raw,
        "highlight" | "code" => {
            let language = rest.split_whitespace().next().unwrap_or_default();
            Meaning::Code(language.trim_matches(['"', '\'']).to_owned())
        }
        // The end of a tag that was reported.
        name if name.starts_with('/') || name.starts_with("end") => Meaning::Nothing,
        name => html(name, &arguments(rest)).map_or(Meaning::Unknown, Meaning::Html),
    }
}

/// The name of an included file without its ending, and the arguments for it.
fn included(rest: &str) -> (&str, &str) {
    let rest = rest.trim_start().trim_start_matches(['"', '\'']);
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
    let (file, rest) = rest.split_at(end.unwrap_or(rest.len()));
    let name = file.rsplit('/').next().unwrap_or(file);
    (name.split('.').next().unwrap_or(name), rest.trim_start_matches(['"', '\'']))
}

/// The quoted text that an output shows, whatever filters follow.
fn literal(said: &str) -> Option<&str> {
    let quote = said.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (text, after) = said.get(1..)?.split_once(quote)?;
    let after = after.trim_start();
    (after.is_empty() || after.starts_with('|')).then_some(text)
}

fn html(name: &str, arguments: &Arguments) -> Option<String> {
    let is = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    let link = |href: &str| Some(format!("\n\n<p><a href=\"{0}\">{0}</a></p>\n\n", escaped(href)));
    let id = || arguments.first(&["id", "0", "code", "video"]);
    let provider = arguments.first(&["provider"]).unwrap_or(name);
    let address = || {
        arguments.first(&["src", "url", "path", "file", "href", "link", "image", "image_path", "0"])
    };
    match name {
        "ref" | "relref" | "post_url" | "link" => return page(arguments.first(&["path", "0"])?),
        "get_url" | "asset" => return arguments.first(&["path", "0"]).map(str::to_owned),
        "tweet" | "x" | "x-simple" | "twitter" | "twitter_simple" => {
            let user = arguments.first(&["user"]).unwrap_or("i");
            return link(&format!("https://x.com/{user}/status/{}", id()?));
        }
        "instagram" | "instagram_simple" => {
            return link(&format!("https://www.instagram.com/p/{}/", id()?));
        }
        "gist" => {
            let user = arguments.first(&["0"])?;
            let path = arguments
                .first(&["1"])
                .map_or_else(|| user.to_owned(), |id| format!("{user}/{id}"));
            return link(&format!("https://gist.github.com/{path}"));
        }
        _ => {}
    }
    if provider.contains("youtube") || provider == "yt" {
        return link(&watched("https://www.youtube.com/watch?v=", id().or_else(address)?));
    }
    if provider.contains("vimeo") {
        return link(&watched("https://vimeo.com/", id().or_else(address)?));
    }
    if provider.contains("dailymotion") {
        return link(&watched("https://www.dailymotion.com/video/", id().or_else(address)?));
    }
    if is(&["figure", "img", "image", "picture", "photo"]) {
        let alt = arguments.first(&["alt"]).unwrap_or_default();
        let caption = arguments.first(&["caption", "description", "title", "text"]);
        let caption = caption.map(|words| format!("<figcaption>{}</figcaption>", escaped(words)));
        let (src, caption) = (escaped(address()?), caption.unwrap_or_default());
        let alt = escaped(alt);
        return Some(format!(
            "\n\n<figure><img src=\"{src}\" alt=\"{alt}\">{caption}</figure>\n\n"
        ));
    }
    for kind in ["video", "audio", "iframe"] {
        if is(&[kind]) {
            let src = escaped(address()?);
            return Some(format!("\n\n<{kind} src=\"{src}\"></{kind}>\n\n"));
        }
    }
    let embeds =
        is(&["embed", "soundcloud", "spotify", "tiktok", "facebook", "bilibili", "codepen"]);
    let address = address().filter(|address| embeds && address.starts_with("http"))?;
    link(address)
}

/// The page of a video, by an id or an address.
fn watched(page: &str, id: &str) -> String {
    if id.starts_with("http") { id.to_owned() } else { format!("{page}{id}") }
}

/// The file of the page that a tag names, with or without its ending.
fn page(path: &str) -> Option<String> {
    let (file, place) = path.split_at(path.find('#').unwrap_or(path.len()));
    let has_ending =
        file.ends_with(".md") || file.ends_with(".markdown") || file.ends_with(".html");
    let end = if has_ending || file.is_empty() { "" } else { ".md" };
    Some(format!("{file}{end}{place}"))
}

fn arguments(written: &str) -> Arguments {
    let mut found: Vec<(String, String)> = Vec::new();
    let is_between = |c: char| c.is_whitespace() || c == ',';
    let mut rest = written.trim_start_matches(is_between);
    let mut place = 0usize;
    while !rest.is_empty() {
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let given = after.trim_start().strip_prefix(['=', ':']).filter(|_| !name.is_empty());
        // `https://…` is not an argument called `https`.
        let given = given.filter(|given| !given.starts_with("//"));
        let (value, after) = value(given.map_or(rest, str::trim_start));
        let name = match given {
            Some(_) => name.to_owned(),
            None => {
                place += 1;
                (place - 1).to_string()
            }
        };
        found.push((name, value.to_owned()));
        rest = after.trim_start_matches(is_between);
    }
    Arguments(found)
}

fn value(text: &str) -> (&str, &str) {
    if let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))
        && let Some(inside) = text.get(1..)
    {
        return inside.split_once(quote).unwrap_or((inside, ""));
    }
    let mut ends = text.char_indices().skip(1);
    let end = ends.find(|(_, c)| c.is_whitespace() || *c == ',').map_or(text.len(), |(at, _)| at);
    text.split_at(end)
}
