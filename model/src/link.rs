//! Addresses that may reach a page.

use serde::{Deserialize, Serialize};

use crate::json::{Json, Read, Unfit};

/// An address whose scheme is http, https or mailto, or that is relative. A value of this type may
/// stand in `href` and `src`; nothing else may.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(value_type = String, example = "/media/cau-go.jpg")
)]
pub struct Link(String);

/// A scheme that could run code or reach the reader's machine, or an unreadable address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a link must be http, https, mailto or relative")]
pub struct LinkError;

impl Link {
    /// Checks `text` the way a browser would read it: surrounding blanks are dropped, and control
    /// characters, which browsers skip inside a scheme, are refused.
    ///
    /// # Errors
    /// [`LinkError`] for any other scheme, for control characters and for an empty text.
    pub fn new(text: &str) -> Result<Self, LinkError> {
        let text = text.trim();
        if text.is_empty() || text.chars().any(char::is_control) {
            return Err(LinkError);
        }
        let scheme_end = text.find([':', '/', '?', '#', '\\']);
        match scheme_end {
            Some(end) if text.as_bytes().get(end) == Some(&b':') => {
                let scheme = text.get(..end).unwrap_or_default();
                let known = ["http", "https", "mailto"];
                if known.iter().any(|k| scheme.eq_ignore_ascii_case(k)) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(LinkError)
                }
            }
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// `/`, the site's root.
    pub fn root() -> Self {
        Self("/".to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True for an address with a host of its own (`https://…`, `//…`).
    pub fn is_absolute(&self) -> bool {
        let lower = self.0.to_ascii_lowercase();
        lower.starts_with("http:") || lower.starts_with("https:") || self.0.starts_with("//")
    }

    /// The host of an absolute address, without port and user; what a reader is told before going there.
    pub fn host(&self) -> Option<&str> {
        if !self.is_absolute() {
            return None;
        }
        let rest = self.0.split_once("//")?.1;
        let authority = rest.split(['/', '?', '#']).next()?;
        let host = authority.rsplit('@').next()?;
        let host = host.split(':').next()?;
        (!host.is_empty()).then_some(host)
    }
}

impl TryFrom<String> for Link {
    type Error = LinkError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::new(&text)
    }
}

impl From<Link> for String {
    fn from(link: Link) -> Self {
        link.0
    }
}

impl Read for Link {
    fn read(json: Json) -> Result<Self, Unfit> {
        Self::new(&String::read(json)?).map_err(|_| Unfit::new("a safe address"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn allows_web_mail_and_relative() {
        for good in [
            "https://example.org/a?b=c#d",
            "HTTP://EXAMPLE.ORG",
            "mailto:toasoan@example.org",
            "/articles/x/",
            "../x.jpg",
            "x.jpg",
            "#a",
            "?page=2:3",
            "//example.org/x",
        ] {
            assert!(Link::new(good).is_ok(), "{good}");
        }
    }

    #[test]
    fn refuses_what_could_run() {
        for bad in [
            "javascript:alert(1)",
            " JavaScript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "",
            "  ",
        ] {
            assert!(Link::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn names_the_host() {
        let host = |text| Link::new(text).unwrap().host().map(str::to_owned);
        assert_eq!(host("https://www.youtube.com/watch?v=1").as_deref(), Some("www.youtube.com"));
        assert_eq!(host("https://a:b@example.org:8080/x").as_deref(), Some("example.org"));
        assert_eq!(host("/x"), None);
    }
}
