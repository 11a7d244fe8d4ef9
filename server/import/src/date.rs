//! Reads dates as sources write them; the result is RFC 3339 with offset.

mod names;
mod written;

use jiff::fmt::temporal::{Pieces, PiecesOffset};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::error::EntryError;

/// How the dates of a site are read and written.
#[derive(Clone, Debug)]
pub struct Dates {
    /// The zone of dates without one; moments are written in it too.
    pub zone: TimeZone,
    /// Whether 8/11 is the eleventh of August, as in American English, or the eighth of November.
    pub is_month_first: bool,
}

impl Dates {
    /// For a site in `zone` whose language is `lang` (BCP 47).
    pub fn new(zone: TimeZone, lang: &str) -> Self {
        Self { zone, is_month_first: lang == "en" }
    }

    /// Reads RFC 3339, ISO 8601 with or without time and offset, RFC 2822, and what people write: names of months in
    /// English and Vietnamese, days before or after months, `GMT+7`, hours with `AM`, seconds since 1970. A date
    /// without an offset, or with that of UTC, is given in the site's zone.
    ///
    /// # Errors
    /// [`EntryError::UnknownZone`] for a date with the name of a zone that is not known or has several meanings, as
    /// `IST`; [`EntryError::BadDate`] for everything else.
    pub fn parse(&self, text: &str) -> Result<String, EntryError> {
        let text = text.trim();
        let zoned = self.zoned(text);
        zoned.as_ref().and_then(write).ok_or_else(|| match self.unknown_zone(text) {
            Some(zone) => EntryError::UnknownZone { date: text.to_owned(), zone: zone.to_owned() },
            None => EntryError::BadDate(text.to_owned()),
        })
    }

    /// The last word of `text`, if everything before it is a date with a time.
    fn unknown_zone<'a>(&self, text: &'a str) -> Option<&'a str> {
        let (date, zone) = text.trim_end_matches(')').rsplit_once([' ', '('])?;
        let is_name = zone.len() >= 2 && zone.bytes().all(|byte| byte.is_ascii_alphabetic());
        let date = date.trim_end();
        (is_name && date.contains(':') && self.zoned(date).is_some()).then_some(zone)
    }

    /// The moment of a date as [`Dates::parse`] reads it, in seconds since 1970.
    pub fn seconds(&self, text: &str) -> Option<i64> {
        let zoned = self.zoned(text.trim())?;
        write(&zoned).map(|_| zoned.timestamp().as_second())
    }

    /// The first full second that is not before the date, in seconds since 1970.
    pub fn not_before(&self, text: &str) -> Option<i64> {
        let moment = self.zoned(text.trim()).filter(|zoned| write(zoned).is_some())?.timestamp();
        Some(moment.as_second() + i64::from(moment.subsec_nanosecond() > 0))
    }

    /// A moment in seconds since 1970, as a date in the site's zone.
    pub fn of_seconds(&self, seconds: i64) -> Option<String> {
        write(&Timestamp::from_second(seconds).ok()?.to_zoned(self.zone.clone()))
    }

    fn zoned(&self, text: &str) -> Option<Zoned> {
        let exact = || exact(text, &self.zone);
        // In `+0530 (IST)` the brackets only explain the offset.
        let explained = || {
            let (date, _) = text.strip_suffix(')')?.rsplit_once('(')?;
            let date = date.trim_end();
            written::parse(date, self).filter(|_| ends_with_offset(date))
        };
        // RFC 2822 reads a zone that it does not know as none.
        let rfc = || {
            let read = jiff::fmt::rfc2822::DateTimeParser::new().parse_zoned(text);
            read.ok().filter(|_| ends_with_offset(text))
        };
        exact().or_else(|| written::parse(text, self)).or_else(explained).or_else(rfc)
    }
}

/// Whether `text` ends with an offset in figures, as `+0700`, `-05:00` or `GMT+7`.
fn ends_with_offset(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default();
    let last = last.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let figures = last.strip_prefix(['+', '-']).unwrap_or_default();
    !figures.is_empty() && figures.chars().all(|c| c.is_ascii_digit() || c == ':')
}

/// Whether two dates (RFC 3339) name the same moment, whatever their offsets.
pub fn is_same_moment(one: &str, other: &str) -> bool {
    let moment = |text: &str| text.parse::<Timestamp>().ok();
    one == other || moment(one).is_some_and(|one| moment(other) == Some(one))
}

/// ISO 8601, as machines write it.
fn exact(text: &str, zone: &TimeZone) -> Option<Zoned> {
    // Jekyll has a blank before the offset.
    let joined = match text.rsplit_once(' ') {
        Some((head, tail)) if head.contains(':') && tail.starts_with(['+', '-', 'Z']) => {
            format!("{head}{tail}")
        }
        _ => text.to_owned(),
    };
    let pieces = Pieces::parse(&joined).ok()?;
    let civil = pieces.date().to_datetime(pieces.time().unwrap_or_default());
    match pieces.offset() {
        Some(PiecesOffset::Numeric(offset)) => civil.to_zoned(offset.offset().to_time_zone()).ok(),
        Some(_) => Some(civil.to_zoned(TimeZone::UTC).ok()?.with_time_zone(zone.clone())),
        None => civil.to_zoned(zone.clone()).ok(),
    }
}

