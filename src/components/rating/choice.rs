//! Decides when a choice of stars becomes a vote. Pure, so that it is tested without a browser.

use bantin_model::Stars;

/// How the reader chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChosenBy {
    /// An arrow key: the reader may only be passing by.
    ArrowKey,
    /// A pointer, Space, or a screen reader's own gesture: the reader means it.
    Pointer,
}

/// What the component has to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Nothing.
    None,
    /// Send the choice after a pause, unless it moves again.
    Wait,
    /// Send this vote now.
    Vote(Option<Stars>),
}

/// The stars shown as chosen, and the vote they are measured against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What the radios show.
    pub shown: Option<Stars>,
    /// The reader's vote as last sent or known.
    pub voted: Option<Stars>,
    /// The vote before the last one, which undoing goes back to.
    pub before: Option<Option<Stars>>,
}

impl Choice {
    /// The reader's vote became known from elsewhere. A choice under way is not disturbed.
    pub fn learn(&mut self, voted: Option<Stars>) {
        if self.shown == self.voted {
            self.shown = voted;
        }
        self.voted = voted;
    }

    /// The radios moved to `stars`.
    pub fn choose(&mut self, stars: Stars, by: ChosenBy) -> Action {
        self.shown = Some(stars);
        match by {
            ChosenBy::ArrowKey => Action::Wait,
            ChosenBy::Pointer => self.commit(),
        }
    }

    /// The pause is over, or the reader pressed Enter or left the group.
    pub fn commit(&mut self) -> Action {
        if self.shown == self.voted {
            return Action::None;
        }
        self.set(self.shown)
    }

    /// Takes the vote back.
    pub fn clear(&mut self) -> Action {
        self.set(None)
    }

    /// Back to the vote before the last one.
    pub fn undo(&mut self) -> Action {
        match self.before {
            Some(before) => self.set(before),
            None => Action::None,
        }
    }

    /// Takes in that the service refused the last vote: `voted`, the vote before it, holds again.
    pub fn refused(&mut self, voted: Option<Stars>) {
        *self = Self { shown: voted, voted, before: None };
    }

    /// True while the radios show something that was not sent.
    pub fn is_open(&self) -> bool {
        self.shown != self.voted
    }

    fn set(&mut self, stars: Option<Stars>) -> Action {
        self.before = Some(self.voted);
        self.shown = stars;
        self.voted = stars;
        Action::Vote(stars)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn stars(number: u8) -> Stars {
        Stars::new(number).unwrap()
    }

    #[test]
    fn arrows_do_not_vote_on_every_press() {
        let mut choice = Choice::default();
        for number in 1..=4 {
            assert_eq!(choice.choose(stars(number), ChosenBy::ArrowKey), Action::Wait);
            assert!(choice.is_open());
        }
        assert_eq!(choice.commit(), Action::Vote(Some(stars(4))));
        assert_eq!(choice.commit(), Action::None);
    }

    #[test]
    fn a_pointer_votes_at_once_and_once() {
        let mut choice = Choice::default();
        assert_eq!(choice.choose(stars(3), ChosenBy::Pointer), Action::Vote(Some(stars(3))));
        assert_eq!(choice.choose(stars(3), ChosenBy::Pointer), Action::None);
    }

    #[test]
    fn every_vote_can_be_undone_and_the_undoing_too() {
        let mut choice = Choice::default();
        choice.learn(Some(stars(2)));
        choice.choose(stars(5), ChosenBy::Pointer);
        assert_eq!(choice.undo(), Action::Vote(Some(stars(2))));
        assert_eq!(choice.undo(), Action::Vote(Some(stars(5))));
        assert_eq!(choice.clear(), Action::Vote(None));
        assert_eq!(choice.undo(), Action::Vote(Some(stars(5))));
    }

    #[test]
    fn nothing_to_undo_before_the_first_vote() {
        assert_eq!(Choice::default().undo(), Action::None);
    }

    #[test]
    fn what_is_learned_does_not_disturb_a_choice_under_way() {
        let mut choice = Choice::default();
        choice.choose(stars(3), ChosenBy::ArrowKey);
        choice.learn(Some(stars(5)));
        assert_eq!(choice.shown, Some(stars(3)));
        assert_eq!(choice.commit(), Action::Vote(Some(stars(3))));
    }

    #[test]
    fn a_refused_vote_is_taken_back() {
        let mut choice = Choice::default();
        choice.choose(stars(3), ChosenBy::Pointer);
        choice.refused(None);
        assert_eq!(choice, Choice::default());
    }
}
