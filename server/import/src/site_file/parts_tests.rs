//! What `site.toml` says of articles, of masthead and footer, and of front pages.

use bantin_model::{Brand, FrontBlock, OwnLine};

use super::tests::is_named;
use super::{NAME, read};

const START: &str = "name = \"Sông Quê\"\nurl = \"https://song.example/\"\nlanguages = [\"vi\", \"en-GB\"]\ntime_zone = \"Asia/Ho_Chi_Minh\"\n[[sections]]\nid = \"thoi-su\"\nname = \"Thời sự\"\nlang = \"vi\"\n";

fn of(parts: &str) -> Result<Brand, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(NAME);
    let face = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><rect width='8' height='8' fill='#0b5d3b'/></svg>";
    std::fs::write(folder.path().join("lan.svg"), face).unwrap();
    for (name, css) in [
        ("own.css", "a { background: url(data:image/gif;base64,AA) }"),
        ("import.css", "@IMPORT 'a.css';"),
        ("far.css", "a { background: url( 'https://far.example/a.png') }"),
    ] {
        std::fs::write(folder.path().join(name), css).unwrap();
    }
    // What stands for itself comes before all tables.
    let (first, rest) = match parts.split_once('\n') {
        Some((first, rest)) if first.starts_with("style") => (first, rest),
        None if parts.starts_with("style") => (parts, ""),
        _ => ("", parts),
    };
    let text = match first {
        "" => format!("{START}{rest}"),
        first => format!("{first}\n{START}{rest}"),
    };
    std::fs::write(&path, text).unwrap();
    read(&path).map(|file| file.site.brand).map_err(|error| error.to_string())
}

fn own(text: &str, href: Option<&str>, lang: Option<&str>) -> OwnLine {
    let href = href.map(|href| bantin_model::Link::new(href).unwrap());
    OwnLine { text: text.into(), href, lang: lang.map(str::to_owned) }
}

#[test]
fn what_is_shown_of_articles_is_named() {
    let brand = of("[show]\narticle = [\"author\"]\nlists = [\"views\", \"rating\"]").unwrap();
    assert!(brand.shows("author") && !brand.shows("views") && !brand.lists("author"));
    assert!(brand.lists("views") && brand.lists("rating"));
    let brand = of("[show]\nlists = [\"author\"]").unwrap();
    assert!(brand.shows("reading_time") && brand.shows("rating"));
    assert!(of("").unwrap().shows("views") && !of("").unwrap().lists("views"));
}

#[test]
fn masthead_and_footer_have_the_newsroom_s_own_lines() {
    let brand = of("[masthead]\nlinks = [{ text = \"Báo in\", href = \"/about/bao-in/\", lang = \"vi\" }]\n\
        [footer]\nlinks = [{ text = \"Ads\", href = \"mailto:a@song.example\" }]\n\
        social = [\"https://www.facebook.com/song\", \"https://zalo.me/1\", \"https://social.example/@song\"]\n\
        [[footer.imprint]]\nlicence = \"Giấy phép số 1\"\ntelephone = \"+84 28 (3822) 1234\"\nemail = \"toasoan@song.example\"\n\
        [[footer.imprint]]\nlang = \"en\"\nlicence = \"Licence 1\"").unwrap();
    assert_eq!(brand.menu, [own("Báo in", Some("/about/bao-in/"), Some("vi"))]);
    assert_eq!(brand.links, [own("Ads", Some("mailto:a@song.example"), None)]);
    let names: Vec<_> = brand.social.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(names, ["Facebook", "Zalo", "social.example"]);
    assert_eq!(
        brand.imprint,
        [
            own("Giấy phép số 1", None, Some("vi")),
            own("+84 28 (3822) 1234", Some("tel:+842838221234"), Some("vi")),
            own("toasoan@song.example", Some("mailto:toasoan@song.example"), Some("vi")),
            own("Licence 1", None, Some("en-GB")),
        ]
    );
}

#[test]
fn a_masthead_has_six_links_and_a_footer_any_number() {
    let links = |place: &str, count: usize| {
        let links = "{ text = \"a\", href = \"/\" }, ".repeat(count);
        of(&format!("[{place}]\nlinks = [{links}]")).unwrap()
    };
    assert_eq!(links("masthead", 6).menu.len(), 6);
    assert_eq!(links("footer", 20).links.len(), 20);
}

#[test]
fn a_front_page_is_a_list_of_blocks() {
    let brand = of("[[front]]\nblock = \"lead\"\ncount = 4\n[[front]]\nblock = \"section\"\nsection = \"thoi-su\"\nlayout = \"cards\"\n\
        [[authors]]\nname = \"Lan Phạm\"\npicture = \"lan.svg\"").unwrap();
    let block = |block: &str, section: Option<&str>, layout: Option<&str>, count| FrontBlock {
        block: block.into(),
        layout: layout.map(str::to_owned),
        section: section.map(str::to_owned),
        count,
        lang: section.map(|_| "vi".to_owned()),
    };
    assert_eq!(
        brand.front,
        [
            block("lead", None, None, Some(4)),
            block("section", Some("thoi-su"), Some("cards"), None)
        ]
    );
    assert_eq!(brand.front_in("en-GB").count(), 1);
    assert_eq!(brand.front_sections("vi"), ["thoi-su"]);
    assert!(brand.face("lan-pham").is_some());
}

