//! `bantin-server init`: makes the folder of a new newsroom, with every option of `site.toml`, a first article with a
//! picture, and a static page.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jiff::Zoned;

use bantin_store::advice;

/// The language that a new newsroom writes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstLanguage {
    Vietnamese,
    English,
}

/// Why no newsroom was made.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    #[error("{path} holds something already ({name}), which is left alone. Give an empty folder, or one that is not there yet",
        path = .path.display())]
    NotEmpty { path: PathBuf, name: String },
    #[error("{path} is a file. Give a folder", path = .0.display())]
    File(PathBuf),
    #[error("{path}: {cause}; {advice}", path = .0.display(), cause = .1, advice = advice::io(.1))]
    Io(PathBuf, std::io::Error),
}

const PICTURE: &[u8] = include_bytes!("first.webp");
const IGNORED: &str = include_str!("gitignore.txt");

/// The texts of a new newsroom in one language. In the article, `DATE` is replaced by the present time.
struct Texts {
    site: &'static str,
    article: (&'static str, &'static str),
    page: (&'static str, &'static str),
}

impl FirstLanguage {
    fn texts(self) -> Texts {
        match self {
            Self::Vietnamese => Texts {
                site: include_str!("vi/site.toml"),
                article: ("articles/chao-ban-doc.md", include_str!("vi/article.md")),
                page: ("pages/toa-soan.md", include_str!("vi/page.md")),
            },
            Self::English => Texts {
                site: include_str!("en/site.toml"),
                article: ("articles/hello-readers.md", include_str!("en/article.md")),
                page: ("pages/newsroom.md", include_str!("en/page.md")),
            },
        }
    }
}

/// Makes a newsroom in `folder`, which is empty or does not exist; the first article is dated `now`. Answers the paths
/// that were written, below the folder.
///
/// # Errors
/// [`InitError`]; nothing is written if the folder has files.
pub fn init(
    folder: &Path,
    language: FirstLanguage,
    now: &Zoned,
) -> Result<Vec<&'static str>, InitError> {
    is_free(folder)?;
    let Texts { site, article, page } = language.texts();
    let (article, text) = article;
    let dated = text.replace("DATE", &now.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string());
    let files = [
        ("site.toml", site.as_bytes()),
        (article, dated.as_bytes()),
        ("articles/first.webp", PICTURE),
        (page.0, page.1.as_bytes()),
        (".gitignore", IGNORED.as_bytes()),
    ];
    for (name, bytes) in files {
        let path = folder.join(name);
        let above = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(above).map_err(|error| InitError::Io(above.to_owned(), error))?;
        std::fs::write(&path, bytes).map_err(|error| InitError::Io(path, error))?;
    }
    Ok(files.map(|(name, _)| name).to_vec())
}

/// Whether `folder` is empty or does not exist, apart from files of version control.
fn is_free(folder: &Path) -> Result<(), InitError> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            return Err(InitError::File(folder.to_owned()));
        }
        Err(error) => return Err(InitError::Io(folder.to_owned(), error)),
    };
    for entry in entries {
        let entry = entry.map_err(|error| InitError::Io(folder.to_owned(), error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name != ".git" {
            return Err(InitError::NotEmpty { path: folder.to_owned(), name });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use bantin_import::site_file;

    use super::*;
    use crate::newsroom;

    const BOTH: [FirstLanguage; 2] = [FirstLanguage::Vietnamese, FirstLanguage::English];

    fn now() -> Zoned {
        "2026-01-02T08:00:00+07:00[Asia/Ho_Chi_Minh]".parse().unwrap()
    }

    #[test]
    fn a_new_newsroom_is_imported_without_a_word() {
        for language in BOTH {
            let temporary = tempfile::tempdir().unwrap();
            let folder = temporary.path().join("paper");
            init(&folder, language, &now()).unwrap();
            let source = folder.to_string_lossy().into_owned();
            let outcome = newsroom::import(&temporary.path().join("data"), &[source]).unwrap();
            assert_eq!((outcome.added, outcome.pages), (1, 1), "{outcome:?}");
            assert_eq!(outcome.failed, []);
            assert_eq!(outcome.notes, Vec::<String>::new());
        }
    }

    #[test]
    fn what_is_there_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(".git")).unwrap();
        init(folder.path(), FirstLanguage::English, &now()).unwrap();
        let before = std::fs::read(folder.path().join("site.toml")).unwrap();
        let error = init(folder.path(), FirstLanguage::Vietnamese, &now()).unwrap_err();
        assert!(matches!(error, InitError::NotEmpty { .. }), "{error}");
        assert_eq!(std::fs::read(folder.path().join("site.toml")).unwrap(), before);
        let file = folder.path().join("site.toml");
        let error = init(&file, FirstLanguage::English, &now()).unwrap_err();
        assert!(matches!(error, InitError::File(_)), "{error}");
    }

    /// Whether the table has a value at this path (`*` for any name), in one of the tables of a list. What has another
    /// form as well, `_env`, is there in one of both.
    fn is_in(taken: &str, path: &str) -> bool {
        let start = vec![toml::Value::Table(taken.parse().unwrap())];
        let found = path.split('.').fold(start, |values, name| {
            let of = |table: toml::Table| {
                let is = |key: &str| ["*", key, key.trim_end_matches("_env")].contains(&name);
                table.into_iter().filter(move |(key, _)| is(key)).map(|(_, value)| value)
            };
            let tables = values.into_iter().flat_map(|value| match value {
                toml::Value::Array(list) => list,
                value => vec![value],
            });
            let tables = tables.filter_map(|value| value.try_into::<toml::Table>().ok());
            tables.flat_map(of).collect()
        });
        !found.is_empty()
    }

    /// Every option is there, and those that are left out for now can be taken as they stand.
    #[test]
    fn every_option_of_site_toml_has_a_line_that_can_be_taken() {
        for language in BOTH {
            let text = language.texts().site;
            let taken: String = text
                .lines()
                .map(|line| {
                    line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line)
                })
                .flat_map(|line| [line, "\n"])
                .collect();
            for option in site_file::FIELDS {
                assert!(is_in(&taken, option), "{language:?} has no line for {option}");
            }
            for (place, options, _) in site_file::INSIDE {
                for option in options {
                    let option = format!("{place}.{option}");
                    assert!(is_in(&taken, &option), "{language:?} has no line for {option}");
                }
            }
            let folder = tempfile::tempdir().unwrap();
            let harbour = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-harbour");
            for name in ["logo.svg", "logo-night.svg", "icon.svg"] {
                std::fs::copy(harbour.join(name), folder.path().join(name)).unwrap();
            }
            for name in ["jane-doe.svg", "nguyen-van-a.svg"] {
                let face = harbour.join("faces/maud-pellow.svg");
                std::fs::copy(face, folder.path().join(name)).unwrap();
            }
            let font = harbour.with_file_name("tests/fonts/boxes.woff2");
            std::fs::create_dir(folder.path().join("fonts")).unwrap();
            for name in ["headlines", "headlines-bold", "headlines-italic"] {
                let to = folder.path().join(format!("fonts/{name}.woff2"));
                std::fs::copy(&font, to).unwrap();
            }
            std::fs::write(folder.path().join("style.css"), "h1 { letter-spacing: 0 }").unwrap();
            let path = folder.path().join("site.toml");
            std::fs::write(&path, taken).unwrap();
            let read =
                site_file::read(&path).unwrap_or_else(|error| panic!("{language:?}: {error}"));
            assert_eq!(read.sources.len(), 1);
        }
    }
}
