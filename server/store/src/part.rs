//! The parts of a running server that are watched ([`crate::watched`]), and that an error may name.

use std::fmt;

/// A task of a running server, as `/readyz` and `/metrics` name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// Storing votes.
    Votes,
    /// Copying articles and counters from the shared database.
    Replica,
    /// Noticing imports, changed keys and a new day.
    Changes,
    /// Writing readings.
    Readings,
    /// Deleting what is old.
    Prune,
    /// Looking at followed sources.
    Sources,
}

impl Part {
    pub const ALL: [Self; 6] =
        [Self::Votes, Self::Replica, Self::Changes, Self::Readings, Self::Prune, Self::Sources];

    /// The name in `/readyz`, `/metrics` and the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Votes => "votes",
            Self::Replica => "follow",
            Self::Changes => "changes",
            Self::Readings => "readings",
            Self::Prune => "prune",
            Self::Sources => "sources",
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
