//! Whether an article was really on screen: open in a visible tab for [`NEEDED`] in all.

use std::time::Duration;

use bantin_model::Slug;
use leptos::prelude::*;

use crate::api::Client;
use crate::browser;

use super::{identity, storage};

/// How long the article must have been visible.
pub const NEEDED: Duration = Duration::from_secs(3);

/// How often visibility is looked at.
const STEP: Duration = Duration::from_millis(500);

/// Counts one reading of `slug` once it was on screen long enough. A reading of today that was
/// already counted from this device is not sent again; the service would not count it either.
pub fn count_when_read(client: Client, slug: Slug) {
    let stamp = format!("{} {slug}", browser::today());
    if !client.is_live()
        || storage::get("viewed").is_some_and(|seen| seen.lines().any(|l| l == stamp))
    {
        return;
    }
    let visible = StoredValue::new(Duration::ZERO);
    let handle = StoredValue::new(None::<IntervalHandle>);
    let tick = move || {
        if !browser::is_visible() {
            return;
        }
        let Some(so_far) = visible.try_get_value() else { return };
        visible.set_value(so_far + STEP);
        if so_far + STEP < NEEDED {
            return;
        }
        if let Some(handle) = handle.get_value() {
            handle.clear();
        }
        leptos::task::spawn_local(count(client.clone(), slug.clone(), stamp.clone()));
    };
    if let Ok(started) = set_interval_with_handle(tick, STEP) {
        handle.set_value(Some(started));
        on_cleanup(move || started.clear());
    }
}

async fn count(client: Client, slug: Slug, stamp: String) {
    let Ok(token) = identity::token(&client).await else { return };
    match client.view(&slug, &token).await {
        Ok(()) => remember(&stamp),
        // The next reading is counted with the new one.
        Err(error) if error.is_about_token() => {
            let _ = identity::renewed(&client, &token).await;
        }
        // A reading that cannot be counted now is counted on the next visit, or never: nobody waits for it.
        Err(_) => {}
    }
}

/// Keeps the stamps of today only: yesterday's may be counted again.
fn remember(stamp: &str) {
    let today = browser::today();
    let mut seen: Vec<String> = storage::get("viewed")
        .unwrap_or_default()
        .lines()
        .filter(|line| line.starts_with(&today))
        .map(str::to_owned)
        .collect();
    seen.push(stamp.to_owned());
    storage::set("viewed", &seen.join("\n"));
}
