//! Asks a site for JSON, page by page, and waits for one that is busy.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use serde_json::Value;
use ureq::http::HeaderMap;
use url::Url;

use super::error::{FetchError, InterfaceError};
use super::fetch::{Fetched, Fetcher};

/// The largest answer read, in bytes.
const MAX_BYTES: u64 = 64 << 20;

/// How often the same page is asked for when the site is busy or its answer is broken.
const TIMES: u32 = 4;

/// A site that asks to be left alone for longer than this is given up for now.
const LONGEST: Duration = Duration::from_secs(120);

/// A site that answers in JSON.
pub struct Interface<'a> {
    web: &'a Fetcher,
    /// How long to wait before the second try, when the site does not say how long.
    pause: Duration,
}

/// An answer of the site.
pub struct Answer {
    pub json: Value,
    pub headers: HeaderMap,
    /// How large the answer was.
    pub bytes: u64,
}

impl Answer {
    /// A number in a header.
    pub fn number(&self, header: &str) -> Option<usize> {
        self.headers.get(header)?.to_str().ok()?.trim().parse().ok()
    }
}

/// Why there is no answer, and whether there may be one soon.
struct Trouble {
    error: InterfaceError,
    passes: bool,
    /// How long the site asks to be left alone, if another try may help.
    after: Option<Duration>,
}

impl<'a> Interface<'a> {
    pub fn new(web: &'a Fetcher, pause: Duration) -> Self {
        Self { web, pause }
    }

    /// Asks for `url`. When the site is too busy (429, 503 and the like), takes too long, breaks off or answers with
    /// broken JSON, it is asked again a few times.
    ///
    /// # Errors
    /// [`InterfaceError`] of the last try.
    pub fn ask(&self, url: &Url) -> Result<Answer, InterfaceError> {
        let mut time = 1;
        loop {
            let trouble = match self.ask_once(url) {
                Ok(answer) => return Ok(answer),
                Err(trouble) => trouble,
            };
            if !trouble.passes || time == TIMES {
                return Err(trouble.error);
            }
            let wait = trouble.after.unwrap_or(self.pause * 2u32.pow(time - 1));
            if wait > LONGEST {
                let seconds = wait.as_secs();
                return Err(match trouble.error {
                    InterfaceError::Busy { status, .. } => {
                        InterfaceError::Later { status, seconds }
                    }
                    error => error,
                });
            }
            std::thread::sleep(wait);
            self.web.forgive();
            time += 1;
        }
    }

    fn ask_once(&self, url: &Url) -> Result<Answer, Trouble> {
        let fetched = self.web.ask_for(url, MAX_BYTES).map_err(|error| Trouble {
            // An address that the guard refuses stays refused.
            passes: matches!(
                error,
                FetchError::Other(_) | FetchError::Timeout | FetchError::GivenUp
            ),
            error: error.into(),
            after: None,
        })?;
        if !(200..300).contains(&fetched.status) {
            return Err(refusal(&fetched));
        }
        let bytes = fetched.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&fetched.bytes);
        let json = serde_json::from_slice(bytes).map_err(|error| Trouble {
            error: InterfaceError::NotJson(error.to_string()),
            passes: true,
            after: None,
        })?;
        let bytes = bytes.len() as u64;
        Ok(Answer { json, headers: fetched.headers, bytes })
    }
}

/// The error in a refusal, and how long the site asks to be left alone.
pub fn refused(fetched: &Fetched) -> (InterfaceError, Option<Duration>) {
    let Trouble { error, after, .. } = refusal(fetched);
    let once = |error| match error {
        InterfaceError::Busy { status, .. } => FetchError::Status(status).into(),
        error => error,
    };
    (once(error), after)
}

fn refusal(fetched: &Fetched) -> Trouble {
    let status = fetched.status;
    if matches!(status, 408 | 425 | 429 | 500 | 502 | 503 | 504) {
        let after = retry_after(fetched);
        let error = InterfaceError::Busy { status, times: TIMES };
        return Trouble { error, passes: true, after };
    }
    let said = serde_json::from_slice::<Value>(&fetched.bytes).unwrap_or_default();
    // WordPress has the message at the top, Ghost in a list.
    let text = |name: &str| {
        let found = said.get(name).or_else(|| said.pointer("/errors/0")?.get(name));
        super::text::one_line(found.and_then(Value::as_str).unwrap_or_default())
    };
    let message = Some(text("message")).filter(|message| !message.is_empty());
    let message = message.map(|message| format!(": {message}")).unwrap_or_default();
    let error = InterfaceError::Refused { status, code: text("code"), message };
    Trouble { error, passes: false, after: None }
}

/// How long an answer asks to wait.
pub fn retry_after(fetched: &Fetched) -> Option<Duration> {
    wait(fetched.header("retry-after")?, Timestamp::now())
}

/// How long `Retry-After` asks to wait: its text is in seconds or a date.
fn wait(text: &str, now: Timestamp) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = DateTimeParser::new().parse_timestamp(text.trim()).ok()?;
    Some(Duration::try_from(until.duration_since(now)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::fetch::tests::Server;

    fn ask(status: u16, header: &'static str, body: &str) -> InterfaceError {
        let server = Server::start([("/a", (status, header, body.as_bytes().to_vec()))]);
        let web = Fetcher::new(Some(&server.url));
        let interface = Interface::new(&web, Duration::ZERO);
        interface.ask(&server.at("a")).err().unwrap()
    }

    #[test]
    fn a_site_says_how_long_it_is_to_be_left_alone() {
        let now = "2026-11-27T03:08:45Z".parse().unwrap();
        assert_eq!(wait(" 7 ", now), Some(Duration::from_secs(7)));
        let date = "Fri, 27 Nov 2026 03:09:00 GMT";
        assert_eq!(wait(date, now), Some(Duration::from_secs(15)));
        let past = "Fri, 27 Nov 2026 03:00:00 GMT";
        assert_eq!(wait(past, now), Some(Duration::ZERO));
        assert_eq!(wait("soon", now), None);
        assert_eq!(wait("-1", now), None);
    }

    #[test]
    fn every_refusal_says_why() {
        let code = "UNKNOWN_CONTENT_API_KEY".to_owned();
        let body = r#"{"errors":[{"message":"Unknown Content API Key","code":"UNKNOWN_CONTENT_API_KEY"}]}"#;
        let message = ": Unknown Content API Key".to_owned();
        assert_eq!(ask(401, "X: 1", body), InterfaceError::Refused { status: 401, code, message });
        let (code, message) = ("rest_forbidden".to_owned(), ": Không được".to_owned());
        let body = r#"{"code":"rest_forbidden","message":"Không\n được"}"#;
        assert_eq!(ask(403, "X: 1", body), InterfaceError::Refused { status: 403, code, message });
        let bare = ask(404, "X: 1", "<html>");
        assert_eq!(bare.to_string(), "the server answered 404");
    }

    #[test]
    fn a_site_that_stays_busy_is_given_up() {
        let busy = InterfaceError::Busy { status: 503, times: TIMES };
        assert_eq!(ask(503, "Retry-After: 0", ""), busy);
        assert_eq!(ask(500, "X: 1", ""), InterfaceError::Busy { status: 500, times: TIMES });
        let later = InterfaceError::Later { status: 429, seconds: 3600 };
        assert_eq!(ask(429, "Retry-After: 3600", ""), later);
        assert!(matches!(ask(200, "X: 1", "[{\"id\":1},"), InterfaceError::NotJson(_)));
    }
}
