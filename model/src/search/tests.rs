use super::*;

fn term(forms: &[&str], articles: &[u32]) -> Term {
    Term {
        forms: forms.iter().map(|form| (*form).to_owned()).collect(),
        articles: articles.to_vec(),
    }
}

#[test]
fn a_word_s_file_is_safe_in_a_path() {
    assert_eq!(shard_of("danh"), "dan");
    assert_eq!(shard_of("o"), "o");
    assert_eq!(shard_of("be vi"), "be");
    assert_eq!(shard_of("日本"), "u65e5");
    assert_eq!(shard_of("日本 本語"), "u65e5");
    assert_eq!(shard_of("мир"), "u43c-438-440");
    assert_eq!(shard_of("он мир"), "u43e-43d");
    assert_eq!(shard_of(""), "other");
}

#[test]
fn whatever_a_question_asks_for_is_in_its_files() {
    for text in ["猫", "北京大学", "он*", "миров*", "สวัสดี", "서울", "gia*", "ἀρχή"]
    {
        let question = Question::of(text);
        let shards = question.shards();
        for word in &question.words {
            // What goes on from a word is where the word is.
            let longer = format!("{}x", word.folded);
            let meant = if word.is_prefix && !is_half_a_pair(&word.folded) {
                &longer
            } else {
                &word.folded
            };
            assert!(shards.contains(&shard_of(meant)), "{text}: {shards:?}");
        }
    }
    assert!(Question::of("猫").words[0].is_prefix && Question::of("猫").has("猫咪"));
    assert!(!Question::of("он*").words[0].is_prefix && Question::of("они*").words[0].is_prefix);
}

fn ask(text: &str, terms: &Shard) -> Vec<u32> {
    let index = SearchIndex { total: 5, bodies: true };
    rank(&Question::of(text), index, |name, is_prefix| {
        let all = terms.iter().map(|(known, term)| (known.as_str(), term));
        all.filter(|(known, _)| is_match(known, name, is_prefix)).collect()
    })
}

#[test]
fn exact_marks_titles_and_neighbours_come_first() {
    // Article 0: "đanh giã" in the title; 1: "đánh giá" in the title; 2: both words in the body;
    // 3: only one of them; 4: side by side in the lead.
    let mut terms = Shard::new();
    terms.insert("danh".into(), term(&["đanh", "đánh"], &[0, 3, 1, 7, 1, 4, 1, 7, 1, 5]));
    terms.insert("gia".into(), term(&["giã", "giá"], &[0, 3, 1, 7, 1, 4, 2, 5]));
    terms.insert("danh gia".into(), term(&[], &[0, 3, 1, 3, 3, 1]));
    let ask = |text: &str| ask(text, &terms);
    assert_eq!(ask("đánh giá"), [1, 0, 4, 2]);
    assert_eq!(ask("đanh giã"), [0, 1, 4, 2]);
    assert_eq!(ask("danh gia"), [1, 0, 4, 2], "the newer of two alike");
    assert_eq!(ask("danh khong"), [] as [u32; 0]);
    assert_eq!(ask(""), [] as [u32; 0]);
}

#[test]
fn the_last_word_may_go_on() {
    // Articles 0 and 3: "gia" in the title; 1: "giang"; 2: both in the body; 4: "đánh giá".
    let mut terms = Shard::new();
    terms.insert("danh".into(), term(&["đánh"], &[4, 3]));
    terms.insert("danh gia".into(), term(&[], &[4, 3]));
    terms.insert("gia".into(), term(&["gia", "giá"], &[0, 3, 2, 0, 1, 3, 1, 7]));
    terms.insert("gia toc".into(), term(&[], &[0, 3]));
    terms.insert("giang".into(), term(&["giang"], &[1, 3, 1, 0]));
    assert_eq!(ask("gia", &terms), [3, 0, 4, 2]);
    assert_eq!(ask("gia*", &terms), [3, 0, 4, 2, 1], "the whole word first");
    assert_eq!(ask("giá*", &terms), [4, 3, 0, 2, 1], "its marks before all");
    assert_eq!(ask("gian*", &terms), [1, 2]);
    assert_eq!(ask("danh gia*", &terms), [4]);
    assert_eq!(ask("gi*", &terms), [] as [u32; 0], "two letters are not in one file");
    assert_eq!(ask("gian", &terms), [] as [u32; 0]);
    let question = Question::of("cầu gia*");
    assert!(question.has("Giang") && question.has("CẦU") && !question.has("cầuvồng"));
    assert!(!Question::of("gi*").has("gia"));
}

#[test]
fn pages_of_hits_end() {
    let hits: Vec<u32> = (0..23).collect();
    assert_eq!(page_of(&hits, 1).len(), 10);
    assert_eq!(page_of(&hits, 3), [20, 21, 22]);
    assert_eq!(page_of(&hits, 4), [] as [u32; 0]);
    assert_eq!(page_of(&hits, u32::MAX), [] as [u32; 0]);
}

#[test]
fn a_term_is_read_as_it_was_written() {
    let written = term(&["đánh"], &[3, 7]);
    let json = serde_json::to_string(&written).unwrap();
    assert_eq!(json, r#"{"f":["đánh"],"a":[3,7]}"#);
    assert_eq!(serde_json::from_str::<Term>(&json).unwrap(), written);
}
