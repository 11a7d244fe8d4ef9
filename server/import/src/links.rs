//! The `Link` header of HTTP (RFC 8288).

use super::fetch::Fetched;

/// The relation and the address of each link in the header of `fetched`, as they are written.
pub fn of(fetched: &Fetched) -> Vec<(String, String)> {
    let headers = fetched.headers.get_all("link").iter();
    headers.filter_map(|value| value.to_str().ok()).flat_map(links_in).collect()
}

/// Whether `relations`, a list separated by blanks, contains `wanted`.
pub fn has_relation(relations: &str, wanted: &str) -> bool {
    relations.split_ascii_whitespace().any(|relation| relation.eq_ignore_ascii_case(wanted))
}

fn links_in(value: &str) -> Vec<(String, String)> {
    // Addresses may contain commas, so a link begins at `<`.
    let links = value.split('<').skip(1).filter_map(|link| link.split_once('>'));
    links
        .filter_map(|(address, parameters)| {
            let mut parameters = parameters.split([';', ',']).map(str::trim);
            let relations = parameters.find_map(|parameter| parameter.strip_prefix("rel="))?;
            Some((relations.trim_matches('"').to_owned(), address.to_owned()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_have_relations() {
        let pair = |relations: &str, address: &str| (relations.to_owned(), address.to_owned());
        assert_eq!(
            links_in("<https://a.example/f,1>; rel=self, <hub>; title=\"a\"; rel=\"hub x\""),
            [pair("self", "https://a.example/f,1"), pair("hub x", "hub")]
        );
        for none in ["", "rel=hub", "<https://hub.example/>; title=\"rel=hub\"", "<a"] {
            assert_eq!(links_in(none), [], "{none}");
        }
        assert!(has_relation("next Hub", "hub"));
        assert!(!has_relation("hubs", "hub"));
    }
}
