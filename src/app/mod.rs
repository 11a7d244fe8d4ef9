//! The shell around every page in the browser: what is shown, and going from one page to the next.
//!
//! Navigation is the browser's own: ordinary links, `history`, the address bar. A click on a link of the site fetches
//! the page while the old one stays in view, then swaps them ([`navigation`]), restores the scroll on the way back,
//! moves the focus to the page and announces its title.

mod ahead;
mod begin;
mod fetching;
mod island;
mod later;
mod links;
mod moved;
mod navigation;
mod pieces;
mod progress;
mod reading_lists;
mod tools;

use std::sync::Arc;

use bantin_model::{RatingSummary, Route, Site, Slug};
use elements::el;
use leptos::prelude::*;

use crate::api::cache::Recent;
use crate::api::{ApiError, Client};
use crate::browser;
use crate::components::Edition;
use crate::components::answers::Answers;
use crate::components::rating::Live;
use crate::config::Config;
use crate::outbox::Outbox;
use crate::pages::{self, Actions, Page};
use crate::reader::presence;
use crate::reader::reading_list::Entries;
use crate::takeover::{Mounted, Takeover};
use ahead::Ahead;
pub use begin::begin;
use island::Islands;
pub use later::{LATER, Later};
use navigation::{Arrival, Asked};
use pieces::Piece;
pub use pieces::{Fetch, Missing};
use progress::{Progress, ReadingProgress};
use tools::Bare;
pub use tools::{TOOLS, ToolsPiece};

/// How many pages are kept for going back.
const REMEMBERED: usize = 20;

/// The page in view, and the number of the navigation that led to it.
#[derive(Clone)]
struct Shown {
    number: u32,
    route: Route,
    site: Arc<Site>,
    page: Arc<Page>,
}

/// The app's state, as handles, so that it can be copied into every closure.
#[derive(Clone, Copy)]
pub struct App {
    state: StoredValue<AppState>,
    outbox: Outbox,
    /// The page that the reader asked for last; none where they read a prerendered one, or have come back to the one in
    /// view.
    asked: RwSignal<Option<Asked>>,
    /// The page in view, once the app has drawn one. Its nodes are there in the next frame.
    shown: RwSignal<Option<Shown>>,
    /// The rating of a prerendered page.
    taken_over: StoredValue<Option<Mounted>, LocalStorage>,
    later: Piece<Later>,
    tools: Piece<ToolsPiece>,
    /// A prerendered page whose controls do nothing yet.
    bare: StoredValue<Option<Bare>, LocalStorage>,
    islands: StoredValue<Islands, LocalStorage>,
    /// Whether the article in view is saved.
    is_saved: RwSignal<bool>,
    /// Whether it is read aloud.
    is_listening: RwSignal<bool>,
    /// Which of its pictures is seen large, or was last.
    photo: RwSignal<usize>,
    answers: Answers,
    is_waiting: RwSignal<bool>,
    announcement: RwSignal<String>,
    progress: Progress,
}

/// The state that no part of the view follows.
struct AppState {
    config: Arc<Config>,
    client: Client,
    site: Option<Arc<Site>>,
    /// What the prerendered page says of itself, until it is taken in.
    found: Option<Takeover>,
    /// The edition of the page that was taken over.
    edition: Option<Edition>,
    /// Its rating, until a working one stands in its place.
    rating: Option<RatingSummary>,
    /// Title and language of the document as it came, for a site to draw with while the real one cannot be fetched.
    first: (Option<String>, Option<String>),
    recent: Recent<Route, Page>,
    ahead: Ahead,
    /// Whether readers are told by which clocks a time is told.
    are_clocks_told: bool,
    /// The route of the page in view, also while that is a prerendered page.
    here: Option<Route>,
    /// Whether the address bar is ahead of the page in view.
    is_leaving: bool,
    /// How many pages were begun to be read, for the reader or ahead of them; it numbers them.
    begun: u32,
    /// The number of the last navigation among them; an answer to an earlier one comes too late and is dropped.
    number: u32,
}

