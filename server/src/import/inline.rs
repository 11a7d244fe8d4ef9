//! Runs of text, cleaned: white space folded, neighbours joined, NFC.

use bantin_model::Inline;
use unicode_normalization::UnicodeNormalization;

/// Folds white space across runs, trims both ends, joins neighbouring text.
pub fn clean(runs: Vec<Inline>) -> Vec<Inline> {
    let mut state = State { ends_in_space: true };
    let mut runs = fold(runs, &mut state);
    trim_end(&mut runs);
    runs
}

/// Paragraphs of `runs`: two line breaks in a row separate.
pub fn paragraphs(runs: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut out = vec![Vec::new()];
    let mut breaks = 0;
    for run in runs {
        let is_blank = matches!(&run, Inline::Text { text } if text.trim().is_empty());
        match run {
            Inline::LineBreak => breaks += 1,
            // Blanks between two breaks do not keep them apart.
            _ if is_blank && breaks > 0 => {}
            run => {
                if breaks > 1 {
                    out.push(Vec::new());
                } else if breaks == 1
                    && let Some(last) = out.last_mut()
                    && !last.is_empty()
                {
                    last.push(Inline::LineBreak);
                }
                breaks = 0;
                if let Some(last) = out.last_mut() {
                    last.push(run);
                }
            }
        }
    }
    out.into_iter().map(clean).filter(|paragraph| !paragraph.is_empty()).collect()
}

struct State {
    ends_in_space: bool,
}

fn fold(runs: Vec<Inline>, state: &mut State) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for run in runs {
        let run = match run {
            Inline::Text { text } => {
                let text = fold_text(&text, state);
                if text.is_empty() {
                    continue;
                }
                if let Some(Inline::Text { text: last }) = out.last_mut() {
                    last.push_str(&text);
                    continue;
                }
                Inline::Text { text }
            }
            Inline::Strong { children } => Inline::Strong { children: fold(children, state) },
            Inline::Emphasis { children } => Inline::Emphasis { children: fold(children, state) },
            Inline::Link { href, children } => {
                Inline::Link { href, children: fold(children, state) }
            }
            Inline::Code { text } => {
                state.ends_in_space = false;
                Inline::Code { text: text.nfc().collect() }
            }
            Inline::LineBreak => {
                trim_end(&mut out);
                state.ends_in_space = true;
                if out.is_empty() {
                    continue;
                }
                Inline::LineBreak
            }
        };
        if !is_empty(&run) {
            out.push(run);
        }
    }
    out
}

fn fold_text(text: &str, state: &mut State) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfc() {
        // A no-break space is a choice of the writer's and stays.
        if c.is_whitespace() && c != '\u{a0}' {
            if !state.ends_in_space {
                out.push(' ');
                state.ends_in_space = true;
            }
        } else if !c.is_control() && c != '\u{feff}' && c != '\u{200b}' {
            out.push(c);
            state.ends_in_space = false;
        }
    }
    out
}

fn is_empty(run: &Inline) -> bool {
    match run {
        Inline::Text { text } | Inline::Code { text } => text.is_empty(),
        Inline::Strong { children }
        | Inline::Emphasis { children }
        | Inline::Link { children, .. } => children.is_empty(),
        Inline::LineBreak => false,
    }
}

fn trim_end(runs: &mut Vec<Inline>) {
    while let Some(last) = runs.last_mut() {
        match last {
            Inline::Text { text } => text.truncate(text.trim_end().len()),
            Inline::Strong { children }
            | Inline::Emphasis { children }
            | Inline::Link { children, .. } => {
                trim_end(children);
            }
            Inline::Code { .. } => {}
            Inline::LineBreak => {
                runs.pop();
                continue;
            }
        }
        if !runs.last().is_some_and(is_empty) {
            break;
        }
        runs.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::text(text)
    }

    #[test]
    fn white_space_is_folded_across_runs() {
        let strong = Inline::Strong { children: vec![text(" gỗ ")] };
        let runs = clean(vec![text("\n Cầu  "), strong, text(" Bến\n\tĐình "), text(" ")]);
        let strong = Inline::Strong { children: vec![text("gỗ ")] };
        assert_eq!(runs, [text("Cầu "), strong, text("Bến Đình")]);
    }

    #[test]
    fn text_is_nfc() {
        let nfd: String = "Đình".nfd().collect();
        assert_eq!(clean(vec![text(&nfd)]), [text("Đình")]);
    }

    #[test]
    fn two_breaks_separate_paragraphs_and_one_stays() {
        let runs = vec![
            text("a"),
            Inline::LineBreak,
            text("b "),
            Inline::LineBreak,
            text(" "),
            Inline::LineBreak,
            text("c"),
            Inline::LineBreak,
        ];
        let expected = vec![vec![text("a"), Inline::LineBreak, text("b")], vec![text("c")]];
        assert_eq!(paragraphs(runs), expected);
        assert!(paragraphs(vec![text(" "), Inline::LineBreak]).is_empty());
    }
}
