//! What `bantin-server sources` tells of each source: when it was looked at, with which outcome, and what comes next.

use std::fmt::{self, Write};

use jiff::Timestamp;
use serde::Serialize;

use super::state::Totals;
use super::{Entry, LookOutcome};

/// The report on one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    pub name: String,
    pub url: String,
    /// Seconds between two looks, unless the source asks for another time.
    pub every: u64,
    /// When it was last looked at.
    pub looked: Option<Timestamp>,
    pub last: Option<LookOutcome>,
    /// The last look that changed something here.
    pub changed: Option<Timestamp>,
    /// When it was last read as a whole, for a source that can be.
    pub whole: Option<Timestamp>,
    /// How many looks have failed since the last one that did not.
    pub failures: u32,
    /// Whether somebody looks at it now.
    pub is_looked_at: bool,
    /// When it is looked at next; `None` for as soon as a server, or an export that watches, is at work.
    pub next: Option<Timestamp>,
    /// The hub that tells of its changes, if it has one.
    pub hub: Option<HubReport>,
    pub total: Totals,
}

/// The report on a hub.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HubReport {
    pub url: String,
    /// Until when it tells of changes, unless it is asked again before.
    pub until: Option<Timestamp>,
    /// Why it does not tell of changes.
    pub why_not: Option<String>,
}

impl HubReport {
    fn of(entry: &Entry, now: Timestamp) -> Option<Self> {
        let hub = entry.state.known.hub.as_ref()?;
        let url = hub.hub.to_string();
        let not =
            |why: &str| Some(Self { url: url.clone(), until: None, why_not: Some(why.to_owned()) });
        let Some(known) = entry.subscription.as_ref().filter(|known| known.is_of(hub)) else {
            return not(
                "it has not been asked: a hub can reach `serve` only at a public address (url in site.toml, or --url)",
            );
        };
        match (known.holds(now), &known.refused) {
            (true, _) => Some(Self { url, until: known.until, why_not: None }),
            (false, Some(why)) => not(why),
            (false, None) => not("it was asked, and has not asked back"),
        }
    }
}

impl Report {
    /// What is told of `entry` at `now`.
    pub fn of(entry: &Entry, now: Timestamp) -> Self {
        let Entry { source, state, due, is_asked, held, .. } = entry;
        let next = Timestamp::from_second(*due).ok();
        Self {
            name: source.name.to_string(),
            url: source.shown(),
            every: source.every,
            looked: state.looked,
            last: state.last.clone(),
            changed: state.changed,
            whole: state.known.whole,
            failures: state.failures,
            is_looked_at: *held > now.as_second(),
            next: next.filter(|next| !is_asked && *next > now),
            hub: HubReport::of(entry, now),
            total: state.total.clone(),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = format!("{}: {}\n", self.name, self.url);
        match (&self.looked, &self.last) {
            (Some(looked), Some(came)) => writeln!(text, "  looked at {looked:.0}: {came}")?,
            _ => writeln!(text, "  not looked at yet")?,
        }
        if let Some(changed) = self.changed {
            writeln!(text, "  last changed at {changed:.0}")?;
        }
        if self.failures > 1 {
            writeln!(text, "  failed {} times in a row", self.failures)?;
        }
        match &self.hub {
            Some(HubReport { url, until: Some(until), .. }) => {
                writeln!(text, "  {url} reports changes until {until:.0}")?;
            }
            Some(HubReport { url, why_not: Some(why), .. }) => {
                writeln!(text, "  {url} does not report changes: {why}")?;
            }
            _ => {}
        }
        match (self.is_looked_at, self.next) {
            (true, _) => writeln!(text, "  is being looked at")?,
            (false, Some(next)) => writeln!(text, "  next look at {next:.0}")?,
            (false, None) => {
                writeln!(text, "  next look as soon as `serve` or `export --watch` runs")?
            }
        }
        f.write_str(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::{Brought, Source, State};

    #[test]
    fn each_source_has_what_came_and_what_comes() {
        let now: Timestamp = "2026-11-28T00:00:00Z".parse().unwrap();
        let url = "https://a.example/?key=geheim".parse().unwrap();
        let source = Source::new("bao".parse().unwrap(), url);
        let state = State::default();
        let mut entry = Entry {
            source,
            edition: 0,
            state,
            due: 0,
            is_asked: false,
            subscription: None,
            held: 0,
        };
        let told = Report::of(&entry, now).to_string();
        assert!(told.starts_with("bao: https://a.example/?key=…\n  not looked at yet"), "{told}");
        assert!(told.contains("next look as soon as"), "{told}");
        let outcome = Brought { added: 2, has_changed: true, ..Brought::default() };
        entry.state.took(now, &outcome);
        let why = "the server answered 503".to_owned();
        entry.state.failed(now, why.clone(), None, &Brought::default());
        entry.state.failed(now, why, None, &Brought::default());
        entry.due = now.as_second() + 60;
        let report = Report::of(&entry, now);
        let told = report.to_string();
        for line in [
            "looked at 2026-11-28T00:00:00Z: failed: the server answered 503",
            "last changed at 2026-11-28T00:00:00Z",
            "failed 2 times",
            "next look at 2026-11-28T00:01:00Z",
        ] {
            assert!(told.contains(line), "{told}");
        }
        let total = Totals { looks: 3, failed: 2, added: 2, ..Totals::default() };
        assert_eq!(report.total, total);
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!(json["last"]["came"], "failed");
        assert!(!json.to_string().contains("geheim"));
    }
}
