//! The archive: the names of months, and the page that lists them.

use bantin::locale::{Lang, intl};
use bantin_model::path::ListKind;
use bantin_model::site::SECTIONS_SHOWN;
use bantin_model::{
    Block, Inline, Link, ListItem, Month, Months, Route, Section, Site, Slug, StaticPage,
};

use bantin_store::sqlite::{Store, StoreError};

/// The language of the program's words on this site.
fn lang(site: &Site) -> Lang {
    let default = &site.default_language;
    Lang::nearest(default, default)
}

/// The name of a month (`2023-08`); the text itself when it is no month.
pub fn name(site: &Site, month: &str) -> String {
    intl::month(lang(site).page_messages(), month).unwrap_or_else(|| month.to_owned())
}

/// The months that have articles, and the page that leads to them, by year.
///
/// # Errors
/// [`StoreError`].
pub fn months(store: &Store, site: &Site) -> Result<Months, StoreError> {
    let months = store.months()?;
    let messages = lang(site).messages();
    let by_year = months.chunk_by(|a, b| year(a) == year(b));
    let mut body: Vec<Block> = by_year.flat_map(|months| of_year(site, months)).collect();
    if body.is_empty() {
        body.push(Block::Paragraph { text: vec![Inline::text(messages.empty_title)] });
    }
    body.extend(sections(site));
    let slug = Slug::new("archive").map_err(|error| StoreError::Stored(error.to_string()))?;
    let page = StaticPage {
        slug,
        lang: site.default_language.clone(),
        title: messages.archive.to_owned(),
        description: String::new(),
        body,
    };
    Ok(Months { page, months })
}

/// All sections, as a heading and a list for each language in which the masthead has no room for all.
fn sections(site: &Site) -> Vec<Block> {
    let item = |section: &Section| -> ListItem {
        let route = Route::list(ListKind::Section(section.id.clone()));
        let href = Link::new(&route.path("/")).unwrap_or(Link::root());
        vec![Inline::Link { href, children: vec![Inline::text(section.name.as_str())] }].into()
    };
    let mut blocks = Vec::new();
    for tag in &site.languages {
        let items: Vec<_> = site.sections_in(tag).map(item).collect();
        if items.len() > SECTIONS_SHOWN {
            let messages = Lang::nearest(tag, &site.default_language).messages();
            blocks.push(Block::Heading {
                level: 2,
                id: None,
                text: vec![Inline::text(messages.sections)],
            });
            blocks.push(Block::List { ordered: false, start: None, items });
        }
    }
    blocks
}

fn year(month: &Month) -> &str {
    month.id.split('-').next().unwrap_or_default()
}

/// The heading of a year and its months.
fn of_year(site: &Site, months: &[Month]) -> [Block; 2] {
    let heading = vec![Inline::text(months.first().map_or("", year))];
    let items = months.iter().map(|month| item(site, month).into()).collect();
    [
        Block::Heading { level: 2, id: None, text: heading },
        Block::List { ordered: false, start: None, items },
    ]
}

/// "Tháng 8 năm 2023 (12 bài)", as a link to the month.
fn item(site: &Site, month: &Month) -> Vec<Inline> {
    let messages = lang(site).messages();
    let name = vec![Inline::text(name(site, &month.id))];
    let route = Route::list(ListKind::Month(month.id.clone()));
    let href = Link::new(&route.path("/")).unwrap_or(Link::root());
    let count = messages.search_count.of(messages, month.count);
    vec![Inline::Link { href, children: name }, Inline::text(format!(" ({count})"))]
}
