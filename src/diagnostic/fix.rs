//! Edits that correct what a finding is about.
use crate::source::{Source, Span};

/// Edits that belong together, with what they do.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fix {
    /// What is done, as an editor offers it: "write `CodeUri`".
    pub title: String,
    /// The edits, in the order of the text; they do not touch each other.
    pub edits: Vec<Edit>,
    /// Whether this is surely what was meant, so that it can be made unseen.
    pub is_certain: bool,
}

/// `replacement` for the text under `span`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Edit {
    /// What is replaced; empty where something is inserted.
    pub span: Span,
    /// What is written in its place.
    pub replacement: String,
    /// Whether it also takes the place of the quotes that stand there, which a name or value keeps otherwise.
    pub is_verbatim: bool,
}

impl Fix {
    /// One edit that is surely meant.
    pub fn new(title: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        let edit = Edit { span, replacement: replacement.into(), is_verbatim: false };
        Self { title: title.into(), edits: vec![edit], is_certain: true }
    }

    /// One edit that is surely meant, and that also replaces the quotes that stand there.
    pub fn verbatim(title: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        let mut fix = Self::new(title, span, replacement);
        fix.edits.iter_mut().for_each(|it| it.is_verbatim = true);
        fix
    }

    /// From the start of the first edit to the end of the last.
    pub fn span(&self) -> Span {
        let start = self.edits.first().map_or(0, |it| it.span.start);
        Span { start, end: self.edits.last().map_or(start, |it| it.span.end) }
    }

    /// `text`, which begins at `offset` of the space of spans, with the edits made that lie in it.
    pub fn applied_to(&self, text: &str, offset: u32, source: &Source) -> String {
        let mut text = text.to_owned();
        for edit in self.edits.iter().rev() {
            let at = |it: u32| (it.saturating_sub(offset) as usize).min(text.len());
            let (start, end) = (at(edit.span.start), at(edit.span.end));
            text.replace_range(start..end, &edit.text_in(source));
        }
        text
    }

    /// Whether all edits concern this text and mean the same within the quotes that stand there.
    pub fn fits(&self, source: &Source) -> bool {
        self.edits.iter().all(|it| it.fits(source))
    }
}

impl Edit {
    /// The text to put in: a name or value that is written in quotes keeps them.
    pub fn text_in(&self, source: &Source) -> String {
        match quote_around(source.slice(self.span)) {
            Some(quote) if !self.is_verbatim && quote_around(&self.replacement) != Some(quote) => {
                format!("{quote}{}{quote}", self.replacement)
            }
            Some(_) | None => self.replacement.clone(),
        }
    }

    fn fits(&self, source: &Source) -> bool {
        let is_bare = |quote| quote_around(&self.replacement) != Some(quote);
        let needs_escape = |it: char| matches!(it, '"' | '\'' | '\\') || it.is_control();
        let quoted = quote_around(source.slice(self.span)).is_some_and(is_bare);
        source.contains(self.span) && !(quoted && !self.is_verbatim && self.replacement.contains(needs_escape))
    }
}

/// The quote that a text begins and ends with.
fn quote_around(text: &str) -> Option<char> {
    let quote = text.chars().next().filter(|it| matches!(it, '"' | '\''))?;
    (text.len() > 1 && text.ends_with(quote)).then_some(quote)
}
