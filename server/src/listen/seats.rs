//! The places for connections, in all and by address, and who must leave when others need a place.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ipnet::IpNet;
use tokio::time::Instant;

use super::Limits;
use super::watch::{Phase, Watch};
use crate::network::prefix;

/// When all places are taken, this part of them is made free at once, since every search for candidates takes time.
const PART: usize = 64;

/// A connection that was told to close keeps its place for a moment. This many newcomers need not wait for that.
const LEAVING: usize = 64;

/// Why a connection is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There are too many.
    Full,
    /// There are too many of this address.
    Share,
}

impl Refusal {
    /// The name in metrics.
    pub fn name(self) -> &'static str {
        match self {
            Self::Full => "all",
            Self::Share => "address",
        }
    }
}

/// One subscriber: an IPv4 address, or 56 bits of an IPv6 address. `None` for trusted proxies.
type Subscriber = Option<Vec<u8>>;

#[derive(Debug, Default)]
struct SeatTable {
    next: u64,
    open: usize,
    /// How many of them were told to close for others.
    leaving: usize,
    by_subscriber: HashMap<Subscriber, HashMap<u64, Arc<Watch>>>,
}

/// All places for connections.
#[derive(Debug)]
pub struct Seats {
    most: usize,
    share: usize,
    trusted: Vec<IpNet>,
    taken: Mutex<SeatTable>,
}

/// The place of one connection, which is free again when it is dropped.
#[derive(Debug)]
pub struct Seat {
    seats: Arc<Seats>,
    subscriber: Subscriber,
    number: u64,
    pub watch: Arc<Watch>,
}

impl Seats {
    /// `most` places. One subscriber can have at most `share` of them (0: all), and `trusted` networks as many as there
    /// are.
    pub fn new(most: usize, share: usize, trusted: Vec<IpNet>) -> Self {
        let share = if share == 0 { usize::MAX } else { share };
        Self { most, share, trusted, taken: Mutex::default() }
    }

    fn taken(&self) -> MutexGuard<'_, SeatTable> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Open connections.
    pub fn open(&self) -> usize {
        self.taken().open
    }

    /// A place for a connection of `address`. When the address has its share, one of its connections that waits for its
    /// next request is told to close for it; when all places are taken, also one whose request has not arrived yet.
    ///
    /// # Errors
    /// [`Refusal`] when every connection is being answered.
    pub fn take(self: &Arc<Self>, address: IpAddr, limits: &Limits) -> Result<Seat, Refusal> {
        let address = address.to_canonical();
        let is_trusted = self.trusted.iter().any(|network| network.contains(&address));
        let subscriber = (!is_trusted).then(|| prefix(address));
        let mut taken = self.taken();
        let own = taken.by_subscriber.get(&subscriber).filter(|_| !is_trusted);
        if let Some(own) = own
            && own.values().filter(|watch| !watch.is_told()).count() >= self.share
        {
            let waits = |phase| phase == Phase::Idle;
            let is_over = own.len() >= self.share.saturating_mul(2);
            if is_over || close_oldest(own.values(), 1, waits) == 0 {
                return Err(Refusal::Share);
            }
            taken.leaving += 1;
        }
        let is_over = taken.open >= self.most.saturating_add(self.most / PART + LEAVING);
        if is_over
            || taken.open.saturating_sub(taken.leaving) >= self.most
                && taken.make_room(self.most) == 0
        {
            return Err(Refusal::Full);
        }
        let (number, watch) = (taken.next, Arc::new(Watch::new(limits)));
        taken.next += 1;
        taken.open += 1;
        let own = taken.by_subscriber.entry(subscriber.clone()).or_default();
        own.insert(number, Arc::clone(&watch));
        drop(taken);
        Ok(Seat { seats: Arc::clone(self), subscriber, number, watch })
    }

    /// Tells the connections that have waited longest to close.
    pub fn make_room(&self) {
        self.taken().make_room(self.most);
    }
}

