//! Decides which addresses in a local network may be fetched: a feed from elsewhere must not look around in here.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use url::Url;

/// Host and port.
pub fn authority(url: &Url) -> Option<(String, u16)> {
    Some((url.host_str()?.to_ascii_lowercase(), url.port_or_known_default()?))
}

/// A host in a local network that may be fetched from: `HOST`, or `HOST:PORT` for that port alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrivateHost {
    pub(super) host: String,
    pub(super) port: Option<u16>,
}

impl FromStr for PrivateHost {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong =
            || format!("{text:?} is no host: write it as intranet.example or 10.0.0.5:8080");
        if text.is_empty() || text.contains(['/', '@', '?', '#', '\\', '*']) {
            return Err(wrong());
        }
        // Written in one form, so that it can be compared with addresses.
        let url = Url::parse(&format!("http://{text}/")).map_err(|_| wrong())?;
        let host = url.host_str().ok_or_else(wrong)?.to_ascii_lowercase();
        let named = text.rsplit_once(':').filter(|(_, port)| !port.contains(']'));
        let port = named.and_then(|(_, port)| port.parse().ok());
        Ok(Self { host, port })
    }
}

/// Resolves the names of hosts, and refuses those in a local network. Redirects go through it too. The connection is
/// made to the address that it answers, so a name is not resolved a second time.
#[derive(Debug)]
pub struct Guard {
    /// Hosts that may be in a local network.
    pub(super) trusted: Vec<PrivateHost>,
    pub(super) names: Box<dyn Resolver>,
}

impl Guard {
    /// `trusted` is the address that the person running the import gave.
    pub fn of(trusted: Option<&Url>, private: &[PrivateHost]) -> Self {
        let given = trusted.and_then(authority);
        let given = given.map(|(host, port)| PrivateHost { host, port: Some(port) });
        let trusted = given.into_iter().chain(private.iter().cloned()).collect();
        Self { trusted, names: Box::new(DefaultResolver::default()) }
    }

    fn trusts(&self, host: &str, port: u16) -> bool {
        let is_meant = |known: &PrivateHost| {
            known.host == host && known.port.is_none_or(|known| known == port)
        };
        self.trusted.iter().any(is_meant)
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the address is in a local network")]
pub struct IsLocal;

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let addresses = self.names.resolve(uri, config, timeout)?;
        let asked = Url::parse(&uri.to_string()).ok().as_ref().and_then(authority);
        let trusted = asked.is_some_and(|(host, port)| self.trusts(&host, port));
        if !trusted && addresses.iter().any(|address| is_local(address.ip())) {
            return Err(ureq::Error::Other(Box::new(IsLocal)));
        }
        Ok(addresses)
    }
}

/// Whether a service at `other` may be able to reach `url`, as far as the hosts tell: a host inside this machine or
/// network can be reached only from inside.
pub fn may_be_reached(url: &Url, other: &Url) -> bool {
    let is_inside = |url: &Url| match url.host() {
        None => true,
        Some(url::Host::Ipv4(ip)) => is_local_v4(ip),
        Some(url::Host::Ipv6(ip)) => is_local_v6(ip),
        Some(url::Host::Domain(name)) => {
            let last = name.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
            ["localhost", "local", "internal", "test", "example"].contains(&last)
        }
    };
    url.has_host() && (!is_inside(url) || is_inside(other))
}

/// Whether an address is no ordinary address of the public network.
pub(super) fn is_local(ip: IpAddr) -> bool {
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
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b))
}

fn is_local_v6(ip: Ipv6Addr) -> bool {
    let segments = ip.segments();
    let [first, second, .., high, low] = segments;
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_local_v4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        // IPv6 addresses that contain one of IPv4: mapped, translated, NAT64, 6to4, and those with it in their second
        // half.
        [0, 0, 0, 0, 0, 0xffff, ..]
        | [0, 0, 0, 0, 0xffff, 0, ..]
        | [0x64, 0xff9b, 0, 0, 0, 0, ..] => v4(high, low),
        [0x2002, high, low, ..] => v4(high, low),
        [_, _, _, _, 0 | 0x200, 0x5efe, ..] => true,
        // The public network's other addresses begin with 2 or 3. Of these, addresses for protocols of the network
        // (among them tunnels, 2001::/23) and for examples are not public.
        _ => {
            first & 0xe000 != 0x2000
                || (first == 0x2001 && second < 0x200)
                || (first == 0x2001 && second == 0xdb8)
                || (first == 0x3fff && second < 0x1000)
        }
    }
}
