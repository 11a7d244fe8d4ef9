//! Parts of a public post that Ghost shows to some readers only. Its export has them between two comments; its
//! interface leaves them out.

use crate::dropped::Dropped;

const BEGIN: &str = "<!--kg-gated-block:begin";
const END: &str = "<!--kg-gated-block:end-->";

/// Notes, once, that a part for members was left out.
pub fn note(dropped: &mut Vec<Dropped>) {
    let note = Dropped::NotPublic { name: "a part for members".to_owned() };
    if !dropped.contains(&note) {
        dropped.push(note);
    }
}

/// `html` without what is not for everybody, which is noted.
pub fn without_gated(html: &str, dropped: &mut Vec<Dropped>) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, gate)) = rest.split_once(BEGIN) {
        out.push_str(before);
        let (conditions, after) = gate.split_once("-->").unwrap_or((gate, ""));
        // What is not closed is taken to go on to the end.
        let (inside, after) = after.split_once(END).unwrap_or((after, ""));
        if conditions.split_whitespace().any(|word| word == "nonMember:true") {
            out.push_str(inside);
        } else {
            note(dropped);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_for_members_is_left_out_and_named() {
        let gate = |who: &str, inside: &str| {
            format!("{BEGIN} nonMember:{who} memberSegment:\"\" -->{inside}{END}")
        };
        let html =
            ["<p>a</p>", &gate("false", "<p>mật</p>"), "<p>b</p>", &gate("true", "<p>c</p>")];
        let mut dropped = Vec::new();
        assert_eq!(without_gated(&html.concat(), &mut dropped), "<p>a</p><p>b</p><p>c</p>");
        assert!(matches!(dropped.as_slice(), [Dropped::NotPublic { .. }]), "{dropped:?}");
        let cut_off = format!("<p>a</p>{BEGIN} nonMember:false --><p>mật");
        assert_eq!(without_gated(&cut_off, &mut dropped), "<p>a</p>");
        assert_eq!(without_gated("<p>a</p>", &mut dropped), "<p>a</p>");
    }
}
