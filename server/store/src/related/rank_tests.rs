//! Tests of the ranking.

use super::super::{Frequencies, Terms, terms};
use super::*;

type Article = (Document, Terms);

fn document(section: &str, published: i64, title: &str, body: &str) -> Article {
    let terms = terms(title, "", body, &[]);
    (Document { lang: "vi".into(), section: section.into(), published }, terms)
}

/// The other news of each of `articles`.
fn related(articles: &[Article]) -> Vec<Vec<Pick>> {
    let (documents, terms): (Vec<Document>, Vec<Terms>) = articles.iter().cloned().unzip();
    let mut frequencies = Frequencies::default();
    terms.iter().for_each(|terms| frequencies.count(terms));
    super::related(&documents, &frequencies.vectors(&terms))
}

/// A small generator of texts: the same seed gives the same texts.
struct Texts(u64);

impl Texts {
    fn next(&mut self, below: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn text(&mut self, words: usize) -> String {
        (0..words).map(|_| format!("t{} ", self.next(400))).collect()
    }
}

fn newsroom(count: usize) -> Vec<Article> {
    let mut texts = Texts(7);
    (0..count)
        .map(|number| {
            let section = ["a", "b", "c"][number % 3];
            let (title, body) = (texts.text(8), texts.text(60));
            document(section, i64::try_from(number).unwrap() * 3600, &title, &body)
        })
        .collect()
}

#[test]
fn the_same_story_comes_first_and_says_so() {
    let mut documents = newsroom(40);
    documents.push(document(
        "a",
        0,
        "Cầu gỗ Bến Đình mở lại",
        "Cầu gỗ Bến Đình bắc qua sông Thu Lâm",
    ));
    documents.push(document(
        "b",
        9,
        "Sửa xong cầu gỗ Bến Đình",
        "Thợ mộc sửa cầu gỗ bên sông Thu Lâm",
    ));
    let lists = related(&documents);
    assert_eq!(lists[40][0], Pick { index: 41, reason: RelatedReason::Related });
    assert_eq!(lists[41][0], Pick { index: 40, reason: RelatedReason::Related });
}

#[test]
fn lists_are_full_and_never_hold_the_article_or_one_twice() {
    for count in [1, 2, 5, 12, 13, 14, 60] {
        let documents = newsroom(count);
        for (own, list) in related(&documents).iter().enumerate() {
            assert_eq!(list.len(), LIMIT.min(count - 1), "{count} documents");
            let mut indices: Vec<usize> = list.iter().map(|pick| pick.index).collect();
            assert!(!indices.contains(&own));
            indices.sort_unstable();
            indices.dedup();
            assert_eq!(indices.len(), list.len());
        }
    }
}

#[test]
fn the_same_text_stands_once_in_a_list_and_never_beside_itself() {
    let mut documents = newsroom(30);
    let story = "Bến xe mới khai trương ở phường Cửa Hạ sáng nay với hai mươi tuyến";
    for day in 0..3 {
        documents.push(document(
            "a",
            day,
            "Khai trương bến xe Cửa Hạ",
            &format!("{story} ngày {day}"),
        ));
    }
    documents.push(document(
        "a",
        5,
        "Bến xe Cửa Hạ đón khách",
        "Bến xe Cửa Hạ đón khách đầu tiên sau khai trương",
    ));
    let lists = related(&documents);
    assert!(lists[30].iter().all(|pick| pick.index != 31 && pick.index != 32));
    let copies = lists[33].iter().filter(|pick| (30..33).contains(&pick.index)).count();
    assert_eq!(copies, 1);
}

#[test]
fn strangers_are_the_newest_of_the_section_then_of_the_site() {
    let words = |n: usize| format!("w{n}a w{n}b w{n}c w{n}d");
    let documents: Vec<_> = (0..20usize)
        .map(|n| {
            document(if n < 4 { "a" } else { "b" }, i64::try_from(n).unwrap(), &words(n), &words(n))
        })
        .collect();
    let lists = related(&documents);
    let list: Vec<_> = lists[0].iter().map(|pick| (pick.index, pick.reason)).collect();
    assert_eq!(list[..3], [3, 2, 1].map(|index| (index, RelatedReason::Section)));
    assert_eq!(list[3..5], [19, 18].map(|index| (index, RelatedReason::Latest)));
}

#[test]
fn another_language_is_the_last_resort() {
    let mut documents = newsroom(14);
    let mut english = document("news", 1_000_000_000, "Bridge", "w1 w2");
    english.0.lang = "en".into();
    documents.push(english);
    let lists = related(&documents);
    assert!(lists[0].iter().all(|pick| pick.index != 14));
    assert_eq!(lists[14].len(), LIMIT);
}

#[test]
fn articles_about_the_same_thing_are_related_in_scripts_without_blanks() {
    let mut documents = newsroom(30);
    let of = |lang: &str, day, title, body| {
        let (own, terms) = document("b", day, title, body);
        (Document { lang: lang.into(), ..own }, terms)
    };
    // Others of the same language, so that what all have in common does not count.
    for day in 0..6 {
        documents.push(of("zh", day, "股市周二小幅上涨", "投资者关注央行利率决定和就业数据"));
        documents.push(of("th", day, "ราคาน้ำมันปรับขึ้น", "ตลาดหุ้นไทยปิดบวกเมื่อวานนี้"));
    }
    let chinese = documents.len();
    documents.push(of("zh", 1, "长江大桥今日通车", "大桥连接两岸，市民步行过桥庆祝通车"));
    documents.push(of("zh", 2, "市民庆祝长江大桥开通", "新建的长江大桥让两岸往来更方便"));
    let thai = documents.len();
    documents.push(of("th", 1, "เปิดสะพานข้ามแม่น้ำโขง", "ประชาชนเดินข้ามสะพานแห่งใหม่"));
    documents.push(of("th", 2, "ประชาชนฉลองสะพานแม่น้ำโขง", "สะพานใหม่ช่วยให้เดินทางสะดวก"));
    let lists = related(&documents);
    for first in [chinese, thai] {
        let one = Pick { index: first + 1, reason: RelatedReason::Related };
        assert_eq!(lists[first][0], one);
        assert_eq!(lists[first + 1][0], Pick { index: first, ..one });
    }
}
