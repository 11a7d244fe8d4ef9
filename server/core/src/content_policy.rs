//! Addresses in a content security policy.

/// Signs that end a source of a policy, or say more there than an address does.
const SIGNS: [char; 5] = [';', ',', '\'', '"', '*'];

/// Whether `address` is read as one source of a policy, and as nothing else.
pub fn is_one_source(address: &str) -> bool {
    !address.contains(SIGNS)
}
