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
                let Some(numbers) = Numbers::of(edition.form_of_times()) else { return };
                for time in browser::all("time:not([title])") {
                    let text = time.text_content().unwrap_or_default();
                    let Some(told) = numbers.minute_of_day(&text) else { continue };
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

/// The numbers in a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Numbers {
    /// A month by its name may have another in it.
    least: usize,
    /// Whether hour and minute are the first two. Else they are the last.
    is_hour_first: bool,
}

impl Numbers {
    /// What dates of this form have (a pattern of CLDR); `None` where they name no hour and minute. A newsroom's form has both
    /// together, before the date or after it.
    fn of(form: &str) -> Option<Self> {
        let (mut least, mut hour, mut is_text, mut has_minute) = (0, None, false, false);
        let letters: Vec<char> = form.chars().collect();
        for run in letters.chunk_by(|a, b| a == b) {
            match run {
                ['\'', ..] => is_text ^= run.len() % 2 == 1,
                ['M', 'M', 'M', ..] => {}
                [letter @ ('y' | 'M' | 'd' | 'H' | 'm'), ..] if !is_text => {
                    if *letter == 'H' {
                        hour = Some(least);
                    }
                    has_minute |= *letter == 'm';
                    least += 1;
                }
                _ => {}
            }
        }
        Some(Self { least, is_hour_first: hour.filter(|_| has_minute)? == 0 })
    }

    /// The minute of the day, from 0, where `date` names it; a day is the same by most clocks.
    fn minute_of_day(self, date: &str) -> Option<u32> {
        let digits = date.split(|letter: char| !letter.is_ascii_digit());
        let numbers: Vec<u32> = digits.filter_map(|number| number.parse().ok()).collect();
        if numbers.len() < self.least {
            return None;
        }
        let at = if self.is_hour_first { 0 } else { numbers.len().checked_sub(2)? };
        let (hour, minute) = (*numbers.get(at)?, *numbers.get(at + 1)?);
        (hour < 24 && minute < 60).then_some(hour * 60 + minute)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_is_told_from_a_day() {
        for (form, date, expected) in [
            ("dd-MM-yyyy HH:mm", "Đăng ngày 11-08-2023 11:50", Some(11 * 60 + 50)),
            ("d MMMM yyyy, H:mm", "Published 11 August 2023, 9:05", Some(9 * 60 + 5)),
            ("d MMMM, yyyy HH:mm", "11 tháng 8, 2023 11:50", Some(11 * 60 + 50)),
            ("d.M.yyyy 'klo' H.mm", "11.8.2023 klo 9.05", Some(9 * 60 + 5)),
            ("yyyy.MM.dd HH.mm", "2023.08.11 11.50", Some(11 * 60 + 50)),
            ("HH'h'mm dd-MM-yyyy", "00h07 11-08-2023", Some(7)),
            ("H 'giờ' mm, dd-MM-yyyy", "9 giờ 30, 11-08-2023", Some(9 * 60 + 30)),
            (
                "d.M. 'um' HH 'Uhr und' mm 'Minuten'",
                "11.8. um 17 Uhr und 05 Minuten",
                Some(17 * 60 + 5),
            ),
            // Lists name the day alone.
            ("dd-MM-yyyy HH:mm", "11-08-2023", None),
            ("yyyy.MM.dd HH.mm", "2023.08.11", None),
            ("d MMMM yyyy HH:mm", "11 tháng 8 2023", None),
            ("dd-MM-yyyy HH:mm", "", None),
            // None of this form.
            ("dd-MM-yyyy HH:mm", "11-08-2023 30:70", None),
        ] {
            let minute = Numbers::of(form).and_then(|numbers| numbers.minute_of_day(date));
            assert_eq!(minute, expected, "{date} as {form}");
        }
        for form in ["", "dd-MM-yyyy", "mm", "d.M.yyyy 'H:m'", "dd-MM-yyyy HH"] {
            assert_eq!(Numbers::of(form), None, "{form}");
        }
    }
}
