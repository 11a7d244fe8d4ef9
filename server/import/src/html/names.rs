//! Which elements are left out, which only part paragraphs, which mean nothing.

/// Left out with all they hold.
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
            // What is struck out is no longer said.
            | "del"
            | "s"
            | "strike"
            | "title"
            | "track"
    )
}

/// Stand among the words of a line.
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

/// Begin and end a paragraph and mean nothing more.
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

/// Mean nothing that text alone does not say.
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

/// Elements that stand in a line and are neither left out nor plain.
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
