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
    fn a_tag_of_the_contract_is_one() {
        assert_eq!(serde_json::from_str::<Tag>("\"en-gb\"").unwrap().0, "en-GB");
        let error = serde_json::from_str::<Tag>(r#""\"><b>""#).err().unwrap();
        assert!(error.to_string().contains("BCP 47"), "{error}");
    }
}
