//! The endpoints for hubs (WebSub). When a hub reports a change, the source is looked at; the body of the report is not
//! read.

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bantin_core::sources::Entry;
use bantin_core::sources::subscription::Subscription;
use bantin_model::{Problem, ProblemKind, Slug};
use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use serde::Deserialize;
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};
use utoipa::IntoParams;

use super::hooks::within_limits;
use super::problem::ApiProblem;
use super::readers::{Peer, fresh};
use super::{Api, Shared};

/// The largest body, in bytes: a hub sends the whole feed.
pub const BODY_LIMIT: usize = 4 << 20;

/// The longest challenge of a hub, in bytes.
const LONGEST: usize = 1024;

const SIGNATURE: &str = "x-hub-signature";

/// What a hub asks.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// `subscribe` when the hub asks whether we want to subscribe, `denied` when it refuses.
    #[serde(rename = "hub.mode")]
    mode: String,
    /// Address of the feed.
    #[serde(rename = "hub.topic")]
    topic: String,
    /// With `subscribe`: the text to send back, which confirms the subscription.
    #[serde(rename = "hub.challenge")]
    challenge: Option<String>,
    /// With `subscribe`: for how many seconds the hub reports changes.
    #[serde(rename = "hub.lease_seconds")]
    lease: Option<i64>,
    /// With `denied`: why the hub refuses.
    #[serde(rename = "hub.reason")]
    reason: Option<String>,
}

/// The source whose hub was given this address.
async fn known(api: &Api, name: String, id: &str) -> Result<(Entry, Subscription), ApiProblem> {
    let name = Slug::new(name)?;
    let register = api.register.as_ref().ok_or_else(ApiProblem::not_found)?;
    let entry = register.followed_one(&name).await?.ok_or_else(ApiProblem::not_found)?;
    let subscription = entry.subscription.clone().filter(|subscription| subscription.id == id);
    subscription.map(|subscription| (entry, subscription)).ok_or_else(ApiProblem::not_found)
}

