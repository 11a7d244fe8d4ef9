//! The addresses that a Markdown file's article had on the old site made from its folder.

use bantin_core::old_address::OldAddress;
use serde_json::Value;

use crate::dropped::Dropped;
use crate::error::EntryError;
use crate::files;
use crate::front::{self, Front};

/// The fields for the file's own address, whose last part becomes the slug.
pub const OWN: [&str; 3] = ["permalink", "url", "path"];

/// The fields for addresses that lead to it: of Hugo and Zola, of Jekyll, and of plugins for others.
const OTHERS: [&str; 6] =
    ["aliases", "alias", "redirect_from", "redirectFrom", "redirects", "extra.aliases"];

/// The old addresses of the file `id` in the folder `source`, whose article has the slug `slug`.
pub fn of(
    front: &Front<'_>,
    source: &str,
    id: &str,
    slug: &str,
    dropped: &mut Vec<Dropped>,
) -> Vec<OldAddress> {
    let mut found = vec![OldAddress::of_file(source, id)];
    let own = OWN.iter().filter_map(|key| front.get(&[key])).filter_map(front::scalar);
    let mut own: Vec<OldAddress> = own.filter_map(|own| OldAddress::written(&own)).collect();
    if own.is_empty() {
        own.extend(default_address(front, id, slug).as_deref().and_then(OldAddress::written));
    }
    found.append(&mut own);
    for value in OTHERS.iter().filter_map(|key| front.get(&[key])) {
        let values = match value {
            Value::Array(values) => values.as_slice(),
            value => std::slice::from_ref(value),
        };
        for written in values.iter().filter_map(front::scalar) {
            match OldAddress::written(&written) {
                Some(address) => found.push(address),
                None => dropped.push(Dropped::field("aliases", &EntryError::BadAddress(written))),
            }
        }
    }
    found
}

/// The address that Hugo or Jekyll give a file without one, by their default settings.
fn default_address(front: &Front<'_>, id: &str, slug: &str) -> Option<String> {
    let path = std::path::Path::new(id);
    let parts: Vec<&str> = path.parent()?.to_str()?.split('/').collect();
    let own = front.text(&["slug"]).ok().flatten();
    if let Some((_, below)) = parts.split_first().filter(|(first, _)| **first == "content") {
        // For an `index.md`, the folder has the name of the article.
        let is_bundle = path.file_stem()?.to_str()?.split('.').next() == Some("index");
        let above = if is_bundle { below.split_last()?.1 } else { below };
        let name = own.as_deref().or_else(|| files::article_name(path)).unwrap_or(slug);
        let above: String = above.iter().map(|part| format!("/{part}")).collect();
        return Some(format!("{above}/{name}/"));
    }
    let posts = parts.iter().position(|part| *part == "_posts")?;
    let (date, name) = files::jekyll_date(path.file_stem()?.to_str()?)?;
    let before: String = parts.get(..posts)?.iter().map(|part| format!("/{part}")).collect();
    let date: Vec<String> = date.split('-').map(|number| format!("{number:0>2}")).collect();
    Some(format!("{before}/{}/{}.html", date.join("/"), own.as_deref().unwrap_or(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(front: &str, id: &str) -> (Vec<String>, usize) {
        let text = format!("---\n{front}\n---\n");
        let (front, _) = front::split(&text).unwrap();
        let mut dropped = Vec::new();
        let found = of(&front, "folder:/x", id, "slug", &mut dropped);
        (found.iter().map(OldAddress::key).collect(), dropped.len())
    }

    #[test]
    fn every_generator_s_names_are_known() {
        for (front, expected) in [
            ("aliases: [/cu/a/, ../b.html]", vec!["/cu/a", "/b"]),
            ("redirect_from: /cu/a", vec!["/cu/a"]),
            ("redirect_from:\n  - /cu/a\n  - https://www.a.example/x/", vec!["/cu/a", "/x"]),
            ("permalink: /2023/a.html", vec!["/2023/a"]),
            ("url: tin/a/", vec!["/tin/a"]),
            ("path: tin/a", vec!["/tin/a"]),
            ("permalink: /:year/:title/", vec![]),
            ("aliases: []", vec![]),
        ] {
            let (mut found, dropped) = keys(front, "a.md");
            assert_eq!(found.remove(0), "a.md", "{front}");
            assert_eq!(
                (found, dropped),
                (expected.iter().map(|key| key.to_string()).collect(), 0),
                "{front}"
            );
        }
        // What cannot be an address is named.
        assert_eq!(
            keys("aliases: [\"/a\\nb\", /c]", "a.md"),
            (vec!["a.md".into(), "/c".into()], 1)
        );
    }

    #[test]
    fn a_file_without_an_address_has_the_one_of_its_place() {
        assert_eq!(keys("slug: moi", "content/tin/a.md").0.get(1).unwrap(), "/tin/moi");
        assert_eq!(
            keys("slug: moi", "_posts/2023-08-11-a.md").0.get(1).unwrap(),
            "/2023/08/11/moi"
        );
        for (id, expected) in [
            ("content/tin/a.md", Some("/tin/a")),
            ("content/tin/a/index.vi.md", Some("/tin/a")),
            ("content/a.md", Some("/a")),
            ("_posts/2023-08-11-a.md", Some("/2023/08/11/a")),
            ("tin/_posts/2023-08-11-a.md", Some("/tin/2023/08/11/a")),
            ("_posts/2023-8-1-a.md", Some("/2023/08/01/a")),
            ("tin/a.md", None),
            ("contents/a.md", None),
            ("my_posts/2023-08-11-a.md", None),
        ] {
            assert_eq!(keys("title: x", id).0.get(1).map(String::as_str), expected, "{id}");
        }
    }
}
