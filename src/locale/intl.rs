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

/// A whole number with the language's digit groups: `1.234` in `vi-VN`, `1,234` in `en-GB`.
pub fn number(tag: &str, number: u64) -> String {
    platform::number(tag, number)
}

/// A number with exactly one decimal: `4,3` in `vi-VN`, `4.3` in `en-GB`.
pub fn decimal(tag: &str, number: f64) -> String {
    platform::decimal(tag, number)
}

/// Whether the language's plural rules take the form `one` for this count.
pub fn is_one(tag: &str, count: u64) -> bool {
    platform::is_one(tag, count)
}

/// What a month (`2023-08`) is called, as a title; `None` when it is none. Lists and the archive are named where
/// they are made, so the browser needs no names of months.
#[cfg(not(target_arch = "wasm32"))]
pub fn month(messages: &super::Messages, month: &str) -> Option<String> {
    let (year, number) = month.split_once('-')?;
    let number: u8 = number.parse().ok()?;
    (1..=12).contains(&number).then(|| (messages.month)(number, year))
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

    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    pub fn number(tag: &str, number: u64) -> String {
        browser::number(tag, number as f64, 0)
    }

    pub fn decimal(tag: &str, number: f64) -> String {
        browser::number(tag, number, 1)
    }

    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    pub fn is_one(tag: &str, count: u64) -> bool {
        browser::is_one(tag, count as f64)
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

    fn is_vietnamese(tag: &str) -> bool {
        tag.starts_with("vi")
    }

    pub fn number(tag: &str, number: u64) -> String {
        let separator = if is_vietnamese(tag) { '.' } else { ',' };
        let digits = number.to_string();
        let mut out = String::new();
        for (position, digit) in digits.chars().enumerate() {
            if position > 0 && (digits.len() - position).is_multiple_of(3) {
                out.push(separator);
            }
            out.push(digit);
        }
        out
    }

    pub fn decimal(tag: &str, number: f64) -> String {
        let text = format!("{number:.1}");
        if is_vietnamese(tag) { text.replace('.', ",") } else { text }
    }

    pub fn is_one(tag: &str, count: u64) -> bool {
        !is_vietnamese(tag) && count == 1
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
        assert_eq!(number("vi-VN", 305), "305");
        assert_eq!(number("vi-VN", 1_234_567), "1.234.567");
        assert_eq!(number("en-GB", 12_345), "12,345");
        assert_eq!(decimal("vi-VN", 13.0 / 3.0), "4,3");
        assert_eq!(decimal("en-GB", 5.0), "5.0");
    }

    #[cfg(not(target_arch = "wasm32"))]
    #[test]
    fn a_month_has_a_name() {
        use crate::locale::Lang;
        let (vi, en) = (Lang::Vi.messages(), Lang::En.messages());
        assert_eq!(month(vi, "2023-08").unwrap(), "Tháng 8 năm 2023");
        assert_eq!(month(en, "2023-12").unwrap(), "December 2023");
        assert_eq!(month(en, "2023-01").unwrap(), "January 2023");
        for none in ["2023-00", "2023-13", "2023", "x"] {
            assert_eq!(month(vi, none), None, "{none}");
        }
    }

    #[test]
    fn english_has_one_rating_and_two_ratings() {
        assert!(is_one("en-GB", 1));
        assert!(!is_one("en-GB", 0));
        assert!(!is_one("vi-VN", 1));
    }
}
