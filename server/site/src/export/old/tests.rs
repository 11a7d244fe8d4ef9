//! Old addresses in every form, and as pages.

use bantin_model::{Site, Slug};
use bantin_store::sqlite::OldAddressRedirect;

use super::address::Old;
use super::pages::file_of;
use super::*;

fn led(from: &[&str]) -> Vec<OldAddressRedirect> {
    let to = Slug::new("bai").unwrap();
    from.iter()
        .map(|from| OldAddressRedirect { from: (*from).to_owned(), to: to.clone() })
        .collect()
}

fn site() -> Site {
    bantin_core::nameless::nameless()
}

/// What may stand in an address and means something in one of the forms. The rest is refused before it is kept.
const HOSTILE: &str = "/a b/$uri;'(x)*+,:@&=![]~%41 lũ/";

#[test]
fn every_form_says_where_an_address_leads() {
    let led = led(&["/2023/lu-ve/", "/2023/b.html", "/?p=12"]);
    let site = site();
    assert_eq!(
        redirects(&led, &site, "/"),
        "/2023/lu-ve /articles/bai/ 301\n/2023/lu-ve/ /articles/bai/ 301\n\
         /2023/b /articles/bai/ 301\n/2023/b.html /articles/bai/ 301\n/ p=12 /articles/bai/ 301!\n"
    );
    assert_eq!(
        for_nginx(&led, &site, "/"),
        "\"/2023/lu-ve?\" /articles/bai/;\n\"/2023/b?\" /articles/bai/;\n\"/?12\" /articles/bai/;\n"
    );
    assert!(for_caddy(&led, &site, "/").contains("\n\t\"/2023/b?\" /articles/bai/\n"));
    assert!(for_apache(&led, &site, "/").contains(
        "\nRewriteCond %{QUERY_STRING} (?:^|&)p=12(?:&|$)\nRewriteRule ^(/|/index\\.html?|\\.html?)?$ "
    ));
    // In a folder of its host.
    assert!(
        redirects(&led, &site, "/tin/").starts_with("/tin/2023/lu-ve /tin/articles/bai/ 301\n")
    );
    assert!(for_apache(&led, &site, "/tin/").contains("^2023/lu-ve("));
    let own = self::led(&["/tin/2023/c/"]);
    assert!(for_nginx(&own, &site, "/tin/").starts_with("\"/tin/2023/c?\" /tin/articles/bai/"));
}

#[test]
fn in_redirects_an_address_is_one_word_of_plain_signs() {
    let lines = redirects(&led(&[HOSTILE]), &site(), "/");
    assert_eq!(lines.lines().count(), 2);
    for line in lines.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        assert_eq!(words.len(), 3, "{line}");
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~%".contains(&byte);
        assert!(words[0].bytes().all(is_plain), "{line}");
    }
    assert!(lines.starts_with("/a%20b/%24uri%3B%27%28x%29%2A"), "{lines}");
}

#[test]
fn for_nginx_and_caddy_an_address_stays_between_its_marks() {
    let line = for_nginx(&led(&[HOSTILE]), &site(), "/");
    assert_eq!(line, format!("\"{}?\" /articles/bai/;\n", HOSTILE.trim_end_matches('/')));
    // Should anything get past the rules for addresses, it does not get out of them here.
    let worse = for_nginx(&led(&["/a\" /evil/;\n\"b\\{c}"]), &site(), "/");
    assert_eq!(worse, "\"/a /evil/;bc?\" /articles/bai/;\n");
    let caddy = for_caddy(&led(&["/a\" /evil/\n}\n{$HOME}\\"]), &site(), "/");
    assert!(caddy.contains("\t\"/a /evil/$HOME?\" /articles/bai/\n"), "{caddy}");
    assert!(!for_caddy(&[], &site(), "/").contains("map"));
}

#[test]
fn in_a_pattern_of_apache_s_no_sign_means_anything() {
    let rules = for_apache(&led(&[HOSTILE, "/x\n%{ENV:A}"]), &site(), "/");
    assert_eq!(rules.lines().count(), 3, "{rules}");
    for line in rules.lines().skip(1) {
        let words: Vec<&str> = line.split(' ').collect();
        assert_eq!(words.len(), 4, "{line}");
        let pattern = words[1].strip_prefix('^').unwrap();
        let pattern = pattern.strip_suffix("(/|/index\\.html?|\\.html?)?$").unwrap();
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_\\".contains(&byte);
        assert!(pattern.bytes().all(is_plain), "{line}");
    }
    assert!(rules.starts_with("RewriteRule ^(api|") && rules.contains("[S=2]"), "{rules}");
}

#[test]
fn what_is_the_site_s_own_is_never_shadowed() {
    let own = [
        "/api/v1/site.json",
        "/media/a",
        "/embed/x/",
        "/feeds/x",
        "/tags/a/",
        "/sections/a",
        "/archive/",
        "/search/",
        "/saved/",
        "/pages/2/",
        "/robots.txt",
        "/404.html",
        "/shell.html",
        "/_headers",
        "/.htaccess",
        "/en/",
        "/healthz",
        "/API/v1/site.json",
        "/Tags/x",
        "/EN/",
        "/Search/",
        "/embed/latest/?p=1",
    ];
    let mut site = site();
    site.languages = vec!["vi".to_owned(), "en".to_owned()];
    for path in own {
        assert_eq!(redirects(&led(&[path]), &site, "/"), "", "{path}");
    }
    for path in ["/2023/x", "/articles/cu/", "/tin/v1.2/", "/about/ai/", "/xa/", "/tin-cu/"] {
        assert_ne!(redirects(&led(&[path]), &site, "/"), "", "{path}");
    }
    // With the folder of the site before it, too.
    for path in own.into_iter().chain(["/articles/mot/", "/"]) {
        let path = format!("/tin{path}");
        assert_eq!(redirects(&led(&[&path]), &site, "/tin/"), "", "{path}");
    }
}

#[test]
fn what_is_one_address_in_a_folder_is_one_line() {
    let led = led(&["/2023/c", "/tin/2023/C/", "/tin/?p=12", "/?p=12"]);
    let lines = for_nginx(&led, &site(), "/tin/");
    assert_eq!(lines, "\"/tin/2023/c?\" /tin/articles/bai/;\n\"/tin?12\" /tin/articles/bai/;\n");
    assert_eq!(for_caddy(&led, &site(), "/tin/").matches("/2023/").count(), 1);
}

#[test]
fn pages_that_lead_on_are_never_in_the_way_of_others() {
    let site = site();
    let file = |from: &str| {
        let led = led(&[from]);
        file_of(&Old::of(&led[0], &site, "/")?)
    };
    for (from, expected) in [
        ("/2023/a/", Some("2023/a/index.html")),
        ("/2023/a.html", Some("2023/a.html")),
        ("/2023/lũ về/", Some("2023/lũ về/index.html")),
        ("/?p=12", None),
        ("/a.html/b/", None),
        ("/articles/mot/index.html/b", None),
        ("/v1.2/b", None),
        ("/2023/.a/", None),
        ("/articles/mot/gone.html", None),
    ] {
        assert_eq!(file(from).as_deref(), expected, "{from}");
    }
    assert_eq!(file(&format!("/a/{}/", "x".repeat(201))), None);
}
