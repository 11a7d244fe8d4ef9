//! How wide letters are, and how often they stand in a text.

/// A letter, how often it stands in a thousand of Vietnamese and of English (letters with marks are as wide as those
/// without), and how wide it is in a thousandth of the size: in Times regular, bold, italic, bold italic, in Helvetica
/// regular and bold. Times New Roman, Liberation Serif and Tinos are as wide as the one, Arial, Liberation Sans and Arimo
/// as the other (Adobe's font metrics).
const LETTERS: [(char, u32, [u32; 6]); 27] = [
    (' ', 207, [250, 250, 250, 250, 278, 278]),
    ('a', 78, [444, 500, 500, 500, 556, 556]),
    ('b', 13, [500, 556, 500, 500, 556, 611]),
    ('c', 30, [444, 444, 444, 444, 500, 556]),
    ('d', 31, [500, 556, 500, 500, 556, 611]),
    ('e', 76, [444, 444, 444, 444, 556, 556]),
    ('f', 10, [333, 333, 278, 333, 278, 333]),
    ('g', 28, [500, 500, 500, 500, 556, 611]),
    ('h', 50, [500, 556, 500, 556, 556, 611]),
    ('i', 52, [278, 278, 278, 278, 222, 278]),
    ('j', 1, [278, 333, 278, 278, 222, 278]),
    ('k', 8, [500, 556, 444, 500, 500, 556]),
    ('l', 23, [278, 278, 278, 278, 222, 278]),
    ('m', 21, [778, 833, 722, 778, 833, 889]),
    ('n', 67, [500, 556, 500, 556, 556, 611]),
    ('o', 69, [500, 500, 500, 500, 556, 611]),
    ('p', 15, [500, 556, 500, 500, 556, 611]),
    ('q', 1, [500, 556, 500, 500, 556, 611]),
    ('r', 38, [333, 444, 389, 389, 333, 389]),
    ('s', 44, [389, 389, 389, 389, 500, 556]),
    ('t', 69, [278, 333, 278, 278, 278, 333]),
    ('u', 30, [500, 556, 500, 556, 556, 611]),
    ('v', 9, [500, 500, 444, 444, 500, 556]),
    ('w', 12, [722, 722, 667, 667, 722, 778]),
    ('x', 3, [500, 500, 444, 500, 500, 556]),
    ('y', 11, [500, 500, 444, 444, 500, 556]),
    ('z', 1, [444, 444, 389, 389, 500, 500]),
];

/// A font that systems have, whose widths are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    pub is_sans: bool,
    pub is_bold: bool,
    pub is_italic: bool,
}

impl Known {
    /// Its place in [`LETTERS`]. What leans without serifs is as wide as what stands.
    fn column(self) -> usize {
        match (self.is_sans, self.is_bold, self.is_italic) {
            (true, is_bold, _) => 4 + usize::from(is_bold),
            (false, is_bold, is_italic) => usize::from(is_bold) + 2 * usize::from(is_italic),
        }
    }

    /// The mean width of its letters, in thousandths of its size.
    pub fn mean(self) -> f64 {
        let width = |(_, often, widths): &(char, u32, [u32; 6])| {
            f64::from(*often) * f64::from(widths.get(self.column()).copied().unwrap_or_default())
        };
        LETTERS.iter().map(width).sum::<f64>() / all()
    }
}

/// The mean of these widths; `None` when a letter has none.
pub fn mean(width: impl Fn(char) -> Option<f64>) -> Option<f64> {
    let sum = LETTERS.iter().map(|(letter, often, _)| Some(f64::from(*often) * width(*letter)?));
    Some(sum.sum::<Option<f64>>()? / all())
}

fn all() -> f64 {
    LETTERS.iter().map(|(_, often, _)| f64::from(*often)).sum()
}
