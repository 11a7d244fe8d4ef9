//! What an import tells whoever runs it.

use std::io::{IsTerminal, Write};

use bantin_import::Progress;
use bantin_server::newsroom::{ImportNote, Outcome};

use crate::{Format, print};

/// Prints what an import did; a failure of any entry is a failure of the command.
pub fn report(outcome: &Outcome, format: Format) -> Result<(), String> {
    match format {
        Format::Json => {
            let json = serde_json::to_string_pretty(outcome).map_err(|error| error.to_string())?;
            print(&format!("{json}\n"));
        }
        Format::Text => text(outcome),
    }
    match outcome.failed.len() {
        0 => Ok(()),
        1 => Err("1 entry could not be imported".to_owned()),
        failed => Err(format!("{failed} entries could not be imported")),
    }
}

/// Tells somebody who waits before a terminal how far a feed is read.
pub fn progress(progress: Progress) {
    let mut out = std::io::stderr();
    if !out.is_terminal() {
        return;
    }
    let Progress { entries, of, pictures } = progress;
    let end = if entries == of { '\n' } else { '\r' };
    // Nobody is left to tell when standard error is closed.
    let _ = write!(out, "{entries} of {of} entries read, {pictures} pictures fetched{end}");
    let _ = out.flush();
}

fn text(outcome: &Outcome) {
    let lines = |what: &str, lines: &[String]| {
        lines.iter().for_each(|line| print(&format!("{what}: {line}\n")));
    };
    let told = |what: &str, all: &[ImportNote]| {
        all.iter().for_each(|told| print(&format!("{what}: {told}\n")));
    };
    lines("note", &outcome.notes);
    told("held", &outcome.held);
    told("skipped", &outcome.skipped);
    told("left out", &outcome.left_out);
    lines("withdrawn", &outcome.withdrawn);
    lines("moved", &outcome.moved);
    told("failed", &outcome.failed);
    print(&format!(
        "{} added, {} updated, {} unchanged, {} held, {} skipped, {} left out, {} withdrawn, {} failed; \
         {} static pages and the related news of {} articles changed\n",
        outcome.added,
        outcome.updated,
        outcome.unchanged,
        outcome.held.len(),
        outcome.skipped.len(),
        outcome.left_out.len(),
        outcome.withdrawn.len(),
        outcome.failed.len(),
        outcome.pages,
        outcome.related
    ));
}
