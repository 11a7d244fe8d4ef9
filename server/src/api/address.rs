//! The network of a caller, as far as limits need it: an address prefix, hashed with the day's key.

use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};

use axum::http::HeaderMap;
use bantin_store::ledger::NetworkId;
use hmac::{Hmac, Mac};
use ipnet::IpNet;
use sha2::Sha256;

use crate::network::prefix;

const FORWARDED: &str = "x-forwarded-for";

/// Tells networks apart without keeping addresses.
pub struct Networks {
    /// Our proxies: only they are believed about the addresses they forward for.
    trusted: Vec<IpNet>,
    key: RwLock<Option<Hmac<Sha256>>>,
    has_warned: AtomicBool,
}

impl Networks {
    pub fn new(trusted: Vec<IpNet>) -> Self {
        Self { trusted, key: RwLock::new(None), has_warned: AtomicBool::new(false) }
    }

    /// Sets the key for hashes.
    pub fn set_key(&self, key: &[u8]) {
        // An HMAC takes a key of any length, so this cannot fail.
        let mac = Hmac::new_from_slice(key).ok();
        *self.key.write().unwrap_or_else(PoisonError::into_inner) = mac;
    }

    /// The network a request comes from; `None` before there is a key.
    pub fn id(&self, peer: SocketAddr, headers: &HeaderMap) -> Option<NetworkId> {
        let peer = peer.ip();
        if headers.contains_key(FORWARDED)
            && !self.is_trusted(peer.to_canonical())
            && !self.has_warned.swap(true, Ordering::Relaxed)
        {
            tracing::warn!(
                %peer,
                "X-Forwarded-For is ignored: limits count this address. If it is your proxy, name it with --trusted-proxy"
            );
        }
        let prefix = prefix(self.caller(peer, headers));
        let mac = self.key.read().unwrap_or_else(PoisonError::into_inner).clone()?;
        let hash = mac.chain_update(prefix).finalize().into_bytes();
        hash.first_chunk().copied()
    }

    /// The address nearest to the caller that only trusted proxies vouch for.
    fn caller(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut address = peer.to_canonical();
        let lines: Vec<&str> =
            headers.get_all(FORWARDED).iter().filter_map(|value| value.to_str().ok()).collect();
        for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
            if !self.is_trusted(address) {
                break;
            }
            match parse(hop.trim()) {
                Some(hop) => address = hop.to_canonical(),
                None => break,
            }
        }
        address
    }

    fn is_trusted(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|network| network.contains(&address))
    }
}

/// An address as proxies write it, with or without a port.
fn parse(hop: &str) -> Option<IpAddr> {
    let bare = hop.trim_start_matches('[').trim_end_matches(']');
    bare.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caller(trusted: &[&str], peer: &str, forwarded: &[&str]) -> String {
        let trusted = trusted.iter().map(|network| network.parse().unwrap()).collect();
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(FORWARDED, line.parse().unwrap());
        }
        Networks::new(trusted).caller(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn nobody_but_a_trusted_proxy_says_who_is_calling() {
        let forged = &["203.0.113.9"];
        assert_eq!(caller(&[], "198.51.100.7", forged), "198.51.100.7");
        assert_eq!(caller(&["10.0.0.0/8"], "198.51.100.7", forged), "198.51.100.7");
        assert_eq!(caller(&["10.0.0.0/8"], "10.1.2.3", forged), "203.0.113.9");
        assert_eq!(caller(&["10.0.0.0/8"], "::ffff:10.1.2.3", forged), "203.0.113.9");
    }

    #[test]
    fn what_the_caller_wrote_itself_is_not_believed() {
        let trusted = &["10.0.0.0/8", "2001:db8::/32"];
        let chain = &["1.1.1.1, 203.0.113.9, 10.0.0.2"];
        assert_eq!(caller(trusted, "10.0.0.1", chain), "203.0.113.9");
        let lines = &["1.1.1.1", "203.0.113.9:4711"];
        assert_eq!(caller(trusted, "2001:db8::1", lines), "203.0.113.9");
        assert_eq!(caller(trusted, "10.0.0.1", &["unknown"]), "10.0.0.1");
        assert_eq!(caller(trusted, "10.0.0.1", &["[2001:dead::1]"]), "2001:dead::1");
    }

    #[test]
    fn a_network_is_one_subscriber_s_and_means_nothing_under_another_key() {
        let networks = Networks::new(Vec::new());
        let id = |peer: &str| networks.id(peer.parse().unwrap(), &HeaderMap::new());
        assert_eq!(id("198.51.100.7:1"), None);
        networks.set_key(&[1; 32]);
        let before = id("198.51.100.7:1");
        assert_eq!(before, id("198.51.100.7:2"));
        assert_ne!(before, id("198.51.100.8:1"));
        assert_eq!(id("[2001:db8:1:2::1]:1"), id("[2001:db8:1:ff::2]:1"));
        assert_ne!(id("[2001:db8:1:2::1]:1"), id("[2001:db8:1:102::1]:1"));
        networks.set_key(&[2; 32]);
        assert_ne!(before, id("198.51.100.7:1"));
    }
}
