//! Names that were most likely meant by what is written.
use super::{Diagnostic, Fix};
use crate::source::Span;

impl Diagnostic {
    /// Asks whether `near` was meant by `written`, which stands at `span`, and offers to write it. That is certain where
    /// the names differ by a slip.
    #[must_use]
    pub fn did_you_mean(mut self, span: Span, written: &str, near: &str) -> Self {
        let is_name = |text: &str| !text.is_empty() && text.chars().all(|it| it.is_ascii_alphanumeric());
        let is_certain = !(is_name(written) && is_name(near)) || is_slip_of(written, near);
        self.fix = Some(Fix { is_certain, ..Fix::new(format!("write `{near}`"), span, near) });
        self.help(format!("did you mean `{near}`?"))
    }
}

/// The name that `written` was most likely meant to be; `None` when none is near.
pub(crate) fn nearest<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = written.to_lowercase();
    let length = lower.chars().count();
    let most = |name: &str| 1 + name.len().max(written.len()) / 4;
    names
        .into_iter()
        // Texts can be long, and names many; what differs more in length is not near.
        .filter(|name| name.chars().count().abs_diff(length) <= most(name))
        .map(|name| (strsim::damerau_levenshtein(&lower, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= most(name))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Whether `written` is so near to `name` that it was surely meant; [`nearest`] may also guess.
pub(crate) fn is_slip_of(written: &str, name: &str) -> bool {
    let distance = strsim::damerau_levenshtein(&written.to_lowercase(), &name.to_lowercase());
    distance <= 1.max(written.len() / 4)
}
