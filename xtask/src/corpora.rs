//! `cargo xtask corpora`: imports public exports, feeds and blogs, and compares the result with an independent count of
//! their articles (`corpora/count.rs`). Run by hand: it fetches some hundred megabytes, none of which is committed.

mod count;
mod list;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::process::{command, io, quiet, root, say};
use crate::{XtaskError, run};
use list::{CORPORA, Corpus, Kind, REFUSED};

/// The result for one corpus, or for all.
#[derive(Default)]
struct Outcome {
    there: usize,
    added: usize,
    held: usize,
    skipped: usize,
    failed: usize,
    /// Failures that are on the list of those that are right.
    refused: usize,
    /// How many notes there were of each kind.
    told: BTreeMap<String, usize>,
    /// Failures that are not on the list.
    wrong: Vec<String>,
}

/// Imports every corpus into a store of its own and prints a table. `folder` has clones called `owner+name`; those
/// that it has not are cloned into `target/corpora`. `server` is a built server; without it, one is built.
///
/// # Errors
/// [`XtaskError::Budget`] when something failed that is not on the list, or is missing without a note.
pub fn run(folder: Option<&str>, server: Option<&str>) -> Result<(), XtaskError> {
    let server = server.map_or_else(run::server, |server| Ok(server.to_owned()))?;
    let mut wrong = Vec::new();
    let mut rows = Vec::new();
    for corpus in CORPORA {
        let clone = cloned(corpus, folder.map(Path::new))?;
        say(&format!("\n── {}: {}", corpus.name, corpus.repository));
        let mut outcome = Outcome::default();
        for path in sources(corpus, &clone)? {
            import(&server, corpus, &path, &mut outcome)?;
        }
        for (told, count) in &outcome.told {
            say(&format!("   {count:>5}  {told}"));
        }
        rows.push(row(corpus.name, &outcome));
        // Held articles are among those added.
        let accounted = outcome.added + outcome.skipped + outcome.failed;
        if accounted < outcome.there {
            let gone = outcome.there - accounted;
            wrong.push(format!("{}: {gone} articles are gone without a word", corpus.name));
        }
        wrong.append(&mut outcome.wrong);
    }
    say(
        "\n| corpus | there | added | of these held | skipped | failed | of these rightly | notes |",
    );
    say("|---|---|---|---|---|---|---|---|");
    rows.iter().for_each(|row| say(row));
    if wrong.is_empty() { Ok(()) } else { Err(XtaskError::Budget(wrong.join("\n"))) }
}

fn row(name: &str, outcome: &Outcome) -> String {
    let Outcome { there, added, held, skipped, failed, refused, .. } = outcome;
    let notes = outcome.told.iter().filter(|(told, _)| told.starts_with("note: "));
    let notes: usize = notes.map(|(_, count)| count).sum();
    format!("| {name} | {there} | {added} | {held} | {skipped} | {failed} | {refused} | {notes} |")
}

/// The clone of a corpus at its commit.
fn cloned(corpus: &Corpus, folder: Option<&Path>) -> Result<PathBuf, XtaskError> {
    let name = corpus.repository.replace('/', "+");
    if let Some(here) = folder.map(|folder| folder.join(&name)).filter(|here| here.is_dir()) {
        return Ok(here);
    }
    let all = root().join("target/corpora");
    std::fs::create_dir_all(&all).map_err(io(&all))?;
    let into = all.join(&name);
    let location = into.to_string_lossy().into_owned();
    if !into.is_dir() {
        quiet(command("git", &["init", "--quiet", &location]))?;
    }
    let from = format!("https://github.com/{}", corpus.repository);
    quiet(command(
        "git",
        &["-C", &location, "fetch", "--quiet", "--depth=1", &from, corpus.commit],
    ))?;
    quiet(command("git", &["-C", &location, "checkout", "--quiet", "--force", "FETCH_HEAD"]))?;
    Ok(into)
}

/// The sources of a corpus, imported one after another: each file of feeds, otherwise the paths themselves.
fn sources(corpus: &Corpus, clone: &Path) -> Result<Vec<PathBuf>, XtaskError> {
    let mut sources = Vec::new();
    for path in corpus.paths.iter().map(|path| clone.join(path)) {
        match corpus.kind {
            Kind::Feeds => sources.extend(count::files(&path)?),
            Kind::Export | Kind::Markdown => sources.push(path),
        }
    }
    // Some feeds have beside them what a library makes of them, as JSON.
    sources.retain(|path| {
        let is_json = path.extension().is_some_and(|end| end == "json");
        !is_json || count::items(path).is_ok_and(|items| items > 0)
    });
    Ok(sources)
}

