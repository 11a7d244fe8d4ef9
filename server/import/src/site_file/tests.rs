use super::*;

/// A site with one section.
pub const GOOD: &str = r#"
    name = "Bản Tin"
    url = "https://news.example"
    languages = ["vi", "en"]
    time_zone = "Asia/Ho_Chi_Minh"
    [[sections]]
    id = "thoi-su"
    name = "Thời sự"
    lang = "vi"
"#;

/// What a `site.toml` with this text says, alone in its folder.
pub fn file_of(text: &str) -> Result<SiteFile, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(NAME);
    std::fs::write(&path, text).unwrap();
    read(&path).map_err(|error| error.to_string())
}

/// Asserts that what is wrong is named at this line, and what to write; `what` is what was wrong.
pub fn is_named(error: &str, line: usize, says: &str, what: &str) {
    assert!(error.contains(&format!("{NAME}:{line}: ")), "{what}: {error}");
    assert!(error.contains(says), "{what}: {error}");
}

fn of(text: &str) -> Result<Site, String> {
    file_of(text).map(|file| file.site)
}

#[test]
fn a_good_file_is_a_site() {
    let site = of(GOOD).unwrap();
    assert_eq!(site.url.as_str(), "https://news.example/");
    assert_eq!(site.default_language, "vi");
    assert_eq!(site.section("thoi-su").unwrap().name, "Thời sự");
}

#[test]
fn what_is_wrong_is_named_with_its_line_and_what_to_write() {
    for (from, to, line, says) in [
        ("Asia/Ho_Chi_Minh", "Asia/Ho_Chi_Min", 5, "did you mean \"Asia/Ho_Chi_Minh\"?"),
        ("https://news.example", "/news", 3, "absolute"),
        ("https://news.example", "ftp://news.example", 3, "https://"),
        ("https://news.example", "https://a:b@news.example", 3, "password"),
        ("https://news.example", "https://news.example/?page=2", 3, "query"),
        ("https://news.example", "https://news.example/#top", 3, "fragment"),
        ("\"thoi-su\"", "\"Thời sự\"", 7, "section \"Thời sự\""),
        ("lang = \"vi\"", "lang = \"vn\"", 9, "did you mean \"vi\"?"),
        ("name = \"Thời sự\"", "name = \" \"", 8, "name is empty"),
        ("name = \"Bản Tin\"", "name = \"\"", 2, "name is empty"),
        ("name = \"Bản Tin\"", "name = \"Bản\\nTin\"", 2, "one line"),
        ("name = \"Bản Tin\"", "naem = \"Bản Tin\"", 2, "did you mean \"name\"?"),
        ("lang = \"vi\"", "lan = \"vi\"", 9, "did you mean \"lang\"?"),
        ("time_zone", "timezone", 5, "did you mean \"time_zone\"?"),
        ("[\"vi\", \"en\"]", "[]", 4, "at least one"),
        ("\"vi\", \"en\"", "\"vi\", \"en\", \"vi\"", 4, "\"vi\" stands twice"),
        ("\"en\"]", "\"tiếng Anh\"]", 4, "BCP 47"),
        ("\"en\"]", "\"en_GB\"]", 4, "write \"en-GB\" for \"en_GB\""),
        ("\"en\"]", "\"x-ours\"]", 4, "two or three letters"),
        ("\"en\"]", "\"en-u-ca-buddhist\"]", 4, "with a script or a region"),
        ("\"en\"]", "\"EN\"]", 4, "write \"en\" for \"EN\""),
    ] {
        is_named(&of(&GOOD.replacen(from, to, 1)).unwrap_err(), line, says, to);
    }
}

#[test]
fn a_section_that_stands_twice_is_named_where_it_does() {
    let twice = format!("{GOOD}\n[[sections]]\nid = \"thoi-su\"\nname = \"a\"\nlang = \"vi\"");
    let error = of(&twice).unwrap_err();
    assert!(error.contains(":12: section \"thoi-su\" stands twice"), "{error}");
}

#[test]
fn an_address_is_written_as_browsers_write_it() {
    let site =
        of(&GOOD.replace("https://news.example", "HTTPS://News.Example:443/a/../b")).unwrap();
    assert_eq!(site.url.as_str(), "https://news.example/b/");
}

#[cfg(unix)]
#[test]
fn a_link_out_of_its_folder_is_refused() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::fs::write(elsewhere.path().join("secret"), GOOD).unwrap();
    let path = folder.path().join(NAME);
    std::os::unix::fs::symlink(elsewhere.path().join("secret"), &path).unwrap();
    let error = read(&path).unwrap_err();
    assert!(matches!(error, SiteFileError::Outside(_)), "{error}");
    std::fs::remove_file(&path).unwrap();
    std::fs::write(folder.path().join("own"), GOOD).unwrap();
    std::os::unix::fs::symlink(folder.path().join("own"), &path).unwrap();
    assert!(read(&path).is_ok());
}
