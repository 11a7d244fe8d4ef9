//! Checks an export: its files against its list, whose it is, how old it is.

use std::path::Path;

use bantin_media::packed;
use bantin_site::export::guard;
use bantin_site::export::manifest::{Cut, LOCK, MANIFEST, Made, Manifest};
use bantin_store::advice;
use bantin_store::folder_rules;
use bantin_store::lock::{Lock, LockError};
use bantin_store::sqlite::Store;

use super::{Finding, ago, some};

/// Checks the export in `out` of the newsroom in `data`; `store` is its store, if that can be read.
pub fn site(out: &Path, data: &Path, store: Option<&Store>, findings: &mut Vec<Finding>) {
    if let Err(error) = folder_rules::are_apart(data, out) {
        findings.push(Finding::Wrong(error.to_string()));
    }
    let read = Manifest::read(out).and_then(|manifest| Ok((manifest, Cut::read(out)?)));
    let (manifest, cut) = match read {
        Ok(read) => read,
        Err(error) => {
            let path = out.join(MANIFEST);
            let advice = advice::io(&error);
            findings.push(Finding::Wrong(format!("{}: {error}; {advice}", path.display())));
            return;
        }
    };
    let at_work = at_work(out);
    if let Some(holder) = &at_work {
        findings.push(Finding::Note(format!("an export is at work there: {holder}")));
    } else if cut.is_some() {
        findings.push(Finding::Wrong(format!(
            "the last export into {} was cut off. Run it again: what it wrote is whole, and the rest follows",
            out.display()
        )));
    }
    let Some(manifest) = manifest else {
        findings.push(Finding::Wrong(format!(
            "there is no export in {}: it has no list {MANIFEST}. Check --out",
            out.display()
        )));
        return;
    };
    files(out, &manifest, cut.as_ref(), findings);
    match (&manifest.made, store) {
        (None, _) => findings.push(Finding::Wrong(
            "its list cannot be read. Export again: everything is written anew".to_owned(),
        )),
        (Some(made), Some(store)) => whose(made, store, findings),
        (Some(_), None) => {}
    }
    age(out, findings);
}

/// The process that is exporting there now.
fn at_work(out: &Path) -> Option<String> {
    let path = out.join(LOCK);
    if !path.is_file() {
        return None;
    }
    match Lock::take(&path, "check") {
        Err(LockError::Held { holder, .. }) => {
            Some(holder.map_or_else(|| "another command".to_owned(), |holder| holder.to_string()))
        }
        _ => None,
    }
}

fn files(out: &Path, manifest: &Manifest, cut: Option<&Cut>, findings: &mut Vec<Finding>) {
    let (mut missing, mut edited, mut damaged) = (Vec::new(), Vec::new(), Vec::new());
    for (path, hash) in &manifest.files {
        if cut.is_some_and(|cut| cut.files.contains(path)) {
            continue;
        }
        match std::fs::read(out.join(path)) {
            Err(_) => missing.push(path.clone()),
            Ok(bytes) if hash.fits(&bytes) => {}
            Ok(_) if packed::is_named_by_content(path) => damaged.push(path.clone()),
            Ok(_) => edited.push(path.clone()),
        }
    }
    if missing.is_empty() && damaged.is_empty() {
        findings.push(Finding::Well(format!(
            "all {} files of the export are there",
            manifest.files.len()
        )));
    }
    if !missing.is_empty() {
        findings.push(Finding::Wrong(format!(
            "files of the export that are missing ({}): {}. Remove {MANIFEST} and export again with --replace: everything is \
             written anew",
            missing.len(),
            some(&missing)
        )));
    }
    if !damaged.is_empty() {
        findings.push(Finding::Wrong(format!(
            "files of the export whose bytes do not match their names ({}): {}. Remove them, remove {MANIFEST}, and export again \
             with --replace",
            damaged.len(),
            some(&damaged)
        )));
    }
    if !edited.is_empty() {
        findings.push(Finding::Note(format!(
            "files that were edited since the export, which leaves them alone ({}): {}. Remove them, and the next export that has \
             a change for them writes them again",
            edited.len(),
            some(&edited)
        )));
    }
}

fn whose(made: &Made, store: &Store, findings: &mut Vec<Finding>) {
    let newsroom = match guard::newsroom(store) {
        Ok(newsroom) => newsroom,
        Err(error) => {
            findings.push(Finding::Wrong(error.to_string()));
            return;
        }
    };
    if made.store.is_empty() {
        findings.push(Finding::Note(
            "an earlier version of this program exported it, and did not say of which newsroom"
                .to_owned(),
        ));
    } else if made.store != newsroom {
        findings.push(Finding::Wrong(format!(
            "it shows another newsroom, {}. Check --data and --out",
            made.store
        )));
        return;
    } else {
        findings.push(Finding::Well("it shows this newsroom".to_owned()));
    }
    match store.has_changed(made.tick) {
        Ok(false) => {
            findings.push(Finding::Well("it shows everything that was imported".to_owned()))
        }
        Ok(true) => findings.push(Finding::Note(
            "the store has changed since: `bantin-server export` brings it up to date".to_owned(),
        )),
        Err(error) => findings.push(Finding::Wrong(error.to_string())),
    }
}

fn age(out: &Path, findings: &mut Vec<Finding>) {
    let modified = std::fs::metadata(out.join(MANIFEST)).and_then(|about| about.modified());
    if let Some(age) = modified.ok().and_then(|time| time.elapsed().ok()) {
        findings.push(Finding::Note(format!(
            "the last export that changed anything was {} ago",
            ago(age.as_secs())
        )));
    }
}
