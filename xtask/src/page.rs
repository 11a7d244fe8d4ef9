//! What the build writes anew in the page that Trunk made: its styles and its early script stand in the page itself, and
//! files have their names. A parser finds the elements.

use std::collections::BTreeMap;

use lol_html::html_content::ContentType::Html;
use lol_html::{RewriteStrSettings, element, rewrite_str};

use crate::XtaskError;
use crate::rewrite::{EARLY, FIRST_STYLES, Files, OTHER_STYLES, STYLES};

const PAGE: &str = "index.html";

/// Makes three stylesheets of many, in the page's order. Those of the head are written into the page, since a file would
/// have to be waited for: first those of every page, then those of every page but an article, which are a file as well
/// (`data-file`), for articles. Those of the body become one file. The page's instructions to Trunk (`link[data-trunk]`) are
/// removed.
pub fn join_styles(files: &mut Files) -> Result<(), XtaskError> {
    let page = text(files, PAGE)?;
    let sheets = Sheets::of(&page)?;
    let of = |sheets: &[String], what| match sheets.first() {
        Some(first) => Ok((first.clone(), joined(files, sheets)?)),
        None => Err(XtaskError::Failed(format!("joining styles of which there are none {what}"))),
    };
    let (first, style) = of(&sheets.head, "in the head")?;
    let (second, other) = of(&sheets.other, "of pages without an article")?;
    let (third, rest) = of(&sheets.body, "in the body")?;
    for address in [&sheets.head, &sheets.other, &sheets.body].into_iter().flatten() {
        files.remove(address.trim_start_matches('/'));
    }
    let in_head = format!("<style>{style}</style>");
    let of_others = format!("<style data-file=/{OTHER_STYLES}>{other}</style>");
    let in_body = format!("<link rel=stylesheet href=/{STYLES}>");
    let written = RewriteStrSettings::new()
        .append_element_content_handler(element!(Sheets::ALL, |sheet| {
            match sheet.get_attribute("href") {
                Some(address) if address == first => sheet.replace(&in_head, Html),
                Some(address) if address == second => sheet.replace(&of_others, Html),
                Some(address) if address == third => sheet.replace(&in_body, Html),
                _ => sheet.remove(),
            }
            Ok(())
        }))
        .append_element_content_handler(element!("link[data-trunk]", |told| {
            told.remove();
            Ok(())
        }));
    let page = rewrite_str(&page, written)?;
    files.insert(FIRST_STYLES.to_owned(), (style + &other).into_bytes());
    files.insert(OTHER_STYLES.to_owned(), other.into_bytes());
    files.insert(STYLES.to_owned(), rest.into_bytes());
    files.insert(PAGE.to_owned(), page.into_bytes());
    Ok(())
}

/// The addresses of the stylesheets that a page names.
struct Sheets {
    head: Vec<String>,
    other: Vec<String>,
    body: Vec<String>,
}

impl Sheets {
    const ALL: &str = "link[rel=stylesheet][href]";
    const OF_OTHERS: &str = "link[rel=stylesheet][href][data-other]";
    const OF_BODY: &str = "body link[rel=stylesheet][href]";

    fn of(page: &str) -> Result<Self, XtaskError> {
        let found = |selector: &str| {
            let mut addresses = Vec::new();
            let look = element!(selector, |sheet| {
                addresses.extend(sheet.get_attribute("href"));
                Ok(())
            });
            rewrite_str(page, RewriteStrSettings::new().append_element_content_handler(look))?;
            Ok::<_, XtaskError>(addresses)
        };
        let (mut head, other, body) =
            (found(Self::ALL)?, found(Self::OF_OTHERS)?, found(Self::OF_BODY)?);
        head.retain(|address| !other.contains(address) && !body.contains(address));
        Ok(Self { head, other, body })
    }
}

/// The texts of these files.
fn joined(files: &Files, addresses: &[String]) -> Result<String, XtaskError> {
    addresses.iter().map(|address| text(files, address.trim_start_matches('/'))).collect()
}

/// What must run before the first paint stands in the page itself: a file would have to be waited for.
pub fn put_early_in(files: &mut Files) -> Result<(), XtaskError> {
    let (script, page) = (text(files, EARLY)?, text(files, PAGE)?);
    let script = format!("<script>{}</script>", script.trim());
    let mut places = 0;
    let written = RewriteStrSettings::new().append_element_content_handler(element!(
        format!("script[src='/{EARLY}']"),
        |tag| {
            places += 1;
            tag.replace(&script, Html);
            Ok(())
        }
    ));
    let page = rewrite_str(&page, written)?;
    if places != 1 {
        let what = format!("putting {EARLY} into a page that asks for it {places} times");
        return Err(XtaskError::Failed(what));
    }
    files.remove(EARLY);
    files.insert(PAGE.to_owned(), page.into_bytes());
    Ok(())
}

