//! Language tags as BCP 47 (RFC 5646) has them: `vi`, `en-GB`, `zh-Hant-TW`.

use serde::{Deserialize, Deserializer};

use crate::lenient;

/// The tag that `text` is, with the capitals that tags are written with; blanks around it are dropped and
/// `_` parts as well as `-` does. `None` when it is none.
///
/// A tag is well-formed as RFC 5646 has it; whether somebody registered its parts is not asked.
#[cfg(not(target_arch = "wasm32"))]
pub fn tag(text: &str) -> Option<String> {
    let text = text.trim().replace('_', "-");
    oxilangtag::LanguageTag::parse_and_normalize(&text)
        .ok()
        .map(oxilangtag::LanguageTag::into_inner)
}

/// The language alone of a tag that has one of 2 or 3 letters, as front pages and lists are named:
/// `en` of `en-GB`.
#[cfg(not(target_arch = "wasm32"))]
pub fn primary(text: &str) -> Option<String> {
    let mut tag = tag(text)?;
    tag.truncate(tag.find('-').unwrap_or(tag.len()));
    matches!(tag.len(), 2 | 3).then_some(tag)
}

/// Which of `tags` a text in `tag` belongs to, as RFC 4647 looks languages up (3.4): the tag itself, else the same with
/// its last part taken away, and so on. A tag of the site that says more than is left of the text's fits too, so that
/// `en` and `en-US` are found by a site in `en-GB`.
pub fn nearest<'a>(tag: &str, tags: &'a [String]) -> Option<&'a str> {
    let mut left = tag;
    loop {
        let same = |known: &&String| known.eq_ignore_ascii_case(left);
        let says_more = |known: &&String| {
            known.get(..left.len()).is_some_and(|start| start.eq_ignore_ascii_case(left))
                && known.as_bytes().get(left.len()) == Some(&b'-')
        };
        let found = tags.iter().find(same).or_else(|| tags.iter().find(says_more));
        if let Some(found) = found {
            return Some(found);
        }
        left = left.rsplit_once('-')?.0;
    }
}

/// A tag in the contract. The browser takes what the server and the export have checked (ADR 19).
#[derive(Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), serde(try_from = "String"))]
struct Tag(String);

/// No language tag of BCP 47.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a language tag must be one of BCP 47")]
struct TagError;

#[cfg(not(target_arch = "wasm32"))]
impl TryFrom<String> for Tag {
    type Error = TagError;

    fn try_from(text: String) -> Result<Self, TagError> {
        tag(&text).map(Self).ok_or(TagError)
    }
}

/// Reads a tag.
pub(crate) fn read<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(Tag::deserialize(from)?.0)
}

/// Reads a list of tags.
pub(crate) fn read_all<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    Ok(Vec::<Tag>::deserialize(from)?.into_iter().map(|tag| tag.0).collect())
}

/// Reads a tag that what it belongs to can do without.
pub(crate) fn if_readable<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Ok(lenient::if_readable::<_, Tag>(from)?.map(|tag| tag.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_written_as_tags_are() {
        for (text, written) in [
            ("vi", "vi"),
            (" VI ", "vi"),
            ("en_gb", "en-GB"),
            ("zh-hant-tw", "zh-Hant-TW"),
            ("sr-LATN", "sr-Latn"),
            ("es-419", "es-419"),
            ("sl-rozaj-biske-1994", "sl-rozaj-biske-1994"),
            ("en-US-u-islamcal", "en-US-u-islamcal"),
            ("de-DE-u-CO-PHONEBK", "de-DE-u-co-phonebk"),
            ("x-whatever", "x-whatever"),
            ("vi-x-A", "vi-x-a"),
        ] {
            assert_eq!(tag(text).as_deref(), Some(written), "{text}");
            assert_eq!(tag(written).as_deref(), Some(written), "{text}");
        }
    }

    #[test]
    fn what_is_no_tag_is_none() {
        for text in [
            "",
            "v",
            "1",
            "x",
            "12",
            "vi-",
            "-vi",
            "vi--VN",
            "en us",
            "vi\"><script>",
            "../en",
            "vi/..",
            "tiếng-Việt",
            "vi-abcdefghi",
            "vi-u",
            "vi-u-t-ab",
            "abcdefghi",
        ] {
            assert_eq!(tag(text), None, "{text}");
        }
    }

    #[test]
    fn the_language_alone() {
        assert_eq!(primary("en-GB").as_deref(), Some("en"));
        assert_eq!(primary("FIL").as_deref(), Some("fil"));
        assert_eq!(primary("x-private"), None);
        assert_eq!(primary("abcd"), None);
        assert_eq!(primary("en us"), None);
    }

    #[test]
    fn a_language_is_looked_up_as_rfc_4647_does() {
        let of = |tag: &str, tags: &[&str]| {
            let tags: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
            nearest(tag, &tags).map(str::to_owned)
        };
        for (tag, tags, found) in [
            ("en", &["vi", "en-GB"][..], Some("en-GB")),
            ("en-GB", &["vi", "en"], Some("en")),
            ("en-gb", &["vi", "en-GB"], Some("en-GB")),
            ("en-US", &["en-GB", "en"], Some("en")),
            ("en-US", &["vi", "en-GB"], Some("en-GB")),
            ("zh-Hant-TW", &["zh-Hans", "zh-Hant"], Some("zh-Hant")),
            ("de-DE-1996", &["de-AT", "de-DE"], Some("de-DE")),
            ("fr", &["vi", "en"], None),
            ("e", &["en"], None),
            ("fil", &["fi"], None),
            ("fi", &["fil"], None),
            ("", &["vi"], None),
            ("é", &["e", "en"], None),
        ] {
            assert_eq!(of(tag, tags).as_deref(), found, "{tag} {tags:?}");
        }
    }

    #[test]
    fn a_tag_of_the_contract_is_one() {
        assert_eq!(serde_json::from_str::<Tag>("\"en-gb\"").unwrap().0, "en-GB");
        let error = serde_json::from_str::<Tag>(r#""\"><b>""#).err().unwrap();
        assert!(error.to_string().contains("BCP 47"), "{error}");
    }
}
