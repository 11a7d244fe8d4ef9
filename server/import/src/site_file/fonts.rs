//! `[fonts]` of `site.toml`: what text, headlines and the interface are set in, by the name of a stack that systems have
//! or as files of the newsroom's own.

use bantin_media::font::{Font, FontError};
use bantin_model::{FONTS, FontFace, Fonts, OwnFont, StandIn};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::beside::Files;
use super::{Wrong, did_you_mean, letters, wrong};

/// What can be set in a font of its own.
pub const PLACES: [&str; 3] = ["text", "headlines", "interface"];
/// What there is to say of a font of the newsroom's own.
pub const FIELDS: [&str; 5] = ["family", "regular", "bold", "italic", "stack"];

/// The longest name of a font.
const LONGEST: usize = 64;
/// Letters that a font lacks, as many as are named.
const NAMED: usize = 8;

/// Why a file cannot be the font of a site.
#[derive(Debug, thiserror::Error)]
enum UnfitFont {
    #[error(transparent)]
    Font(#[from] FontError),
    #[error("it lacks letters of \"{lang}\": {}", named(.lacks))]
    Lacks { lang: String, lacks: Vec<char> },
}

fn named(lacks: &[char]) -> String {
    let named: Vec<String> = lacks.iter().take(NAMED).map(char::to_string).collect();
    let more = lacks.len().saturating_sub(NAMED);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    named.join(", ") + &more
}

/// What this says, for a site in `languages`, of which the first is its own; what it names is made of `files`.
pub fn checked(
    written: Option<&Spanned<DeValue<'_>>>,
    languages: &[String],
    files: &mut Files<'_>,
) -> Result<Option<Fonts>, Wrong> {
    let Some(written) = written else { return Ok(None) };
    let DeValue::Table(table) = written.get_ref() else {
        return Err(wrong(written, "fonts: write [fonts], and below it text = \"old-style\""));
    };
    let mut fonts = Fonts::default();
    for place in PLACES {
        let Some(value) = table.get(place) else { continue };
        let stack = match value.get_ref() {
            DeValue::String(_) => Some(stack(&text(value, &format!("fonts.{place}"))?, place)?),
            DeValue::Table(font) => {
                let is_sans = match place {
                    "text" => false,
                    "headlines" => text_is_sans(&fonts),
                    _ => true,
                };
                let mut own = Own { place, is_sans, font, languages, files };
                let (made, stack) = own.checked(value)?;
                let files = |font: &OwnFont| -> Vec<_> {
                    font.faces.iter().map(|face| (face.src.clone(), face.italic)).collect()
                };
                // As CSS compares them.
                let name = |font: &OwnFont| font.family.to_lowercase();
                let is_other =
                    |known: &OwnFont| name(known) == name(&made) && files(known) != files(&made);
                if fonts.own.iter().any(is_other) {
                    let what = format!(
                        "fonts.{place}: there are two fonts \"{}\"; give each family a name of its own",
                        made.family
                    );
                    return Err(wrong(value, what));
                }
                fonts.own.push(made);
                stack
            }
            _ => {
                let what = format!(
                    "fonts.{place}: write \"old-style\", or {{ family = \"…\", regular = \"fonts/….woff2\" }}"
                );
                return Err(wrong(value, what));
            }
        };
        match place {
            "text" => fonts.text = stack,
            "headlines" => fonts.headlines = stack,
            _ => fonts.interface = stack,
        }
    }
    Ok(Some(fonts))
}

/// Whether a stack of this name has no serifs.
fn is_sans(name: &str) -> bool {
    FONTS.iter().any(|(known, fonts)| *known == name && fonts.ends_with("sans-serif"))
}

/// Whether text, which headlines are set as where nothing is said, has none.
fn text_is_sans(fonts: &Fonts) -> bool {
    match (&fonts.text, fonts.own("text")) {
        (_, Some(own)) => own.generic == "sans-serif",
        (Some(name), None) => is_sans(name),
        (None, None) => false,
    }
}

fn text(value: &Spanned<DeValue<'_>>, field: &str) -> Result<Spanned<String>, Wrong> {
    match value.get_ref() {
        DeValue::String(text) => Ok(Spanned::new(value.span(), text.clone().into_owned())),
        _ => Err(wrong(value, format!("{field}: write it between quotes"))),
    }
}

/// The name of a stack of fonts that systems have.
fn stack(value: &Spanned<String>, field: &str) -> Result<String, Wrong> {
    let name = value.get_ref();
    if FONTS.iter().any(|(known, _)| known == name) {
        return Ok(name.clone());
    }
    let names = FONTS.map(|(known, _)| known);
    let meant = did_you_mean(name, names.into_iter());
    let all = names.join(", ");
    Err(wrong(value, format!("fonts.{field}: there is no \"{name}\"{meant}; there are {all}")))
}

/// A font of the newsroom's own as it is written.
struct Own<'a, 'f> {
    place: &'static str,
    /// Whether what is behind it has no serifs, where it names no stack.
    is_sans: bool,
    font: &'a DeTable<'a>,
    languages: &'a [String],
    files: &'a mut Files<'f>,
}

impl Own<'_, '_> {
    fn field(&self, name: &str) -> Result<Option<Spanned<String>>, Wrong> {
        let value = self.font.get(name);
        value.map(|value| text(value, &format!("fonts.{}.{name}", self.place))).transpose()
    }

