//! Errors of the live service: RFC 9457 `application/problem+json`.

use serde::{Deserialize, Serialize};

/// The media type of a problem.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// What `type` begins with; the rest is the kind's own word. It names the kind and need not resolve.
pub const TYPE_BASE: &str = "urn:bantin:problem:";

/// The body of every answer that is an error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// What kind of error it is: `urn:bantin:problem:` and a word that never changes.
    #[serde(rename = "type")]
    #[cfg_attr(
        feature = "openapi",
        schema(value_type = String, pattern = "^urn:bantin:problem:[a-z-]+$", example = "urn:bantin:problem:not-found")
    )]
    pub kind: ProblemKind,
    /// The kind of error in English words, always the same for one kind.
    pub title: String,
    /// The HTTP status of the answer.
    pub status: u16,
    /// What was wrong with this request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// With `proof-required`: the proof of work to bring.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
}

/// The proof of work that a new reader's device is asked for: find a `nonce` with which `SHA-256(challenge "." nonce)`
/// begins with `bits` zero bits, and ask again with `?proof=challenge.nonce`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Proof {
    pub challenge: String,
    pub bits: u8,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $status:literal, $title:literal;)*) => {
        /// Every kind of error the service answers with.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum ProblemKind {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
            /// A kind this version does not know.
            #[serde(other, rename = "urn:bantin:problem:unknown")]
            Unknown,
        }

        impl ProblemKind {
            /// All kinds, for the documents and their tests.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The kind that `type` names.
            pub fn of_type(name: &str) -> Self {
                match name { $($word => Self::$name,)* _ => Self::Unknown }
            }

            /// Its own word: what `type` says after [`TYPE_BASE`].
            pub fn word(self) -> &'static str {
                let name = match self { $(Self::$name => $word,)* Self::Unknown => "" };
                name.strip_prefix(TYPE_BASE).unwrap_or("unknown")
            }

            /// The HTTP status that goes with it.
            pub fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* Self::Unknown => 500 }
            }

            /// What `title` says.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* Self::Unknown => "Unknown problem" }
            }
        }
    };
}

kinds! {
    /// No article, list or path of that name.
    NotFound = "urn:bantin:problem:not-found", 404, "Not found";
    /// The article was there and has been withdrawn.
    Gone = "urn:bantin:problem:gone", 410, "Gone";
    /// The path exists, the method does not.
    MethodNotAllowed = "urn:bantin:problem:method-not-allowed", 405, "Method not allowed";
    /// The body is not JSON, or not of the documented shape.
    MalformedBody = "urn:bantin:problem:malformed-body", 400, "Malformed body";
    /// `stars` is not 1, 2, 3, 4 or 5.
    InvalidStars = "urn:bantin:problem:invalid-stars", 422, "Invalid stars";
    /// A slug has characters that no slug has, or is too long.
    InvalidSlug = "urn:bantin:problem:invalid-slug", 400, "Invalid slug";
    /// A query parameter is missing or out of range.
    InvalidQuery = "urn:bantin:problem:invalid-query", 400, "Invalid query";
    /// The call needs `Authorization: Bearer …`.
    TokenMissing = "urn:bantin:problem:token-missing", 401, "Token missing";
    /// The token was not signed by this service.
    TokenInvalid = "urn:bantin:problem:token-invalid", 401, "Token invalid";
    /// The token was good once.
    TokenExpired = "urn:bantin:problem:token-expired", 401, "Token expired";
    /// A hook is not signed, or not with the secret of its source.
    SignatureInvalid = "urn:bantin:problem:signature-invalid", 401, "Signature invalid";
    /// The reader's votes are not taken any more.
    TokenRevoked = "urn:bantin:problem:token-revoked", 403, "Token revoked";
    /// The article takes no votes any more.
    RatingClosed = "urn:bantin:problem:rating-closed", 409, "Rating closed";
    /// One reader voted more often than any reader does; no later try of this vote is taken.
    LimitReached = "urn:bantin:problem:limit-reached", 403, "Limit reached";
    /// Too much from one network at once; `Retry-After` says when to try again.
    TooManyRequests = "urn:bantin:problem:too-many-requests", 429, "Too many requests";
    /// A new reader needs a proof of work; `proof` says which.
    ProofRequired = "urn:bantin:problem:proof-required", 428, "Proof required";
    /// The body is larger than any body of the contract.
    BodyTooLarge = "urn:bantin:problem:body-too-large", 413, "Body too large";
    /// The body's media type is not `application/json`.
    UnsupportedMediaType = "urn:bantin:problem:unsupported-media-type", 415, "Unsupported media type";
    /// The request took too long to arrive or to answer.
    Timeout = "urn:bantin:problem:timeout", 408, "Request timed out";
    /// The store cannot take it now; try again.
    Unavailable = "urn:bantin:problem:unavailable", 503, "Service unavailable";
    /// Our fault.
    Internal = "urn:bantin:problem:internal", 500, "Internal error";
}

impl Problem {
    pub fn new(kind: ProblemKind, detail: Option<String>) -> Self {
        Self { kind, title: kind.title().to_owned(), status: kind.status(), detail, proof: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_a_stable_name() {
        for kind in ProblemKind::ALL {
            let json = serde_json::to_value(Problem::new(*kind, None)).unwrap();
            assert!(json["type"].as_str().unwrap().starts_with(TYPE_BASE));
            assert!((400..600).contains(&kind.status()));
            assert_eq!(json["type"], format!("{TYPE_BASE}{}", kind.word()));
        }
    }

    #[test]
    fn a_newer_kind_is_still_a_problem() {
        let json = r#"{"type":"urn:bantin:problem:closed","title":"Closed","status":409}"#;
        let problem: Problem = serde_json::from_str(json).unwrap();
        assert_eq!((problem.kind, problem.status), (ProblemKind::Unknown, 409));
    }
}
