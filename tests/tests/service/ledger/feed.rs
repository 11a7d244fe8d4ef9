//! What is published into a shared database is on every server that follows it, and the same on each.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bantin_core::identity::{Head, Incoming, Origin};
use bantin_model::path::ListKind;
use bantin_model::{Link, Slug};
use bantin_server::newsroom;
use bantin_server::replica::{Replica, ReplicaError};
use bantin_server::serve;
use bantin_store::ledger::{Group, Readings};
use bantin_store::postgres::Postgres;
use bantin_store::sqlite::{Fate, Put, Restored, Store};
use bantin_tests::newsroom::root;
use bantin_tests::postgres::{Cluster, Database};

use crate::ledger::under::{Under, draft, slug};

/// A server's copy, without the server.
struct Copy {
    folder: tempfile::TempDir,
    store: Arc<Store>,
    replica: Replica,
}

async fn copy(database: &Database) -> Copy {
    let folder = tempfile::tempdir().unwrap();
    let (store, replica) = replicate(database, folder.path()).await.unwrap();
    Copy { folder, store, replica }
}

async fn replicate(
    database: &Database,
    folder: &Path,
) -> Result<(Arc<Store>, Replica), ReplicaError> {
    let postgres = Arc::new(Postgres::open(&database.address(), Group::default()).await.unwrap());
    let store = Arc::new(serve::create_store(folder).unwrap());
    let media = serve::media_folder(folder);
    let mut replica = Replica::new(postgres, Arc::clone(&store), media).await?;
    replica.step().await?;
    Ok((store, replica))
}

fn site_url() -> Link {
    Link::new("https://news.example/").unwrap()
}

/// Everything that is shown of a newsroom, as text.
fn shown(store: &Store) -> String {
    let url = site_url();
    let mut text = format!("{:?} {:?}\n", store.site().unwrap(), store.static_pages().unwrap());
    for entry in store.entries(0, 1000).unwrap() {
        text += &format!("{:?}\n", store.article(&entry.slug, &url).unwrap());
    }
    for kind in [ListKind::Latest, ListKind::MostRead, ListKind::Section("thoi-su".into())] {
        text += &format!("{:?}\n", store.list(&kind, None, &url).unwrap());
    }
    text + &format!("{:?}", store.gone().unwrap())
}

