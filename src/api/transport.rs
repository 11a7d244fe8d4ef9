//! One request and its answer. gloo-net reads the answer but does not send the request: on other people's pages `fetch`
//! may have been replaced by a function whose failures are no `Error`, and gloo-net panics at those
//! ([`browser::answer_of`]).

use gloo_net::http::Response;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use widgets_kit::Value;

use super::ApiError;
use super::json::{self, Unreadable};
use crate::browser;

/// A call: a method and an address, and what may go with it.
pub struct Call<'a> {
    pub method: &'static str,
    pub url: &'a str,
    pub token: Option<&'a str>,
    /// A JSON body.
    pub body: Option<String>,
    /// Whether it is sent even when the page is closed meanwhile.
    pub outlives_page: bool,
    /// The number of the page this call is made for, by which it can be broken off; 0 for none.
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
        let request = browser::request(url, method, token, body.as_deref(), outlives_page, page)
            .ok_or(ApiError::Offline)?;
        let answer = browser::answer_of(&request).await.map_err(|_| ApiError::Offline)?;
        let answer = Response::from(answer.dyn_into::<web_sys::Response>().map_err(refused)?);
        let body = answer.text().await?;
        match answer.status() {
            200..=299 => Ok(body),
            status => {
                // Some say a date instead of seconds.
                let wait = answer.headers().get("Retry-After").and_then(|wait| wait.parse().ok());
                Err(ApiError::of_status(status, &body, wait.unwrap_or_default()))
            }
        }
    }

    /// Sends it and reads the answer as JSON.
    ///
    /// # Errors
    /// As [`Call::send`], and [`ApiError::Unreadable`].
    pub async fn json<T: DeserializeOwned>(self) -> Result<T, ApiError> {
        let body = self.send().await?;
        json::parse(&body).map_err(ApiError::Unreadable)
    }

    /// Sends it and reads the answer as one of the shapes that widgets need.
    ///
    /// # Errors
    /// As [`Call::json`].
    pub async fn shape<T>(self, read: impl FnOnce(&Value) -> Option<T>) -> Result<T, ApiError> {
        let body = self.send().await?;
        let shape = Value::parse(&body).and_then(|value| read(&value));
        shape.ok_or(ApiError::Unreadable(Unreadable::default()))
    }
}

/// The error for a request without an answer, by the name of the JavaScript error. Some engines name it `AbortError`
/// when the time is up; a call that the app itself broke off has nobody waiting for it.
fn refused(name: JsValue) -> ApiError {
    match name.as_string().as_deref() {
        Some("TimeoutError" | "AbortError") => ApiError::Timeout,
        _ => ApiError::Offline,
    }
}

/// An answer whose body broke off.
impl From<gloo_net::Error> for ApiError {
    fn from(error: gloo_net::Error) -> Self {
        match error {
            gloo_net::Error::JsError(error) => refused(JsValue::from(&*error.name)),
            _ => Self::Offline,
        }
    }
}
