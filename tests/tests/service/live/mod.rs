//! The live service as processes: killed, cut off from its disk and its database, and two of them behind
//! nginx.

mod backup;
mod disk;
mod faults;
mod pictures;
mod servers;
mod standing;
mod watched;
mod writers;

use bantin_server::newsroom;
use bantin_tests::load::NO_LIMITS;
use bantin_tests::newsroom::two_articles;
use bantin_tests::postgres::Database;

/// A data folder with two short articles, `mot` and `one`.
fn newsroom_in_a_folder() -> tempfile::TempDir {
    let (source, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    two_articles(source.path());
    newsroom::import(data.path(), &[source.path().to_string_lossy().into_owned()]).unwrap();
    data
}

/// Publishes them into a database.
fn newsroom_in(database: &Database) {
    let source = tempfile::tempdir().unwrap();
    two_articles(source.path());
    let sources = [source.path().to_string_lossy().into_owned()];
    newsroom::publish(&database.address(), &sources).unwrap();
}

/// Starts what only waits, from a test that does not.
fn block_on<T>(f: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(f)
}
