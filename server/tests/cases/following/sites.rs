//! Sites of WordPress and Ghost that are followed: what of them is read, and when.

use serde_json::{Value, json};

use super::super::site::{Reply, Site};
use super::{Following, one};

/// What a WordPress site was asked for since the last time, without what all requests have.
fn asked(site: &Site) -> Vec<String> {
    let all = std::mem::take(&mut site.state().asked);
    let part = |path: String| {
        let names = ["modified_after", "after", "orderby", "page", "_fields"];
        let Some((_, query)) = path.split_once('?') else { return path };
        let pairs = query.split('&').filter(|pair| {
            let name = pair.split('=').next().unwrap();
            names.contains(&name) && !["page=1", "orderby=id"].contains(pair)
        });
        pairs.map(|pair| pair.split("%2C").next().unwrap()).collect::<Vec<_>>().join("&")
    };
    let is_picture = |path: &String| path.starts_with("/wp-content");
    all.into_iter().filter(|path| !is_picture(path)).map(part).collect()
}

fn post(posts: &mut [Value], id: u64) -> &mut Value {
    posts.iter_mut().find(|post| post["id"] == id).unwrap()
}

/// A post like the newest one, with another number, published and changed at these moments.
fn new_post(posts: &mut Vec<Value>, id: u64, published: &str, changed: &str) {
    let mut new = post(posts, 1203).clone();
    new["id"] = json!(id);
    new["slug"] = json!(format!("bai-{id}"));
    new["link"] = json!(format!("http://127.0.0.1:8102/bai-{id}/"));
    new["date_gmt"] = json!(published);
    new["modified_gmt"] = json!(changed);
    posts.push(new);
}

#[test]
fn of_a_wordpress_site_only_what_changed_is_read_and_what_goes_is_noticed() {
    let site = Site::wordpress();
    let following = Following::start(&one(&site.origin));
    assert_eq!(following.brings(), (20, 0, 0));
    asked(&site);
    // Nothing: one small answer.
    let last = "orderby=modified&_fields=id";
    assert_eq!(following.brings(), (0, 0, 0));
    assert_eq!(asked(&site), [last]);
    // A post changes, another one is locked.
    let changed = "2026-11-28T00:30:00";
    {
        let mut state = site.state();
        let corrected = post(&mut state.posts, 1199);
        corrected["title"]["rendered"] = json!("Đã sửa");
        corrected["modified_gmt"] = json!(changed);
        let locked = post(&mut state.posts, 1195);
        locked["content"]["protected"] = json!(true);
        locked["modified_gmt"] = json!(changed);
    }
    assert_eq!(following.brings(), (0, 1, 1));
    let newest = "orderby=date&_fields=id";
    assert_eq!(
        asked(&site),
        [
            last,
            newest,
            "/wp-json/",
            "modified_after=2026-11-20T00%3A45%3A59Z",
            "after=2026-11-20T00%3A46%3A00Z"
        ]
    );
    // A post that was scheduled long ago comes: WordPress does not say that it changed.
    new_post(&mut site.state().posts, 1300, "2026-11-28T01:00:00", "2026-11-01T00:00:00");
    assert_eq!(following.brings(), (1, 0, 0));
    assert!(!asked(&site).contains(&"page=2".to_owned()));
    // One more in the ordinary way.
    new_post(&mut site.state().posts, 1301, "2026-11-28T01:10:00", "2026-11-28T01:10:00");
    assert_eq!(following.brings(), (1, 0, 0));
    assert!(!asked(&site).contains(&"page=2".to_owned()));
    // One that comes with an old date, which only reading all tells from one that went.
    new_post(&mut site.state().posts, 1302, "2020-01-01T00:00:00", "2020-01-01T00:00:00");
    assert_eq!(following.brings(), (1, 0, 0));
    assert!(asked(&site).contains(&"page=2".to_owned()));
    // One goes; one goes while another comes.
    site.state().posts.retain(|post| post["id"] != 1127);
    assert_eq!(following.brings(), (0, 0, 1));
    site.state().posts.retain(|post| post["id"] != 1131);
    new_post(&mut site.state().posts, 1303, "2026-11-28T01:50:00", "2026-11-28T01:50:00");
    assert_eq!(following.brings(), (1, 0, 1));
    assert_eq!(following.newsroom.shown().len(), 20 - 1 + 3 - 1 + 1 - 1);
}

#[test]
fn once_a_day_a_site_is_read_whole() {
    let site = Site::wordpress();
    let following = Following::start(&one(&site.origin));
    following.brings();
    // A category gets another name, which is no change of its posts.
    for post in &mut site.state().posts {
        post["_embedded"]["author"] = json!([{ "name": "Tên Mới" }]);
    }
    assert_eq!(following.brings(), (0, 0, 0));
    following.pass(24 * 60);
    assert_eq!(following.brings(), (0, 20, 0));
    let whole = following.entry().state.known.whole.unwrap();
    assert_eq!(whole.as_second(), following.now());
    following.pass(23 * 60);
    assert_eq!(following.brings(), (0, 0, 0));
    assert_eq!(following.entry().state.known.whole, Some(whole));
}

#[test]
fn a_site_that_breaks_off_withdraws_nothing_and_is_read_again() {
    let site = Site::wordpress();
    let following = Following::start(&one(&site.origin));
    assert_eq!(following.brings(), (20, 0, 0));
    site.state().posts.remove(0);
    site.trouble(2, [Reply::new(429, "Retry-After: 7200\r\n", "busy")]);
    following.pass(20);
    let why = following.fails();
    assert!(why.contains("broke off after 10 articles"), "{why}");
    assert!(following.waits(120), "{}", following.minutes());
    assert_eq!(following.newsroom.shown().len(), 20);
    following.pass(120);
    assert_eq!(following.brings(), (0, 0, 1));
    // Refused at the first small question.
    site.trouble(0, [Reply::new(503, "Retry-After: 600\r\n", "busy")]);
    following.pass(20);
    assert!(following.fails().contains("503"));
    assert!(following.waits(10), "{}", following.minutes());
}

#[test]
fn a_ghost_site_is_followed_with_its_key() {
    let site = Site::ghost();
    let following = Following::start(&one(&site.origin));
    let why = following.fails();
    assert!(why.contains("no key was given") && why.contains("key_env in site.toml"), "{why}");
    following.change(&format!("{}key_env = \"BANTIN_TEST_NO_SUCH_KEY\"\n", one(&site.origin)));
    let why = following.fails();
    assert!(why.contains("BANTIN_TEST_NO_SUCH_KEY is not set"), "{why}");
    following.change(&format!("{}key = \"KEY\"\n", one(&site.origin)));
    assert_eq!(following.brings(), (11, 0, 0));
    site.state().asked.clear();
    assert_eq!(following.brings(), (0, 0, 0));
    assert_eq!(site.state().asked.len(), 1);
    {
        let mut state = site.state();
        state.posts[3]["title"] = json!("Thư viện nổi");
        state.posts.remove(0);
    }
    assert_eq!(following.brings(), (0, 1, 1));
}