    fn needed(&self, name: &str, whole: &Spanned<DeValue<'_>>) -> Result<Spanned<String>, Wrong> {
        let missing = || wrong(whole, format!("fonts.{}: {name} is missing", self.place));
        self.field(name)?.ok_or_else(missing)
    }

    /// The font, and the name of the stack behind it.
    fn checked(
        &mut self,
        whole: &Spanned<DeValue<'_>>,
    ) -> Result<(OwnFont, Option<String>), Wrong> {
        let place = self.place;
        let written = self.needed("family", whole)?;
        let family = written.get_ref().trim().to_owned();
        if family.is_empty()
            || family.chars().count() > LONGEST
            || family.contains(|c: char| c.is_control() || "\"\\<>{};".contains(c))
        {
            let what = format!(
                "fonts.{place}.family: \"{family}\" is no name of a font; write one of at most {LONGEST} characters, without \" \\ < > {{ }} ;"
            );
            return Err(wrong(&written, what));
        }
        let regular = self.needed("regular", whole)?;
        let (bold, italic) = (self.field("bold")?, self.field("italic")?);
        let behind = self.field("stack")?;
        let behind = behind.map(|name| stack(&name, &format!("{place}.stack"))).transpose()?;
        let is_sans = behind.as_deref().map_or(self.is_sans, is_sans);
        let mut faces = Vec::new();
        for (file, name) in
            [(Some(&regular), "regular"), (bold.as_ref(), "bold"), (italic.as_ref(), "italic")]
        {
            let Some(file) = file else { continue };
            let font = self.read(file, name)?;
            let is_italic = name == "italic";
            // One that is bold as it is, for headlines alone, is to be made no bolder.
            let is_bold = name == "bold" || font.is_bold() && bold.is_none();
            let weight = match font.weights {
                (from, to) if from < to => format!("{from} {to}"),
                _ if is_bold => "700".to_owned(),
                _ => "400".to_owned(),
            };
            let stand_ins = font.size_adjusts(is_sans, is_italic, is_bold).into_iter();
            faces.push(FontFace {
                weight,
                italic: is_italic,
                ascent: font.ascent,
                descent: font.descent,
                line_gap: font.line_gap,
                stand_ins: stand_ins
                    .map(|(bold, size_adjust)| StandIn { bold, size_adjust })
                    .collect(),
                src: self.files.keep(file, font.file)?,
            });
        }
        let generic = if is_sans { "sans-serif" } else { "serif" }.to_owned();
        Ok((OwnFont { place: place.to_owned(), family, generic, faces }, behind))
    }

