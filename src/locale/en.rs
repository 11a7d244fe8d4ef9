//! English.

use super::{Choices, Messages, WidgetMessages, by_stars};

const STARS: [&str; 5] = ["very poor", "poor", "fair", "good", "very good"];

#[cfg(not(target_arch = "wasm32"))]
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub static MESSAGES: Messages = Messages {
    widgets: &WIDGETS,

    name: "English",

    skip_to_content: "Skip to content",
    sections: "Sections",
    home: "Front page",
    most_read: "Most read",
    newest_first: "Newest first",
    older: "Older news",
    newer: "Newer news",
    page: |page| format!("Archive page {page}"),
    loading: "Loading…",
    back_to_top: "Back to top",
    follow_feed: "Follow in a feed reader",
    archive: "News by month",
    #[cfg(not(target_arch = "wasm32"))]
    month: |number, year| {
        let name = MONTHS.get(usize::from(number).wrapping_sub(1)).copied().unwrap_or_default();
        format!("{name} {year}")
    },
    more_news: "More other news",

    published_on: |date| format!("Published {date}"),
    updated_on: |date| format!("Updated {date}"),
    views: |count| format!("Views: {count}"),
    by_authors: "By",
    source: "Source",
    photo_credit: |name| format!("Photo: {name}"),
    tags: "Topics",
    read_in_this_language: "Read this article in English",
    watch_on: |host| format!("Open from {host}"),
    embed_note: |host| {
        format!("This is kept at {host}; nothing of it is loaded until you open it.")
    },
    unknown_block: "This part needs a newer version of the page to be shown.",
    see_source: "See the original",
    table: "Table, can be scrolled sideways",
    gallery: "Gallery",
    rating_needs_script: "Rating needs JavaScript, which is off. Everything else can be read.",
    reading_time: |minutes, text| {
        if minutes == 1 {
            format!("{text} minute to read")
        } else {
            format!("{text} minutes to read")
        }
    },
    share: "Share",
    share_copied: "Link copied",

    photo: "See the picture large",
    photo_words: "Pictures of the article|Previous picture|Next picture|Close",
    listen: "Listen",
    listen_words: "Listening|Pause|Go on|Stop|Speed|This could not be read aloud.",
    saved_title: "Saved articles",
    saved_words: "Saved articles can be read without a network, too.",
    saved_none: "There are none yet. “Save” at the top of an article keeps it here.",
    saved_needs_script: "This list needs JavaScript, which is switched off.",
    save: "Save",
    saved: "Saved. This article can be read without a network, too.",
    unsave: "Remove",
    unsaved: "Not saved any more.",
    not_saved: "The browser does not allow saving: the article is in the list only while this page is open.",
    to_saved: "Saved articles",
    history_title: "Read lately",
    history_words: "This list is on your device alone.",
    history_clear: "Clear the list",
    history_cleared: "The list of what was read is cleared.",
    at_hand: "At hand on this device",
    heading_link: "Link to this section",
    back_online: "Back online, loading the page",

    settings_title: "How to read",
    settings: [
        Choices {
            heading: "Text size",
            choices: &["Small", "Usual", "Large", "Larger", "Largest"],
        },
        Choices { heading: "Line width", choices: &["Narrow", "Usual", "Wide"] },
        Choices { heading: "Typeface", choices: &["Serif", "Sans"] },
        Choices { heading: "Colours", choices: &["As the device", "Day", "Sepia", "Night"] },
        Choices { heading: "Motion", choices: &["As the device", "Less"] },
    ],
    settings_reset: "Back to the usual",

    empty_title: "Nothing here yet",
    empty_text: "The newsroom has not published anything in this section. Come back later, or see the front page.",
    to_front: "To the front page",

    missing_title: "This page was not found",
    search: "Search",
    search_label: "Words to look for",
    search_hint: "Vietnamese words may be typed without their marks.",
    suggestions: "Suggestions",
    search_count: |count, text| {
        if super::intl::is_one("en-GB", count) {
            format!("{text} article")
        } else {
            format!("{text} articles")
        }
    },
    search_none: "No article has all of these words. Try fewer.",
    search_needs_script: "Searching this site needs JavaScript, which is off.",
    previous_page: "Previous page",
    next_page: "Next page",
    gone_title: "This article has been withdrawn",
    offline_title: "You are offline",
    timeout_title: "The network is very slow",
    server_title: "The server is in trouble",
    unreadable_title: "The content could not be read",
    mixed_title: "The search is being updated",
    mixed_text: "News is being added just now. Please try again in a moment.",

    widget_failed: "This part could not be loaded.",
};

pub static WIDGETS: WidgetMessages = WidgetMessages {
    tag: "en-GB",
    latest: "Latest",
    related: "Other news",
    why_related: "On this subject",
    why_section: "In this section",
    why_latest: "Latest",

    rate_heading: "Rate this article",
    stars_label: |stars| format!("{} out of 5: {}", stars.get(), by_stars(STARS, stars)),
    average: |average| format!("{average} out of 5"),
    ratings_count: |count, text| {
        if super::intl::is_one("en-GB", count) {
            format!("{text} rating")
        } else {
            format!("{text} ratings")
        }
    },
    no_ratings: "No ratings yet",
    with_pending: " (with your unsent change)",
    histogram: "See how many gave which",
    your_rating: |stars| {
        format!(
            "You rated it {} out of 5: {}. Choose another star to change it.",
            stars.get(),
            by_stars(STARS, stars)
        )
    },
    not_rated: "Choose a number of stars to rate it.",
    rating_saved: |stars| format!("Saved: you rated it {} out of 5.", stars.get()),
    rating_cleared: "Your rating has been cleared.",
    rating_saving: "Sending…",
    rating_waiting: "Could not be sent yet. It is kept on this device and will be sent again.",
    rating_refused: "The service did not accept this rating, so it has been taken back.",
    rating_waiting_turn: "Very many ratings come from your network just now. This one is kept on the device and will be sent again.",
    refused_closed: "This article takes no ratings any more, so yours has been taken back.",
    refused_revoked: "The newsroom takes no more ratings from this device, so it has been taken back.",
    refused_limit: "This device has rated too many articles today, so this one was not counted.",
    reader_not_kept: "The browser does not allow storage, so it cannot be changed on another visit.",
    rating_not_kept: "The browser does not allow storage: the rating is kept only while this page is open.",
    rating_choosing: |stars| {
        format!("Choosing {} out of 5. Press Enter to send it now.", stars.get())
    },
    rating_ended: "This article takes no ratings any more.",
    rating_closed: "This page takes no ratings; this is the result as of publication.",
    undo: "Undo",
    clear: "Clear rating",
    missing_text: "The article may have been withdrawn, or the address mistyped.",

    gone_text: "The newsroom has withdrawn it. The front page has the other news.",
    offline_text: "The server cannot be reached. Check the connection and try again.",
    timeout_text: "The server has not answered for 15 seconds. You can try again now.",
    server_text: |status| {
        format!("The fault is ours (code {status}), not yours. Please try again in a few minutes.")
    },
    unreadable_text: "The server answered, but its data is damaged. Please try again.",
    retry: "Try again",
};

/// The button that leads back to where the reader stopped.
pub static GO_ON_READING: &str = "Go on where you stopped";
