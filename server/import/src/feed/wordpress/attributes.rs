//! The attributes of a shortcode, as WordPress reads them.

/// The attributes of a shortcode. Those without a name have their position as a name: `0`, `1`.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Attributes(Vec<(String, String)>);

impl Attributes {
    /// The value of the attribute `name`; `None` for an empty one.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// Whether an attribute has a name, which is rare for plain text in brackets.
    pub fn has_names(&self) -> bool {
        self.0.iter().any(|(name, _)| name.starts_with(|c: char| c.is_ascii_alphabetic()))
    }
}

/// Reads attributes from `written`, the text after the name of a shortcode.
pub fn attributes(written: &str) -> Attributes {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut rest = written.trim_start();
    while !rest.is_empty() {
        let name_end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '=' | '"' | '\''))
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(name_end);
        let is_name = !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
        let (name, value) = match after.trim_start().strip_prefix('=').filter(|_| is_name) {
            Some(value) => (Some(name), value.trim_start()),
            None => (None, rest),
        };
        let (value, after) = value_at(value);
        let name = name.map_or_else(|| found.len().to_string(), str::to_owned);
        found.push((name, value.to_owned()));
        rest = after.trim_start();
    }
    Attributes(found)
}

/// The value at the beginning of `text`, in quotes of any kind or up to a blank, and the rest.
fn value_at(text: &str) -> (&str, &str) {
    for (open, close) in [
        ("\"", "\""),
        ("'", "'"),
        ("“", "”"),
        ("”", "”"),
        ("&#8221;", "&#8221;"),
        ("&quot;", "&quot;"),
    ] {
        if let Some(value) = text.strip_prefix(open) {
            return value.split_once(close).unwrap_or((value, ""));
        }
    }
    let mut blank = text.char_indices().skip(1);
    let end = blank.find(|(_, c)| c.is_whitespace()).map_or(text.len(), |(at, _)| at);
    text.split_at(end)
}
