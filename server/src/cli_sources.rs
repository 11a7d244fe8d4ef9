//! The command line of the sources that are followed.

use std::path::Path;
use std::sync::Arc;

use bantin_core::sources::Entry;
use bantin_core::sources::report::Report;
use bantin_server::following::Target;
use bantin_server::following::{self, Keeper};
use bantin_server::serve;
use bantin_store::ledger::Group;
use bantin_store::postgres::{Address, Postgres};
use bantin_store::register::Register;
use bantin_store::sqlite::files;
use bantin_store::watched::Watched;
use jiff::Timestamp;
use tokio::sync::watch;

use crate::{Format, print};

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// Tells of each source when it was looked at, what came of it, and what comes next.
pub fn tell(data: &Path, shared: Option<&Address>, format: Format) -> Result<(), String> {
    let entries: Vec<Entry> = match shared {
        Some(address) => {
            let runtime = tokio::runtime::Runtime::new().map_err(text)?;
            runtime.block_on(async {
                let shared = Postgres::open(address, Group::default()).await.map_err(text)?;
                shared.followed().await.map_err(text)
            })?
        }
        None => serve::open_as_allowed(data).map_err(text)?.followed().map_err(text)?,
    };
    let now = Timestamp::now();
    let reports: Vec<Report> = entries.iter().map(|entry| Report::of(entry, now)).collect();
    match format {
        Format::Json => {
            print(&format!("{}\n", serde_json::to_string_pretty(&reports).map_err(text)?));
        }
        Format::Text if reports.is_empty() => {
            print("no source is followed; [[sources]] in site.toml names those that are\n");
        }
        Format::Text => reports.iter().for_each(|report| print(&report.to_string())),
    }
    Ok(())
}

/// Looks at sources for as long as it lives.
pub struct Looking {
    _runtime: tokio::runtime::Runtime,
    _stop: watch::Sender<bool>,
}

/// Follows the sources of the newsroom in `data`, or those of the database at `shared`, for as long as what is returned
/// lives; none where this user may not write.
pub fn follow(data: &Path, shared: Option<&Address>) -> Result<Option<Looking>, String> {
    let path = data.join(serve::STORE);
    if shared.is_none() && path.is_file() && !files::may_write(&path) {
        let store = serve::open_store_to_read(data).map_err(text)?;
        if store.followed().is_ok_and(|entries| !entries.is_empty()) {
            tracing::warn!(
                "sources are not followed from here: this user may not write the store. A server over it follows them"
            );
        }
        return Ok(None);
    }
    let runtime = tokio::runtime::Runtime::new().map_err(text)?;
    let (stop, stopped) = watch::channel(false);
    let watched = Watched::default();
    // What is started below belongs to this runtime.
    let entered = runtime.enter();
    match shared {
        None => following::keeper::start_in(data.to_owned(), &watched, &stopped),
        Some(address) => {
            let shared =
                runtime.block_on(Postgres::open(address, Group::default())).map_err(text)?;
            let target = Target::Shared(address.clone());
            let keeper = Keeper::new(Arc::new(shared), target, Default::default()).map_err(text)?;
            following::keeper::start(keeper, &watched, &stopped);
        }
    }
    drop(entered);
    Ok(Some(Looking { _runtime: runtime, _stop: stop }))
}
