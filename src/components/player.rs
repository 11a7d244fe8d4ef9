//! A video of another site that plays in the page. Nothing of that site is called before the reader asks for it.

use leptos::html;
use leptos::prelude::*;

use crate::browser;

#[component]
pub fn Player(
    /// Of the player, as [`source`] gives it.
    source: String,
    /// Of the video.
    title: String,
) -> impl IntoView {
    let frame = NodeRef::<html::Iframe>::new();
    Effect::new(move |_| {
        if let Some(frame) = frame.get() {
            browser::focus_on(&frame);
        }
    });
    // Its own scripts and storage, windows of its own; not this page's address bar.
    view! {
        <iframe
            node_ref=frame
            title=title
            allow="autoplay; encrypted-media; fullscreen; picture-in-picture"
            sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation"
            referrerpolicy="strict-origin-when-cross-origin"
            src=source
            class="embed-frame"
        ></iframe>
    }
}

/// Where a video plays that may stand in other sites' pages, from the parts of its page's address; `None` where there is
/// no such player. Hosts are told by their whole names, with or without `www.`: `youtube.evil.example` is none of them.
pub fn source(host: &str, path: &str, query: &str) -> Option<String> {
    match host.strip_prefix("www.").unwrap_or(host) {
        "youtube.com" | "m.youtube.com" | "music.youtube.com" | "youtube-nocookie.com" => {
            youtube(value(query, "v").or_else(|| youtube_path(path)), query)
        }
        "youtu.be" => youtube(path.split('/').nth(1), query),
        "vimeo.com" | "player.vimeo.com" => vimeo(path, query),
        "dailymotion.com" | "geo.dailymotion.com" => {
            let video = id(after(path, "video")?)?;
            Some(format!("https://geo.dailymotion.com/player.html?video={video}"))
        }
        _ => None,
    }
}

fn youtube_path(path: &str) -> Option<&str> {
    ["embed", "live", "shorts"].into_iter().find_map(|name| after(path, name))
}

fn youtube(video: Option<&str>, query: &str) -> Option<String> {
    let video = id(video?)?;
    let start = value(query, "t").or_else(|| value(query, "start")).map_or("", digits);
    let start = if start.is_empty() { String::new() } else { format!("&start={start}") };
    Some(format!("https://www.youtube-nocookie.com/embed/{video}?autoplay=1{start}"))
}

/// The number of a video is the first part of the path that is one. The part after it, or the parameter `h`, opens one
/// that is not listed.
fn vimeo(path: &str, query: &str) -> Option<String> {
    let mut parts = path.split('/').skip_while(|part| part.is_empty() || *part != digits(part));
    let video = parts.next()?;
    let key = parts.next().filter(|part| !part.is_empty()).or_else(|| value(query, "h"));
    let key = key.and_then(id).map_or(String::new(), |key| format!("&h={key}"));
    Some(format!("https://player.vimeo.com/video/{video}?autoplay=1&dnt=1{key}"))
}

/// The part of a path after the part `name`, if that is the first.
fn after<'a>(path: &'a str, name: &str) -> Option<&'a str> {
    let mut parts = path.split('/').skip(1);
    if parts.next() == Some(name) { parts.next() } else { None }
}

/// A parameter of a query, `?v=abc&t=42`.
fn value<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    let pairs = query.strip_prefix('?').unwrap_or(query).split('&');
    pairs
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// The digits that a text begins with.
fn digits(text: &str) -> &str {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    text.get(..end).unwrap_or_default()
}

/// A name as these sites give them; no other text gets into an address.
fn id(text: &str) -> Option<&str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (!text.is_empty() && text.bytes().all(is_plain)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_play_here_is_known_by_its_address() {
        let tube = "https://www.youtube-nocookie.com/embed/";
        let vimeo = "https://player.vimeo.com/video/123?autoplay=1&dnt=1";
        let motion = "https://geo.dailymotion.com/player.html?video=x7tgad0";
        for (host, path, query, expected) in [
            ("www.youtube.com", "/watch", "?v=a-b_c", Some(format!("{tube}a-b_c?autoplay=1"))),
            (
                "youtube.com",
                "/watch",
                "?list=x&v=abc&t=42s",
                Some(format!("{tube}abc?autoplay=1&start=42")),
            ),
            ("youtu.be", "/a-b_c", "?t=42", Some(format!("{tube}a-b_c?autoplay=1&start=42"))),
            ("m.youtube.com", "/shorts/abc", "", Some(format!("{tube}abc?autoplay=1"))),
            ("music.youtube.com", "/live/abc", "?start=x", Some(format!("{tube}abc?autoplay=1"))),
            (
                "www.youtube-nocookie.com",
                "/embed/abc",
                "?start=7",
                Some(format!("{tube}abc?autoplay=1&start=7")),
            ),
            ("vimeo.com", "/123", "", Some(vimeo.to_owned())),
            ("vimeo.com", "/123/abc4", "", Some(format!("{vimeo}&h=abc4"))),
            ("player.vimeo.com", "/video/123", "?h=abc4", Some(format!("{vimeo}&h=abc4"))),
            ("vimeo.com", "/channels/staff/123", "", Some(vimeo.to_owned())),
            ("www.dailymotion.com", "/video/x7tgad0", "", Some(motion.to_owned())),
            // No video, hosts that only look like one, what would change the address.
            ("www.youtube.com", "/@kenh", "", None),
            ("x.com", "/a/status/1", "", None),
            ("youtube.evil.example", "/watch", "?v=a", None),
            ("www.youtube.com.example", "/watch", "?v=a", None),
            ("constructor.example", "/watch", "?v=a", None),
            ("www.youtube.com", "/watch", "?v=a%26b", None),
            ("www.youtube.com", "/watch", "?v=", None),
            ("youtu.be", "/", "", None),
            ("vimeo.com", "/about", "", None),
            ("www.dailymotion.com", "/video/", "", None),
        ] {
            assert_eq!(source(host, path, query), expected, "{host}{path}{query}");
        }
    }
}
