//! One request and its answer, over `fetch`.

use bantin_model::json::Read;
use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestCredentials, RequestInit, Response};

use super::{ApiError, json};

/// How long an answer may take, in milliseconds.
const TIMEOUT: u32 = 15_000;

#[wasm_bindgen]
extern "C" {
    /// The global function, in a window as in a worker.
    #[wasm_bindgen(catch)]
    async fn fetch(url: &str, options: &RequestInit) -> Result<Response, JsValue>;
}

/// A call: a method and an address, and what may go with it.
pub struct Call<'a> {
    pub method: &'static str,
    pub url: &'a str,
    pub token: Option<&'a str>,
    /// A JSON body.
    pub body: Option<String>,
    /// Whether it is sent even when the page is closed meanwhile.
    pub outlives_page: bool,
}

impl<'a> Call<'a> {
    pub fn get(url: &'a str) -> Self {
        Self { method: "GET", url, token: None, body: None, outlives_page: false }
    }

    fn options(&self) -> Result<RequestInit, JsValue> {
        let options = RequestInit::new();
        options.set_method(self.method);
        // No cookie is ever part of the contract.
        options.set_credentials(RequestCredentials::Omit);
        options.set_signal(Some(&web_sys::AbortSignal::timeout_with_u32(TIMEOUT)));
        if self.outlives_page {
            Reflect::set(&options, &"keepalive".into(), &true.into())?;
        }
        let headers = Headers::new()?;
        if let Some(token) = self.token {
            headers.set("Authorization", &format!("Bearer {token}"))?;
        }
        if let Some(body) = &self.body {
            headers.set("Content-Type", "application/json")?;
            options.set_body(&body.as_str().into());
        }
        options.set_headers(&headers);
        Ok(options)
    }

    /// Status, body, and how many seconds the server wants to be left alone.
    async fn answer(self) -> Result<(u16, String, u64), JsValue> {
        let response = fetch(self.url, &self.options()?).await?;
        let wait = response.headers().get("Retry-After")?.and_then(|wait| json::parse(&wait).ok());
        let body = JsFuture::from(response.text()?).await?;
        Ok((response.status(), body.as_string().unwrap_or_default(), wait.unwrap_or_default()))
    }

    /// Sends it and gives the answer's body.
    ///
    /// # Errors
    /// Every [`ApiError`] but `Unreadable`, which is the caller's to find.
    pub async fn send(self) -> Result<String, ApiError> {
        match self.answer().await {
            Ok((200..=299, body, _)) => Ok(body),
            Ok((status, body, wait)) => Err(ApiError::of_status(status, &body, wait)),
            Err(error) => Err(of_js(&error)),
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

/// `AbortSignal.timeout` rejects with a `TimeoutError`; older engines name it `AbortError`, and
/// nothing else aborts a call here.
fn of_js(error: &JsValue) -> ApiError {
    let name = error.dyn_ref::<web_sys::DomException>().map(web_sys::DomException::name);
    match name.as_deref() {
        Some("TimeoutError" | "AbortError") => ApiError::Timeout,
        _ => ApiError::Offline,
    }
}
