//! Stars and what is known of an article's rating.

use serde::{Deserialize, Serialize};

use crate::Slug;
use crate::lenient::or_default;

/// A vote's stars: 1, 2, 3, 4 or 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(value_type = u8, minimum = 1, maximum = 5, example = 4)
)]
pub struct Stars(u8);

/// Not 1, 2, 3, 4 or 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stars must be 1, 2, 3, 4 or 5")]
pub struct StarsError;

impl Stars {
    pub const MAX: u8 = 5;

    /// # Errors
    /// [`StarsError`] outside 1 to 5.
    pub fn new(stars: u8) -> Result<Self, StarsError> {
        if (1..=Self::MAX).contains(&stars) { Ok(Self(stars)) } else { Err(StarsError) }
    }

    pub fn get(self) -> u8 {
        self.0
    }

    /// Position in a histogram, 0 to 4.
    fn index(self) -> usize {
        usize::from(self.0 - 1)
    }

    /// One to five.
    pub fn all() -> [Self; 5] {
        [Self(1), Self(2), Self(3), Self(4), Self(5)]
    }
}

impl TryFrom<u8> for Stars {
    type Error = StarsError;

    fn try_from(stars: u8) -> Result<Self, Self::Error> {
        Self::new(stars)
    }
}

impl From<Stars> for u8 {
    fn from(stars: Stars) -> Self {
        stars.0
    }
}

/// A histogram after a reader's vote moved from `old` to `new`.
pub fn moved(mut histogram: [u64; 5], old: Option<Stars>, new: Option<Stars>) -> [u64; 5] {
    if let Some(votes) = old.and_then(|old| histogram.get_mut(old.index())) {
        *votes = votes.saturating_sub(1);
    }
    if let Some(votes) = new.and_then(|new| histogram.get_mut(new.index())) {
        *votes = votes.saturating_add(1);
    }
    histogram
}

/// The body of `PUT /api/v1/ratings/{slug}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Vote {
    pub stars: Stars,
    /// The vote's number in this reader's order of votes on this article, from 1 to 2^53 − 1; it grows with every
    /// choice. A vote that arrives after one with a higher number changes nothing. Without a number, the vote counts as
    /// the reader's latest.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schema(minimum = 1, maximum = 9_007_199_254_740_991_u64, nullable = false)
    )]
    pub sequence: Option<u64>,
    /// How many seconds ago the reader made the choice. It goes into the service's metrics and nowhere else.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub waited: Option<u64>,
}

/// The query of `DELETE /api/v1/ratings/{slug}`: the place of a vote that is taken back among the reader's others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
pub struct VoteOrder {
    /// The vote's number in this reader's order of votes on this article; it grows with every choice. A vote that
    /// arrives after one with a higher number changes nothing. Without a number, the vote counts as the reader's
    /// latest.
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 9_007_199_254_740_991_u64))]
    pub sequence: Option<u64>,
    /// How many seconds ago the reader made the choice. It goes into the service's metrics and nowhere else.
    pub waited: Option<u64>,
}

/// The answer of `POST /api/v1/readers`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reader {
    /// To be sent as `Authorization: Bearer …` with every vote. It is random and signed, and holds no personal data.
    pub token: String,
}

/// The rating of an article. Average and count are computed from the histogram; if they disagree with it, the histogram
/// is right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Told")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RatingSummary {
    pub slug: Slug,
    /// 1 to 5; null while `count` is 0.
    pub average: Option<f64>,
    pub count: u64,
    /// How many votes have one star, two stars, and so on up to five.
    pub histogram: [u64; 5],
    /// The vote of the reader who asks, when the request has that reader's token.
    #[serde(default)]
    pub mine: Option<Stars>,
    /// The number of the latest vote of the reader who asks, in that reader's order of votes on this article; it stays
    /// when that vote was taken back. Absent when the reader has never voted on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sequence: Option<u64>,
    /// Whether the article takes no more votes.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub closed: bool,
    /// The number to rank articles by: the average of the votes and of the votes that `serve --prior` and `--weight`
    /// add, so that an article with few votes does not stand above one with many. Only the live service gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
}

impl RatingSummary {
    /// The summary of these votes.
    pub fn of(slug: Slug, histogram: [u64; 5], mine: Option<Stars>) -> Self {
        let count = votes_in(&histogram);
        #[expect(clippy::cast_precision_loss, reason = "2^52 votes are out of reach")]
        let average = (count > 0).then(|| stars_in(&histogram) as f64 / count as f64);
        Self { slug, average, count, histogram, mine, sequence: None, closed: false, score: None }
    }

    /// The stars of all votes together.
    pub fn sum(&self) -> u64 {
        stars_in(&self.histogram)
    }

    /// The average in thousandths, rounded; 0 while there is none.
    pub fn thousandths(&self) -> u64 {
        let count = votes_in(&self.histogram);
        (self.sum() * 1000 + count / 2).checked_div(count).unwrap_or_default()
    }

    /// The histogram in whole per cent that add up to 100, or to 0 while there are no votes: what rounding
    /// down leaves goes to those that lose most by it.
    pub fn percentages(&self) -> [u64; 5] {
        let count = votes_in(&self.histogram);
        if count == 0 {
            return [0; 5];
        }
        let parts = self.histogram.map(|votes| votes.min(MOST) * 100);
        let mut whole = parts.map(|part| part / count);
        let mut rests = parts.map(|part| part % count);
        let left = 100_u64.saturating_sub(votes_in(&whole));
        for _ in 0..left {
            let most = rests.iter().copied().max().unwrap_or_default();
            for (whole, rest) in whole.iter_mut().zip(&mut rests) {
                if *rest == most {
                    *whole += 1;
                    *rest = 0;
                    break;
                }
            }
        }
        whole
    }

