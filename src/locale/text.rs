//! Text as search compares it, and which way it runs.

/// Lower case and NFKC, which makes the usual letters of wide and narrow ones.
#[cfg(target_arch = "wasm32")]
pub fn lower(text: &str) -> String {
    let text = js_sys::JsString::from(text);
    let normal = text.normalize("NFKC");
    normal.to_lower_case().into()
}

#[cfg(not(target_arch = "wasm32"))]
pub use bantin_model::search::lower;

/// Whether a text can be a language's tag (BCP 47): letters, digits and hyphens. Tags become a part of addresses.
pub fn is_tag(text: &str) -> bool {
    text.bytes().all(|byte| byte == b'-' || byte.is_ascii_alphanumeric())
}

/// The direction to set for a language: `rtl` for those written from right to left (BCP 47), else `None`.
pub fn direction(tag: &str) -> Option<&'static str> {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let is_written_so = matches!(
        language,
        "ar" | "ckb" | "dv" | "fa" | "he" | "ku" | "ps" | "sd" | "syr" | "ug" | "ur" | "yi"
    );
    (is_written_so && parts.next() != Some("Latn")).then_some("rtl")
}

#[cfg(test)]
mod tests {
    use super::{direction, is_tag};
    use crate::locale::Lang;

    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn what_could_lead_to_another_address_is_no_language() {
        for bad in ["vi-/../../articles/x", "en-?", "vi-#", "vi-%2f", "en-\"", "vi- "] {
            assert!(!is_tag(bad) && Lang::of(bad).is_none(), "{bad}");
        }
        assert_eq!(Lang::of("en-GB"), Some(Lang::En));
        assert!(is_tag("zh-Hant-TW"));
    }

    #[test]
    fn a_language_is_written_one_way() {
        assert_eq!([direction("ar"), direction("fa-IR"), direction("he")], [Some("rtl"); 3]);
        assert_eq!([direction("vi"), direction("en-GB"), direction("ku-Latn")], [None; 3]);
    }
}
