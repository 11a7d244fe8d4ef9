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
                    if !names_hour(&time.text_content().unwrap_or_default()) {
                        continue;
                    }
                    let moment = time.get_attribute("datetime").unwrap_or_default();
                    if let Some(offset) = browser::foreign_offset(&moment, &edition.site.time_zone)
                    {
                        // This is a valid name of an attribute, so this cannot fail.
                        let _ = time.set_attribute("title", &offset);
                    }
                }
            });
        });
    }
}

/// Whether a date names the hour, `11:50`, `11.50` or `11h50`: a day is the same by most clocks.
fn names_hour(date: &str) -> bool {
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = date.as_bytes();
    bytes.windows(4).enumerate().any(|(at, found)| {
        let [hour, b':' | b'.' | b'h', first, second] = found else { return false };
        let next = bytes.get(at + 4);
        [hour, first, second].into_iter().all(u8::is_ascii_digit)
            && !is_digit(next)
            && next != Some(&b'.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_is_told_from_a_day() {
        for (date, expected) in [
            ("Đăng ngày 11-08-2023 11:50", true),
            ("Published 11 August 2023, 9:05", true),
            ("11.8.2023 klo 11.50", true),
            ("11h50", true),
            ("11-08-2023", false),
            ("11.08.2023", false),
            ("08.2023", false),
            ("", false),
        ] {
            assert_eq!(names_hour(date), expected, "{date}");
        }
    }
}
