//! What a connection is doing, and until when it may.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::Limits;

/// What a connection is waiting for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// For its first byte.
    Silent,
    /// For the rest of a request's head.
    Head,
    /// For an answer, or for the client to take it.
    Answer,
    /// For the next request.
    Idle,
}

/// What took too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overdue {
    Head,
    Request,
    Stalled,
    Idle,
}

impl Overdue {
    /// As metrics have it.
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
    /// When the phase began; of an answer, when its request did.
    since: Instant,
    /// Since when the client takes nothing of what is to be sent.
    blocked: Option<Instant>,
}

/// The watch over one connection.
#[derive(Debug)]
pub struct Watch {
    state: Mutex<State>,
    times: Times,
    told: Notify,
    is_told: AtomicBool,
}

impl Watch {
    /// Over a connection that has just begun.
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

    /// Bytes came in.
    pub fn read(&self) {
        let mut state = self.state();
        match state.phase {
            Phase::Silent => state.phase = Phase::Head,
            Phase::Idle => (state.phase, state.since) = (Phase::Head, Instant::now()),
            Phase::Head | Phase::Answer => {}
        }
    }

    /// Bytes went out.
    pub fn wrote(&self) {
        self.state().blocked = None;
    }

    /// No byte can go out now.
    pub fn is_blocked(&self) {
        self.state().blocked.get_or_insert_with(Instant::now);
    }

    /// The head of a request is there.
    pub fn asked(&self) {
        let mut state = self.state();
        if state.phase != Phase::Head {
            state.since = Instant::now();
        }
        state.phase = Phase::Answer;
    }

    /// The answer is made; some of it may still have to be sent.
    pub fn answered(&self) {
        let mut state = self.state();
        (state.phase, state.since) = (Phase::Idle, Instant::now());
    }

    /// Until when what the connection is doing may last, and what is overdue then.
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

    /// The phase, and since when it is.
    pub fn phase(&self) -> (Phase, Instant) {
        let state = self.state();
        (state.phase, state.since)
    }

    /// Tells the connection to close, for others need its place.
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
