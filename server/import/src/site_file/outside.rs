//! `style` and `[[scripts]]` of `site.toml`: what a newsroom adds to the look and the scripts of its pages.

use bantin_core::content_policy::is_one_source;
use bantin_media::brand::MadeFile;
use bantin_model::{Link, OwnScript};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use toml::Spanned;
use url::Url;

use super::{Wrong, wrong};

pub const SCRIPT_FIELDS: [&str; 3] = ["src", "integrity", "connect"];

/// The largest style sheet, in bytes: browsers fetch it before they show a page.
pub const MAX_STYLE: usize = 64 << 10;

#[derive(Deserialize)]
pub struct FileScript {
    src: Spanned<String>,
    integrity: Option<Spanned<String>>,
    #[serde(default)]
    connect: Vec<Spanned<String>>,
}

/// The published form of the style sheet `bytes`.
pub fn style(bytes: &[u8]) -> Result<MadeFile, String> {
    if bytes.len() > MAX_STYLE {
        return Err(format!("it is larger than {} KB; make it smaller", MAX_STYLE >> 10));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not in UTF-8".to_owned())?;
    let small = text.to_ascii_lowercase();
    if small.contains("@import") {
        return Err(
            "it has @import, and a page fetches one style sheet: put the other into it".into()
        );
    }
    for (at, _) in small.match_indices("url(") {
        let inside = small.get(at + 4..).unwrap_or_default().trim_start_matches(['"', '\'', ' ']);
        if !inside.starts_with("data:") && !inside.starts_with('#') {
            let shown: String = inside.chars().take(40).take_while(|c| *c != ')').collect();
            return Err(format!(
                "it fetches \"{shown}\"; what it shows must be in it, as url(data:…)"
            ));
        }
    }
    Ok(MadeFile { bytes: bytes.to_vec(), extension: "css" })
}

/// Checks the scripts.
pub fn scripts(file: Vec<FileScript>) -> Result<Vec<OwnScript>, Wrong> {
    file.into_iter().map(script).collect()
}

fn script(file: FileScript) -> Result<OwnScript, Wrong> {
    let src = web(&file.src, "src")?;
    let Some(integrity) = file.integrity else {
        let what = "scripts: integrity is missing; whoever may change the script could take over every page. \
             Write what this prints: openssl dgst -sha384 -binary script.js | base64, with sha384- before it";
        return Err(wrong(&file.src, what));
    };
    let text = integrity.get_ref().trim().to_owned();
    let is_hash =
        [("sha256-", 32), ("sha384-", 48), ("sha512-", 64)].iter().any(|(kind, length)| {
            let hash = text.strip_prefix(kind).map(|hash| BASE64_STANDARD.decode(hash));
            matches!(hash, Some(Ok(bytes)) if bytes.len() == *length)
        });
    if !is_hash {
        let what =
            format!("scripts: integrity: \"{text}\" is no hash; it is written sha384-… in Base64");
        return Err(wrong(&integrity, what));
    }
    let connect = file.connect.iter().map(|to| web(to, "connect")).collect::<Result<_, _>>()?;
    Ok(OwnScript { src, integrity: text, connect })
}

/// Checks an address, which must fit into a page's policy.
fn web(value: &Spanned<String>, field: &str) -> Result<Link, Wrong> {
    let text = value.get_ref().trim();
    let bad = |why: &str| wrong(value, format!("scripts: {field}: \"{text}\" {why}"));
    let url = Url::parse(text).map_err(|_| bad("is no address; write it as https://host/path"))?;
    if url.scheme() != "https" {
        return Err(bad("must begin with https://"));
    }
    if !is_one_source(url.as_str()) {
        return Err(bad("has a sign in it that a policy cannot have: ; , ' or *"));
    }
    Link::new(url.as_str()).map_err(|error| bad(&error.to_string()))
}
