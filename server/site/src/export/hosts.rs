//! The files for hosts: how long files may be kept, their types, the policy, and redirects.

use bantin::locale::Lang;
use bantin::prerender::escaped;
use bantin_model::{Route, Site, Slug, path};

use bantin_store::sqlite::Gone;

/// How long files named by their bytes may be kept.
const FOREVER: &str = "public, max-age=31536000, immutable";
const REVALIDATE: &str = "public, max-age=0, must-revalidate";

/// Files named by their bytes, as patterns below the site.
const NAMED: &[&str] = &[
    "media/*",
    "app-*",
    "app_bg-*",
    "split_*",
    "chunk_*",
    "embed/:version/*",
    "words/*",
    "boot-*",
    "register-*",
    "first-*",
    "other-*",
    "style-*",
];

/// Folders below `embed/` with pages that other sites may show in a frame.
const FRAMED: &[&str] = &["rating", "related", "latest"];

/// `_headers`, as Netlify and Cloudflare Pages read it.
/// `framed` is the policy of the pages that other sites may show in a frame.
pub fn headers(policy: &str, base: &str, framed: &str) -> String {
    let mut text = format!(
        "{base}*\n  Cache-Control: {REVALIDATE}\n  Content-Security-Policy: {policy}; frame-ancestors 'self'\n  \
         X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin\n"
    );
    for path in NAMED {
        // The first line removes the header that the pattern above has set.
        text += &format!("{base}{path}\n  ! Cache-Control\n  Cache-Control: {FOREVER}\n");
    }
    for path in ["api/v1/*", "embed/*"] {
        text += &format!("{base}{path}\n  Access-Control-Allow-Origin: *\n");
    }
    for path in FRAMED {
        text += &format!(
            "{base}embed/{path}/*\n  ! Content-Security-Policy\n  Content-Security-Policy: {framed}\n"
        );
    }
    text
}

/// Redirects of moved articles, for their pages and their JSON: from, to.
fn moves<'a>(gone: &'a [Gone], base: &'a str) -> impl Iterator<Item = (String, String)> + 'a {
    let page = move |slug: &Slug| Route::Article { slug: slug.clone() }.path(base);
    let json = move |slug: &Slug| format!("{base}api/v1/{}", path::article(slug));
    let moved = gone.iter().filter_map(|gone| Some((&gone.slug, gone.moved_to.as_ref()?)));
    moved.flat_map(move |(from, to)| [(page(from), page(to)), (json(from), json(to))])
}

/// `_redirects`, as Netlify and Cloudflare Pages read it.
pub fn redirects(gone: &[Gone], base: &str) -> String {
    moves(gone, base).map(|(from, to)| format!("{from} {to} 301\n")).collect()
}

/// `_moved.nginx`, which `docs/deploy/nginx.conf` includes into its map.
pub fn moved_for_nginx(gone: &[Gone], base: &str) -> String {
    moves(gone, base).map(|(from, to)| format!("{from} {to};\n")).collect()
}

/// `_moved.caddy`, which `docs/deploy/Caddyfile` imports.
pub fn moved_for_caddy(gone: &[Gone], base: &str) -> String {
    // Caddy warns of an empty file.
    let first = "# Articles that are elsewhere now.\n".to_owned();
    let lines = moves(gone, base).map(|(from, to)| format!("redir {from} {to} 308\n"));
    std::iter::once(first).chain(lines).collect()
}

