//! Commands about ratings for operators: looking, mending, closing, keeping a reader out. Their output is text for a
//! terminal; tables are CSV.

use std::io::Write;

use bantin_model::Slug;
use bantin_store::advice;
use bantin_store::ledger::{Anomaly, CastVote, ClosedBy, Ledger, ReaderId, VOTES_AT_ONCE};
use bantin_store::sqlite::StoreError;
use jiff::Timestamp;

use crate::api::policy::Policy;

/// Why a command did nothing.
#[derive(Debug, thiserror::Error)]
pub enum RatingsError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(
        "there is no article \"{0}\": its slug is the last part of its address, /articles/SLUG/"
    )]
    NoArticle(Slug),
    #[error(
        "\"{0}\" is not a reader: give 32 hexadecimal digits, as `anomalies` and `export --votes` print them"
    )]
    NoReader(String),
    #[error("the report cannot be written: {0}; {advice}", advice = advice::io(.0))]
    Write(#[from] std::io::Error),
    #[error("the system gives no random numbers: {0}")]
    Random(getrandom::Error),
}

/// Writes every article's rating as CSV, by slug.
///
/// # Errors
/// [`RatingsError`].
pub async fn export(
    ledger: &dyn Ledger,
    policy: &Policy,
    out: &mut dyn Write,
) -> Result<(), RatingsError> {
    writeln!(out, "slug,count,average,score,stars1,stars2,stars3,stars4,stars5,closed")?;
    for rating in ledger.ratings().await? {
        let average = rating.average.map_or_else(String::new, |average| format!("{average:.4}"));
        let [one, two, three, four, five] = rating.histogram;
        writeln!(
            out,
            "{},{},{average},{:.4},{one},{two},{three},{four},{five},{}",
            rating.slug,
            rating.count,
            policy.score(&rating),
            rating.closed
        )?;
    }
    Ok(())
}

/// Writes every vote as CSV. Readers are random numbers; a vote taken back has no stars.
///
/// # Errors
/// [`RatingsError`].
pub async fn export_votes(ledger: &dyn Ledger, out: &mut dyn Write) -> Result<(), RatingsError> {
    writeln!(out, "slug,reader,stars,sequence")?;
    for rating in ledger.ratings().await? {
        let mut after = None;
        loop {
            let votes = ledger.votes_of(&rating.slug, after).await?;
            for CastVote { slug, reader, stars, sequence } in &votes {
                let stars = stars.map_or_else(String::new, |stars| stars.to_string());
                writeln!(out, "{slug},{reader},{stars},{sequence}")?;
            }
            after = votes.last().and_then(|last| reader_of(&last.reader));
            if votes.len() < VOTES_AT_ONCE || after.is_none() {
                break;
            }
        }
    }
    Ok(())
}

/// Patterns in votes that are worth a look, a line for each.
///
/// # Errors
/// [`RatingsError`].
pub async fn anomalies(ledger: &dyn Ledger, least: u64) -> Result<String, RatingsError> {
    let found = ledger.anomalies(least).await?;
    if found.is_empty() {
        return Ok(format!("nothing with {least} votes or more in an hour\n"));
    }
    Ok(found.iter().map(|anomaly| line(anomaly) + "\n").collect())
}

fn line(anomaly: &Anomaly) -> String {
    let at = |hour: &i64| {
        Timestamp::from_second(*hour).map_or_else(|_| hour.to_string(), |hour| hour.to_string())
    };
    match anomaly {
        Anomaly::Network { network, slug, votes, readers, hour } => {
            format!("{} network {network}: {votes} votes of {readers} readers on {slug}", at(hour))
        }
        Anomaly::Reader { reader, votes, hour } => {
            format!("{} reader {reader}: {votes} votes", at(hour))
        }
        Anomaly::Burst { slug, votes, stars, share, hour } => {
            format!("{} article {slug}: {votes} votes, {share}% of them {stars} stars", at(hour))
        }
    }
}

