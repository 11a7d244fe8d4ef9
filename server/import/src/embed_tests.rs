#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;

#[test]
fn every_known_host_leads_to_its_page() {
    use EmbedProvider::*;
    let yt = "https://www.youtube.com/watch?v=dQw4w9WgXcQ";
    for (address, provider, page) in [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=10s", Youtube, yt),
        ("https://youtu.be/dQw4w9WgXcQ?si=abc", Youtube, yt),
        ("https://m.youtube.com/shorts/dQw4w9WgXcQ", Youtube, yt),
        ("//www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0", Youtube, yt),
        ("https://www.youtube.com/live/dQw4w9WgXcQ", Youtube, yt),
        (
            "https://www.youtube.com/embed/videoseries?list=PL1",
            Youtube,
            "https://www.youtube.com/playlist?list=PL1",
        ),
        ("https://vimeo.com/76979871", Vimeo, "https://vimeo.com/76979871"),
        ("https://player.vimeo.com/video/76979871?h=ab1", Vimeo, "https://vimeo.com/76979871/ab1"),
        ("https://dai.ly/x8abc", Dailymotion, "https://www.dailymotion.com/video/x8abc"),
        (
            "https://geo.dailymotion.com/player.html?video=x8abc",
            Dailymotion,
            "https://www.dailymotion.com/video/x8abc",
        ),
        (
            "https://www.facebook.com/plugins/video.php?href=https%3A%2F%2Fwww.facebook.com%2Fbantin%2Fvideos%2F123%2F&width=500",
            Facebook,
            "https://www.facebook.com/bantin/videos/123/",
        ),
        ("https://fb.watch/abc123/", Facebook, "https://fb.watch/abc123/"),
        (
            "https://www.facebook.com/watch/?v=123",
            Facebook,
            "https://www.facebook.com/watch/?v=123",
        ),
        (
            "https://www.tiktok.com/@bantin/video/7123?is_copy=1",
            Tiktok,
            "https://www.tiktok.com/@bantin/video/7123",
        ),
        ("https://www.tiktok.com/embed/v2/7123", Tiktok, "https://www.tiktok.com/@_/video/7123"),
        ("https://twitter.com/bantin/status/99?s=20", X, "https://x.com/bantin/status/99"),
        (
            "https://www.instagram.com/p/AbC_1/embed/captioned/",
            Instagram,
            "https://www.instagram.com/p/AbC_1/",
        ),
        (
            "https://video.example.org/videos/embed/9c9de5e8-0a1e-484a-b099-e80766180a6d",
            Peertube,
            "https://video.example.org/w/9c9de5e8-0a1e-484a-b099-e80766180a6d",
        ),
    ] {
        let (found, link) = recognise(address).unwrap_or_else(|| panic!("{address}"));
        assert_eq!((found, link.as_str()), (provider, page), "{address}");
    }
}

#[test]
fn nothing_else_is_taken_for_a_video() {
    for address in [
        "https://www.youtube.com/",
        "https://www.youtube.com/@bantin",
        "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://evil.example/https://youtu.be/x",
        "https://www.youtube.com/embed/%22%3E%3Cscript",
        "https://vimeo.com/about",
        "https://x.com/bantin",
        "https://www.facebook.com/bantin",
        "https://www.facebook.com/plugins/video.php?href=javascript:alert(1)",
        "https://www.facebook.com/plugins/video.php?href=https://evil.example/facebook.com",
        "javascript:youtube.com/watch?v=1",
        "https://example.org/videos/embed/x",
        "youtube.com/watch?v=1",
        "",
    ] {
        assert_eq!(recognise(address), None, "{address}");
    }
}
