//! A look at a large source at which nothing changed.

use super::{clear, fresh, ratings};
use crate::XtaskError;

const ARTICLES: &str = "100000";

/// Follows a WordPress site of `count` articles (100,000 unless told otherwise) and looks at it again and again; the site
/// and the looks are in tests/src/bin/follow.rs.
pub fn follow(count: Option<&str>) -> Result<(), XtaskError> {
    let count = count.unwrap_or(ARTICLES);
    if count.parse::<usize>().is_err() {
        return Err(XtaskError::Usage("bench follow [ARTICLES]"));
    }
    ratings::build("follow")?;
    let data = fresh("follow-data")?.to_string_lossy().into_owned();
    ratings::run("follow", &format!("look at {count} articles"), &[&data, count])?;
    clear(&data)
}
