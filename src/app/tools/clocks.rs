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
                let Some(mark) = mark_of(edition.form_of_times()) else { return };
                for time in browser::all("time:not([title])") {
                    let text = time.text_content().unwrap_or_default();
                    let Some(told) = minute_of_day(&text, &mark) else { continue };
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

/// What stands between hour and minute in dates of this form (a pattern of CLDR); `None` where they name no hour.
fn mark_of(form: &str) -> Option<String> {
    let (mut mark, mut is_text, mut is_after) = (String::new(), false, false);
    for letter in form.chars() {
        match letter {
            '\'' => is_text = !is_text,
            'H' if !is_text => {
                is_after = true;
                mark.clear();
            }
            'm' if !is_text && is_after => return (!mark.is_empty()).then_some(mark),
            _ if is_after => mark.push(letter),
            _ => {}
        }
    }
    None
}

/// The minute of the day, from 0, where a date names the hour with this mark; a day is the same by most clocks.
fn minute_of_day(date: &str, mark: &str) -> Option<u32> {
    let (date, mark) = (date.as_bytes(), mark.as_bytes());
    let digit = |at: usize| char::from(*date.get(at)?).to_digit(10);
    (1..date.len()).find_map(|at| {
        let end = at + mark.len();
        if date.get(at..end)? != mark {
            return None;
        }
        // In `11.08.2023`, no part is an hour.
        if digit(end + 2).is_some() || date.get(end + 2) == mark.first() {
            return None;
        }
        let hour = at.checked_sub(2).and_then(digit).unwrap_or(0) * 10 + digit(at - 1)?;
        Some(hour * 60 + digit(end)? * 10 + digit(end + 1)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_is_told_from_a_day() {
        for (form, date, expected) in [
            ("dd-MM-yyyy HH:mm", "Đăng ngày 11-08-2023 11:50", Some(11 * 60 + 50)),
            ("d MMMM yyyy, H:mm", "Published 11 August 2023, 9:05", Some(9 * 60 + 5)),
            ("d.M.yyyy 'klo' H.mm", "11.8.2023 klo 11.50", Some(11 * 60 + 50)),
            ("d.M.yyyy 'klo' H.mm", "11.8.2023 klo 9.05", Some(9 * 60 + 5)),
            ("HH'h'mm", "00h07", Some(7)),
            ("H 'giờ' mm, dd-MM-yyyy", "9 giờ 30, 11-08-2023", Some(9 * 60 + 30)),
            ("HH 'Uhr und' mm 'Minuten'", "17 Uhr und 05 Minuten", Some(17 * 60 + 5)),
            // Lists name the day alone.
            ("dd-MM-yyyy HH:mm", "11-08-2023", None),
            ("dd.MM.yyyy HH.mm", "11.08.2023", None),
            ("MM.yyyy HH.mm", "08.2023", None),
            ("dd-MM-yyyy HH:mm", "", None),
        ] {
            let mark = mark_of(form);
            let minute = mark.and_then(|mark| minute_of_day(date, &mark));
            assert_eq!(minute, expected, "{date} as {form}");
        }
        for form in ["", "dd-MM-yyyy", "HHmm", "mm", "'H:m'"] {
            assert_eq!(mark_of(form), None, "{form}");
        }
    }
}
