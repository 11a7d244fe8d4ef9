//! What an export asks before it touches what is published.

use bantin_tests::process::command;

use crate::mistakes::Desk;

#[test]
fn a_mistyped_data_folder_leaves_what_is_published() {
    let desk = Desk::new();
    desk.export(&[]).unwrap();
    let before = desk.files("site");
    let refused = desk.export_of("dta", "site", &[]).unwrap_err();
    assert!(refused.contains("there is no store") && refused.contains("check --data"), "{refused}");
    assert!(!desk.at("dta").exists());
    // A folder with a file that is no store.
    std::fs::create_dir(desk.at("empty")).unwrap();
    std::fs::write(desk.at("empty/bantin.sqlite"), "").unwrap();
    let refused = desk.export_of("empty", "site", &[]).unwrap_err();
    assert!(refused.contains("is not a store"), "{refused}");
    assert_eq!(std::fs::read(desk.at("empty/bantin.sqlite")).unwrap(), b"");
    assert!(desk.files("site") == before);
}

#[test]
fn another_newsroom_takes_the_place_of_one_only_when_told() {
    let desk = Desk::new();
    desk.export(&[]).unwrap();
    let before = desk.files("site");
    // The same articles, imported into another store.
    desk.import("other", 12);
    let refused = desk.export_of("other", "site", &[]).unwrap_err();
    assert!(refused.contains("another newsroom") && refused.contains("--replace"), "{refused}");
    assert!(desk.files("site") == before);
    let done = desk.export_of("other", "site", &["--replace"]).unwrap();
    assert!(done.contains(" 0 removed"), "{done}");
    // It is the other's from now on.
    desk.export_of("other", "site", &[]).unwrap();
    let refused = desk.export(&[]).unwrap_err();
    assert!(refused.contains("--replace"), "{refused}");
    // A backup that was put back is the same newsroom.
    let (other, copy) = (desk.text("other"), desk.text("copy"));
    command(&["backup", "--data", &other, "--out", &copy]).unwrap();
    desk.import_one("other", 40, "Sau khi sao lưu.");
    desk.export_of("other", "site", &[]).unwrap();
    command(&["restore", "--data", &other, "--from", &copy, "--overwrite"]).unwrap();
    // What came after the backup is gone from the store: one article of thirteen, which nobody withdrew.
    assert!(desk.at("site/articles/bai-40/index.html").is_file());
    desk.export_of("other", "site", &[]).unwrap();
    assert!(!desk.at("site/articles/bai-40/index.html").exists());
}

#[test]
fn much_goes_only_when_told() {
    let desk = Desk::new();
    desk.export(&[]).unwrap();
    let data = desk.text("data");
    let remove = |number: u32| {
        command(&["remove", "--data", &data, &format!("bai-{number}")]).unwrap();
    };
    // One that is withdrawn by its name goes.
    remove(11);
    desk.export(&[]).unwrap();
    assert!(desk.at("site/articles/bai-11/gone.html").is_file());
    let before = desk.files("site");
    for number in [9, 10] {
        remove(number);
    }
    let refused = desk.export(&[]).unwrap_err();
    assert!(refused.contains("take away 2 of 11 published articles (bai-10, bai-9)"), "{refused}");
    assert!(refused.contains("--allow-removal"), "{refused}");
    assert!(desk.files("site") == before);
    // An export of everything asks the same.
    let refused = desk.export(&["--theme", "dark"]).unwrap_err();
    assert!(refused.contains("take away 2 of 11"), "{refused}");
    assert!(desk.files("site") == before);
    let done = desk.export(&["--allow-removal"]).unwrap();
    assert!(!done.contains(" 0 removed"), "{done}");
    assert!(!desk.at("site/articles/bai-9/index.html").exists());
}

#[test]
fn a_section_loses_all_only_when_told() {
    let desk = Desk::new();
    // Of so many articles, two are less than a tenth.
    desk.import("data", 32);
    desk.export(&[]).unwrap();
    for number in [0, 1] {
        command(&["remove", "--data", &desk.text("data"), &format!("bai-{number}")]).unwrap();
    }
    let refused = desk.export(&[]).unwrap_err();
    assert!(
        refused.contains("2 of 32 published articles, all of the section \"doi-song\""),
        "{refused}"
    );
    desk.export(&["--allow-removal"]).unwrap();
}

#[test]
fn an_article_that_leads_on_is_not_lost() {
    let desk = Desk::new();
    desk.export(&[]).unwrap();
    for number in [7, 8, 9] {
        let slug = format!("bai-{number}");
        let data = desk.text("data");
        command(&["remove", "--data", &data, &slug, "--moved-to", "bai-3"]).unwrap();
    }
    desk.export(&[]).unwrap();
    let page = std::fs::read_to_string(desk.at("site/articles/bai-8/index.html")).unwrap();
    assert!(page.contains("/articles/bai-3/"), "{page}");
}
