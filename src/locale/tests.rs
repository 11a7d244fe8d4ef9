use super::*;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn the_loader_of_the_widgets_says_the_same() {
    let loader = include_str!("../../public/embed/v1.js");
    for (name, lang) in [("words", Lang::Vi), ("english", Lang::En)] {
        let messages = lang.messages();
        let line = format!(
            "const {name} = [\"{}\", \"{}\"];",
            messages.widget_failed, messages.widgets.retry
        );
        assert!(loader.contains(&line), "{line}");
    }
}

#[cfg(not(target_arch = "wasm32"))]
use file::texts;

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn a_table_is_read_as_it_travels() {
    use words::Entry;
    for lang in Lang::ALL {
        let sent = texts(*lang);
        assert_eq!(sent.len(), Messages::TEXTS);
        assert!(sent.iter().all(|text| !text.contains('\n')), "{lang:?}");
        let lines = sent.join("\n");
        assert_eq!(words::Texts::count(&lines), Messages::TEXTS);
        let read = Messages::from_texts(&mut words::Texts(lines.leak()));
        let mut again = Vec::new();
        read.texts(&mut again);
        assert_eq!(again, sent);
        assert_eq!(read.widgets.tag, lang.messages().tag);
        assert_eq!(read.widgets.retry, lang.messages().retry);
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn counts_have_every_form_of_their_language() {
    use std::collections::BTreeSet;
    for lang in Lang::ALL {
        let messages = lang.messages();
        let locale: icu_locale_core::Locale = messages.tag.parse().unwrap();
        let rules = icu_plurals::PluralRules::try_new_cardinal(locale.into()).unwrap();
        let wanted: BTreeSet<_> =
            rules.categories().map(|one| format!("{one:?}").to_lowercase()).collect();
        for Plural(text) in [messages.reading_time, messages.search_count, messages.ratings_count] {
            if lang.has_one_form() {
                // It stands alone, without the name of its category.
                assert!(!text.contains(['|', ':']), "{text}");
                continue;
            }
            let forms: BTreeSet<String> =
                text.split('|').map(|form| form.split(':').next().unwrap().into()).collect();
            assert_eq!(forms, wanted, "{text}");
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn a_count_is_said_in_its_form() {
    let said = |lang: Lang, count| {
        let messages = lang.messages();
        messages.search_count.of(messages, count)
    };
    assert_eq!(
        [1, 3, 5, 21, 12].map(|count| said(Lang::Ru, count)),
        ["1 статья", "3 статьи", "5 статей", "21 статья", "12 статей"]
    );
    assert_eq!(
        [0, 1, 2, 3, 11, 100].map(|count| said(Lang::Ar, count)),
        ["لا مقالات", "مقال واحد", "مقالان", "3 مقالات", "11 مقالًا", "100 مقال"]
    );
    assert_eq!(
        [0, 1, 2].map(|count| said(Lang::Fr, count)),
        ["0 article", "1 article", "2 articles"]
    );
    assert_eq!(said(Lang::Ja, 1234), "記事1,234件");
    assert_eq!(said(Lang::Vi, 1234), "1.234 bài");
    assert_eq!(said(Lang::Es, 1234), "1234 artículos");
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn every_language_has_the_same_gaps_and_parts() {
    let parts = |text: &str| text.split('|').count();
    let english = texts(Lang::En);
    for lang in Lang::ALL {
        for (text, english) in texts(*lang).into_iter().zip(&english) {
            assert!(!text.is_empty(), "{lang:?}: {english}");
            // The forms of a count are as many as the language has, and some say it in a word.
            let is_count = english.starts_with("one:") || text.starts_with("zero:");
            if !is_count {
                let gaps = |text: &str| text.matches("{}").count();
                assert_eq!(gaps(text), gaps(english), "{lang:?}: {text}");
                assert_eq!(parts(text), parts(english), "{lang:?}: {text}");
            }
        }
        for (setting, words) in
            crate::reader::settings::SETTINGS.iter().zip(lang.messages().settings)
        {
            assert_eq!(words.choices().count(), setting.values.len(), "{lang:?}: {}", words.0);
        }
        for title in lang.page_messages().month_titles {
            assert!(title.with("2026").contains("2026"), "{lang:?}");
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn no_language_says_what_another_does() {
    // Short words may be the same in two.
    for lang in Lang::ALL {
        for other in Lang::ALL.iter().filter(|other| *other != lang) {
            for (text, theirs) in texts(*lang).into_iter().zip(texts(*other)) {
                let is_long = text.chars().filter(|c| c.is_alphabetic()).count() > 14;
                let Messages { offers, widgets, .. } = lang.messages();
                // Patterns, and what every language has of all others.
                let is_shared = widgets.dates.contains(&text) || offers.contains(&text);
                assert!(!is_long || is_shared || text != theirs, "{lang:?} {other:?}: {text}");
            }
        }
    }
}

#[test]
fn a_language_is_found_by_the_first_part_of_its_tag() {
    assert_eq!(Lang::of("zh-Hant-TW"), Some(Lang::ZhHans));
    assert_eq!(Lang::of("pt-PT"), Some(Lang::Pt));
    assert_eq!([Lang::of("fil"), Lang::of(""), Lang::of("e")], [None; 3]);
    assert_eq!(Lang::name_of("ar-EG"), "العربية");
    assert_eq!(Lang::name_of("fil"), "fil");
}
