//! Scripts that run before a page's own, whatever policy the page has.

use base64::Engine as _;
use sha2::{Digest, Sha256};

/// Where pages tell what went wrong, on every origin.
pub const TOLD: &str = "/~told";

/// Tells what goes wrong: what is printed as an error, what nobody caught, what did not load or was forbidden. At
/// once, so that nothing is on its way when a test asks.
const RECORDER: &str = r#"{
    const { XMLHttpRequest, location, console } = window;
    const { error } = console;
    let isTelling = false;
    const tell = (text) => {
        if (isTelling) return;
        isTelling = true;
        try {
            const request = new XMLHttpRequest();
            request.open("POST", location.origin + "$told$", false);
            request.send(text);
        } catch {}
        isTelling = false;
    };
    console.error = function (...all) {
        error.apply(console, all);
        tell(all.join(" "));
    };
    addEventListener("error", ({ message, target }) => {
        tell(message ?? `${target.localName} ${target.src ?? target.href} did not load`);
    }, true);
    addEventListener("unhandledrejection", ({ reason }) => tell(`not caught: ${reason}`));
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
        // Some browsers ask for the icon in the page's name.
        if (!blockedURI.endsWith("/favicon.ico")) tell(`${violatedDirective} forbids ${blockedURI}`);
    });
}
"#;

/// What goes into a page.
pub fn script(scripts: &[String]) -> String {
    let mut all = RECORDER.replace("$told$", TOLD);
    for script in scripts {
        all += &format!("{{{script}\n}}\n");
    }
    // Nothing of it is to be seen in the page.
    all + "document.currentScript.remove();"
}

/// The policy that allows `script` as well, and telling what goes wrong.
pub fn allowed(policy: &str, script: &str) -> String {
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(script));
    let policy = with(policy, "script-src", &format!("'sha256-{hash}'"));
    with(&policy, "connect-src", "'self'")
}

/// The policy with one more source for what `name` is about.
fn with(policy: &str, name: &str, source: &str) -> String {
    let directives: Vec<&str> =
        policy.split(';').map(str::trim).filter(|one| !one.is_empty()).collect();
    let of = |name: &str| {
        directives
            .iter()
            .find_map(|one| one.strip_prefix(name).filter(|r| r.is_empty() || r.starts_with(' ')))
    };
    // What has none of its own has the usual one; without that, everything is allowed.
    let Some(sources) = of(name).or_else(|| of("default-src")) else { return policy.to_owned() };
    let sources = sources.split(' ').filter(|one| !one.is_empty() && *one != "'none'");
    let sources: Vec<&str> = sources.chain([source]).collect();
    let mut all: Vec<String> = directives
        .iter()
        .filter(|one| one.split(' ').next() != Some(name))
        .map(|one| (*one).to_owned())
        .collect();
    all.push(format!("{name} {}", sources.join(" ")));
    all.join("; ")
}

/// The page with `script` before everything else.
pub fn into_page(page: &str, script: &str) -> String {
    // What stands before it: the type, and the tags of the whole and of its head where there are any.
    let mut at = 0;
    for tag in ["<!doctype", "<html", "<head"] {
        let rest = &page[at..];
        let blank = rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        let begins = rest.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
        let is_whole = rest[tag.len().min(rest.len())..].starts_with(['>', ' ', '\n']);
        if begins && is_whole {
            at += blank + rest.find('>').map_or(0, |end| end + 1);
        }
    }
    format!("{}<script>{script}</script>{}", &page[..at], &page[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_comes_first_and_after_what_it_needs() {
        for (page, wanted) in [
            (
                "<!doctype html><html lang=vi><head><title>",
                "<!doctype html><html lang=vi><head>|<title>",
            ),
            ("<!DOCTYPE html>\n<html>\n<meta>", "<!DOCTYPE html>\n<html>|\n<meta>"),
            ("<header>", "|<header>"),
            ("", "|"),
        ] {
            let marked = into_page(page, "1").replace("<script>1</script>", "|");
            assert_eq!(marked, wanted);
        }
    }

    #[test]
    fn a_policy_allows_one_thing_more() {
        let with = |policy| with(policy, "script-src", "X");
        assert_eq!(with("a b; script-src 'none'; c"), "a b; c; script-src X");
        assert_eq!(with("default-src 'self'"), "default-src 'self'; script-src 'self' X");
        assert_eq!(with("script-src-elem x"), "script-src-elem x");
    }
}
