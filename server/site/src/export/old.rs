//! The addresses that articles had where they came from, in the forms that hosts read, and as pages that lead on for
//! hosts that read none of them.
//!
//! [`bantin_core::old_address`] lets no sign into an address that ends a line, a quotation or a name in any of these forms.
//! Each form is written so that nothing else in an address has a meaning there either.

use std::collections::HashSet;

use bantin_core::old_address::parts;
use bantin_model::{Route, Site, Slug};
use bantin_store::sqlite::OldAddressRedirect;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Export, ExportError, hosts};

/// Everything in an address that is written with its bytes' numbers where only plain signs may stand.
const PLAIN: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A name of a file that is longer is refused by many a disk once it is packed, in bytes.
const LONGEST_NAME: usize = 200;

/// Folders of the site in which nothing but its own can be.
const OWN: [&str; 8] = ["api", "media", "embed", "feeds", "sections", "tags", "authors", "archive"];

/// An old address on the host of an export.
struct Old<'a> {
    /// Below the folder of the site, without a slash before it or what makes no difference at its end.
    path: String,
    /// WordPress' number of the post.
    number: Option<&'a str>,
    /// Whether it was written as the name of a file.
    is_file: bool,
    /// The page that it leads to.
    to: String,
}

impl<'a> Old<'a> {
    /// `None` where the site itself has something.
    fn of(led: &'a OldAddressRedirect, site: &Site, base: &str) -> Option<Self> {
        let (path, number) = parts(&led.from);
        // A site that was in the same folder of its host has it in its addresses.
        let folder = base.trim_end_matches('/');
        let in_folder = (base != "/").then(|| path.strip_prefix(folder)).flatten();
        let in_folder = in_folder.filter(|rest| rest.is_empty() || rest.starts_with('/'));
        let below = in_folder.unwrap_or(&*path);
        // nginx and many a disk make no difference between capitals and small letters.
        let small = below.to_lowercase();
        let is_article = || matches!(Route::parse(&small, "/"), Some(Route::Article { .. }));
        let is_taken = match number {
            Some(_) => is_own(&small),
            None => {
                !is_free(below, site)
                    || !is_free(&small, site)
                    // Which articles there are is asked for addresses at the root.
                    || (in_folder.is_some() && is_article())
            }
        };
        if is_taken {
            return None;
        }
        let below = below.trim_start_matches('/').to_owned();
        let is_file = [".html", ".htm"].iter().any(|end| led.from.ends_with(end));
        (number.is_some() || !below.is_empty()).then(|| Self {
            path: below,
            number,
            is_file,
            to: page(&led.to, base),
        })
    }
}

fn page(slug: &Slug, base: &str) -> String {
    Route::Article { slug: slug.clone() }.path(base)
}

/// The path with the folder of the site before it and no slash at its end, as the maps of nginx and Caddy look it up.
fn whole(base: &str, path: &str) -> String {
    match (base, path) {
        ("/", "") => "/".to_owned(),
        (base, path) => format!("{base}{path}").trim_end_matches('/').to_owned(),
    }
}

/// Whether `path` is in a folder in which nothing but the site's own can be.
fn is_own(path: &str) -> bool {
    OWN.contains(&path.split('/').nth(1).unwrap_or_default())
}

/// Whether no page, file or folder of the site is at `path`. Articles are left out by the store.
fn is_free(path: &str, site: &Site) -> bool {
    let first = path.split('/').nth(1).unwrap_or_default();
    let is_alone = path.matches('/').count() == 1;
    if is_own(path)
        || first.starts_with(['.', '_'])
        || (is_alone && (first.contains('.') || first == "404" || first == "shell"))
        || ["healthz", "readyz", "metrics"].contains(&first)
    {
        return false;
    }
    match Route::parse(path, "/") {
        None | Some(Route::Unknown | Route::Article { .. }) => true,
        Some(
            Route::Front { lang: Some(lang), .. }
            | Route::Search { lang: Some(lang), .. }
            | Route::Saved { lang: Some(lang) },
        ) => site.front_language(Some(&lang)).is_none(),
        Some(Route::About { slug }) => site.pages.iter().all(|page| page.slug != slug),
        Some(_) => false,
    }
}

