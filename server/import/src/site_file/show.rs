//! `[show]` of `site.toml`: which facts about an article are shown, on its page and in lists.

use bantin_model::Show;
use serde::Deserialize;
use toml::Spanned;

use super::{Wrong, did_you_mean, wrong};

pub const FIELDS: [&str; 2] = ["article", "lists"];

/// The facts that an article's page can show.
const ARTICLE: [&str; 5] = ["author", "updated", "reading_time", "views", "rating"];
/// The facts that lists can show.
const LISTS: [&str; 4] = ["author", "updated", "views", "rating"];

#[derive(Deserialize)]
pub struct FileShow {
    article: Option<Vec<Spanned<String>>>,
    lists: Option<Vec<Spanned<String>>>,
}

/// Checks which facts are to be shown. If articles are not mentioned, they show all.
pub fn checked(file: FileShow) -> Result<Show, Wrong> {
    let all = || ARTICLE.map(str::to_owned).to_vec();
    let article = file.article.map(|names| known(names, "show.article", &ARTICLE)).transpose()?;
    let lists = file.lists.map(|names| known(names, "show.lists", &LISTS)).transpose()?;
    Ok(Show { article: article.unwrap_or_else(all), lists: lists.unwrap_or_default() })
}

fn known(names: Vec<Spanned<String>>, field: &str, known: &[&str]) -> Result<Vec<String>, Wrong> {
    let mut out: Vec<String> = Vec::new();
    for value in names {
        let name = value.get_ref();
        if !known.contains(&name.as_str()) {
            let all = known.join(", ");
            let what = match name.as_str() {
                "reading_time" => {
                    format!(
                        "{field}: \"reading_time\" can be shown on an article's page, but not in lists; lists can show {all}"
                    )
                }
                name => {
                    let meant = did_you_mean(name, known.iter().copied());
                    format!("{field}: there is no \"{name}\"{meant}; there are {all}")
                }
            };
            return Err(wrong(&value, what));
        }
        if out.contains(name) {
            return Err(wrong(&value, format!("{field}: \"{name}\" stands twice")));
        }
        out.push(value.into_inner());
    }
    Ok(out)
}
