//! Reads front matter: YAML between `---`, TOML between `+++` or JSON in braces, with the same result.

mod yaml;

use serde_json::{Map, Value};

use super::error::EntryError;

/// The fields above the text of a Markdown file.
pub struct Front<'a> {
    fields: Map<String, Value>,
    source: &'a str,
}

/// An error and the line of the file it is on, from 1.
pub type Located = (usize, EntryError);

/// Splits `text` into front matter and the Markdown below it.
///
/// # Errors
/// [`EntryError::NoFrontMatter`], [`EntryError::UnclosedFrontMatter`], [`EntryError::FrontMatter`].
pub fn split(text: &str) -> Result<(Front<'_>, &str), Located> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if is_object(text.trim_start()) {
        return json(text);
    }
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let fence = match first.trim_end() {
        "---" => "---",
        "+++" => "+++",
        _ => return Err((1, EntryError::NoFrontMatter)),
    };
    let mut at = 0;
    let mut end = None;
    for line in rest.split_inclusive('\n') {
        let bare = line.trim_end();
        if bare == fence || (fence == "---" && bare == "...") {
            end = Some((at, at + line.len()));
            break;
        }
        at += line.len();
    }
    let (end, body) = end.ok_or((1, EntryError::UnclosedFrontMatter(fence)))?;
    let source = rest.get(..end).unwrap_or_default();
    let value = if fence == "---" { yaml::read(source)? } else { toml(source)? };
    let fields = match value {
        Value::Object(fields) => fields,
        Value::Null => Map::new(),
        _ => return Err((2, EntryError::FrontMatter("it is not a list of fields".to_owned()))),
    };
    Ok((Front { fields, source }, rest.get(body..).unwrap_or_default()))
}

/// Whether `text` begins with a JSON object, and not with a template (`{{< … >}}`, `{% … %}`) or words in braces.
fn is_object(text: &str) -> bool {
    let inside = text.strip_prefix('{').map(str::trim_start);
    inside.is_some_and(|inside| !inside.starts_with(['{', '%', '#', ':']))
}

/// JSON, Hugo's third form: an object, and the text after it.
fn json(text: &str) -> Result<(Front<'_>, &str), Located> {
    let broken = |error: serde_json::Error| {
        (error.line(), EntryError::FrontMatter(format!("it is not JSON: {error}")))
    };
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Map<String, Value>>();
    let fields = values.next().ok_or((1, EntryError::NoFrontMatter))?.map_err(broken)?;
    let (source, body) = text.split_at_checked(values.byte_offset()).unwrap_or((text, ""));
    // Lines are counted from the second one, as in the other forms, which begin with a fence.
    let source = source.split_once('\n').map_or("", |(_, rest)| rest);
    Ok((Front { fields, source }, body))
}

fn toml(source: &str) -> Result<Value, Located> {
    let table: toml::Table = source.parse().map_err(|error: toml::de::Error| {
        let before = error.span().and_then(|span| source.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 2;
        (line, EntryError::FrontMatter(error.message().to_owned()))
    })?;
    Ok(from_toml(toml::Value::Table(table)))
}

fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(truth) => Value::Bool(truth),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(values) => values.into_iter().map(from_toml).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, from_toml(value))).collect())
        }
    }
}

