use super::tests::site;
use super::*;
use crate::config::Theme;

/// As the release build leaves it: no quotes, no comments, tags left out, attributes in order of their letters.
const MINIFIED: &str = "<!doctype html><html lang=vi><meta charset=utf-8><title>Tin tức · News</title>\
    <script>go(1<2)</script><style>p{color:red}</style><style data-file=/other-0.css>li{}</style><meta media=\"(prefers-color-scheme: light)\" content=#faf7f0 name=theme-color>\
    <link href=/icon.svg rel=icon type=image/svg+xml><link href=/apple-touch-icon.png rel=apple-touch-icon>\
    <link href=/manifest.webmanifest rel=manifest><script id=bantin-config type=application/json>{ \"base\": \"/\" }</script>\
    <script fetchpriority=low src=/boot-0.js type=module></script></head><body><div aria-hidden=true class=boot id=boot>\
    <div class=\"boot-line boot-name\"></div><div class=boot-line></div></div>\
    <div class=failed hidden id=failed role=alert><p>Lỗi. <span lang=en>Wrong.</span></p><p><a class=button href>Tải</a></p></div>\
    <div class=updated hidden id=updated role=status><a class=button href>Mới</a></div>\
    <noscript><div class=failed><p>JavaScript <a href=/a.json>a</a></p></div></noscript>\
    <link rel=stylesheet href=/style-0.css></body></html>";

/// As a person writes it.
const PLAIN: &str = r##"<!doctype html>
<html lang="vi" class="a">
  <head>
    <meta charset="utf-8" />
    <!-- The first styles. -->
    <title>Tin tức · News</title>
    <script>go(1<2)</script>
    <style>p{color:red}</style>
    <style data-file="/other-0.css">li{}</style>
    <meta name="theme-color" content="#faf7f0" media="(prefers-color-scheme: light)" />
    <link rel="icon" href="/icon.svg" type="image/svg+xml" />
    <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
    <link rel="manifest" href="/manifest.webmanifest" />
    <script type="application/json" id="bantin-config">{ "base": "/" }</script>
    <script type="module" src="/boot-0.js" fetchpriority="low"></script>
  </head>
  <body>
    <div id="boot" class="boot" aria-hidden="true">
      <div class="boot-line boot-name"></div>
      <div class="boot-line"></div>
    </div>
    <div id="failed" class="failed" role="alert" hidden>
      <p>Lỗi. <span lang="en">Wrong.</span></p>
      <div><p><a class="button" href="">Tải</a></p></div>
    </div>
    <div id="updated" class="updated" role="status" hidden>
      <a class="button" href="">Mới</a>
    </div>
    <noscript>
      <div class="failed"><p>JavaScript <a href="/a.json">a</a></p></div>
    </noscript>
    <link rel="stylesheet" href="/style-0.css">
  </body>
</html>
"##;

fn config(base: &str) -> Config {
    Config { base: base.to_owned(), theme: Some(Theme::Dark), ..Config::default() }
}

/// Without blanks between tags.
fn packed(html: &str) -> String {
    html.lines().map(str::trim).collect::<Vec<_>>().concat()
}

#[test]
fn a_page_is_put_into_what_was_built() {
    let template = Template::parse(MINIFIED, &config("/")).unwrap().with_policy("default-src 'a'");
    let html = template.fill(
        "ar",
        ["<style>b</style>", "<link rel=\"icon\">"],
        "<title>T</title>",
        "<div id=\"boot\">Text</div>",
        "<script>told</script>",
        Lang::En,
    );
    let words = Lang::En.page_messages();
    let button = |text: &str| format!("<a class=\"button\" href=\"\">{}</a>", escaped(text));
    let expected =
        "<!doctype html><html lang=\"ar\" dir=\"rtl\" data-theme=\"dark\"><meta charset=utf-8>\
        <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'a'\">\
        <script>go(1<2)</script><style>p{color:red}</style>\
        <style>b</style><title>T</title><link rel=\"icon\">\
        <script id=bantin-config type=application/json>CONFIG</script>\
        <script fetchpriority=low src=/boot-0.js type=module></script></head><body>\
        <div id=\"boot\">Text</div><script>told</script>\
        <div class=failed hidden id=failed role=alert><p>BROKEN</p><p>RELOAD</p></div>\
        <div class=updated hidden id=updated role=status>UPDATED</div>\
        <link rel=stylesheet href=/style-0.css></body></html>"
            .replace("BROKEN", &escaped(words.broken))
            .replace("RELOAD", &button(words.reload))
            .replace("UPDATED", &button(words.updated));
    let (before, rest) = expected.split_once("CONFIG").unwrap();
    let (told, after) = html
        .strip_prefix(before)
        .unwrap_or_else(|| panic!("{html}"))
        .split_once("</script>")
        .unwrap();
    assert_eq!(after, rest.strip_prefix("</script>").unwrap());
    let told: serde_json::Value = serde_json::from_str(told).unwrap();
    assert_eq!((&told["base"], &told["theme"]), (&"/".into(), &"dark".into()));
}

