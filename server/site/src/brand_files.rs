//! The files by which browsers and phones know a site: its manifest, and its icons at the addresses that are asked for
//! without being named anywhere. The server and the export both use this.

use bantin::config::Config;
use bantin::prerender::brand::{MANIFEST, papers};
use bantin_model::{Icons, Link, Site};
use serde_json::{Value, json};

/// The media type of the manifest.
pub const MANIFEST_TYPE: &str = "application/manifest+json";

/// The icons at usual addresses, below the site's root. Where a newsroom has no icon, the app's are used.
pub const ICONS: [&str; 6] = [
    "favicon.ico",
    "icon.svg",
    "icon-192.png",
    "icon-512.png",
    "icon-maskable-512.png",
    "apple-touch-icon.png",
];

/// Whether one of these files is at a path below the site's root.
pub fn is_one(path: &str) -> bool {
    path == MANIFEST || ICONS.contains(&path)
}

/// The newsroom's own file for one of [`ICONS`]; `None` when its icon does not have this form.
pub fn icon<'a>(icons: &'a Icons, path: &str) -> Option<&'a Link> {
    Some(match path {
        "favicon.ico" => &icons.favicon,
        "icon.svg" => icons.svg.as_ref()?,
        "icon-192.png" => &icons.small,
        "icon-512.png" => &icons.large,
        "icon-maskable-512.png" => &icons.maskable,
        "apple-touch-icon.png" => &icons.apple,
        _ => return None,
    })
}

/// The manifest of the site, which is in its root.
pub fn manifest(site: &Site, config: &Config) -> String {
    let [paper, _] = papers(site);
    let icon = |src: &str, sizes: &str, kind: &str| json!({ "src": config.resolve(src), "sizes": sizes, "type": kind });
    let png = |src: &str, side: u32| icon(src, &format!("{side}x{side}"), "image/png");
    let maskable = |mut icon: Value| {
        icon["purpose"] = json!("maskable");
        icon
    };
    let icons: Vec<Value> = match &site.brand.icons {
        Some(icons) => {
            let svg = icons.svg.iter().map(|svg| icon(svg.as_str(), "any", "image/svg+xml"));
            svg.chain([
                png(icons.small.as_str(), 192),
                png(icons.large.as_str(), 512),
                maskable(png(icons.maskable.as_str(), 512)),
            ])
            .collect()
        }
        None => vec![
            icon("/icon.svg", "any", "image/svg+xml"),
            png("/icon-192.png", 192),
            png("/icon-512.png", 512),
            maskable(png("/icon-maskable-512.png", 512)),
        ],
    };
    let mut manifest = json!({
        "id": "./",
        "name": site.name,
        "short_name": site.brand.short_name.as_ref().unwrap_or(&site.name),
        "lang": site.default_language,
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": paper,
        "theme_color": paper,
        "icons": icons,
    });
    if !site.description.is_empty() {
        manifest["description"] = json!(site.description);
    }
    format!("{manifest:#}\n")
}

#[cfg(test)]
mod tests {
    use bantin_model::Brand;

    use super::*;

    fn link(name: &str) -> Link {
        Link::new(&format!("/media/{name}")).unwrap()
    }

    #[test]
    fn a_manifest_is_the_newsroom_s() {
        let icons = Icons {
            svg: None,
            small: link("0.png"),
            large: link("1.png"),
            maskable: link("2.png"),
            apple: link("3.png"),
            favicon: link("4.ico"),
        };
        let brand = Brand {
            short_name: Some("Sông".into()),
            icons: Some(icons.clone()),
            ..Brand::default()
        };
        let site = Site { name: "Sông Quê".into(), brand, ..bantin_core::nameless::nameless() };
        let config = Config { base: "/tin/".into(), ..Config::default() };
        let told: Value = serde_json::from_str(&manifest(&site, &config)).unwrap();
        assert_eq!((&told["name"], &told["short_name"]), (&json!("Sông Quê"), &json!("Sông")));
        assert_eq!(told["icons"][0]["src"], "/tin/media/0.png");
        assert_eq!(
            told["icons"][2],
            json!({ "src": "/tin/media/2.png", "sizes": "512x512", "type": "image/png", "purpose": "maskable" })
        );
        assert_eq!(icon(&icons, "favicon.ico"), Some(&link("4.ico")));
        assert_eq!(icon(&icons, "icon.svg"), None);
        let plain = manifest(&bantin_core::nameless::nameless(), &Config::default());
        assert!(plain.contains("\"/icon-192.png\""), "{plain}");
    }
}
