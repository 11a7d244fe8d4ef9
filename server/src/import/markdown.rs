//! A folder of Markdown files with front matter and pictures beside them.

use std::path::{Path, PathBuf};

use bantin_model::{Author, Block, Image, Link, Slug};
use pulldown_cmark::{Options as MarkdownOptions, Parser};

use super::front_matter::{self, FrontMatter};
use super::html::{Converted, convert, split_credit};
use super::pictures::Origin;
use super::{Dropped, Entry, EntryError, Failure, ImportError, Options, dates};
use crate::draft::Draft;
use crate::fold::slugify;

/// Reads every `.md` and `.markdown` below `path`, or the file itself, in the order of their paths.
/// A `README` is documentation and left alone.
///
/// # Errors
/// [`ImportError`] when a folder cannot be listed.
pub fn read(
    path: &Path,
    options: &Options,
    sink: &mut dyn FnMut(Entry),
) -> Result<(), ImportError> {
    let root = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
    let mut files = Vec::new();
    if path.is_dir() {
        collect(path, &mut files)?;
    } else {
        files.push(path.to_owned());
    }
    files.sort();
    for file in files {
        if let Some(entry) = read_file(root, &file, options) {
            sink(entry);
        }
    }
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), ImportError> {
    let io = |error| ImportError::Io(folder.to_owned(), error);
    for entry in std::fs::read_dir(folder).map_err(io)? {
        let entry = entry.map_err(io)?;
        let path = entry.path();
        let name = entry.file_name();
        let name = name.to_string_lossy();
        // Links are not followed: a loop would never end.
        let kind = entry.file_type().map_err(io)?;
        if kind.is_dir() && !name.starts_with('.') {
            collect(&path, files)?;
        } else if kind.is_file()
            && !name.eq_ignore_ascii_case("readme.md")
            && path.extension().is_some_and(|ending| ending == "md" || ending == "markdown")
        {
            files.push(path);
        }
    }
    Ok(())
}

/// `None` for a file that says it is a draft.
fn read_file(root: &Path, file: &Path, options: &Options) -> Option<Entry> {
    let origin = file.strip_prefix(root).unwrap_or(file).display().to_string();
    let failed = |error: EntryError, line| {
        Some(Entry::Failed(Failure { origin: origin.clone(), line, error }))
    };
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) => return failed(error.into(), None),
    };
    let Ok(text) = String::from_utf8(bytes) else { return failed(EntryError::NotText, None) };
    let (matter, body) = match front_matter::split(&text) {
        Ok(parts) => parts,
        Err((error, line)) => return failed(error, line),
    };
    if matter.draft {
        return None;
    }
    match draft(root, file, matter, body, options) {
        Ok((draft, dropped)) => Some(Entry::Read { draft: Box::new(draft), origin, dropped }),
        Err(error) => failed(error, Some(1)),
    }
}

fn draft(
    root: &Path,
    file: &Path,
    matter: FrontMatter,
    body: &str,
    options: &Options,
) -> Result<(Draft, Vec<Dropped>), EntryError> {
    let title = matter.title.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty());
    let title = title.ok_or(EntryError::NoTitle)?;
    let published =
        dates::rfc3339(&matter.published.ok_or(EntryError::NoDate)?, &options.time_zone)?;
    let updated =
        matter.updated.map(|date| dates::rfc3339(&date, &options.time_zone)).transpose()?;
    let updated = updated.filter(|updated| *updated != published);
    let slug = match matter.slug {
        Some(slug) => Slug::new(slug.trim_matches('/'))?,
        None => Slug::new(slugify(&file.file_stem().unwrap_or_default().to_string_lossy(), 200))?,
    };
    let lang = matter.lang.unwrap_or_else(|| options.lang.clone());
    let section = matter.section.as_deref().or(matter.categories.first().map(String::as_str));
    let mut origin = Origin::Folder { root: root.to_owned(), file: file.to_owned() };
    let Converted { blocks, mut media, mut dropped } = convert(&to_html(body), &mut origin, None);
    let image = matter.image.and_then(|picture| match origin.picture(&picture.src) {
        Ok(found) => {
            let (caption, credit) = split_credit(picture.caption.as_deref().unwrap_or_default());
            let image = Image {
                src: Link::new(&format!("/media/{}", found.media.name)).ok()?,
                width: found.width,
                height: found.height,
                alt: picture.alt,
                caption,
                credit: picture.credit.or(credit),
                variants: Vec::new(),
            };
            if !media.contains(&found.media) {
                media.push(found.media);
            }
            Some(image)
        }
        Err(error) => {
            dropped.push(Dropped::Picture(picture.src, error.to_string()));
            None
        }
    });
    let draft = Draft {
        slug,
        section: options.section(section, &lang),
        lang,
        lead: matter.lead.unwrap_or_default().trim().to_owned(),
        title,
        tags: matter.tags,
        authors: matter.authors.into_iter().map(|name| Author { name, url: None }).collect(),
        published,
        updated,
        source: None,
        views: matter.views,
        image,
        body: without_outer_dividers(blocks),
        media,
    };
    Ok((draft, dropped))
}

