//! The pieces of the app's WebAssembly that come when they are first wanted (`src/main.rs`).

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;

use crate::browser;

/// After this time without a piece, whoever waits for it does without. It is as long as an answer of the API may take.
pub const DEADLINE: Duration = Duration::from_secs(15);

/// Gives a piece, and fetches it first where it is not there yet. After a failure the next call tries again.
pub type Fetch<T> = fn() -> Pin<Box<dyn Future<Output = Result<&'static T, Missing>>>>;

/// A piece did not arrive, or not in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing;

impl From<leptos::wasm_split::SplitLoaderError> for Missing {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// Called with a piece, or with word that it did not arrive.
type Then<T> = Box<dyn FnOnce(Result<&'static T, Missing>)>;

/// Empty once it was called.
type Waiting<T> = Rc<Cell<Option<Then<T>>>>;

/// A piece that gives the table of functions `T`. A handle.
pub struct Piece<T: 'static> {
    state: StoredValue<State<T>, LocalStorage>,
    is_here: RwSignal<bool>,
}

/// The piece, or one attempt to fetch it and all who wait for it.
struct State<T: 'static> {
    fetch: Fetch<T>,
    known: Option<&'static T>,
    waiting: Vec<Waiting<T>>,
    is_asked: bool,
    has_failed: bool,
}

impl<T> Clone for Piece<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Piece<T> {}

impl<T> Piece<T> {
    pub fn new(fetch: Fetch<T>) -> Self {
        let state =
            State { fetch, known: None, waiting: Vec::new(), is_asked: false, has_failed: false };
        Self { state: StoredValue::new_local(state), is_here: RwSignal::new(false) }
    }

    /// The piece, as soon as it is there.
    pub fn get(self) -> Option<&'static T> {
        self.is_here.track();
        self.known()
    }

    /// The piece, if it is there.
    pub fn known(self) -> Option<&'static T> {
        self.state.with_value(|state| state.known)
    }

    /// Whether the last attempt to fetch it failed.
    pub fn has_failed(self) -> bool {
        self.state.with_value(|state| state.has_failed)
    }

    /// Calls `then` once with the piece: at once if it is there, else when it has come. Where that takes too long, `then`
    /// is told that it is missing.
    pub fn with(self, then: impl FnOnce(Result<&'static T, Missing>) + 'static) {
        let waiting: Waiting<T> = Rc::new(Cell::new(Some(Box::new(then))));
        self.wait(Rc::clone(&waiting));
        if self.known().is_none() {
            let give_up = move || {
                if let Some(then) = waiting.take() {
                    then(Err(Missing));
                }
            };
            set_timeout(give_up, DEADLINE);
        }
    }

    /// Calls `then` once with the piece however long it takes, for what is not too late then.
    pub fn whenever(self, then: impl FnOnce(Result<&'static T, Missing>) + 'static) {
        self.wait(Rc::new(Cell::new(Some(Box::new(then)))));
    }

    fn wait(self, waiting: Waiting<T>) {
        if let Some(piece) = self.known() {
            if let Some(then) = waiting.take() {
                then(Ok(piece));
            }
            return;
        }
        let fetch = self.state.try_update_value(|state| {
            state.waiting.push(waiting);
            (!std::mem::replace(&mut state.is_asked, true)).then_some(state.fetch)
        });
        let Some(fetch) = fetch.flatten() else { return };
        leptos::task::spawn_local(async move {
            let piece = fetch().await;
            browser::breath().await;
            let waiting = self.state.try_update_value(|state| {
                state.known = piece.ok();
                state.is_asked = false;
                state.has_failed = piece.is_err();
                std::mem::take(&mut state.waiting)
            });
            self.is_here.set(piece.is_ok());
            for then in waiting.into_iter().flatten().filter_map(|waiting| waiting.take()) {
                then(piece);
            }
        });
    }
}
