//! `cargo xtask run | test | build | package | export | bench | dev`.

mod browsers;
mod bundle;
mod check;
mod corpora;
mod counts;
#[cfg(test)]
mod dependencies;
mod engines;
mod link;
#[cfg(test)]
mod modules;
mod optimize;
mod package;
mod packages;
mod page;
mod panics;
mod process;
mod progress;
mod rewrite;
mod run;
mod size;
mod speed;
mod split;
mod tools;
mod widgets;
#[path = "../../src/locale/version.rs"]
mod words_version;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask run [--port N] [--data DIR]   set up, build, import the sample newsroom, serve
cargo xtask test [STEP…]                  everything CI runs: fmt clippy doc native wasm browser firefox webkit
cargo xtask build                         the app into dist/
cargo xtask package                       the one program, as an archive and for Debian, into target/package
cargo xtask bench size                    every shipped file against the budgets
cargo xtask bench import                  10,000 articles, then one of them changed
cargo xtask bench wordpress [POSTS]       an export of WordPress with 5,000 posts: time and memory
cargo xtask bench follow [ARTICLES]       a site of 100,000 articles, followed: what a look costs at which nothing changed
cargo xtask bench get                     one article under load, beside nginx (needs wrk, nginx)
cargo xtask bench ratings                 votes under load, on SQLite and PostgreSQL
cargo xtask bench crowd                   a page beside 5,000 half-open connections, and beside 1,000 searches a second
cargo xtask bench soak [MINUTES]          500 readers, an import and a killed server each minute, for 10 minutes
cargo xtask bench load                    an article on a slow phone, beside a page by hand; then the widgets
cargo xtask bench widgets                 what widgets cost the page they are on, on a slow processor
cargo xtask bench interactions            from a reader's gestures to the next paint, on a slow processor
cargo xtask bench lighthouse              Lighthouse on an exported article page
cargo xtask bench export [ARTICLES]       100,000 articles as static files, then one of them changed
cargo xtask corpora [DIR [SERVER]]        public exports, feeds and blogs through an import; clones in DIR are used
cargo xtask export [OPTION…]              the sample newsroom as static files, into target/site
cargo xtask dev                           the edit loop: rebuilds on every change";

/// Why a command stopped. The sentence is for whoever ran it.
#[derive(Debug, thiserror::Error)]
pub enum XtaskError {
    #[error("{0}")]
    Usage(&'static str),
    #[error("{what} is missing and could not be installed. Install it with: {command}")]
    Missing { what: String, command: String },
    #[error("{0} failed")]
    Failed(String),
    #[error(transparent)]
    Release(#[from] tools::releases::ReleaseError),
    #[error("index.html cannot be read: {0}")]
    Page(#[from] lol_html::errors::RewritingError),
    #[error("{0}: {1}")]
    Io(String, std::io::Error),
    #[error("{0}")]
    Budget(String),
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["run", options @ ..] => run::run(options),
        ["dev"] => run::dev(),
        // As rustc calls its linker.
        ["-flavor", ..] => link::link(&words),
        ["export", options @ ..] => run::export(options),
        ["corpora"] => corpora::run(None, None),
        ["corpora", folder] => corpora::run(Some(folder), None),
        ["corpora", folder, server] => corpora::run(Some(folder), Some(server)),
        ["test", steps @ ..] => check::test(steps),
        ["build"] => bundle::build(),
        ["package"] => package::package(),
        ["bench", "size"] => bundle::build().and_then(|()| size::report()),
        ["bench", "import"] => speed::import(),
        ["bench", "wordpress"] => speed::wordpress(None),
        ["bench", "wordpress", count] => speed::wordpress(Some(count)),
        ["bench", "follow"] => speed::follow(None),
        ["bench", "follow", count] => speed::follow(Some(count)),
        ["bench", "get"] => speed::get(),
        ["bench", "ratings"] => speed::ratings(),
        ["bench", "crowd"] => speed::crowd(),
        ["bench", "soak"] => speed::soak(None),
        ["bench", "soak", minutes] => speed::soak(Some(minutes)),
        ["bench", "load"] => browsers::load(),
        ["bench", "widgets"] => browsers::widgets(),
        ["bench", "interactions"] => browsers::interactions(),
        ["bench", "lighthouse"] => browsers::lighthouse(),
        ["bench", "export"] => speed::export(None),
        ["bench", "export", count] => speed::export(Some(count)),
        _ => Err(XtaskError::Usage(USAGE)),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            process::say(&format!("\n{stop}"));
            ExitCode::FAILURE
        }
    }
}