    /// No votes yet.
    pub fn empty(slug: Slug) -> Self {
        Self::of(slug, [0; 5], None)
    }

    /// This summary as it will be once the reader's vote is `mine`: what a page shows before the
    /// service has answered. The reader's earlier vote, if any, is taken out first.
    pub fn with_mine(&self, mine: Option<Stars>) -> Self {
        let histogram = moved(self.histogram, self.mine, mine);
        Self { closed: self.closed, ..Self::of(self.slug.clone(), histogram, mine) }
    }
}

/// More votes than there can be. What says it has more counts as this many, so that no sum of them, in thousandths of
/// stars, is past what 64 bits hold.
const MOST: u64 = 1 << 48;

/// The votes of a histogram, all together.
fn votes_in(histogram: &[u64; 5]) -> u64 {
    histogram.iter().map(|votes| *votes.min(&MOST)).sum()
}

/// The stars of these votes, all together.
fn stars_in(histogram: &[u64; 5]) -> u64 {
    histogram.iter().zip(1u64..).map(|(votes, stars)| votes.min(&MOST) * stars).sum()
}

/// What is read of a summary. A reader is shown no score.
#[derive(Deserialize)]
struct Told {
    slug: Slug,
    histogram: [u64; 5],
    #[serde(default)]
    mine: Option<Stars>,
    #[serde(default)]
    sequence: Option<u64>,
    #[serde(default, deserialize_with = "or_default")]
    closed: bool,
}

impl From<Told> for RatingSummary {
    fn from(told: Told) -> Self {
        let Told { slug, histogram, mine, sequence, closed } = told;
        Self { sequence, closed, ..Self::of(slug, histogram, mine) }
    }
}

/// Average and count of the votes on an article of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ItemRating {
    /// 1 to 5; absent while nobody has voted.
    #[serde(default)]
    pub average: Option<f64>,
    pub count: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slug() -> Slug {
        Slug::new("a").unwrap()
    }

    #[test]
    fn stars_are_whole_and_one_to_five() {
        for good in ["1", "5"] {
            assert!(serde_json::from_str::<Stars>(good).is_ok());
        }
        for bad in ["0", "6", "4.5", "-1", "\"4\"", "null"] {
            assert!(serde_json::from_str::<Stars>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn no_votes_have_no_average() {
        assert_eq!(RatingSummary::empty(slug()).average, None);
    }

    #[test]
    fn the_average_is_exact() {
        let summary = RatingSummary::of(slug(), [1, 0, 0, 1, 1], None);
        assert_eq!(summary.count, 3);
        assert!((summary.average.unwrap() - 10.0 / 3.0).abs() < 1e-12);
        assert_eq!(summary.thousandths(), 3333);
        assert_eq!(RatingSummary::empty(slug()).thousandths(), 0);
    }

    #[test]
    fn percentages_add_up() {
        let percentages = |histogram| RatingSummary::of(slug(), histogram, None).percentages();
        assert_eq!(percentages([1, 0, 0, 1, 1]), [34, 0, 0, 33, 33]);
        assert_eq!(percentages([0, 0, 0, 0, 7]), [0, 0, 0, 0, 100]);
        assert_eq!(percentages([1, 1, 1, 1, 2]), [17, 17, 17, 16, 33]);
        assert_eq!(percentages([0; 5]), [0; 5]);
        for seed in 1..500 {
            let histogram = [seed * 7 % 13, seed * 5 % 11, seed % 3, seed * seed % 17, 1];
            assert_eq!(percentages(histogram).iter().sum::<u64>(), 100);
        }
    }

    #[test]
    fn an_answer_that_disagrees_with_itself_is_read_by_its_histogram() {
        for (count, average) in [(0_u64, "null"), (1, "5"), (9_007_199_254_740_992, "1.5")] {
            let json = format!(
                r#"{{"slug":"a","average":{average},"count":{count},"histogram":[1,0,0,1,1],"mine":null}}"#
            );
            let read: RatingSummary = serde_json::from_str(&json).unwrap();
            assert_eq!(read, RatingSummary::of(slug(), [1, 0, 0, 1, 1], None));
            assert_eq!(read.percentages(), [34, 0, 0, 33, 33]);
        }
    }

    #[test]
    fn figures_that_disagree_or_are_huge_still_end() {
        // Made by hand, as a store that was changed by hand might have them.
        let summary =
            RatingSummary { count: 1, ..RatingSummary::of(slug(), [2, 3, 0, 0, 5], None) };
        assert_eq!(summary.percentages(), [20, 30, 0, 0, 50]);
        assert_eq!(summary.thousandths(), 3300);
        for votes in [9_007_199_254_740_992_u64, u64::MAX] {
            let summary = RatingSummary::of(slug(), [votes; 5], None);
            assert!(summary.percentages().iter().sum::<u64>() <= 100);
            assert!(summary.thousandths() <= 5000);
            assert!(summary.with_mine(Stars::new(5).ok()).count >= summary.count);
        }
    }

    #[test]
    fn a_vote_set_changed_and_taken_back_leaves_no_trace() {
        let before = RatingSummary::of(slug(), [0, 1, 2, 0, 4], None);
        let four = Stars::new(4).unwrap();
        let two = Stars::new(2).unwrap();
        let voted = before.with_mine(Some(four));
        assert_eq!(voted.histogram, [0, 1, 2, 1, 4]);
        assert_eq!(voted.with_mine(Some(four)), voted);
        assert_eq!(voted.with_mine(Some(two)).histogram, [0, 2, 2, 0, 4]);
        assert_eq!(voted.with_mine(None), before);
    }
}
