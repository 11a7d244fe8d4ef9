//! What is kept by the slug of an article, once the article has another one.

use bantin_model::Slug;

/// What `all` has of the article at `from` is of the same article at `to` from now on. Where it has something at `to`
/// already, that stays, and the other goes.
pub(super) fn rename<T>(
    all: &mut Vec<T>,
    slug_of: impl Fn(&mut T) -> &mut Slug,
    from: &Slug,
    to: &Slug,
) {
    if from == to {
        return;
    }
    if all.iter_mut().any(|one| slug_of(one) == to) {
        all.retain_mut(|one| slug_of(one) != from);
    } else if let Some(slug) = all.iter_mut().map(slug_of).find(|slug| *slug == from) {
        slug.clone_from(to);
    }
}
