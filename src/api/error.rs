//! What can go wrong between the reader and the service.

use bantin_model::ProblemKind;
use widgets_kit::Value;

use super::json::Unreadable;

/// Why a call failed. For each variant a reader is told something else, and offered something else to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// No answer reached us: offline, name not found, refused, blocked.
    #[error("the server cannot be reached")]
    Offline,
    /// No answer in time.
    #[error("the server did not answer in time")]
    Timeout,
    #[error("not found")]
    NotFound,
    /// 410: it was there and has been withdrawn.
    #[error("withdrawn")]
    Gone,
    /// 5xx, 408 or 429: the same request may succeed later; `wait` is after how many seconds, if the server says so,
    /// else 0.
    #[error("the server failed with status {status}")]
    Server { status: u16, wait: u64 },
    /// A new reader is asked for a proof of work.
    #[error("the server wants a proof of work")]
    ProofWanted { challenge: String, bits: u8 },
    /// Any other 4xx: the same request will be refused again.
    #[error("the server refused with status {status}")]
    Refused { status: u16, kind: Option<ProblemKind> },
    /// An answer whose body is not what the contract says.
    #[error("the answer could not be read: {0}")]
    Unreadable(Unreadable),
    /// Files of different exports, which do not belong together: another export is just being put in place.
    #[error("the files of the search index are of different exports")]
    Mixed,
}

impl ApiError {
    /// The error that an answer of `status` with this body means; `wait` is what its `Retry-After` says,
    /// in seconds, or 0.
    pub fn of_status(status: u16, body: &str, wait: u64) -> Self {
        match status {
            404 => Self::NotFound,
            410 => Self::Gone,
            408 | 429 | 500.. => Self::Server { status, wait },
            _ => {
                let problem = Value::parse(body);
                let told = |name| problem.as_ref().map(|problem| problem.field(name));
                let proof = told("proof").and_then(|proof| {
                    Some((proof.field("challenge").text()?, proof.field("bits").small()?))
                });
                if let Some((challenge, bits)) = proof {
                    return Self::ProofWanted { challenge, bits };
                }
                let kind = told("type").and_then(|kind| kind.text());
                Self::Refused { status, kind: kind.map(|name| ProblemKind::of_type(&name)) }
            }
        }
    }

    /// How long the server wants to be left alone, in seconds.
    pub fn wait(&self) -> u64 {
        match self {
            Self::Server { wait, .. } => *wait,
            _ => 0,
        }
    }

    /// Whether the same request may succeed later without any change.
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Offline | Self::Timeout | Self::Server { .. } | Self::Unreadable(_) | Self::Mixed
        )
    }

    /// Whether the reader's token is the reason, so that a new one may help.
    pub fn is_about_token(&self) -> bool {
        matches!(self, Self::Refused { status: 401, .. })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use bantin_model::problem::{Problem, Proof};

    use super::*;

    #[test]
    fn statuses_are_told_apart() {
        assert_eq!(ApiError::of_status(404, "", 0), ApiError::NotFound);
        let busy = ApiError::of_status(503, "<html>", 5);
        assert_eq!(busy, ApiError::Server { status: 503, wait: 5 });
        assert_eq!((busy.wait(), busy.is_passing()), (5, true));
        assert!(ApiError::of_status(429, "", 0).is_passing());
        let problem = r#"{"type":"urn:bantin:problem:token-expired","title":"","status":401}"#;
        let error = ApiError::of_status(401, problem, 0);
        let kind = Some(ProblemKind::TokenExpired);
        assert_eq!(error, ApiError::Refused { status: 401, kind });
        assert!(error.is_about_token() && !error.is_passing());
        assert_eq!(ApiError::of_status(422, "", 0), ApiError::Refused { status: 422, kind: None });
        let asked =
            r#"{"type":"urn:bantin:problem:proof-required","proof":{"challenge":"x","bits":16}}"#;
        let wanted = ApiError::ProofWanted { challenge: "x".into(), bits: 16 };
        assert_eq!(ApiError::of_status(428, asked, 0), wanted);
    }

    #[test]
    fn a_problem_is_read_as_the_service_writes_it() {
        for kind in ProblemKind::ALL {
            let mut problem = Problem::new(*kind, Some("why".to_owned()));
            let written = serde_json::to_string(&problem).unwrap();
            let read = ApiError::of_status(422, &written, 0);
            assert_eq!(read, ApiError::Refused { status: 422, kind: Some(*kind) });
            let (challenge, bits) = ("a\"b".to_owned(), 22);
            problem.proof = Some(Proof { challenge: challenge.clone(), bits });
            let written = serde_json::to_string(&problem).unwrap();
            let read = ApiError::of_status(428, &written, 0);
            assert_eq!(read, ApiError::ProofWanted { challenge, bits });
        }
    }
}
