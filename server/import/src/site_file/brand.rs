//! The name and look of a newsroom: names, a logo, an icon, colours, and the files made of them.

use bantin_core::normalize::author_id;
use bantin_media::brand;
use bantin_model::{Brand, Colors, Face, Icons, Link, Logo};
use toml::Spanned;

use super::beside::Files;
use super::front::FileAuthor;
use super::{Wrong, colors, line, outside, wrong};

/// The fields of `site.toml` for the brand.
#[derive(Default)]
pub struct FileBrand {
    pub short_name: Option<Spanned<String>>,
    pub tagline: Option<Spanned<String>>,
    pub logo: Option<Spanned<String>>,
    pub logo_night: Option<Spanned<String>>,
    pub icon: Option<Spanned<String>>,
    pub colors: Option<colors::FileColors>,
    pub authors: Vec<FileAuthor>,
    pub style: Option<Spanned<String>>,
}

/// Phones cut the text under an icon after some twelve letters.
const SHORT: usize = 12;

/// Checks the fields; gives the brand, and adds the files made for it to `files`.
pub fn checked(file: FileBrand, files: &mut Files<'_>) -> Result<Brand, Wrong> {
    let short_name = file.short_name.map(|name| short(&name)).transpose()?;
    let tagline = file.tagline.map(|text| line(&text, "tagline")).transpose()?;
    let colors = file.colors.map(colors::checked).transpose()?;
    let logo = match (&file.logo, &file.logo_night) {
        (None, Some(night)) => {
            return Err(wrong(
                night,
                "logo_night: there is no logo; the one for the day is \"logo\"",
            ));
        }
        (None, None) => None,
        (Some(day), night) => Some(files.logo(day, night.as_ref())?),
    };
    let icons = file.icon.map(|icon| files.icons(&icon, colors.as_ref())).transpose()?;
    let faces = file.authors.iter().map(|author| files.face(author)).collect::<Result<_, _>>()?;
    let style = file.style.map(|style| files.style(&style)).transpose()?;
    Ok(Brand { short_name, tagline, logo, icons, colors, faces, style, ..Brand::default() })
}

fn short(value: &Spanned<String>) -> Result<String, Wrong> {
    let name = line(value, "short_name")?;
    let length = name.chars().count();
    if length > SHORT {
        let what = format!(
            "short_name: \"{name}\" has {length} letters, and under an icon is room for {SHORT}"
        );
        return Err(wrong(value, what));
    }
    Ok(name)
}

impl Files<'_> {
    fn logo(
        &mut self,
        day: &Spanned<String>,
        night: Option<&Spanned<String>>,
    ) -> Result<Logo, Wrong> {
        let drawn = self.read(day, "logo", brand::logo)?;
        let (width, height) = (drawn.width, drawn.height);
        let src = self.keep(day, drawn.file)?;
        let night = match night {
            Some(value) => {
                let drawn = self.read(value, "logo_night", brand::logo)?;
                let (across, down) = (
                    u64::from(width) * u64::from(drawn.height),
                    u64::from(height) * u64::from(drawn.width),
                );
                if across.abs_diff(down) * 50 > across.max(down) {
                    let what = format!(
                        "logo_night: it is {} to {}, and logo is {width} to {height}; both need one shape",
                        drawn.width, drawn.height
                    );
                    return Err(wrong(value, what));
                }
                Some(self.keep(value, drawn.file)?)
            }
            None => None,
        };
        Ok(Logo { src, width, height, night })
    }

    fn icons(&mut self, value: &Spanned<String>, colors: Option<&Colors>) -> Result<Icons, Wrong> {
        // Our own colours, where the newsroom names none.
        let paper = colors.map_or(colors::DAY.paper, |colors| colors.day.paper);
        let made = self.read(value, "icon", |bytes| brand::icons(bytes, paper.0))?;
        Ok(Icons {
            svg: made.svg.map(|file| self.keep(value, file)).transpose()?,
            small: self.keep(value, made.small)?,
            large: self.keep(value, made.large)?,
            maskable: self.keep(value, made.maskable)?,
            apple: self.keep(value, made.apple)?,
            favicon: self.keep(value, made.favicon)?,
        })
    }

    fn style(&mut self, value: &Spanned<String>) -> Result<Link, Wrong> {
        let made = self.read(value, "style", outside::style)?;
        self.keep(value, made)
    }

    fn face(&mut self, author: &FileAuthor) -> Result<Face, Wrong> {
        let id = author_id(&line(&author.name, "authors: name")?);
        let made = self.read(&author.picture, "authors: picture", brand::face)?;
        Ok(Face { author: id, src: self.keep(&author.picture, made)? })
    }
}

