//! `<bantin-rating>`: the rating of an article.

use std::cell::RefCell;

use bantin_model::{RatingSummary, Slug};
use leptos::prelude::{Owner, RenderEffect};
use web_sys::HtmlElement;

use super::{Callback, Drawing, Failure, Newsroom, Widget, WidgetEvent};
use crate::api::{ApiError, Client};
use crate::components::rating::{Live, rating_box};
use crate::locale::WidgetMessages;
use crate::outbox::{Delivery, Outbox};
use crate::reader::identity;

/// Draws the rating of `article` into `container` as soon as it has arrived.
pub fn open(
    container: HtmlElement,
    newsroom: Newsroom,
    article: String,
    on_event: Callback,
) -> Widget {
    let coming = coming(newsroom, article, Callback::clone(&on_event));
    super::open(container, on_event, Box::pin(coming))
}

async fn coming(
    newsroom: Newsroom,
    article: String,
    on_event: Callback,
) -> Result<Drawing, Failure> {
    let words = newsroom.words().await?;
    let vote_context = vote_context(&newsroom);
    match fetch(&vote_context.client, article).await {
        Ok(summary) => Ok(Box::new(move || vote_context.draw(words, summary, on_event))),
        Err(error) => Err(Failure::of(&error, words)),
    }
}

/// The client and the outbox of all ratings of the page. They live as long as the page, not only as the first widget.
#[derive(Clone)]
struct VoteContext {
    client: Client,
    outbox: Outbox,
}

thread_local! {
    static VOTE_CONTEXT: RefCell<Option<(VoteContext, Owner)>> = const { RefCell::new(None) };
}

fn vote_context(newsroom: &Newsroom) -> VoteContext {
    VOTE_CONTEXT.with_borrow_mut(|vote_context| {
        let (vote_context, _) = vote_context.get_or_insert_with(|| {
            let client = Client::new(&newsroom.api);
            let client = match &*newsroom.live {
                "" => client,
                live => client.with_live_at(live),
            };
            let owner = Owner::new();
            let outbox = owner.with(|| Outbox::open(client.clone()));
            outbox.flush();
            (VoteContext { client, outbox }, owner)
        });
        vote_context.clone()
    })
}

/// The rating as it is, with the reader's own vote where there is one.
async fn fetch(client: &Client, article: String) -> Result<RatingSummary, ApiError> {
    // An invalid slug cannot name an article: not found.
    let slug = Slug::new(article).map_err(|_| ApiError::NotFound)?;
    if !client.is_live() {
        return client.published_rating(&slug).await;
    }
    let mut token = identity::known();
    loop {
        match client.rating(&slug, token.as_deref()).await {
            // A reader whose token is refused gets a new one with the next vote; until then the rating is shown without
            // theirs.
            Err(error) if token.is_some() && error.is_about_token() => token = None,
            answer => return answer,
        }
    }
}

impl VoteContext {
    fn draw(
        self,
        words: &'static WidgetMessages,
        summary: RatingSummary,
        on_event: Callback,
    ) -> (Option<super::Element>, Option<RenderEffect<()>>) {
        let Self { client, outbox } = self;
        let is_open = client.is_live();
        let live = is_open.then_some(Live { client, outbox, is_fresh: true });
        let slug = summary.slug.clone();
        let element = rating_box(words, summary, live, is_open, None);
        // A vote that was confirmed before this widget was drawn is not reported.
        let mut is_on_its_way = false;
        let effect = RenderEffect::new(move |_| match outbox.delivery(&slug) {
            Some(Delivery::Confirmed(summary)) if is_on_its_way => {
                is_on_its_way = false;
                on_event(WidgetEvent::Rated(summary));
            }
            Some(Delivery::Sending | Delivery::Waiting(_)) => is_on_its_way = true,
            _ => {}
        });
        (Some(element), Some(effect))
    }
}
