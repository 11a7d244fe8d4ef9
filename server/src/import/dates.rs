//! Dates as sources write them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::EntryError;

/// `text` as RFC 3339 with offset. A date without an offset is one of `time_zone`.
pub fn rfc3339(text: &str, time_zone: &str) -> Result<String, EntryError> {
    let bad = || EntryError::BadDate(text.to_owned());
    let text = text.trim();
    if text.parse::<Timestamp>().is_ok() {
        return Ok(text.replacen(' ', "T", 1));
    }
    let zone = TimeZone::get(time_zone).unwrap_or(TimeZone::UTC);
    let civil = text
        .parse::<DateTime>()
        .or_else(|_| format!("{text}:00").parse())
        .or_else(|_| {
            text.parse::<Date>().map(|date| date.to_datetime(jiff::civil::Time::midnight()))
        })
        .map_err(|_| bad())?;
    let zoned = civil.to_zoned(zone).map_err(|_| bad())?;
    Ok(zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

/// A moment as RFC 3339 on the clocks of `time_zone`.
pub fn from_unix(seconds: i64, time_zone: &str) -> Option<String> {
    let zone = TimeZone::get(time_zone).unwrap_or(TimeZone::UTC);
    let zoned = Timestamp::from_second(seconds).ok()?.to_zoned(zone);
    Some(zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_every_kind_become_rfc_3339() {
        let of = |text| rfc3339(text, "Asia/Ho_Chi_Minh").unwrap();
        assert_eq!(of("2023-08-11T11:50:00+07:00"), "2023-08-11T11:50:00+07:00");
        assert_eq!(of("2023-08-11T04:50:00Z"), "2023-08-11T04:50:00Z");
        assert_eq!(of("2023-08-11 11:50:00"), "2023-08-11T11:50:00+07:00");
        assert_eq!(of("2023-08-11 11:50"), "2023-08-11T11:50:00+07:00");
        assert_eq!(of("2023-08-11"), "2023-08-11T00:00:00+07:00");
        assert!(rfc3339("hôm qua", "Asia/Ho_Chi_Minh").is_err());
        assert_eq!(from_unix(0, "Asia/Ho_Chi_Minh").unwrap(), "1970-01-01T08:00:00+08:00");
    }
}
