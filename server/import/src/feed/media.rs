//! Pictures, sound and video that an entry has beside its text.

use bantin_model::inline::plain_text;
use bantin_model::{Block, EmbedProvider, Image, Link};
use feed_rs::model::{Entry, MediaObject};

use super::item::More;
use super::lead_picture::LeadPicture;
use crate::assets::Assets;
use crate::dropped::Dropped;
use crate::html::{self, Surroundings};
use crate::{embed, text};

/// A picture that an entry names, and the width it gives.
struct Candidate<'a> {
    url: String,
    width: u32,
    object: Option<&'a MediaObject>,
    lead: Option<&'a LeadPicture>,
}

/// The largest picture of the entry that can be had; thumbnails only when there is nothing else.
pub fn lead_image(
    entry: &Entry,
    more: &More,
    assets: &mut Assets<'_>,
    dropped: &mut Vec<Dropped>,
) -> Option<Image> {
    for candidate in candidates(entry, more) {
        match assets.picture(&candidate.url) {
            Ok(picture) => {
                let said = candidate.object.and_then(|object| object.description.as_ref());
                let said = said.map(|said| said.content.as_str());
                let said = said.or(candidate.lead.map(|lead| lead.caption.as_str()));
                let said = said.and_then(|said| html::plain(said).ok()).unwrap_or_default();
                let (caption, trailing) = text::caption_and_credit(&said);
                let named = candidate.object.and_then(|object| object.credits.first());
                let credit = named.and_then(|credit| text::some_line(&credit.entity)).or(trailing);
                let (src, width, height) = (picture.src, picture.width, picture.height);
                let alt = candidate.lead.map(|lead| text::one_line(&lead.alt));
                let (alt, variants) = (alt.unwrap_or_default(), vec![]);
                return Some(Image { src, width, height, alt, caption, credit, variants });
            }
            Err(error) => dropped.push(Dropped::Image { src: candidate.url, error }),
        }
    }
    None
}

fn candidates<'a>(entry: &'a Entry, more: &'a More) -> Vec<Candidate<'a>> {
    let mut found: Vec<Candidate<'a>> = Vec::new();
    if let Some(lead) = &more.image {
        let (url, lead) = (lead.url.clone(), Some(lead));
        found.push(Candidate { url, width: u32::MAX, object: None, lead });
    }
    for object in &entry.media {
        for content in &object.content {
            let Some(url) = content.url.as_ref().map(ToString::to_string) else { continue };
            let kind = content.content_type.as_ref().map(ToString::to_string);
            if is_picture(kind.as_deref(), &url) && !is_face(&url) {
                let width = content.width.unwrap_or(0);
                found.push(Candidate { url, width, object: Some(object), lead: None });
            }
        }
    }
    let enclosed = entry.links.iter().filter(|link| is_enclosure(link));
    found.extend(
        enclosed
            .filter(|link| is_picture(link.media_type.as_deref(), &link.href))
            .map(|link| Candidate { url: link.href.clone(), width: 0, object: None, lead: None }),
    );
    if found.is_empty() {
        let thumbnails = entry.media.iter().flat_map(|object| {
            object.thumbnails.iter().map(move |thumbnail| Candidate {
                url: thumbnail.image.uri.clone(),
                width: thumbnail.image.width.unwrap_or(0),
                object: None,
                lead: None,
            })
        });
        found.extend(thumbnails.filter(|candidate| !candidate.url.is_empty()));
        let small = more.small.iter().filter(|url| !is_face(url));
        let bare =
            |url: &String| Candidate { url: url.clone(), width: 0, object: None, lead: None };
        found.extend(small.map(bare));
    }
    // A stable sort: of equally wide pictures the first comes first.
    found.sort_by_key(|candidate| std::cmp::Reverse(candidate.width));
    found.dedup_by(|a, b| a.url == b.url);
    found
}

/// The sound and video of the entry that its text does not link to. Files of one media object are the same thing in
/// several forms, so only the first that can be played is taken.
pub fn players(entry: &Entry, body: &[Block]) -> Vec<Block> {
    let media = entry.media.iter().filter_map(|object| {
        object.content.iter().find_map(|content| {
            player(
                content.url.as_ref()?.as_str(),
                content.content_type.as_ref().map(|k| k.as_str()),
            )
        })
    });
    let links = entry.links.iter().filter(|link| is_enclosure(link));
    let links = links.filter_map(|link| player(&link.href, link.media_type.as_deref()));
    let mut blocks: Vec<Block> = Vec::new();
    for (provider, href) in media.chain(links) {
        if !leads_to(body, &href) && !leads_to(&blocks, &href) {
            blocks.push(Block::Embed { provider, href, title: None });
        }
    }
    blocks
}

fn player(url: &str, kind: Option<&str>) -> Option<(EmbedProvider, Link)> {
    let is_player =
        kind.is_some_and(|kind| kind.starts_with("audio/") || kind.starts_with("video/"));
    embed::recognise(url).or_else(|| {
        let file = Link::new(url).ok().filter(|link| is_player && link.is_absolute())?;
        Some((EmbedProvider::Other, file))
    })
}

/// Attachments of a JSON Feed have a type but no relation.
fn is_enclosure(link: &feed_rs::model::Link) -> bool {
    let attached = link.rel.is_none() && link.media_type.is_some();
    link.rel.as_deref() == Some("enclosure") || attached
}

fn is_picture(kind: Option<&str>, url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let ends = [".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif"];
    kind.map_or_else(
        || ends.iter().any(|end| path.ends_with(end)),
        |kind| kind.starts_with("image/"),
    )
}

/// WordPress lists the author's portrait among the pictures.
fn is_face(url: &str) -> bool {
    url.contains("gravatar.com/")
}

/// Whether one of the blocks leads to `href`.
fn leads_to(body: &[Block], href: &Link) -> bool {
    body.iter().any(|block| match block {
        Block::Embed { href: other, .. } => other == href,
        Block::Paragraph { text } => plain_text(text) == href.as_str(),
        _ => false,
    })
}
