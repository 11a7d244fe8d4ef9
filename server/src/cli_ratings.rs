//! `bantin-server ratings`: looking at ratings, and mending them.

use std::io::{ErrorKind, Write};
use std::path::Path;
use std::sync::Arc;

use bantin_model::Slug;
use bantin_server::ratings::{self, RatingsError};
use bantin_server::serve;
use bantin_store::ledger::{Group, Ledger};
use bantin_store::postgres::{Address, Postgres};
use bantin_store::sqlite::embedded::Embedded;
use clap::Subcommand;

use crate::cli_live::{Score, text};

/// What an operator does about ratings.
#[derive(Subcommand)]
pub enum Ratings {
    /// Show votes of the last days that look like ballot stuffing
    Anomalies {
        /// Show only where at least so many votes came within an hour
        #[arg(long, default_value_t = 30)]
        least: u64,
    },
    /// Print the rating of every article as CSV
    Export {
        /// Print every single vote instead
        #[arg(long)]
        votes: bool,
        #[command(flatten)]
        score: Score,
    },
    /// Delete all votes on an article
    Reset {
        /// Slug of the article: the last part of its address
        #[arg(value_parser = slug)]
        article: Slug,
    },
    /// Count all votes again, and correct counters that are wrong
    Recount,
    /// Refuse further votes on an article
    Close {
        /// Slug of the article: the last part of its address
        #[arg(value_parser = slug)]
        article: Slug,
    },
    /// Accept votes on an article again
    Open {
        /// Slug of the article: the last part of its address
        #[arg(value_parser = slug)]
        article: Slug,
    },
    /// Refuse further votes of a reader
    Revoke {
        /// The reader: 32 hexadecimal digits, as `anomalies` prints them
        reader: String,
        /// Also delete the votes that the reader has cast
        #[arg(long)]
        votes: bool,
    },
    /// Sign readers' tokens with a new key
    RotateKey {
        /// Also refuse the tokens that older keys have signed
        #[arg(long)]
        drop_old: bool,
    },
}

fn slug(text: &str) -> Result<Slug, String> {
    Slug::new(text).map_err(|error| error.to_string())
}

/// Runs the command, and writes its report to `out`.
pub fn ratings(
    data: &Path,
    shared: Option<&Address>,
    command: Ratings,
    out: &mut dyn Write,
) -> Result<(), String> {
    let runtime = tokio::runtime::Runtime::new().map_err(text)?;
    runtime.block_on(async {
        let ledger: Box<dyn Ledger> = match shared {
            Some(address) => {
                Box::new(Postgres::open(address, Group::default()).await.map_err(text)?)
            }
            None => Box::new(Embedded::new(Arc::new(serve::open_as_allowed(data).map_err(text)?))),
        };
        let said = run(&*ledger, command, out).await;
        let written = said.and_then(|said| {
            out.write_all(said.as_bytes())?;
            Ok(out.flush()?)
        });
        match written {
            // A closed pipe (`| head`) is the reader's choice.
            Err(RatingsError::Write(error)) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            written => written.map_err(text),
        }
    })
}

async fn run(
    ledger: &dyn Ledger,
    command: Ratings,
    out: &mut dyn Write,
) -> Result<String, RatingsError> {
    match command {
        Ratings::Anomalies { least } => ratings::anomalies(ledger, least).await,
        Ratings::Export { votes: true, .. } => {
            ratings::export_votes(ledger, out).await.map(|()| String::new())
        }
        Ratings::Export { score, .. } => {
            ratings::export(ledger, &score.policy(), out).await.map(|()| String::new())
        }
        Ratings::Reset { article } => ratings::reset(ledger, &article).await,
        Ratings::Recount => ratings::recount(ledger).await,
        Ratings::Close { article } => ratings::set_closed(ledger, &article, true).await,
        Ratings::Open { article } => ratings::set_closed(ledger, &article, false).await,
        Ratings::Revoke { reader, votes } => ratings::revoke(ledger, &reader, votes).await,
        Ratings::RotateKey { drop_old } => ratings::rotate_key(ledger, drop_old).await,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io;

    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(subcommand)]
        command: Ratings,
    }

    /// Takes nothing, for this reason.
    struct Full(ErrorKind);

    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_report_that_cannot_be_written_fails_the_command_but_for_a_closed_pipe() {
        let data = tempfile::tempdir().unwrap();
        drop(serve::create_store(data.path()).unwrap());
        let write = |kind| {
            let report = Ratings::Anomalies { least: 30 };
            ratings(data.path(), None, report, &mut Full(kind))
        };
        assert_eq!(write(ErrorKind::BrokenPipe), Ok(()));
        let said = write(ErrorKind::StorageFull).unwrap_err();
        assert!(said.starts_with("the report cannot be written: "), "{said}");
    }

    #[tokio::test]
    async fn ratings_are_looked_at_where_this_user_may_not_write() {
        let data = tempfile::tempdir().unwrap();
        drop(serve::create_store(data.path()).unwrap());
        let store = serve::open_store_to_read(data.path()).unwrap();
        let ledger = Embedded::new(Arc::new(store));
        let mut out = Vec::new();
        for line in [&["", "export"][..], &["", "export", "--votes"], &["", "anomalies"]] {
            run(&ledger, Line::parse_from(line).command, &mut out).await.unwrap();
        }
        let said = run(&ledger, Ratings::Recount, &mut out).await.unwrap_err();
        assert!(matches!(said, RatingsError::Store(_)), "{said}");
    }
}
