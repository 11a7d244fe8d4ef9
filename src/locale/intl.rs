//! Dates and numbers: the browser's Intl in the browser, the same results natively.

/// A moment as a clock on the wall of the site's time zone shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalTime {
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
    pub day: u32,
    pub hour: u32,
    pub minute: u32,
}

impl LocalTime {
    /// `rfc3339` on the clocks of `time_zone` (IANA name); `None` when either cannot be read.
    pub fn of(rfc3339: &str, time_zone: &str) -> Option<Self> {
        platform::local_time(rfc3339, time_zone)
    }

    /// `11-08-2023`.
    pub fn date(self) -> String {
        format!("{:02}-{:02}-{:04}", self.day, self.month, self.year)
    }

    /// `11-08-2023 11:50`.
    pub fn date_time(self) -> String {
        format!("{} {:02}:{:02}", self.date(), self.hour, self.minute)
    }
}

/// `rfc3339` as `11-08-2023 11:50` in `time_zone`; what cannot be read is shown as it came.
pub fn date_time(rfc3339: &str, time_zone: &str) -> String {
    LocalTime::of(rfc3339, time_zone).map_or_else(|| rfc3339.to_owned(), LocalTime::date_time)
}

/// `rfc3339` as `11-08-2023`.
pub fn date(rfc3339: &str, time_zone: &str) -> String {
    LocalTime::of(rfc3339, time_zone).map_or_else(|| rfc3339.to_owned(), LocalTime::date)
}

/// A whole number with the marks of `numbers` ([`WidgetMessages::numbers`](super::WidgetMessages)): `1.234` of `12.345,6`.
pub fn number(numbers: &str, number: u64) -> String {
    let example = numbers.strip_prefix("1234 ");
    let digits = number.to_string();
    if example.is_some() && digits.len() == 4 {
        return digits;
    }
    // What stands between `12` and `345,6`.
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

/// A number with exactly one decimal: `4,3` with the marks of `12.345,6`.
pub fn decimal(numbers: &str, number: f64) -> String {
    let end = numbers.len().saturating_sub(1);
    platform::one_decimal(number, numbers.get(end.saturating_sub(1)..end).unwrap_or("."))
}

/// The category of CLDR's plural rules that this count has in a language: `one`, `few`, `other`, ….
pub fn plural_category(tag: &str, count: u64) -> String {
    platform::plural_category(tag, count)
}

/// What a month (`2023-08`) is called, as a title; `None` when it is none. Lists and the archive are named where
/// they are made, so the browser needs no names of months.
#[cfg(not(target_arch = "wasm32"))]
pub fn month(messages: &super::PageMessages, month: &str) -> Option<String> {
    let (year, number) = month.split_once('-')?;
    let at = number.parse::<usize>().ok()?.checked_sub(1)?;
    Some(messages.month_titles.get(at)?.with(year))
}

#[cfg(target_arch = "wasm32")]
mod platform {
    use super::LocalTime;
    use crate::browser;

    pub fn local_time(rfc3339: &str, time_zone: &str) -> Option<LocalTime> {
        let parts = browser::local_time(rfc3339, time_zone)?;
        let [year, month, day, hour, minute] = *<&[u16; 5]>::try_from(parts.as_slice()).ok()?;
        Some(LocalTime {
            year: year.into(),
            month: month.into(),
            day: day.into(),
            hour: hour.into(),
            minute: minute.into(),
        })
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
    use super::LocalTime;

    pub fn local_time(rfc3339: &str, time_zone: &str) -> Option<LocalTime> {
        let moment: jiff::Timestamp = rfc3339.parse().ok()?;
        let zoned = moment.in_tz(time_zone).ok()?;
        let field = |value: i8| u32::try_from(value).ok();
        Some(LocalTime {
            year: i32::from(zoned.year()),
            month: field(zoned.month())?,
            day: field(zoned.day())?,
            hour: field(zoned.hour())?,
            minute: field(zoned.minute())?,
        })
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

    #[test]
    fn the_portal_s_date() {
        assert_eq!(date_time("2023-08-11T11:50:00+07:00", "Asia/Ho_Chi_Minh"), "11-08-2023 11:50");
        assert_eq!(date_time("2023-08-11T04:50:00Z", "Asia/Ho_Chi_Minh"), "11-08-2023 11:50");
        assert_eq!(date_time("2023-08-10T17:00:00Z", "Asia/Ho_Chi_Minh"), "11-08-2023 00:00");
    }

    #[test]
    fn what_cannot_be_read_is_shown_as_it_came() {
        assert_eq!(date_time("hôm qua", "Asia/Ho_Chi_Minh"), "hôm qua");
        assert_eq!(date("2023-08-11T04:50:00Z", "Nowhere/Land"), "2023-08-11T04:50:00Z");
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
