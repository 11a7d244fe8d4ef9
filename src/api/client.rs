//! The calls of the contract, typed. A page never builds a URL of the API; it asks here.

use bantin_model::list::{Feed, FeedItem};
use bantin_model::path::{self, ListKind};
use bantin_model::{
    Article, RatingSummary, Reader, Related, Site, Slug, Stars, StaticPage, Summary,
};

use widgets_kit::{Value, shapes};

use super::ApiError;
use super::search::{self, Found};
use super::transport::Call;

/// The addresses of the service, and the calls that can be made of it. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// Root of the read tree, ends in `/`.
    reads: String,
    /// Root of the live service, ends in `/`; `None` when the site has none.
    live: Option<String>,
    /// The number of the page that is read with this client, by which its calls can be broken off; 0 for none.
    page: u32,
}

impl Client {
    /// A client that reads below `reads` and knows no live service yet.
    pub fn new(reads: &str) -> Self {
        Self { reads: reads.to_owned(), live: None, page: 0 }
    }

    /// The same client, talking to the live service that `site` names.
    #[must_use]
    pub fn with_live(self, site: &Site) -> Self {
        match &site.live {
            Some(live) => self.with_live_at(live.as_str()),
            None => Self { live: None, ..self },
        }
    }

    /// The same client, talking to the live service at `live`.
    #[must_use]
    pub fn with_live_at(mut self, live: &str) -> Self {
        self.live = Some(if live.ends_with('/') { live.to_owned() } else { format!("{live}/") });
        self
    }

    /// The same client for page number `page`: its calls are broken off when that page is no longer wanted.
    #[must_use]
    pub fn for_page(self, page: u32) -> Self {
        Self { page, ..self }
    }

