//! Pictures that are fetched with a feed.

use bantin_media::take::TakeError;
use bantin_model::Block;

use super::{DATE, rss};
use crate::fetch::tests::Server;
use crate::image::tests::png;
use crate::source::Source;
use crate::tests::{entries, imported, options};
use crate::*;

#[test]
fn a_feed_with_its_pictures_is_fetched_and_nothing_elsewhere_stays() {
    let feed = rss(&format!(
        "<item><title>Ảnh</title><link>{{origin}}/tin/anh</link>{DATE}<media:content url=\"{{origin}}/lon.png\" type=\"image/png\" width=\"900\"/>\
        <content:encoded><![CDATA[<p><img src=\"{{origin}}/lon.png\" alt=\"Cầu\"></p><p>Chữ <img src=\"/khong.png\" alt=\"Mất\"></p>\
        <p><img src=\"http://127.0.0.1:1/x.png\"></p><p><img src=\"/gia.png\" alt=\"Giả\"></p>]]></content:encoded></item>"
    ));
    let server = Server::start([
        ("/feed.xml", (200, "Content-Type: application/rss+xml", feed.into_bytes())),
        ("/lon.png", (200, "Content-Type: text/plain", png(900, 600))),
        ("/gia.png", (200, "Content-Type: image/png", b"<html>".to_vec())),
    ]);
    let address = server.at("feed.xml").to_string();
    let fetching = Options { fetch: true, ..options() };
    let Imported { draft, dropped, .. } = imported(entries(&address, &fetching).remove(0));
    let lead = draft.image.as_ref().unwrap();
    assert_eq!((lead.width, lead.height, lead.alt.as_str()), (900, 600, "Cầu"));
    assert_eq!(draft.media.len(), 1);
    let errors: Vec<_> = dropped
        .iter()
        .filter_map(|note| match note {
            Dropped::Image { error, .. } => Some(error.clone()),
            _ => None,
        })
        .collect();
    use FetchError as F;
    assert_eq!(
        errors,
        [
            ImageError::Fetch(F::Status(404)),
            ImageError::Fetch(F::LocalAddress),
            ImageError::Rejected(TakeError::NotAPicture)
        ]
    );
    let words: Vec<_> = draft.body.iter().map(Block::plain_text).collect();
    assert_eq!(words, ["Chữ", "Mất", "http://127.0.0.1:1/x.png", "Giả"]);
    assert!(!draft.body.iter().any(|block| matches!(block, Block::Image { .. })));
    let again = imported(entries(&address, &fetching).remove(0));
    assert_eq!(again.draft, draft);
    let off = imported(entries(&address, &options()).remove(0));
    assert_eq!((off.draft.image, off.draft.media), (None, vec![]));
    assert!(
        off.dropped
            .iter()
            .any(|d| matches!(d, Dropped::Image { error: ImageError::FetchingOff, .. }))
    );
}

#[test]
fn a_silent_picture_host_is_waited_for_once_and_costs_no_words() {
    let (host, taken) = fetch::tests::silent();
    let feed = include_str!("../../../../tests/cases/32-dead-picture-host.xml");
    let feed = feed.replace("http://127.0.0.1:8219/", host.as_str());
    let fetcher = Fetcher::with_patience(Some(&host), fetch::tests::SHORT);
    let options = options();
    let context = Context { fetcher: Some(&fetcher), ..Context::of(&options).unwrap() };
    let mut found = Vec::new();
    let (bytes, name) = (feed.into_bytes(), "feed.xml".to_owned());
    let source = Box::new(crate::feed::Feed { bytes, charset: None, name, address: None });
    source.read(&context, &mut |entry| found.push(entry)).unwrap();
    let Imported { draft, dropped, .. } = imported(found.pop().unwrap());
    assert_eq!(draft.body.first().map(Block::plain_text).as_deref(), Some("x"));
    let errors: Vec<String> = dropped.iter().map(ToString::to_string).collect();
    assert!(errors.len() == 2 && errors[1].contains("was not asked again"), "{errors:?}");
    assert_eq!(taken.load(std::sync::atomic::Ordering::SeqCst), 1);
}
