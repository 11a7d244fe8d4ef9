//! The schema in PostgreSQL comes about from every version there was.

use bantin_store::postgres::migrations::{STEPS, migrate, migrate_to};
use bantin_store::sqlite::StoreError;
use bantin_tests::postgres::Cluster;
use tokio_postgres::Client;

async fn schema(client: &Client) -> Vec<String> {
    let sql =
        "SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default)
               FROM information_schema.columns WHERE table_schema = 'public'
               UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
               UNION ALL SELECT concat_ws(' ', conrelid::regclass, pg_get_constraintdef(oid))
               FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1";
    client.query(sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_earlier_version_is_brought_up_with_everything_in_it() {
    let new = Cluster::shared().database().await;
    let mut new = new.client().await;
    migrate(&mut new).await.unwrap();
    for version in 1..=STEPS.len() {
        let database = Cluster::shared().database().await;
        let mut client = database.client().await;
        migrate_to(&mut client, version).await.unwrap();
        client
            .batch_execute(
                "INSERT INTO article (id, slug, views, votes4) VALUES (1, 'a', 305, 2);
                 INSERT INTO vote (article, reader, stars, sequence) VALUES (1, '\\x01', 4, 0), (1, '\\x02', 4, 0);
                 INSERT INTO reading (article, day, reader) VALUES (1, '2023-08-11', '\\x01');
                 INSERT INTO signing_key (key, since) VALUES ('\\x07', 0);",
            )
            .await
            .unwrap();
        migrate(&mut client).await.unwrap();
        migrate(&mut client).await.unwrap();
        let sql = "SELECT views + votes4 + (SELECT count(*) FROM vote WHERE stars = 4)
                       + (SELECT count(*) FROM reading) + (SELECT get_byte(key, 0) FROM signing_key)
                   FROM article WHERE slug = 'a'";
        let kept: i64 = client.query_one(sql, &[]).await.unwrap().get(0);
        assert_eq!(kept, 305 + 2 + 2 + 1 + 7, "from version {version}");
        assert_eq!(schema(&client).await, schema(&new).await, "from version {version}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_that_start_at_once_make_one_schema() {
    let database = Cluster::shared().database().await;
    let mut starting = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let database = database.clone();
        starting.spawn(async move { migrate(&mut database.client().await).await });
    }
    while let Some(done) = starting.join_next().await {
        done.unwrap().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schema_from_the_future_is_left_alone() {
    let database = Cluster::shared().database().await;
    let mut client = database.client().await;
    migrate(&mut client).await.unwrap();
    client.batch_execute("UPDATE schema_version SET version = 999").await.unwrap();
    let refused = migrate(&mut client).await;
    assert!(matches!(refused, Err(StoreError::TooNew { found: 999, .. })));
}
