//! The widgets: components of the app on somebody else's page, without a router, without a document head, without
//! anything global. The loader (`public/embed`) hands on the page's attributes through `src/bin`.
//!
//! - [`rating`][]: the rating of an article
//! - [`lists`][]: other news of an article, the newest of a section

pub mod lists;
pub mod rating;

use elements::{Built, Element};
use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;

use bantin_model::RatingSummary;
use leptos::prelude::{Owner, RenderEffect};
use leptos::tachys::view::Mountable;
use web_sys::HtmlElement;

use crate::api::ApiError;
use crate::components::notice::words;
use crate::locale::{Lang, WidgetMessages, spoken};

/// The newsroom a widget belongs to, as the loader has read it from `site.json`.
#[derive(Clone, Debug)]
pub struct Newsroom {
    /// Root of the read tree, absolute, ending in `/`.
    pub api: String,
    /// Root of the site, absolute, ending in `/`.
    pub base: String,
    /// Root of the live service, absolute; empty when the site has none.
    pub live: String,
    /// BCP 47 of the page around the widget, as the newsroom writes it if it has that language. The widget's words are
    /// in it when the app speaks it, else in `default_lang`.
    pub lang: String,
    /// BCP 47 of the news: the newsroom's language that `lang` is looked up as, or its first.
    pub default_lang: String,
    /// IANA name.
    pub time_zone: String,
    /// Where the files of the widgets are, absolute, ending in `/`.
    pub home: String,
}

impl Newsroom {
    fn lang(&self) -> Lang {
        Lang::nearest(&self.lang, &self.default_lang)
    }

    /// Fetches the words of the widget in its language.
    ///
    /// # Errors
    /// [`Failure`] without words of its own, so that the loader uses its own, when none could be fetched.
    async fn words(&self) -> Result<&'static WidgetMessages, Failure> {
        let words = spoken::load_for_widgets(&self.home, self.lang()).await;
        let lost = || Failure { kind: "network", words: String::new(), is_passing: true };
        words.ok_or_else(lost)
    }
}

/// What a widget reports to the page around it.
pub enum WidgetEvent {
    /// It is drawn.
    Ready,
    /// The service has taken a vote, or has taken it back.
    Rated(RatingSummary),
    /// There is nothing to show.
    Failed(Failure),
}

/// Called with every event of a widget.
pub type Callback = Rc<dyn Fn(WidgetEvent)>;

/// Why a widget has nothing to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failure {
    /// The kind of failure, for programs; docs/embed.md lists all.
    pub kind: &'static str,
    /// The words for readers; empty where the loader's own words are enough.
    pub words: String,
    /// Whether the same may succeed later.
    pub is_passing: bool,
}

impl Failure {
    fn of(error: &ApiError, messages: &WidgetMessages) -> Self {
        let words = words(messages, error);
        Self { kind: kind_of(error), words, is_passing: error.is_passing() }
    }
}

fn kind_of(error: &ApiError) -> &'static str {
    match error {
        ApiError::Offline => "network",
        ApiError::Timeout => "timeout",
        ApiError::NotFound | ApiError::Gone => "not-found",
        ApiError::Server { .. } => "server",
        ApiError::Refused { .. } | ApiError::ProofWanted { .. } => "refused",
        ApiError::Unreadable(_) | ApiError::Mixed => "unreadable",
    }
}

/// Draws a widget once its data has arrived: the element, and an effect that runs as long as it is there.
type Drawing = Box<dyn FnOnce() -> (Option<Element>, Option<RenderEffect<()>>)>;

/// A widget; dropping it removes it from the page.
pub struct Widget(Rc<RefCell<Stage>>);

enum Stage {
    Coming,
    Shown { built: Built, owner: Owner, _effect: Option<RenderEffect<()>> },
    Gone,
}

impl Drop for Widget {
    fn drop(&mut self) {
        if let Stage::Shown { mut built, owner, .. } = self.0.replace(Stage::Gone) {
            built.unmount();
            owner.cleanup();
        }
    }
}

/// Awaits the data of a widget, draws it into `container`, and reports how that went.
fn open(
    container: HtmlElement,
    on_event: Callback,
    coming: Pin<Box<dyn Future<Output = Result<Drawing, Failure>>>>,
) -> Widget {
    let widget = Widget(Rc::new(RefCell::new(Stage::Coming)));
    let stage = Rc::clone(&widget.0);
    leptos::task::spawn_local(async move {
        let outcome = coming.await;
        if !matches!(*stage.borrow(), Stage::Gone) {
            let drawn = outcome.and_then(|drawing| show(&container, &stage, drawing));
            on_event(match drawn {
                Ok(()) => WidgetEvent::Ready,
                Err(failure) => WidgetEvent::Failed(failure),
            });
        }
    });
    widget
}

fn show(container: &HtmlElement, stage: &RefCell<Stage>, drawing: Drawing) -> Result<(), Failure> {
    let owner = Owner::new();
    let (built, effect) = owner.with(|| {
        let (element, effect) = drawing();
        (element.and_then(Element::built), effect)
    });
    let Some(mut built) = built else {
        owner.cleanup();
        return Err(Failure { kind: "empty", ..Failure::default() });
    };
    built.mount(container, None);
    stage.replace(Stage::Shown { built, owner, _effect: effect });
    Ok(())
}
