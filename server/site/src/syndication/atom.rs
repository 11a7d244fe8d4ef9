//! Lists as Atom (RFC 4287).

use bantin::prerender::absolute;
use bantin_model::Site;
use bantin_model::list::Feed;

use super::{Xml, changed, document, empty, latest, text};

/// `feed` as Atom; `own` is its own address.
///
/// # Errors
/// None for a vector; the type of the writer has them.
pub fn atom(feed: &Feed, site: &Site, own: &str) -> std::io::Result<Vec<u8>> {
    let newest =
        feed.items.iter().map(|item| changed(&item.date_published, item.date_modified.as_deref()));
    let updated = latest(newest).unwrap_or("1970-01-01T00:00:00Z");
    document("feed", &[("xmlns", "http://www.w3.org/2005/Atom")], |xml| {
        text(xml, "id", own)?;
        text(xml, "title", &feed.title)?;
        text(xml, "updated", updated)?;
        link(xml, "self", own)?;
        link(xml, "alternate", site.url.as_str())?;
        if let Some(icon) = &feed.icon {
            text(xml, "icon", icon.as_str())?;
        }
        if let Some(logo) = &site.brand.logo {
            text(xml, "logo", &absolute(site, &logo.src))?;
        }
        for item in &feed.items {
            xml.create_element("entry").write_inner_content(|xml| {
                text(xml, "id", &item.id)?;
                text(xml, "title", &item.title)?;
                link(xml, "alternate", item.url.as_str())?;
                text(xml, "published", &item.date_published)?;
                text(xml, "updated", changed(&item.date_published, item.date_modified.as_deref()))?;
                text(xml, "summary", &item.summary)?;
                let names = item.authors.iter().map(|author| author.name.as_str());
                // Atom requires an author, so for an entry without one it is the newsroom.
                let nobody = item.authors.is_empty().then_some(site.name.as_str());
                for name in names.chain(nobody) {
                    xml.create_element("author")
                        .write_inner_content(|xml| text(xml, "name", name))?;
                }
                for tag in &item.tags {
                    empty(xml, "category", &[("term", tag)])?;
                }
                Ok(())
            })?;
        }
        Ok(())
    })
}

fn link(xml: &mut Xml, rel: &str, href: &str) -> std::io::Result<()> {
    empty(xml, "link", &[("rel", rel), ("href", href)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use bantin_model::Link;

    #[test]
    fn a_feed_of_ours_is_read_by_a_feed_reader() {
        let site = Site {
            url: Link::new("https://news.example/").unwrap(),
            ..bantin_core::nameless::nameless()
        };
        let feed = Feed {
            version: bantin_model::list::VERSION.into(),
            title: "A & B <x>".into(),
            home_page_url: site.url.clone(),
            feed_url: site.url.clone(),
            next_url: None,
            description: None,
            language: None,
            icon: None,
            favicon: None,
            items: vec![],
            bantin: bantin_model::list::FeedExtension::default(),
        };
        let xml = atom(&feed, &site, "https://news.example/feeds/language/vi.xml").unwrap();
        let read = feed_rs::parser::parse(&*xml).unwrap();
        assert_eq!(read.title.unwrap().content, "A & B <x>");
        // A character that XML has no way to write.
        let feed = Feed { title: "A\u{ffff}\u{b}B".into(), ..feed };
        let xml = atom(&feed, &site, "https://news.example/feeds/language/vi.xml").unwrap();
        assert!(String::from_utf8(xml).unwrap().contains("<title>AB</title>"));
    }
}