fn write(zoned: &Zoned) -> Option<String> {
    // RFC 3339 has years of four digits only.
    (zoned.year() >= 1).then(|| zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn dates(lang: &str) -> Dates {
        Dates::new(TimeZone::get("Asia/Ho_Chi_Minh").unwrap(), lang)
    }

    #[test]
    fn the_forms_in_use_are_read() {
        for (text, expected) in [
            ("2023-08-11T11:50:00+07:00", "2023-08-11T11:50:00+07:00"),
            ("2023-08-11T11:50:00.123-05:00", "2023-08-11T11:50:00-05:00"),
            ("2023-08-11T04:50:00Z", "2023-08-11T11:50:00+07:00"),
            ("2023-08-11 11:50:00 +0700", "2023-08-11T11:50:00+07:00"),
            ("2023-08-11 11:50", "2023-08-11T11:50:00+07:00"),
            ("2023-08-11", "2023-08-11T00:00:00+07:00"),
            ("Fri, 11 Aug 2023 04:50:00 +0000", "2023-08-11T04:50:00+00:00"),
        ] {
            assert_eq!(dates("vi").parse(text).unwrap(), expected, "{text}");
        }
        assert_eq!(dates("vi").of_seconds(0).unwrap(), "1970-01-01T08:00:00+08:00");
    }

    #[test]
    fn what_people_write_is_read() {
        for (text, expected) in [
            // Feeds.
            ("Wed, 16 Jul 2025 09:30:00 GMT+7", "2025-07-16T09:30:00+07:00"),
            ("Mon, 05 Oct 2026 11:07:00 +07", "2026-10-05T11:07:00+07:00"),
            ("Thứ 5, 28/05/2026 17:00:00 GMT+7", "2026-05-28T17:00:00+07:00"),
            ("Thứ năm, 28/5/2026, 17:00 (GMT+7)", "2026-05-28T17:00:00+07:00"),
            ("Tue, 30 May 2023 12:00:33", "2023-05-30T12:00:33+07:00"),
            ("Tue, 30 May 2023 12:00:33 ICT", "2023-05-30T12:00:33+07:00"),
            ("Thu, 19 Jun 2014 17:00:00 UTC+7", "2014-06-19T17:00:00+07:00"),
            ("Thurs, 13 July 2023 7:38:00 GMT", "2023-07-13T14:38:00+07:00"),
            // The day of the week may be wrong.
            ("Mon, 11 Aug 2023 04:50:00 +0000", "2023-08-11T04:50:00+00:00"),
            ("Fri, 11 Aug 2023 04:50:00 EST", "2023-08-11T04:50:00-05:00"),
            // Newspapers.
            ("17:00 28/05/2026", "2026-05-28T17:00:00+07:00"),
            ("28/05/2026 - 17:00", "2026-05-28T17:00:00+07:00"),
            ("17:00-28/05/2026", "2026-05-28T17:00:00+07:00"),
            ("28-5-2026 17h05", "2026-05-28T17:05:00+07:00"),
            ("28.5.2026 | 17 giờ 5 phút", "2026-05-28T17:05:00+07:00"),
            ("Ngày 28 tháng 5 năm 2026", "2026-05-28T00:00:00+07:00"),
            ("28 Tháng Năm, 2026", "2026-05-28T00:00:00+07:00"),
            ("28 Tháng Mười Hai, 2026", "2026-12-28T00:00:00+07:00"),
            ("Chủ nhật, 11 thg 8, 2023, 5:30 CH", "2023-08-11T17:30:00+07:00"),
            ("11/8/23 0:05", "2023-08-11T00:05:00+07:00"),
            // Years of two digits.
            ("Fri, 11 Sep 98 04:50:00 +0000", "1998-09-11T04:50:00+00:00"),
            ("11/8/50", "1950-08-11T00:00:00+08:00"),
            ("11/8/49", "2049-08-11T00:00:00+07:00"),
            ("Ngày 28 tháng 5 năm 23", "2023-05-28T00:00:00+07:00"),
            // A time before a date with dashes.
            ("17:00 28-05-2026", "2026-05-28T17:00:00+07:00"),
            ("17h05 28-5-2026", "2026-05-28T17:05:00+07:00"),
            ("17:00 28-May-2026", "2026-05-28T17:00:00+07:00"),
            ("17:00-5 tháng 8 năm 2026", "2026-08-05T17:00:00+07:00"),
            ("17:00 28-05-2026 -0400", "2026-05-28T17:00:00-04:00"),
            ("17:00 -0400 28-05-2026", "2026-05-28T17:00:00-04:00"),
            // An offset and its name.
            ("Fri, 11 Aug 2023 04:50:00 +0530 (IST)", "2023-08-11T04:50:00+05:30"),
            (
                "Fri Aug 11 2023 04:50:00 GMT+0530 (India Standard Time)",
                "2023-08-11T04:50:00+05:30",
            ),
            // Files.
            ("2016-03-23 9:00:00 -0400", "2016-03-23T09:00:00-04:00"),
            ("2015-03-17 14:00:00 -4", "2015-03-17T14:00:00-04:00"),
            ("August 11, 2023", "2023-08-11T00:00:00+07:00"),
            ("Aug 11th 2023 at 5:30pm", "2023-08-11T17:30:00+07:00"),
            ("2023-8-1", "2023-08-01T00:00:00+07:00"),
            ("2023/08/11 11:50:00", "2023-08-11T11:50:00+07:00"),
            ("2022-01-01T08:00.000+07:00", "2022-01-01T08:00:00+07:00"),
            ("1691729400", "2023-08-11T11:50:00+07:00"),
            ("1691729400000", "2023-08-11T11:50:00+07:00"),
            ("12:30 AM, 11 Aug 2023", "2023-08-11T00:30:00+07:00"),
        ] {
            assert_eq!(dates("vi").parse(text).ok().as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn months_are_read_in_the_languages_of_their_sites() {
        for (text, expected) in [
            ("gio, 13 lug 2006 10:48:00 +0200", "2006-07-13T10:48:00+02:00"),
            ("Mar, 13 Lug 2006", "2006-07-13T00:00:00+07:00"),
            ("Mar, 13 2006", "2006-03-13T00:00:00+07:00"),
            ("mardi 7 mars 2006 à 9h05", "2006-03-07T09:05:00+07:00"),
            ("1er août 2023", "2023-08-01T00:00:00+07:00"),
            ("martes, 11 de agosto de 2026, 17:05", "2026-08-11T17:05:00+07:00"),
            ("Terça-feira, 8 de dezembro de 2026", "2026-12-08T00:00:00+07:00"),
            ("Montag, den 2. März 2026 um 9:25 Uhr", "2026-03-02T09:25:00+07:00"),
            ("zaterdag 3 oktober 2026 om 10:00", "2026-10-03T10:00:00+07:00"),
            ("Kamis, 20 Agustus 2026 pukul 08:30 WIB", "2026-08-20T08:30:00+07:00"),
            ("2023年8月11日 11:50", "2023-08-11T11:50:00+07:00"),
            ("2023년 8월 11일", "2023-08-11T00:00:00+07:00"),
        ] {
            assert_eq!(dates("vi").parse(text).ok().as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn the_day_comes_before_the_month_where_the_language_says_so() {
        let read = |lang: &str, text: &str| dates(lang).parse(text).unwrap();
        assert_eq!(read("vi", "10/2/2026"), "2026-02-10T00:00:00+07:00");
        assert_eq!(read("en", "10/2/2026"), "2026-10-02T00:00:00+07:00");
        assert_eq!(read("fr", "10/2/2026"), "2026-02-10T00:00:00+07:00");
        // Where hours have AM, the month comes first.
        assert_eq!(read("vi", "10/2/2026 9:25:00 AM"), "2026-10-02T09:25:00+07:00");
        // These can be read in only one way.
        assert_eq!(read("vi", "8/28/2026"), "2026-08-28T00:00:00+07:00");
        assert_eq!(read("en", "28/8/2026"), "2026-08-28T00:00:00+07:00");
    }

    #[test]
    fn a_moment_is_the_same_with_another_offset() {
        assert!(is_same_moment("2023-08-11T11:50:00+07:00", "2023-08-11T04:50:00Z"));
        assert!(!is_same_moment("2023-08-11T11:50:00+07:00", "2023-08-11T11:50:00Z"));
    }

    #[test]
    fn a_zone_that_is_not_known_or_has_several_meanings_is_named() {
        for (text, name) in [
            ("Fri, 11 Aug 2023 04:50:00 IST", "IST"),
            ("Fri, 11 Aug 2023 04:50:00 NOVT", "NOVT"),
            ("11/8/2023 17:00 (IST)", "IST"),
            ("2023-08-11 17:00 XYZ", "XYZ"),
        ] {
            let error = dates("vi").parse(text).unwrap_err();
            assert!(
                matches!(&error, EntryError::UnknownZone { zone, .. } if zone == name),
                "{text}: {error}"
            );
            assert_eq!(dates("vi").seconds(text), None);
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for bad in [
            "",
            "hôm qua",
            "2 giờ trước",
            "11-8",
            "2023-13-01",
            "2023-02-30",
            "-000001-01-01",
            "12:00",
            "Mon, 30 Nov -0001 00:00:00 +0000",
            "0000-00-00 00:00:00",
            "Last Modified",
            "11 Aug 2023 25:00",
            "11 Aug 2023 năm nào",
        ] {
            let read = Dates::new(TimeZone::UTC, "vi").parse(bad);
            assert!(
                matches!(&read, Err(EntryError::BadDate(text)) if text == bad),
                "{bad}: {read:?}"
            );
        }
    }
}
