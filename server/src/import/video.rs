//! Which addresses are videos and posts that become `embed` blocks.

use bantin_model::EmbedProvider;
use url::Url;

/// Whose video or post `address` is, and the address a reader opens; `None` for any other page.
pub fn provider(address: &str) -> Option<(EmbedProvider, String)> {
    let address = address
        .strip_prefix("//")
        .map_or_else(|| address.to_owned(), |rest| format!("https://{rest}"));
    let url = Url::parse(&address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = url.host_str()?.trim_start_matches("www.").trim_start_matches("m.");
    let segments: Vec<&str> = url.path_segments()?.filter(|segment| !segment.is_empty()).collect();
    let query = |name: &str| {
        url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    };
    let youtube =
        |id: &str| Some((EmbedProvider::Youtube, format!("https://www.youtube.com/watch?v={id}")));
    let same = |provider| Some((provider, address.clone()));
    match (host, segments.as_slice()) {
        ("youtube.com" | "youtube-nocookie.com", ["watch"]) => youtube(&query("v")?),
        ("youtube.com" | "youtube-nocookie.com", ["embed" | "shorts" | "live" | "v", id, ..]) => {
            youtube(id)
        }
        ("youtu.be", [id]) => youtube(id),
        ("player.vimeo.com", ["video", id, ..]) => {
            Some((EmbedProvider::Vimeo, format!("https://vimeo.com/{id}")))
        }
        ("vimeo.com", [id]) if id.bytes().all(|b| b.is_ascii_digit()) => same(EmbedProvider::Vimeo),
        ("dailymotion.com", ["embed", "video", id] | ["video", id]) => {
            Some((EmbedProvider::Dailymotion, format!("https://www.dailymotion.com/video/{id}")))
        }
        ("dai.ly", [_]) => same(EmbedProvider::Dailymotion),
        ("facebook.com", ["plugins", "video.php" | "post.php"]) => {
            Some((EmbedProvider::Facebook, query("href")?))
        }
        ("facebook.com", ["watch", ..] | [_, "videos" | "posts", ..]) => {
            same(EmbedProvider::Facebook)
        }
        ("fb.watch", [_]) => same(EmbedProvider::Facebook),
        ("tiktok.com", [_, "video", _]) => same(EmbedProvider::Tiktok),
        ("twitter.com" | "x.com", [_, "status", _]) => same(EmbedProvider::X),
        ("instagram.com", ["p" | "reel" | "tv", id, ..]) => {
            Some((EmbedProvider::Instagram, format!("https://www.instagram.com/p/{id}/")))
        }
        (_, ["videos", "embed", id]) => Some((
            EmbedProvider::Peertube,
            format!("{}/w/{id}", url.origin().ascii_serialization()),
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn players_lead_to_the_page_a_reader_opens() {
        let of = |address: &str| provider(address).map(|(_, href)| href);
        let watch = Some("https://www.youtube.com/watch?v=aqz-KE-bpKQ".to_owned());
        for address in [
            "https://www.youtube.com/watch?v=aqz-KE-bpKQ&t=3",
            "https://youtu.be/aqz-KE-bpKQ?si=x",
            "//www.youtube.com/embed/aqz-KE-bpKQ?rel=0",
            "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ",
            "https://m.youtube.com/shorts/aqz-KE-bpKQ",
        ] {
            assert_eq!(of(address), watch, "{address}");
        }
        assert_eq!(
            of("https://player.vimeo.com/video/76979871").as_deref(),
            Some("https://vimeo.com/76979871")
        );
        assert!(of("https://x.com/toasoan/status/1").is_some());
        assert!(of("https://tube.example.org/videos/embed/abc").is_some());
    }

    #[test]
    fn other_pages_are_not_videos() {
        for address in [
            "https://example.org/watch?v=1",
            "https://www.youtube.com/",
            "javascript:1",
            "/watch",
            "https://vimeo.com/about",
        ] {
            assert_eq!(provider(address), None, "{address}");
        }
    }
}
