//! Readers: anonymous, known only by a token.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Instant;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{ConnectInfo, FromRequestParts, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bantin_model::{Problem, ProblemKind, Reader};
use bantin_store::ledger::{NetworkId, ReaderId};
use serde::Deserialize;
use utoipa::IntoParams;

use super::limits::HOUR;
use super::problem::ApiProblem;
use super::token::VerifiedToken;
use super::{Api, Shared};

/// An answer of the live service, which nobody may cache.
pub fn fresh(response: impl IntoResponse) -> Response {
    let mut response = response.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The address of the other end; none where requests do not come over a connection.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

impl<S: Sync> FromRequestParts<S> for Peer {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0);
        Ok(Self(peer.unwrap_or(SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0)))))
    }
}

/// The token of a request; `None` for an empty header or another scheme than `Bearer`, in whatever case that is
/// written.
fn token(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?.trim();
    let (scheme, token) = value.split_once(' ').unwrap_or((value, ""));
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("Bearer") && !token.is_empty()).then_some(token)
}

/// The reader whose token a request has, if it has one.
pub fn reader_if_any(api: &Api, headers: &HeaderMap) -> Result<Option<ReaderId>, ApiProblem> {
    let Some(token) = token(headers) else { return Ok(None) };
    match api.signer().check(token, api.clock.now()) {
        Ok(reader) => Ok(Some(reader)),
        Err(error) => Err(ApiProblem::new(error.kind(), Some(error.to_string()))),
    }
}

pub fn reader(api: &Api, headers: &HeaderMap) -> Result<ReaderId, ApiProblem> {
    reader_if_any(api, headers)?.ok_or_else(|| ApiProblem::new(ProblemKind::TokenMissing, None))
}

/// What may come with the query for a token.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NewReaderQuery {
    /// The proof of work that an answer of type `proof-required` asked for, as `challenge.nonce`.
    proof: Option<String>,
}

/// Gives a new, anonymous reader a token to vote with. With a token of this service, even an expired one, the same
/// reader gets a new token, without a proof of work.
#[utoipa::path(post, path = "/api/v1/readers", tag = "live", params(NewReaderQuery), security((), ("reader" = [])),
    responses((status = 201, body = Reader),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 403, body = Problem, content_type = "application/problem+json"),
    (status = 428, body = Problem, content_type = "application/problem+json"),
    (status = 429, body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn new_reader(
    State(api): State<Shared>,
    query: Result<Query<NewReaderQuery>, QueryRejection>,
    peer: Peer,
    headers: HeaderMap,
) -> Result<Response, ApiProblem> {
    let Query(query) = query.map_err(|rejection| {
        ApiProblem::new(ProblemKind::InvalidQuery, Some(rejection.body_text()))
    })?;
    let now = api.clock.now();
    let holder = token(&headers).and_then(|token| api.signer().verified(token, now));
    let id = match holder {
        Some(VerifiedToken { reader, .. }) => {
            if api.ledger.is_revoked(&reader).await? {
                return Err(ApiProblem::new(ProblemKind::TokenRevoked, None));
            }
            reader
        }
        None => {
            if api.proofs.are_asked_for()
                && !query.proof.is_some_and(|answer| api.proofs.take(&answer, now))
            {
                return Err(ApiProblem::proof(api.proofs.challenge(random()?, now)));
            }
            if let Some(network) = api.networks.id(peer.0, &headers) {
                within_limit(&api, network).await?;
            }
            random()?
        }
    };
    let token = api.signer().sign(&id, now);
    Ok(fresh((StatusCode::CREATED, Json(Reader { token }))))
}

/// All servers with the same ledger count together; a server on its own counts in memory.
async fn within_limit(api: &Api, network: NetworkId) -> Result<(), ApiProblem> {
    let amount = api.policy.new_readers;
    if amount == 0 {
        return Ok(());
    }
    let room = match api.ledger.new_reader(network, amount, HOUR).await? {
        Some(room) => room,
        None => api.limits.new_readers.take(network, Instant::now()),
    };
    room.map_err(ApiProblem::too_many)
}

fn random<const N: usize>() -> Result<[u8; N], ApiProblem> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| {
        ApiProblem::new(ProblemKind::Unavailable, None)
            .because(format!("no random numbers: {error}"))
    })?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_however_its_scheme_is_written() {
        let found = |value: &str| {
            let value = HeaderValue::from_str(value).unwrap();
            let headers = HeaderMap::from_iter([(header::AUTHORIZATION, value)]);
            token(&headers).map(str::to_owned)
        };
        for value in ["Bearer abc", "bearer abc", "BEARER  abc ", " Bearer abc"] {
            assert_eq!(found(value).as_deref(), Some("abc"), "{value}");
        }
        for value in ["", " ", "Bearer", "Bearer ", "abc", "Basic abc", "Bearerabc"] {
            assert_eq!(found(value), None, "{value}");
        }
        assert_eq!(token(&HeaderMap::new()), None);
    }
}
