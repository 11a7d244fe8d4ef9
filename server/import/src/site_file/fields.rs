//! The names of all fields of `site.toml`. An unknown name is refused before any field is read, so that a mistyped
//! field is not reported as missing.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Wrong, colors, fonts, front, nearest, outside, own, show, sources, wrong};

pub const FIELDS: [&str; 22] = [
    "name",
    "short_name",
    "tagline",
    "description",
    "url",
    "languages",
    "time_zone",
    "logo",
    "logo_night",
    "icon",
    "colors",
    "dates",
    "show",
    "masthead",
    "footer",
    "front",
    "authors",
    "fonts",
    "style",
    "scripts",
    "sections",
    "sources",
];
/// The fields of the tables inside: where such a table stands (`*` under whatever name), its fields, and whose they are.
pub const INSIDE: [(&str, &[&str], &str); 15] = [
    ("sections", &["id", "name", "lang"], "of a section "),
    ("sources", &sources::FIELDS, "of a source "),
    ("colors", &colors::FIELDS, "of colors "),
    ("show", &show::FIELDS, "of show "),
    ("masthead", &own::MASTHEAD_FIELDS, "of masthead "),
    ("footer", &own::FOOTER_FIELDS, "of footer "),
    ("front", &front::FIELDS, "of a block "),
    ("authors", &front::AUTHOR_FIELDS, "of an author "),
    ("fonts", &fonts::PLACES, "of fonts "),
    ("scripts", &outside::SCRIPT_FIELDS, "of a script "),
    ("colors.*", &colors::THEME_FIELDS, "of colors for a time of day "),
    ("fonts.*", &fonts::FIELDS, "of a font "),
    ("masthead.links", &own::LINK_FIELDS, "of a link "),
    ("footer.links", &own::LINK_FIELDS, "of a link "),
    ("footer.imprint", &own::IMPRINT_FIELDS, "of an imprint "),
];

/// Refuses the first field with an unknown name.
pub fn known(table: &DeTable<'_>) -> Result<(), Wrong> {
    only(table, &FIELDS, "")?;
    INSIDE.iter().try_for_each(|(place, fields, of)| {
        let start = vec![table];
        let tables = place.split('.').fold(start, |tables, name| {
            tables.into_iter().flat_map(|table| inside(table, name)).collect()
        });
        tables.into_iter().try_for_each(|one| only(one, fields, of))
    })
}

/// The tables under `name`, or with `*` under any: one, or those in a list.
fn inside<'a, 'i>(table: &'a DeTable<'i>, name: &str) -> Vec<&'a DeTable<'i>> {
    let as_table = |value: &'a Spanned<DeValue<'i>>| match value.get_ref() {
        DeValue::Table(table) => Some(table),
        _ => None,
    };
    let found = table.iter().filter(|(key, _)| name == "*" || key.get_ref().as_ref() == name);
    let tables = found.flat_map(|(_, value)| match value.get_ref() {
        DeValue::Array(list) => list.iter().filter_map(as_table).collect(),
        _ => as_table(value).into_iter().collect::<Vec<_>>(),
    });
    tables.collect()
}

/// Refuses the first field, in the order of the text, whose name is not in `known`.
fn only(table: &DeTable<'_>, known: &[&str], of: &str) -> Result<(), Wrong> {
    let unknown = table.keys().filter(|key| !known.contains(&key.get_ref().as_ref()));
    let Some(first) = unknown.min_by_key(|key| key.span().start) else { return Ok(()) };
    let name = first.get_ref();
    let all = known.join(", ");
    let what = match nearest(name, known.iter().copied()) {
        Some(meant) => {
            format!(
                "there is no field \"{name}\"; did you mean \"{meant}\"? The fields {of}are {all}"
            )
        }
        None => format!("there is no field \"{name}\"; the fields {of}are {all}"),
    };
    Err(wrong(first, what))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const SITE: &str = include_str!("../../../../docs/site.md");
    const IMPORT: &str = include_str!("../../../../docs/import.md");

    /// The names in what a text has as code, in blocks and in lines.
    fn code(text: &str) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        for (at, part) in text.split("```").enumerate() {
            let pieces: Vec<&str> = match at % 2 {
                1 => vec![part],
                _ => part.split('`').skip(1).step_by(2).collect(),
            };
            let is_apart = |c: char| !(c.is_ascii_alphanumeric() || "_-".contains(c));
            names.extend(pieces.into_iter().flat_map(|piece| piece.split(is_apart)));
        }
        names
    }

    #[test]
    fn each_field_stands_in_the_docs_beside_the_table_that_it_is_in() {
        let sections: Vec<_> =
            [SITE, IMPORT].iter().flat_map(|text| text.split("\n## ")).map(code).collect();
        let stands = |names: &[&str]| {
            sections.iter().any(|section| names.iter().all(|name| section.contains(name)))
        };
        for field in FIELDS {
            assert!(stands(&[field]), "the docs do not say what {field} is");
        }
        for (place, fields, _) in INSIDE {
            let names: Vec<&str> = place.split('.').filter(|name| *name != "*").collect();
            for field in fields {
                let all = [&names[..], &[field]].concat();
                assert!(stands(&all), "the docs do not say what {field} in {place} is");
            }
        }
    }
}