/// Markdown becomes HTML first, so that both are understood by the same rules.
fn to_html(markdown: &str) -> String {
    let parser = Parser::new_ext(
        markdown,
        MarkdownOptions::ENABLE_TABLES | MarkdownOptions::ENABLE_STRIKETHROUGH,
    );
    let mut html = String::with_capacity(markdown.len() * 2);
    pulldown_cmark::html::push_html(&mut html, parser);
    html
}

/// Dividers at the very beginning or end separate nothing.
fn without_outer_dividers(mut blocks: Vec<Block>) -> Vec<Block> {
    while blocks.last() == Some(&Block::Divider) {
        blocks.pop();
    }
    while blocks.first() == Some(&Block::Divider) {
        blocks.remove(0);
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::super::pictures::tests::png;
    use super::*;

    fn options() -> Options {
        Options {
            lang: "vi".into(),
            sections: vec![("thoi-su".into(), "vi".into()), ("news".into(), "en".into())],
            time_zone: "Asia/Ho_Chi_Minh".into(),
        }
    }

    fn read_all(files: &[(&str, &str)]) -> Vec<Entry> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        std::fs::write(folder.path().join("cau.png"), png(30, 20)).unwrap();
        let mut entries = Vec::new();
        read(folder.path(), &options(), &mut |entry| entries.push(entry)).unwrap();
        entries
    }

    const GOOD: &str = "---\ntitle: Cầu gỗ mở lại\nsection: thoi-su\ndate: 2023-08-11 11:50\nviews: 305\nimage: {src: ../cau.png, alt: Cầu}\n---\nĐoạn **một**.\n\n![Cầu](../cau.png \"Cầu gỗ. Ảnh: Minh Trí\")\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<https://youtu.be/aqz-KE-bpKQ>\n";

    #[test]
    fn a_file_becomes_a_draft() {
        let entries = read_all(&[("vi/Cầu gỗ.md", GOOD), ("README.md", "# Không phải bài")]);
        let [Entry::Read { draft, origin, dropped }] = entries.as_slice() else {
            panic!("{entries:?}")
        };
        assert_eq!(origin, "vi/Cầu gỗ.md");
        assert_eq!(draft.slug.as_str(), "cau-go");
        assert_eq!(draft.published, "2023-08-11T11:50:00+07:00");
        assert_eq!(
            (draft.views, draft.section.as_str(), draft.lang.as_str()),
            (305, "thoi-su", "vi")
        );
        assert_eq!(draft.image.as_ref().map(|image| (image.width, image.height)), Some((30, 20)));
        assert_eq!(draft.media.len(), 1);
        let kinds: Vec<bool> = vec![
            matches!(draft.body[0], Block::Paragraph { .. }),
            matches!(draft.body[1], Block::Image { .. }),
            matches!(draft.body[2], Block::Table { .. }),
            matches!(draft.body[3], Block::Embed { .. }),
        ];
        assert_eq!(kinds, [true; 4]);
        assert!(dropped.is_empty());
    }

    #[test]
    fn a_broken_file_is_named_and_the_others_are_read() {
        let entries = read_all(&[
            ("a.md", "---\ndate: 2023-08-11\n---\nThân"),
            ("b.md", GOOD),
            ("c.md", "Không có đầu"),
            ("d.md", "---\ntitle: x\ndate: hôm qua\n---\n"),
            ("e.md", "---\ntitle: [x\n---\n"),
            ("f.md", "---\ntitle: x\n---\n"),
            ("g.md", "---\ntitle: x\ndraft: true\n---\n"),
        ]);
        let said: Vec<String> = entries
            .iter()
            .map(|entry| match entry {
                Entry::Read { origin, .. } => format!("{origin} read"),
                Entry::Failed(failure) => failure.to_string(),
            })
            .collect();
        assert_eq!(said[0], "a.md:1: has no title");
        assert_eq!(said[1], "b.md read");
        assert!(said[2].starts_with("c.md:1: has no front matter"), "{}", said[2]);
        assert_eq!(said[3], "d.md:1: \"hôm qua\" is not a date");
        assert!(said[4].starts_with("e.md:"), "{}", said[4]);
        assert_eq!(said[5], "f.md:1: has no date of publication");
        assert_eq!(said.len(), 6);
    }

    #[test]
    fn a_picture_that_is_none_is_named_and_the_article_is_kept() {
        let text = "---\ntitle: x\ndate: 2023-08-11\nimage: fake.png\n---\n![a](fake.png)\n\nThân";
        let entries = read_all(&[("a.md", text), ("fake.png", "text")]);
        let [Entry::Read { draft, dropped, .. }] = entries.as_slice() else {
            panic!("{entries:?}")
        };
        assert!(draft.image.is_none() && draft.media.is_empty());
        assert_eq!(dropped.len(), 2);
    }

    #[test]
    fn reading_twice_gives_the_same() {
        let drafts = || -> Vec<Draft> {
            read_all(&[("a.md", GOOD), ("b.md", GOOD)])
                .into_iter()
                .filter_map(|entry| match entry {
                    Entry::Read { draft, .. } => Some(*draft),
                    Entry::Failed(_) => None,
                })
                .collect()
        };
        assert_eq!(drafts(), drafts());
    }
}
