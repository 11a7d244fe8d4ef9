//! Old addresses in the forms that hosts read.
//!
//! [`bantin_core::old_address`] lets no sign into an address that ends a line, a quotation or a name in any of these forms.
//! Each form is written so that nothing else in an address has a meaning there either.

use bantin_model::Site;
use bantin_store::sqlite::OldAddressRedirect;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::address::{OWN, all};

/// Everything in an address that is written with its bytes' numbers where only plain signs may stand.
const PLAIN: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

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

/// The rules for `.htaccess`, as Apache reads it: see [`htaccess`](crate::export::hosts::htaccess), which defines `SCHEME`.
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

/// The path with the folder of the site before it and no slash at its end, as the maps of nginx and Caddy look it up.
fn whole(base: &str, path: &str) -> String {
    match (base, path) {
        ("/", "") => "/".to_owned(),
        (base, path) => format!("{base}{path}").trim_end_matches('/').to_owned(),
    }
}

/// Text in the quotation marks of nginx and Caddy, in which only a quotation mark and what stands for it have a meaning;
/// an address has neither, nor the braces of Caddy's placeholders.
fn quoted(text: &str) -> String {
    let plain: String =
        text.chars().filter(|c| !c.is_control() && !"\"\\{}`".contains(*c)).collect();
    format!("\"{plain}\"")
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