impl SeatTable {
    /// Answers how many were told to close. A proxy's connections are not, since it may be sending a request just now.
    fn make_room(&mut self, most: usize) -> usize {
        let others = self.by_subscriber.iter().filter(|(subscriber, _)| subscriber.is_some());
        let all = others.flat_map(|(_, own)| own.values());
        let told = close_oldest(all, most / PART + 1, |phase| phase != Phase::Answer);
        self.leaving += told;
        told
    }
}

/// Tells up to `many` connections to close, those first that have been in such a phase for longest. Answers how many.
fn close_oldest<'a>(
    all: impl Iterator<Item = &'a Arc<Watch>>,
    many: usize,
    is_such: impl Fn(Phase) -> bool,
) -> usize {
    let mut such: Vec<(Instant, &Arc<Watch>)> = all
        .filter_map(|watch| {
            let (phase, since) = watch.phase();
            (is_such(phase) && !watch.is_told()).then_some((since, watch))
        })
        .collect();
    let many = many.min(such.len());
    if many > 0 && many < such.len() {
        such.select_nth_unstable_by_key(many - 1, |(since, _)| *since);
    }
    such.iter().take(many).for_each(|(_, watch)| watch.close());
    many
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.taken();
        taken.open = taken.open.saturating_sub(1);
        if self.watch.is_told() {
            taken.leaving = taken.leaving.saturating_sub(1);
        }
        if let Some(own) = taken.by_subscriber.get_mut(&self.subscriber) {
            own.remove(&self.number);
            if own.is_empty() {
                taken.by_subscriber.remove(&self.subscriber);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seats(most: usize, share: usize) -> Arc<Seats> {
        Arc::new(Seats::new(most, share, vec!["10.0.0.0/8".parse().unwrap()]))
    }

    fn take(seats: &Arc<Seats>, address: &str) -> Result<Seat, Refusal> {
        seats.take(address.parse().unwrap(), &Limits::default())
    }

    #[tokio::test]
    async fn an_address_has_its_share_and_a_proxy_has_none() {
        let seats = seats(100, 2);
        let own = [take(&seats, "192.0.2.1").unwrap(), take(&seats, "192.0.2.1").unwrap()];
        assert_eq!(take(&seats, "192.0.2.1").unwrap_err(), Refusal::Share);
        assert_eq!(take(&seats, "::ffff:192.0.2.1").unwrap_err(), Refusal::Share);
        let _other = take(&seats, "192.0.2.2").unwrap();
        let _proxies: Vec<_> = (0..10).map(|_| take(&seats, "10.0.0.1").unwrap()).collect();
        drop(own);
        assert_eq!(seats.open(), 11);
        take(&seats, "192.0.2.1").unwrap();
        assert_eq!(seats.open(), 11);
        assert_eq!(seats.taken().by_subscriber.len(), 2, "nothing is kept of who is gone");
    }

    #[tokio::test]
    async fn who_only_waits_goes_for_a_newcomer_of_the_same_address() {
        let seats = seats(100, 2);
        let (waiting, busy) =
            (take(&seats, "192.0.2.1").unwrap(), take(&seats, "192.0.2.1").unwrap());
        waiting.watch.answered();
        busy.watch.asked();
        let _third = take(&seats, "192.0.2.1").unwrap();
        waiting.watch.told().await;
        drop(waiting);
        assert_eq!(take(&seats, "192.0.2.1").unwrap_err(), Refusal::Share);
    }

    #[tokio::test]
    async fn when_all_is_taken_who_waits_longest_goes_and_who_is_answered_stays() {
        let seats = seats(2, 0);
        let (first, second) =
            (take(&seats, "192.0.2.1").unwrap(), take(&seats, "192.0.2.2").unwrap());
        first.watch.asked();
        let third = take(&seats, "192.0.2.3").unwrap();
        second.watch.told().await;
        drop(second);
        third.watch.asked();
        assert_eq!(take(&seats, "192.0.2.4").unwrap_err(), Refusal::Full);
        drop((first, third));
        let taken = seats.taken();
        assert_eq!((taken.open, taken.leaving), (0, 0));
    }
}
