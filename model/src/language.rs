//! Language tags as BCP 47 (RFC 5646) has them: `vi`, `en-GB`, `zh-Hant-TW`.

use crate::json::{DecodeError, Json, Object, Read};

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
pub(crate) struct Tag(pub String);

impl Read for Tag {
    fn read(json: Json) -> Result<Self, DecodeError> {
        let text = String::read(json)?;
        #[cfg(not(target_arch = "wasm32"))]
        let text = tag(&text).ok_or(DecodeError::new("a language tag of BCP 47"))?;
        Ok(Self(text))
    }
}

impl Object {
    /// Takes the language tag `name` out.
    pub(crate) fn take_tag(&mut self, name: &'static str) -> Result<String, DecodeError> {
        Ok(self.take::<Tag>(name)?.0)
    }
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
        assert_eq!(Tag::read(Json::Text("en-gb".into())).unwrap().0, "en-GB");
        let error = Tag::read(Json::Text("\"><b>".into())).err().unwrap();
        assert!(error.to_string().contains("BCP 47"), "{error}");
    }
}
