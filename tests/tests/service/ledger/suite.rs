//! What holds in every ledger.

use std::sync::Arc;
use std::time::Duration;

use bantin_core::draft::Draft;
use bantin_store::ledger::{Anomaly, ClosedBy, Readings, VoteOutcome, VoteRequest};

use crate::ledger::under::{Under, draft, on_both, slug, stars};

on_both!(
    a_late_vote_changes_nothing,
    votes_at_once_are_each_counted_once,
    the_last_of_one_reader_s_votes_in_a_group_counts,
    a_closed_article_and_a_revoked_reader_take_no_votes,
    revoking_takes_out_votes_that_are_on_their_way,
    ratings_are_listed_reset_and_recounted,
    what_is_odd_about_votes_is_found,
    a_reading_counts_once_a_reader_article_and_day,
    keys_sign_until_they_are_dropped,
    what_is_old_is_forgotten,
    commands_tell_servers_to_look_again,
);

async fn a_late_vote_changes_nothing(under: Under) {
    let mine = |outcome: VoteOutcome| match outcome {
        VoteOutcome::Counted(summary) => (summary.mine, summary.sequence, summary.count),
        other => panic!("{other:?}"),
    };
    let cast = async |number, sequence| mine(under.cast("a", 1, number, sequence).await);
    assert_eq!(cast(5, Some(20)).await, (stars(5), Some(20), 1));
    assert_eq!(cast(2, Some(10)).await, (stars(5), Some(20), 1), "late");
    assert_eq!(cast(2, Some(20)).await, (stars(5), Some(20), 1), "the same twice");
    assert_eq!(cast(0, Some(30)).await, (None, Some(30), 0));
    assert_eq!(cast(5, Some(20)).await, (None, Some(30), 0), "taken back stays taken back");
    // Without a place it comes after all before it.
    assert_eq!(cast(2, None).await, (stars(2), Some(31), 1));
    assert_eq!(cast(5, Some(31)).await, (stars(2), Some(31), 1));
    assert_eq!(under.cast("x", 1, 5, None).await, VoteOutcome::NoArticle);
    // The largest place there is.
    let last = (1 << 53) - 1;
    assert_eq!(cast(3, Some(last)).await, (stars(3), Some(last), 1));
    under.is_counted_right().await;
}

async fn votes_at_once_are_each_counted_once(under: Under) {
    let under = Arc::new(under);
    let mut votes = tokio::task::JoinSet::new();
    for reader in 0..200u8 {
        let under = Arc::clone(&under);
        votes.spawn(async move {
            for name in ["a", "b", "a"] {
                let outcome = under.cast(name, reader, reader % 5 + 1, None).await;
                assert!(matches!(outcome, VoteOutcome::Counted(_)));
            }
        });
    }
    while let Some(done) = votes.join_next().await {
        done.unwrap();
    }
    for name in ["a", "b"] {
        let rating = under.ledger.rating(&slug(name), Some(&[7; 16])).await.unwrap().unwrap();
        assert_eq!((rating.histogram, rating.mine), ([40; 5], stars(3)));
    }
    assert_eq!(under.behind.rows("vote_log").await, 400, "the same stars again are no change");
    under.is_counted_right().await;
}

async fn the_last_of_one_reader_s_votes_in_a_group_counts(under: Under) {
    let under = Arc::new(under);
    let mut votes = tokio::task::JoinSet::new();
    // In no order at all.
    for sequence in (1..=100u64).map(|n| n * 37 % 101) {
        let under = Arc::clone(&under);
        let number = u8::try_from(sequence % 5 + 1).unwrap();
        votes.spawn(async move { under.cast("a", 1, number, Some(sequence)).await });
    }
    while let Some(done) = votes.join_next().await {
        assert!(matches!(done.unwrap(), VoteOutcome::Counted(summary) if summary.count == 1));
    }
    let rating = under.ledger.rating(&slug("a"), Some(&[1; 16])).await.unwrap().unwrap();
    assert_eq!((rating.mine, rating.sequence, rating.count), (stars(1), Some(100), 1));
    under.is_counted_right().await;
}

