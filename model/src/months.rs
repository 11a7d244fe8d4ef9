//! The months there are articles of: `lists/months.json`.

use serde::Serialize;

use crate::StaticPage;

/// The months that have articles, and the page that leads to them. That page has the form of a static page, so whoever
/// can show those can show it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Months {
    #[serde(flatten)]
    pub page: StaticPage,
    /// The months, the newest first.
    pub months: Vec<Month>,
}

/// A month, and how many articles were published in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Month {
    /// The month, such as `2023-08`, in the site's time zone.
    pub id: String,
    pub count: u64,
}
