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
const SECTION_FIELDS: [&str; 3] = ["id", "name", "lang"];

/// Refuses the first field with an unknown name.
pub fn known(table: &DeTable<'_>) -> Result<(), Wrong> {
    only(table, &FIELDS, "")?;
    each(table, "sections", &SECTION_FIELDS, "of a section ")?;
    each(table, "sources", &sources::FIELDS, "of a source ")?;
    each(table, "colors", &colors::FIELDS, "of colors ")?;
    each(table, "show", &show::FIELDS, "of show ")?;
    each(table, "masthead", &own::MASTHEAD_FIELDS, "of masthead ")?;
    each(table, "footer", &own::FOOTER_FIELDS, "of footer ")?;
    each(table, "front", &front::FIELDS, "of a block ")?;
    each(table, "authors", &front::AUTHOR_FIELDS, "of an author ")?;
    each(table, "fonts", &fonts::PLACES, "of fonts ")?;
    each(table, "scripts", &outside::SCRIPT_FIELDS, "of a script ")?;
    for theme in inside(table, "colors").into_iter().flat_map(DeTable::values) {
        if let DeValue::Table(theme) = theme.get_ref() {
            only(theme, &colors::THEME_FIELDS, "of colors for a time of day ")?;
        }
    }
    for font in inside(table, "fonts").into_iter().flat_map(DeTable::values) {
        if let DeValue::Table(font) = font.get_ref() {
            only(font, &fonts::FIELDS, "of a font ")?;
        }
    }
    for part in ["masthead", "footer"] {
        for inner in inside(table, part) {
            each(inner, "links", &own::LINK_FIELDS, "of a link ")?;
            each(inner, "imprint", &own::IMPRINT_FIELDS, "of an imprint ")?;
        }
    }
    Ok(())
}

/// The tables under `name`: one, or those in a list.
fn inside<'a, 'i>(table: &'a DeTable<'i>, name: &str) -> Vec<&'a DeTable<'i>> {
    let as_table = |value: &'a Spanned<DeValue<'i>>| match value.get_ref() {
        DeValue::Table(table) => Some(table),
        _ => None,
    };
    match table.get(name) {
        Some(value) => match value.get_ref() {
            DeValue::Array(list) => list.iter().filter_map(as_table).collect(),
            _ => as_table(value).into_iter().collect(),
        },
        None => Vec::new(),
    }
}

fn each(table: &DeTable<'_>, name: &str, known: &[&str], of: &str) -> Result<(), Wrong> {
    inside(table, name).into_iter().try_for_each(|one| only(one, known, of))
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
