//! Articles made of the sample newsroom's words, the same in every run.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::io;
use crate::XtaskError;
use crate::process::root;

/// Articles about one thing, as a newsroom has them.
const STORY: usize = 4;

pub fn write(folder: &Path, number: usize, text: &str) -> Result<PathBuf, XtaskError> {
    let path = folder.join(format!("bai-so-{number}.md"));
    std::fs::write(&path, text).map_err(io(&path))?;
    Ok(path)
}

/// The words of the sample newsroom, each as often as it is used.
pub fn words() -> Result<Vec<String>, XtaskError> {
    let folder = root().join("server/sample/articles/vi");
    let mut words = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(io(&folder))?.flatten() {
        let path = entry.path();
        let text = std::fs::read_to_string(&path).map_err(io(&path))?;
        let body = text.splitn(3, "---").nth(2).unwrap_or_default();
        let is_word = |word: &&str| word.chars().all(char::is_alphabetic);
        words.extend(body.split_whitespace().filter(is_word).map(str::to_lowercase));
    }
    Ok(words)
}

/// Numbers without a pattern, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % end.max(1)
    }
}

impl Dice {
    /// As [`Dice::below`], but the beginning comes up much more often than the end: words are used
    /// unequally.
    fn rarely_far(&mut self, end: usize) -> usize {
        (0..2).fold(self.below(end), |at, _| at * self.below(end) / end.max(1))
    }
}

/// How much an article has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Some 500 words.
    Plain,
    /// Some 600 words, three pictures out of this many, tags, one of the sections.
    Full { pictures: usize },
}
pub use Extent::{Full, Plain};

/// Sections of generated newsrooms.
pub const SECTIONS: [&str; 6] =
    ["thoi-su", "doi-song", "kinh-te", "van-hoa", "giao-duc", "the-thao"];
/// Authors there are in all.
const AUTHORS: usize = 150;
/// Tags there are in all.
const TAGS: usize = 400;

/// An article in runs of successive ones, as real text has them; one run in four
/// is one of the forty of its story.
pub fn article(number: usize, words: &[String], extent: Extent) -> String {
    const RUN: usize = 6;
    let mut story = Dice((number / STORY) as u64 + 1);
    let topic: Vec<usize> = (0..40).map(|_| story.below(words.len())).collect();
    let mut dice = Dice(number as u64 + 1_000_003);
    let mut run = |out: &mut String| {
        let own = dice.below(4) == 0;
        let at = topic.get(dice.below(topic.len())).copied().filter(|_| own);
        let at = at.unwrap_or_else(|| dice.rarely_far(words.len()));
        for word in words.iter().cycle().skip(at).take(RUN) {
            out.push_str(word);
            out.push(' ');
        }
    };
    let section = SECTIONS.get(number % SECTIONS.len()).copied().unwrap_or("thoi-su");
    let more = match extent {
        Plain => "section: thoi-su\n".to_owned(),
        Full { .. } => format!(
            "section: {section}\nauthors: [\"Phóng viên {}\"]\ntags: [\"tag {}\", \"tag {}\"]\nlead: \"Tóm tắt của bài số {number}.\"\n",
            number % AUTHORS,
            number % TAGS,
            number * 7 % TAGS
        ),
    };
    let paragraphs = if extent == Plain { 8 } else { 10 };
    let mut text = format!("---\ntitle: \"Bài số {number}: ");
    run(&mut text);
    // Writing to a String cannot fail.
    let _ = write!(
        text,
        "\"\nlang: vi\n{more}published: 2023-{:02}-{:02}T{:02}:{:02}:00+07:00\n---\n",
        number / 840 % 12 + 1,
        number / 30 % 28 + 1,
        number % 24,
        number % 60,
    );
    for paragraph in 0..paragraphs {
        text.push('\n');
        if let Full { pictures } = extent
            && paragraph % 3 == 1
        {
            let picture = (number + paragraph) % pictures.max(1);
            let _ = write!(text, "![Ảnh](/pictures/{picture}.jpg \"Chú thích. Ảnh: Hải Yến\")\n\n");
        }
        for _ in 0..10 {
            run(&mut text);
        }
        text.push('\n');
    }
    text
}

