//! How long to wait until a source is looked at again.

use std::time::Duration;

/// The longest wait that a source can ask for: a mistyped `max-age` of a year must not silence it.
const LONGEST_HINT: Duration = Duration::from_secs(6 * 3600);
/// The longest wait that a site can ask for by `Retry-After`, which it sends when it needs rest.
const LONGEST_REST: Duration = Duration::from_secs(24 * 3600);
/// The pause after a first failure, unless the source is looked at more often anyway.
const FIRST_PAUSE: Duration = Duration::from_secs(5 * 60);
/// The longest pause after failures, unless the source is looked at less often anyway.
const LONGEST_PAUSE: Duration = Duration::from_secs(6 * 3600);

/// How long to wait after a look that went well. `hint` is how long the source says that its answer holds. `spread` is
/// a random number from 0 to 1, so that not all sources are looked at in the same moment.
pub fn after_look(every: Duration, hint: Option<Duration>, spread: f64) -> Duration {
    let asked = hint.unwrap_or_default().min(LONGEST_HINT);
    spread_out(every.max(asked), spread)
}

/// How long to wait after `failures` looks in a row that failed. `rest` is how long the source asks to be left alone.
pub fn after_failure(
    every: Duration,
    failures: u32,
    rest: Option<Duration>,
    spread: f64,
) -> Duration {
    let doubled = 2u32.saturating_pow(failures.saturating_sub(1).min(16));
    let pause = every.min(FIRST_PAUSE).saturating_mul(doubled).min(every.max(LONGEST_PAUSE));
    let rest = rest.unwrap_or_default().min(LONGEST_REST);
    spread_out(pause.max(rest), spread)
}

/// Makes a wait up to a tenth longer, never shorter: what a source asks for is kept.
fn spread_out(wait: Duration, spread: f64) -> Duration {
    wait + wait.mul_f64(spread.clamp(0.0, 1.0) / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn minutes(minutes: u64) -> Duration {
        Duration::from_secs(60 * minutes)
    }

    #[test]
    fn what_a_source_asks_for_is_kept_within_bounds() {
        let every = minutes(15);
        assert_eq!(after_look(every, None, 0.0), every);
        assert_eq!(after_look(every, Some(minutes(1)), 0.0), every);
        assert_eq!(after_look(every, Some(minutes(60)), 0.0), minutes(60));
        assert_eq!(after_look(every, Some(minutes(1_000_000)), 0.0), minutes(360));
        let once_a_week = minutes(7 * 24 * 60);
        assert_eq!(after_look(once_a_week, Some(minutes(1_000_000)), 0.0), once_a_week);
    }

    #[test]
    fn pauses_grow_to_a_bound() {
        let pauses = |every: Duration| -> Vec<u64> {
            let after = |failures| after_failure(every, failures, None, 0.0).as_secs() / 60;
            [1, 2, 3, 7, 8, 100].map(after).to_vec()
        };
        assert_eq!(pauses(minutes(15)), [5, 10, 20, 320, 360, 360]);
        assert_eq!(pauses(minutes(1)), [1, 2, 4, 64, 128, 360]);
        assert_eq!(pauses(minutes(1440)), [5, 10, 20, 320, 640, 1440]);
    }

    #[test]
    fn a_source_that_needs_rest_gets_it() {
        let rest = |minutes_of: u64| after_failure(minutes(15), 1, Some(minutes(minutes_of)), 0.0);
        assert_eq!(rest(1), minutes(5));
        assert_eq!(rest(90), minutes(90));
        assert_eq!(rest(1_000_000), minutes(1440));
    }

    #[test]
    fn chance_makes_it_later_and_never_earlier() {
        assert_eq!(after_look(minutes(10), None, 1.0), minutes(11));
        assert_eq!(after_look(minutes(10), None, 7.0), minutes(11));
        assert_eq!(after_failure(minutes(10), 1, None, 0.5), Duration::from_secs(315));
    }
}
