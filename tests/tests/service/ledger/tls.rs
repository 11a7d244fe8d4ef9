//! A connection that is asked to be encrypted is, to whom it says, or there is none.

use bantin_store::ledger::{Group, Ledger};
use bantin_store::postgres::{Address, Postgres};
use bantin_tests::postgres::Cluster;

#[tokio::test(flavor = "multi_thread")]
async fn only_the_right_server_is_talked_to() {
    let cluster = tokio::task::spawn_blocking(Cluster::default).await.unwrap();
    let database = cluster.database().await;
    let folder = tempfile::tempdir().unwrap();
    let made = |name: &str| rcgen::generate_simple_self_signed(vec![name.to_owned()]).unwrap();
    let (ours, other) = (made("localhost"), made("localhost"));
    let authority = |name: &str, pem: String| {
        let path = folder.path().join(name);
        std::fs::write(&path, pem).unwrap();
        Some(path)
    };
    let (ours_file, other_file) =
        (authority("ours.pem", ours.cert.pem()), authority("other.pem", other.cert.pem()));
    let named = |host: &str| -> Address {
        let url = database.url.replace("127.0.0.1", host) + "?sslmode=require";
        url.parse().unwrap()
    };
    let open = async |address: Address| Postgres::open(&address, Group::default()).await;

    // It does not encrypt at all.
    assert!(open(named("localhost").with_authority(ours_file.clone())).await.is_err());
    cluster.encrypt(&ours.cert.pem(), &ours.signing_key.serialize_pem()).await;
    let encrypted = open(named("localhost").with_authority(ours_file.clone())).await.unwrap();
    assert_eq!(encrypted.revision().await.unwrap(), 0);
    let sql = "SELECT count(*) FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid)
               WHERE s.ssl AND a.application_name = 'bantin'";
    let count: i64 = database.client().await.query_one(sql, &[]).await.unwrap().get(0);
    assert!(count >= 1, "the connection is encrypted");
    // Another authority, the web's, and another name.
    assert!(open(named("localhost").with_authority(other_file)).await.is_err());
    assert!(open(named("localhost")).await.is_err());
    assert!(open(named("127.0.0.1").with_authority(ours_file)).await.is_err());
}