/// An export of WordPress with `count` posts, without pictures: paragraphs as blocks, categories, tags, authors, a
/// slug that each had before, and a link to another post.
pub fn wordpress(count: usize, words: &[String]) -> String {
    const HOST: &str = "https://wordpress.example";
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"\n\
         \txmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\"\n\
         \txmlns:content=\"http://purl.org/rss/1.0/modules/content/\"\n\
         \txmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n\
         \txmlns:wp=\"http://wordpress.org/export/1.2/\">\n<channel>\n<title>Bản Tin</title>\n\
         <link>{HOST}</link>\n<language>vi</language>\n<wp:wxr_version>1.2</wp:wxr_version>\n"
    );
    for author in 0..AUTHORS {
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "<wp:author><wp:author_login>tac-gia-{author}</wp:author_login>\
             <wp:author_display_name><![CDATA[Phóng viên {author}]]></wp:author_display_name></wp:author>"
        );
    }
    for number in 0..count {
        let markdown = article(number, words, Plain);
        let (head, body) = markdown.split_once("\n---\n").unwrap_or((&markdown, ""));
        let title = head.split('"').nth(1).unwrap_or_default();
        let paragraphs: String = body
            .split('\n')
            .map(str::trim)
            .filter(|paragraph| !paragraph.is_empty())
            .map(|words| {
                format!("<!-- wp:paragraph -->\n<p>{words}</p>\n<!-- /wp:paragraph -->\n\n")
            })
            .collect();
        let (other, id) = (number * 7 % count.max(1), number + 10);
        let (month, day) = (number / 840 % 12 + 1, number / 30 % 28 + 1);
        let date = format!("2023-{month:02}-{day:02} {:02}:{:02}:00", number % 24, number % 60);
        let section = SECTIONS.get(number % SECTIONS.len()).copied().unwrap_or("thoi-su");
        let (author, tag) = (number % AUTHORS, number % TAGS);
        let _ = write!(
            text,
            "<item>\n<title><![CDATA[{title}]]></title>\n<link>{HOST}/2023/bai-so-{number}/</link>\n\
             <dc:creator><![CDATA[tac-gia-{author}]]></dc:creator>\n\
             <guid isPermaLink=\"false\">{HOST}/?p={id}</guid>\n\
             <content:encoded><![CDATA[{paragraphs}<p>Xem <a href=\"{HOST}/2023/bai-so-{other}/#x\">bài khác</a>.</p>]]></content:encoded>\n\
             <excerpt:encoded><![CDATA[Tóm tắt của bài số {number}.]]></excerpt:encoded>\n\
             <wp:post_id>{id}</wp:post_id>\n<wp:post_date>{date}</wp:post_date>\n\
             <wp:post_name>bai-so-{number}</wp:post_name>\n<wp:status>publish</wp:status>\n\
             <wp:post_type>post</wp:post_type>\n<wp:post_password></wp:post_password>\n\
             <category domain=\"category\" nicename=\"{section}\"><![CDATA[{section}]]></category>\n\
             <category domain=\"post_tag\" nicename=\"tag-{tag}\"><![CDATA[tag {tag}]]></category>\n\
             <wp:postmeta><wp:meta_key>_wp_old_slug</wp:meta_key><wp:meta_value>tin-{number}</wp:meta_value></wp:postmeta>\n\
             </item>\n"
        );
    }
    text + "</channel>\n</rss>\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_the_same_in_every_run_and_differ_from_each_other() {
        let words: Vec<String> = (0..500).map(|number| format!("từ{number}")).collect();
        assert_eq!(article(7, &words, Plain), article(7, &words, Plain));
        assert_ne!(article(7, &words, Plain), article(8, &words, Plain));
        let full = article(7, &words, Full { pictures: 5 });
        assert_eq!(full.matches("/pictures/").count(), 3);
    }

    #[test]
    fn an_export_has_so_many_posts_of_the_size_that_posts_have() {
        let words: Vec<String> = (0..500).map(|number| format!("từ{number}")).collect();
        let export = wordpress(20, &words);
        assert_eq!(export, wordpress(20, &words));
        assert_eq!(export.matches("<item>").count(), 20);
        assert!((3_000..8_000).contains(&(export.len() / 20)), "{}", export.len());
    }
}
