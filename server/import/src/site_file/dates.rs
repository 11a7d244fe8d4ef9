//! `[dates]` of `site.toml`: the form of dates in each language.

use bantin_model::{DateForm, language};
use toml::Spanned;
use toml::de::DeValue;

use super::{Wrong, did_you_mean, wrong};

/// The letters that a pattern can have.
const PARTS: [&str; 9] = ["d", "dd", "M", "MM", "MMMM", "yyyy", "H", "HH", "mm"];

/// Checks the patterns, for languages of the site.
pub fn checked(
    written: Option<&Spanned<DeValue<'_>>>,
    languages: &[String],
) -> Result<Vec<DateForm>, Wrong> {
    let Some(written) = written else { return Ok(Vec::new()) };
    let DeValue::Table(table) = written.get_ref() else {
        return Err(wrong(written, "dates: write [dates], and below it vi = \"dd-MM-yyyy HH:mm\""));
    };
    let mut forms: Vec<DateForm> = Vec::new();
    let mut fields: Vec<_> = table.iter().collect();
    fields.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in fields {
        let tag = key.get_ref().as_ref();
        let Some(lang) = language::nearest(tag, languages) else {
            let meant = did_you_mean(tag, languages.iter().map(String::as_str));
            return Err(wrong(key, format!("dates: \"{tag}\" is not among the languages{meant}")));
        };
        if forms.iter().any(|form| form.lang == lang) {
            return Err(wrong(key, format!("dates: \"{lang}\" stands twice")));
        }
        let DeValue::String(pattern) = value.get_ref() else {
            let what =
                format!("dates.{tag}: write a pattern between quotes, as \"dd-MM-yyyy HH:mm\"");
            return Err(wrong(value, what));
        };
        let date = day_of(pattern)
            .map_err(|what| wrong(value, format!("dates.{tag}: \"{pattern}\" {what}")))?;
        let date_time = pattern.trim().to_owned();
        forms.push(DateForm { lang: lang.to_owned(), date_time, date });
    }
    Ok(forms)
}

/// The part of a pattern with the day.
fn day_of(pattern: &str) -> Result<String, String> {
    let pattern = pattern.trim();
    let runs = runs(pattern)?;
    let mut seen = String::new();
    for (_, run) in &runs {
        let letter = run.chars().next().unwrap_or_default();
        if seen.contains(letter) {
            let twice = match letter {
                'M' => "has a month twice; minutes are written \"mm\"",
                'm' => "has minutes twice; a month is written \"MM\"",
                _ => return Err(format!("has \"{run}\" a second time; once is enough")),
            };
            return Err(twice.to_owned());
        }
        seen.push(letter);
    }
    for (letter, lacks) in
        [('d', "no day: \"dd\""), ('M', "no month: \"MM\""), ('y', "no year: \"yyyy\"")]
    {
        if !seen.contains(letter) {
            return Err(format!("has {lacks}; write it as \"dd-MM-yyyy HH:mm\""));
        }
    }
    let is_day = |run: &str| run.starts_with(['d', 'M', 'y']);
    let from = runs.iter().position(|(_, run)| is_day(run)).unwrap_or_default();
    let until = runs.iter().rposition(|(_, run)| is_day(run)).unwrap_or_default();
    let days = runs.get(from..=until).unwrap_or_default();
    if let Some((_, time)) = days.iter().find(|(_, run)| !is_day(run)) {
        return Err(format!("has the time, \"{time}\", within the date; put it before or after"));
    }
    let start = days.first().map_or(0, |(at, _)| *at);
    let end = days.last().map_or(0, |(at, run)| at + run.len());
    Ok(pattern.get(start..end).unwrap_or(pattern).to_owned())
}

/// The runs of letters in a pattern, each with its place.
fn runs(pattern: &str) -> Result<Vec<(usize, &str)>, String> {
    let mut runs = Vec::new();
    let mut start = 0;
    for (number, text) in pattern.split('\'').enumerate() {
        let mut at = start;
        for run in text.as_bytes().chunk_by(|a, b| a == b) {
            let of = pattern.get(at..at + run.len());
            let of = of.filter(|of| of.starts_with(|c: char| c.is_ascii_alphabetic()));
            if let Some(of) = of.filter(|_| number % 2 == 0) {
                if !PARTS.contains(&of) {
                    return Err(unknown(of));
                }
                runs.push((at, of));
            }
            at += run.len();
        }
        start = at + 1;
    }
    if pattern.matches('\'').count() % 2 == 1 {
        return Err("has an apostrophe that nothing ends; text stands between two".to_owned());
    }
    Ok(runs)
}

