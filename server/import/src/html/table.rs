//! Reads tables, and unpacks tables that are only used for layout.

use bantin_model::{Block, Inline};
use scraper::ElementRef;

use super::elements::holds_a_captioned_picture;
use super::flatten::{Out, to_inlines};
use super::walk::Walker;
use crate::text;

/// How many columns or rows a cell can span.
const MAX_SPAN: usize = 50;

/// Rows longer than this are not padded to equal length: in many rows that would be more cells than anybody wrote.
const MAX_COLUMNS: usize = 100;

type Cells = Vec<Vec<Inline>>;

impl Walker<'_> {
    pub fn table(&mut self, element: ElementRef<'_>) {
        self.flush();
        if holds_a_captioned_picture(element) {
            return self.figure_of_table(element);
        }
        let rows: Vec<ElementRef<'_>> = rows_of(element).collect();
        let is_layout = rows.iter().all(|row| cells_of(*row).count() <= 1)
            || element.descendent_elements().skip(1).any(|inner| inner.value().name() == "table");
        if is_layout {
            self.children(*element);
            return self.flush();
        }
        let caption = element.child_elements().find(|child| child.value().name() == "caption");
        let caption =
            caption.and_then(|caption| text::some_line(&caption.text().collect::<String>()));
        let mut head: Option<Cells> = None;
        let mut body: Vec<Cells> = Vec::new();
        let mut rest = Vec::new();
        // For how many more rows each column is covered by a cell from a row above.
        let mut covered: Vec<usize> = Vec::new();
        for row in &rows {
            let cells = self.row(*row, &mut covered, &mut rest);
            if cells.iter().all(Vec::is_empty) {
                continue;
            }
            if head.is_none() && body.is_empty() && is_head(*row) {
                head = Some(cells);
            } else {
                body.push(cells);
            }
        }
        let mut head = head.unwrap_or_default();
        let columns = body.iter().chain([&head]).map(Vec::len).max().unwrap_or(0);
        if columns <= MAX_COLUMNS {
            if !head.is_empty() {
                head.resize(columns, Vec::new());
            }
            body.iter_mut().for_each(|row| row.resize(columns, Vec::new()));
        }
        if columns > 0 {
            self.out.push(Out::Block(Block::Table { caption, head, rows: body }));
        }
        self.out.extend(rest);
    }

    fn figure_of_table(&mut self, element: ElementRef<'_>) {
        let start = self.out.len();
        for cell in rows_of(element).flat_map(cells_of) {
            let outs = self.inside(*cell, &[]);
            self.out.extend(outs);
        }
        let pictures = self.out.get(start..).unwrap_or_default();
        let first =
            pictures.iter().position(|out| out.image().is_some() || matches!(out, Out::Lost(_)));
        let words: Vec<String> =
            pictures.iter().filter_map(super::flatten::paragraph_words).collect();
        let Some(first) = first.filter(|_| !words.is_empty()) else { return };
        let mut outs = self.out.split_off(start);
        if let Some(picture) = outs.get_mut(first) {
            super::figure::set_caption(picture, Some(words.join(" ")), None);
        }
        outs.retain(|out| super::flatten::paragraph_words(out).is_none());
        self.out.append(&mut outs);
    }

    fn row(&mut self, row: ElementRef<'_>, covered: &mut Vec<usize>, rest: &mut Vec<Out>) -> Cells {
        let mut cells = Cells::new();
        let cover = |cells: &mut Cells, covered: &mut Vec<usize>| {
            while let Some(left) = covered.get_mut(cells.len()).filter(|left| **left > 0) {
                *left -= 1;
                cells.push(Vec::new());
            }
        };
        for cell in cells_of(row) {
            cover(&mut cells, covered);
            let outs = self.inside(*cell, &[]);
            let (text, others) = to_inlines(outs);
            rest.extend(others);
            let (wide, tall) = (span(cell, "colspan"), span(cell, "rowspan"));
            let mut text = Some(text);
            for _ in 0..wide {
                let column = cells.len();
                if covered.len() <= column {
                    covered.resize(column + 1, 0);
                }
                if let Some(left) = covered.get_mut(column) {
                    *left = tall - 1;
                }
                cells.push(text.take().unwrap_or_default());
            }
        }
        cover(&mut cells, covered);
        cells
    }
}

fn span(cell: ElementRef<'_>, name: &str) -> usize {
    let number = cell.attr(name).and_then(|value| value.trim().parse().ok());
    number.unwrap_or(1usize).clamp(1, MAX_SPAN)
}

/// The rows of `table`, without those of tables within it.
fn rows_of(table: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    table.child_elements().flat_map(|child| {
        let group = matches!(child.value().name(), "thead" | "tbody" | "tfoot");
        let own = (child.value().name() == "tr").then_some(child);
        let inner = group.then(|| child.child_elements().filter(|row| row.value().name() == "tr"));
        own.into_iter().chain(inner.into_iter().flatten())
    })
}

fn cells_of(row: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    row.child_elements().filter(|cell| matches!(cell.value().name(), "td" | "th"))
}

fn is_head(row: ElementRef<'_>) -> bool {
    let in_head = row
        .parent()
        .and_then(|parent| parent.value().as_element())
        .is_some_and(|parent| parent.name() == "thead");
    in_head || cells_of(row).all(|cell| cell.value().name() == "th")
}
