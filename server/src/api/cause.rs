//! The cause of a failure, for the log only.

use std::any::Any;
use std::error::Error;

/// The cause of a failure. It travels with the answer to the log, and no further.
#[derive(Clone, Debug)]
pub struct Cause(pub String);

impl Cause {
    /// The message of an error and of its sources.
    pub fn of(error: &dyn Error) -> Self {
        let mut text = error.to_string();
        let mut behind = error.source();
        while let Some(cause) = behind {
            let more = cause.to_string();
            if !text.contains(&more) {
                text += ": ";
                text += &more;
            }
            behind = cause.source();
        }
        Self(text)
    }
}

/// The message of a panic.
pub fn words_of(panic: &(dyn Any + Send)) -> &str {
    let words = panic.downcast_ref::<String>().map(String::as_str);
    words.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no words")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("the store cannot be read")]
    struct Outer(#[source] std::io::Error);

    #[test]
    fn a_cause_says_what_is_behind_it_once() {
        let full = || std::io::Error::other("the disk is full");
        assert_eq!(Cause::of(&Outer(full())).0, "the store cannot be read: the disk is full");
        assert_eq!(Cause::of(&full()).0, "the disk is full");
    }
}