#[test]
fn a_page_that_is_not_minified_is_cut_in_the_same_places() {
    for base in ["/", "/sub/"] {
        let [minified, plain] =
            [MINIFIED, PLAIN].map(|html| Template::parse(html, &config(base)).unwrap());
        assert_eq!((minified.script(), minified.style()), ("go(1<2)", "p{color:red}"));
        assert_eq!((plain.script(), plain.style()), (minified.script(), minified.style()));
        assert_eq!((plain.other_style(), minified.other_style()), ("li{}", "li{}"));
        assert_eq!(plain.other_styles(), minified.other_styles());
        let lists = format!("<link rel=\"stylesheet\" href=\"{base}other-0.css\">");
        assert_eq!(plain.other_styles(), lists);
        assert_eq!(plain.styles(), minified.styles());
        assert_eq!(plain.styles(), format!("<link rel=\"stylesheet\" href=\"{base}style-0.css\">"));
        for template in [&minified, &plain] {
            let page = "<div id=\"boot\">Text</div>";
            let filled = template.fill("vi", ["", "BRAND"], "HEAD", page, "TOLD", Lang::Vi);
            let shell = template.shell("vi", ["", "BRAND"], "A & B", "TOLD", Lang::Vi);
            for html in [filled, shell] {
                let html = packed(&html);
                for gone in ["noscript", "theme-color", "icon", "manifest", "Tin tức", "bantin:"]
                {
                    assert!(!html.contains(gone), "{gone}: {html}");
                }
                let is_filled = html.contains("Text");
                assert_eq!(html.matches("boot-line").count(), if is_filled { 0 } else { 2 });
                let places: Vec<_> = [
                    "<html lang=\"vi\" data-theme=\"dark\">",
                    "go(1<2)</script><style>p{color:red}</style>",
                    if is_filled { "HEAD" } else { "<title>A &amp; B</title>" },
                    "BRAND",
                    "bantin-config",
                    "boot-0.js",
                    if is_filled { page } else { "<div class=\"boot-line boot-name\"></div>" },
                    "TOLD",
                    "failed",
                    "</p></div><div",
                    "updated",
                    "</a></div><link rel",
                    "</body></html>",
                ]
                .map(|part| html.find(part).unwrap_or_else(|| panic!("{part}: {html}")))
                .into();
                assert!(places.is_sorted(), "{places:?}: {html}");
            }
        }
    }
}

#[test]
fn addresses_from_the_root_are_below_the_folder_of_the_site() {
    for html in [MINIFIED, PLAIN] {
        let template = Template::parse(html, &config("/sub/")).unwrap();
        let html = shell(&template, &config("/sub/"), &site());
        assert!(html.contains("src=\"/sub/boot-0.js\""), "{html}");
        assert!(html.contains("href=\"/sub/style-0.css\""), "{html}");
        // The way to load the page anew has none.
        assert!(html.contains("href=\"\""), "{html}");
    }
}

#[test]
fn what_is_missing_or_there_twice_is_named() {
    let error = |html: &str| {
        Template::parse(html, &config("/")).err().map(|error| error.to_string()).unwrap_or_default()
    };
    for html in [MINIFIED, PLAIN] {
        let html = html.replace('"', "");
        for (part, other, named) in [
            ("<html lang", "<htm lang", "no <html>"),
            ("<title>", "<b>", "no <title>"),
            ("<style>", "<b>", "no <style>"),
            ("id=bantin-config", "id=a", "no id=bantin-config"),
            ("id=boot", "id=a", "no id=boot"),
            ("id=failed", "id=a", "no id=failed"),
            ("id=updated", "id=a", "no id=updated"),
            ("</head>", "<title>a</title></head>", "more than one <title>"),
            ("</head>", "<style>a</style></head>", "more than one <style>"),
            ("</head>", "<script>a</script></head>", "more than one <script> without an address"),
            ("<noscript>", "<div id=boot></div><noscript>", "more than one id=boot"),
            ("<noscript>", "<div id=failed></div><noscript>", "more than one id=failed"),
            ("<noscript>", "<p id=updated></p><noscript>", "more than one id=updated"),
            ("</body>", "<link href=/b.css rel=stylesheet></body>", "more than one rel=stylesheet"),
        ] {
            assert!(html.contains(part), "{part}");
            let told = error(&html.replacen(part, other, 1));
            assert!(told.contains(named), "{part} → {other}: {told}");
        }
        assert_eq!(error(&html), "");
    }
}
