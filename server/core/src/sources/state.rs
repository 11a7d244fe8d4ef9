//! The state of a followed source.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::known::Known;

/// How many of the articles that could not be read are named.
const NAMED: usize = 5;

/// The outcome of a look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "came", rename_all = "snake_case")]
pub enum LookOutcome {
    /// Nothing had changed at the source.
    Nothing,
    /// The source, or the changed part of it, was read.
    Read {
        added: usize,
        updated: usize,
        withdrawn: usize,
        /// Articles that could not be read, the first few by name.
        failed: usize,
        named: Vec<String>,
    },
    /// The source could not be reached or read.
    Failed {
        why: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        advice: Option<String>,
    },
}

/// What a look brought from a source.
#[derive(Clone, Debug, Default)]
pub struct Brought {
    pub added: usize,
    pub updated: usize,
    pub withdrawn: usize,
    /// Articles that could not be read, each with the reason.
    pub failed: Vec<String>,
    /// Whether readers now see something else than before.
    pub has_changed: bool,
}

/// When a source was looked at, with which outcome, and what is remembered for the next look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// The last look.
    pub looked: Option<Timestamp>,
    /// What came of it.
    pub last: Option<LookOutcome>,
    /// The last look that brought something, or took something away.
    pub changed: Option<Timestamp>,
    /// How many looks have failed since the last one that did not.
    pub failures: u32,
    /// Counts of all looks, of those that failed, and of the articles they brought.
    pub total: Totals,
    /// What is remembered of the source itself.
    pub known: Known,
}

/// Counted since the source is followed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Totals {
    pub looks: u64,
    pub failed: u64,
    pub added: u64,
    pub updated: u64,
    pub withdrawn: u64,
}

impl State {
    /// Notes a look at `now` that found nothing new.
    pub fn saw_nothing(&mut self, now: Timestamp) {
        self.look(now, LookOutcome::Nothing);
        self.failures = 0;
    }

    /// Notes what a look at `now` brought.
    pub fn took(&mut self, now: Timestamp, brought: &Brought) {
        let Brought { added, updated, withdrawn, .. } = *brought;
        if brought.has_changed {
            self.changed = Some(now);
        }
        self.count(added, updated, withdrawn);
        let named = brought.failed.iter().take(NAMED).cloned().collect();
        let failed = brought.failed.len();
        self.look(now, LookOutcome::Read { added, updated, withdrawn, failed, named });
        self.failures = 0;
    }

    /// Notes a look at `now` that failed; what it brought before it broke off counts.
    pub fn failed(&mut self, now: Timestamp, why: String, advice: Option<String>, part: &Brought) {
        if part.has_changed {
            self.changed = Some(now);
        }
        self.count(part.added, part.updated, part.withdrawn);
        self.look(now, LookOutcome::Failed { why, advice });
        self.failures = self.failures.saturating_add(1);
        self.total.failed += 1;
    }

    fn look(&mut self, now: Timestamp, came: LookOutcome) {
        self.looked = Some(now);
        self.last = Some(came);
        self.total.looks += 1;
    }

    fn count(&mut self, added: usize, updated: usize, withdrawn: usize) {
        let number = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let total = &mut self.total;
        total.added = total.added.saturating_add(number(added));
        total.updated = total.updated.saturating_add(number(updated));
        total.withdrawn = total.withdrawn.saturating_add(number(withdrawn));
    }
}

impl std::fmt::Display for LookOutcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Nothing => f.write_str("nothing new"),
            Self::Read { added, updated, withdrawn, failed, named } => {
                write!(f, "{added} added, {updated} updated, {withdrawn} withdrawn")?;
                if *failed > 0 {
                    write!(f, ", {failed} failed: {}", named.join("; "))?;
                }
                Ok(())
            }
            Self::Failed { why, advice: None } => write!(f, "failed: {why}"),
            Self::Failed { why, advice: Some(advice) } => write!(f, "failed: {why}; {advice}"),
        }
    }
}
