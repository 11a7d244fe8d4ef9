//! What the body of an article is made of.

use bantin::components::blocks::Blocks;
use bantin::components::figure::{Figure, Priority};
use bantin_model::{Block, EmbedProvider, Image, ImageVariant, Inline, Link, ListItem};
use leptos::prelude::*;

use crate::papers::Paper;
use crate::specimens::Specimen;
use crate::stories::link;
use crate::voices::{LONG_ADDRESS, LONG_WORD, STACKED};

pub fn drawn(paper: &Paper) -> Vec<Specimen> {
    let voice = paper.voice;
    let usual = Words { text: voice.text, short: voice.places[1], name: voice.names[0] };
    let long = Words { text: LONG_WORD, short: LONG_WORD, name: LONG_ADDRESS };
    let stacked = Words { text: STACKED, short: STACKED, name: STACKED };
    let mut drawn = vec![
        body(paper, "Every block", blocks(paper, &usual)),
        body(paper, "A block of a later version", vec![Block::Unknown { kind: "poll".to_owned() }]),
        body(paper, "Every block in long words", blocks(paper, &long)),
        body(paper, "Every block in stacked marks", blocks(paper, &stacked)),
    ];
    drawn.extend(pictures(paper));
    drawn
}

/// Every type of block, in the paper's own words.
pub fn every_block(paper: &Paper) -> Vec<Block> {
    let voice = paper.voice;
    blocks(paper, &Words { text: voice.text, short: voice.places[1], name: voice.names[0] })
}

/// What the blocks say.
struct Words<'a> {
    text: &'a str,
    short: &'a str,
    name: &'a str,
}

fn body(paper: &Paper, name: &str, blocks: Vec<Block>) -> Specimen {
    let source = paper.site.url.clone();
    Specimen::of(&paper.edition(), name, || {
        view! {
            <article class="article">
                <div class="article-body">
                    <Blocks blocks first_picture=Priority::Lazy source />
                </div>
            </article>
        }
    })
}

fn blocks(paper: &Paper, words: &Words<'_>) -> Vec<Block> {
    let Words { text, short, name } = words;
    let plain = |text: &str| vec![Inline::text(text)];
    let heading = |level, id: Option<&str>| Block::Heading {
        level,
        id: id.map(str::to_owned),
        text: plain(short),
    };
    let caption = |image: Image| Image {
        caption: Some((*text).to_owned()),
        credit: Some((*name).to_owned()),
        ..image
    };
    let row = |texts: [&str; 4]| texts.map(plain).to_vec();
    let embed = |provider, href: &str, title: Option<&str>| Block::Embed {
        provider,
        href: link(href),
        title: title.map(str::to_owned),
    };
    let list = |ordered, start, items| Block::List { ordered, start, items };
    let paragraph = || Block::Paragraph { text: plain(text) };
    vec![
        paragraph(),
        Block::Paragraph { text: runs(words) },
        Block::Paragraph {
            text: vec![Inline::Anchor { id: "here".to_owned() }, Inline::text(*short)],
        },
        heading(2, Some("first")),
        paragraph(),
        heading(3, Some("second")),
        paragraph(),
        heading(4, Some("third")),
        paragraph(),
        heading(2, None),
        list(false, None, vec![plain(short).into(), nested(words), runs(words).into()]),
        list(true, None, vec![plain(short).into(), plain(text).into()]),
        list(true, Some(1_998), vec![plain(short).into(), nested(words)]),
        list(
            false,
            None,
            ["☑ ", "☐ "].map(|sign| plain(&format!("{sign}{short}")).into()).to_vec(),
        ),
        Block::Image { image: caption(paper.image("wide")) },
        Block::Gallery {
            images: ["wide", "tall", "square"].map(|shape| caption(paper.image(shape))).to_vec(),
            caption: Some((*text).to_owned()),
        },
        Block::Quote { text: vec![plain(text)], attribution: None },
        Block::Quote {
            text: vec![plain(text), runs(words)],
            attribution: Some((*name).to_owned()),
        },
        Block::Table {
            caption: Some((*text).to_owned()),
            head: row([short, name, short, name]),
            rows: vec![row([short, "1", "20", "300"]), row([short, text, short, "4.000,5"])],
        },
        Block::Table { caption: None, head: Vec::new(), rows: vec![row(["1", short, "2", short])] },
        Block::Code { text: format!("if a < b {{\n    // {text}\n    return \"{name}\";\n}}") },
        embed(EmbedProvider::Youtube, "https://www.youtube.com/watch?v=1", Some(text)),
        embed(EmbedProvider::Other, LONG_ADDRESS, None),
        Block::Divider,
        paragraph(),
    ]
}

/// Every run of text there is, but for the place that links lead to, which is one.
fn runs(words: &Words<'_>) -> Vec<Inline> {
    let Words { text, short, name } = words;
    let plain = |text: &str| vec![Inline::text(format!("{text} "))];
    let linked = |href: Link| Inline::Link { href, children: plain(name) };
    let emphasis = Inline::Emphasis { children: plain(short) };
    vec![
        Inline::text(format!("{short} ")),
        Inline::Strong { children: plain(short) },
        emphasis.clone(),
        Inline::Strong { children: vec![emphasis] },
        Inline::Code { text: format!("{short} < {name}") },
        Inline::LineBreak,
        linked(link(LONG_ADDRESS)),
        linked(link("/articles/story-1/")),
        linked(link("mailto:desk@news.example")),
        Inline::text(*text),
    ]
}

/// An item with a list in it, which has one as well.
fn nested(words: &Words<'_>) -> ListItem {
    let text = || vec![Inline::text(words.short)];
    let list = |ordered, items| Block::List { ordered, start: None, items };
    let deepest = list(false, vec![text().into()]);
    let inner = ListItem { text: text(), body: vec![deepest] };
    let quote = Block::Quote { text: vec![text()], attribution: None };
    ListItem { text: text(), body: vec![list(true, vec![inner, text().into()]), quote] }
}

fn pictures(paper: &Paper) -> Vec<Specimen> {
    let figure = |name: &str, image: Image| {
        let figure = || view! { <Figure image priority=Priority::Lazy /> };
        Specimen::of(&paper.edition(), name, figure)
    };
    let bare = |shape| Image { caption: None, credit: None, ..paper.image(shape) };
    let variant = |width| ImageVariant {
        src: link("media/wide.svg"),
        width,
        media_type: "image/svg+xml".to_owned(),
    };
    let long = Some(LONG_WORD.to_owned());
    vec![
        figure("A wide picture with caption and credit", paper.image("wide")),
        figure(
            "A picture in several sizes",
            Image { variants: vec![variant(480), variant(960)], ..paper.image("wide") },
        ),
        figure("A high picture", paper.image("tall")),
        figure("A caption alone", Image { credit: None, ..paper.image("square") }),
        figure("A credit alone", Image { caption: None, ..paper.image("square") }),
        figure(
            "Neither, nor words for who cannot see it",
            Image { alt: String::new(), ..bare("square") },
        ),
        figure("Long words", Image { caption: long.clone(), credit: long, ..bare("wide") }),
        figure("A picture that has not come", paper.image("missing")),
    ]
}