/// The page asks for files by the `names` they have now.
pub fn rename(files: &mut Files, names: &BTreeMap<String, String>) -> Result<(), XtaskError> {
    let page = text(files, PAGE)?;
    let named = |address: String| names.get(address.strip_prefix('/')?);
    let written = RewriteStrSettings::new().append_element_content_handler(element!(
        "[href], [src], [data-file]",
        |element| {
            for attribute in ["href", "src", "data-file"] {
                if let Some(name) = element.get_attribute(attribute).and_then(named) {
                    element.set_attribute(attribute, &format!("/{name}"))?;
                }
            }
            Ok(())
        }
    ));
    let page = rewrite_str(&page, written)?;
    files.insert(PAGE.to_owned(), page.into_bytes());
    Ok(())
}

fn text(files: &Files, name: &str) -> Result<String, XtaskError> {
    let bytes = files.get(name).cloned();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    text.ok_or_else(|| XtaskError::Failed(format!("reading {name} of the built page as text")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn files<const N: usize>(files: [(&str, &str); N]) -> Files {
        files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).into()
    }

    fn page(files: &Files) -> &str {
        std::str::from_utf8(&files[PAGE]).unwrap()
    }

    const SHEETS: [(&str, &str); 5] =
        [("a.css", "a{}"), ("b.css", "b{}"), ("l.css", "l{}"), ("c.css", "c{}"), ("d.css", "d{}")];

    #[test]
    fn first_styles_stand_in_the_page_the_rest_is_one_file_and_trunk_leaves_no_trace() {
        let built = "<link href=/icon.svg rel=icon><link href=/a.css integrity=x rel=stylesheet><link rel=\"stylesheet\" href=\"/b.css\"><link data-trunk rel=rust><link data-other href=/l.css rel=stylesheet><body><p><link rel=stylesheet href=/c.css><link rel=stylesheet href=/d.css>";
        let mut files = files(SHEETS);
        files.insert(PAGE.to_owned(), built.into());
        join_styles(&mut files).unwrap();
        assert_eq!(files[FIRST_STYLES], b"a{}b{}l{}");
        assert_eq!(files[STYLES], b"c{}d{}");
        assert_eq!(files[OTHER_STYLES], b"l{}");
        assert_eq!(files.len(), 4, "what was joined is no file any more");
        let expected = "<link href=/icon.svg rel=icon><style>a{}b{}</style><style data-file=/other.css>l{}</style><body><p><link rel=stylesheet href=/style.css>";
        assert_eq!(page(&files), expected);
    }

    #[test]
    fn a_page_whose_styles_are_not_there_is_refused() {
        for built in [
            "<link href=/a.css rel=stylesheet><link data-other href=/l.css rel=stylesheet><body>",
            "<link href=/a.css rel=stylesheet><body><link href=/c.css rel=stylesheet>",
            "<link data-other href=/l.css rel=stylesheet><body><link href=/c.css rel=stylesheet>",
            "<link href=/a.css rel=stylesheet><link data-other href=/l.css rel=stylesheet><body><link href=/z.css rel=stylesheet>",
        ] {
            let mut files = files(SHEETS);
            files.insert(PAGE.to_owned(), built.into());
            assert!(join_styles(&mut files).is_err(), "{built}");
        }
    }

    #[test]
    fn the_early_script_stands_in_the_page_once() {
        let built = "<script src=/early.js></script><script src=\"/boot.js\"></script>";
        let mut one = files([(PAGE, built), (EARLY, "go(1<2)\n")]);
        put_early_in(&mut one).unwrap();
        assert_eq!(page(&one), "<script>go(1<2)</script><script src=\"/boot.js\"></script>");
        assert!(!one.contains_key(EARLY));
        for built in ["", "<script src=/early.js></script><script src=/early.js></script>"] {
            assert!(put_early_in(&mut files([(PAGE, built), (EARLY, "go()")])).is_err());
        }
    }

    #[test]
    fn files_are_named_in_attributes_and_nowhere_else() {
        let built = "<script src=/boot.js type=module></script><p title=/boot.js>/boot.js</p><a href=/boot.json>b</a>";
        let mut files = files([(PAGE, built)]);
        let names = BTreeMap::from([("boot.js".to_owned(), "boot-0.js".to_owned())]);
        rename(&mut files, &names).unwrap();
        let expected = "<script src=\"/boot-0.js\" type=module></script><p title=/boot.js>/boot.js</p><a href=/boot.json>b</a>";
        assert_eq!(page(&files), expected);
    }
}