/// For a WebSub hub: asks whether we want to subscribe to the changes of a source, or says that it refuses to report
/// them. Only the hub that we subscribed at knows `id`.
#[utoipa::path(get, path = "/api/v1/hooks/{source}/websub/{id}", tag = "live",
    params(("source" = Slug, Path, description = "Name of the source in site.toml"),
        ("id" = String, Path, description = "The part of this address that only the hub knows"), Asked),
    responses((status = 200, description = "Yes; the body is `hub.challenge`, or empty after `denied`", body = String, content_type = "text/plain"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 429, body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn ask_back(
    State(api): State<Shared>,
    Path((name, id)): Path<(String, String)>,
    peer: Peer,
    headers: HeaderMap,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, ApiProblem> {
    within_limits(&api, peer, &headers)?;
    let (entry, mut subscription) = known(&api, name, &id).await?;
    let invalid = |detail: String| ApiProblem::new(ProblemKind::InvalidQuery, Some(detail));
    let Query(asked) = asked.map_err(|rejection| invalid(rejection.body_text()))?;
    let challenge = match asked.mode.as_str() {
        "subscribe" => {
            let challenge = asked.challenge.filter(|words| words.len() <= LONGEST);
            let challenge = challenge.ok_or_else(|| {
                invalid(format!("hub.challenge is missing, or longer than {LONGEST} bytes"))
            })?;
            if !subscription.confirm(&asked.topic, asked.lease, api.clock.now()) {
                return Err(ApiProblem::not_found());
            }
            challenge
        }
        "denied" if asked.topic == subscription.of.topic.as_str() => {
            let reason = asked.reason.unwrap_or_else(|| "no reason was given".to_owned());
            subscription.refused = Some(reason.chars().take(200).collect());
            subscription.until = None;
            String::new()
        }
        // We never unsubscribe, so nobody may confirm that.
        _ => return Err(ApiProblem::not_found()),
    };
    let register = api.register.as_ref().ok_or_else(ApiProblem::not_found)?;
    if !register.set_subscription(&entry.source.name, &subscription).await? {
        return Err(ApiProblem::not_found());
    }
    let head = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    Ok(fresh((head, challenge).into_response()))
}

/// For a WebSub hub: reports that a source has changed, and has it looked at as a hook does. `X-Hub-Signature` is made
/// with the secret that we gave the hub.
#[utoipa::path(post, path = "/api/v1/hooks/{source}/websub/{id}", tag = "live",
    params(("source" = Slug, Path, description = "Name of the source in site.toml"),
        ("id" = String, Path, description = "The part of this address that only the hub knows"),
        ("X-Hub-Signature" = Option<String>, Header, description = "`sha256=` and the HMAC-SHA256 of the body, in hexadecimal digits; also sha1, sha384, sha512")),
    request_body(content = String, content_type = "application/octet-stream"),
    responses((status = 202, description = "The source will be looked at"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 429, body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn told(
    State(api): State<Shared>,
    Path((name, id)): Path<(String, String)>,
    peer: Peer,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiProblem> {
    within_limits(&api, peer, &headers)?;
    let (entry, subscription) = known(&api, name, &id).await?;
    let body = body?;
    let signature = headers.get(SIGNATURE).and_then(|value| value.to_str().ok());
    if !signature.is_some_and(|signature| is_signed(signature, &subscription.secret, &body)) {
        let detail = "it is not signed with the secret that the hub was given".to_owned();
        return Err(ApiProblem::new(ProblemKind::SignatureInvalid, Some(detail)));
    }
    let register = api.register.as_ref().ok_or_else(ApiProblem::not_found)?;
    if !register.ask_to_look(&entry.source.name).await? {
        return Err(ApiProblem::not_found());
    }
    Ok(fresh(StatusCode::ACCEPTED))
}

/// Whether `body` is signed with `secret`, in the algorithm that the hub chose.
fn is_signed(signature: &str, secret: &str, body: &[u8]) -> bool {
    let Some((method, digits)) = signature.trim().split_once('=') else { return false };
    let Ok(digits) = hex::decode(digits) else { return false };
    match method {
        "sha1" => is_of::<Hmac<Sha1>>(secret, body, &digits),
        "sha256" => is_of::<Hmac<Sha256>>(secret, body, &digits),
        "sha384" => is_of::<Hmac<Sha384>>(secret, body, &digits),
        "sha512" => is_of::<Hmac<Sha512>>(secret, body, &digits),
        _ => false,
    }
}

fn is_of<M: Mac + KeyInit>(secret: &str, body: &[u8], digits: &[u8]) -> bool {
    let Ok(mac) = <M as Mac>::new_from_slice(secret.as_bytes()) else { return false };
    mac.chain_update(body).verify_slice(digits).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hub_signs_in_one_of_four_ways() {
        // printf 'body' | openssl dgst -sha1 -hmac 'secret', and so on
        for good in [
            "sha1=a18991ff7e4513a1c2d2ee51e3a8e99ca891d9cd",
            "sha256=dc46983557fea127b43af721467eb9b3fde2338fe3e14f51952aa8478c13d355",
            "sha384=ad10d2f2362ff0d063353e51c631bd545244456ef64ea31871021a1681e44e973c7913cbde7bd978cfd254a83ab2ae19",
            "sha512=de4a671e8233987c46a9048b8041bda6296901960022836c15c28023d3f66c3720449af241bdfe2e592c5b2273730cd1df763073e018e60d7313077c5342fde9",
        ] {
            assert!(is_signed(good, "secret", b"body"), "{good}");
            assert!(!is_signed(good, "secret", b"bodz"), "{good}");
            assert!(!is_signed(good, "other", b"body"), "{good}");
            assert!(!is_signed(&good[..good.len() - 2], "secret", b"body"), "{good}");
        }
        for bad in ["", "sha1=", "md5=00", "sha256", "sha256=zz"] {
            assert!(!is_signed(bad, "secret", b"body"), "{bad}");
        }
    }
}
