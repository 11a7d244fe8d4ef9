use std::sync::atomic::AtomicBool;

use super::*;

fn failure(cause: &str) -> Failure {
    Failure { cause: cause.to_owned(), is_elsewhere: false }
}

#[test]
fn a_part_is_down_when_none_of_its_workers_is_at_work() {
    let watched = Watched::default();
    assert!(!watched.is_down(Part::Votes), "never started");
    let (mut one, mut other) = (watched.worker(Part::Votes), watched.worker(Part::Votes));
    one.failed(&failure("first"));
    assert!(!watched.is_down(Part::Votes), "the other goes on");
    other.failed(&failure("second"));
    assert_eq!(watched.down(), [Down { part: Part::Votes, failure: failure("first") }]);
    other.works();
    assert_eq!(watched.down(), []);
    drop(other);
    assert!(watched.is_down(Part::Votes), "who has ended does not work");
    drop(one);
    assert!(!watched.is_down(Part::Votes));
    let restarts = watched.restarts();
    assert_eq!(restarts.get_or_create(&vec![("part", "votes".to_owned())]).get(), 2);
}

#[test]
fn the_same_failure_is_said_once_a_minute_and_another_at_once() {
    let mut worker = Watched::default().worker(Part::Prune);
    assert_eq!(worker.may_say("full"), Some(0));
    assert_eq!(worker.may_say("full"), None);
    assert_eq!(worker.may_say("locked"), Some(0));
    assert_eq!(worker.may_say("full"), Some(0));
}

/// Panics, fails, hangs, works; then the server stops.
struct Trouble {
    rounds: usize,
    stop: watch::Sender<bool>,
    seen: Arc<Mutex<Vec<(usize, bool)>>>,
    was_refused: Arc<AtomicBool>,
    watched: Watched,
}

#[async_trait]
impl Rounds for Trouble {
    const LIMIT: Option<Duration> = Some(Duration::from_millis(50));

    fn every(&self) -> Duration {
        Duration::from_millis(1)
    }

    async fn round(&mut self) -> Result<(), Failure> {
        self.rounds += 1;
        self.seen.lock().unwrap().push((self.rounds, self.watched.is_down(Part::Changes)));
        match self.rounds {
            1 => panic!("struck"),
            2 => Err(failure("no room")),
            3 => std::future::pending().await,
            4 => Ok(()),
            _ => {
                self.stop.send(true).unwrap();
                Ok(())
            }
        }
    }

    fn refuse(&self) {
        self.was_refused.store(true, Ordering::Relaxed);
    }
}

#[tokio::test]
async fn a_worker_starts_again_whatever_happened_to_it() {
    let watched = Watched::default();
    let (stop, stopped) = watch::channel(false);
    let (seen, was_refused) = (Arc::default(), Arc::default());
    let trouble = Trouble {
        rounds: 0,
        stop,
        seen: Arc::clone(&seen),
        was_refused: Arc::clone(&was_refused),
        watched: watched.clone(),
    };
    keep(watched.worker(Part::Changes), trouble, stopped).await;
    let seen = seen.lock().unwrap().clone();
    assert_eq!(seen, [(1, false), (2, true), (3, true), (4, true), (5, false)]);
    assert!(was_refused.load(Ordering::Relaxed));
    let restarts = watched.restarts();
    assert_eq!(restarts.get_or_create(&vec![("part", "changes".to_owned())]).get(), 3);
}