/// Imports one source into a new store, and adds the result.
fn import(server: &str, corpus: &Corpus, path: &Path, all: &mut Outcome) -> Result<(), XtaskError> {
    let there = match corpus.kind {
        Kind::Export => count::posts(path)?,
        Kind::Feeds => count::items(path)?,
        Kind::Markdown => count::articles(path)?,
    };
    all.there += there;
    let data = root().join("target/corpora-store");
    if data.is_dir() {
        std::fs::remove_dir_all(&data).map_err(io(&data))?;
    }
    let (data, source) = (data.to_string_lossy(), path.to_string_lossy());
    let output = command(server, &["import", "--data", &data, "--format", "json", &source])
        .output()
        .map_err(|error| XtaskError::Io(server.to_owned(), error))?;
    let Ok(report) = serde_json::from_slice::<Value>(&output.stdout) else {
        let why = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        failed(corpus, (&source, &source), there.max(1), &why, all);
        return Ok(());
    };
    let list = |key: &str| report.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let text = |told: &Value, key: &str| told.get(key).and_then(Value::as_str).map(str::to_owned);
    let added = report.get("added").and_then(Value::as_u64).unwrap_or(0);
    all.added += usize::try_from(added).unwrap_or(usize::MAX);
    all.held += list("held").len();
    for told in list("skipped") {
        all.skipped += 1;
        tell(all, format!("skipped: {}", text(&told, "why").unwrap_or_default()));
    }
    for told in list("failed") {
        let name = text(&told, "name").unwrap_or_default();
        // A source that fails as a whole takes its articles with it.
        let articles = if name == source { there.max(1) } else { 1 };
        let why = text(&told, "why").unwrap_or_default();
        failed(corpus, (&source, &name), articles, &why, all);
    }
    for note in list("notes") {
        tell(all, format!("note: {}", kind(note.as_str().unwrap_or_default())));
    }
    Ok(())
}

fn failed(
    corpus: &Corpus,
    (source, name): (&str, &str),
    articles: usize,
    why: &str,
    all: &mut Outcome,
) {
    all.failed += articles;
    let location = format!("{source} {name}");
    let rightly = REFUSED.iter().find(|refused| {
        refused.corpus == corpus.name
            && location.contains(refused.location)
            && why.contains(refused.why)
    });
    match rightly {
        Some(refused) => {
            all.refused += articles;
            tell(all, format!("rightly refused: {}", refused.reason));
        }
        None => {
            tell(all, format!("FAILED: {why}"));
            all.wrong.push(format!("{}: {name}: {why} ({source})", corpus.name));
        }
    }
}

fn tell(all: &mut Outcome, told: String) {
    *all.told.entry(told).or_default() += 1;
}

/// The kind of a note: without the article's name and the object of the note.
fn kind(note: &str) -> String {
    const KINDS: [(&str, &str); 9] = [
        ("it is a tracking pixel", "a tracking pixel was left out"),
        ("the site has no language", "an article is in a language that the site does not have"),
        ("only the templates of the old site", "template code was left out"),
        ("SVG can run scripts", "a picture in SVG was left out"),
        ("the file does not exist", "a picture that is not in the folder was left out"),
        ("the picture ", "a picture that could not be fetched was left out"),
        ("a picture no longer links", "a picture no longer links"),
        ("of the link to ", "a link to what is not there is only text"),
        ("the frame ", "a frame was left out"),
    ];
    if let Some((_, kind)) = KINDS.iter().find(|(words, _)| note.contains(words)) {
        return (*kind).to_owned();
    }
    let about = note.split_once(": ").map_or(note, |(_, about)| about);
    about.chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::kind;

    #[test]
    fn notes_are_summed_up_by_what_they_say() {
        assert_eq!(kind("a/b.md: <del> was left out"), "<del> was left out");
        let picture = "https://a.example/x: the picture https://b.example/c.jpg was left out: io";
        assert_eq!(kind(picture), "a picture that could not be fetched was left out");
        let svg = "a.md: the picture b.svg was left out: SVG can run scripts";
        assert_eq!(kind(svg), "a picture in SVG was left out");
    }
}