/// What of the app stands in the document: the page that it draws, and what is above and beside any page.
#[component]
fn Root(app: App) -> impl IntoView {
    // Built of elements, as the line of reading progress is: with `view!` it would be a kilobyte more in the first
    // piece.
    let waiting = el("div").attr("aria-hidden", "true").live_attr("class", move || {
        Some(if app.is_waiting.get() { "progress progress-on" } else { "progress" }.to_owned())
    });
    view! {
        {waiting}
        <ReadingProgress progress=app.progress />
        {move || app.later.get().map(|later| (later.pages)(app))}
        <p class="visually-hidden" role="status" id="announcement">
            {move || app.announcement.get()}
        </p>
    }
}

impl App {
    /// Needs an owner, for as long as the app is there.
    fn new(config: Config, fetch_later: Fetch<Later>, fetch_tools: Fetch<ToolsPiece>) -> Self {
        let client = Client::new(&config.api);
        let outbox = Outbox::open(client.clone());
        let recent = Recent::new(REMEMBERED);
        let title = browser::first("title").and_then(|title| title.text_content());
        let state = AppState {
            config: Arc::new(config),
            client,
            site: None,
            found: None,
            edition: None,
            rating: None,
            first: (title, browser::lang()),
            recent,
            ahead: Ahead::default(),
            are_clocks_told: false,
            here: None,
            is_leaving: false,
            begun: 0,
            number: 0,
        };
        Self {
            state: StoredValue::new(state),
            outbox,
            asked: RwSignal::new(None),
            shown: RwSignal::new(None),
            taken_over: StoredValue::new_local(None),
            later: Piece::new(fetch_later),
            tools: Piece::new(fetch_tools),
            bare: StoredValue::new_local(None),
            islands: StoredValue::new_local(Islands::default()),
            is_saved: RwSignal::new(false),
            is_listening: RwSignal::new(false),
            photo: RwSignal::new(0),
            answers: Answers::default(),
            is_waiting: RwSignal::new(false),
            announcement: RwSignal::new(String::new()),
            progress: Progress::new(),
        }
    }

    fn config(self) -> Arc<Config> {
        self.state.with_value(|state| Arc::clone(&state.config))
    }

    fn client(self) -> Client {
        self.state.with_value(|state| state.client.clone())
    }

    fn site(self) -> Option<Arc<Site>> {
        self.state.with_value(|state| state.site.clone())
    }

    /// A number for the next page that is read.
    fn next_number(self) -> u32 {
        self.state.try_update_value(|state| state.begun += 1);
        self.state.with_value(|state| state.begun)
    }

    /// Begins a navigation and gives its number. Answers to earlier navigations come too late from now on.
    fn begin(self) -> u32 {
        let number = self.next_number();
        self.state.update_value(|state| state.number = number);
        number
    }

    /// Whether `number` is the last navigation: the reader has not gone elsewhere since it began.
    fn is_current(self, number: u32) -> bool {
        self.state.with_value(|state| state.number == number)
    }

    /// Whether the page that navigation `number` led to is in view; the one that the app took over has the number 0.
    fn is_in_view(self, number: u32) -> bool {
        self.number_in_view() == number
    }

    fn number_in_view(self) -> u32 {
        self.shown.with_untracked(|shown| shown.as_ref().map_or(0, |shown| shown.number))
    }

    /// Counts a reading of the article that navigation `number` led to, if the reader stays long enough.
    fn count_when_read(self, slug: &Slug, number: u32) {
        presence::count_when_read(self.client(), slug.clone(), move || self.is_in_view(number));
    }

    /// The site in the language of a page.
    fn edition(self, shown: &Shown) -> Edition {
        let Shown { site, page, .. } = shown;
        Edition::new(self.config(), Arc::clone(site), page.lang(site))
    }

