//! Addresses that may reach a page.

use serde::{Deserialize, Serialize};

/// An address with the scheme http, https, mailto, tel or sms, or a relative one. Only a value of this type may stand
/// in `href` and `src`.
///
/// The server parses an address by the rules that browsers follow (<https://url.spec.whatwg.org/>) and keeps it as
/// those rules write it, so that the host that a reader is shown is the host that the browser opens. The app in a
/// browser has no parser of its own: it refuses an address that two parsers could read differently (ADR 19).
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
#[error(
    "a link must be http, https, mailto, tel, sms or relative, without a user's name or password in it"
)]
pub struct LinkError;

impl Link {
    /// The address that a browser would open for `text`; blanks around it are dropped.
    ///
    /// # Errors
    /// [`LinkError`] for any other scheme, for control characters, for an address that names a user or a
    /// password, for one that no parser takes, and for an empty text.
    pub fn new(text: &str) -> Result<Self, LinkError> {
        let text = text.trim();
        if text.is_empty() || text.chars().any(char::is_control) {
            return Err(LinkError);
        }
        #[cfg(not(target_arch = "wasm32"))]
        let text = &*whatwg::normal(text).ok_or(LinkError)?;
        if is_plain(text) { Ok(Self(text.to_owned())) } else { Err(LinkError) }
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
        authority(&self.0).is_some()
    }

    /// The host of an absolute address, without its port; what a reader is told before going there.
    pub fn host(&self) -> Option<&str> {
        let authority = authority(&self.0)?;
        // An IPv6 address has colons of its own, in brackets: the last of both signs says whether there is a port.
        let last = authority.bytes().rposition(|byte| matches!(byte, b':' | b']'));
        let port = last.filter(|at| authority.as_bytes().get(*at) == Some(&b':'));
        authority.get(..port.unwrap_or(authority.len()))
    }
}

/// What stands between `//` and the path of an address that has a host.
fn authority(text: &str) -> Option<&str> {
    let rest = ["//", "http://", "https://"].iter().find_map(|start| {
        let head = text.get(..start.len())?;
        if head.eq_ignore_ascii_case(start) { text.get(start.len()..) } else { None }
    })?;
    let end = rest.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#'));
    rest.get(..end.unwrap_or(rest.len()))
}

/// Whether every parser reads `text` alike, and none of them as something that could run: the scheme is
/// known, a host stands where it should and alone, and no backslash stands where a slash could.
///
/// Byte by byte, for the browser's build: what `str` offers for it weighs kilobytes there.
fn is_plain(text: &str) -> bool {
    let (mut scheme, mut is_path) = (None, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'?' | b'#' => break,
            b'\\' => return false,
            b'/' => is_path = true,
            b':' if !is_path && scheme.is_none() => scheme = text.get(..at),
            _ => {}
        }
    }
    let is = |known: &str| scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case(known));
    if is("mailto") || is("tel") || is("sms") {
        return true;
    }
    match authority(text) {
        // `https:host` and `https:///host` have a host to some and none to others.
        Some(authority) => !authority.is_empty() && authority.bytes().all(|byte| byte != b'@'),
        None => scheme.is_none(),
    }
}

/// Addresses by the rules that browsers follow.
#[cfg(not(target_arch = "wasm32"))]
mod whatwg {
    use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
    use url::{Position, Url};