    fn get<'a>(&self, url: &'a str) -> Call<'a> {
        Call { page: self.page, ..Call::get(url) }
    }

    /// Whether votes can be taken.
    pub fn is_live(&self) -> bool {
        self.live.is_some()
    }

    /// Where the file at `path` of the read tree is.
    pub fn file_url(&self, path: &str) -> String {
        format!("{}{path}", self.reads)
    }

    fn live_url(&self, path: &str) -> Result<String, ApiError> {
        self.live.as_ref().map(|live| format!("{live}{path}")).ok_or(ApiError::NotFound)
    }

    /// # Errors
    /// Any [`ApiError`].
    pub async fn site(&self) -> Result<Site, ApiError> {
        Call::get(&self.file_url(path::SITE)).json().await
    }

    /// # Errors
    /// Any [`ApiError`].
    pub async fn article(&self, slug: &Slug) -> Result<Article, ApiError> {
        self.get(&self.article_url(slug)).json().await
    }

    /// Where an article is, as data.
    pub fn article_url(&self, slug: &Slug) -> String {
        self.file_url(&path::article(slug))
    }

    /// A page that is no news; without a slug, the page that lists every month.
    ///
    /// # Errors
    /// Any [`ApiError`].
    pub async fn static_page(&self, slug: Option<&Slug>) -> Result<StaticPage, ApiError> {
        let path = slug.map_or_else(|| path::MONTHS.to_owned(), path::static_page);
        self.get(&self.file_url(&path)).json().await
    }

    /// # Errors
    /// Any [`ApiError`].
    pub async fn list(&self, kind: &ListKind, page: Option<u32>) -> Result<Feed, ApiError> {
        self.get(&self.file_url(&path::list(kind, page))).json().await
    }

    /// Reads several lists at the same time; `None` stands for each that did not arrive.
    pub async fn lists(&self, kinds: Vec<ListKind>) -> Vec<Option<Feed>> {
        let paths: Vec<_> = kinds.iter().map(|kind| path::list(kind, None)).collect();
        let texts = search::together(self, &paths).await;
        texts.into_iter().map(|text| search::read(&text.ok()?).ok()).collect()
    }

    /// Page `page` of the articles that have all words of `query`. The live service is asked; where the site has none,
    /// they are looked up in the files of the index.
    ///
    /// # Errors
    /// Any [`ApiError`].
    pub async fn search(&self, query: &str, page: u32) -> Result<Found, ApiError> {
        match self.live_url(path::SEARCH) {
            Ok(url) => {
                let feed: Feed = self.get(&search::asking(&url, query, page)).json().await?;
                let total = feed.bantin.total.unwrap_or_default();
                let hits = feed.items.into_iter().map(FeedItem::into_summary).collect();
                Ok(Found { total, hits })
            }
            Err(_) => search::in_files(self, query, page).await,
        }
    }

    /// The other news of an article, without the article.
    ///
    /// # Errors
    /// Any [`ApiError`].
    pub async fn related(&self, slug: &Slug) -> Result<Vec<Related>, ApiError> {
        self.get(&self.article_url(slug)).shape(shapes::related).await
    }

    /// The rating as it was when the article's page was made, for sites without a live service.
    ///
    /// # Errors
    /// Any [`ApiError`].
    pub async fn published_rating(&self, slug: &Slug) -> Result<RatingSummary, ApiError> {
        let rating = |article: &Value| shapes::rating(&article.field("rating"));
        self.get(&self.article_url(slug)).shape(rating).await
    }

    /// The articles of a list as headlines, without the fields that only feed readers need.
    ///
    /// # Errors
    /// Any [`ApiError`].
    pub async fn summaries(&self, kind: &ListKind) -> Result<Vec<Summary>, ApiError> {
        self.get(&self.file_url(&path::list(kind, None))).shape(shapes::newest).await
    }

    /// The text of a file of the read tree.
    ///
    /// # Errors
    /// Any [`ApiError`].
    pub(super) async fn file(&self, path: &str) -> Result<String, ApiError> {
        self.get(&self.file_url(path)).send().await
    }

    /// Asks for a token: for the reader who holds `old`, if the service knows it, else for a new reader. `proof` is the
    /// answer to [`ApiError::ProofWanted`].
    ///
    /// # Errors
    /// Any [`ApiError`].
    pub async fn new_reader(
        &self,
        old: Option<&str>,
        proof: Option<&str>,
    ) -> Result<Reader, ApiError> {
        let query = proof.map_or_else(String::new, |proof| format!("?proof={proof}"));
        let url = self.live_url(path::READERS)? + &query;
        let token = |reader: &Value| Some(Reader { token: reader.field("token").text()? });
        Call { method: "POST", token: old, ..Call::get(&url) }.shape(token).await
    }

    /// The rating as it is now, with the reader's own vote when there is a token.
    ///
    /// # Errors
    /// Any [`ApiError`].
    pub async fn rating(
        &self,
        slug: &Slug,
        token: Option<&str>,
    ) -> Result<RatingSummary, ApiError> {
        let url = self.live_url(&path::rating(slug))?;
        Call { token, ..Call::get(&url) }.shape(shapes::rating).await
    }

    /// Sets the reader's vote, or takes it back with `None`. Idempotent, also when it arrives after one of a
    /// higher `sequence`. `waited` is how many seconds ago the reader chose.
    ///
    /// # Errors
    /// Any [`ApiError`].
    pub async fn vote(
        &self,
        slug: &Slug,
        stars: Option<Stars>,
        sequence: u64,
        waited: u64,
        token: &str,
    ) -> Result<RatingSummary, ApiError> {
        let url = self.live_url(&path::rating(slug))?;
        // In the body where there is one, not in the address: browsers keep the answer to a preflight by the whole
        // address.
        let (method, url, body) = match stars {
            Some(stars) => ("PUT", url, Some(vote_body(stars, sequence, waited))),
            None => ("DELETE", format!("{url}?{}", vote_query(sequence, waited)), None),
        };
        let call = Call { method, token: Some(token), body, ..Call::get(&url) };
        Call { outlives_page: true, ..call }.shape(shapes::rating).await
    }

    /// Counts one reading, once a reader, article and day.
    ///
    /// # Errors
    /// Any [`ApiError`].
    pub async fn view(&self, slug: &Slug, token: &str) -> Result<(), ApiError> {
        let url = self.live_url(&path::view(slug))?;
        Call { method: "POST", token: Some(token), ..Call::get(&url) }.send().await?;
        Ok(())
    }
}

/// [`Vote`](bantin_model::rating::Vote) as serde writes it. By hand, for what serde needs for it is more than a rating
/// has room for (ADR 40).
fn vote_body(stars: Stars, sequence: u64, waited: u64) -> String {
    format!("{{\"stars\":{},\"sequence\":{sequence},\"waited\":{waited}}}", stars.get())
}

/// [`VoteOrder`](bantin_model::rating::VoteOrder) as serde writes it.
fn vote_query(sequence: u64, waited: u64) -> String {
    format!("sequence={sequence}&waited={waited}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use bantin_model::rating::{Vote, VoteOrder};

    use super::*;

    #[test]
    fn a_vote_is_written_as_serde_writes_it() {
        for (stars, sequence, waited) in [(1, 1, 0), (5, 9_007_199_254_740_991, 86_400)] {
            let stars = Stars::new(stars).unwrap();
            let body = vote_body(stars, sequence, waited);
            let vote = Vote { stars, sequence: Some(sequence), waited: Some(waited) };
            assert_eq!(body, serde_json::to_string(&vote).unwrap());
            assert_eq!(serde_json::from_str::<Vote>(&body).unwrap(), vote);
            let order = VoteOrder { sequence: Some(sequence), waited: Some(waited) };
            let query = vote_query(sequence, waited);
            assert_eq!(query, serde_urlencoded::to_string(order).unwrap());
        }
    }
}
