//! The months there are articles of: `lists/months.json`.

use serde::Serialize;

use crate::StaticPage;

/// The months there are articles of, and the page that leads to them. That page is drawn as every page that is
/// no news is, so a reader of it needs nothing of its own.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Months {
    #[serde(flatten)]
    pub page: StaticPage,
    /// The newest first.
    pub months: Vec<Month>,
}

/// A month, and how many articles were published in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Month {
    /// `2023-08`, by the clocks of the site's time zone.
    pub id: String,
    pub count: u64,
}