/// Says what to write in place of letters that mean nothing.
fn unknown(run: &str) -> String {
    let small = run.to_ascii_lowercase();
    let meant = match (small.as_str(), run.starts_with('M')) {
        ("ddd" | "dddd", _) => "dd",
        ("mmm", true) => "MMMM",
        ("m", false) => "mm",
        ("hh", _) => "HH",
        ("h", _) => "H",
        ("y" | "yy", _) => "yyyy",
        _ => PARTS.iter().find(|part| part.eq_ignore_ascii_case(run)).copied().unwrap_or_default(),
    };
    let all = PARTS.join(", ");
    match meant {
        "" => format!(
            "has \"{run}\", which stands for nothing ({all} do); text stands between apostrophes, as 'ngày'"
        ),
        meant => format!("has \"{run}\"; did you mean \"{meant}\"? There are {all}"),
    }
}

#[cfg(test)]
mod tests {
    use crate::site_file::tests::{file_of, is_named};
    use bantin_model::DateForm;

    fn of(dates: &str) -> Result<Vec<DateForm>, String> {
        let start = "name = \"Sông Quê\"\nurl = \"https://song.example/\"\nlanguages = [\"vi\", \"en-GB\"]\ntime_zone = \"Asia/Ho_Chi_Minh\"\n";
        file_of(&[start, dates].concat()).map(|file| file.site.brand.dates)
    }

    #[test]
    fn a_pattern_is_kept_and_its_day_found() {
        let all = "[dates]\nvi = \"HH:mm 'ngày' dd/MM/yyyy\"\nen = \"d MMMM yyyy, HH:mm\"";
        let form = |lang: &str, date_time: &str, date: &str| DateForm {
            lang: lang.into(),
            date_time: date_time.into(),
            date: date.into(),
        };
        assert_eq!(
            of(all).unwrap(),
            [
                form("vi", "HH:mm 'ngày' dd/MM/yyyy", "dd/MM/yyyy"),
                form("en-GB", "d MMMM yyyy, HH:mm", "d MMMM yyyy"),
            ]
        );
        let day = of("[dates]\nvi = \"yyyy年M月d日\"").unwrap();
        assert_eq!(day[0].date, "yyyy年M月d");
        assert_eq!(of("").unwrap(), []);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line_and_what_to_write() {
        for (dates, line, says) in [
            ("[dates]\nvn = \"d\"", 6, "did you mean \"vi\"?"),
            ("dates = \"dd\"", 5, "write [dates]"),
            ("[dates]\nvi = 5", 6, "between quotes"),
            ("[dates]\nvi = \"DD-MM-YYYY\"", 6, "did you mean \"dd\"?"),
            ("[dates]\nvi = \"dd-MM-yy\"", 6, "did you mean \"yyyy\"?"),
            ("[dates]\nvi = \"dd MMM yyyy\"", 6, "did you mean \"MMMM\"?"),
            ("[dates]\nvi = \"dd-MM-yyyy hh:mm\"", 6, "did you mean \"HH\"?"),
            ("[dates]\nvi = \"dd-MM-yyyy HH:MM\"", 6, "minutes are written \"mm\""),
            ("[dates]\nvi = \"dd-MM-yyyy lúc HH:mm\"", 6, "between apostrophes"),
            ("[dates]\nvi = \"dd-MM-yyyy 'lúc HH:mm\"", 6, "an apostrophe that nothing ends"),
            ("[dates]\nvi = \"HH:mm\"", 6, "no day"),
            ("[dates]\nvi = \"dd HH:mm MM yyyy\"", 6, "within the date"),
            ("[dates]\nen = \"dd MM yyyy\"\nen-GB = \"dd MM yyyy\"", 7, "stands twice"),
        ] {
            is_named(&of(dates).unwrap_err(), line, says, dates);
        }
    }
}
