//! Tests of searching in scripts other than Latin.

use bantin_core::draft::Draft;
use bantin_model::search::{Question, Term, is_match, rank};
use bantin_model::{Block, Inline, Link, Slug};
use bantin_store::sqlite::Store;

use super::{Index, build, question};

/// Language, headline, body of an article, and words from the middle of it that a reader would type.
const ARTICLES: [(&str, &str, &str, &[&str]); 8] = [
    (
        "zh",
        "北京大学今天开学",
        "数千名新生参加了图书馆前的典礼。",
        &["大学", "图书馆", "典礼", "馆", "ＢＥＩＪＩＮＧ 大学"],
    ),
    (
        "ja",
        "東京の桜が満開になりました",
        "上野公園では花見客がカメラを向けた。",
        &["満開", "花見客", "カメラ", "桜"],
    ),
    (
        "th",
        "นายกรัฐมนตรีเปิดสะพานใหม่",
        "ประชาชนจำนวนมากมาร่วมพิธีเปิดริมแม่น้ำ",
        &["รัฐมนตรี", "สะพาน", "ริมแม่น้ำ"],
    ),
    (
        "ko",
        "서울에서 새 도서관이 문을 열었다",
        "시민들이 책을 빌리려고 줄을 섰다.",
        &["서울", "도서관", "시민", "책"],
    ),
    (
        "ru",
        "Новогодняя ёлка зажглась на площади",
        "Горожане Майкопа пришли посмотреть на огни.",
        &["елка", "ЁЛКА", "майкопа", "площади"],
    ),
    (
        "el",
        "Ο δρόμος προς τη θάλασσα άνοιξε",
        "Οι κάτοικοι γιόρτασαν στο λιμάνι.",
        &["δρομος", "ΔΡΟΜΟΣ", "θαλασσα", "λιμανι"],
    ),
    (
        "ar",
        "افتتاح مَدرسة جديدة في القاهرة",
        "حضر الأهالي إلى الحفل مساءً.",
        &["مدرسه", "مدرسة", "القاهره", "الاهالي"],
    ),
    (
        "de",
        "Die Straße am Ufer ist wieder frei",
        "Fußgänger grüßten die Fähre.",
        &["strasse", "STRASSE", "fussganger", "fähre"],
    ),
];

fn newsroom() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(&folder.path().join("test.sqlite")).unwrap();
    let of = |(lang, title, body, _): &(&str, &str, &str, &[&str])| {
        let slug = Slug::new(format!("in-{lang}")).unwrap();
        let title = if *lang == "zh" { format!("Beijing: {title}") } else { (*title).into() };
        let body = vec![Block::Paragraph { text: vec![Inline::text(*body)] }];
        Draft { body, ..Draft::new(slug, lang, &title, "2023-08-11T11:50:00+07:00") }
    };
    store.put(&ARTICLES.iter().map(of).collect::<Vec<_>>()).unwrap();
    (folder, store)
}

/// What a browser finds in the files of the index.
fn in_files(index: &Index, question: &Question) -> usize {
    let all = index.shards();
    let files: Vec<_> = question.shards().iter().filter_map(|name| all.get(name)).collect();
    for name in question.shards() {
        assert_eq!(index.shard(&name).as_ref(), all.get(&name), "the server's {name}");
    }
    rank(question, index.about, |name, is_prefix| {
        let terms = files.iter().flat_map(|file| file.iter());
        let found = terms.filter(|(known, _)| is_match(known, name, is_prefix));
        found.map(|(known, term): (&String, &Term)| (known.as_str(), term)).collect()
    })
    .len()
}

#[test]
fn a_word_from_the_middle_of_a_sentence_is_found_in_every_script() {
    let (_folder, store) = newsroom();
    let index = build(&store).unwrap();
    for (lang, _, _, words) in ARTICLES {
        for word in words {
            let asked = question(word);
            let found = index.find(&store, &Link::root(), &asked, 1).unwrap();
            let slugs: Vec<Slug> = found.items.into_iter().map(|item| item.bantin.slug).collect();
            assert_eq!(slugs, [Slug::new(format!("in-{lang}")).unwrap()], "{lang}: {word}");
            assert_eq!(in_files(&index, &asked), 1, "{lang}: {word} in files");
        }
    }
    for none in ["図書館員", "สะพานเก่า", "майкопе", "دمشق", "서울역"]
    {
        let found = index.find(&store, &Link::root(), &question(none), 1).unwrap();
        assert_eq!(found.total, 0, "{none}");
    }
}
