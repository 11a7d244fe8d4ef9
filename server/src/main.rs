//! `bantin-server init | preview | serve | import | sources | export | remove | restore-article | ratings | backup | restore |
//! check | openapi`.

mod cli_connections;
mod cli_folders;
mod cli_live;
mod cli_ratings;
mod cli_report;
mod cli_sources;
mod cli_write;
#[cfg(test)]
mod docs_tests;

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use bantin::config::Theme;
use bantin_import::{PrivateHost, Progress};
use bantin_model::{Link, Slug};
use bantin_server::api::openapi;
use bantin_server::api::policy::Policy;
use bantin_server::newsroom::{self, Settings};
use bantin_server::serve::{self, Config, ServeError};
use bantin_site::app::{App, NoApp};
use bantin_store::sqlite::Restored;
use clap::{Parser, Subcommand, ValueEnum};
use cli_connections::Connections;
use cli_live::{Limits, Shared};
use cli_ratings::Ratings;
use jiff::Timestamp;
use tracing_subscriber::EnvFilter;
use url::Url;

/// Packing files takes and gives back megabytes for each; the system's allocator asks the kernel every time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Publish a newspaper: import its articles, serve them to readers or export them as files, and count votes.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Begin a newspaper: make a folder with a site.toml, a first article and a first page
    Init(cli_write::Init),
    /// Show a newspaper's folder in the browser while you write in it, with drafts, scheduled articles and mistakes
    Preview(cli_write::PreviewArgs),
    /// Serve the newspaper to readers: its pages, and the API with votes, views and search
    Serve {
        /// Data folder: articles, votes, keys and pictures are kept in it
        #[arg(long, default_value = "data")]
        data: PathBuf,
        /// Address and port to listen on
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// Folder of a built app to serve instead of the one inside this program
        #[arg(long)]
        app: Option<PathBuf>,
        /// Serve only the API, for a site whose pages are served from somewhere else
        #[arg(long, conflicts_with = "app")]
        api_only: bool,
        /// Address of the site for its readers, where it is not the `url` of site.toml
        #[arg(long, value_parser = site_url)]
        url: Option<Link>,
        /// Format of the log
        #[arg(long, value_enum, default_value = "text")]
        log: Format,
        #[command(flatten)]
        limits: Limits,
        #[command(flatten)]
        connections: Connections,
        #[command(flatten)]
        shared: Shared,
    },
    /// Import articles: from Markdown folders, feeds, WordPress, Ghost and Bản Tin sites, and export files
    Import {
        /// Data folder: articles, votes, keys and pictures are kept in it
        #[arg(long, default_value = "data")]
        data: PathBuf,
        /// What to import: folders of Markdown files, feed and export files, or http(s) addresses of sites and feeds
        #[arg(required = true)]
        sources: Vec<String>,
        /// Withdraw the articles that a source no longer has, even where they are most of its articles
        #[arg(long)]
        allow_removal: bool,
        /// Content API key of the Ghost site to import
        #[arg(long)]
        key: Option<String>,
        /// Address of the site that a Ghost export file comes from
        #[arg(long, value_parser = web_address)]
        site: Option<Url>,
        /// A host in the local network that feeds and pictures may be fetched from, such as intranet.example or
        /// 10.0.0.5:8080; may be given several times
        #[arg(long, value_name = "HOST")]
        allow_private: Vec<PrivateHost>,
        /// Format of the report
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
        #[command(flatten)]
        shared: Shared,
    },
    /// Show when each source named in site.toml was last looked at, what that brought, and when the next look is
    Sources {
        /// Data folder: articles, votes, keys and pictures are kept in it
        #[arg(long, default_value = "data")]
        data: PathBuf,
        /// Format of the output
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
        #[command(flatten)]
        shared: Shared,
    },
    /// Write the whole site as static files, for any web host
    Export(cli_folders::Export),
    /// Withdraw an article: its address says that it is gone, or leads to another one; restore-article undoes it
    Remove {
        /// Data folder: articles, votes, keys and pictures are kept in it
        #[arg(long, default_value = "data")]
        data: PathBuf,
        /// Slug of the article: the last part of its address
        slug: Slug,
        /// Slug of another article, to which the address then leads
        #[arg(long)]
        moved_to: Option<Slug>,
        #[command(flatten)]
        shared: Shared,
    },
    /// Bring back a withdrawn article; within 30 days of its withdrawal its votes and views come back too
    RestoreArticle {
        /// Data folder: articles, votes, keys and pictures are kept in it
        #[arg(long, default_value = "data")]
        data: PathBuf,
        /// Slug of the article: the last part of its address
        slug: Slug,
        #[command(flatten)]
        shared: Shared,
    },
    /// Look at ratings and correct them; a running server takes over each change within a second
    Ratings {
        /// Data folder: articles, votes, keys and pictures are kept in it
        #[arg(long, default_value = "data", global = true)]
        data: PathBuf,
        #[command(flatten)]
        shared: Shared,
        #[command(subcommand)]
        command: Ratings,
    },
    /// Copy the data folder into a backup, also while the server runs
    Backup {
        /// Data folder: articles, votes, keys and pictures are kept in it
        #[arg(long, default_value = "data")]
        data: PathBuf,
        /// Folder of the backup; one that is already there is brought up to date
        #[arg(long)]
        out: PathBuf,
    },
    /// Make a data folder from a backup, while no server runs on it
    Restore {
        /// Data folder: articles, votes, keys and pictures are kept in it
        #[arg(long, default_value = "data")]
        data: PathBuf,
        /// Folder of the backup
        #[arg(long)]
        from: PathBuf,
        /// Replace the store that the data folder already has
        #[arg(long)]
        overwrite: bool,
    },
    /// Check the data folder (store, pictures, who may read it, disk space) and, if given, an export
    Check {
        /// Data folder: articles, votes, keys and pictures are kept in it
        #[arg(long, default_value = "data")]
        data: PathBuf,
        /// Folder of an export to check as well
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Print the OpenAPI document, which describes the API for programs
    Openapi,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

fn folder(text: &str) -> Result<String, String> {
    let folder = format!("/{}/", text.trim_matches('/')).replace("//", "/");
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/-._~".contains(c);
    if folder.chars().all(is_plain) {
        Ok(folder)
    } else {
        Err("give a path such as /news/".to_owned())
    }
}

fn theme(text: &str) -> Result<Theme, String> {
    Theme::of(text).ok_or_else(|| "give light or dark".to_owned())
}

fn site_url(text: &str) -> Result<Link, String> {
    let text = if text.ends_with('/') { text.to_owned() } else { format!("{text}/") };
    Link::new(&text).map_err(|error| error.to_string())
}

fn web_address(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    url.ok_or_else(|| "an address begins with http:// or https://".to_owned())
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            // Nothing is left to tell when standard error is closed.
            let _ = writeln!(std::io::stderr(), "bantin-server: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), String> {
    if !matches!(command, Command::Serve { .. }) {
        start_command_log();
    }
    match command {
        Command::Init(init) => init.run(),
        Command::Preview(preview) => preview.run(),
        Command::Serve { data, listen, app, api_only, url, log, limits, connections, shared } => {
            start_log(log);
            let app = App::given_or_inside(app).filter(|_| !api_only);
            if app.is_none() && !api_only {
                tracing::warn!(
                    "{NoApp}. Until then only the API is served; where this is meant, start with --api-only"
                );
            }
            let (group, shared) = (limits.group(), shared.address()?);
            let (times, cache_bytes) = (connections.times(), connections.cache_bytes());
            let policy = Policy { times, cache_bytes, ..limits.policy() };
            let limits = connections.limits();
            let config =
                Config { app, url, policy, shared, group, limits, ..Config::new(data, listen) };
            serve_until_told(config).map_err(|e| e.to_string())
        }
        Command::Import {
            data,
            sources,
            allow_removal,
            key,
            site,
            allow_private: private,
            format,
            shared,
        } => {
            let progress: Option<fn(Progress)> = Some(cli_report::progress);
            let settings =
                Settings { allow_removal, progress, key, site, private, ..Settings::default() };
            let now = Timestamp::now();
            match shared.address()? {
                Some(address) => newsroom::publish_at(&address, &sources, settings, now),
                None => newsroom::import_at(&data, &sources, settings, now),
            }
        }
        .map_err(|e| e.to_string())
        .and_then(|outcome| cli_report::report(&outcome, format)),
        Command::Sources { data, format, shared } => {
            cli_sources::tell(&data, shared.address()?.as_ref(), format)
        }
        Command::Export(export) => export.run(),
        Command::Remove { data, slug, moved_to, shared } => match shared.address()? {
            Some(address) => newsroom::withdraw(&address, &slug, moved_to.as_ref()),
            None => newsroom::remove(&data, &slug, moved_to.as_ref()),
        }
        .map_err(|e| e.to_string())
        .map(|()| print(&told_withdrawn(&slug, moved_to.as_ref()))),
        Command::RestoreArticle { data, slug, shared } => match shared.address()? {
            Some(address) => newsroom::restore_shared(&address, &slug),
            None => newsroom::restore(&data, &slug),
        }
        .map_err(|e| e.to_string())
        .map(|restored| print(&told_restored(&slug, restored))),
        Command::Ratings { data, shared, command } => {
            let shared = shared.address()?;
            cli_ratings::ratings(&data, shared.as_ref(), command, &mut std::io::stdout().lock())
        }
        Command::Backup { data, out } => cli_folders::backup(&data, &out),
        Command::Restore { data, from, overwrite } => cli_folders::restore(&data, &from, overwrite),
        Command::Check { data, out } => cli_folders::check(&data, out.as_deref()),
        Command::Openapi => openapi::json().map_err(|e| e.to_string()).map(|json| print(&json)),
    }
}

fn told_withdrawn(slug: &Slug, moved_to: Option<&Slug>) -> String {
    let leads = moved_to.map(|to| format!(", and its address leads to {to}")).unwrap_or_default();
    format!("{slug} is withdrawn{leads}; `bantin-server restore-article {slug}` brings it back\n")
}

fn told_restored(slug: &Slug, restored: Restored) -> String {
    let moment = |second| Timestamp::from_second(second).unwrap_or_default();
    match restored {
        Restored::Public => format!("{slug} is back\n"),
        Restored::Held(due) => format!("{slug} is public from {} on\n", moment(due)),
        Restored::Expired(until) => {
            format!("{slug} is not shown: it expired at {}\n", moment(until))
        }
        Restored::AtNextImport => {
            format!("{slug} was withdrawn by an earlier version: the next import brings it back\n")
        }
    }
}

fn print(text: &str) {
    // A closed pipe (`| head`) is the reader's choice.
    let _ = std::io::stdout().write_all(text.as_bytes());
}

fn start_log(format: Format) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        Format::Text => log.init(),
        Format::Json => log.json().init(),
    }
}

/// Commands that end by themselves say on standard error what whoever runs them should know.
fn start_command_log() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    log.without_time().with_target(false).init();
}

fn serve_until_told(config: Config) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Runtime::new().map_err(ServeError::Runtime)?;
    let result = runtime.block_on(async {
        let running = serve::start(config).await?;
        told_to_stop().await;
        tracing::info!("stopping");
        running.stop().await
    });
    // What still reads or draws for a client that is gone is not waited for.
    runtime.shutdown_timeout(LEFT_OVER);
    result
}

/// How long work without anybody who waits for it may keep the process.
const LEFT_OVER: Duration = Duration::from_secs(1);

/// Ctrl-C, or the signal a service manager sends.
async fn told_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    // Without signals there is nothing to wait for but the end of the process.
    let _ = tokio::signal::ctrl_c().await;
}
