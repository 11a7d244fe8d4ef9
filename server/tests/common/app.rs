//! The smallest app that an export takes: what `cargo xtask build` makes, as far as one looks at it.

use std::path::Path;

/// The page that everything is drawn into.
pub const INDEX: &str = "<!doctype html><html lang=vi><meta charset=utf-8><title>x</title>\
    <style>p{}</style><link href=/style-0123456789abcdef.css rel=stylesheet>\
    <script id=bantin-config type=application/json>{}</script></head><body>\
    <div aria-hidden=true class=boot id=boot></div><div class=failed hidden id=failed>x</div><div hidden id=updated></div></body></html>";

/// Writes it into `folder`, which is made where there is none.
pub fn write(folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    for (name, text) in [
        ("index.html", INDEX),
        ("style-0123456789abcdef.css", "p{}"),
        ("icon.svg", "<svg/>"),
        ("apple-touch-icon.png", ""),
    ] {
        std::fs::write(folder.join(name), text).unwrap();
    }
}
