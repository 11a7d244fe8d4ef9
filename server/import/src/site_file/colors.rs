//! `[colors]` of `site.toml`: accent and paper by day, by night and in sepia.
//!
//! Colours that are not given are derived in OKLCH, where a step of lightness looks the same in every hue. Everything
//! to be read has at least the contrast of WCAG 2.2 AA on its background. A given colour with less is refused, and the
//! nearest one with enough is suggested.

use bantin_model::{Color, Colors, Palette};
use palette::color_difference::Wcag21RelativeContrast;
use palette::convert::FromColorUnclamped;
use palette::{FromColor, IntoColor, Oklch, Srgb};
use serde::Deserialize;
use toml::Spanned;

use super::{Wrong, wrong};

/// The contrast of text.
const TEXT: f32 = 4.5;
/// The contrast of signs that are no text: a star, a line that must be seen.
const MARK: f32 = 3.0;

/// The fields of `[colors]`, and of each table in it.
pub const FIELDS: [&str; 3] = ["day", "night", "sepia"];
pub const THEME_FIELDS: [&str; 2] = ["accent", "paper"];

#[derive(Default, Deserialize)]
pub struct FileColors {
    day: Option<FileTheme>,
    night: Option<FileTheme>,
    sepia: Option<FileTheme>,
}

#[derive(Default, Deserialize)]
struct FileTheme {
    accent: Option<Spanned<String>>,
    paper: Option<Spanned<String>>,
}

/// The colours of `style/tokens.css`, which are used where a newsroom gives none.
pub const DAY: Palette = Palette {
    paper: Color([0xfa, 0xf7, 0xf0]),
    ink: Color([0x1b, 0x1a, 0x17]),
    ink_soft: Color([0x56, 0x52, 0x4a]),
    rule: Color([0xd8, 0xd2, 0xc4]),
    rule_strong: Color([0x1b, 0x1a, 0x17]),
    accent: Color([0xa3, 0x23, 0x1c]),
    accent_ink: Color([0xff, 0xff, 0xff]),
    gold: Color([0xb8, 0x86, 0x0b]),
    gold_edge: Color([0x8a, 0x65, 0x08]),
    tint: Color([0xf0, 0xeb, 0xdf]),
    mark: Color([0xf5, 0xe3, 0xa6]),
};

const NIGHT: Palette = Palette {
    paper: Color([0x14, 0x16, 0x1a]),
    ink: Color([0xe6, 0xe1, 0xd6]),
    ink_soft: Color([0xa9, 0xa4, 0x9a]),
    rule: Color([0x34, 0x37, 0x3d]),
    rule_strong: Color([0x8b, 0x87, 0x7e]),
    accent: Color([0xf0, 0x89, 0x7f]),
    accent_ink: Color([0x14, 0x16, 0x1a]),
    gold: Color([0xe3, 0xb3, 0x41]),
    gold_edge: Color([0xe3, 0xb3, 0x41]),
    tint: Color([0x1d, 0x20, 0x25]),
    mark: Color([0x4f, 0x44, 0x20]),
};

const SEPIA: Palette = Palette {
    paper: Color([0xf4, 0xea, 0xd5]),
    ink: Color([0x33, 0x28, 0x1a]),
    ink_soft: Color([0x66, 0x56, 0x3f]),
    rule: Color([0xdc, 0xcb, 0xab]),
    rule_strong: Color([0x33, 0x28, 0x1a]),
    accent: Color([0x94, 0x20, 0x0f]),
    accent_ink: Color([0xff, 0xff, 0xff]),
    gold: Color([0xa8, 0x75, 0x08]),
    gold_edge: Color([0x7c, 0x5a, 0x06]),
    tint: Color([0xea, 0xdc, 0xc0]),
    mark: Color([0xf0, 0xd6, 0x8c]),
};

/// Checks the given colours, and derives the others.
pub fn checked(file: FileColors) -> Result<Colors, Wrong> {
    let FileColors { day, night, sepia } = file;
    let (day, night, sepia) =
        (day.unwrap_or_default(), night.unwrap_or_default(), sepia.unwrap_or_default());
    let accent =
        day.accent.as_ref().map(|accent| color(accent, "colors.day.accent")).transpose()?;
    Ok(Colors {
        day: theme(day, "day", DAY, None)?,
        night: theme(night, "night", NIGHT, accent)?,
        sepia: theme(sepia, "sepia", SEPIA, accent)?,
    })
}

fn color(value: &Spanned<String>, field: &str) -> Result<Color, Wrong> {
    let text = value.get_ref();
    text.trim().parse().map_err(|_| {
        wrong(value, format!("{field}: \"{text}\" is no colour; write six digits, as \"#a3231c\""))
    })
}

