//! Dates as sources write them, to RFC 3339 with offset.

use jiff::fmt::temporal::{Pieces, PiecesOffset};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::error::EntryError;

/// Reads RFC 3339, ISO 8601 with or without time and offset, and RFC 2822. What has no offset of its
/// own, or only says UTC, is told in `zone`.
///
/// # Errors
/// [`EntryError::BadDate`] for everything else.
pub fn parse(text: &str, zone: &TimeZone) -> Result<String, EntryError> {
    let text = text.trim();
    zoned(text, zone).as_ref().and_then(write).ok_or_else(|| EntryError::BadDate(text.to_owned()))
}

/// Whether two dates (RFC 3339) name the same moment, whatever their offsets.
pub fn is_same_moment(one: &str, other: &str) -> bool {
    let moment = |text: &str| text.parse::<Timestamp>().ok();
    one == other || moment(one).is_some_and(|one| moment(other) == Some(one))
}

/// A moment in seconds since 1970, told in `zone`.
pub fn of_seconds(seconds: i64, zone: &TimeZone) -> Option<String> {
    write(&Timestamp::from_second(seconds).ok()?.to_zoned(zone.clone()))
}

fn zoned(text: &str, zone: &TimeZone) -> Option<Zoned> {
    // Jekyll writes a blank before the offset.
    let joined = match text.rsplit_once(' ') {
        Some((head, tail)) if head.contains(':') && tail.starts_with(['+', '-', 'Z']) => {
            format!("{head}{tail}")
        }
        _ => text.to_owned(),
    };
    let Ok(pieces) = Pieces::parse(&joined) else {
        return jiff::fmt::rfc2822::DateTimeParser::new().parse_zoned(text).ok();
    };
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

    #[test]
    fn the_forms_in_use_are_read() {
        let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
        for (text, expected) in [
            ("2023-08-11T11:50:00+07:00", "2023-08-11T11:50:00+07:00"),
            ("2023-08-11T11:50:00.123-05:00", "2023-08-11T11:50:00-05:00"),
            ("2023-08-11T04:50:00Z", "2023-08-11T11:50:00+07:00"),
            ("2023-08-11 11:50:00 +0700", "2023-08-11T11:50:00+07:00"),
            ("2023-08-11 11:50", "2023-08-11T11:50:00+07:00"),
            ("2023-08-11", "2023-08-11T00:00:00+07:00"),
            ("Fri, 11 Aug 2023 04:50:00 +0000", "2023-08-11T04:50:00+00:00"),
        ] {
            assert_eq!(parse(text, &zone).unwrap(), expected, "{text}");
        }
        assert_eq!(of_seconds(0, &zone).unwrap(), "1970-01-01T08:00:00+08:00");
    }

    #[test]
    fn a_moment_is_the_same_with_another_offset() {
        assert!(is_same_moment("2023-08-11T11:50:00+07:00", "2023-08-11T04:50:00Z"));
        assert!(!is_same_moment("2023-08-11T11:50:00+07:00", "2023-08-11T11:50:00Z"));
    }

    #[test]
    fn everything_else_is_refused() {
        for bad in
            ["", "hôm qua", "11-8-2023", "2023-13-01", "2023-02-30", "-000001-01-01", "12:00"]
        {
            assert!(
                matches!(parse(bad, &TimeZone::UTC), Err(EntryError::BadDate(text)) if text == bad),
                "{bad}"
            );
        }
    }
}