#[test]
fn fonts_a_style_and_scripts_are_the_newsroom_s_own() {
    let hash = format!("sha384-{}", "A".repeat(64));
    let brand = of(&format!(
        "style = \"own.css\"\n[fonts]\ntext = \"times\"\n[[scripts]]\nsrc = \"https://count.example/a.js\"\nintegrity = \"{hash}\"\nconnect = [\"https://count.example/hit\"]"
    ));
    let brand = brand.unwrap();
    assert_eq!(brand.fonts.unwrap().text.as_deref(), Some("times"));
    assert!(brand.style.unwrap().as_str().ends_with(".css"));
    assert_eq!(brand.scripts[0].integrity, hash);
    assert_eq!(brand.scripts[0].connect[0].as_str(), "https://count.example/hit");
}

#[test]
fn what_is_wrong_is_named_with_its_line_and_what_to_write() {
    for (parts, line, says) in [
        ("[show]\narticle = [\"autor\"]", 10, "did you mean \"author\"?"),
        ("[show]\nlists = [\"reading_time\"]", 10, "but not in lists"),
        ("[show]\nlists = [\"views\", \"views\"]", 10, "stands twice"),
        ("[show]\nlist = []", 10, "did you mean \"lists\"?"),
        ("[masthead]\nlinks = [{ text = \"\", href = \"/\" }]", 10, "text is empty"),
        ("[masthead]\nlinks = [{ text = \"a\", herf = \"/\" }]", 10, "did you mean \"href\"?"),
        (
            "[masthead]\nlinks = [{ text = \"a\", href = \"javascript:alert(1)\" }]",
            10,
            "leads nowhere",
        ),
        (
            "[masthead]\nlinks = [{ text = \"a\", href = \"song.example/a\" }]",
            10,
            "did you mean \"https://song.example/a\"?",
        ),
        (
            "[footer]\nlinks = [{ text = \"a\", href = \"about/a/\" }]",
            10,
            "did you mean \"/about/a/\"?",
        ),
        (
            "[footer]\nlinks = [{ text = \"a\", href = \"a@song.example\" }]",
            10,
            "did you mean \"mailto:a@song.example\"?",
        ),
        (
            "[footer]\nlinks = [{ text = \"a\", href = \"/\", lang = \"fr\" }]",
            10,
            "not among the languages",
        ),
        (
            "[footer]\nsocial = [\"facebook.com/song\"]",
            10,
            "did you mean \"https://facebook.com/song\"?",
        ),
        (
            format!("[masthead]\nlinks = [{}]", "{ text = \"a\", href = \"/\" }, ".repeat(7))
                .as_str(),
            10,
            "there is room for 6",
        ),
        ("[[footer.imprint]]\neditr = \"a\"", 10, "did you mean \"editor\"?"),
        ("[[footer.imprint]]\ntelephone = \"gọi\"", 10, "no telephone number"),
        ("[[footer.imprint]]\nemail = \"a at b\"", 10, "is no e-mail address"),
        (
            "[[footer.imprint]]\neditor = \"a\"\n[[footer.imprint]]\neditor = \"b\"",
            12,
            "there are two in \"vi\"",
        ),
        ("[[front]]\nblock = \"laed\"", 10, "did you mean \"lead\"?"),
        ("[[front]]\nblock = \"section\"", 10, "says which"),
        ("[[front]]\nblock = \"section\"\nsection = \"thoisu\"", 11, "did you mean \"thoi-su\"?"),
        ("[[front]]\nblock = \"latest\"\nsection = \"thoi-su\"", 11, "takes no section"),
        (
            "[[front]]\nblock = \"section\"\nsection = \"thoi-su\"\nlayout = \"card\"",
            12,
            "did you mean \"cards\"?",
        ),
        ("[[front]]\nblock = \"latest\"\nlayout = \"cards\"", 11, "a block \"section\" alone"),
        ("[[front]]\nblock = \"latest\"\ncount = 99", 11, "the nearest is 20"),
        ("[[front]]\nblock = \"most-read\"\ncount = 7", 11, "the nearest is 6"),
        ("[[front]]\nblock = \"pinned\"\ncount = 2", 11, "has one story"),
        ("[[front]]\nblock = \"lead\"\n[[front]]\nblock = \"lead\"", 12, "two blocks \"lead\""),
        (
            "[[front]]\nblock = \"opinion\"\nsection = \"thoi-su\"\nlang = \"en\"",
            12,
            "is in \"vi\"",
        ),
        ("style = \"own.cs\"", 1, "is not there"),
        ("style = \"import.css\"", 1, "@import"),
        ("style = \"far.css\"", 1, "it fetches \"https://far.example/a.png"),
        ("[fonts]\ntext = \"tims\"", 10, "did you mean \"times\"?"),
        ("[[scripts]]\nsrc = \"https://a.example/a.js\"", 10, "integrity is missing"),
        ("[[scripts]]\nsrc = \"http://a.example/a.js\"", 10, "https://"),
        ("[[scripts]]\nsrc = \"https://a.example/a;b.js\"", 10, "a policy cannot have"),
        ("[[scripts]]\nsrc = \"https://a.example/a.js\"\nintegrity = \"abc\"", 11, "is no hash"),
        ("[[authors]]\nname = \"Lan\"\npicture = \"lna.svg\"", 11, "did you mean \"lan.svg\"?"),
    ] {
        is_named(&of(parts).unwrap_err(), line, says, parts);
    }
}
