//! `site.toml`.

use bantin_import::site_file;

use crate::{Target, safe};

pub const SITE_TOML: Target = Target {
    name: "site_toml",
    run: site_toml,
    corpus: &[include_bytes!("corpus/site.toml")],
    words: &[
        "name = ",
        "url = ",
        "languages = [",
        "time_zone = ",
        "[[sections]]\n",
        "id = ",
        "lang = ",
        "\"vi\"",
        "\"https://",
        "'''",
        "\"\"\"",
        "\n",
        "true",
        "1979-05-27",
    ],
    inputs: 1000,
};

/// A site is whole and safe, or the file is refused with its path.
fn site_toml(data: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(site_file::NAME);
    std::fs::write(&path, data).unwrap();
    match site_file::read(&path) {
        Ok(site_file::SiteFile { site, .. }) => {
            safe::addresses(&serde_json::to_value(&site).unwrap());
            safe::again(&site);
            assert!(site.url.is_absolute() && site.url.as_str().ends_with('/'), "{:?}", site.url);
            assert!(site.languages.contains(&site.default_language));
            site.languages.iter().for_each(|tag| safe::tag(tag));
            for section in &site.sections {
                safe::name(&section.id);
                assert!(site.languages.contains(&section.lang), "{section:?}");
            }
            assert!(jiff::tz::TimeZone::get(&site.time_zone).is_ok());
        }
        Err(error) => assert!(error.to_string().contains(site_file::NAME), "{error}"),
    }
}
