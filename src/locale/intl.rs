//! Dates and numbers in the form of a language: by `Intl` in the browser, with the same results natively.

use super::Lang;

/// Writes `rfc3339` on the clocks of `time_zone` (IANA name) in the form of `pattern`; a text that is no moment is
/// given back as it came.
///
/// A pattern is one of CLDR's: `d` `dd` for the day, `M` `MM` `MMMM` for the month by number and by name, `yyyy`, `H`
/// `HH`, `mm`; text stands between apostrophes.
pub fn date(rfc3339: &str, time_zone: &str, lang: Lang, pattern: &str) -> String {
    platform::date(rfc3339, time_zone, lang, pattern)
}

/// Writes a whole number with the separators of the example `numbers`
/// ([`WidgetMessages::numbers`](super::WidgetMessages)): `1.234` where that is `12.345,6`.
pub fn number(numbers: &str, number: u64) -> String {
    let example = numbers.strip_prefix("1234 ");
    let digits = number.to_string();
    if example.is_some() && digits.len() == 4 {
        return digits;
    }
    // The separator of thousands stands between `12` and `345,6`.
    let example = example.unwrap_or(numbers);
    let group = example.get(2..example.len().saturating_sub(5)).unwrap_or_default();
    let mut out = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            out.push_str(group);
        }
        out.push(digit);
    }
    out
}

/// Writes a number with exactly one decimal, with the separator of `numbers`: `4,3` where that is `12.345,6`.
pub fn decimal(numbers: &str, number: f64) -> String {
    platform::one_decimal(number, decimal_mark(numbers))
}

/// Writes hundredths as a number with as few decimals as it takes: `1,5` for 150 where `numbers` is `12.345,6`.
pub fn hundredths(numbers: &str, hundredths: u16) -> String {
    let whole = (hundredths / 100).to_string();
    let rest = hundredths % 100;
    if rest == 0 {
        return whole;
    }
    let rest = if rest.is_multiple_of(10) { (rest / 10).to_string() } else { format!("{rest:02}") };
    [&whole, decimal_mark(numbers), &rest].concat()
}

/// The separator before decimals.
fn decimal_mark(numbers: &str) -> &str {
    let end = numbers.len().saturating_sub(1);
    numbers.get(end.saturating_sub(1)..end).unwrap_or(".")
}

/// The category that CLDR's plural rules give this count in a language: `one`, `few`, `other`, ….
pub fn plural_category(tag: &str, count: u64) -> String {
    platform::plural_category(tag, count)
}

/// The title of a month (`2023-08`) with its year; `None` for a text that is no month. Lists and the archive are named
/// where they are made, so no browser needs the names of months.
#[cfg(not(target_arch = "wasm32"))]
pub fn month(messages: &super::PageMessages, month: &str) -> Option<String> {
    let (year, number) = month.split_once('-')?;
    let at = number.parse::<usize>().ok()?.checked_sub(1)?;
    Some(messages.month_titles.get(at)?.with(year))
}

#[cfg(target_arch = "wasm32")]
mod platform {
    use super::Lang;
    use crate::browser;

    pub fn date(rfc3339: &str, time_zone: &str, lang: Lang, pattern: &str) -> String {
        browser::date(rfc3339, time_zone, lang.widget_messages().tag, pattern)
    }

