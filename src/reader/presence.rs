//! Counts a reading of an article once it was on screen: open in a visible tab for three seconds in all.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use bantin_model::Slug;
use bantin_model::lenient::readable;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::api::Client;
use crate::browser;

use super::identity;
use super::storage::{Document, Key, NotKept};

const KEY: Key<'static, Viewed> = Key::new("viewed");

/// The articles whose reading was counted today.
#[derive(Serialize, Deserialize)]
struct Viewed {
    /// The day, as [`browser::today`] gives it.
    day: String,
    #[serde(deserialize_with = "readable")]
    slugs: Vec<Slug>,
}

impl Document for Viewed {}

/// How often it is checked whether the tab is visible.
const STEP: Duration = Duration::from_millis(500);

/// For how many checks the article must have been visible: three seconds.
const NEEDED: u32 = 6;

/// Counts one reading of `slug` once it was on screen long enough. `is_in_view` says whether the reader is still on it;
/// when they have left, nothing is counted. A reading that this device had counted today is not sent again; the service
/// would not count it either.
pub fn count_when_read(client: Client, slug: Slug, is_in_view: impl Fn() -> bool + 'static) {
    if !client.is_live() || viewed().slugs.contains(&slug) {
        return;
    }
    let steps = Cell::new(0);
    let handle = Rc::new(Cell::new(None::<IntervalHandle>));
    let own = Rc::clone(&handle);
    let tick = move || {
        let next = after_step(steps.get(), is_in_view(), browser::is_visible());
        if let Next::Wait(so_far) = next {
            steps.set(so_far);
            return;
        }
        if let Some(own) = own.take() {
            own.clear();
        }
        if next == Next::Count {
            leptos::task::spawn_local(count(client.clone(), slug.clone()));
        }
    };
    handle.set(set_interval_with_handle(tick, STEP).ok());
}

/// What follows from a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// Go on checking; the article was visible at so many checks.
    Wait(u32),
    Count,
    /// Stop: the reader has left before the time.
    Stop,
}

fn after_step(so_far: u32, is_in_view: bool, is_visible: bool) -> Next {
    match (is_in_view, is_visible) {
        (false, _) => Next::Stop,
        (true, false) => Next::Wait(so_far),
        (true, true) if so_far + 1 < NEEDED => Next::Wait(so_far + 1),
        (true, true) => Next::Count,
    }
}

async fn count(client: Client, slug: Slug) {
    let Ok(token) = identity::token(&client).await else { return };
    match client.view(&slug, &token).await {
        Ok(()) => {
            // If this cannot be kept, the reading is sent once more, and the service does not count it again.
            let _ = remember(slug);
        }
        // The next reading is counted with the new token.
        Err(error) if error.is_about_token() => {
            let _ = identity::renewed(&client, &token).await;
        }
        // Without an answer, the reading is counted on the next visit, or never: nobody waits for it.
        Err(_) => {}
    }
}

/// The articles counted today; those of an earlier day are dropped, since they may be counted again.
fn viewed() -> Viewed {
    let day = browser::today();
    let known = KEY.get().filter(|viewed| viewed.day == day);
    known.unwrap_or(Viewed { day, slugs: Vec::new() })
}

/// # Errors
/// Why it is gone when the page is closed.
pub(super) fn remember(slug: Slug) -> Result<(), NotKept> {
    let mut viewed = viewed();
    if !viewed.slugs.contains(&slug) {
        viewed.slugs.push(slug);
    }
    KEY.set(&viewed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn three_seconds_on_screen_are_a_reading_and_less_is_none() {
        let mut so_far = 0;
        // A tab in the background is not read, and what was before counts all the same.
        for is_visible in [true, true, false, true, false, true, true] {
            match after_step(so_far, true, is_visible) {
                Next::Wait(steps) => so_far = steps,
                other => assert_eq!(other, Next::Wait(so_far)),
            }
        }
        assert_eq!(so_far, 5);
        assert_eq!(after_step(so_far, false, true), Next::Stop, "the reader has gone");
        assert_eq!(after_step(so_far, true, true), Next::Count);
    }
}
