//! The part of an address that belongs to one subscriber.

use std::net::IpAddr;

/// The address bytes of one subscriber: all of an IPv4 address, 56 bits of an IPv6 address.
pub fn prefix(address: IpAddr) -> Vec<u8> {
    match address {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets().into_iter().take(7).collect(),
    }
}