    fn read(&self, file: &Spanned<String>, name: &str) -> Result<Font, Wrong> {
        self.files.read(file, &format!("fonts.{}.{name}", self.place), |bytes| {
            let font = Font::read(bytes)?;
            match letters::lacking(self.languages, |letter| font.has(letter)) {
                Some((lang, lacks)) => Err(UnfitFont::Lacks { lang: lang.to_owned(), lacks }),
                None => Ok(font),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use bantin_model::Fonts;

    use crate::site_file::{NAME, SiteFile, read};

    const START: &str = "name = \"Sông Quê\"\nurl = \"https://song.example/\"\nlanguages = [\"vi\", \"en\", \"ru\"]\ntime_zone = \"Asia/Ho_Chi_Minh\"\n[fonts]\n";

    fn of(fonts: &str) -> Result<SiteFile, String> {
        let folder = tempfile::tempdir().unwrap();
        let below = folder.path().join("fonts");
        std::fs::create_dir(&below).unwrap();
        let from = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fonts");
        for name in ["boxes", "boxes-bold", "boxes-without-y-dot", "boxes-of-every-weight"] {
            let name = format!("{name}.woff2");
            std::fs::copy(from.join(&name), below.join(&name)).unwrap();
        }
        std::fs::write(below.join("none.woff2"), "wOFF").unwrap();
        std::fs::write(below.join("large.woff2"), vec![0; (300 << 10) + 1]).unwrap();
        std::fs::write(folder.path().join(NAME), format!("{START}{fonts}")).unwrap();
        read(&folder.path().join(NAME)).map_err(|error| error.to_string())
    }

    fn fonts(file: &SiteFile) -> &Fonts {
        file.site.brand.fonts.as_ref().unwrap()
    }

    #[test]
    fn a_font_of_their_own_is_measured_and_kept_by_its_bytes() {
        let file = of("text = \"times\"\nheadlines = { family = \"Sông Quê\", regular = \"fonts/boxes.woff2\", bold = \"fonts/boxes-bold.woff2\", italic = \"fonts/boxes.woff2\", stack = \"grotesque\" }").unwrap();
        let fonts = fonts(&file);
        assert_eq!(
            (fonts.text.as_deref(), fonts.headlines.as_deref()),
            (Some("times"), Some("grotesque"))
        );
        assert!(fonts.own("text").is_none());
        let own = fonts.own("headlines").unwrap();
        assert_eq!((&*own.family, &*own.generic), ("Sông Quê", "sans-serif"));
        let weights: Vec<_> = own.faces.iter().map(|face| (&*face.weight, face.italic)).collect();
        assert_eq!(weights, [("400", false), ("700", false), ("400", true)]);
        let [regular, bold, _] = &own.faces[..] else { panic!("three") };
        assert_eq!((regular.ascent, regular.descent, regular.line_gap), (1000, 300, 100));
        assert!(!regular.stand_ins[0].bold && bold.stand_ins[0].bold);
        for face in &own.faces {
            let name = face.src.as_str().strip_prefix("/media/").unwrap();
            assert!(name.ends_with(".woff2"), "{name}");
            assert!(file.files.iter().any(|file| file.name == name), "{name}");
        }
        assert_eq!(file.files.len(), 2, "one file is kept once");
    }

    #[test]
    fn a_weight_is_that_of_the_file() {
        let file = of("text = { family = \"A\", regular = \"fonts/boxes-of-every-weight.woff2\" }\nheadlines = { family = \"B\", regular = \"fonts/boxes-bold.woff2\" }").unwrap();
        let weight = |place: &str| &*fonts(&file).own(place).unwrap().faces[0].weight;
        assert_eq!((weight("text"), weight("headlines")), ("300 800", "700"));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line_and_what_to_write() {
        let own = |rest: &str| {
            format!("headlines = {{ family = \"A\", regular = \"fonts/boxes.woff2\"{rest} }}")
        };
        for (fonts, line, says) in [
            ("text = \"tims\"".to_owned(), 6, "did you mean \"times\"?"),
            ("text = 5".to_owned(), 6, "write \"old-style\", or {"),
            ("txet = \"times\"".to_owned(), 6, "did you mean \"text\"?"),
            (own(", bolt = \"a\""), 6, "did you mean \"bold\"?"),
            (own(", stack = \"tims\""), 6, "did you mean \"times\"?"),
            (own(", bold = 7"), 6, "fonts.headlines.bold: write it between quotes"),
            (own(", bold = \"fonts/bxes.woff2\""), 6, "did you mean \"fonts/boxes.woff2\"?"),
            (own(", italic = \"fonts/none.woff2\""), 6, "fonts.headlines.italic: \"fonts/none.woff2\" cannot be taken: it is not a WOFF2 file"),
            (own(", bold = \"fonts/large.woff2\""), 6, "larger than 300 KB"),
            ("[fonts.text]\nfamily = \"A\"\nregular = \"fonts/boxes.woff2\"\nbold = \"fonts/boxes-without-y-dot.woff2\"".to_owned(), 9, "cannot be taken: it lacks letters of \"vi\": ỵ"),
            ("text = { regular = \"fonts/boxes.woff2\" }".to_owned(), 6, "family is missing"),
            ("text = { family = \"A\" }".to_owned(), 6, "regular is missing"),
            ("text = { family = \"</style>\", regular = \"fonts/boxes.woff2\" }".to_owned(), 6, "is no name of a font"),
            ("text = { family = \"</style>\", regular = \"fonts/boxes.woff2\" }".to_owned(), 6, "without \" \\ < > { } ;"),
            (own("") + "\ntext = { family = \"A\", regular = \"fonts/boxes-bold.woff2\" }", 6, "two fonts \"A\""),
            (own("") + "\ntext = { family = \"a\", regular = \"fonts/boxes-bold.woff2\" }", 6, "two fonts \"A\""),
        ] {
            let error = of(&fonts).unwrap_err();
            assert!(error.contains(&format!("{NAME}:{line}: ")), "{fonts}: {error}");
            assert!(error.contains(says), "{fonts}: {error}");
        }
    }
}
