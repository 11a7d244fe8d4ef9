//! The search page with results, for browsers without scripts.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use bantin::api::ApiError;
use bantin::api::search::Found;
use bantin::pages::Page;
use bantin_model::{FeedItem, Route};
use bantin_site::content;
use bantin_site::search;

use super::Files;
use super::pages::{Unkept, drawn};
use crate::api::problem::ApiProblem;
use crate::api::readers::Peer;
use crate::api::{Api, making, searching};

/// A page and its policy.
type Searched = (StatusCode, String, Option<HeaderValue>);

/// How many characters of a question are used.
const LONGEST: usize = 200;

impl Files {
    /// The search page with results. It is not cached, since there is no end of questions.
    pub(super) async fn searched(
        self: &Arc<Self>,
        route: Route,
        peer: Peer,
        headers: &HeaderMap,
    ) -> Result<Response, Unkept> {
        let asks = matches!(&route, Route::Search { query, .. } if !query.is_empty());
        let refused = if asks { self.api.may_search(peer.0, headers).err() } else { None };
        let files = Arc::clone(self);
        let after = refused.as_ref().and_then(ApiProblem::retry_after);
        let draw = move |api: &Api| match refused {
            Some(problem) => files.too_often(api, &route, &problem),
            None => files.search(api, &route),
        };
        let (status, html, policy) = match asks {
            true => searching(&self.api, draw).await?,
            false => making(&self.api, draw).await?,
        };
        let mut response = drawn(status, html, policy);
        if let Some(after) = after {
            response.headers_mut().insert(header::RETRY_AFTER, after.into());
        }
        Ok(response)
    }

    /// The search page for a reader who searches too often.
    fn too_often(
        &self,
        api: &Api,
        route: &Route,
        problem: &ApiProblem,
    ) -> Result<Searched, Unkept> {
        let site = Arc::new(api.site()?);
        let (status, wait) = (problem.status(), problem.retry_after().unwrap_or_default());
        let page = Page::Failed(ApiError::Server { status: status.as_u16(), wait });
        let pages = self.pages()?;
        Ok((status, pages.draw(&site, route, &page), pages.header(&site)))
    }

    fn search(&self, api: &Api, route: &Route) -> Result<Searched, Unkept> {
        let Route::Search { lang, query, page } = route else { return Err(Unkept::Nothing) };
        let site = Arc::new(api.site()?);
        let page = match site.front_language(lang.as_deref()) {
            None => content::missing(&api.store, &site, route)?,
            Some(lang) if query.is_empty() => Page::asking(lang),
            Some(lang) => {
                let query: String = query.chars().take(LONGEST).collect();
                let found = api.search.get(&api.store)?.find(
                    &api.store,
                    &site.url,
                    &search::question(&query),
                    page.unwrap_or(1),
                )?;
                let hits = found.items.into_iter().map(FeedItem::into_summary);
                let found = Found { total: found.total, hits: hits.collect() };
                Page::Search { lang: lang.to_owned(), query, found: Some(found) }
            }
        };
        let status = match page {
            Page::Missing { .. } => StatusCode::NOT_FOUND,
            _ => StatusCode::OK,
        };
        let pages = self.pages()?;
        Ok((status, pages.draw(&site, route, &page), pages.header(&site)))
    }
}
