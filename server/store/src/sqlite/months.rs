//! Months in the site's time zone.

use bantin_model::{Month, Site};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use rusqlite::{Connection, OptionalExtension};

use super::{Store, StoreError};

/// The site; `None` before there is one.
pub(super) fn site(c: &Connection) -> Result<Option<Site>, StoreError> {
    let site: Option<Vec<u8>> = c
        .prepare_cached("SELECT value FROM meta WHERE key = 'site'")?
        .query_row([], |row| row.get(0))
        .optional()?;
    Ok(site.map(|bytes| serde_json::from_slice(&bytes)).transpose()?)
}

/// The site's time zone; UTC before there is a site.
pub(super) fn zone(c: &Connection) -> Result<TimeZone, StoreError> {
    let zone = site(c)?.and_then(|site| TimeZone::get(&site.time_zone).ok());
    Ok(zone.unwrap_or(TimeZone::UTC))
}

/// The month of a moment (Unix seconds): `2023-08`.
pub(super) fn month_of(zone: &TimeZone, moment: i64) -> String {
    let moment = Timestamp::from_second(moment).unwrap_or_default();
    moment.to_zoned(zone.clone()).strftime("%Y-%m").to_string()
}

/// From when until when a month (`2023-08`) lasts, in Unix seconds; `None` for a text that is no month.
pub(super) fn span(zone: &TimeZone, month: &str) -> Option<(i64, i64)> {
    let (year, number) = month.split_once('-')?;
    let first = Date::new(year.parse().ok()?, number.parse().ok()?, 1).ok()?;
    let begins = |date: Date| Some(date.to_zoned(zone.clone()).ok()?.timestamp().as_second());
    let span = (begins(first)?, begins(first.checked_add(1.month()).ok()?)?);
    (first.strftime("%Y-%m").to_string() == month).then_some(span)
}

impl Store {
    /// The ids of the sections that public articles are in.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn sections_in_use(&self) -> Result<Vec<String>, StoreError> {
        self.read(|c| {
            let sql = "SELECT DISTINCT section FROM article ORDER BY section";
            let mut rows = c.prepare_cached(sql)?;
            Ok(rows.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
        })
    }

    /// The months that have articles, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn months(&self) -> Result<Vec<Month>, StoreError> {
        self.read(|c| {
            let zone = zone(c)?;
            let sql = "SELECT published_at FROM article ORDER BY published_at DESC, id DESC";
            let mut statement = c.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            let mut months: Vec<Month> = Vec::new();
            let mut begins = i64::MAX;
            while let Some(row) = rows.next()? {
                let moment: i64 = row.get(0)?;
                match months.last_mut() {
                    Some(month) if moment >= begins => month.count += 1,
                    _ => {
                        let id = month_of(&zone, moment);
                        begins = span(&zone, &id).map_or(moment, |(from, _)| from);
                        months.push(Month { id, count: 1 });
                    }
                }
            }
            Ok(months)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_where_the_site_s_clocks_say_so() {
        let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
        let second = |text: &str| text.parse::<Timestamp>().unwrap().as_second();
        let (from, until) = span(&zone, "2023-08").unwrap();
        assert_eq!(from, second("2023-08-01T00:00:00+07:00"));
        assert_eq!(until, second("2023-09-01T00:00:00+07:00"));
        assert_eq!(month_of(&zone, from), "2023-08");
        assert_eq!(month_of(&zone, from - 1), "2023-07");
        assert_eq!(month_of(&zone, until), "2023-09");
        assert_eq!(span(&zone, "2023-12").unwrap().1, second("2024-01-01T00:00:00+07:00"));
    }

    #[test]
    fn what_is_no_month_has_no_span() {
        for text in ["2023-13", "2023-00", "2023-8", "2023", "x-08", "02023-08", "2023-08-01", ""] {
            assert_eq!(span(&TimeZone::UTC, text), None, "{text}");
        }
    }
}
