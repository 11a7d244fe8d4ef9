//! A clock that a test puts forward.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use bantin_core::clock::Clock;
use jiff::{SignedDuration, Timestamp};

/// The system's time and as many seconds as the test says.
#[derive(Clone, Default)]
pub struct Ahead(Arc<AtomicI64>);

impl Ahead {
    /// What a server is handed in.
    pub fn clock(&self) -> Clock {
        let ahead = Arc::clone(&self.0);
        let seconds = move || SignedDuration::from_secs(ahead.load(Ordering::SeqCst));
        Clock::of(move || Timestamp::now() + seconds())
    }

    pub fn put_forward(&self, time: Duration) {
        self.0.fetch_add(i64::try_from(time.as_secs()).unwrap(), Ordering::SeqCst);
    }
}