/// `.htaccess`, as Apache reads it. Packed copies are sent to browsers that accept them; an article with a `gone.html`
/// is answered with 410, as is its JSON. A redirect keeps HTTPS, also behind a proxy.
///
/// `old` are the rules for old addresses of articles.
pub fn htaccess(policy: &str, gone: &[Gone], old: &str, base: &str, framed: &str) -> String {
    let folders = FRAMED.join("|");
    // The path as mod_rewrite sees it: below the folder of this file.
    let moves: String = moves(gone, base)
        .map(|(from, to)| {
            let from = from.strip_prefix(base).unwrap_or(&from).replace('.', "\\.");
            format!("RewriteRule ^{from}$ %{{ENV:SCHEME}}://%{{HTTP_HOST}}{to} [R=308,L]\n")
        })
        .collect();
    format!(
        r#"ErrorDocument 404 {base}404.html
ErrorDocument 410 /%{{REQUEST_URI}}gone.html
DirectoryIndex index.html
DirectorySlash On
Options -Indexes
AddDefaultCharset utf-8
AddType application/wasm .wasm
AddType image/x-icon .ico
AddType font/woff2 .woff2
AddCharset utf-8 .xml .json
AddType application/manifest+json .webmanifest
AddType text/javascript .js
<IfModule !mod_rewrite.c>
<FilesMatch "^(\.bantin-export.*|\.nojekyll|_headers|_redirects|_(moved|old)\.[a-z]+|gone\.html)(\.br|\.gz)?$">
Require all denied
</FilesMatch>
</IfModule>
<IfModule mod_rewrite.c>
RewriteEngine On
# What is for hosts is not there for readers.
RewriteCond %{{ENV:REDIRECT_STATUS}} ^$
RewriteRule (^|/)(\.(?!well-known/)|(_headers|_redirects|_(moved|old)\.[a-z]+|gone\.html)(\.br|\.gz)?$) - [R=404,L]
# Behind a proxy that speaks HTTPS, a redirect stays there.
RewriteRule ^ - [E=SCHEME:http]
RewriteCond %{{HTTP:X-Forwarded-Proto}} =https [OR]
RewriteCond %{{HTTPS}} =on
RewriteRule ^ - [E=SCHEME:https]
{moves}{old}RewriteCond %{{REQUEST_FILENAME}} -d
RewriteCond %{{REQUEST_URI}} [^/]$
RewriteRule ^ %{{ENV:SCHEME}}://%{{HTTP_HOST}}%{{REQUEST_URI}}/ [R=301,L]
RewriteCond %{{REQUEST_FILENAME}} -d
RewriteCond %{{REQUEST_FILENAME}}index.html !-f
RewriteCond %{{REQUEST_FILENAME}}gone.html !-f
RewriteRule ^ - [R=404,L]
RewriteCond %{{DOCUMENT_ROOT}}{base}articles/$1/gone.html -f
RewriteRule ^api/v1/articles/([a-z0-9-]+)\.json$ - [R=410,L]
RewriteCond %{{REQUEST_FILENAME}}gone.html -f
RewriteRule ^ - [R=410,L]
RewriteCond %{{HTTP:Accept-Encoding}} \bbr\b
RewriteCond %{{REQUEST_FILENAME}}.br -f
RewriteRule ^(.+)$ $1.br [L]
RewriteCond %{{HTTP:Accept-Encoding}} \bgzip\b
RewriteCond %{{REQUEST_FILENAME}}.gz -f
RewriteRule ^(.+)$ $1.gz [L]
</IfModule>
RemoveType .gz .br
RemoveLanguage .br
AddEncoding gzip .gz
AddEncoding br .br
<IfModule mod_headers.c>
Header edit Location "^https?://[^/]+/" "/"
Header always edit Location "^https?://[^/]+/" "/"
Header always set X-Content-Type-Options "nosniff"
Header always set Referrer-Policy "strict-origin-when-cross-origin"
Header always set Content-Security-Policy "{policy}; frame-ancestors 'self'"
<If "%{{REQUEST_URI}} =~ m#^{base}embed/({folders})/#">
Header always set Content-Security-Policy "{framed}"
</If>
Header set Cache-Control "{REVALIDATE}"
Header merge Vary Accept-Encoding
<If "%{{REQUEST_URI}} =~ m#^{base}feeds/.*\.xml$#">
ForceType "application/atom+xml; charset=utf-8"
</If>
<FilesMatch "(^|-)[0-9a-f]{{16}}\.[a-z0-9]+(\.br|\.gz)?$">
Header set Cache-Control "{FOREVER}"
</FilesMatch>
<If "%{{REQUEST_URI}} =~ m#^{base}embed/[^/]+-[0-9a-f]{{16}}/#">
Header set Cache-Control "{FOREVER}"
</If>
<If "%{{REQUEST_URI}} =~ m#^{base}(api/v1|embed|media)/#">
Header set Access-Control-Allow-Origin "*"
</If>
</IfModule>
"#
    )
}

/// The page at the former address of an article: it redirects by itself, and has a link. It loads nothing, so its
/// policy allows nothing.
pub fn moved(site: &Site, other: &Route) -> String {
    let address = escaped(&other.path(site.url.as_str()));
    let name = escaped(&site.name);
    let lang = &site.default_language;
    let words = Lang::nearest(lang, lang).page_messages().moved;
    format!(
        "<!doctype html><html lang=\"{}\"><meta charset=\"utf-8\"><title>{name}</title>\
         <meta http-equiv=\"content-security-policy\" content=\"default-src 'none'; base-uri 'none'\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <link rel=\"canonical\" href=\"{address}\"><meta name=\"robots\" content=\"noindex\">\
         <meta http-equiv=\"refresh\" content=\"0; url={address}\">\
         <p>{words}: <a href=\"{address}\">{address}</a></p></html>\n",
        escaped(&site.default_language)
    )
}
