//! One request and its answer, over `fetch`.

use bantin_model::json::Read;
use gloo_net::http::{Method, RequestBuilder};

use super::{ApiError, json};

/// How long an answer may take, in milliseconds.
const TIMEOUT: u32 = 15_000;

/// A call: a method and an address, and what may go with it.
pub struct Call<'a> {
    pub method: Method,
    pub url: &'a str,
    pub token: Option<&'a str>,
    /// A JSON body.
    pub body: Option<String>,
}

impl<'a> Call<'a> {
    pub fn get(url: &'a str) -> Self {
        Self { method: Method::GET, url, token: None, body: None }
    }

    /// Sends it and gives the answer's body.
    ///
    /// # Errors
    /// Every [`ApiError`] but `Unreadable`, which is the caller's to find.
    pub async fn send(self) -> Result<String, ApiError> {
        let signal = web_sys::AbortSignal::timeout_with_u32(TIMEOUT);
        let mut request = RequestBuilder::new(self.url)
            .method(self.method)
            .abort_signal(Some(&signal))
            // No cookie is ever part of the contract.
            .credentials(web_sys::RequestCredentials::Omit);
        if let Some(token) = self.token {
            request = request.header("Authorization", &format!("Bearer {token}"));
        }
        let answer = match self.body {
            Some(body) => request.header("Content-Type", "application/json").body(body),
            None => request.build(),
        };
        let answer = answer.map_err(of_gloo)?.send().await.map_err(of_gloo)?;
        let body = answer.text().await.map_err(of_gloo)?;
        match answer.status() {
            200..=299 => Ok(body),
            status => Err(ApiError::of_status(status, &body)),
        }
    }

    /// Sends it and reads the answer as JSON.
    ///
    /// # Errors
    /// As [`Call::send`], and [`ApiError::Unreadable`].
    pub async fn json<T: Read>(self) -> Result<T, ApiError> {
        let body = self.send().await?;
        json::parse(&body).map_err(|detail| ApiError::Unreadable { detail })
    }
}

fn of_gloo(error: gloo_net::Error) -> ApiError {
    match error {
        gloo_net::Error::JsError(error) if is_timeout(&error.name) => ApiError::Timeout,
        gloo_net::Error::JsError(_) => ApiError::Offline,
        gloo_net::Error::GlooError(detail) => ApiError::Unreadable { detail },
        gloo_net::Error::SerdeError(_) => ApiError::Unreadable { detail: "not JSON".to_owned() },
    }
}

/// `AbortSignal.timeout` rejects with a `TimeoutError`; older engines name it `AbortError`, and
/// nothing else aborts a call here.
fn is_timeout(name: &str) -> bool {
    matches!(name, "TimeoutError" | "AbortError")
}
