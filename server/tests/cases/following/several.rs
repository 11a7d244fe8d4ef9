//! Many sources, and several who follow the same one, of whom one looks.

use std::collections::HashSet;
use std::sync::Mutex;

use bantin_core::sources::{LookOutcome, Next, Source};
use bantin_server::following::Keeper;
use bantin_store::register::Register;
use tokio::runtime::Runtime;

use super::{Feed, Following, keeper, one};

#[test]
fn of_two_who_follow_the_same_one_looks() {
    let (url, feed) = Feed { items: vec!["mot"], ..Feed::default() }.start();
    let following = Following::start(&one(&url));
    let (register, other) = (following.register(), keeper(&following.newsroom, &following.now));
    let now = following.now();
    let held = following.runtime.block_on(register.claim(&[1; 16], now, now + 120)).unwrap();
    let held = held.unwrap();
    assert_eq!(following.look(), None);
    assert_eq!(following.runtime.block_on(other.step()).unwrap(), None);
    // Who holds it says so again, then dies.
    let hold = register.hold(&held.source.name, &[1; 16], now + 240);
    assert!(following.runtime.block_on(hold).unwrap());
    following.pass(3);
    assert_eq!(following.look(), None);
    assert_eq!(feed.lock().unwrap().asked.len(), 0);
    following.pass(2);
    let Some(LookOutcome::Read { added: 1, .. }) = following.look() else { panic!() };
    // What the dead one says now is not heard.
    let next = Next { due: 0, not_before: 0 };
    let late = register.settle(&held, &[1; 16], &next);
    assert!(!following.runtime.block_on(late).unwrap());
    assert!(following.waits(15));
    assert_eq!(following.runtime.block_on(other.step()).unwrap(), None);
}

#[test]
fn settings_that_change_during_a_look_are_looked_at_with() {
    let (url, _feed) = Feed { items: vec!["mot"], ..Feed::default() }.start();
    let following = Following::start(&one(&url));
    let (register, now) = (following.register(), following.now());
    let claim = register.claim(&[1; 16], now, now + 120);
    let held = following.runtime.block_on(claim).unwrap().unwrap();
    following.change(&format!("{}every = \"2h\"\n", one(&url)));
    let next = Next { due: now + 900, not_before: 0 };
    assert!(!following.runtime.block_on(register.settle(&held, &[1; 16], &next)).unwrap());
    let Some(LookOutcome::Read { added: 1, .. }) = following.look() else { panic!() };
    assert!(following.waits(120));
}

#[test]
fn many_sources_are_each_looked_at_once() {
    let (url, feed) = Feed { items: vec!["mot"], ..Feed::default() }.start();
    let source = |n: usize| format!("[[sources]]\nname = \"s{n}\"\nurl = \"{url}?{n}\"\n");
    let following = Following::start(&(0..20).map(source).collect::<String>());
    let seen: Mutex<Vec<Source>> = Mutex::default();
    let keepers: Vec<Keeper> =
        (0..4).map(|_| keeper(&following.newsroom, &following.now)).collect();
    std::thread::scope(|scope| {
        for keeper in &keepers {
            scope.spawn(|| {
                let runtime = Runtime::new().unwrap();
                while let Some(entry) = runtime.block_on(keeper.step()).unwrap() {
                    seen.lock().unwrap().push(entry.source);
                }
            });
        }
    });
    let seen = seen.into_inner().unwrap();
    let names: HashSet<_> = seen.iter().map(|source| source.name.clone()).collect();
    assert_eq!((seen.len(), names.len()), (20, 20));
    drop(feed);
}