    /// What a browser escapes in a path; everything beyond ASCII is escaped as well.
    const PATH: &AsciiSet =
        &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'{').add(b'}').add(b'^');

    /// `text` as those rules write it; `None` where they, or we, refuse it.
    pub fn normal(text: &str) -> Option<String> {
        if is_normal(text) {
            return Some(text.to_owned());
        }
        match Url::parse(text) {
            Ok(url) => absolute(&url),
            Err(url::ParseError::RelativeUrlWithoutBase) => relative(text),
            Err(_) => None,
        }
    }

    /// Most addresses are names of our own files, and need no parser.
    fn is_normal(text: &str) -> bool {
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_');
        let is_end = |byte: u8| byte.is_ascii_alphanumeric();
        let (path, end) = text.rsplit_once('.').unwrap_or((text, ""));
        path.starts_with('/')
            && !path.as_bytes().windows(2).any(|two| two == b"//")
            && path.bytes().all(is_name)
            && (path.len() == text.len() || !path.ends_with('/') && !end.is_empty())
            && end.bytes().all(is_end)
    }

    fn absolute(url: &Url) -> Option<String> {
        let is_known = matches!(url.scheme(), "http" | "https" | "mailto" | "tel" | "sms");
        let names_somebody = !url.username().is_empty() || url.password().is_some();
        (is_known && !names_somebody).then(|| url.as_str().to_owned())
    }

    fn relative(text: &str) -> Option<String> {
        // To browsers both slashes are one, before a query or a fragment.
        let end = text.find(['?', '#']).unwrap_or(text.len());
        let (path, rest) = text.split_at_checked(end).unwrap_or((text, ""));
        let path = path.replace('\\', "/");
        if path.starts_with("//") {
            // A host, at the page's own scheme. Past two slashes browsers read on to the host.
            let url = Url::parse(&format!("https:{path}{rest}")).ok()?;
            return absolute(&url)?.strip_prefix("https:").map(str::to_owned);
        }
        if path.starts_with('/') {
            // `.invalid` is nobody's (RFC 2606).
            let base = Url::parse("https://base.invalid/").ok()?;
            let url = base.join(&format!("{path}{rest}")).ok()?;
            // One that begins with two slashes once its dots are gone would be a host.
            return Some(url[Position::BeforePath..].to_owned())
                .filter(|path| !path.starts_with("//"));
        }
        let path = utf8_percent_encode(&path, PATH).to_string();
        Some(path + &utf8_percent_encode(rest, PATH).to_string())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<String> {
        Link::new(text).ok().map(String::from)
    }

    #[test]
    fn allows_web_mail_and_relative() {
        for good in [
            "https://example.org/a?b=c#d",
            "HTTP://EXAMPLE.ORG",
            "mailto:toasoan@example.org",
            "tel:19001234",
            "sms:1400?body=HO%20TRO",
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
        assert_eq!(host("https://example.org:8080/x").as_deref(), Some("example.org"));
        assert_eq!(host("//example.org").as_deref(), Some("example.org"));
        assert_eq!(host("https://[2001:db8::1]:8080/x").as_deref(), Some("[2001:db8::1]"));
        assert_eq!(host("/x"), None);
        assert_eq!(host("/x?to=https://example.org//"), None);
        assert_eq!(host("mailto:a//b@example.org"), None);
    }

    #[test]
    fn the_host_that_is_named_is_the_host_that_is_opened() {
        // A browser opens the first host of each; readers of addresses that know less see another.
        for (text, opened) in [
            (r"https://evil.example\@good.example/", "https://evil.example/@good.example/"),
            (r"https:\\evil.example\good.example", "https://evil.example/good.example"),
            ("https:evil.example/x", "https://evil.example/x"),
            ("https:///evil.example/x", "https://evil.example/x"),
            (r"/\evil.example/x", "//evil.example/x"),
            (r"\\evil.example/x", "//evil.example/x"),
            ("///evil.example/x", "//evil.example/x"),
            ("https://%65vil.example/", "https://evil.example/"),
            ("https://EVIL.example:443/", "https://evil.example/"),
            ("https://1.1/", "https://1.0.0.1/"),
        ] {
            let link = Link::new(text).unwrap_or_else(|_| panic!("{text}"));
            assert_eq!(link.as_str(), opened, "{text}");
            let host = opened.split("//").nth(1).unwrap().split('/').next();
            assert_eq!(link.host(), host, "{text}");
        }
        for refused in [
            "https://good.example@evil.example/",
            "https://a:b@evil.example/",
            "//good.example@evil.example/",
            "https://",
            "https://[",
            "https://a b/",
            "https://exa\u{fffe}mple/",
        ] {
            assert_eq!(of(refused), None, "{refused}");
        }
    }

    #[test]
    fn is_kept_as_browsers_write_it() {
        for (text, kept) in [
            ("https://example.org", "https://example.org/"),
            ("https://example.org/a/../Cầu gỗ", "https://example.org/C%E1%BA%A7u%20g%E1%BB%97"),
            ("/media/a.jpg", "/media/a.jpg"),
            ("/a/./b/../c d", "/a/c%20d"),
            (r"a\b.jpg", "a/b.jpg"),
            ("Cầu.jpg", "C%E1%BA%A7u.jpg"),
            (r"/x?q=\", r"/x?q=\"),
        ] {
            assert_eq!(of(text).as_deref(), Some(kept), "{text}");
            assert_eq!(of(kept).as_deref(), Some(kept), "{text}");
        }
        // A path that begins with two slashes once its dots are gone would be a host.
        assert_eq!(of("/.//evil.example"), None);
    }

    #[test]
    fn what_the_browser_s_build_refuses_is_what_parsers_disagree_about() {
        for good in
            ["https://example.org/", "//example.org/", "/x", "x", "?a=b:c", "#a", "mailto:a@b"]
        {
            assert!(is_plain(good), "{good}");
        }
        for bad in [
            r"https://evil.example\@good.example/",
            r"/\evil.example",
            "///evil.example",
            "https:evil.example",
            "https:///evil.example",
            "https://a@b/",
            "//a@b/",
            "javascript:alert(1)",
        ] {
            assert!(!is_plain(bad), "{bad}");
        }
    }
}
