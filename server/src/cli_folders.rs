//! The command line of what writes and looks at whole folders: export, backup, restore, check.

use std::path::{Path, PathBuf};
use std::time::Duration;

use bantin::config::Theme;
use bantin_model::Link;
use bantin_server::backup::{self, Pictures};
use bantin_server::check;
use bantin_site::app::{App, NoApp};
use bantin_site::export::{self, Consent, Outcome, Target, WatchEvent};
use clap::Args;

use crate::cli_live::{self, Shared};
use crate::cli_sources;
use crate::{folder, print, site_url, theme};

/// Names told at most; of the rest, how many they are.
const NAMED: usize = 10;

#[derive(Args)]
pub struct Export {
    /// Data folder: articles, votes, keys and pictures are kept in it
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// Folder of a built app to export; without it, the one inside this program, else `dist`
    #[arg(long)]
    app: Option<PathBuf>,
    /// Folder to write the site to
    #[arg(long)]
    out: PathBuf,
    /// Path of the site on its host, such as /news/
    #[arg(long, default_value = "/", value_parser = folder)]
    base: String,
    /// Address of the site for its readers, where it is not the `url` of site.toml
    #[arg(long, value_parser = site_url)]
    url: Option<Link>,
    /// Address of the live service, which takes votes and views, as https://live.example/api/v1/; without it, the
    /// pages say that voting is closed
    #[arg(long, value_parser = site_url)]
    live: Option<Link>,
    /// Colours for readers who have chosen none, `light` or `dark`; without it, those of the reader's system
    #[arg(long, value_parser = theme)]
    theme: Option<Theme>,
    /// Keep running, look for changes every so many seconds (2 without a number), and write what changed
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, default_missing_value = "2")]
    watch: Option<u64>,
    /// Write also into a folder with another newsroom's export, or with one that lost its list of files
    #[arg(long)]
    replace: bool,
    /// Let this export remove more than a tenth of the published articles, or all articles of a section
    #[arg(long)]
    allow_removal: bool,
    #[command(flatten)]
    shared: Shared,
}

impl Export {
    pub fn run(self) -> Result<(), String> {
        let Self { data, app, out, base, url, live, theme, watch, shared, .. } = self;
        let consent = Consent { replace: self.replace, allow_removal: self.allow_removal };
        let shared = shared.address()?;
        let _following =
            shared.as_ref().map(|address| cli_live::replicate(address, &data)).transpose()?;
        let app = app_or_dist(app).map_err(|error| error.to_string())?;
        let target = Target { app, out, base, url, live, theme };
        let done = match watch {
            None => export::export_with(&data, &target, consent).and_then(|outcome| {
                tell(&outcome);
                // For whoever tells others how to embed the widgets.
                if let Some(line) = export::pinned_line(&data, &target)? {
                    print(&format!("{line}\n"));
                }
                Ok(())
            }),
            Some(pause) => {
                let pause = Duration::from_secs(pause.max(1));
                // Refuse before anything is fetched.
                export::may_watch(&data, &target).map_err(|error| error.to_string())?;
                let _looking = cli_sources::follow(&data, shared.as_ref())?;
                let mut kept = Vec::new();
                export::watch(&data, &target, consent, pause, &mut |event| match event {
                    WatchEvent::Exported(mut outcome) => {
                        // Said once.
                        let all = std::mem::replace(&mut kept, outcome.kept.clone());
                        outcome.kept.retain(|path| !all.contains(path));
                        tell(&outcome);
                    }
                    WatchEvent::Waiting(error) => {
                        tracing::warn!(
                            "{error}. What is published stays; the export waits, and goes on by itself"
                        );
                    }
                    WatchEvent::GoesOn => tracing::warn!("the export goes on"),
                })
            }
        };
        done.map_err(|error| error.to_string())
    }
}

/// The app in this folder, else the one inside the program, else what was built here.
fn app_or_dist(given: Option<PathBuf>) -> Result<App, NoApp> {
    let built = || Some(PathBuf::from("dist")).filter(|dist| dist.is_dir()).map(App::Folder);
    App::given_or_inside(given).or_else(built).ok_or(NoApp)
}

fn tell(done: &Outcome) {
    if !done.kept.is_empty() {
        print(&format!(
            "note: these files are not as an export wrote them, so they are left alone: {}. Move them away, and the next \
             export writes the site's own\n",
            some(&done.kept)
        ));
    }
    print(&format!(
        "{} pages; {} files written, {} unchanged, {} removed\n",
        done.pages, done.written, done.unchanged, done.removed
    ));
}

/// The first of them, and how many more there are.
fn some(names: &[String]) -> String {
    let first = names.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

pub fn backup(data: &Path, out: &Path) -> Result<(), String> {
    let pictures = backup::backup(data, out).map_err(|error| error.to_string())?;
    tell_pictures(&pictures, "the backup is made")
}

pub fn restore(data: &Path, from: &Path, overwrite: bool) -> Result<(), String> {
    let pictures = backup::restore(data, from, overwrite).map_err(|error| error.to_string())?;
    tell_pictures(&pictures, "the backup is put back")
}

fn tell_pictures(pictures: &Pictures, done: &str) -> Result<(), String> {
    if !pictures.healed.is_empty() {
        print(&format!(
            "note: {} damaged pictures were made whole again by their copies: {}\n",
            pictures.healed.len(),
            some(&pictures.healed)
        ));
    }
    if pictures.missing.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{done}, except for pictures that are missing or damaged in both folders: {}. Import the articles that show them \
         again, or copy the pictures from an older backup into the folder media",
        some(&pictures.missing)
    ))
}

pub fn check(data: &Path, out: Option<&Path>) -> Result<(), String> {
    let findings = check::check(data, out);
    for finding in &findings {
        print(&format!("{finding}\n"));
    }
    match findings.iter().filter(|finding| finding.is_wrong()).count() {
        0 => Ok(()),
        wrong => Err(format!("{wrong} of these are wrong; each says what to do")),
    }
}
