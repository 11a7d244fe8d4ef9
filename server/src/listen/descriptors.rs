//! The number of files that the system lets this process open, since each connection is one.

use rustix::process::{Resource, getrlimit, setrlimit};

/// How many are kept for the store, pictures, logs and other connections.
const RESERVED: u64 = 128;
/// A limit above this is as good as none.
const ENOUGH: u64 = 1 << 20;

/// Raises the limit as far as the system allows without privileges; on many systems it is 1,024 at first.
pub fn raise() {
    let mut limit = getrlimit(Resource::Nofile);
    let most = limit.maximum.unwrap_or(ENOUGH).min(ENOUGH);
    if limit.current.is_none_or(|current| current >= most) {
        return;
    }
    limit.current = Some(most);
    if let Err(error) = setrlimit(Resource::Nofile, limit) {
        tracing::warn!(%error, "the limit of open files stays as it is");
    }
}

/// How many connections the limit has room for.
pub fn for_connections() -> usize {
    let files = getrlimit(Resource::Nofile).current.unwrap_or(ENOUGH);
    usize::try_from(room(files)).unwrap_or(usize::MAX)
}

/// With few files, half of them are for connections.
fn room(files: u64) -> u64 {
    files.saturating_sub(RESERVED).max(files / 2).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn something_is_kept_for_the_store() {
        assert_eq!(room(1024), 896);
        assert_eq!(room(100), 50);
        assert_eq!(room(1), 1);
    }
}
