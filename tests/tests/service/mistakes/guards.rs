//! What an export asks before it touches what is published.

use bantin_tests::process::command;

use crate::mistakes::TestNewsroom;

#[test]
fn a_mistyped_data_folder_leaves_what_is_published() {
    let newsroom = TestNewsroom::new();
    newsroom.export(&[]).unwrap();
    let before = newsroom.files("site");
    let refused = newsroom.export_of("dta", "site", &[]).unwrap_err();
    assert!(refused.contains("there is no store") && refused.contains("check --data"), "{refused}");
    assert!(!newsroom.at("dta").exists());
    // A folder with a file that is no store.
    std::fs::create_dir(newsroom.at("empty")).unwrap();
    std::fs::write(newsroom.at("empty/bantin.sqlite"), "").unwrap();
    let refused = newsroom.export_of("empty", "site", &[]).unwrap_err();
    assert!(refused.contains("is not a store"), "{refused}");
    assert_eq!(std::fs::read(newsroom.at("empty/bantin.sqlite")).unwrap(), b"");
    assert!(newsroom.files("site") == before);
}

#[test]
fn another_newsroom_takes_the_place_of_one_only_when_told() {
    let newsroom = TestNewsroom::new();
    newsroom.export(&[]).unwrap();
    let before = newsroom.files("site");
    // The same articles, imported into another store.
    newsroom.import("other", 12);
    let refused = newsroom.export_of("other", "site", &[]).unwrap_err();
    assert!(refused.contains("another newsroom") && refused.contains("--replace"), "{refused}");
    assert!(newsroom.files("site") == before);
    let done = newsroom.export_of("other", "site", &["--replace"]).unwrap();
    assert!(done.contains(" 0 removed"), "{done}");
    // It is the other's from now on.
    newsroom.export_of("other", "site", &[]).unwrap();
    let refused = newsroom.export(&[]).unwrap_err();
    assert!(refused.contains("--replace"), "{refused}");
    // A backup that was put back is the same newsroom.
    let (other, copy) = (newsroom.text("other"), newsroom.text("copy"));
    command(&["backup", "--data", &other, "--out", &copy]).unwrap();
    newsroom.import_one("other", 40, "Sau khi sao lưu.");
    newsroom.export_of("other", "site", &[]).unwrap();
    command(&["restore", "--data", &other, "--from", &copy, "--overwrite"]).unwrap();
    // What came after the backup is gone from the store: one article of thirteen, which nobody withdrew.
    assert!(newsroom.at("site/articles/bai-40/index.html").is_file());
    newsroom.export_of("other", "site", &[]).unwrap();
    assert!(!newsroom.at("site/articles/bai-40/index.html").exists());
}

#[test]
fn much_goes_only_when_told() {
    let newsroom = TestNewsroom::new();
    newsroom.export(&[]).unwrap();
    let data = newsroom.text("data");
    let remove = |number: u32| {
        command(&["remove", "--data", &data, &format!("bai-{number}")]).unwrap();
    };
    // One that is withdrawn by its name goes.
    remove(11);
    newsroom.export(&[]).unwrap();
    assert!(newsroom.at("site/articles/bai-11/gone.html").is_file());
    let before = newsroom.files("site");
    for number in [9, 10] {
        remove(number);
    }
    let refused = newsroom.export(&[]).unwrap_err();
    assert!(refused.contains("take away 2 of 11 published articles (bai-10, bai-9)"), "{refused}");
    assert!(refused.contains("--allow-removal"), "{refused}");
    assert!(newsroom.files("site") == before);
    // An export of everything asks the same.
    let refused = newsroom.export(&["--theme", "dark"]).unwrap_err();
    assert!(refused.contains("take away 2 of 11"), "{refused}");
    assert!(newsroom.files("site") == before);
    let done = newsroom.export(&["--allow-removal"]).unwrap();
    assert!(!done.contains(" 0 removed"), "{done}");
    assert!(!newsroom.at("site/articles/bai-9/index.html").exists());
}

#[test]
fn a_section_loses_all_only_when_told() {
    let newsroom = TestNewsroom::new();
    // Of so many articles, two are less than a tenth.
    newsroom.import("data", 32);
    newsroom.export(&[]).unwrap();
    for number in [0, 1] {
        command(&["remove", "--data", &newsroom.text("data"), &format!("bai-{number}")]).unwrap();
    }
    let refused = newsroom.export(&[]).unwrap_err();
    assert!(
        refused.contains("2 of 32 published articles, all of the section \"doi-song\""),
        "{refused}"
    );
    newsroom.export(&["--allow-removal"]).unwrap();
}

#[test]
fn an_article_that_leads_on_is_not_lost() {
    let newsroom = TestNewsroom::new();
    newsroom.export(&[]).unwrap();
    for number in [7, 8, 9] {
        let slug = format!("bai-{number}");
        let data = newsroom.text("data");
        command(&["remove", "--data", &data, &slug, "--moved-to", "bai-3"]).unwrap();
    }
    newsroom.export(&[]).unwrap();
    let page = std::fs::read_to_string(newsroom.at("site/articles/bai-8/index.html")).unwrap();
    assert!(page.contains("/articles/bai-3/"), "{page}");
}

#[test]
fn addresses_that_lead_on_make_no_loss_look_small() {
    let newsroom = TestNewsroom::new();
    newsroom.import("data", 32);
    let data = newsroom.text("data");
    for number in 2..23 {
        let slug = format!("bai-{number}");
        command(&["remove", "--data", &data, &slug, "--moved-to", "bai-31"]).unwrap();
    }
    newsroom.export(&[]).unwrap();
    assert!(newsroom.at("site/api/v1/articles/bai-2.json").is_file(), "its data leads on");
    // Of all files with data, two are less than a tenth.
    for number in [29, 30] {
        command(&["remove", "--data", &data, &format!("bai-{number}")]).unwrap();
    }
    for options in [&[][..], &["--theme", "dark"]] {
        let refused = newsroom.export(options).unwrap_err();
        assert!(refused.contains("take away 2 of 11 published articles"), "{refused}");
    }
}
