//! Days in the site's time zone. Readings are counted by these days, so code that compares days with them must get them
//! here.

use bantin_model::Site;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// The site's time zone; UTC when the time zone database does not know its name.
pub fn zone(site: &Site) -> TimeZone {
    TimeZone::get(&site.time_zone).unwrap_or(TimeZone::UTC)
}

/// The day that `now` is in (`YYYY-MM-DD`).
pub fn of(zone: &TimeZone, now: Timestamp) -> String {
    before(zone, now, 0)
}

/// The day that is `days` before the one that `now` is in (`YYYY-MM-DD`).
pub fn before(zone: &TimeZone, now: Timestamp, days: i32) -> String {
    let today = now.to_zoned(zone.clone()).date();
    // Only before the first year there is no such day.
    today.checked_sub(days.days()).unwrap_or(today).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_where_the_site_s_clocks_say_so() {
        let site = Site { time_zone: "Asia/Ho_Chi_Minh".into(), ..crate::nameless::nameless() };
        let zone = zone(&site);
        let day = |text: &str| of(&zone, text.parse().unwrap());
        assert_eq!(day("2023-08-11T16:59:59Z"), "2023-08-11");
        assert_eq!(day("2023-08-11T17:00:00Z"), "2023-08-12");
        assert_eq!(before(&zone, "2023-03-01T17:00:00Z".parse().unwrap(), 2), "2023-02-28");
        let west = TimeZone::get("America/Lima").unwrap();
        assert_eq!(of(&west, "2023-08-12T04:59:59Z".parse().unwrap()), "2023-08-11");
    }
}