fn publish(database: &Database, sources: Vec<String>) -> newsroom::Outcome {
    newsroom::publish(&database.address(), &sources).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_is_lost_is_made_again_and_is_the_same() {
    let database = Cluster::shared().database().await;
    let sample = root().join("server/sample").to_string_lossy().into_owned();
    let address = database.clone();
    let first = tokio::task::spawn_blocking({
        let sample = sample.clone();
        move || publish(&address, vec![sample])
    });
    let first = first.await.unwrap();
    assert_eq!((first.failed, first.added), (vec![], 80));
    let mut copy_one = copy(&database).await;
    // One server alone shows the same: the same import without a database between.
    let alone = tempfile::tempdir().unwrap();
    let folder = alone.path().to_owned();
    tokio::task::spawn_blocking(move || newsroom::import(&folder, &[sample]))
        .await
        .unwrap()
        .unwrap();
    let alone_store = serve::create_store(alone.path()).unwrap();
    assert_eq!(shown(&copy_one.store), shown(&alone_store));

    // What happens later arrives in another order on a server that begins later, and shows the same.
    let entries = copy_one.store.entries(0, 1000).unwrap();
    let (withdrawn, kept) = (entries[3].slug.clone(), entries[5].slug.clone());
    let address = database.address();
    let (one, other) = (withdrawn.clone(), kept.clone());
    tokio::task::spawn_blocking(move || newsroom::withdraw(&address, &one, Some(&other)))
        .await
        .unwrap()
        .unwrap();
    let postgres = Postgres::open(&database.address(), Group::default()).await.unwrap();
    let second = draft("moi", "Cùng giây với bài cũ");
    postgres.publish(std::slice::from_ref(&second)).await.unwrap();
    let again = draft("moi", "Cùng giây với bài cũ, sửa");
    postgres.publish(&[draft("moi-nua", "Cũng cùng giây"), again]).await.unwrap();
    copy_one.replica.step().await.unwrap();
    assert!(copy_one.store.gone_article(&withdrawn).unwrap().is_some());
    let copy_two = copy(&database).await;
    assert_eq!(shown(&copy_one.store), shown(&copy_two.store));
    let pictures = |copy: &Copy| -> BTreeSet<std::ffi::OsString> {
        let entries = std::fs::read_dir(copy.folder.path().join("media")).unwrap();
        entries.map(|entry| entry.unwrap().file_name()).collect()
    };
    // Those made for the withdrawn article are still where it was shown.
    assert!(pictures(&copy_two).is_subset(&pictures(&copy_one)));

    // A step that brings nothing changes nothing.
    let before = copy_one.store.tick().unwrap();
    copy_one.replica.step().await.unwrap();
    assert!(!copy_one.store.has_changed(before).unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn counters_reach_every_copy_whichever_transaction_ends_first() {
    let under = Under::of(crate::ledger::under::Behind::postgres().await).await;
    let crate::ledger::under::Behind::Postgres(database) = &under.behind else { unreachable!() };
    let mut copy = copy(database).await;
    let count = |copy: &Copy, name: &str| {
        copy.store.article(&slug(name), &site_url()).unwrap().unwrap().rating.count
    };
    // A transaction that began before others, and ends after a copy has looked.
    let mut slow = database.client().await;
    let held = slow.transaction().await.unwrap();
    held.batch_execute(
        "UPDATE article SET votes3 = 7, changed = pg_current_xact_id()::text::bigint WHERE slug = 'b'",
    )
    .await
    .unwrap();
    under.cast("a", 1, 5, None).await;
    let followed = copy.replica.step().await.unwrap();
    assert_eq!(followed.counted, [slug("a")]);
    assert_eq!((count(&copy, "a"), count(&copy, "b")), (1, 0));
    held.commit().await.unwrap();
    assert_eq!(copy.replica.step().await.unwrap().counted, [slug("b")]);
    assert_eq!(count(&copy, "b"), 7);
    // Readings too, with the most read.
    let mut readings = Readings::default();
    let today = jiff::Timestamp::now().strftime("%F").to_string();
    readings.note(&slug("b"), &[1; 16], &today);
    under.ledger.count_readings(&readings).await.unwrap();
    copy.replica.step().await.unwrap();
    let most_read = copy.store.list(&ListKind::MostRead, None, &site_url()).unwrap().unwrap();
    let first: &Slug = &most_read.items[0].bantin.slug;
    assert_eq!((first, most_read.items[0].bantin.views), (&slug("b"), 306));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_with_another_newsroom_is_left_alone() {
    let (database, other) =
        (Cluster::shared().database().await, Cluster::shared().database().await);
    let copy = copy(&database).await;
    assert!(matches!(replicate(&other, copy.folder.path()).await, Err(ReplicaError::Another)));
    let own = tempfile::tempdir().unwrap();
    serve::create_store(own.path()).unwrap().put(&[draft("a", "Một")]).unwrap();
    assert!(matches!(replicate(&database, own.path()).await, Err(ReplicaError::Another)));
}

/// An article as the source `folder:/x` has it.
fn incoming(id: &str, named: &str, title: &str) -> Incoming {
    let origin =
        Origin { source: "folder:/x".into(), id: id.into(), names_slug: true, ..Origin::default() };
    Incoming { origin, draft: draft(named, title) }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_is_itself_in_the_database_and_in_every_copy() {
    let under = Under::of(crate::ledger::under::Behind::postgres().await).await;
    let crate::ledger::under::Behind::Postgres(database) = &under.behind else { unreachable!() };
    let postgres = Postgres::open(&database.address(), Group::default()).await.unwrap();
    let mut copy = copy(database).await;
    let now = jiff::Timestamp::now().as_second();
    let head = Head::default();
    under.cast("a", 1, 4, None).await;
    // What is there already is taken over; a second one gets another address.
    let both = [incoming("a.md", "a", "Một"), incoming("2/a.md", "a", "Một khác")];
    let taken = postgres.take(&head, &both, now).await.unwrap();
    let other = taken[1].slug.clone();
    assert_eq!((&taken[0].slug, taken[0].fate), (&slug("a"), Fate::Stored(Put::Unchanged)));
    assert!(other != slug("a") && taken[1].fate == Fate::Stored(Put::Added));
    let again = postgres.take(&head, &both, now).await.unwrap();
    assert!(again.iter().all(|taken| taken.fate == Fate::Stored(Put::Unchanged)), "{again:?}");
    // It moves, with its votes, and its old address leads on.
    let moved = postgres.take(&head, &[incoming("a.md", "moi", "Một")], now).await.unwrap();
    assert_eq!((&moved[0].slug, &moved[0].moved_from), (&slug("moi"), &Some(slug("a"))));
    assert_eq!(under.count("moi").await, 1);
    copy.replica.step().await.unwrap();
    let count = |copy: &Copy, name: &str| {
        copy.store.article(&slug(name), &site_url()).unwrap().map(|article| article.rating.count)
    };
    let leads =
        |copy: &Copy, name: &str| copy.store.gone_article(&slug(name)).unwrap().unwrap().moved_to;
    assert_eq!((count(&copy, "moi"), count(&copy, "a")), (Some(1), None));
    assert_eq!(leads(&copy, "a"), Some(slug("moi")));
    // Withdrawn, it stays so, takes no votes, and comes back with those it has.
    let loops = postgres.withdraw(&slug("moi"), Some(&slug("a")), now).await.unwrap_err();
    assert!(loops.to_string().contains("lead to itself"), "{loops}");
    postgres.withdraw(&slug("moi"), Some(&slug("b")), now).await.unwrap();
    let taken = postgres.take(&head, &[incoming("a.md", "moi", "Sửa")], now).await.unwrap();
    assert_eq!(taken[0].fate, Fate::LeftOut);
    copy.replica.step().await.unwrap();
    assert_eq!((count(&copy, "moi"), leads(&copy, "a")), (None, Some(slug("b"))));
    assert!(under.ledger.rating(&slug("moi"), None).await.unwrap().is_none());
    let restored = postgres.restore(&slug("moi"), now).await.unwrap();
    assert_eq!(restored, Restored::Public);
    copy.replica.step().await.unwrap();
    assert_eq!((count(&copy, "moi"), leads(&copy, "a")), (Some(1), Some(slug("moi"))));
    // Its source has it no more, and again.
    postgres.leave(&[slug("moi"), other.clone()], now).await.unwrap();
    assert_eq!(postgres.known_of("folder:/x").await.unwrap().len(), 0);
    postgres.take(&head, &[incoming("a.md", "moi", "Một")], now).await.unwrap();
    copy.replica.step().await.unwrap();
    assert_eq!((count(&copy, "moi"), count(&copy, other.as_str())), (Some(1), None));
    assert_eq!(shown(&copy.store), shown(&crate::ledger::feed::copy(database).await.store));
    // What was withdrawn long ago is forgotten; the article still comes back.
    postgres.withdraw(&slug("moi"), None, now).await.unwrap();
    while under.ledger.prune_withdrawn(i64::MAX).await.unwrap() {}
    postgres.restore(&slug("moi"), now).await.unwrap();
    assert_eq!(under.count("moi").await, 0);
    under.is_counted_right().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_dated_later_takes_no_votes_in_the_database() {
    let under = Under::of(crate::ledger::under::Behind::postgres().await).await;
    let crate::ledger::under::Behind::Postgres(database) = &under.behind else { unreachable!() };
    let postgres = Postgres::open(&database.address(), Group::default()).await.unwrap();
    let mut later = incoming("c.md", "c", "Sau này");
    later.draft.published = "2099-01-01T00:00:00+07:00".into();
    let now = jiff::Timestamp::now().as_second();
    let taken = postgres.take(&Head::default(), &[later.clone()], now).await.unwrap();
    assert_eq!(taken[0].fate, Fate::Held(Put::Added, 4_070_883_600));
    let copy = copy(database).await;
    assert!(copy.store.article(&slug("c"), &site_url()).unwrap().is_none());
    assert!(under.ledger.rating(&slug("c"), None).await.unwrap().is_none());
    // Its date is corrected.
    later.draft.published = "2023-08-11T11:50:00+07:00".into();
    postgres.take(&Head::default(), &[later], now).await.unwrap();
    under.cast("c", 1, 5, None).await;
    assert_eq!(under.count("c").await, 1);
}

/// 500 readers of one article whose row is held by somebody else, and one of another.
#[tokio::test(flavor = "multi_thread")]
async fn who_waits_for_a_hot_article_does_not_keep_the_others_waiting() {
    let under = Arc::new(Under::of(crate::ledger::under::Behind::postgres().await).await);
    let crate::ledger::under::Behind::Postgres(database) = &under.behind else { unreachable!() };
    let mut client = database.client().await;
    let held = client.transaction().await.unwrap();
    held.batch_execute("SELECT 1 FROM article WHERE slug = 'a' FOR UPDATE").await.unwrap();
    let mut hot = tokio::task::JoinSet::new();
    for reader in 0..500u16 {
        let under = Arc::clone(&under);
        hot.spawn(async move {
            let mut id = [0; 16];
            id[..2].copy_from_slice(&reader.to_be_bytes());
            let request = bantin_store::ledger::VoteRequest::new(
                slug("a"),
                id,
                crate::ledger::under::stars(4),
            );
            under.ledger.vote(request).await
        });
    }
    let started = Instant::now();
    while database_waits(database).await == 0 {
        assert!(started.elapsed() < Duration::from_secs(20), "nobody waits for the row");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    for reader in 0..20 {
        under.cast("b", reader, 5, None).await;
    }
    assert!(hot.try_join_next().is_none(), "none of the hot votes is answered yet");
    held.commit().await.unwrap();
    while let Some(done) = hot.join_next().await {
        done.unwrap().unwrap();
    }
    assert_eq!((under.count("a").await, under.count("b").await), (500, 20));
    under.is_counted_right().await;
}

/// Connections that wait for a lock.
async fn database_waits(database: &Database) -> i64 {
    let sql = "SELECT count(*) FROM pg_stat_activity
               WHERE datname = current_database() AND wait_event_type = 'Lock'";
    database.client().await.query_one(sql, &[]).await.unwrap().get(0)
}
