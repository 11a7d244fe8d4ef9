//! Reads dates as people write them: by their parts, in any order.

use bantin_core::normalize::nfc;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};

use super::{Dates, names};

/// A text longer than this is no date.
const LONGEST: usize = 100;

/// Vietnamese names of months that are no numbers.
const NUMBERS: [&str; 11] =
    ["một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "giêng"];

/// Zones that feeds name, in minutes east of Greenwich.
const ZONES: [(&str, i32); 23] = [
    ("z", 0),
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("ict", 7 * 60),
    ("wib", 7 * 60),
    ("sgt", 8 * 60),
    ("hkt", 8 * 60),
    ("jst", 9 * 60),
    ("kst", 9 * 60),
    ("aest", 10 * 60),
    ("aedt", 11 * 60),
    ("msk", 3 * 60),
    ("cet", 60),
    ("cest", 2 * 60),
    ("bst", 60),
    ("est", -5 * 60),
    ("edt", -4 * 60),
    ("cst", -6 * 60),
    ("cdt", -5 * 60),
    ("mst", -7 * 60),
    ("pst", -8 * 60),
    ("pdt", -7 * 60),
];

/// A part of the text.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// How many digits, and their value.
    Number(usize, i64),
    Word(String),
    Sign(char),
    Blank,
}

/// Hours, minutes and seconds.
type Clock = (i64, i64, i64);

/// The parts that were found so far.
#[derive(Default)]
struct Found {
    /// Numbers that are day, month or year, with their digits, in their order.
    numbers: Vec<(usize, i64)>,
    month: Option<i64>,
    year: Option<i64>,
    time: Option<Clock>,
    is_afternoon: Option<bool>,
    /// Whether the half of the day was given in English (AM, PM).
    is_english_half: bool,
    offset: Option<Offset>,
    is_utc: bool,
}

/// The moment that `text` names; in the zone of the site where it names none.
pub fn parse(text: &str, dates: &Dates) -> Option<Zoned> {
    if text.len() > LONGEST {
        return None;
    }
    if let Some(moment) = of_seconds(text) {
        return Some(moment.to_zoned(dates.zone.clone()));
    }
    let tokens = tokens(&nfc(text).to_lowercase())?;
    let found = Found::of(&tokens)?;
    let civil = DateTime::from_parts(found.date(dates.is_month_first)?, found.time()?);
    match found.offset {
        Some(_) if found.is_utc => {
            Some(civil.to_zoned(TimeZone::UTC).ok()?.with_time_zone(dates.zone.clone()))
        }
        Some(offset) => civil.to_zoned(offset.to_time_zone()).ok(),
        None => civil.to_zoned(dates.zone.clone()).ok(),
    }
}

/// Seconds or milliseconds since 1970.
fn of_seconds(text: &str) -> Option<Timestamp> {
    let number: i64 = text.parse().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()))?;
    match text.len() {
        10 => Timestamp::from_second(number).ok(),
        13 => Timestamp::from_millisecond(number).ok(),
        _ => None,
    }
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_same = |c: char| match first {
            '0'..='9' => c.is_ascii_digit(),
            c if c.is_whitespace() => false,
            _ if first.is_alphabetic() => c.is_alphabetic(),
            _ => false,
        };
        let end = first.len_utf8();
        let more = rest.get(end..)?;
        let end = end + more.find(|c| !is_same(c)).unwrap_or(more.len());
        let (part, after) = rest.split_at(end);
        tokens.push(match first {
            '0'..='9' => Token::Number(part.len(), part.parse().ok()?),
            c if c.is_whitespace() => Token::Blank,
            c if c.is_alphabetic() => Token::Word(part.to_owned()),
            c => Token::Sign(c),
        });
        rest = after;
    }
    Some(tokens)
}

impl Found {
    fn of(tokens: &[Token]) -> Option<Self> {
        let mut found = Self::default();
        let mut rest = tokens;
        while let Some(first) = rest.first() {
            rest = match first {
                Token::Number(..) => found.number(rest)?,
                Token::Word(word) => found.word(word, rest)?,
                Token::Sign('+' | '-' | '\u{2212}') if found.may_have_offset() => {
                    match offset(rest) {
                        Some((offset, after)) => {
                            found.offset = Some(offset);
                            found.is_utc = false;
                            after
                        }
                        None => rest.get(1..)?,
                    }
                }
                Token::Sign(
                    '-' | '/' | '.' | ',' | '|' | '(' | ')' | '–' | '•' | '·' | ':' | '\'' | ';',
                )
                | Token::Blank => rest.get(1..)?,
                Token::Sign(_) => return None,
            };
        }
        Some(found)
    }

    /// Whether a sign may begin an offset: after a time, and not within a date (`17:00 28-05-2026`).
    fn may_have_offset(&self) -> bool {
        let parts = self.numbers.len()
            + usize::from(self.month.is_some())
            + usize::from(self.year.is_some());
        self.time.is_some() && (parts == 0 || parts >= 3)
    }

