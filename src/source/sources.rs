//! All files of a run, in one space of spans.
use super::{Source, Span};

/// The template and the files that it names, each with its own part of the space of spans.
#[derive(Clone, Debug)]
pub struct Sources {
    /// In the order in which they were added, which is that of their spans. Never empty.
    files: Vec<Source>,
}

impl Sources {
    /// Begins with the template; its spans are offsets in its text.
    pub fn new(template: Source) -> Self {
        Self { files: vec![template.rebased(0)] }
    }

    /// Adds a file that the template names; `None` when all files together are too large for 32-bit offsets.
    pub fn add(&mut self, file: Source) -> Option<&Source> {
        let last = self.files.last()?;
        // One offset between two files, so that the end of one is not the start of the next.
        let base = last.base() as usize + last.text().len() + 1;
        // The last offset is nowhere.
        if base + file.text().len() >= u32::MAX as usize {
            return None;
        }
        self.files.push(file.rebased(u32::try_from(base).ok()?));
        self.files.last()
    }

    /// The file that the run is about.
    pub fn template(&self) -> &Source {
        &self.files[0]
    }

    /// The template, and behind it the other files.
    pub fn files(&self) -> &[Source] {
        &self.files
    }

    /// The number, among [`Sources::files`], of the file that a span lies in; 0, the template, when it lies in none.
    pub fn number_of(&self, span: Span) -> usize {
        let number = self.files.partition_point(|it| it.base() <= span.start).saturating_sub(1);
        if self.files[number].contains(span) { number } else { 0 }
    }

    /// The file that a span lies in; the template when it lies in none.
    pub fn of(&self, span: Span) -> &Source {
        &self.files[self.number_of(span)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_span_lies_in_one_file() {
        let mut sources = Sources::new(Source::new("a", "12"));
        assert_eq!(sources.add(Source::new("b", "")).map(Source::base), Some(3));
        assert_eq!(sources.add(Source::new("c", "34")).map(Source::base), Some(4));
        let name = |start, end| sources.of(Span::new(start, end)).name();
        assert_eq!([name(0, 2), name(2, 2), name(3, 3), name(4, 6), name(6, 6)], ["a", "a", "b", "c", "c"]);
        // Over several files, behind them, and nowhere.
        for span in [Span::new(1, 5), Span::new(7, 7), Span::NOWHERE] {
            assert_eq!(sources.number_of(span), 0);
        }
        assert_eq!(sources.of(Span::new(5, 6)).slice(Span::new(5, 6)), "4");
    }
}