/// Removes every vote on an article.
///
/// # Errors
/// [`RatingsError`].
pub async fn reset(ledger: &dyn Ledger, slug: &Slug) -> Result<String, RatingsError> {
    let votes = ledger.reset(slug).await?.ok_or_else(|| RatingsError::NoArticle(slug.clone()))?;
    ledger.advance_revision().await?;
    Ok(format!("{votes} votes on {slug} deleted\n"))
}

/// Counts all votes again.
///
/// # Errors
/// [`RatingsError`].
pub async fn recount(ledger: &dyn Ledger) -> Result<String, RatingsError> {
    let wrong = ledger.recount().await?;
    ledger.advance_revision().await?;
    let mut text: String = wrong.iter().map(|slug| format!("corrected: {slug}\n")).collect();
    text += &format!("{} articles had wrong counters\n", wrong.len());
    Ok(text)
}

/// Closes an article to votes, or opens it.
///
/// # Errors
/// [`RatingsError`].
pub async fn set_closed(
    ledger: &dyn Ledger,
    slug: &Slug,
    closed: bool,
) -> Result<String, RatingsError> {
    if !ledger.set_closed(slug, closed.then_some(ClosedBy::Newsroom)).await? {
        return Err(RatingsError::NoArticle(slug.clone()));
    }
    ledger.advance_revision().await?;
    Ok(format!("{slug} {}\n", if closed { "takes no votes any more" } else { "takes votes" }))
}

/// Accepts no more votes of a reader; with `votes`, removes those already cast.
///
/// # Errors
/// [`RatingsError`].
pub async fn revoke(
    ledger: &dyn Ledger,
    reader: &str,
    votes: bool,
) -> Result<String, RatingsError> {
    let id = reader_of(reader).ok_or_else(|| RatingsError::NoReader(reader.to_owned()))?;
    let taken_out = ledger.revoke(&id, votes).await?;
    ledger.advance_revision().await?;
    Ok(format!("revoked {reader}; {taken_out} votes deleted\n"))
}

fn reader_of(hex: &str) -> Option<ReaderId> {
    let digits: Vec<u8> =
        hex.chars().map(|c| u8::try_from(c.to_digit(16)?).ok()).collect::<Option<_>>()?;
    let bytes: Vec<u8> = digits
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => Some(high * 16 + low),
            _ => None,
        })
        .collect::<Option<_>>()?;
    bytes.try_into().ok()
}

/// Signs new tokens with a new key; running servers follow within a second. With `drop_old`, tokens of older keys are
/// no longer accepted, and their holders become new readers.
///
/// # Errors
/// [`RatingsError`].
pub async fn rotate_key(ledger: &dyn Ledger, drop_old: bool) -> Result<String, RatingsError> {
    let mut fresh = [0; 32];
    getrandom::fill(&mut fresh).map_err(RatingsError::Random)?;
    ledger.add_signing_key(fresh).await?;
    let dropped = if drop_old { ledger.drop_old_signing_keys().await? } else { 0 };
    ledger.advance_revision().await?;
    Ok(format!("a new key signs tokens from now on; {dropped} older keys dropped\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_is_read_from_its_digits() {
        assert_eq!(reader_of(&"0f".repeat(16)), Some([15; 16]));
        for bad in ["", "0f", &"0f".repeat(17), &"0g".repeat(16), "ế"] {
            assert_eq!(reader_of(bad), None);
        }
    }

    #[tokio::test]
    async fn an_empty_newsroom_has_a_table_of_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store =
            bantin_store::sqlite::Store::create(&folder.path().join("test.sqlite")).unwrap();
        let ledger = bantin_store::sqlite::embedded::Embedded::new(std::sync::Arc::new(store));
        let mut out = Vec::new();
        export(&ledger, &Policy::default(), &mut out).await.unwrap();
        assert_eq!(out.iter().filter(|byte| **byte == b'\n').count(), 1);
        assert!(anomalies(&ledger, 20).await.unwrap().starts_with("nothing"));
        let missing = reset(&ledger, &Slug::new("a").unwrap()).await;
        assert!(matches!(missing, Err(RatingsError::NoArticle(_))));
    }
}