    /// A time, or a number of the date.
    fn number<'a>(&mut self, rest: &'a [Token]) -> Option<&'a [Token]> {
        if self.time.is_none()
            && let Some((time, after)) = time(rest)
        {
            self.time = Some(time);
            return Some(after);
        }
        let [Token::Number(digits, value), after @ ..] = rest else { return None };
        if *digits == 8 && self.numbers.is_empty() {
            // 20230811
            self.numbers.extend([(4, value / 10_000), (2, value / 100 % 100), (2, value % 100)]);
        } else {
            self.numbers.push((*digits, *value));
        }
        // 11th
        match after {
            [Token::Word(word), after @ ..] if names::is_ordinal(word) => Some(after),
            _ => Some(after),
        }
    }

    fn word<'a>(&mut self, word: &str, rest: &'a [Token]) -> Option<&'a [Token]> {
        let after = rest.get(1..)?;
        let next = skip_blanks(after);
        match (word, next) {
            ("am" | "a" | "sa" | "pm" | "p" | "ch", _) if self.time.is_some() => {
                self.is_afternoon = Some(matches!(word, "pm" | "p" | "ch"));
                self.is_english_half = !matches!(word, "sa" | "ch");
                // a.m.
                Some(match after {
                    [Token::Sign('.'), Token::Word(m), after @ ..] if m == "m" => after,
                    _ => after,
                })
            }
            // A day of the week, by number or name.
            ("thứ", [Token::Number(..) | Token::Word(_), after @ ..]) => Some(after),
            ("tháng" | "thg" | "th", [Token::Number(_, month), after @ ..]) => {
                self.month = Some(*month);
                Some(after)
            }
            ("tháng" | "thg", [Token::Word(name), after @ ..]) => {
                let (month, after) = vietnamese_month(name, after)?;
                self.month = Some(month);
                Some(after)
            }
            ("năm", [Token::Number(digits, year), after @ ..]) => {
                self.year = Some(full_year((*digits, *year))?);
                Some(after)
            }
            _ if names::is_between(word) => Some(after),
            _ => self.name(word, after),
        }
    }

    /// The name of a month, of a day of the week, or of a zone.
    fn name<'a>(&mut self, word: &str, after: &'a [Token]) -> Option<&'a [Token]> {
        if let Some((_, minutes)) = ZONES.iter().find(|(name, _)| *name == word) {
            // GMT+7
            if *minutes == 0
                && let Some((offset, after)) = offset(skip_blanks(after))
            {
                self.offset = Some(offset);
                self.is_utc = false;
                return Some(after);
            }
            if self.offset.is_none() {
                self.offset = Some(Offset::from_seconds(minutes * 60).ok()?);
                self.is_utc = *minutes == 0;
            }
            return Some(after);
        }
        // After a time, a second "month" is the name of a zone (`NOVT`).
        let is_zone = self.month.is_some() && self.time.is_some();
        // Before a month, `mar` is Tuesday: mar. 13 lug. 2006.
        let is_tuesday = word == "mar"
            && self.numbers.is_empty()
            && after
                .iter()
                .any(|token| matches!(token, Token::Word(word) if names::month(word).is_some()));
        if names::is_day(word) || is_tuesday {
            return Some(after);
        }
        self.month = Some(names::month(word).filter(|_| !is_zone)?);
        Some(after)
    }

    fn date(&self, is_month_first: bool) -> Option<Date> {
        let numbers = self.numbers.as_slice();
        let (year, month, day) = match (self.month, self.year, numbers) {
            (Some(month), Some(year), [(_, day)]) => (year, month, *day),
            (Some(month), None, [one, other]) => {
                let is_year = |(digits, value): &(usize, i64)| *digits == 4 || *value > 31;
                let (year, day) = if is_year(one) { (one, other) } else { (other, one) };
                (full_year(*year)?, month, day.1)
            }
            (None, None, [(4, year), (1 | 2, month), (1 | 2, day)]) => (*year, *month, *day),
            (None, None, [(1 | 2, one), (1 | 2, other), year]) => {
                let is_month_first = match (*one > 12, *other > 12) {
                    (true, _) => false,
                    (_, true) => true,
                    _ => is_month_first || self.is_english_half,
                };
                let (month, day) = if is_month_first { (one, other) } else { (other, one) };
                (full_year(*year)?, *month, *day)
            }
            _ => return None,
        };
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        Date::new(i16::try_from(year).ok()?, month, day).ok()
    }

    fn time(&self) -> Option<Time> {
        let Some((hour, minute, second)) = self.time else { return Some(Time::midnight()) };
        let hour = match self.is_afternoon {
            Some(true) if hour < 12 => hour + 12,
            Some(false) if hour == 12 => 0,
            _ => hour,
        };
        let small = |value: i64| i8::try_from(value).ok();
        // A leap second is read as the second before it.
        Time::new(small(hour)?, small(minute)?, small(second.min(59))?, 0).ok()
    }
}