fn all<'a>(
    led: &'a [OldAddressRedirect],
    site: &'a Site,
    base: &'a str,
) -> impl Iterator<Item = Old<'a>> {
    // With and without the folder of the site two may be one here, and nginx and Caddy refuse a line that is there twice.
    let mut seen = HashSet::new();
    let old = led.iter().filter_map(move |led| Old::of(led, site, base));
    old.filter(move |old| seen.insert((old.path.to_lowercase(), old.number)))
}

/// The lines for `_redirects`, as Netlify and Cloudflare Pages read it. Cloudflare passes over those by number.
pub fn redirects(led: &[OldAddressRedirect], site: &Site, base: &str) -> String {
    let lines = all(led, site, base).map(|old| {
        let from = format!("{base}{}", utf8_percent_encode(&old.path, PLAIN));
        let to = old.to;
        match old.number {
            Some(number) => format!("{from} p={number} {to} 301!\n"),
            None => {
                let other = if old.is_file { ".html" } else { "/" };
                format!("{from} {to} 301\n{from}{other} {to} 301\n")
            }
        }
    });
    lines.collect()
}

/// `_old.nginx`: what `docs/deploy/nginx.conf` includes into its map.
pub fn for_nginx(led: &[OldAddressRedirect], site: &Site, base: &str) -> String {
    let lines = all(led, site, base).map(|old| {
        let number = old.number.unwrap_or_default();
        format!("{} {};\n", quoted(&format!("{}?{number}", whole(base, &old.path))), old.to)
    });
    lines.collect()
}

/// `_old.caddy`: what `docs/deploy/Caddyfile` imports.
pub fn for_caddy(led: &[OldAddressRedirect], site: &Site, base: &str) -> String {
    let lines: String = all(led, site, base)
        .map(|old| {
            let number = old.number.unwrap_or_default();
            format!("\t{} {}\n", quoted(&format!("{}?{number}", whole(base, &old.path))), old.to)
        })
        .collect();
    // Caddy warns of an empty file.
    let first = "# Addresses that articles had where they came from.\n";
    if lines.is_empty() {
        return first.to_owned();
    }
    format!(
        "{first}@old path_regexp old ^(/.*?)(/|/index\\.html?|\\.html?)*$\n\
         map @old {{re.old.1}}?{{query.p}} {{old_address}} {{\n{lines}\tdefault none\n}}\n\
         @leads vars_regexp {{old_address}} ^/\n\
         redir @leads {{old_address}} 308\n"
    )
}

/// Text in the quotation marks of nginx and Caddy, in which only a quotation mark and what stands for it have a meaning;
/// an address has neither, nor the braces of Caddy's placeholders.
fn quoted(text: &str) -> String {
    let plain: String =
        text.chars().filter(|c| !c.is_control() && !"\"\\{}`".contains(*c)).collect();
    format!("\"{plain}\"")
}

/// The rules for `.htaccess`, as Apache reads it: see [`hosts::htaccess`], which defines `SCHEME`.
pub fn for_apache(led: &[OldAddressRedirect], site: &Site, base: &str) -> String {
    let rules: Vec<String> = all(led, site, base)
        .map(|old| {
            let condition = old.number.map_or_else(String::new, |number| {
                format!("RewriteCond %{{QUERY_STRING}} (?:^|&)p={number}(?:&|$)\n")
            });
            let flags = if old.number.is_some() { "R=308,L,QSD,NC" } else { "R=308,L,NC" };
            format!(
                "{condition}RewriteRule ^{}(/|/index\\.html?|\\.html?)?$ %{{ENV:SCHEME}}://%{{HTTP_HOST}}{} [{flags}]\n",
                in_pattern(&old.path),
                old.to
            )
        })
        .collect();
    if rules.is_empty() {
        return String::new();
    }
    // Most of what is asked for is none of them.
    let own = OWN.join("|");
    format!("RewriteRule ^({own})/ - [S={}]\n{}", rules.len(), rules.concat())
}

