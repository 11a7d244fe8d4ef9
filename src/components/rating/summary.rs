//! The average, drawn and said, the count, and how many gave which number of stars.

use bantin_model::Stars;
use elements::{Element, el};

use super::Rating;
use crate::locale::WidgetMessages;

/// A star's outline from its uppermost point on, in a square of 24 units.
pub const STAR: &str = "l2.9 6 6.6.9-4.8 4.6 1.2 6.5-5.9-3.1-5.9 3.1 1.2-6.5-4.8-4.6 6.6-.9z";

/// Average and count, and whether a vote that is still on its way is among them.
pub fn average_and_count(rating: Rating, messages: &'static WidgetMessages) -> Element {
    let average = move || {
        let average = rating.shown_summary().average;
        average
            .map_or_else(String::new, |average| messages.average.with(&messages.decimal(average)))
    };
    let count = move || match rating.shown_summary().count {
        0 => messages.no_ratings.to_owned(),
        count => messages.ratings_count.of(messages, count),
    };
    let pending = move || match rating.pending() {
        Some(_) => messages.with_pending.to_owned(),
        None => String::new(),
    };
    el("div")
        .class("rating-figures")
        .child(average_in_stars(rating))
        .child(el("strong").class("rating-average").live_text(average))
        .child(
            el("p")
                .child(el("span").class("rating-count").live_text(count))
                .child(el("span").class("rating-pending").live_text(pending)),
        )
}

/// Five stars in a row, lit as far as the average goes: an inner `svg` cuts the lit ones off.
fn average_in_stars(rating: Rating) -> Element {
    let row: String = (0..5u64).map(|at| format!("M{} 2.6{STAR}", 12 + 24 * at)).collect();
    let lit = el("svg")
        .class("average-lit")
        .attr("height", "24")
        .live_attr("width", move || Some(lit_width(rating.shown_summary().thousandths())))
        .child(el("path").attr("d", &row));
    el("svg")
        .class("average-stars")
        .attr("viewBox", "0 0 120 24")
        .attr("aria-hidden", "true")
        .child(el("path").attr("d", &row))
        .child(lit)
}

/// How wide the lit part of the row is at an average of so many thousandths. Of the last star that part of its own
/// width is lit, which is less than the square around it.
fn lit_width(thousandths: u64) -> String {
    let (whole, part) = (thousandths / 1000, thousandths % 1000);
    let width = whole * 24_000 + if part > 0 { 2_500 + part * 19 } else { 0 };
    format!("{}.{:03}", width / 1000, width % 1000)
}

/// How many gave which number of stars, on request.
pub fn histogram(rating: Rating, messages: &'static WidgetMessages) -> Element {
    let rows: Vec<_> =
        Stars::all().into_iter().rev().map(|stars| row(rating, messages, stars)).collect();
    el("details")
        .class("histogram")
        .live_attr("hidden", move || (rating.shown_summary().count == 0).then(String::new))
        .child(el("summary").child(messages.histogram))
        .child(el("ul").child(rows))
}

fn row(rating: Rating, messages: &'static WidgetMessages, stars: Stars) -> Element {
    let share = move || {
        let summary = rating.shown_summary();
        let at = usize::from(stars.get() - 1);
        let of = |numbers: [u64; 5]| numbers.get(at).copied().unwrap_or_default();
        (of(summary.percentages()), of(summary.histogram))
    };
    el("li")
        .child(el("span").child(messages.stars_label(stars)))
        .child(
            el("progress")
                .attr("max", "100")
                .attr("aria-hidden", "true")
                .live_attr("value", move || Some(share().0.to_string())),
        )
        .child(el("span").live_text(move || {
            let (percent, count) = share();
            format!("{percent}% ({})", messages.number(count))
        }))
}

#[cfg(test)]
mod tests {
    use super::lit_width;

    #[test]
    fn a_star_begun_is_lit_to_the_thousandth_of_its_own_width() {
        assert_eq!(lit_width(0), "0.000");
        assert_eq!(lit_width(5000), "120.000");
        assert_eq!(lit_width(4000), "96.000");
        // The middle of the fourth star is the middle of its square.
        assert_eq!(lit_width(3500), "84.000");
        assert_eq!(lit_width(4001), "98.519");
        assert_eq!(lit_width(4999), "117.481");
    }
}
