//! The shell around every page in the browser: what is shown, and going from one page to the next.
//!
//! Navigation is the browser's own: ordinary links, `history`, the address bar. A click on a link of the site fetches
//! the page while the old one stays in view, then swaps them ([`navigation`]), restores the scroll on the way back,
//! moves the focus to the page and announces its title.

mod ahead;
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

use bantin_model::{Route, Site, Slug};
use elements::el;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;

use crate::api::cache::Recent;
use crate::api::{ApiError, Client};
use crate::browser;
use crate::components::Edition;
use crate::components::answers::Answers;
use crate::components::rating::Live;
use crate::config::Config;
use crate::locale::spoken;
use crate::outbox::Outbox;
use crate::pages::{self, Actions, Page};
use crate::reader::reading_list::Entries;
use crate::reader::{first_format, presence, settings};
use crate::takeover::{self, Mounted, Takeover};
use ahead::Ahead;
use fetching::stand_in;
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
    /// The edition of the page that was taken over.
    edition: Option<Edition>,
    /// Used in the place of the site while it cannot be fetched.
    stand_in: Arc<Site>,
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

/// The app. Mounted once into the document's body.
#[component]
pub fn Root(
    /// How the second piece of the app is fetched.
    fetch_later: Fetch<Later>,
    /// How its third piece is.
    fetch_tools: Fetch<ToolsPiece>,
) -> impl IntoView {
    provide_meta_context();
    first_format::take_in();
    let config = Config::parse(&browser::text_of("bantin-config").unwrap_or_default());
    let client = Client::new(&config.api);
    let outbox = Outbox::open(client.clone());
    let recent = Recent::new(REMEMBERED);
    let title = browser::first("title").and_then(|title| title.text_content());
    let stand_in = config.applied_to(stand_in(title.as_deref(), browser::lang()));
    let state = AppState {
        config: Arc::new(config),
        client,
        site: None,
        edition: None,
        stand_in: Arc::new(stand_in),
        recent,
        ahead: Ahead::default(),
        are_clocks_told: false,
        here: None,
        is_leaving: false,
        begun: 0,
        number: 0,
    };
    let app = App {
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
    };
    if spoken::of_page() {
        app.begin_here();
    } else {
        // The page can still be read, and says how to go on.
        browser::reveal("failed");
    }
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
    /// Listens to the page, and takes over what is there, or draws what is not.
    fn begin_here(self) {
        self.follow_clicks();
        self.retry_when_online();
        self.look_ahead();
        self.watch_progress();
        self.watch_reading_lists();
        self.watch_search_field();
        settings::keep_in_force(self.config().theme);
        browser::on_window("beforeprint", |_: web_sys::Event| browser::hurry_pictures());
        match takeover::find() {
            Some(page) if takeover::is_whole(&page) => self.take_over(page),
            page => {
                // A page without content knows its site all the same.
                if let Some(page) = page {
                    self.open(self.client(), page.site);
                }
                self.start();
            }
        }
        self.fetch_rest_when_idle();
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

    fn draw(self, shown: &Shown) -> AnyView {
        let client = self.client();
        if let Page::Article(article) = &*shown.page {
            self.count_when_read(&article.slug, shown.number);
        }
        let messages = self.edition(shown).messages();
        provide_context(self.article_actions());
        let actions = Actions {
            retry: Some(Callback::new(move |()| self.start())),
            live: Some(Live { client, outbox: self.outbox, is_fresh: false }),
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

    /// Makes the prerendered page in the document the app's own.
    fn take_over(self, page: Takeover) {
        let client = self.client();
        let site = self.open(client, page.site);
        let route = self.route();
        self.state.update_value(|state| state.here = Some(route));
        let live = Live { client: self.client(), outbox: self.outbox, is_fresh: false };
        let edition = Edition::new(self.config(), site, &page.lang);
        self.state.update_value(|state| state.edition = Some(edition.clone()));
        if let Some(rating) = page.rating {
            self.count_when_read(&rating.slug, 0);
            self.taken_over.set_value(takeover::rating(&edition, rating, live));
        }
        let scroll = browser::remembered_scroll();
        if let Some(top) = scroll.filter(|_| browser::scroll_top() == 0.0) {
            browser::scroll_to(top);
        }
        self.begin_reading(Arrival::Start { scroll });
        self.photo_of_address(false);
        self.equip_when_wanted();
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