async fn a_closed_article_and_a_revoked_reader_take_no_votes(under: Under) {
    under.cast("a", 1, 5, Some(1)).await;
    let closed = Draft { closed: true, ..draft("a", "Một") };
    under.behind.put(vec![closed]).await;
    assert_eq!(under.cast("a", 2, 5, Some(1)).await, VoteOutcome::Closed);
    // The answer to a vote that counted was lost: it is answered again.
    let again = under.cast("a", 1, 5, Some(1)).await;
    assert!(matches!(again, VoteOutcome::Counted(summary) if summary.closed));
    under.behind.put(vec![draft("a", "Một")]).await;
    assert!(matches!(under.cast("a", 2, 5, Some(1)).await, VoteOutcome::Counted(_)));
    // What the newsroom closed, an import does not open.
    let ledger = &under.ledger;
    assert!(ledger.set_closed(&slug("a"), Some(ClosedBy::Newsroom)).await.unwrap());
    under.behind.put(vec![draft("a", "Hai")]).await;
    assert!(ledger.rating(&slug("a"), None).await.unwrap().unwrap().closed);
    assert!(ledger.set_closed(&slug("a"), None).await.unwrap());
    assert!(!ledger.set_closed(&slug("x"), None).await.unwrap());
    // Revoked: nothing more is taken, and what was cast goes when the newsroom says so.
    under.cast("b", 2, 5, None).await;
    assert_eq!(ledger.revoke(&[2; 16], true).await.unwrap(), 2);
    assert_eq!(under.cast("a", 2, 5, Some(9)).await, VoteOutcome::Revoked);
    assert!(ledger.is_revoked(&[2; 16]).await.unwrap());
    assert!(!ledger.is_revoked(&[1; 16]).await.unwrap());
    assert_eq!((under.count("a").await, under.count("b").await), (1, 0));
    under.is_counted_right().await;
}

async fn revoking_takes_out_votes_that_are_on_their_way(under: Under) {
    let names: Vec<String> = (0..40).map(|number| format!("bai-{number}")).collect();
    under.behind.put(names.iter().map(|name| draft(name, name)).collect()).await;
    let under = Arc::new(under);
    let mut votes = tokio::task::JoinSet::new();
    for name in names.clone() {
        let under = Arc::clone(&under);
        votes.spawn(async move {
            for number in [4, 5] {
                under.cast(&name, 9, number, None).await;
            }
        });
    }
    under.ledger.revoke(&[9; 16], true).await.unwrap();
    while let Some(done) = votes.join_next().await {
        done.unwrap();
    }
    for name in &names {
        assert_eq!(under.count(name).await, 0, "{name}");
    }
    under.is_counted_right().await;
}

async fn ratings_are_listed_reset_and_recounted(under: Under) {
    for reader in 1..=3 {
        under.cast("a", reader, reader, Some(5)).await;
    }
    let ledger = &under.ledger;
    let ratings = ledger.ratings().await.unwrap();
    assert_eq!(ratings.iter().map(|rating| rating.count).collect::<Vec<_>>(), [3, 0]);
    let votes = ledger.votes_of(&slug("a"), None).await.unwrap();
    assert_eq!(votes.iter().map(|v| v.stars).collect::<Vec<_>>(), [Some(1), Some(2), Some(3)]);
    assert_eq!(votes[0].reader, "01".repeat(16));
    let rest = ledger.votes_of(&slug("a"), Some([1; 16])).await.unwrap();
    assert_eq!(rest, votes[1..]);
    under.behind.sql("UPDATE article SET votes5 = 9 WHERE slug = 'b'").await;
    assert_eq!(ledger.miscounted().await.unwrap(), ["b"]);
    assert_eq!(ledger.recount().await.unwrap(), ["b"]);
    under.is_counted_right().await;
    assert_eq!(ledger.reset(&slug("a")).await.unwrap(), Some(3));
    assert_eq!(under.count("a").await, 0);
    let late = under.cast("a", 1, 1, Some(5)).await;
    assert!(matches!(late, VoteOutcome::Counted(summary) if summary.count == 0));
    assert_eq!(ledger.reset(&slug("x")).await.unwrap(), None);
}

async fn what_is_odd_about_votes_is_found(under: Under) {
    for reader in 0..30 {
        let request = VoteRequest::new(slug("a"), [reader; 16], stars(5));
        let request = VoteRequest { network: Some([7; 8]), ..request };
        under.ledger.vote(request).await.unwrap();
    }
    for number in (1..=5).cycle().take(25) {
        under.cast("b", 99, number, None).await;
    }
    let found = under.ledger.anomalies(20).await.unwrap();
    let has = |wanted: fn(&Anomaly) -> bool| found.iter().any(wanted);
    assert!(has(|a| matches!(a, Anomaly::Network { votes: 30, readers: 30, slug, network, .. }
            if slug == "a" && network == "0707070707070707")));
    assert!(has(|a| matches!(a, Anomaly::Reader { votes: 25, .. })));
    assert!(has(|a| matches!(a, Anomaly::Burst { votes: 30, stars: 5, share: 100, .. })));
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(under.ledger.anomalies(31).await.unwrap(), []);
}