/// The colours of one theme: `ours`, with those in the file in their place. `day` is the accent given for the day, from
/// which those of the other themes are made, lighter or darker.
fn theme(file: FileTheme, name: &str, ours: Palette, day: Option<Color>) -> Result<Palette, Wrong> {
    let paper = match &file.paper {
        Some(value) => paper(value, name, ours)?,
        None => ours.paper,
    };
    let accent = match &file.accent {
        Some(value) => {
            let field = format!("colors.{name}.accent");
            let chosen = color(value, &field)?;
            let near = readable(chosen, paper, TEXT);
            if near != chosen {
                let what = format!(
                    "{field}: \"{chosen}\" on the paper {paper} has a contrast of {:.1}, and text needs {TEXT} (WCAG AA); the nearest colour that has is \"{near}\"",
                    contrast(chosen, paper)
                );
                return Err(wrong(value, what));
            }
            chosen
        }
        None => readable(day.unwrap_or(ours.accent), paper, TEXT),
    };
    let (white, black) = (Color([0xff; 3]), ours.ink);
    let dark = if contrast(black, paper) > contrast(white, paper) { black } else { paper };
    let lettering = [ours.accent_ink, white, dark, Color([0; 3])];
    let on_accent = lettering.into_iter().find(|ink| contrast(*ink, accent) >= TEXT);
    if paper == ours.paper {
        return Ok(Palette { accent, accent_ink: on_accent.unwrap_or(Color([0; 3])), ..ours });
    }
    // As far from the given paper as ours is from our paper, and in its hue.
    let moved = |ours_of: Color| {
        let (from, to): (Oklch, Oklch) = (oklch(ours.paper), oklch(paper));
        let mut moved = oklch(ours_of);
        moved.l = (moved.l + to.l - from.l).clamp(0.0, 1.0);
        moved.hue = to.hue;
        moved.chroma = moved.chroma.min(to.chroma + 0.02);
        rgb(moved)
    };
    let (tint, rule) = (moved(ours.tint), moved(ours.rule));
    // Text is printed on both.
    let text = |ink: Color| readable(readable(ink, paper, TEXT), tint, TEXT);
    Ok(Palette {
        paper,
        ink: text(ours.ink),
        ink_soft: text(ours.ink_soft),
        rule,
        rule_strong: readable(ours.rule_strong, paper, MARK),
        accent,
        accent_ink: on_accent.unwrap_or(Color([0; 3])),
        gold: ours.gold,
        gold_edge: readable(ours.gold_edge, paper, MARK),
        tint,
        mark: ours.mark,
    })
}

/// The given paper, which must be light by day and in sepia, and dark by night.
fn paper(value: &Spanned<String>, name: &str, ours: Palette) -> Result<Color, Wrong> {
    const LEAST: f32 = 7.0;
    let field = format!("colors.{name}.paper");
    let chosen = color(value, &field)?;
    let near = readable(chosen, ours.ink, LEAST);
    if near == chosen {
        return Ok(chosen);
    }
    let what = format!(
        "{field}: the text {} on \"{chosen}\" has a contrast of {:.1}, and a paper needs {LEAST}; the nearest colour that has is \"{near}\"",
        ours.ink,
        contrast(chosen, ours.ink)
    );
    Err(wrong(value, what))
}

fn srgb(Color([red, green, blue]): Color) -> Srgb {
    Srgb::new(red, green, blue).into_format()
}

fn oklch(color: Color) -> Oklch {
    srgb(color).into_color()
}

/// The nearest colour that a screen can show: less vivid, where the hue cannot be so vivid.
fn rgb(color: Oklch) -> Color {
    let mut color = color;
    let fits = |srgb: &Srgb| {
        [srgb.red, srgb.green, srgb.blue].iter().all(|part| (-0.001..=1.001).contains(part))
    };
    while color.chroma > 0.001 && !fits(&Srgb::from_color_unclamped(color)) {
        color.chroma *= 0.95;
    }
    let srgb: Srgb<u8> = Srgb::from_color(color).into_format();
    Color([srgb.red, srgb.green, srgb.blue])
}

/// The contrast of two colours by WCAG, from 1 to 21.
fn contrast(a: Color, b: Color) -> f32 {
    srgb(a).relative_contrast(srgb(b))
}

