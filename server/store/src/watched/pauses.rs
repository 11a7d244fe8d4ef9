//! How long a worker pauses after a failure: a tenth of a second, then twice as long each time, up to some seconds.
//! After a minute without a failure it begins from the start.

use std::time::{Duration, Instant};

const FIRST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(8);
/// After this time without a failure, the next one counts as the first.
const FORGIVEN: Duration = Duration::from_secs(60);

#[derive(Clone, Debug, Default)]
pub struct Pauses {
    /// When the last pause ended or will end, and how long it was.
    last: Option<(Instant, Duration)>,
}

impl Pauses {
    /// How long to pause after a failure at `now`.
    pub fn after_failure(&mut self, now: Instant) -> Duration {
        let pause = match self.last {
            Some((end, last)) if now.saturating_duration_since(end) < FORGIVEN => {
                (last * 2).min(LONGEST)
            }
            _ => FIRST,
        };
        self.last = Some((now + pause, pause));
        pause
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_bound_and_begin_again_after_a_good_minute() {
        let mut pauses = Pauses::default();
        let mut now = Instant::now();
        let mut taken = Vec::new();
        for _ in 0..9 {
            let pause = pauses.after_failure(now);
            taken.push(pause.as_millis());
            now += pause;
        }
        assert_eq!(taken, [100, 200, 400, 800, 1600, 3200, 6400, 8000, 8000]);
        assert_eq!(pauses.after_failure(now + Duration::from_secs(59)).as_millis(), 8000);
        assert_eq!(pauses.after_failure(now + Duration::from_secs(200)).as_millis(), 100);
    }
}
