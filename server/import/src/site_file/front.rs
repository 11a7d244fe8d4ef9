//! `[[front]]` of `site.toml`: the blocks of a front page, in order; `[[authors]]`: the pictures beside opinions.

use bantin_model::{FrontBlock, Section};
use serde::Deserialize;
use toml::Spanned;

use super::values::in_site;
use super::{Wrong, did_you_mean, wrong};

pub const FIELDS: [&str; 5] = ["block", "section", "layout", "count", "lang"];
pub const AUTHOR_FIELDS: [&str; 2] = ["name", "picture"];

const BLOCKS: [&str; 6] = ["pinned", "lead", "section", "opinion", "latest", "most-read"];
const LAYOUTS: [&str; 3] = ["lead", "cards", "headlines"];
/// How many stories a block can have: as many as the newest file of a list.
const MOST: i64 = 20;
/// How many can be beside a lead story, or among the most read: a page gets no more of these.
const FEW: i64 = 6;

#[derive(Deserialize)]
pub struct FileBlock {
    block: Spanned<String>,
    section: Option<Spanned<String>>,
    layout: Option<Spanned<String>>,
    count: Option<Spanned<i64>>,
    lang: Option<Spanned<String>>,
}

#[derive(Deserialize)]
pub struct FileAuthor {
    pub name: Spanned<String>,
    pub picture: Spanned<String>,
}

/// Checks the blocks, for a site with these sections and languages.
pub fn checked(
    file: Vec<FileBlock>,
    sections: &[Section],
    languages: &[String],
) -> Result<Vec<FrontBlock>, Wrong> {
    let mut blocks: Vec<FrontBlock> = Vec::new();
    for one in file {
        let at = one.block.clone();
        let block = block(one, sections, languages)?;
        let is_on_one = |other: &FrontBlock| {
            other.lang.is_none() || block.lang.is_none() || other.lang == block.lang
        };
        let is_same = |other: &&FrontBlock| {
            other.block == block.block && other.section == block.section && is_on_one(other)
        };
        if let Some(twice) = blocks.iter().find(is_same) {
            let of = twice.section.as_deref().map(|id| format!(" of \"{id}\"")).unwrap_or_default();
            let what = format!("front: there are two blocks \"{}\"{of} on one page", block.block);
            return Err(wrong(&at, what));
        }
        blocks.push(block);
    }
    Ok(blocks)
}

fn block(file: FileBlock, sections: &[Section], languages: &[String]) -> Result<FrontBlock, Wrong> {
    let kind = one_of(&file.block, "block", &BLOCKS)?;
    let needs_section = matches!(&*kind, "section" | "opinion");
    let section = match (&file.section, needs_section) {
        (Some(value), true) => Some(section(value, sections)?),
        (None, true) => {
            let what = format!("front: a block \"{kind}\" says which: section = \"…\"");
            return Err(wrong(&file.block, what));
        }
        (Some(value), false) => {
            let what = format!(
                "front: a block \"{kind}\" takes no section; did you mean block = \"section\"?"
            );
            return Err(wrong(value, what));
        }
        (None, false) => None,
    };
    let layout = match &file.layout {
        Some(value) if kind == "section" => Some(one_of(value, "layout", &LAYOUTS)?),
        Some(value) => {
            return Err(wrong(value, "front: a layout is of a block \"section\" alone"));
        }
        None => None,
    };
    let lang = match (&file.lang, &section) {
        (Some(value), Some(section))
            if in_site(value, "front: lang", languages)? != section.lang =>
        {
            let what = format!("front: section \"{}\" is in \"{}\"", section.id, section.lang);
            return Err(wrong(value, what));
        }
        (_, Some(section)) => Some(section.lang.clone()),
        (Some(value), None) => Some(in_site(value, "front: lang", languages)?),
        (None, None) => None,
    };
    let least = if kind == "lead" { 0 } else { 1 };
    let most = if matches!(&*kind, "lead" | "most-read") { FEW } else { MOST };
    let count = match &file.count {
        Some(value) if kind == "pinned" => {
            return Err(wrong(value, "front: a block \"pinned\" has one story"));
        }
        Some(value) => {
            let count = *value.get_ref();
            let fits = u8::try_from(count).ok().filter(|_| (least..=most).contains(&count));
            Some(fits.ok_or_else(|| {
                let near = count.clamp(least, most);
                wrong(value, format!("front: count is {least} to {most}; the nearest is {near}"))
            })?)
        }
        None => None,
    };
    let section = section.map(|section| section.id.clone());
    Ok(FrontBlock { block: kind, layout, section, count, lang })
}

fn section<'a>(value: &Spanned<String>, sections: &'a [Section]) -> Result<&'a Section, Wrong> {
    let id = value.get_ref();
    sections.iter().find(|section| section.id == *id).ok_or_else(|| {
        let meant = did_you_mean(id, sections.iter().map(|section| section.id.as_str()));
        wrong(value, format!("front: \"{id}\" is not the id of a section{meant}"))
    })
}

fn one_of(value: &Spanned<String>, field: &str, known: &[&str]) -> Result<String, Wrong> {
    let name = value.get_ref();
    if known.contains(&name.as_str()) {
        return Ok(name.clone());
    }
    let meant = did_you_mean(name, known.iter().copied());
    let all = known.join(", ");
    Err(wrong(value, format!("front: there is no {field} \"{name}\"{meant}; there are {all}")))
}
