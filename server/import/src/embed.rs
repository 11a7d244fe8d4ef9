//! Recognises the addresses of well-known video hosts, and gives the page that each leads to.

use bantin_model::{EmbedProvider, Link};
use url::Url;

/// The provider and page of a video or post, if `address` is one of a known host. The address of a player leads to the
/// page of the video it plays.
pub fn recognise(address: &str) -> Option<(EmbedProvider, Link)> {
    let address = address.trim();
    let absolute = address.strip_prefix("//").map(|rest| format!("https://{rest}"));
    let url = Url::parse(absolute.as_deref().unwrap_or(address)).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let host = url.host_str()?.to_ascii_lowercase();
    let site = ["www.", "m.", "mobile.", "web."]
        .iter()
        .find_map(|prefix| host.strip_prefix(prefix))
        .unwrap_or(&host);
    let path: Vec<&str> = url.path_segments()?.filter(|part| !part.is_empty()).collect();
    let (provider, page) = match site {
        "youtube.com" | "youtube-nocookie.com" | "youtu.be" => {
            (EmbedProvider::Youtube, youtube(site, &path, &url)?)
        }
        "vimeo.com" | "player.vimeo.com" => (EmbedProvider::Vimeo, vimeo(&path, &url)?),
        "dailymotion.com" | "geo.dailymotion.com" | "dai.ly" => {
            (EmbedProvider::Dailymotion, dailymotion(site, &path, &url)?)
        }
        "facebook.com" | "fb.watch" => (EmbedProvider::Facebook, facebook(site, &path, &url)?),
        "tiktok.com" | "vm.tiktok.com" | "vt.tiktok.com" => {
            (EmbedProvider::Tiktok, tiktok(site, &path)?)
        }
        "twitter.com" | "x.com" | "platform.twitter.com" => (EmbedProvider::X, x(&path, &url)?),
        "instagram.com" => (EmbedProvider::Instagram, instagram(&path)?),
        _ => (EmbedProvider::Peertube, peertube(&path, &url)?),
    };
    Some((provider, Link::new(&page).ok()?))
}

/// An id as all these hosts make them; other text must not get into the new address.
fn id(text: &str) -> Option<&str> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    (!text.is_empty() && text.len() <= 100 && text.chars().all(allowed)).then_some(text)
}

fn digits(text: &str) -> Option<&str> {
    id(text).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))
}

fn query(url: &Url, key: &str) -> Option<String> {
    url.query_pairs().find(|(name, _)| name == key).map(|(_, value)| value.into_owned())
}

fn youtube(site: &str, path: &[&str], url: &Url) -> Option<String> {
    let list = query(url, "list");
    let video = match path {
        [video] if site == "youtu.be" => (*video).to_owned(),
        ["watch"] => query(url, "v")?,
        ["embed", "videoseries"] | ["playlist"] => {
            return Some(format!("https://www.youtube.com/playlist?list={}", id(&list?)?));
        }
        ["embed" | "v" | "shorts" | "live", video] => (*video).to_owned(),
        _ => return None,
    };
    Some(format!("https://www.youtube.com/watch?v={}", id(&video)?))
}

fn vimeo(path: &[&str], url: &Url) -> Option<String> {
    match path {
        // The second part, or the parameter `h`, opens an unlisted video.
        ["video", video] => match query(url, "h") {
            Some(key) => Some(format!("https://vimeo.com/{}/{}", digits(video)?, id(&key)?)),
            None => Some(format!("https://vimeo.com/{}", digits(video)?)),
        },
        [video] => Some(format!("https://vimeo.com/{}", digits(video)?)),
        [video, key] => Some(format!("https://vimeo.com/{}/{}", digits(video)?, id(key)?)),
        ["channels", _, video] | ["groups", _, "videos", video] => {
            Some(format!("https://vimeo.com/{}", digits(video)?))
        }
        _ => None,
    }
}

fn dailymotion(site: &str, path: &[&str], url: &Url) -> Option<String> {
    let video = match path {
        [video] if site == "dai.ly" => (*video).to_owned(),
        ["video", video] | ["embed", "video", video] => (*video).to_owned(),
        ["player.html"] | ["player", _] => query(url, "video")?,
        _ => return None,
    };
    Some(format!("https://www.dailymotion.com/video/{}", id(&video)?))
}

fn facebook(site: &str, path: &[&str], url: &Url) -> Option<String> {
    match path {
        [video] if site == "fb.watch" => Some(format!("https://fb.watch/{}/", id(video)?)),
        ["plugins", "video.php" | "post.php"] => {
            let inner = query(url, "href")?;
            // One step is enough: the address of a player never contains another player's.
            if inner.contains("/plugins/") {
                return None;
            }
            let host = Url::parse(&inner).ok()?;
            let ours = host.host_str().is_some_and(|host| {
                host == "facebook.com" || host.ends_with(".facebook.com") || host == "fb.watch"
            });
            ours.then(|| host.to_string())
        }
        ["watch"] | ["watch", "live"] | ["video.php"] => {
            Some(format!("https://www.facebook.com/watch/?v={}", digits(&query(url, "v")?)?))
        }
        ["reel", video] => Some(format!("https://www.facebook.com/reel/{}", digits(video)?)),
        [page, "videos", video] | [page, "videos", _, video] => {
            Some(format!("https://www.facebook.com/{}/videos/{}/", id(page)?, digits(video)?))
        }
        _ => None,
    }
}

fn tiktok(site: &str, path: &[&str]) -> Option<String> {
    match path {
        [short] if site != "tiktok.com" => Some(format!("https://{site}/{}/", id(short)?)),
        [user, "video", video] => {
            let name = id(user.strip_prefix('@')?)?;
            Some(format!("https://www.tiktok.com/@{name}/video/{}", digits(video)?))
        }
        // Any name will do: the host finds the video by its number.
        ["embed", video] | ["embed", "v2" | "v3", video] | ["player", "v1", video] => {
            Some(format!("https://www.tiktok.com/@_/video/{}", digits(video)?))
        }
        _ => None,
    }
}

fn x(path: &[&str], url: &Url) -> Option<String> {
    match path {
        [user, "status" | "statuses", post] | [user, "status", post, ..] => {
            Some(format!("https://x.com/{}/status/{}", id(user)?, digits(post)?))
        }
        ["embed", "Tweet.html"] => {
            Some(format!("https://x.com/i/status/{}", digits(&query(url, "id")?)?))
        }
        _ => None,
    }
}

fn instagram(path: &[&str]) -> Option<String> {
    match path {
        [kind @ ("p" | "reel" | "tv"), post]
        | [kind @ ("p" | "reel" | "tv"), post, "embed", ..]
        | [_, kind @ ("p" | "reel" | "tv"), post] => {
            Some(format!("https://www.instagram.com/{kind}/{}/", id(post)?))
        }
        _ => None,
    }
}

/// A PeerTube site can have any host; it is recognised by the player's path and id.
fn peertube(path: &[&str], url: &Url) -> Option<String> {
    let ["videos", "embed", video] = path else { return None };
    let uuid = video.len() == 36 && video.bytes().filter(|byte| *byte == b'-').count() == 4;
    let short = video.len() == 22;
    let origin = url.origin().ascii_serialization();
    (uuid || short).then_some(())?;
    Some(format!("{origin}/w/{}", id(video)?))
}

#[cfg(test)]
#[path = "embed_tests.rs"]
mod tests;
