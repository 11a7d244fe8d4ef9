//! The network, as far as an import may use it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use ureq::Agent;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use url::Url;

use super::error::FetchError;

/// One address takes at most this long, redirects and all.
const PATIENCE: Duration = Duration::from_secs(30);
const REDIRECTS: u32 = 5;

/// Fetches addresses. Those in local networks are refused, but for the host that whoever runs the
/// import has named: a feed from elsewhere must not look around in here.
pub struct Fetcher {
    agent: Agent,
}

impl Fetcher {
    /// `trusted` is the address the person running the import gave.
    pub fn new(trusted: Option<&Url>) -> Self {
        let trusted = trusted.and_then(authority);
        let config = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .max_redirects(REDIRECTS)
            .max_redirects_will_error(true)
            // A proxy would resolve names itself, past the check of addresses below.
            .proxy(None)
            .user_agent("bantin-import/1")
            .build();
        let agent = Agent::with_parts(config, DefaultConnector::default(), Guard { trusted });
        Self { agent }
    }

    /// The bytes at `url`.
    ///
    /// # Errors
    /// [`FetchError`]; more than `limit` bytes are one.
    pub fn get(&self, url: &Url, limit: u64) -> Result<Vec<u8>, FetchError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(FetchError::Scheme);
        }
        let named = |error| match error {
            ureq::Error::StatusCode(status) => FetchError::Status(status),
            ureq::Error::HostNotFound => FetchError::HostNotFound,
            ureq::Error::Timeout(_) => FetchError::Timeout,
            ureq::Error::TooManyRedirects => FetchError::Redirects,
            ureq::Error::BodyExceedsLimit(_) => FetchError::TooLarge { limit },
            ureq::Error::Other(error) if error.is::<IsLocal>() => FetchError::LocalAddress,
            error => FetchError::Other(error.to_string()),
        };
        let mut response = self.agent.get(url.as_str()).call().map_err(named)?;
        response.body_mut().with_config().limit(limit).read_to_vec().map_err(named)
    }
}

/// Host and port.
fn authority(url: &Url) -> Option<(String, u16)> {
    Some((url.host_str()?.to_ascii_lowercase(), url.port_or_known_default()?))
}

/// Resolves names, and says no where they lead inside. Every redirect passes here too.
#[derive(Debug)]
struct Guard {
    trusted: Option<(String, u16)>,
}

#[derive(Debug, thiserror::Error)]
#[error("the address is in a local network")]
struct IsLocal;

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let addresses = DefaultResolver::default().resolve(uri, config, timeout)?;
        let asked = Url::parse(&uri.to_string()).ok().as_ref().and_then(authority);
        let trusted = self.trusted.is_some() && asked == self.trusted;
        if !trusted && addresses.iter().any(|address| is_local(address.ip())) {
            return Err(ureq::Error::Other(Box::new(IsLocal)));
        }
        Ok(addresses)
    }
}

/// True for whatever is not an ordinary address of the public network.
fn is_local(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_local_v4(ip),
        IpAddr::V6(ip) => is_local_v6(ip),
    }
}

fn is_local_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_broadcast()
        || ip.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (18..20).contains(&b))
}

fn is_local_v6(ip: Ipv6Addr) -> bool {
    let segments = ip.segments();
    let [first, second, ..] = segments;
    // Addresses that carry one of IPv4: mapped, compatible, 6to4 and NAT64.
    let [.., high, low] = segments;
    let inner = match segments {
        [0, 0, 0, 0, 0, 0xffff | 0, ..] => Some((high, low)),
        [0x64, 0xff9b, ..] => Some((high, low)),
        [0x2002, high, low, ..] => Some((high, low)),
        _ => None,
    };
    let inner = inner.map(|(high, low)| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(a, b, c, d)
    });
    inner.is_some_and(is_local_v4)
        || ip.is_loopback()
        || ip.is_unspecified()
        || ip.is_multicast()
        || ip.is_unique_local()
        || ip.is_unicast_link_local()
        || first & 0xffc0 == 0xfec0
        || (first == 0x2001 && second == 0xdb8)
}

#[cfg(test)]
#[path = "fetch_tests.rs"]
pub mod tests;
