//! Removes blocks of WordPress' editor that are for members and subscribers: plugins put them around a part of a post,
//! or before the rest of it.

use super::known::is_gate;
use crate::dropped::Dropped;

const BEGIN: &str = "<!-- wp:";
const END: &str = "<!-- /wp:";

/// `text` without blocks that are not for everybody; their names go to `dropped`. A block that is not closed goes to
/// the end.
pub fn without_gated(text: &str, dropped: &mut Vec<Dropped>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(BEGIN) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let head = from.split_once("-->").map_or(from, |(head, _)| head);
        let name = name_at(from.get(BEGIN.len()..).unwrap_or_default());
        let end = head.len() + "-->".len();
        let is_alone = head.trim_end().ends_with('/');
        // After a wall, everything is behind it.
        let is_wall = is_alone && is_wall(name);
        if !is_wall && (is_alone || !is_for_members(name)) {
            let (block, after) = from.split_at_checked(end).unwrap_or((from, ""));
            out.push_str(block);
            rest = after;
            continue;
        }
        let note = Dropped::NotPublic { name: format!("wp:{name}") };
        if !dropped.contains(&note) {
            dropped.push(note);
        }
        rest = if is_wall { "" } else { behind(from, name) };
    }
    out.push_str(rest);
    out
}

/// The text after the block `name` that is at the beginning of `text`, and may contain others of its name.
fn behind<'a>(text: &'a str, name: &str) -> &'a str {
    let mut depth = 0usize;
    let mut at = 0;
    while let Some(next) = text.get(at..).and_then(|rest| rest.find("<!-- ")) {
        at += next;
        let rest = text.get(at..).unwrap_or_default();
        let end = rest.find("-->").map_or(rest.len(), |end| end + 3);
        let is_same =
            |mark: &str| rest.strip_prefix(mark).is_some_and(|rest| name_at(rest) == name);
        let is_alone =
            rest.get(..end.saturating_sub(3)).unwrap_or_default().trim_end().ends_with('/');
        if is_same(BEGIN) && !is_alone {
            depth += 1;
        } else if is_same(END) {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return rest.get(end..).unwrap_or_default();
            }
        }
        at += end;
    }
    ""
}

fn name_at(text: &str) -> &str {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/');
    let end = text.find(|c| !is_name(c)).unwrap_or(text.len());
    text.get(..end).unwrap_or_default().trim_end_matches('/')
}

/// The plugin and the block in a name, written as shortcodes are.
fn parts(name: &str) -> (String, String) {
    let name = name.to_ascii_lowercase().replace('-', "_");
    match name.split_once('/') {
        Some((plugin, block)) => (plugin.to_owned(), block.to_owned()),
        None => (String::new(), name),
    }
}

fn is_wall(name: &str) -> bool {
    parts(name).1.contains("paywall")
}

/// Whether the content of a block is for some readers only.
fn is_for_members(name: &str) -> bool {
    // Plugins whose blocks decide who may read.
    const PLUGINS: [&str; 14] = [
        "content_control",
        "leaky_paywall",
        "memberful",
        "memberpress",
        "members",
        "mepr",
        "passster",
        "patreon",
        "pmpro",
        "rcp",
        "restrict_content",
        "s2member",
        "swpm",
        "woocommerce_memberships",
    ];
    const BLOCKS: [&str; 7] = [
        "member_content",
        "membership",
        "paid_content",
        "paywall",
        "protected_content",
        "restrict",
        "subscriber_view",
    ];
    // Parts shown to those who are no members, and blocks around both parts.
    const OPEN: [&str; 6] =
        ["logged_out", "non_member", "nonmember", "non_subscriber", "not_member", "visitor"];
    let (plugin, block) = parts(name);
    if OPEN.iter().any(|open| block.contains(open)) || plugin == "core" {
        return false;
    }
    if plugin == "premium_content" || plugin == "jetpack" {
        return BLOCKS.iter().any(|known| block.contains(known));
    }
    PLUGINS.iter().any(|known| plugin.starts_with(known))
        || BLOCKS.iter().any(|known| block.contains(known))
        || is_gate(&block)
        || (!plugin.is_empty() && is_gate(&plugin))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(text: &str) -> (String, Vec<String>) {
        let mut dropped = Vec::new();
        let open = without_gated(text, &mut dropped);
        let names = dropped.into_iter().map(|note| match note {
            Dropped::NotPublic { name } => name,
            other => panic!("{other:?}"),
        });
        (open, names.collect())
    }

    #[test]
    fn blocks_for_members_stay_out_and_are_named() {
        for name in [
            "jetpack/subscriber-view",
            "premium-content/subscriber-view",
            "memberful/private-content",
            "woocommerce-memberships/member-content",
            "pmpro/membership",
            "restrict-content/restrict",
            "restrict-content-pro/content",
            "rcp/restricted",
            "memberpress/protected-content",
            "members-only/block",
            "acme/members-only",
        ] {
            let text = format!(
                "<p>a</p><!-- wp:{name} {{\"x\":1}} -->\n<p>mật</p><!-- wp:{name} --><p>mật</p><!-- /wp:{name} -->\
                 <!-- wp:{name} /--><p>mật</p><!-- /wp:{name} --><p>b</p>"
            );
            assert_eq!(
                opened(&text),
                ("<p>a</p><p>b</p>".into(), vec![format!("wp:{name}")]),
                "{name}"
            );
            let cut_off = format!("<p>a</p><!-- wp:{name} --><p>mật</p>");
            assert_eq!(opened(&cut_off).0, "<p>a</p>", "{name}");
        }
        let wall = "<p>a</p><!-- wp:jetpack/paywall /--><p>mật</p>";
        assert_eq!(opened(wall), ("<p>a</p>".into(), vec!["wp:jetpack/paywall".into()]));
    }

    #[test]
    fn what_everybody_may_read_stays() {
        for name in [
            "paragraph",
            "core/group",
            "premium-content/container",
            "premium-content/logged-out-view",
            "woocommerce-memberships/non-member-content",
            "jetpack/slideshow",
        ] {
            let text = format!("<!-- wp:{name} --><p>a</p><!-- /wp:{name} -->");
            assert_eq!(opened(&text), (text.clone(), vec![]), "{name}");
        }
        let both = "<!-- wp:premium-content/container --><!-- wp:premium-content/subscriber-view --><p>mật</p>\
            <!-- /wp:premium-content/subscriber-view --><!-- wp:premium-content/logged-out-view --><p>Mua báo</p>\
            <!-- /wp:premium-content/logged-out-view --><!-- /wp:premium-content/container -->";
        let (open, _) = opened(both);
        assert!(open.contains("Mua báo") && !open.contains("mật"), "{open}");
    }

    #[test]
    fn many_blocks_take_time_that_grows_with_the_text_alone() {
        let text = "<!-- wp:pmpro/membership -->".repeat(100_000);
        assert_eq!(opened(&text).0, "");
        let text = "<!-- wp:pmpro/membership -->x<!-- /wp:pmpro/membership -->".repeat(50_000);
        assert_eq!(opened(&text).0, "");
    }
}
