//! What opens in a page or above it: pictures large, a video, the bar of an article that is read aloud.

use bantin::components::figure::{self, Caption, Priority};
use bantin::components::listening::{Listening, ListeningProps};
use bantin::components::player::{Player, PlayerProps};
use bantin::components::viewer::{Viewer, ViewerProps};
use bantin_model::Image;
use leptos::prelude::*;

use crate::papers::Paper;
use crate::specimens::Specimen;
use crate::voices::LONG_WORD;

pub fn drawn(paper: &Paper) -> Vec<Specimen> {
    let edition = paper.edition();
    let long = Some(LONG_WORD.to_owned());
    let listening = || {
        let lang = paper.voice.lang.to_owned();
        Listening(ListeningProps { lang, on_end: Callback::new(|()| {}) })
    };
    let (pause, go_on) = (edition.messages().pause, edition.messages().go_on_listening);
    let player =
        || Player(PlayerProps { source: "media/wide.svg".to_owned(), title: LONG_WORD.to_owned() });
    vec![
        viewed(paper, "A picture large", 1, paper.image("wide")),
        viewed(paper, "The last of them, high", 2, paper.image("tall")),
        viewed(
            paper,
            "A picture large, long words",
            0,
            Image { caption: long.clone(), credit: long, ..paper.image("square") },
        ),
        Specimen::of(&edition, "Read aloud", listening),
        Specimen::of(&edition, "Read aloud, paused", listening).with(pause, go_on),
        Specimen::of(&edition, "A video that plays", player),
    ]
}

/// The viewer with one of three pictures in it, which a script puts there.
fn viewed(paper: &Paper, name: &str, seen: usize, image: Image) -> Specimen {
    let edition = paper.edition();
    let of = edition.clone();
    let inside = Specimen::of(&edition, name, move || {
        let picture = figure::picture(&of, &image, Priority::Lazy, "100vw");
        view! {
            {picture}
            <Caption text=image.caption credit=image.credit />
        }
    });
    let viewer = || {
        let (seen, picture) = (RwSignal::new(seen), NodeRef::new());
        Viewer(ViewerProps { count: 3, seen, picture, on_leave: Callback::new(|()| {}) })
    };
    let figure = "class=\"viewer-photo\">";
    Specimen::of(&edition, name, viewer)
        .with("<dialog ", "<dialog open ")
        .with(figure, &[figure, &inside.html].concat())
}
