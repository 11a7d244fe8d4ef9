//! Hooks: a source says that something changed, and it is looked at. The body of a hook is not read, but only someone
//! who knows the secret of the source can cause a look.

use std::time::Instant;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bantin_core::sources::settings::Secret;
use bantin_model::{Problem, ProblemKind, Slug};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::problem::ApiProblem;
use super::readers::{Peer, fresh};
use super::{Api, Shared};

/// The largest body, in bytes: Ghost sends the whole post, before and after the change.
pub const BODY_LIMIT: usize = 1 << 20;

/// The header of our own signatures, and of Ghost's.
const SIGNATURE: &str = "x-bantin-signature";
const OF_GHOST: &str = "x-ghost-signature";

/// A signature from a header.
struct Signature<'a> {
    /// The signature in hexadecimal digits.
    digits: &'a str,
    /// The time in Ghost's header, which Ghost signs together with the body.
    moment: Option<&'a str>,
}

/// The signature that the request carries.
fn signature(headers: &HeaderMap) -> Option<Signature<'_>> {
    let value = headers.get(SIGNATURE).or_else(|| headers.get(OF_GHOST))?.to_str().ok()?;
    let mut parts = value.split(',').map(str::trim);
    let digits = parts.next()?.strip_prefix("sha256=")?;
    Some(Signature { digits, moment: parts.find_map(|part| part.strip_prefix("t=")) })
}

/// Whether `body` is signed with `secret`. Comparing takes the same time for a wrong signature as for a right one.
fn is_signed(signature: &Signature<'_>, secret: &str, body: &[u8]) -> bool {
    let Ok(digits) = hex::decode(signature.digits) else { return false };
    let is_of = |moment: &str| {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return false };
        mac.update(body);
        mac.update(moment.as_bytes());
        mac.verify_slice(&digits).is_ok()
    };
    // Earlier versions of Ghost send a time, but sign only the body.
    is_of("") || signature.moment.is_some_and(is_of)
}

/// Whether whoever asks may tell something now: hooks and hubs share one limit.
pub(super) fn within_limits(api: &Api, peer: Peer, headers: &HeaderMap) -> Result<(), ApiProblem> {
    let Some(network) = api.networks.id(peer.0, headers) else { return Ok(()) };
    api.limits.hooks.take(network, Instant::now()).map_err(ApiProblem::too_many)
}

/// Has a followed source looked at for new and changed articles. The look begins within a second, or once the source
/// may be asked again. The body may be anything; it is not read, only its signature is checked: `X-Bantin-Signature` is
/// `sha256=` and the HMAC-SHA256 of the body with the source's secret, in hexadecimal digits. Ghost signs with
/// `X-Ghost-Signature` instead.
#[utoipa::path(post, path = "/api/v1/hooks/{source}", tag = "live",
    params(("source" = Slug, Path, description = "Name of the source in site.toml"),
        ("X-Bantin-Signature" = Option<String>, Header, description = "`sha256=` and the HMAC-SHA256 of the body, in hexadecimal digits"),
        ("X-Ghost-Signature" = Option<String>, Header, description = "Ghost's signature: `sha256=…, t=…`")),
    request_body(content = String, content_type = "application/octet-stream"),
    responses((status = 202, description = "The source will be looked at"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 429, body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn hook(
    State(api): State<Shared>,
    Path(name): Path<String>,
    peer: Peer,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiProblem> {
    within_limits(&api, peer, &headers)?;
    let body = body?;
    let wrong =
        |detail: &str| ApiProblem::new(ProblemKind::SignatureInvalid, Some(detail.to_owned()));
    let name = Slug::new(name)?;
    let register = api.register.as_ref().ok_or_else(ApiProblem::not_found)?;
    let entry = register.followed_one(&name).await?.ok_or_else(ApiProblem::not_found)?;
    let signature = signature(&headers).ok_or_else(|| {
        wrong("it has no X-Bantin-Signature: sha256=… with the HMAC-SHA256 of the body")
    })?;
    let secret = entry.source.secret.as_ref().map(Secret::value);
    let secret = match secret {
        Some(Ok(secret)) => secret,
        Some(Err(error)) => {
            return Err(wrong("the secret of this source is not set").because(error.to_string()));
        }
        None => return Err(wrong("this source takes no hooks: it has no secret in site.toml")),
    };
    if !is_signed(&signature, &secret, &body) {
        return Err(wrong("it is not signed with the secret of this source"));
    }
    if !register.ask_to_look(&name).await? {
        return Err(ApiProblem::not_found());
    }
    Ok(fresh(StatusCode::ACCEPTED))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &'static str, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name.parse().unwrap(), value.parse().unwrap())])
    }

    fn is_taken(headers: &HeaderMap, body: &[u8]) -> bool {
        signature(headers).is_some_and(|found| is_signed(&found, "a secret of sixteen", body))
    }

    #[test]
    fn what_is_signed_with_the_secret_is_taken_and_nothing_else() {
        // printf 'body' | openssl dgst -sha256 -hmac 'a secret of sixteen'
        let good = "78ef3e39c19e0f6fe6d0cbf8b1767b521fea608298d39e878516c9ec2a7a50dc";
        let of = |value: String| is_taken(&headers(SIGNATURE, &value), b"body");
        assert!(of(format!("sha256={good}")));
        assert!(of(format!("sha256={}", good.to_uppercase())));
        assert!(!of(format!("sha256={}", &good[1..])));
        assert!(!of(format!("sha256={}", &good[2..])));
        assert!(!of(good.to_owned()));
        assert!(!of("sha256=".to_owned()));
        assert!(!of(format!("sha256={}é", &good[2..]).replace('é', "zz")));
        assert!(!is_taken(&headers(SIGNATURE, &format!("sha256={good}")), b"bodz"));
        assert!(!is_taken(&HeaderMap::new(), b"body"));
    }

    #[test]
    fn ghost_signs_its_moment_too() {
        // printf 'body1764280000000' | openssl dgst -sha256 -hmac 'a secret of sixteen'
        let good = "76bc01f5fb10cec401f3d0dd6bd7a206f12a93c535e7ed471e96e52457cd7b0d";
        let of = |moment: &str| {
            is_taken(&headers(OF_GHOST, &format!("sha256={good}, t={moment}")), b"body")
        };
        assert!(of("1764280000000"));
        assert!(!of("1764280000001"));
    }
}