    /// The edition of the page in view; `None` where none is.
    fn edition_in_view(self) -> Option<Edition> {
        let drawn = self.shown.with_untracked(|shown| Some(self.edition(shown.as_ref()?)));
        drawn.or_else(|| self.state.with_value(|state| state.edition.clone()))
    }

    /// What a rating votes by.
    fn live(self) -> Live {
        Live { client: self.client(), outbox: self.outbox, is_fresh: false }
    }

    fn draw(self, shown: &Shown) -> AnyView {
        if let Page::Article(article) = &*shown.page {
            self.count_when_read(&article.slug, shown.number);
        }
        let messages = self.edition(shown).messages();
        provide_context(self.article_actions());
        provide_context(self.live());
        let actions = Actions {
            retry: Some(Callback::new(move |()| self.start())),
            change_lists: Some(Callback::new(move |change| self.change_lists(&change, messages))),
            at_hand: match &*shown.page {
                Page::Failed(ApiError::Offline) => reading_lists::at_hand(),
                _ => Entries::default(),
            },
        };
        pages::view(&self.config(), &shown.site, &shown.route, &shown.page, &actions)
    }

    /// The route of the address bar.
    fn route(self) -> Route {
        let (path, rest) = browser::location().unwrap_or_default();
        let route = Route::parse(&path, &self.config().base).unwrap_or(Route::Unknown);
        route.with_query(&rest)
    }

    /// Shows the page of the address bar.
    fn start(self) {
        self.go_on(self.route(), Arrival::Start { scroll: browser::remembered_scroll() });
    }

    /// Follows clicks on links of this site, and the browser's back and forward.
    fn follow_clicks(self) {
        browser::leave_scroll_to_us();
        browser::on_window("click", move |event: web_sys::MouseEvent| {
            if let Some(link) = Self::opened_by(&event) {
                event.prevent_default();
                self.open_link(link);
            } else if let Some(target) = self.link_clicked(&event) {
                event.prevent_default();
                self.remember_scroll();
                if browser::push(&target.href) {
                    self.go_on(target.route, Arrival::Link);
                }
            }
        });
        browser::on_window("submit", move |event: web_sys::Event| {
            if let Some(route) = self.search_asked(&event) {
                event.prevent_default();
                self.remember_scroll();
                if browser::push(&route.path(&self.config().base)) {
                    self.go_on(route, Arrival::Link);
                }
            }
        });
        browser::on_window("popstate", move |event: web_sys::PopStateEvent| {
            let route = self.route();
            let is_here = self.state.with_value(|state| state.here.as_ref() == Some(&route));
            let scroll = event.state().as_f64();
            if is_here {
                self.stay();
            }
            match scroll {
                // A jump inside the page, or a picture that was seen large.
                Some(top) if is_here => browser::scroll_to(top),
                None if is_here => {}
                _ => self.go_on(route, Arrival::History { scroll: scroll.unwrap_or_default() }),
            }
            if is_here {
                self.photo_of_address(true);
            } else {
                self.leave_photo();
            }
        });
        browser::on_window("pagehide", move |_: web_sys::Event| self.remember_scroll());
        browser::on_scroll_end(move || self.remember_scroll());
    }

    /// Asks again for a page that failed for want of a network, as soon as there is one, and says so.
    fn retry_when_online(self) {
        browser::on_window("online", move |_: web_sys::Event| {
            let words = self.shown.with_untracked(|shown| {
                let shown = shown.as_ref()?;
                let page = &*shown.page;
                let failed = matches!(page, Page::Failed(ApiError::Offline | ApiError::Timeout));
                failed.then(|| self.edition(shown).messages().back_online)
            });
            if let Some(words) = words {
                self.announcement.set(words.to_owned());
                self.start();
            }
        });
    }

    /// Remembers how far the page in view is scrolled, unless the address bar shows the address of the next page
    /// already.
    fn remember_scroll(self) {
        if !self.state.with_value(|state| state.is_leaving) {
            browser::remember_scroll();
        }
    }
}
