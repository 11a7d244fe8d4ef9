//! How a newsroom runs its live service.

use std::time::Duration;

use bantin_model::RatingSummary;
use ipnet::IpNet;

use super::arrival::Times;

/// Limits, times and weights. Every one has a default that suits a newsroom whose readers share
/// addresses: a school, an office, a village behind one line.
#[derive(Clone, Debug)]
pub struct Policy {
    /// New readers of one network in an hour; 0 for no limit.
    pub new_readers: u32,
    /// Votes of one network in an hour; 0 for no limit.
    pub votes: u32,
    /// Votes of one reader in a day; 0 for no limit.
    pub own_votes: u32,
    /// Searches of one network in a minute; 0 for no limit.
    pub searches: u32,
    /// Hooks that one network may send in a minute; 0 for no limit.
    pub hooks: u32,
    /// Zero bits of the proof of work for a new reader; 0 for none.
    pub proof_bits: u8,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// The stars that an article without votes is assumed to deserve.
    pub prior: f64,
    /// How many votes the prior counts as.
    pub weight: f64,
    /// How often readings are written; a crash loses at most those of this time.
    pub views_every: Duration,
    /// How long the log of votes is kept.
    pub log_days: u32,
    /// How long a request may take, from its head to its answer.
    pub times: Times,
    /// Bytes that answers are kept in.
    pub cache_bytes: u64,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            new_readers: 1000,
            votes: 5000,
            own_votes: 500,
            searches: 600,
            hooks: 60,
            proof_bits: 0,
            trusted_proxies: Vec::new(),
            prior: 3.0,
            weight: 10.0,
            views_every: Duration::from_secs(2),
            log_days: 30,
            times: Times { body: Duration::from_secs(10), answer: Duration::from_secs(30) },
            cache_bytes: 64 << 20,
        }
    }
}

impl Policy {
    /// The value to rank an article by: the average of its votes and of `weight` more votes of `prior` stars. So three
    /// votes of five stars do not rank above three thousand of 4.8.
    pub fn score(&self, rating: &RatingSummary) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "2^52 votes are out of reach")]
        let (sum, count) = (rating.sum() as f64, rating.count as f64);
        let votes = self.weight + count;
        if votes > 0.0 { (self.prior * self.weight + sum) / votes } else { self.prior }
    }

    /// The rating with its score.
    #[must_use]
    pub fn scored(&self, rating: RatingSummary) -> RatingSummary {
        RatingSummary { score: Some(self.score(&rating)), ..rating }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bantin_model::Slug;

    #[test]
    fn few_votes_are_drawn_to_the_prior_and_many_speak_for_themselves() {
        let policy = Policy::default();
        let score =
            |histogram| policy.score(&RatingSummary::of(Slug::new("a").unwrap(), histogram, None));
        assert!((score([0; 5]) - 3.0).abs() < 1e-9);
        assert!((score([0, 0, 0, 0, 10]) - 4.0).abs() < 1e-9);
        assert!(score([0, 0, 0, 0, 3]) < score([0, 0, 0, 600, 2400]));
        let unweighted = Policy { weight: 0.0, ..Policy::default() };
        assert!(
            (unweighted.score(&RatingSummary::empty(Slug::new("a").unwrap())) - 3.0).abs() < 1e-9
        );
    }
}
