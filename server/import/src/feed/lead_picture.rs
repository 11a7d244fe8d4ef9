//! The lead picture of an entry.

/// The lead picture that an entry names.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct LeadPicture {
    pub url: String,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// HTML.
    pub caption: String,
}
