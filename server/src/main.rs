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

/// The API of Bản Tin over a store, and import into it.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Begin a paper: a folder with site.toml, a first article and a page
    Init(cli_write::Init),
    /// Show a newsroom's folder in the browser while it is written, with drafts, future articles and mistakes
    Preview(cli_write::PreviewArgs),
    /// Serve the API, and the built app beside it
    Serve {
        /// Folder of the store and the pictures
        #[arg(long, default_value = "data")]
        data: PathBuf,
        /// Address and port
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// Folder of the built app, in place of the one inside the program
        #[arg(long)]
        app: Option<PathBuf>,
        /// Serve the API alone: the pages are elsewhere
        #[arg(long, conflicts_with = "app")]
        api_only: bool,
        /// The site's address, when it is not the one in site.toml
        #[arg(long, value_parser = site_url)]
        url: Option<Link>,
        /// How the log is written
        #[arg(long, value_enum, default_value = "text")]
        log: Format,
        #[command(flatten)]
        limits: Limits,
        #[command(flatten)]
        connections: Connections,
        #[command(flatten)]
        shared: Shared,
    },
    /// Import Markdown folders, feeds, WordPress and Ghost sites, and exports of theirs
    Import {
        /// Folder of the store and the pictures
        #[arg(long, default_value = "data")]
        data: PathBuf,
        /// Folders of Markdown files, files of feeds and exports, or http(s) addresses of sites and feeds
        #[arg(required = true)]
        sources: Vec<String>,
        /// Withdraw what a source has no more also where that is most of it
        #[arg(long)]
        allow_removal: bool,
        /// Content API key of a Ghost site
        #[arg(long)]
        key: Option<String>,
        /// The site that an export of Ghost's is from
        #[arg(long, value_parser = web_address)]
        site: Option<Url>,
        /// A host in a local network that what is imported may fetch from, as intranet.example or 10.0.0.5:8080; may be
        /// given several times
        #[arg(long, value_name = "HOST")]
        allow_private: Vec<PrivateHost>,
        /// How the report is written
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
        #[command(flatten)]
        shared: Shared,
    },
    /// Tell of the sources that site.toml names when each was looked at, what came of it and what comes next
    Sources {
        /// Folder of the store and the pictures
        #[arg(long, default_value = "data")]
        data: PathBuf,
        /// How it is written
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
        #[command(flatten)]
        shared: Shared,
    },
    /// Write the whole site as static files
    Export(cli_folders::Export),
    /// Withdraw an article until restore-article; its address says so from now on, or leads to another article
    Remove {
        /// Folder of the store and the pictures
        #[arg(long, default_value = "data")]
        data: PathBuf,
        /// The article
        slug: Slug,
        /// The article that stands for it now
        #[arg(long)]
        moved_to: Option<Slug>,
        #[command(flatten)]
        shared: Shared,
    },
    /// Bring back an article that was withdrawn; with its ratings and views for 30 days after that
    RestoreArticle {
        /// Folder of the store and the pictures
        #[arg(long, default_value = "data")]
        data: PathBuf,
        /// The article
        slug: Slug,
        #[command(flatten)]
        shared: Shared,
    },
    /// Look at ratings and mend them; a running server follows
    Ratings {
        /// Folder of the store and the pictures
        #[arg(long, default_value = "data", global = true)]
        data: PathBuf,
        #[command(flatten)]
        shared: Shared,
        #[command(subcommand)]
        command: Ratings,
    },
    /// Copy the data folder while the server goes on
    Backup {
        /// Folder of the store and the pictures
        #[arg(long, default_value = "data")]
        data: PathBuf,
        /// Folder to copy to; an earlier backup there is brought up to date
        #[arg(long)]
        out: PathBuf,
    },
    /// Put a backup back
    Restore {
        /// Folder of the store and the pictures
        #[arg(long, default_value = "data")]
        data: PathBuf,
        /// Folder of the backup
        #[arg(long)]
        from: PathBuf,
        /// In place of the store that is there
        #[arg(long)]
        overwrite: bool,
    },
    /// Look whether all is well: the store, the pictures, who may read them, the disk, an export
    Check {
        /// Folder of the store and the pictures
        #[arg(long, default_value = "data")]
        data: PathBuf,
        /// Folder of an export
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Print the OpenAPI document
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
    if folder.chars().all(is_plain) { Ok(folder) } else { Err("a folder as /news/".to_owned()) }
}

fn theme(text: &str) -> Result<Theme, String> {
    Theme::of(text).ok_or_else(|| "light or dark".to_owned())
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
                    "{NoApp}. Until then the API alone is served; --api-only says that this is meant"
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
            format!("{slug} is not shown: its time was over at {}\n", moment(until))
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
