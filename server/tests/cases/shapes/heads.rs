//! What stands over an article: its headline, its date and its language.

use bantin_model::path::ListKind;
use bantin_server::newsroom::{self, Settings};

use super::super::{TestNewsroom, case};
use super::words;

#[test]
fn vietnamese_dates_are_read_and_others_named() {
    let newsroom =
        TestNewsroom { now: "2027-01-01T00:00:00Z".parse().unwrap(), ..TestNewsroom::new() };
    assert_eq!(newsroom.whole("07-vietnamese-dates.xml").added, 9);
    let articles = newsroom.articles();
    for (name, date) in [
        ("gmt7", "2025-07-16T09:30:00+07:00"),
        ("cong07", "2026-10-05T11:07:00+07:00"),
        ("my-ampm", "2026-10-02T09:25:00+07:00"),
        ("thu-5", "2026-05-28T17:00:00+07:00"),
        ("iso-tran", "2023-05-30T12:00:33+07:00"),
        ("iso-T", "2023-05-30T12:00:33+07:00"),
        ("rfc-tran", "2023-05-30T12:00:33+07:00"),
        ("utc7", "2014-06-19T17:00:00+07:00"),
        ("ict", "2023-05-30T12:00:33+07:00"),
    ] {
        assert_eq!(articles[&format!("Ngày {name}")].published, date, "{name}");
    }
    let unreadable = std::fs::read_to_string(case("07-vietnamese-dates.xml")).unwrap();
    let file = newsroom.data.path().join("hom-qua.xml");
    std::fs::write(&file, unreadable.replace("Tue, 30 May 2023 12:00:33 ICT", "hôm qua")).unwrap();
    let outcome = newsroom.import(&file);
    let [failed] = outcome.failed.as_slice() else { panic!("{outcome:?}") };
    assert_eq!((failed.name.as_str(), failed.line), ("ict", Some(11)));
    assert!(failed.why.contains("\"hôm qua\" is not a date"), "{failed}");
}

#[test]
fn dates_of_front_matter_are_read() {
    let newsroom = TestNewsroom::new();
    assert_eq!(newsroom.whole("26-front-matter-dates.d").added, 5);
    let articles = newsroom.articles();
    for (name, date) in [
        ("gio-le", "2016-03-23T09:00:00-04:00"),
        ("chu", "2023-08-11T00:00:00+07:00"),
        ("jekyll-4", "2015-03-17T14:00:00-04:00"),
        ("thang-le", "2023-08-01T00:00:00+07:00"),
        ("ms", "2022-01-01T08:00:00+07:00"),
    ] {
        assert_eq!(articles[&format!("Ngày {name}")].published, date, "{name}");
    }
}

#[test]
fn a_language_that_the_site_does_not_have_is_the_site_s_own_and_named() {
    let newsroom = TestNewsroom::new();
    let folder = case("08-language-not-of-the-site.d");
    let sources: Vec<String> = [folder.clone(), folder.join("en-us.xml"), folder.join("vn.xml")]
        .iter()
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    let outcome =
        newsroom::import_at(newsroom.data.path(), &sources, Settings::default(), newsroom.now)
            .unwrap();
    assert_eq!((outcome.added, outcome.failed.len()), (2, 0));
    assert_eq!(newsroom.store().total(&ListKind::Language("vi".to_owned())).unwrap(), 2);
    for tag in ["en-us", "vn"] {
        let is_named = |note: &String| note.contains(&format!("no language {tag:?}"));
        assert!(outcome.notes.iter().any(is_named), "{tag}: {outcome:?}");
    }
}

#[test]
fn titles_are_as_they_were_written() {
    let newsroom = TestNewsroom::new();
    newsroom.whole("23-literal-titles.json");
    let mut titles = newsroom.titles();
    titles.sort();
    assert_eq!(titles, ["Khi x<y thì sao", "Thẻ <b> là gì?"]);
    let newsroom = TestNewsroom::new();
    assert_eq!(newsroom.whole("24-no-title.xml").added, 1);
    assert_eq!(newsroom.titles(), ["Sáng nay cầu mở lại, mời bà con qua sông"]);
}

#[test]
fn json_front_matter_is_read() {
    let newsroom = TestNewsroom::new();
    newsroom.whole("34-json-front-matter.d");
    let article = newsroom.article();
    assert_eq!((article.title.as_str(), words(&article)), ("JSON", vec!["Chữ.".to_owned()]));
}

#[test]
fn a_date_of_dublin_core_is_one() {
    let newsroom = TestNewsroom::new();
    newsroom.whole("43-dcterms-date.xml");
    assert_eq!(newsroom.article().published, "2023-08-11T11:50:00+07:00");
}
