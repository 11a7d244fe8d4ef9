//! What shortcodes stand for.

use super::shortcodes::Attributes;
use super::{Attachment, Export};

/// What stands in the place of a shortcode.
pub enum Replaced {
    /// This, in the place of all that it encloses too.
    Whole(String),
    /// This; what it encloses follows.
    Begun(String),
    /// Nothing; what it encloses stays.
    Nothing,
    /// Nothing, nor what it encloses.
    Lost,
}

/// Those of WordPress itself, and those that are in use without attributes and are not closed.
const KNOWN: [&str; 26] = [
    "audio",
    "caption",
    "code",
    "dailymotion",
    "embed",
    "facebook",
    "footnote",
    "gallery",
    "iframe",
    "instagram",
    "nextpage",
    "php",
    "playlist",
    "pullquote",
    "soundcloud",
    "sourcecode",
    "spotify",
    "tiktok",
    "toc",
    "tweet",
    "twitter",
    "video",
    "vimeo",
    "wp_caption",
    "youtube",
    "yt",
];

pub fn is_known(name: &str) -> bool {
    KNOWN.contains(&name)
}

/// Whether the same one again in the same post says nothing new.
pub fn is_once(name: &str) -> bool {
    matches!(name, "gallery" | "playlist")
}

/// What the shortcode `name` in the post `post` stands for.
pub fn html(
    name: &str,
    attributes: &Attributes,
    inside: Option<&str>,
    post: &str,
    export: &Export,
) -> Replaced {
    match name {
        "caption" | "wp_caption" => figure(inside.unwrap_or_default(), attributes.get("caption"))
            .map_or(Replaced::Nothing, Replaced::Whole),
        "gallery" => gallery(attributes, post, export).map_or(Replaced::Lost, Replaced::Whole),
        "playlist" => playlist(attributes, export).map_or(Replaced::Lost, Replaced::Whole),
        "code" | "sourcecode" | "php" if inside.is_some() => {
            let code = inside
                .unwrap_or_default()
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
            let code = code.replace('&', "&amp;").replace('<', "&lt;");
            Replaced::Whole(format!("\n\n<pre><code>{}</code></pre>\n\n", code.trim_matches('\n')))
        }
        // Base64 of what browsers would run.
        "vc_raw_html" | "vc_raw_js" => Replaced::Lost,
        "footnote" | "ref" if inside.is_some() => {
            Replaced::Whole(format!(" ({})", inside.unwrap_or_default().trim()))
        }
        "nextpage" => Replaced::Whole("\n\n".to_owned()),
        _ => media(name, attributes, inside, export),
    }
}

/// A picture, a player, or a link to what is shown.
fn media(name: &str, attributes: &Attributes, inside: Option<&str>, export: &Export) -> Replaced {
    let is_address = |text: &&str| {
        text.starts_with("http://") || text.starts_with("https://") || text.starts_with("//")
    };
    let address = |text: &str| text.trim().replace('"', "%22").replace('<', "%3C");
    let enclosed = inside
        .map(str::trim)
        .filter(|text| !text.contains(char::is_whitespace) && !text.contains('<'));
    if name.contains("image") || name.contains("img") {
        let by_number = ["image", "image_id", "id", "ids", "attachment"].iter();
        let attachment =
            by_number.filter_map(|key| attributes.get(key)).find_map(|id| export.attachment(id));
        if let Some(attachment) = attachment {
            return Replaced::Whole(format!("\n\n{}\n\n", picture(attachment)));
        }
    }
    let keys = [
        "src",
        "url",
        "link",
        "href",
        "file",
        "mp4",
        "m4v",
        "webm",
        "ogv",
        "mp3",
        "m4a",
        "ogg",
        "wav",
        "wma",
        "flac",
        "image",
        "video",
        "video_url",
        "0",
        "1",
    ];
    let named = keys.iter().filter_map(|key| attributes.get(key)).find(is_address);
    let found = named.or_else(|| enclosed.filter(is_address));
    let page = found.map(address).or_else(|| by_id(name, attributes, enclosed));
    let Some(page) = page else { return Replaced::Nothing };
    // A box with text and a link: the text stays.
    if inside.is_some_and(|inside| enclosed.is_none() && !inside.trim().is_empty()) {
        return Replaced::Nothing;
    }
    let html = match name {
        "audio" => format!("<audio src=\"{page}\"></audio>"),
        "video" => format!("<video src=\"{page}\"></video>"),
        "iframe" => format!("<iframe src=\"{page}\"></iframe>"),
        _ if is_picture(&page) => format!("<img src=\"{page}\">"),
        _ => format!("<p><a href=\"{page}\">{page}</a></p>"),
    };
    // What it says besides an address, as the label of a button, stays.
    if inside.is_some() && enclosed.is_some_and(|text| !text.is_empty() && named.is_some()) {
        return Replaced::Begun(format!("\n\n{html}\n\n"));
    }
    Replaced::Whole(format!("\n\n{html}\n\n"))
}

