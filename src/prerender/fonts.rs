//! What a paper is set in, as CSS: stacks by their names, and the newsroom's own fonts.
//!
//! For as long as a font has not arrived, one that systems have stands in for it, scaled so that lines are as long and as
//! high: nothing moves when it comes.

use std::fmt::Write as _;

use bantin_model::{FONTS, FontFace, Fonts, Link, OwnFont, StandIn};

use crate::config::Config;

/// Names under which systems have the fonts that stand in: regular, bold, italic, bold italic. The fonts of one list are as
/// wide as one another (`bantin_media::font`).
const SERIF: [&[&str]; 4] = [
    &["Times New Roman", "TimesNewRomanPSMT", "Liberation Serif", "Tinos"],
    &["Times New Roman Bold", "TimesNewRomanPS-BoldMT", "Liberation Serif Bold", "Tinos Bold"],
    &[
        "Times New Roman Italic",
        "TimesNewRomanPS-ItalicMT",
        "Liberation Serif Italic",
        "Tinos Italic",
    ],
    &[
        "Times New Roman Bold Italic",
        "TimesNewRomanPS-BoldItalicMT",
        "Liberation Serif Bold Italic",
        "Tinos Bold Italic",
    ],
];
const SANS: [&[&str]; 4] = [
    &["Arial", "ArialMT", "Liberation Sans", "Arimo"],
    &["Arial Bold", "Arial-BoldMT", "Liberation Sans Bold", "Arimo Bold"],
    &["Arial Italic", "Arial-ItalicMT", "Liberation Sans Italic", "Arimo Italic"],
    &[
        "Arial Bold Italic",
        "Arial-BoldItalicMT",
        "Liberation Sans Bold Italic",
        "Arimo Bold Italic",
    ],
];

/// The style sheet.
pub fn style(config: &Config, fonts: &Fonts) -> String {
    let mut css = String::new();
    for (at, font) in fonts.own.iter().enumerate() {
        let is_same =
            |other: &OwnFont| (&other.family, &other.generic) == (&font.family, &font.generic);
        if !fonts.own.iter().take(at).any(is_same) {
            css.extend(font.faces.iter().map(|face| faces(config, font, face)));
        }
    }
    let set = [
        stack(fonts.own("text"), fonts.text.as_deref(), "transitional").map(|set| ("serif", set)),
        stack(fonts.own("interface"), fonts.interface.as_deref(), "system")
            .map(|set| ("sans", set)),
    ];
    let set: Vec<String> =
        set.into_iter().flatten().map(|(token, set)| format!("--{token}:{set}")).collect();
    if !set.is_empty() {
        let _ = write!(css, ":root{{{}}}", set.join(";"));
    }
    if let Some(set) = headlines(fonts) {
        // Whoever has chosen the interface's letters for all that is read has them in headlines too.
        let _ = write!(
            css,
            ":root:not([data-font=sans]){{--headlines:{set}}}\
             h1,h2,h3,h4,.masthead-title,.related-headline{{font-family:var(--headlines,var(--serif))}}"
        );
    }
    css
}

/// The file that is fetched at once: of what most of a page is set in.
pub fn early(fonts: &Fonts) -> Option<&Link> {
    match fonts.own("text") {
        Some(text) => text.faces.first(),
        None => {
            let faces = &fonts.own("headlines")?.faces;
            faces.iter().find(|face| face.weight == "700").or(faces.first())
        }
    }
    .map(|face| &face.src)
}

/// An own font, what stands in for it, and the stack of this name behind them; `None` where there is nothing to say.
fn stack(own: Option<&OwnFont>, name: Option<&str>, otherwise: &str) -> Option<String> {
    let named =
        |name: &str| FONTS.iter().find(|(known, _)| *known == name).map(|(_, fonts)| *fonts);
    match own {
        Some(font) => {
            let behind = name.and_then(named).or_else(|| named(otherwise)).unwrap_or("serif");
            Some(format!("{},{behind}", before(font)))
        }
        None => name.and_then(named).map(str::to_owned),
    }
}

fn headlines(fonts: &Fonts) -> Option<String> {
    match (fonts.own("headlines"), &fonts.headlines) {
        (Some(font), None) => Some(format!("{},var(--serif)", before(font))),
        (own, name) => stack(own, name.as_deref(), "transitional"),
    }
}

fn before(font: &OwnFont) -> String {
    format!("{},{}", quoted(&font.family), quoted(&stand_in(font)))
}

fn stand_in(font: &OwnFont) -> String {
    format!("{} {} stand-in", font.family, font.generic)
}

/// The rules of one file, and of what stands in for it.
fn faces(config: &Config, font: &OwnFont, face: &FontFace) -> String {
    let style = if face.italic { "italic" } else { "normal" };
    let mut css = format!(
        "@font-face{{font-family:{};src:url({})format(\"woff2\");font-weight:{};font-style:{style};font-display:swap;{}}}",
        quoted(&font.family),
        quoted(&config.resolve(face.src.as_str())),
        weight(&face.weight),
        measures(face, 1000)
    );
    for StandIn { bold, size_adjust } in face.stand_ins.iter().filter(|one| one.size_adjust > 0) {
        let names = if font.generic == "sans-serif" { SANS } else { SERIF };
        let names = names.into_iter().nth(usize::from(*bold) + 2 * usize::from(face.italic));
        let names = names.unwrap_or_default().iter();
        let local: Vec<String> = names.map(|name| format!("local({})", quoted(name))).collect();
        let _ = write!(
            css,
            "@font-face{{font-family:{};src:{};font-weight:{};font-style:{style};size-adjust:{};{}}}",
            quoted(&stand_in(font)),
            local.join(","),
            if *bold { 700 } else { 400 },
            percent(*size_adjust),
            measures(face, *size_adjust)
        );
    }
    css
}

/// How high a line is, in a font that is scaled by so many thousandths.
fn measures(face: &FontFace, scale: u32) -> String {
    let of = |length: u32| {
        percent((u64::from(length) * 1000 / u64::from(scale)).try_into().unwrap_or(u32::MAX))
    };
    format!(
        "ascent-override:{};descent-override:{};line-gap-override:{}",
        of(face.ascent),
        of(face.descent),
        of(face.line_gap)
    )
}

fn percent(thousandths: u32) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

/// A weight, or from and to; what is neither is regular.
fn weight(text: &str) -> &str {
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b' ') { text } else { "400" }
}

/// A text between quotes in a style sheet within a page: nothing in it ends either of them.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        if c.is_alphanumeric() || " -_./:~%".contains(c) {
            out.push(c);
        } else {
            let _ = write!(out, "\\{:x} ", u32::from(c));
        }
    }
    out + "\""
}
