//! A subscription at a hub (WebSub): the hub tells us when a feed has changed, and we look at it. The hub asks back
//! whether we want that. A subscription ends after some time, so it is renewed before.

use bantin_model::Slug;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use url::Url;

use super::known::Hub;

/// How long we ask a hub to tell; the hub decides.
const LEASE: SignedDuration = SignedDuration::from_hours(10 * 24);
/// The bounds within which the hub's decision is followed.
const SHORTEST: SignedDuration = SignedDuration::from_mins(10);
const LONGEST: SignedDuration = SignedDuration::from_hours(90 * 24);
/// How long to wait before a hub is asked again that did not ask back, or refused.
const AGAIN: SignedDuration = SignedDuration::from_hours(6);
/// How long a hub has to ask back.
const ANSWER_WITHIN: SignedDuration = SignedDuration::from_hours(24);

/// What a hub was asked to tell.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    pub of: Hub,
    /// The last part of the address at which the hub reaches us; nobody else knows it.
    pub id: String,
    /// The secret that the hub signs with.
    pub secret: String,
    /// When it was asked last.
    pub asked: Timestamp,
    /// Until when the hub tells; `None` until it has asked back.
    pub until: Option<Timestamp>,
    /// Why it does not tell.
    pub refused: Option<String>,
}

impl std::fmt::Debug for Subscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { of, asked, until, refused, .. } = self;
        f.debug_struct("Subscription")
            .field("of", of)
            .field("asked", asked)
            .field("until", until)
            .field("refused", refused)
            .finish_non_exhaustive()
    }
}

impl Subscription {
    /// A new one, with random words.
    ///
    /// # Errors
    /// When there are no random numbers.
    pub fn new(of: Hub, now: Timestamp) -> Result<Self, getrandom::Error> {
        let (id, secret) = (random()?, random()?);
        Ok(Self { of, id, secret, asked: now, until: None, refused: None })
    }

    /// Whether it is for this hub and this feed.
    pub fn is_of(&self, hub: &Hub) -> bool {
        self.of == *hub
    }

    /// When the hub is to be asked (again).
    pub fn renewal(&self) -> Timestamp {
        let again = self.asked.saturating_add(AGAIN).unwrap_or(Timestamp::MAX);
        match self.until.filter(|until| *until > self.asked) {
            // It has not asked back since it was asked last.
            None => again,
            Some(until) => {
                // Renewed with a quarter of the time left, for a hub that does not answer at once.
                let quarter = until.duration_since(self.asked) / 4;
                until.saturating_sub(quarter).unwrap_or(again)
            }
        }
    }

    /// The form to send to the hub, so that it reaches us at `callback`.
    pub fn question(&self, callback: &str) -> [(&'static str, String); 5] {
        [
            ("hub.mode", "subscribe".to_owned()),
            ("hub.topic", self.of.topic.to_string()),
            ("hub.callback", callback.to_owned()),
            ("hub.secret", self.secret.clone()),
            ("hub.lease_seconds", LEASE.as_secs().to_string()),
        ]
    }

    /// Whether we want to hear of `topic` for `lease` seconds, which the hub asks back at `now`. If so, that is noted.
    pub fn confirm(&mut self, topic: &str, lease: Option<i64>, now: Timestamp) -> bool {
        let is_ours =
            topic == self.of.topic.as_str() && now.duration_since(self.asked) < ANSWER_WITHIN;
        if is_ours {
            let lease = lease.map_or(LEASE, SignedDuration::from_secs).clamp(SHORTEST, LONGEST);
            self.until = now.saturating_add(lease).ok();
            self.refused = None;
        }
        is_ours
    }

    /// Whether the hub tells of changes at `now`.
    pub fn holds(&self, now: Timestamp) -> bool {
        self.until.is_some_and(|until| until > now)
    }
}

/// The address at which a hub reaches the service at `base`.
pub fn callback(base: &Url, source: &Slug, id: &str) -> Option<String> {
    let url = base.join(&format!("api/v1/hooks/{source}/websub/{id}")).ok()?;
    Some(url.into())
}

fn random() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(hex::encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hours)
    }

    fn asked() -> Subscription {
        let url = |text: &str| Url::parse(text).unwrap();
        let of = Hub { hub: url("https://hub.example/"), topic: url("https://a.example/feed") };
        Subscription::new(of, at(0)).unwrap()
    }

    #[test]
    fn a_hub_asks_back_and_is_asked_again_before_its_time_is_over() {
        let mut subscription = asked();
        assert_eq!((subscription.holds(at(1)), subscription.renewal()), (false, at(6)));
        assert!(!subscription.confirm("https://b.example/feed", Some(3600), at(0)));
        assert!(subscription.confirm("https://a.example/feed", Some(8 * 3600), at(0)));
        assert_eq!((subscription.holds(at(7)), subscription.holds(at(8))), (true, false));
        assert_eq!(subscription.renewal(), at(6));
        // Not for ever, and not for a moment; and nobody asks back a day later.
        assert!(subscription.confirm("https://a.example/feed", Some(i64::MAX), at(0)));
        assert_eq!(subscription.until, Some(at(90 * 24)));
        assert!(subscription.confirm("https://a.example/feed", Some(-1), at(1)));
        assert_eq!(subscription.until, Some(at(1) + SignedDuration::from_mins(10)));
        assert!(!subscription.confirm("https://a.example/feed", None, at(24)));
    }

    #[test]
    fn its_words_are_not_guessed_and_not_shown() {
        let (one, other) = (asked(), asked());
        assert!(one.id != other.id && one.secret != other.secret && one.id.len() == 32);
        let shown = format!("{one:?}");
        assert!(!shown.contains(&one.id) && !shown.contains(&one.secret), "{shown}");
        let base = Url::parse("https://news.example/vi/").unwrap();
        let name = "bao".parse().unwrap();
        assert_eq!(
            callback(&base, &name, "x").as_deref(),
            Some("https://news.example/vi/api/v1/hooks/bao/websub/x")
        );
    }
}
