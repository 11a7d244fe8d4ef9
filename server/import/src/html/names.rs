//! Sorts elements by name: those that are left out, those that only end paragraphs, those that mean nothing.

/// Elements that are left out with their content.
pub fn is_dropped(name: &str) -> bool {
    matches!(
        name,
        "applet"
            | "base"
            | "button"
            | "canvas"
            | "datalist"
            | "dialog"
            | "frame"
            | "frameset"
            | "head"
            | "input"
            | "link"
            | "map"
            | "math"
            | "meta"
            | "meter"
            | "nav"
            | "noscript"
            | "optgroup"
            | "option"
            | "param"
            | "progress"
            | "rp"
            | "script"
            | "select"
            | "source"
            | "style"
            | "svg"
            | "template"
            | "textarea"
            // Text that is struck out is no longer meant.
            | "del"
            | "s"
            | "strike"
            | "title"
            | "track"
    )
}

/// Elements that stand within a line.
pub fn is_in_a_line(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "cite"
            | "code"
            | "em"
            | "i"
            | "mark"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "u"
    )
}

/// Elements that begin and end a paragraph and mean nothing else.
pub fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "fieldset"
            | "form"
            | "figcaption"
            | "footer"
            | "header"
            | "hgroup"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "p"
            | "search"
            | "section"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "figure"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "ul"
            | "ol"
            | "menu"
            | "dir"
            | "blockquote"
            | "table"
            | "hr"
            | "pre"
            | "dt"
            | "summary"
    )
}

/// Elements that add nothing to their text.
pub fn is_plain(name: &str) -> bool {
    matches!(
        name,
        "abbr"
            | "acronym"
            | "bdi"
            | "bdo"
            | "big"
            | "data"
            | "font"
            | "ins"
            | "label"
            | "mark"
            | "nobr"
            | "picture"
            | "rb"
            | "rtc"
            | "ruby"
            | "small"
            | "span"
            | "time"
            | "u"
            | "wbr"
    )
}

/// Elements within a line that are neither left out nor plain.
const OTHERS: [&str; 12] =
    ["dfn", "em", "i", "kbd", "q", "rp", "rt", "samp", "strong", "sub", "tt", "var"];

/// Whether HTML has an element of this name.
pub fn is_element(name: &str) -> bool {
    is_in_a_line(name)
        || is_plain(name)
        || is_block(name)
        || is_dropped(name)
        || OTHERS.contains(&name)
}