impl Front<'_> {
    /// The line in the file of the first of `keys` that is there; 1 when none is.
    pub fn line(&self, keys: &[&str]) -> usize {
        let is_key = |line: &str| {
            keys.iter().any(|key| {
                let key = key.rsplit('.').next().unwrap_or(key);
                let line = line.trim_start();
                let line = line.trim_start_matches(['"', '\'']);
                let rest = line
                    .split_at_checked(key.len())
                    .filter(|(name, _)| name.eq_ignore_ascii_case(key))
                    .map(|(_, rest)| rest);
                rest.is_some_and(|rest| {
                    rest.trim_start_matches(['"', '\'', ' ', '\t']).starts_with([':', '='])
                })
            })
        };
        self.source.lines().position(is_key).map_or(1, |at| at + 2)
    }

    /// All values of the field `key`, in upper or lower case. `extra.draft` means the field `draft` in the table
    /// `extra`.
    pub fn all<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a Value> {
        let (tables, key) = match key.split_once('.') {
            Some((table, key)) => {
                let tables = named_any_case(&self.fields, table).filter_map(Value::as_object);
                (tables.collect(), key)
            }
            None => (vec![&self.fields], key),
        };
        tables.into_iter().flat_map(move |fields| named_any_case(fields, key))
    }

    /// The first of `keys` that has a value, as [`Front::all`] finds it.
    pub fn get<'a>(&'a self, keys: &[&'a str]) -> Option<&'a Value> {
        let is_empty = |value: &Value| match value {
            Value::Null => true,
            Value::String(text) => text.trim().is_empty(),
            Value::Array(values) => values.is_empty(),
            _ => false,
        };
        let field = |key: &&'a str| self.all(key).find(|value| !is_empty(value));
        keys.iter().find_map(field)
    }

    /// The text of a field; numbers and booleans as they are written.
    ///
    /// # Errors
    /// [`EntryError::Field`] when it is a list or a table.
    pub fn text(&self, keys: &[&'static str]) -> Result<Option<String>, Located> {
        let Some(value) = self.get(keys) else { return Ok(None) };
        match scalar(value) {
            Some(text) => Ok(Some(text).filter(|text| !text.trim().is_empty())),
            None => Err(self.misfit(keys, "text")),
        }
    }

    /// The names in a field, with their addresses: from a list of texts, a text with commas, or tables with a `name`.
    ///
    /// # Errors
    /// [`EntryError::Field`] when it is anything else.
    pub fn list(&self, keys: &[&'static str]) -> Result<Vec<(String, Option<String>)>, Located> {
        let misfit = || self.misfit(keys, "a list of texts");
        match self.get(keys) {
            None => Ok(Vec::new()),
            Some(Value::Array(values)) => {
                values.iter().map(|value| named(value).ok_or_else(misfit)).collect()
            }
            Some(value @ Value::Object(_)) => Ok(vec![named(value).ok_or_else(misfit)?]),
            Some(value) => {
                let text = scalar(value).ok_or_else(misfit)?;
                Ok(text.split(',').map(|part| (part.trim().to_owned(), None)).collect())
            }
        }
    }

    fn misfit(&self, keys: &[&'static str], expected: &'static str) -> Located {
        let field = keys.first().copied().unwrap_or("a field");
        (self.line(keys), EntryError::Field { field, expected })
    }
}

/// The values of the field `key` of `fields`: first the one written in this case, then those written in another.
fn named_any_case<'a>(
    fields: &'a Map<String, Value>,
    key: &str,
) -> impl Iterator<Item = &'a Value> {
    let others =
        fields.iter().filter(move |(name, _)| *name != key && name.eq_ignore_ascii_case(key));
    fields.get(key).into_iter().chain(others.map(|(_, value)| value))
}

/// The text of a value that is not a list or a table.
pub fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

fn named(value: &Value) -> Option<(String, Option<String>)> {
    match value {
        Value::Object(fields) => {
            let field =
                |keys: [&str; 3]| keys.iter().find_map(|key| fields.get(*key)).and_then(scalar);
            Some((field(["name", "title", "label"])?, field(["url", "link", "website"])))
        }
        value => Some((scalar(value)?, None)),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_begins_with_a_template_has_no_front_matter() {
        for text in ["{{< figure src=a.jpg >}}\n", "{% raw %}x", "{{ a }}", "{: .x}\nx", "{# a #}"]
        {
            let (line, error) = split(text).err().unwrap();
            assert!(matches!(error, EntryError::NoFrontMatter), "{text}: {error}");
            assert_eq!(line, 1);
        }
        let (_, error) = split("{\"title\": }").err().unwrap();
        assert!(error.to_string().contains("JSON"), "{error}");
        assert_eq!(split("{ \"title\": \"a\" }\nx").unwrap().1, "\nx");
    }

    #[test]
    fn fields_are_found_in_capitals_and_small_letters() {
        let (front, _) = split("---\na: 1\nTITLE: Cầu\nTaxonomies:\n  Tags: [x]\n---\n").unwrap();
        assert_eq!(front.text(&["title"]).unwrap().as_deref(), Some("Cầu"));
        assert_eq!(front.list(&["taxonomies.tags"]).unwrap(), [("x".to_owned(), None)]);
        assert_eq!(front.line(&["title"]), 3);
        // The field written exactly as asked for comes first.
        let (front, _) = split("---\nTitle: A\ntitle: B\n---\n").unwrap();
        assert_eq!(front.text(&["title"]).unwrap().as_deref(), Some("B"));
    }
}
