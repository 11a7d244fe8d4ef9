//! Dates are told by the newsroom's clocks. Readers whose own go otherwise are told by which: "GMT+7".

use leptos::prelude::*;

use super::super::App;
use crate::browser;

impl App {
    /// Says it of every time on the page, now and whenever the page has changed. What calls this again changes nothing.
    pub(super) fn tell_clocks(self) {
        let was_told = self
            .state
            .try_update_value(|state| std::mem::replace(&mut state.are_clocks_told, true));
        if was_told != Some(false) {
            return;
        }
        Effect::new(move |_| {
            self.shown.track();
            // The next frame begins when the page has been drawn.
            request_animation_frame(move || {
                let Some(edition) = self.edition_in_view() else { return };
                for time in browser::all("time:not([title])") {
                    let Some(told) = minute_of_day(&time.text_content().unwrap_or_default()) else {
                        continue;
                    };
                    let moment = time.get_attribute("datetime").unwrap_or_default();
                    let zone = &edition.site.time_zone;
                    if let Some(offset) = browser::foreign_offset(&moment, zone, told) {
                        // This is a valid name of an attribute, so this cannot fail.
                        let _ = time.set_attribute("title", &offset);
                    }
                }
            });
        });
    }
}

/// The minute of the day, from 0, where a date names the hour, `11:50`, `11.50` or `11h50`; a day is the same by most clocks.
fn minute_of_day(date: &str) -> Option<u32> {
    let digit = |byte: u8| char::from(byte).to_digit(10);
    let bytes = date.as_bytes();
    bytes.windows(4).enumerate().find_map(|(at, found)| {
        let [hour, b':' | b'.' | b'h', first, second] = *found else { return None };
        let next = bytes.get(at + 4).copied();
        if next == Some(b'.') || next.and_then(digit).is_some() {
            return None;
        }
        let before = at.checked_sub(1).and_then(|before| digit(*bytes.get(before)?));
        let hours = before.unwrap_or(0) * 10 + digit(hour)?;
        Some(hours * 60 + digit(first)? * 10 + digit(second)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_is_told_from_a_day() {
        for (date, expected) in [
            ("Đăng ngày 11-08-2023 11:50", Some(11 * 60 + 50)),
            ("Published 11 August 2023, 9:05", Some(9 * 60 + 5)),
            ("11.8.2023 klo 11.50", Some(11 * 60 + 50)),
            ("00h07", Some(7)),
            ("11-08-2023", None),
            ("11.08.2023", None),
            ("08.2023", None),
            ("", None),
        ] {
            assert_eq!(minute_of_day(date), expected, "{date}");
        }
    }
}
