//! The types that an audit of votes gives.

/// Who closed an article to votes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClosedBy {
    /// Its front matter; the next import may open it again.
    Source,
    /// The newsroom's command; only another command opens it again.
    Newsroom,
}

impl ClosedBy {
    /// As ledgers store it: 0 for an article that takes votes.
    pub fn number(by: Option<Self>) -> i64 {
        match by {
            None => 0,
            Some(Self::Source) => 1,
            Some(Self::Newsroom) => 2,
        }
    }
}

/// A vote as it stands in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CastVote {
    pub slug: String,
    /// Lowercase hexadecimal.
    pub reader: String,
    /// `None` for a vote that was taken back.
    pub stars: Option<u8>,
    pub sequence: u64,
}

/// Something about votes that is worth a look. It proves nothing: a school votes from one address too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anomaly {
    /// Many votes on one article from one network within an hour.
    Network { network: String, slug: String, votes: u64, readers: u64, hour: i64 },
    /// One reader voting on many articles within an hour.
    Reader { reader: String, votes: u64, hour: i64 },
    /// An article whose votes of one hour are mostly one number of stars.
    Burst { slug: String, votes: u64, stars: u8, share: u64, hour: i64 },
}

/// A key that signs readers' tokens.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningKey {
    pub id: i64,
    /// 32 random bytes.
    pub key: Vec<u8>,
    /// When it began to sign, in Unix seconds.
    pub since: i64,
}