/// A path in a regular expression of PCRE's: whatever is no letter, digit, slash or line by the numbers of its bytes.
fn in_pattern(path: &str) -> String {
    let sign = |byte: u8| match byte {
        b'/' | b'-' | b'_' => char::from(byte).to_string(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("\\x{byte:02X}"),
    };
    path.bytes().map(sign).collect()
}

/// The file of the page that leads on from an address; none where no file can be, or one of the site's own may be.
fn file_of(old: &Old<'_>) -> Option<String> {
    if old.number.is_some() {
        return None;
    }
    let names: Vec<&str> = old.path.split('/').collect();
    let is_in_the_way = |name: &&str| {
        name.is_empty()
            || name.len() > LONGEST_NAME
            || name.starts_with('.')
            || *name == "gone"
            || ends_as_a_file(name)
    };
    // Folders of the root with a point in their names may be files of the app.
    let is_among_files = names.len() > 1 && names.first().is_some_and(|name| name.contains('.'));
    if is_among_files || names.iter().any(is_in_the_way) {
        return None;
    }
    Some(if old.is_file {
        format!("{}.html", old.path)
    } else {
        format!("{}/index.html", old.path)
    })
}

/// Whether a folder of this name could stand where a file of the site, or a part of one, is to be.
fn ends_as_a_file(name: &str) -> bool {
    const ENDINGS: [&str; 7] = ["html", "htm", "xml", "json", "br", "gz", "partial"];
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

impl Export {
    /// The pages that lead on from all old addresses.
    pub(super) fn old_pages(&self) -> Result<(), ExportError> {
        let led = self.store.all_old_redirects()?;
        let mut files = HashSet::new();
        for led in &led {
            let old = Old::of(led, &self.site, &self.target.base);
            let is_new = |file: String| files.insert(file.to_lowercase());
            if old.as_ref().and_then(file_of).is_some_and(is_new) {
                self.old_page(led)?;
            }
        }
        Ok(())
    }

    /// The page that leads on from an old address.
    pub(super) fn old_page(&self, led: &OldAddressRedirect) -> Result<(), ExportError> {
        let Some(old) = Old::of(led, &self.site, &self.target.base) else { return Ok(()) };
        match file_of(&old) {
            Some(file) => {
                let route = Route::Article { slug: led.to.clone() };
                self.folder.put(&file, hosts::moved(&self.site, &route).as_bytes())
            }
            None => Ok(()),
        }
    }

    /// The files that pages which led on from the address of this key may have.
    pub(super) fn old_files(&self, key: &str) -> Result<Vec<String>, ExportError> {
        let mut files = Vec::new();
        for from in self.store.spellings(key)? {
            // Where it leads is in the page, not in its name.
            let Ok(to) = Slug::new("x") else { continue };
            let led = OldAddressRedirect { from, to };
            let file = Old::of(&led, &self.site, &self.target.base).as_ref().and_then(file_of);
            let is_articles = file.as_ref().is_some_and(|file| file.ends_with("/index.html"))
                && self.is_of_article(&led.from)?;
            files.extend(file.filter(|_| !is_articles));
        }
        Ok(files)
    }
}

impl Export {
    /// Whether an article is, or was, at this path here: the page there is its own.
    fn is_of_article(&self, path: &str) -> Result<bool, ExportError> {
        let Some(Route::Article { slug }) = Route::parse(&parts(path).0.to_lowercase(), "/") else {
            return Ok(false);
        };
        Ok(self.store.address_of(&slug)?.is_some() || self.store.gone_article(&slug)?.is_some())
    }
}

#[cfg(test)]
mod tests {
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
        let own = super::tests::led(&["/tin/2023/c/"]);
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
        assert_eq!(
            lines,
            "\"/tin/2023/c?\" /tin/articles/bai/;\n\"/tin?12\" /tin/articles/bai/;\n"
        );
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
}
