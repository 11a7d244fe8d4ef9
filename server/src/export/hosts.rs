//! What hosts read: how long files may be kept, their types, the policy.

/// How long files named by their bytes may be kept.
const FOREVER: &str = "public, max-age=31536000, immutable";
const REVALIDATE: &str = "public, max-age=0, must-revalidate";

/// Files named by their bytes, as paths below the site with a star.
const NAMED: &[&str] =
    &["media/*", "app-*", "app_bg-*", "embed-*", "embed_bg-*", "boot-*", "style-*"];

/// `_headers`, as Netlify and Cloudflare Pages read it.
pub fn headers(policy: &str, base: &str) -> String {
    let mut text = format!(
        "{base}*\n  Cache-Control: {REVALIDATE}\n  Content-Security-Policy: {policy}; frame-ancestors 'self'\n  \
         X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin\n"
    );
    for path in NAMED {
        // The first line takes back what the star above has set.
        text += &format!("{base}{path}\n  ! Cache-Control\n  Cache-Control: {FOREVER}\n");
    }
    text += &format!("{base}api/v1/*\n  Access-Control-Allow-Origin: *\n");
    text
}

/// `.htaccess`, as Apache reads it.
pub fn htaccess(policy: &str, base: &str) -> String {
    format!(
        "ErrorDocument 404 {base}404.html\n\
         DirectoryIndex index.html\n\
         AddType application/wasm .wasm\n\
         AddType application/manifest+json .webmanifest\n\
         <IfModule mod_headers.c>\n\
         Header set Cache-Control \"{REVALIDATE}\"\n\
         Header set X-Content-Type-Options \"nosniff\"\n\
         Header set Referrer-Policy \"strict-origin-when-cross-origin\"\n\
         Header set Content-Security-Policy \"{policy}; frame-ancestors 'self'\"\n\
         <FilesMatch \"(^|-)[0-9a-f]{{16}}\\.[a-z0-9]+$\">\n\
         Header set Cache-Control \"{FOREVER}\"\n\
         </FilesMatch>\n\
         </IfModule>\n"
    )
}