/// A year of two digits: from 50 on of the last century, otherwise of this one.
fn full_year((digits, year): (usize, i64)) -> Option<i64> {
    match digits {
        4 => Some(year).filter(|year| *year >= 1000),
        2 if year >= 50 => Some(1900 + year),
        2 => Some(2000 + year),
        _ => None,
    }
}

fn skip_blanks(tokens: &[Token]) -> &[Token] {
    let at = tokens.iter().position(|token| *token != Token::Blank);
    tokens.get(at.unwrap_or(tokens.len())..).unwrap_or_default()
}

/// A time at the beginning of `tokens` (`9:25`, `09:25:00.5`, `17h05`, `17 giờ 5 phút`, `5pm`), and what follows.
fn time(tokens: &[Token]) -> Option<(Clock, &[Token])> {
    let [Token::Number(1 | 2, hour), after @ ..] = tokens else { return None };
    if let [Token::Word(word), after @ ..] = skip_blanks(after) {
        return match word.as_str() {
            "am" | "pm" => Some(((*hour, 0, 0), skip_blanks(tokens.get(1..)?))),
            "h" | "g" | "giờ" => match skip_blanks(after) {
                [Token::Number(1 | 2, minute), after @ ..] => {
                    let is_minute = |token: &Token| *token == Token::Word("phút".to_owned());
                    let rest = skip_blanks(after);
                    let rest =
                        if rest.first().is_some_and(is_minute) { rest.get(1..)? } else { after };
                    Some(((*hour, *minute, 0), rest))
                }
                _ if word == "g" => None,
                after => Some(((*hour, 0, 0), after)),
            },
            _ => None,
        };
    }
    let [Token::Sign(':'), Token::Number(2, minute), after @ ..] = after else { return None };
    match after {
        [Token::Sign(':' | '.'), Token::Number(2, second), after @ ..] => {
            let after = match after {
                [Token::Sign('.' | ','), Token::Number(..), after @ ..] => after,
                after => after,
            };
            Some(((*hour, *minute, *second), after))
        }
        // Jekyll and Hugo read `08:00.000` as well.
        [Token::Sign('.'), Token::Number(3.., _), after @ ..] => Some(((*hour, *minute, 0), after)),
        after => Some(((*hour, *minute, 0), after)),
    }
}

/// An offset at the beginning of `tokens` (`+7`, `-04`, `+0700`, `+07:00`), and what follows.
fn offset(tokens: &[Token]) -> Option<(Offset, &[Token])> {
    let [Token::Sign(sign), Token::Number(digits, value), after @ ..] = tokens else { return None };
    let is_west = match sign {
        '+' => false,
        '-' | '\u{2212}' => true,
        _ => return None,
    };
    let (hours, minutes, after) = match (digits, after) {
        // That is a date: 17:00-28/05/2026.
        (1 | 2, [Token::Sign('/' | '-' | '.'), Token::Number(..), ..]) => return None,
        // 17:00-28 tháng 5
        (1 | 2, after) if is_month(skip_blanks(after)) => return None,
        (1 | 2, [Token::Sign(':'), Token::Number(2, minutes), after @ ..]) => {
            (*value, *minutes, after)
        }
        (1 | 2, after) => (*value, 0, after),
        (4, after) => (value / 100, value % 100, after),
        _ => return None,
    };
    // No place on earth is further from Greenwich.
    if hours > 14 || minutes > 59 {
        return None;
    }
    let seconds = i32::try_from((hours * 60 + minutes) * 60).ok()?;
    Some((Offset::from_seconds(if is_west { -seconds } else { seconds }).ok()?, after))
}

/// Whether the name of a month, or the word for one, stands at the beginning of `tokens`.
fn is_month(tokens: &[Token]) -> bool {
    let Some(Token::Word(word)) = tokens.first() else { return false };
    matches!(word.as_str(), "tháng" | "thg" | "th")
        || (names::month(word).is_some() && !names::is_day(word))
}

/// The month that is called `name`, or `name` and the word after it.
fn vietnamese_month<'a>(name: &str, after: &'a [Token]) -> Option<(i64, &'a [Token])> {
    let number = |name: &str| match name {
        "giêng" => Some(1),
        "bốn" => Some(4),
        "chạp" => Some(12),
        _ => i64::try_from(NUMBERS.iter().position(|known| *known == name)?).ok().map(|at| at + 1),
    };
    let month = number(name)?;
    if month == 10
        && let [Token::Word(more), rest @ ..] = skip_blanks(after)
        && let Some(more) = number(more).filter(|more| *more <= 2)
    {
        return Some((10 + more, rest));
    }
    Some((month, after))
}
