//! Whatever comes in, only safe blocks come out.

#![allow(clippy::unwrap_used)]

use super::tests::*;
use super::*;

/// A small generator of numbers, the same every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % n
    }
}

#[test]
fn nothing_panics_and_only_safe_addresses_come_out() {
    let words = [
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<a href='",
        "javascript:x",
        "'>",
        "<img src=",
        "mat.jpg",
        ">",
        "<table>",
        "<tr>",
        "<td colspan=99999999999>",
        "<td rowspan=-1>",
        "<figure>",
        "<figcaption>",
        "</figure>",
        "<blockquote>",
        "—",
        "<br>",
        "<li>",
        "<ul>",
        "<ol start=9>",
        "<h6>",
        "<script>",
        "<!--",
        "-->",
        "<![CDATA[",
        "&#0;",
        "&#x10ffff;",
        "&amp",
        "\u{0}",
        "ế",
        "e\u{302}\u{301}",
        "<svg>",
        "<math>",
        "<template>",
        "<iframe src=//youtu.be/x>",
        "</table>",
        "<caption>",
        "<div class='wp-caption gallery'>",
        "</div>",
        " ",
        "\n",
        "Ảnh: ",
        "<",
        "\"",
        "<video src='a'>",
        "<pre>",
        "<td>",
        "</li>",
        "<object data=x>",
        "<noscript><img src=x>",
        "<select><option>",
        "<img srcset=', ,http 2x'>",
        "<frameset>",
        "</p",
    ];
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    for _ in 0..3000 {
        let html: String = (0..numbers.below(60))
            .filter_map(|_| words.get(numbers.below(words.len())))
            .copied()
            .collect();
        let (blocks, _) = both(&html);
        let json = serde_json::to_string(&blocks).unwrap();
        let again: Vec<Block> = serde_json::from_str(&json).unwrap();
        assert_eq!(again, blocks, "{html}");
        assert!(
            !blocks
                .iter()
                .any(|block| matches!(block, Block::Paragraph { text } if text.is_empty())),
            "{html}"
        );
        plain(&html).unwrap();
    }
    for _ in 0..500 {
        let bytes: Vec<u8> =
            (0..numbers.below(300)).map(|_| u8::try_from(numbers.below(256)).unwrap()).collect();
        both(&String::from_utf8_lossy(&bytes));
    }
}
