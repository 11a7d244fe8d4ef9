//! A ledger under test, with articles in it.

use std::sync::Arc;

use bantin_core::draft::Draft;
use bantin_model::{Block, Inline, Slug, Stars};
use bantin_store::ledger::{Group, Ledger, VoteOutcome, VoteRequest};
use bantin_store::postgres::Postgres;
use bantin_store::sqlite::Store;
use bantin_store::sqlite::embedded::Embedded;
use bantin_tests::postgres::{Cluster, Database};

/// Which ledger, and what is behind it.
#[derive(Clone)]
pub enum Behind {
    Sqlite(Arc<tempfile::TempDir>),
    Postgres(Database),
}

/// A ledger at work.
pub struct Under {
    pub ledger: Arc<dyn Ledger>,
    pub behind: Behind,
}

pub fn slug(name: &str) -> Slug {
    Slug::new(name).unwrap()
}

pub fn stars(number: u8) -> Option<Stars> {
    Stars::new(number).ok()
}

pub fn draft(name: &str, title: &str) -> Draft {
    Draft {
        lead: "Tóm tắt".into(),
        section: "thoi-su".into(),
        tags: vec!["Cầu gỗ".into()],
        views: 305,
        body: vec![Block::Paragraph { text: vec![Inline::text(title)] }],
        ..Draft::new(slug(name), "vi", title, "2023-08-11T11:50:00+07:00")
    }
}

impl Behind {
    pub fn sqlite() -> Self {
        Self::Sqlite(Arc::new(tempfile::tempdir().unwrap()))
    }

    pub async fn postgres() -> Self {
        Self::Postgres(Cluster::shared().database().await)
    }

    /// Opens it, as a server that starts does.
    pub async fn open(&self) -> Arc<dyn Ledger> {
        match self {
            Self::Sqlite(_) => Arc::new(Embedded::new(Arc::new(self.store()))),
            Self::Postgres(database) => {
                Arc::new(Postgres::open(&database.address(), Group::default()).await.unwrap())
            }
        }
    }

    fn store(&self) -> Store {
        let Self::Sqlite(folder) = self else { panic!("not SQLite") };
        Store::create(&folder.path().join("bantin.sqlite")).unwrap()
    }

    /// Puts articles in.
    pub async fn put(&self, drafts: Vec<Draft>) {
        match self {
            Self::Sqlite(_) => drop(self.store().put(&drafts).unwrap()),
            Self::Postgres(database) => {
                let postgres = Postgres::open(&database.address(), Group::default()).await.unwrap();
                postgres.publish(&drafts).await.unwrap();
            }
        }
    }

    /// Does something behind the ledger's back.
    pub async fn sql(&self, sql: &str) {
        match self {
            Self::Sqlite(folder) => {
                let path = folder.path().join("bantin.sqlite");
                // `article` is a view there of what is public.
                let sql = sql.replace("UPDATE article", "UPDATE record");
                rusqlite::Connection::open(path).unwrap().execute_batch(&sql).unwrap();
            }
            Self::Postgres(database) => {
                database.client().await.batch_execute(sql).await.unwrap();
            }
        }
    }

    /// How many rows a table has.
    pub async fn rows(&self, table: &str) -> i64 {
        let sql = format!("SELECT count(*) FROM {table}");
        match self {
            Self::Sqlite(folder) => {
                let path = folder.path().join("bantin.sqlite");
                let connection = rusqlite::Connection::open(path).unwrap();
                connection.query_row(&sql, [], |row| row.get(0)).unwrap()
            }
            Self::Postgres(database) => {
                database.client().await.query_one(&sql, &[]).await.unwrap().get(0)
            }
        }
    }
}

impl Under {
    /// The articles `a` and `b`.
    pub async fn of(behind: Behind) -> Self {
        behind.put(vec![draft("a", "Một"), draft("b", "Hai")]).await;
        Self { ledger: behind.open().await, behind }
    }

    /// What became of a vote with this place in the reader's order.
    pub async fn cast(
        &self,
        name: &str,
        reader: u8,
        number: u8,
        sequence: Option<u64>,
    ) -> VoteOutcome {
        let request = VoteRequest::new(slug(name), [reader; 16], stars(number));
        self.ledger.vote(VoteRequest { sequence, ..request }).await.unwrap()
    }

    /// Votes on an article.
    pub async fn count(&self, name: &str) -> u64 {
        self.ledger.rating(&slug(name), None).await.unwrap().unwrap().count
    }

    pub async fn is_counted_right(&self) {
        assert_eq!(self.ledger.miscounted().await.unwrap(), Vec::<String>::new());
    }
}

/// Each of these tests against every ledger.
macro_rules! on_both {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name($crate::ledger::under::Under::of($crate::ledger::under::Behind::sqlite()).await).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                let behind = $crate::ledger::under::Behind::postgres().await;
                super::$name($crate::ledger::under::Under::of(behind).await).await;
            })*
        }
    };
}
pub(crate) use on_both;