/// `color`, or the nearest colour of its hue with at least this contrast on `ground`.
fn readable(color: Color, ground: Color, least: f32) -> Color {
    if contrast(color, ground) >= least {
        return color;
    }
    let from = oklch(color);
    // A hundred steps of lightness up and down; the first with enough contrast is the nearest.
    let steps = (1..=100u8).map(|step| f32::from(step) / 100.0);
    let tried = steps.flat_map(|step| [from.l - step, from.l + step]);
    let tried = tried.filter(|lightness| (0.0..=1.0).contains(lightness));
    let tried = tried.map(|l| rgb(Oklch { l, ..from }));
    let ends = [Color([0; 3]), Color([0xff; 3])].into_iter();
    let found = tried.chain(ends).find(|tried| contrast(*tried, ground) >= least);
    found.unwrap_or(color)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<Colors, String> {
        checked(toml::from_str(text).unwrap()).map_err(|Wrong { what, .. }| what)
    }

    #[test]
    fn our_own_colours_are_those_of_the_style() {
        let tokens = include_str!("../../../../style/tokens.css");
        let blocks = tokens.split_once("--paper").unwrap().1;
        let (day, rest) = blocks.split_once('}').unwrap();
        let night = rest.split_once("data-theme=\"dark\"]").unwrap().1.split_once('}').unwrap().0;
        let sepia = rest.split_once("\n:root[data-theme=\"sepia\"]").unwrap().1;
        let sepia = sepia.split_once('}').unwrap().0;
        for (palette, css) in
            [(DAY, format!("--paper{day}")), (NIGHT, night.into()), (SEPIA, sepia.into())]
        {
            for (name, color) in palette.tokens() {
                assert!(css.contains(&format!("--{name}: {color};")), "{name}: {color}\n{css}");
            }
        }
    }

    #[test]
    fn what_is_not_said_is_ours() {
        let colors = of("").unwrap();
        assert_eq!((colors.day, colors.night, colors.sepia), (DAY, NIGHT, SEPIA));
    }

    #[test]
    fn one_accent_is_enough() {
        let colors = of("day.accent = \"#0b5d3b\"").unwrap();
        assert_eq!(colors.day.accent, Color([0x0b, 0x5d, 0x3b]));
        let hue = |color: Color| oklch(color).hue.into_positive_degrees();
        for other in [colors.night, colors.sepia] {
            assert!((hue(other.accent) - hue(colors.day.accent)).abs() < 12.0, "{other:?}");
        }
        assert_eq!(colors.night.paper, NIGHT.paper);
    }

    #[test]
    fn sepia_has_an_accent_of_its_own() {
        let own = Color([0x7a, 0x3b, 0x10]);
        let colors = of("day.accent = \"#0b5d3b\"\nsepia.accent = \"#7a3b10\"").unwrap();
        assert_eq!((colors.day.accent, colors.sepia.accent), (Color([0x0b, 0x5d, 0x3b]), own));
        let alone = of("sepia.accent = \"#7a3b10\"").unwrap();
        assert_eq!((alone.day, alone.night, alone.sepia.accent), (DAY, NIGHT, own));
        let said = of("sepia.accent = \"#d8b48a\"").unwrap_err();
        assert!(said.contains("colors.sepia.accent"), "{said}");
    }

    #[test]
    fn whatever_is_chosen_can_be_read() {
        for accent in ["#0b5d3b", "#003d7a", "#7a0060", "#5a5a00", "#222222", "#8a3b00"] {
            for paper in ["#ffffff", "#fff8f0", "#eef4ff", "#fdf6e3"] {
                let text = format!(
                    "day.accent = \"{accent}\"\nday.paper = \"{paper}\"\nnight.paper = \"#000000\"\nsepia.paper = \"#f8f0e0\""
                );
                let colors = of(&text).unwrap();
                for theme in [colors.day, colors.night, colors.sepia] {
                    for (over, ground, least) in [
                        (theme.ink, theme.paper, 7.0),
                        (theme.ink, theme.tint, TEXT),
                        (theme.ink_soft, theme.paper, TEXT),
                        (theme.ink_soft, theme.tint, TEXT),
                        (theme.accent, theme.paper, TEXT),
                        (theme.accent_ink, theme.accent, TEXT),
                        (theme.gold_edge, theme.paper, MARK),
                        (theme.rule_strong, theme.paper, MARK),
                    ] {
                        let has = contrast(over, ground);
                        assert!(has >= least, "{text}: {over} on {ground} has {has}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_the_nearest_that_can() {
        let said = of("day.accent = \"#ff9900\"").unwrap_err();
        assert!(said.contains("colors.day.accent") && said.contains("WCAG AA"), "{said}");
        let near: Color = said.rsplit('"').nth(1).unwrap().parse().unwrap();
        assert!(contrast(near, DAY.paper) >= TEXT && contrast(near, DAY.paper) < 5.2, "{said}");
        let again = of(&format!("day.accent = \"{near}\"")).unwrap();
        assert_eq!(again.day.accent, near);
        let said = of("night.paper = \"#ffffff\"").unwrap_err();
        assert!(said.contains("colors.night.paper") && said.contains("nearest"), "{said}");
        assert!(of("day.accent = \"red\"").unwrap_err().contains("six digits"));
    }
}