    pub fn one_decimal(number: f64, mark: &str) -> String {
        browser::one_decimal(number, mark)
    }

    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    pub fn plural_category(tag: &str, count: u64) -> String {
        browser::plural_category(tag, count as f64)
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod platform {
    use super::Lang;

    pub fn date(rfc3339: &str, time_zone: &str, lang: Lang, pattern: &str) -> String {
        let moment = rfc3339.parse::<jiff::Timestamp>().and_then(|at| at.in_tz(time_zone));
        moment.map_or_else(|_| rfc3339.to_owned(), |at| written(&at, lang, pattern))
    }

    fn written(at: &jiff::Zoned, lang: Lang, pattern: &str) -> String {
        let mut out = String::new();
        // Every second part stood between apostrophes, and is text.
        for (position, part) in pattern.split('\'').enumerate() {
            if position % 2 == 1 {
                out.push_str(part);
                continue;
            }
            let chars: Vec<char> = part.chars().collect();
            for run in chars.chunk_by(|a, b| a == b && a.is_ascii_alphabetic()) {
                let number: i32 = match run {
                    ['M', 'M', 'M', ..] => {
                        let name = usize::try_from(at.month() - 1).ok();
                        let name = name.and_then(|month| lang.page_messages().months.get(month));
                        out.push_str(name.copied().unwrap_or_default());
                        continue;
                    }
                    ['d', ..] => at.day().into(),
                    ['M', ..] => at.month().into(),
                    ['y', ..] => at.year().into(),
                    ['H', ..] => at.hour().into(),
                    ['m', ..] => at.minute().into(),
                    other => {
                        out.extend(other);
                        continue;
                    }
                };
                out += &format!("{number:0width$}", width = run.len());
            }
        }
        out
    }

    pub fn one_decimal(number: f64, mark: &str) -> String {
        format!("{number:.1}").replace('.', mark)
    }

    pub fn plural_category(tag: &str, count: u64) -> String {
        let rules = tag
            .parse::<icu_locale_core::Locale>()
            .ok()
            .and_then(|locale| icu_plurals::PluralRules::try_new_cardinal(locale.into()).ok());
        let category = rules.map(|rules| rules.category_for(count));
        format!("{:?}", category.unwrap_or(icu_plurals::PluralCategory::Other)).to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const ZONE: &str = "Asia/Ho_Chi_Minh";

    /// Whether all words are here.
    const HERE: bool = cfg!(not(target_arch = "wasm32"));

    fn shown(rfc3339: &str, lang: Lang) -> [String; 2] {
        lang.widget_messages().dates.map(|pattern| date(rfc3339, ZONE, lang, pattern))
    }

    #[test]
    fn each_language_has_its_own_date() {
        for (at, vi, en) in [
            ("2023-08-11T11:50:00+07:00", "11-08-2023 11:50", "11 August 2023, 11:50"),
            ("2023-08-11T04:05:00Z", "11-08-2023 11:05", "11 August 2023, 11:05"),
            ("2026-05-01T17:00:00Z", "02-05-2026 00:00", "2 May 2026, 00:00"),
        ] {
            // In a browser its words arrive, and there is no site here.
            if HERE {
                assert_eq!(shown(at, Lang::Vi)[0], vi);
            }
            assert_eq!(shown(at, Lang::En)[0], en);
        }
        if HERE {
            assert_eq!(shown("2026-12-31T23:00:00+07:00", Lang::Vi)[1], "31-12-2026");
        }
        assert_eq!(shown("2026-12-31T23:00:00+07:00", Lang::En)[1], "31 December 2026");
    }

    /// A language and its tag for Intl, its pattern of moments, an afternoon and an early morning in it, and 1234,
    /// 1234567 and 4.3.
    type Row<'a> = (Lang, &'a str, &'a str, [&'a str; 2], [&'a str; 3]);

    #[rustfmt::skip]
    const FORMS: [Row<'static>; 13] = [
        (Lang::Vi, "vi-VN", "dd-MM-yyyy HH:mm", ["11-08-2023 16:50", "02-01-2026 03:04"], ["1.234", "1.234.567", "4,3"]),
        (Lang::En, "en-GB", "d MMMM yyyy, HH:mm", ["11 August 2023, 16:50", "2 January 2026, 03:04"], ["1,234", "1,234,567", "4.3"]),
        (Lang::Fr, "fr-FR", "d MMMM yyyy 'à' HH:mm", ["11 août 2023 à 16:50", "2 janvier 2026 à 03:04"], ["1\u{202f}234", "1\u{202f}234\u{202f}567", "4,3"]),
        (Lang::Es, "es-ES", "d 'de' MMMM 'de' yyyy, HH:mm", ["11 de agosto de 2023, 16:50", "2 de enero de 2026, 03:04"], ["1234", "1.234.567", "4,3"]),
        (Lang::Pt, "pt-BR", "d 'de' MMMM 'de' yyyy, HH:mm", ["11 de agosto de 2023, 16:50", "2 de janeiro de 2026, 03:04"], ["1.234", "1.234.567", "4,3"]),
        (Lang::De, "de-DE", "d. MMMM yyyy, HH:mm 'Uhr'", ["11. August 2023, 16:50 Uhr", "2. Januar 2026, 03:04 Uhr"], ["1.234", "1.234.567", "4,3"]),
        (Lang::Id, "id-ID", "d MMMM yyyy, HH.mm", ["11 Agustus 2023, 16.50", "2 Januari 2026, 03.04"], ["1.234", "1.234.567", "4,3"]),
        (Lang::Ru, "ru-RU", "d MMMM yyyy, HH:mm", ["11 августа 2023, 16:50", "2 января 2026, 03:04"], ["1\u{a0}234", "1\u{a0}234\u{a0}567", "4,3"]),
        (Lang::Ar, "ar", "d MMMM yyyy، HH:mm", ["11 أغسطس 2023، 16:50", "2 يناير 2026، 03:04"], ["1,234", "1,234,567", "4.3"]),
        (Lang::ZhHans, "zh-CN", "yyyy年M月d日 HH:mm", ["2023年8月11日 16:50", "2026年1月2日 03:04"], ["1,234", "1,234,567", "4.3"]),
        (Lang::Ja, "ja-JP", "yyyy年M月d日 H:mm", ["2023年8月11日 16:50", "2026年1月2日 3:04"], ["1,234", "1,234,567", "4.3"]),
        (Lang::Ko, "ko-KR", "yyyy년 M월 d일 HH:mm", ["2023년 8월 11일 16:50", "2026년 1월 2일 03:04"], ["1,234", "1,234,567", "4.3"]),
        (Lang::Th, "th-TH", "d MMMM yyyy HH:mm 'น.'", ["11 สิงหาคม 2023 16:50 น.", "2 มกราคม 2026 03:04 น."], ["1,234", "1,234,567", "4.3"]),
    ];
    const MOMENTS: [&str; 2] = ["2023-08-11T09:50:00Z", "2026-01-02T03:04:00+07:00"];

    #[cfg(not(target_arch = "wasm32"))]
    #[test]
    fn hundredths_have_as_few_decimals_as_they_take() {
        let written = [75, 100, 125, 150, 200, 5].map(|number| hundredths("12.345,6", number));
        assert_eq!(written, ["0,75", "1", "1,25", "1,5", "2", "0,05"]);
    }

    #[test]
    fn dates_and_numbers_have_the_form_of_each_language() {
        assert!(Lang::ALL.iter().all(|lang| FORMS.iter().any(|(known, ..)| known == lang)));
        for (lang, tag, pattern, dates, [small, large, average]) in FORMS {
            let messages = lang.widget_messages();
            assert_eq!((messages.tag, messages.dates[0]), (tag, pattern));
            for (at, shown) in MOMENTS.into_iter().zip(dates) {
                assert_eq!(date(at, ZONE, lang, pattern), shown, "{tag}");
                // A day is the moment without its time.
                let day = date(at, ZONE, lang, messages.dates[1]);
                assert!(shown.starts_with(&day) && !day.contains("04"), "{tag}: {day}");
            }
            assert_eq!(number(messages.numbers, 1234), small, "{tag}");
            assert_eq!(number(messages.numbers, 1_234_567), large, "{tag}");
            assert_eq!(decimal(messages.numbers, 4.3), average, "{tag}");
        }
    }

    #[cfg(target_arch = "wasm32")]
    #[test]
    fn intl_writes_the_dates_of_each_language() {
        for (_, tag, pattern, dates, _) in FORMS {
            for (at, shown) in MOMENTS.into_iter().zip(dates) {
                assert_eq!(crate::browser::date(at, ZONE, tag, pattern), shown, "{tag}");
            }
        }
    }

    #[test]
    fn a_newsroom_s_own_pattern_is_followed() {
        let at = "2026-01-02T03:04:00+07:00";
        for (pattern, lang, text) in [
            ("HH:mm dd/MM/yyyy", Lang::Vi, "03:04 02/01/2026"),
            ("'Ngày' d MMMM 'năm' yyyy, H'h'mm", Lang::Vi, "Ngày 2 tháng 1 năm 2026, 3h04"),
            ("MMMM d, yyyy, HH:mm", Lang::En, "January 2, 2026, 03:04"),
            ("yyyy年M月d日", Lang::En, "2026年1月2日"),
        ] {
            if HERE || lang == Lang::En || !pattern.contains("MMMM") {
                assert_eq!(date(at, ZONE, lang, pattern), text);
            }
        }
    }

    #[test]
    fn what_cannot_be_read_is_shown_as_it_came() {
        assert_eq!(shown("hôm qua", Lang::Vi)[0], "hôm qua");
        let nowhere = date("2023-08-11T04:50:00Z", "Nowhere/Land", Lang::Vi, "d");
        assert_eq!(nowhere, "2023-08-11T04:50:00Z");
    }

    #[test]
    fn numbers_have_the_language_s_marks() {
        assert_eq!(number("12.345,6", 305), "305");
        assert_eq!(number("12.345,6", 1_234_567), "1.234.567");
        assert_eq!(number("12,345.6", 12_345), "12,345");
        assert_eq!(decimal("12.345,6", 13.0 / 3.0), "4,3");
        assert_eq!(decimal("12,345.6", 5.0), "5.0");
    }

    #[cfg(not(target_arch = "wasm32"))]
    #[test]
    fn a_month_has_a_name() {
        use crate::locale::Lang;
        let (vi, en) = (Lang::Vi.page_messages(), Lang::En.page_messages());
        assert_eq!(month(vi, "2023-08").unwrap(), "Tháng 8 năm 2023");
        assert_eq!(month(en, "2023-12").unwrap(), "December 2023");
        assert_eq!(month(en, "2023-01").unwrap(), "January 2023");
        for none in ["2023-00", "2023-13", "2023", "x"] {
            assert_eq!(month(vi, none), None, "{none}");
        }
    }

    #[test]
    fn english_has_one_rating_and_two_ratings() {
        let of = |count| plural_category("en-GB", count);
        assert_eq!([of(0), of(1), of(2)], ["other", "one", "other"]);
        assert_eq!(plural_category("ja-JP", 1), "other");
    }
}
