//! Inputs made from a corpus by small changes.

/// Pieces that readers of every language have stumbled over somewhere.
const PIECES: &[&str] = &[
    "\u{0}",
    "\u{fffe}",
    "\u{ffff}",
    "\u{202e}",
    "\u{feff}",
    "\u{ad}",
    "\u{301}",
    "e\u{302}\u{301}",
    "ế",
    "\\",
    "\\@",
    "//",
    "/\\",
    "@",
    "\"",
    "'",
    "<",
    ">",
    "&",
    "&amp;",
    "&#0;",
    "&#xFFFE;",
    "&#xD800;",
    "%",
    "%00",
    "%2e%2e",
    "../",
    "\n",
    "\r\n",
    "\t",
    " ",
    "-1",
    "0",
    "9007199254740993",
    "1e999",
    "18446744073709551616",
    "null",
    "true",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "\\ud800",
    "\\udc00\\ud800",
    "\\u0000",
    "\\uffff",
    "javascript:",
    "data:text/html,",
    "https://evil.example\\@good.example/",
    "https://a@b/",
    "mailto:",
    "]]>",
    "<!--",
    "-->",
    "<![CDATA[",
    "<?",
    "\u{1d11e}",
    "🙂",
];

/// Past this an input is cut, in bytes.
const LONGEST: usize = 20_000;

/// Makes inputs, always the same for the same seed.
pub struct Mutator<'a> {
    state: u64,
    corpus: &'a [&'a [u8]],
    words: &'a [&'a str],
}

impl<'a> Mutator<'a> {
    pub fn new(seed: u64, corpus: &'a [&'a [u8]], words: &'a [&'a str]) -> Self {
        // Zero would stay zero.
        Self { state: seed | 1, corpus, words }
    }

    /// A number below `end`, which is not 0 (xorshift).
    fn below(&mut self, end: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from(self.state >> 33).unwrap() % end.max(1)
    }

    fn text(&mut self) -> &'a [u8] {
        let at = self.below(self.corpus.len());
        self.corpus.get(at).copied().unwrap_or_default()
    }

    fn piece(&mut self) -> &'a [u8] {
        let at = self.below(PIECES.len() + self.words.len());
        let piece = PIECES.get(at).or_else(|| self.words.get(at.checked_sub(PIECES.len())?));
        piece.copied().unwrap_or_default().as_bytes()
    }

    /// A part of a text of this length: where it begins and ends.
    fn part(&mut self, length: usize, longest: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        let end = start + self.below(longest + 1);
        start..end.min(length)
    }

    /// The next input: a text of the corpus with one to eight changes.
    pub fn input(&mut self) -> Vec<u8> {
        let mut input = self.text().to_vec();
        for _ in 0..=self.below(8) {
            self.change(&mut input);
        }
        input.truncate(LONGEST);
        input
    }

    fn change(&mut self, input: &mut Vec<u8>) {
        let length = input.len();
        match self.below(10) {
            0 if length > 0 => {
                let (at, bit) = (self.below(length), self.below(8));
                if let Some(byte) = input.get_mut(at) {
                    *byte ^= 1 << bit;
                }
            }
            1 if length > 0 => {
                let (at, value) = (self.below(length), self.below(256));
                if let Some(byte) = input.get_mut(at) {
                    *byte = u8::try_from(value).unwrap();
                }
            }
            // Something goes.
            2 | 3 => {
                let part = self.part(length, 30);
                input.drain(part);
            }
            // Something stands twice.
            4 => {
                let part = self.part(length, 60);
                let copy = input.get(part.clone()).unwrap_or_default().to_vec();
                input.splice(part.end..part.end, copy);
            }
            // Something of another text stands here.
            5 => {
                let other = self.text();
                let from = self.part(other.len(), 200);
                let to = self.part(length, 40);
                input.splice(to, other.get(from).unwrap_or_default().iter().copied());
            }
            // It ends too early.
            6 if self.below(4) == 0 => input.truncate(self.below(length + 1)),
            // Something is said otherwise.
            7 => {
                let (to, piece) = (self.part(length, 8), self.piece());
                input.splice(to, piece.iter().copied());
            }
            _ => {
                let at = self.below(length + 1);
                let piece = self.piece();
                input.splice(at..at, piece.iter().copied());
            }
        }
    }
}
