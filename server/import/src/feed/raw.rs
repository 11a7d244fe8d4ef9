//! The raw elements of one item of an XML feed, for the parts that feed-rs does not read.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

/// The elements directly within an item, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Raw {
    fields: Vec<Field>,
}

/// One element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// The name with its prefix.
    pub name: String,
    /// Its own text, and that of elements in it.
    pub text: String,
    attributes: Vec<(String, String)>,
    /// The names and texts of the elements in it.
    children: Vec<(String, String)>,
}

impl Field {
    /// The attribute `name`, with its prefix.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// The text of an element in it.
    pub fn child(&self, name: &str) -> Option<&str> {
        let found = self.children.iter().find(|(known, _)| known == name);
        found.map(|(_, text)| text.as_str()).filter(|text| !text.is_empty())
    }
}

impl Raw {
    /// Reads `xml`, an element with those in it. Only the texts of elements that `wants` by name are kept. Reading ends
    /// at broken XML, which feed readers report.
    pub fn of(xml: &[u8], depth: usize, wants: impl Fn(&str) -> bool) -> Self {
        let mut reader = Reader::from_reader(xml);
        let mut raw = Self::default();
        let mut path: Vec<String> = Vec::new();
        let mut text = String::new();
        let mut buffer = Vec::new();
        while let Ok(event) = reader.read_event_into(&mut buffer) {
            let is_wanted = || path.get(depth).is_some_and(|name| wants(name));
            match event {
                Event::Eof => break,
                Event::Start(start) => {
                    let name = start.name().as_ref().to_owned();
                    if path.len() == depth && wants(&name) {
                        raw.fields.push(field(&name, &start));
                    }
                    path.push(name);
                    text.clear();
                }
                Event::Empty(start) if path.len() == depth => {
                    let name = start.name().as_ref().to_owned();
                    if wants(&name) {
                        raw.fields.push(field(&name, &start));
                    }
                }
                Event::Text(part) if is_wanted() => text.push_str(&part),
                Event::CData(part) if is_wanted() => text.push_str(&part),
                Event::GeneralRef(name) if is_wanted() => match name.resolve_char_ref() {
                    Ok(Some(c)) => text.push(c),
                    _ => match resolve_predefined_entity(&name) {
                        Some(known) => text.push_str(known),
                        None => text.push_str(&format!("&{};", &*name)),
                    },
                },
                Event::End(_) => {
                    let at = path.len();
                    let name = path.pop().unwrap_or_default();
                    let is_wanted = path.get(depth).map_or(wants(&name), |above| wants(above));
                    if let Some(field) = raw.fields.last_mut().filter(|_| is_wanted && at > depth) {
                        if at > depth + 1 {
                            field.children.push((name, text.trim().to_owned()));
                        } else if field.children.is_empty() {
                            field.text = text.trim().to_owned();
                        }
                    }
                    text.clear();
                }
                _ => {}
            }
            buffer.clear();
        }
        raw
    }

    /// All elements.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// All elements called `name`.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |field| field.name == name)
    }

    /// The first text of the elements called `name` that is not empty.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.all(name).map(|field| field.text.as_str()).find(|text| !text.is_empty())
    }

    /// The text of the first element.
    pub fn into_text(self) -> String {
        self.fields.into_iter().next().map(|field| field.text).unwrap_or_default()
    }

    /// The first value of WordPress' metadata under `key`.
    pub fn meta(&self, key: &str) -> Option<&str> {
        self.metas(key).next()
    }

    /// All values of WordPress' metadata under `key`.
    pub fn metas<'a>(&'a self, key: &str) -> impl Iterator<Item = &'a str> {
        let kept = self.all("wp:postmeta");
        let kept = kept.filter(move |field| field.child("wp:meta_key") == Some(key));
        kept.filter_map(|field| field.child("wp:meta_value"))
    }
}

fn field(name: &str, start: &BytesStart<'_>) -> Field {
    let attributes = start.attributes().flatten().map(|attribute| {
        let value = attribute.value.to_string();
        let value =
            quick_xml::escape::unescape(&value).map(|text| text.into_owned()).unwrap_or(value);
        (attribute.key.as_ref().to_owned(), value)
    });
    Field { name: name.to_owned(), attributes: attributes.collect(), ..Field::default() }
}
