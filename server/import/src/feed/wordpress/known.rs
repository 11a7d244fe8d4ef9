//! What known shortcodes stand for.

use super::attributes::Attributes;
use super::{Attachment, Export};
use crate::text::escaped;

/// What replaces a shortcode.
pub enum Replaced {
    /// This text, which replaces the enclosed content too.
    Whole(String),
    /// This text, before the enclosed content.
    Begun(String),
    /// The first text before the enclosed content, the second after it.
    Around(String, &'static str),
    /// Nothing; the enclosed content stays.
    Nothing,
    /// Nothing; the enclosed content goes too.
    Lost,
}

/// The shortcodes of WordPress itself, and others that are used without attributes and without a closing tag.
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

/// Whether the content of `name` is for some readers only: shortcodes of plugins for members, subscribers and
/// passwords.
pub fn is_gate(name: &str) -> bool {
    const NAMES: [&str; 32] = [
        "access",
        "hide",
        "hide_content",
        "is_logged_in",
        "is_paid",
        "is_user_logged_in",
        "ismember",
        "locked",
        "logged_in",
        "loggedin",
        "login_required",
        "member",
        "member_only",
        "memberonly",
        "members",
        "membersonly",
        "paid",
        "passster",
        "password",
        "password_protect",
        "premium",
        "premium_content",
        "privatecontent",
        "private",
        "private_content",
        "protect",
        "protected",
        "subscriber",
        "subscribers",
        "user_has_access",
        "user_logged_in",
        "visible_to_members",
    ];
    const BEGINNINGS: [&str; 24] = [
        "arm_restrict",
        "content_control",
        "content_protect",
        "ihc_hide",
        "leaky_paywall",
        "lifterlms_hide",
        "lifterlms_member",
        "members_",
        "membership",
        "memberful",
        "mepr_",
        "mm_",
        "patreon",
        "paywall",
        "pmpro",
        "protected_",
        "rcp_",
        "restrict",
        "s2if",
        "s2member",
        "subscribers_",
        "swpm_",
        "um_loggedin",
        "wcm_",
    ];
    // About a user's role or level, in any plugin.
    const PARTS: [&str; 6] = [
        "members_only",
        "membersonly",
        "restrict_content",
        "restricted",
        "wlm_",
        "um_show_content",
    ];
    let name = name.to_ascii_lowercase().replace('-', "_");
    NAMES.contains(&name.as_str())
        || BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
        || PARTS.iter().any(|part| name.contains(part))
}

/// A text longer than this is no address or id.
const LONGEST_ADDRESS: usize = 4000;

/// Whether a second one in the same post adds nothing.
pub fn is_once(name: &str) -> bool {
    matches!(name, "gallery" | "playlist")
}

/// What a shortcode of which a second one adds nothing asks for; `None` for others.
pub fn once(name: &str, attributes: &Attributes, post: &str) -> Option<String> {
    let named = || attributes.get("ids").or_else(|| attributes.get("include"));
    is_once(name).then(|| match named() {
        Some(ids) => format!("{name} {ids}"),
        None => format!("{name} of {}", attributes.get("id").unwrap_or(post)),
    })
}

/// What replaces the shortcode `name` in the post `post`.
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
            let code = escaped(code.trim_matches('\n'));
            Replaced::Whole(format!("\n\n<pre><code>{code}</code></pre>\n\n"))
        }
        // Base64 of code that browsers would run.
        "vc_raw_html" | "vc_raw_js" => Replaced::Lost,
        "footnote" | "ref" if inside.is_some() => {
            Replaced::Whole(format!(" ({})", inside.unwrap_or_default().trim()))
        }
        "nextpage" => Replaced::Whole("\n\n".to_owned()),
        _ => media(name, attributes, inside, export),
    }
}

/// A picture, a player, or a link to what would be shown.
fn media(name: &str, attributes: &Attributes, inside: Option<&str>, export: &Export) -> Replaced {
    let is_address = |text: &&str| {
        text.starts_with("http://") || text.starts_with("https://") || text.starts_with("//")
    };
    let address = |text: &str| text.trim().replace('"', "%22").replace('<', "%3C");
    let enclosed = inside
        .map(str::trim)
        .filter(|text| text.len() <= LONGEST_ADDRESS)
        .filter(|text| !text.contains(char::is_whitespace) && !text.contains('<'));
    if name.contains("image") || name.contains("img") {
        let by_number = ["image", "image_id", "id", "ids", "attachment"].iter();
        let attachment =
            by_number.filter_map(|key| attributes.get(key)).find_map(|id| export.attachment(id));
        if let Some(attachment) = attachment {
            return Replaced::Whole(format!("\n\n{}\n\n", picture(attachment)));
        }
    }
    let is_button = ["button", "btn"].iter().any(|part| name.to_lowercase().contains(part));
    let has_words = inside.is_some_and(|inside| {
        inside.len() <= LONGEST_ADDRESS
            && !inside.trim().is_empty()
            && !["<a ", "<p", "<div"].iter().any(|tag| inside.contains(tag))
    });
    if is_button && has_words {
        let keys = ["url", "link", "href", "src"].iter();
        let target = keys.filter_map(|key| attributes.get(key)).find(|url| !url.starts_with('#'));
        if let Some(target) = target {
            return Replaced::Around(format!("<a href=\"{}\">", address(target)), "</a>");
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
    // A box with text and a link: its text stays.
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
    // Text beside an address, such as the label of a button, stays.
    if inside.is_some() && enclosed.is_some_and(|text| !text.is_empty() && named.is_some()) {
        return Replaced::Begun(format!("\n\n{html}\n\n"));
    }
    Replaced::Whole(format!("\n\n{html}\n\n"))
}

/// The page of a video that is named only by its id.
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

/// The pictures of a gallery: those it names, or those of the post; `None` where the export has none.
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

/// A figure of the picture in `inside`, with the words after it or those of the shortcode as a caption.
fn figure(inside: &str, words: Option<&str>) -> Option<String> {
    let (picture, after) = inside.split_at_checked(picture_end(inside)?)?;
    let words = words.unwrap_or_else(|| after.trim());
    Some(format!("\n\n<figure>{picture}<figcaption>{words}</figcaption></figure>\n\n"))
}

/// Where the first picture of `html` ends, with the link or `<picture>` around it.
fn picture_end(html: &str) -> Option<usize> {
    let (before, picture) = html.split_once("<img")?;
    let mut quote = None;
    let tag = picture.bytes().position(|byte| match (byte, quote) {
        (b'"' | b'\'', None) => {
            quote = Some(byte);
            false
        }
        (byte, Some(open)) if byte == open => {
            quote = None;
            false
        }
        (byte, open) => byte == b'>' && open.is_none(),
    });
    // The quote is never closed.
    let mut end = before.len() + 4 + tag.or_else(|| picture.find('>'))? + 1;
    for (open, close) in [("<picture", "</picture>"), ("<a", "</a>")] {
        let begins = |tag: &str| tag.starts_with(|c: char| c.is_whitespace() || c == '>');
        let is_open = before.rsplit_once(open).is_some_and(|(_, tag)| begins(tag));
        if is_open && !before.rsplit_once(open).is_some_and(|(_, tag)| tag.contains(close)) {
            end += html.get(end..)?.find(close).map_or(0, |at| at + close.len());
        }
    }
    Some(end)
}

pub fn is_picture(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif"].iter().any(|end| path.ends_with(end))
}
