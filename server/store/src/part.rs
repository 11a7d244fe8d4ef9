//! The parts of a running server that are watched ([`crate::watched`]), and that an error may name.

use std::fmt;

/// What a running server does, as `/readyz` and `/metrics` name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// Stores votes.
    Votes,
    /// Copies what others publish and count from the shared database.
    Replica,
    /// Notices imports, changed keys and a new day.
    Changes,
    /// Writes readings.
    Readings,
    /// Forgets what is old.
    Prune,
    /// Looks at the sources that are followed.
    Sources,
}

impl Part {
    pub const ALL: [Self; 6] =
        [Self::Votes, Self::Replica, Self::Changes, Self::Readings, Self::Prune, Self::Sources];

    /// What it is called in `/readyz`, `/metrics` and the log.
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