/// The page of a video that is named by its id alone.
fn by_id(name: &str, attributes: &Attributes, enclosed: Option<&str>) -> Option<String> {
    let id =
        ["id", "0", "v", "video_id"].iter().find_map(|key| attributes.get(key)).or(enclosed)?;
    let is_id = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if id.is_empty() || !id.chars().all(is_id) {
        return None;
    }
    let is = |part: &str| name.contains(part);
    if is("youtube") || name == "yt" {
        return Some(format!("https://www.youtube.com/watch?v={id}"));
    }
    if is("vimeo") {
        return Some(format!("https://vimeo.com/{id}"));
    }
    if is("dailymotion") {
        return Some(format!("https://www.dailymotion.com/video/{id}"));
    }
    (name == "tweet" || name == "twitter").then(|| format!("https://x.com/i/status/{id}"))
}

/// The pictures of a gallery, those that are named or those that belong to the post; none where the export has none.
fn gallery(attributes: &Attributes, post: &str, export: &Export) -> Option<String> {
    let named = attributes.get("ids").or_else(|| attributes.get("include"));
    let ids: Vec<&str> = match named {
        Some(ids) => ids.split(',').map(str::trim).collect(),
        None => export.pictures_of(attributes.get("id").unwrap_or(post)),
    };
    let pictures: String = ids.iter().filter_map(|id| export.attachment(id)).map(picture).collect();
    let html = format!("\n\n<figure class=\"wp-block-gallery\">{pictures}</figure>\n\n");
    (!pictures.is_empty()).then_some(html)
}

fn playlist(attributes: &Attributes, export: &Export) -> Option<String> {
    let files = attributes.get("ids")?.split(',').filter_map(|id| export.attachment(id.trim()));
    let players: String =
        files.map(|file| format!("<audio src=\"{}\"></audio>", escaped(&file.file))).collect();
    (!players.is_empty()).then(|| format!("\n\n{players}\n\n"))
}

fn picture(attachment: &Attachment) -> String {
    let Attachment { file, caption, alt, .. } = attachment;
    let caption = if caption.is_empty() {
        String::new()
    } else {
        format!("<figcaption>{caption}</figcaption>")
    };
    format!("<figure><img src=\"{}\" alt=\"{}\">{caption}</figure>", escaped(file), escaped(alt))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

/// A picture and the words after it, or those of the shortcode, as a figure.
fn figure(inside: &str, words: Option<&str>) -> Option<String> {
    let end = inside.rfind("</a>").map(|at| at + 4);
    let after_picture = || {
        let (before, picture) = inside.split_once("<img")?;
        Some(before.len() + 4 + picture.find('>')? + 1)
    };
    let (picture, after) = inside.split_at(end.or_else(after_picture)?);
    let words = words.unwrap_or_else(|| after.trim());
    Some(format!("\n\n<figure>{picture}<figcaption>{words}</figcaption></figure>\n\n"))
}

pub fn is_picture(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif"].iter().any(|end| path.ends_with(end))
}
