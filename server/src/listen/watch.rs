//! Watches what a connection waits for, and how long it may.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::Limits;

/// What a connection is waiting for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Its first byte.
    Silent,
    /// The rest of a request's head.
    Head,
    /// An answer, or the client to take it.
    Answer,
    /// The next request.
    Idle,
}

/// What a connection took too long for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overdue {
    Head,
    Request,
    Stalled,
    Idle,
}

impl Overdue {
    /// The name in metrics.
    pub fn name(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Request => "request",
            Self::Stalled => "stalled",
            Self::Idle => "idle",
        }
    }
}

#[derive(Debug)]
struct Times {
    head: Duration,
    request: Duration,
    stalled: Duration,
    idle: Duration,
}

#[derive(Debug)]
struct State {
    phase: Phase,
    /// When the phase began; for an answer, when its request began.
    since: Instant,
    /// Since when the client has taken no byte of what is to be sent.
    blocked: Option<Instant>,
}

/// The watch on one connection.
#[derive(Debug)]
pub struct Watch {
    state: Mutex<State>,
    times: Times,
    told: Notify,
    is_told: AtomicBool,
}

impl Watch {
    /// The watch on a new connection.
    pub fn new(limits: &Limits) -> Self {
        let state = State { phase: Phase::Silent, since: Instant::now(), blocked: None };
        let Limits { head, request, stalled, idle, .. } = *limits;
        let times = Times { head, request, stalled, idle };
        Self {
            state: Mutex::new(state),
            times,
            told: Notify::new(),
            is_told: AtomicBool::new(false),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that bytes came in.
    pub fn read(&self) {
        let mut state = self.state();
        match state.phase {
            Phase::Silent => state.phase = Phase::Head,
            Phase::Idle => (state.phase, state.since) = (Phase::Head, Instant::now()),
            Phase::Head | Phase::Answer => {}
        }
    }

    /// Notes that bytes went out.
    pub fn wrote(&self) {
        self.state().blocked = None;
    }

    /// Notes that no byte can go out at present.
    pub fn is_blocked(&self) {
        self.state().blocked.get_or_insert_with(Instant::now);
    }

    /// Notes that the head of a request has arrived.
    pub fn asked(&self) {
        let mut state = self.state();
        if state.phase != Phase::Head {
            state.since = Instant::now();
        }
        state.phase = Phase::Answer;
    }

    /// Notes that the answer is made; a part of it may still have to be sent.
    pub fn answered(&self) {
        let mut state = self.state();
        (state.phase, state.since) = (Phase::Idle, Instant::now());
    }

    /// How long the present phase may last, and what is overdue after that.
    pub fn deadline(&self) -> (Instant, Overdue) {
        let state = self.state();
        let of_phase = match state.phase {
            Phase::Silent | Phase::Head => (state.since + self.times.head, Overdue::Head),
            Phase::Answer => (state.since + self.times.request, Overdue::Request),
            Phase::Idle => (state.since + self.times.idle, Overdue::Idle),
        };
        match state.blocked.map(|since| since + self.times.stalled) {
            Some(stalled) if stalled < of_phase.0 => (stalled, Overdue::Stalled),
            _ => of_phase,
        }
    }

    /// The phase, and when it began.
    pub fn phase(&self) -> (Phase, Instant) {
        let state = self.state();
        (state.phase, state.since)
    }

    /// Tells the connection to close, since others need its place.
    pub fn close(&self) {
        self.is_told.store(true, Ordering::Release);
        self.told.notify_one();
    }

    /// Whether it was told to close.
    pub fn is_told(&self) -> bool {
        self.is_told.load(Ordering::Acquire)
    }

    /// Waits until the connection is told to close.
    pub async fn told(&self) {
        self.told.notified().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: fn() -> Limits = || Limits {
        head: Duration::from_secs(10),
        request: Duration::from_secs(300),
        stalled: Duration::from_secs(30),
        idle: Duration::from_secs(75),
        ..Limits::default()
    };

    fn left(watch: &Watch) -> (u64, Overdue) {
        let (deadline, overdue) = watch.deadline();
        (deadline.duration_since(Instant::now()).as_secs(), overdue)
    }

    #[tokio::test(start_paused = true)]
    async fn each_phase_has_its_time() {
        let wait = |seconds| tokio::time::advance(Duration::from_secs(seconds));
        let watch = Watch::new(&LIMITS());
        assert_eq!(left(&watch), (10, Overdue::Head));
        wait(4).await;
        // Neither its first byte nor more of a head gives it more time.
        watch.read();
        watch.read();
        assert_eq!(left(&watch), (6, Overdue::Head));
        // The request counts from its first byte.
        watch.asked();
        assert_eq!(left(&watch), (296, Overdue::Request));
        watch.answered();
        assert_eq!(left(&watch), (75, Overdue::Idle));
        wait(70).await;
        watch.read();
        assert_eq!(left(&watch), (10, Overdue::Head));
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_takes_nothing_has_less_time() {
        let wait = |seconds| tokio::time::advance(Duration::from_secs(seconds));
        let watch = Watch::new(&LIMITS());
        watch.asked();
        watch.is_blocked();
        wait(20).await;
        watch.is_blocked();
        assert_eq!(left(&watch), (10, Overdue::Stalled));
        watch.wrote();
        assert_eq!(left(&watch), (280, Overdue::Request));
        // Slowly, but for too long all the same.
        wait(275).await;
        watch.is_blocked();
        assert_eq!(left(&watch), (5, Overdue::Request));
    }
}
