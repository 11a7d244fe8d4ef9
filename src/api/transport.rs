//! One request and its answer, over `fetch`.

use super::{ApiError, json};
use crate::browser;
use bantin_model::json::Read;

/// A call: a method and an address, and what may go with it.
pub struct Call<'a> {
    pub method: &'static str,
    pub url: &'a str,
    pub token: Option<&'a str>,
    /// A JSON body.
    pub body: Option<String>,
    /// Whether it is sent even when the page is closed meanwhile.
    pub outlives_page: bool,
    /// The number of the page that is read with it, and broken off with it; 0 for none.
    pub page: u32,
}

impl<'a> Call<'a> {
    pub fn get(url: &'a str) -> Self {
        Self { method: "GET", url, token: None, body: None, outlives_page: false, page: 0 }
    }

    /// Sends it and gives the answer's body.
    ///
    /// # Errors
    /// Every [`ApiError`] but `Unreadable`, which is the caller's to find.
    pub async fn send(self) -> Result<String, ApiError> {
        let Self { method, url, token, body, outlives_page, page } = self;
        let answer = browser::call(url, method, token, body.as_deref(), outlives_page, page).await;
        let body = answer.get(2).as_string().unwrap_or_default();
        match number(&answer, 0) {
            0 => Err(ApiError::Offline),
            1 => Err(ApiError::Timeout),
            200..=299 => Ok(body),
            status => Err(ApiError::of_status(status, &body, number(&answer, 1).into())),
        }
    }

    /// Sends it and reads the answer as JSON.
    ///
    /// # Errors
    /// As [`Call::send`], and [`ApiError::Unreadable`].
    pub async fn json<T: Read>(self) -> Result<T, ApiError> {
        let body = self.send().await?;
        json::parse(&body).map_err(ApiError::Unreadable)
    }
}

/// A number in an answer. Nobody waits longer than 18 hours.
fn number(answer: &js_sys::Array, at: u32) -> u16 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    let number = answer.get(at).as_f64().unwrap_or_default() as u16;
    number
}
