//! The condition, in SQL, for the articles of a list.

use bantin_model::path::ListKind;
use rusqlite::{Connection, ToSql};

use super::{StoreError, months};

/// The condition for the articles of a list, over `article a`.
pub(super) struct Members<'a> {
    pub condition: &'static str,
    key: Option<&'a str>,
    /// From when until when they were published, in Unix seconds.
    span: Option<(i64, i64)>,
}

impl<'a> Members<'a> {
    pub fn of(c: &Connection, kind: &'a ListKind) -> Result<Self, StoreError> {
        let (condition, key) = match kind {
            ListKind::Latest | ListKind::MostRead => ("true", None),
            ListKind::Language(lang) | ListKind::MostReadLanguage(lang) => {
                ("a.lang = :key", Some(lang))
            }
            ListKind::Section(id) | ListKind::MostReadSection(id) => ("a.section = :key", Some(id)),
            ListKind::Tag(id) => ("a.id IN (SELECT article FROM tag WHERE tag = :key)", Some(id)),
            ListKind::Author(id) => {
                ("a.id IN (SELECT article FROM author WHERE author = :key)", Some(id))
            }
            ListKind::Month(id) => {
                let span = months::span(&months::zone(c)?, id);
                let condition = match span {
                    Some(_) => "a.published_at >= :from AND a.published_at < :until",
                    None => "false",
                };
                return Ok(Self { condition, key: None, span });
            }
        };
        Ok(Self { condition, key: key.map(String::as_str), span: None })
    }

    /// The values of the parameters in the condition.
    pub fn values(&self) -> Vec<(&str, &dyn ToSql)> {
        let key = self.key.iter().map(|key| (":key", key as &dyn ToSql));
        let span = self.span.iter().flat_map(|(from, until)| {
            [(":from", from as &dyn ToSql), (":until", until as &dyn ToSql)]
        });
        key.chain(span).collect()
    }

    /// How many articles of the list fulfil `condition` as well.
    pub fn count(
        &self,
        c: &Connection,
        condition: &str,
        values: &[(&str, &dyn ToSql)],
    ) -> Result<u64, StoreError> {
        let sql =
            format!("SELECT count(*) FROM article a WHERE {} AND {condition}", self.condition);
        let values = [self.values().as_slice(), values].concat();
        Ok(c.prepare_cached(&sql)?.query_row(values.as_slice(), |row| row.get(0))?)
    }
}
