//! What an import for a preview reports to authors.

use std::fmt;

use bantin_model::Slug;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;

use bantin_core::draft::{Draft, Span};
use bantin_import::{Dropped, Why};

/// The report of an import for a preview.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Previewed {
    /// The articles that were read, each with the reason why readers would not see it, if there is one.
    pub marks: Vec<(Slug, Option<Mark>)>,
    /// The losses of articles and pages.
    pub losses: Vec<Loss>,
}

/// Why readers would not see an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    Hidden(Why),
    /// In the time zone of the article's date.
    From(DateTime),
    /// In the time zone of the article's date.
    Until(DateTime),
}

impl Mark {
    /// Makes `draft` public, and answers why it would not be public at `now`.
    pub fn taken_off(draft: &mut Draft, hidden: Option<Why>, now: Timestamp) -> Option<Self> {
        let Span { from, until } = std::mem::take(&mut draft.span);
        let moment = |second: i64| Timestamp::from_second(second).ok();
        let published: Option<Timestamp> = draft.published.parse().ok();
        let from = published.into_iter().chain(from.and_then(moment)).max();
        let offset = Pieces::parse(&draft.published).ok().and_then(|date| date.to_numeric_offset());
        let shown = |moment: Timestamp| offset.unwrap_or(Offset::UTC).to_datetime(moment);
        let later = from.filter(|from| *from > now).map(|from| Self::From(shown(from)));
        let over = until.and_then(moment).filter(|until| *until <= now);
        let over = over.map(|until| Self::Until(shown(until)));
        hidden.map(Self::Hidden).or(over).or(later)
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hidden(Why::Draft) => f.write_str("Draft"),
            Self::Hidden(Why::NotPublic(what)) => write!(f, "Not for everybody ({what})"),
            Self::Hidden(why) => write!(f, "Not shown: {why}"),
            Self::From(from) => write!(f, "From {}", from.strftime("%F %H:%M")),
            Self::Until(until) => write!(f, "Over since {}", until.strftime("%F %H:%M")),
        }
    }
}

/// A part that an article or a page lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The file.
    pub name: String,
    pub why: String,
    /// The words in the file that were lost.
    pub words: String,
}

impl Loss {
    pub fn new(name: &str, lost: &Dropped) -> Self {
        Self { name: name.to_owned(), why: lost.to_string(), words: lost.words().to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use bantin_model::Slug;

    use super::*;

    fn mark(published: &str, span: Span, hidden: Option<Why>) -> Option<String> {
        let draft = Draft::new(Slug::new("a").unwrap(), "vi", "A", published);
        let mut draft = Draft { span, ..draft };
        let now = "2026-01-02T00:00:00Z".parse().unwrap();
        let mark = Mark::taken_off(&mut draft, hidden, now);
        assert!(draft.span.is_open());
        mark.map(|mark| mark.to_string())
    }

    #[test]
    fn what_a_reader_would_not_see_is_marked() {
        let (before, after) = ("2026-01-01T07:00:00+07:00", "2026-01-05T07:00:00+07:00");
        let second = |text: &str| text.parse::<Timestamp>().ok().map(Timestamp::as_second);
        let open = Span::default();
        assert_eq!(mark(before, open, None), None);
        assert_eq!(mark(before, open, Some(Why::Draft)).as_deref(), Some("Draft"));
        assert_eq!(mark(after, open, None).as_deref(), Some("From 2026-01-05 07:00"));
        let from = Span { from: second("2026-02-01T00:00:00Z"), until: None };
        assert_eq!(mark(before, from, None).as_deref(), Some("From 2026-02-01 07:00"));
        let until = Span { from: None, until: second("2026-01-01T12:00:00Z") };
        assert_eq!(mark(before, until, None).as_deref(), Some("Over since 2026-01-01 19:00"));
    }
}
