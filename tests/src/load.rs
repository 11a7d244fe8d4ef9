//! What loads of votes share: which votes were answered, and whether each of them is there.

use std::collections::HashMap;

/// Votes that were answered: stars and place by reader and article.
pub type Answered = HashMap<(String, String), (u8, u64)>;

/// The reader behind a token, as `bantin-server ratings` prints it.
pub fn id_of(token: &str) -> String {
    // Base64url of a version, sixteen bytes and more.
    let value = |c: u8| match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        b'-' => 62,
        _ => 63,
    };
    let bits = token.bytes().take(24).map(|c| u32::from(value(c)));
    let mut bytes: Vec<u8> = Vec::new();
    for four in bits.collect::<Vec<_>>().chunks(4) {
        let word = four.iter().fold(0, |word, bits| word << 6 | bits);
        bytes.extend(&word.to_be_bytes()[1..]);
    }
    bytes[1..17].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The token in the answer to `POST /api/v1/readers`.
pub fn token_of(answer: &str) -> String {
    answer.split('"').nth(3).unwrap().to_owned()
}

/// Options of a server whose readers all come from one machine: they vote as often as they like, by as many connections
/// as they like.
pub const NO_LIMITS: [&str; 4] = [
    "--new-readers-per-hour=0",
    "--votes-per-hour=0",
    "--votes-per-reader-and-day=0",
    "--connections-per-address=0",
];

/// Milliseconds within which this share of `took` (seconds) was done.
pub fn percentile(took: &mut [f64], share: f64) -> f64 {
    took.sort_by(f64::total_cmp);
    let place = ((took.len() as f64 * share) as usize).min(took.len().saturating_sub(1));
    took.get(place).map_or(0.0, |seconds| seconds * 1000.0)
}

/// How many votes must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// Each answered vote, and no other.
    Exactly,
    /// Each answered vote, or one of the same reader on the same article that was sent later: its answer may have been
    /// lost with a server that was killed.
    AtLeast,
}

/// Whether the answered votes are among those that `ratings export --votes` printed, and whether the counters that
/// `ratings export` printed are those of the votes.
pub fn are_there(votes: &str, ratings: &str, answered: &Answered, how: Stored) {
    let mut histograms: HashMap<String, [u64; 5]> = HashMap::new();
    let mut found = 0;
    for line in votes.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let key = (fields[1].to_owned(), fields[0].to_owned());
        let (stars, sequence): (u8, u64) = (fields[2].parse().unwrap(), fields[3].parse().unwrap());
        match (answered.get(&key), how) {
            (Some((sent, place)), _) if *place == sequence => assert_eq!(*sent, stars, "{line}"),
            (Some((_, place)), Stored::AtLeast) => assert!(*place < sequence, "lost: {line}"),
            (None, Stored::AtLeast) => {}
            (other, Stored::Exactly) => panic!("{line}, but answered was {other:?}"),
        }
        found += usize::from(answered.contains_key(&key));
        let histogram = histograms.entry(key.1).or_default();
        histogram[usize::from(stars) - 1] += 1;
    }
    assert_eq!(found, answered.len(), "answered votes that are not there");
    for line in ratings.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let counted: Vec<u64> = fields[4..9].iter().map(|field| field.parse().unwrap()).collect();
        let votes = histograms.get(fields[0]).copied().unwrap_or_default();
        assert_eq!(counted, votes, "{line}");
    }
}