#[cfg(test)]
mod tests {
    use crate::site_file::{NAME, SiteFile, read};

    const START: &str = "name = \"Sông Quê\"\nurl = \"https://song.example/\"\nlanguages = [\"vi\"]\ntime_zone = \"Asia/Ho_Chi_Minh\"\n";
    const ICON: &str = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><rect width='8' height='8' fill='#0b5d3b'/></svg>";

    fn of(brand: &str) -> Result<SiteFile, String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("marks")).unwrap();
        std::fs::write(folder.path().join("marks/icon.svg"), ICON).unwrap();
        let wide = ICON.replace("0 0 8 8", "0 0 24 8");
        std::fs::write(folder.path().join("logo.svg"), wide).unwrap();
        std::fs::write(folder.path().join(NAME), format!("{START}{brand}")).unwrap();
        read(&folder.path().join(NAME)).map_err(|error| error.to_string())
    }

    #[test]
    fn a_paper_without_a_brand_has_none() {
        let file = of("").unwrap();
        assert!(file.site.brand.is_empty() && file.files.is_empty());
    }

    #[test]
    fn each_option_is_in_the_site_and_its_files_are_made() {
        let file = of("short_name = \"Sông\"\ntagline = \"Tin từ hai bờ\"\nlogo = \"logo.svg\"\nlogo_night = \"logo.svg\"\nicon = \"marks/icon.svg\"\n[colors]\nday.accent = \"#0b5d3b\"").unwrap();
        let brand = file.site.brand;
        assert_eq!(brand.short_name.as_deref(), Some("Sông"));
        assert_eq!(brand.tagline.as_deref(), Some("Tin từ hai bờ"));
        let logo = brand.logo.unwrap();
        assert_eq!((logo.width, logo.height), (1000, 333));
        assert_eq!(logo.night.as_ref(), Some(&logo.src));
        assert_eq!(brand.colors.unwrap().day.accent.to_string(), "#0b5d3b");
        let icons = brand.icons.unwrap();
        let links = [
            icons.svg.unwrap(),
            icons.small,
            icons.large,
            icons.maskable,
            icons.apple,
            icons.favicon,
            logo.src,
        ];
        for link in links {
            let name = link.as_str().strip_prefix("/media/").unwrap();
            assert!(file.files.iter().any(|file| file.name == name), "{name}");
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line_and_what_to_write() {
        for (brand, line, says) in [
            ("short_name = \"Một cái tên quá dài\"", 5, "room for 12"),
            ("tagline = \"\"", 5, "tagline is empty"),
            ("\nlogo = \"lgo.svg\"", 6, "did you mean \"logo.svg\"?"),
            ("icon = \"icon.svg\"", 5, "is not there"),
            ("icon = \"marks/icn.svg\"", 5, "did you mean \"marks/icon.svg\"?"),
            ("icon = \"logo.svg\"", 5, "as wide as it is high"),
            ("icon = \"../x.svg\"", 5, "is not there"),
            ("icon = \"/etc/hostname\"", 5, "leads out of the folder"),
            ("logo_night = \"logo.svg\"", 5, "there is no logo"),
            ("logo = \"logo.svg\"\nlogo_night = \"marks/icon.svg\"", 6, "both need one shape"),
            ("icn = \"a\"", 5, "did you mean \"icon\"?"),
            ("[colors]\nnigth.accent = \"#ffffff\"", 6, "did you mean \"night\"?"),
            ("[colors.day]\nacent = \"#ffffff\"", 6, "did you mean \"accent\"?"),
            ("[colors.day]\naccent = \"#ffffff\"", 6, "nearest colour"),
        ] {
            let error = of(brand).unwrap_err();
            assert!(error.contains(&format!("{NAME}:{line}: ")), "{brand}: {error}");
            assert!(error.contains(says), "{brand}: {error}");
        }
    }
}