/// Readings of some readers on a day.
fn readings(name: &str, day: &str, readers: &[u8]) -> Readings {
    let mut readings = Readings::default();
    for reader in readers {
        readings.note(&slug(name), &[*reader; 16], day);
    }
    readings
}

async fn a_reading_counts_once_a_reader_article_and_day(under: Under) {
    let count = async |name: &str, day: &str, readers: &[u8]| {
        under.ledger.count_readings(&readings(name, day, readers)).await.unwrap()
    };
    assert_eq!(count("a", "2023-08-11", &[1, 2]).await, [slug("a")]);
    assert_eq!(count("a", "2023-08-11", &[2]).await, []);
    assert_eq!(count("a", "2023-08-12", &[2]).await, [slug("a")]);
    assert_eq!(count("x", "2023-08-12", &[2]).await, []);
    under.ledger.revoke(&[3; 16], false).await.unwrap();
    assert_eq!(count("a", "2023-08-12", &[3]).await, []);
    assert_eq!(under.behind.rows("reading").await, 3);
    assert_eq!(under.behind.rows("article WHERE slug = 'a' AND views = 308").await, 1);
}

async fn keys_sign_until_they_are_dropped(under: Under) {
    let ledger = &under.ledger;
    let keys = async || -> Vec<Vec<u8>> {
        ledger.signing_keys([9; 32]).await.unwrap().into_iter().map(|key| key.key).collect()
    };
    assert_eq!(keys().await, [[9; 32]]);
    ledger.add_signing_key([2; 32]).await.unwrap();
    assert_eq!(keys().await, [[2; 32], [9; 32]]);
    assert_eq!(ledger.drop_old_signing_keys().await.unwrap(), 1);
    assert_eq!(keys().await, [[2; 32]]);
}

async fn what_is_old_is_forgotten(under: Under) {
    let (ledger, behind) = (&under.ledger, &under.behind);
    for day in ["2023-08-01", "2023-08-11"] {
        ledger.count_readings(&readings("a", day, &[1])).await.unwrap();
    }
    under.cast("a", 1, 5, None).await;
    assert!(!ledger.prune("2023-08-05", 0).await.unwrap());
    assert_eq!((behind.rows("reading").await, behind.rows("vote_log").await), (1, 1));
    ledger.prune("2023-08-05", i64::MAX).await.unwrap();
    assert_eq!((behind.rows("vote_log").await, behind.rows("vote").await), (0, 1));
    // The day's key too: what its hashes meant is gone with it.
    let first = ledger.daily_key("2023-08-11", [1; 32]).await.unwrap();
    assert_eq!(ledger.daily_key("2023-08-11", [2; 32]).await.unwrap(), first);
    assert_ne!(ledger.daily_key("2023-08-12", [2; 32]).await.unwrap(), first);
    assert_eq!(behind.rows("daily_key").await, 1);
}

async fn commands_tell_servers_to_look_again(under: Under) {
    let before = under.ledger.revision().await.unwrap();
    bantin_server::ratings::set_closed(&*under.ledger, &slug("a"), true).await.unwrap();
    assert!(under.ledger.revision().await.unwrap() > before);
}

/// Only servers that share a ledger have to count together.
#[tokio::test(flavor = "multi_thread")]
async fn servers_count_new_readers_together() {
    let under = Under::of(crate::ledger::under::Behind::postgres().await).await;
    let other = under.behind.open().await;
    let hour = Duration::from_secs(3600);
    for ledger in [&under.ledger, &other, &under.ledger] {
        assert_eq!(ledger.new_reader([1; 8], 3, hour).await.unwrap(), Some(Ok(())));
    }
    let wait = other.new_reader([1; 8], 3, hour).await.unwrap().unwrap().unwrap_err();
    assert!((1190..=1200).contains(&wait.as_secs()), "{wait:?}");
    assert_eq!(other.new_reader([2; 8], 3, hour).await.unwrap(), Some(Ok(())), "another network");
}
