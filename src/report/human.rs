//! Diagnostics for people: the message, the lines it is about, and what to write instead. Alone in knowing miette.
use super::excerpt::Excerpt;
use super::screen::{BOLD, GREEN, LONGEST_MESSAGE, RED, Screen, painted, printable, room};
use super::wrapping::{SEPARATOR, SPLITTER, on_screen};
use super::{Document, Format, Report, Setup, Totals, severity_color, severity_word, summary};
use crate::diagnostic::{Diagnostic, Severity};
use crate::fix::Change;
use crate::safe_text::page;
use crate::source::{Source, Sources, Span};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan,
    SpanContents, ThemeCharacters, ThemeStyles,
};
use std::fmt;

/// Widths beyond these do not make a report easier to read.
const NARROWEST: usize = 40;
const WIDEST: usize = 140;
/// Columns of the line that leads from a mark to its label.
const LABEL_LINE: usize = 4;
const NARROWEST_LABEL: usize = 20;
/// Most places shown beside the place of the fault.
const MOST_RELATED: usize = 6;

/// Each finding as a paragraph, and a summary.
pub static FORMAT: Format = Format {
    name: "human",
    summary: "For people, with the lines of the template",
    begin: |setup| Box::new(Paragraphs { setup }),
};

struct Paragraphs {
    setup: Setup,
}

impl Document for Paragraphs {
    fn add(&mut self, Report { sources, problems }: &Report) -> String {
        problems.iter().map(|it| paragraph(sources, it, self.setup.screen)).collect()
    }

    fn changed(&mut self, name: &str, changes: &[Change]) -> Option<String> {
        Some(changes.iter().map(|it| change(name, it, self.setup.screen)).collect())
    }

    fn end(self: Box<Self>, totals: &Totals) -> String {
        summary::of_check(totals, self.setup)
    }
}

/// Writes a diagnostic as a paragraph that ends in an empty line. The place of the fault comes first, related places
/// that stand elsewhere follow.
pub fn paragraph(sources: &Sources, diagnostic: &Diagnostic, screen: Screen) -> String {
    let color = severity_color(diagnostic.severity);
    let mut text = headline(severity_word(diagnostic.severity), color, diagnostic, screen);
    let width = width(screen).unwrap_or(WIDEST);
    // The file of the fault comes first, then the files of related places.
    let mut files: Vec<(&Source, Vec<Place<'_>>)> = vec![(sources.of(diagnostic.span), vec![(diagnostic.span, None)])];
    for label in diagnostic.related.iter().take(MOST_RELATED) {
        let file = sources.of(label.span);
        let place = (label.span, Some(&*label.message));
        match files.iter_mut().find(|(it, _)| it.base() == file.base()) {
            Some((_, places)) => places.push(place),
            None => files.push((file, vec![place])),
        }
    }
    let last = files.len() - 1;
    for (index, (source, places)) in files.iter().enumerate() {
        let help = diagnostic.help.as_deref().filter(|_| index == last);
        let shown = Shown::new(source, places, help, screen, width);
        let highlights = shown.labels.iter().map(|it| it.primary()).collect::<Vec<_>>();
        let handler = GraphicalReportHandler::new_themed(theme(diagnostic.severity, &highlights, screen))
            .with_width(width)
            // What is piped may be searched line by line, so that no line is broken for looks.
            .with_wrap_lines(screen.width.is_some())
            .with_break_words(false)
            .with_word_separator(SEPARATOR)
            .with_word_splitter(SPLITTER)
            .with_context_lines(1);
        let mut body = String::new();
        handler.render_report(&mut body, &shown).expect("strings take all that is written to them");
        // miette's own first line would hold the message, which the headline has said.
        for line in body.lines().skip(1) {
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text.push('\n');
    page(text)
}

/// A span with what is to be seen there; the place of the fault itself has been described by the headline.
type Place<'d> = (Span, Option<&'d str>);

/// Writes what was fixed as a paragraph that ends in an empty line, with the lines before and after.
pub fn change(name: &str, change: &Change, screen: Screen) -> String {
    let shown = |text: &str| printable(text, room(LONGEST_MESSAGE, screen)).into_owned();
    let mut text = headline("fixed", GREEN, &change.problem, screen);
    text.push_str(&format!("  {}:{}\n", shown(name), change.line));
    for (sign, color, lines) in [("-", RED, &change.before), ("+", GREEN, &change.after)] {
        for line in lines.split('\n') {
            let line = shown(line.strip_suffix('\r').unwrap_or(line));
            text.push_str(&painted(&format!("  {sign} {line}"), color, screen));
            text.push('\n');
        }
    }
    text.push('\n');
    page(text)
}

/// `error[rule]: message`, broken at words on a terminal, else on one line, so that it can be found with grep.
fn headline(kind: &str, color: &str, Diagnostic { code, message, .. }: &Diagnostic, screen: Screen) -> String {
    let kind = format!("{kind}[{}]", code.name);
    let message = printable(message, room(LONGEST_MESSAGE, screen));
    let line = format!("{kind}: {message}");
    let line = on_screen(&line, 2, width(screen));
    format!("{}{}\n", painted(&kind, color, screen), painted(&line[kind.len()..], BOLD, screen))
}

/// The columns that a report takes on a terminal.
fn width(screen: Screen) -> Option<usize> {
    screen.width.map(|it| it.clamp(NARROWEST, WIDEST))
}

/// miette's theme for the screen, with the fault in the severity's color and the related places in another.
fn theme(severity: Severity, primary: &[bool], screen: Screen) -> GraphicalTheme {
    let characters = if screen.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() };
    let mut styles = if screen.color { ThemeStyles::ansi() } else { ThemeStyles::none() };
    let fault = match severity {
        Severity::Error => styles.error,
        Severity::Warning => styles.warning,
    };
    styles.highlights = primary.iter().map(|primary| if *primary { fault } else { styles.advice }).collect();
    GraphicalTheme { characters, styles }
}

/// What a diagnostic says of one file, in the eyes of miette.
struct Shown {
    name: String,
    excerpt: Excerpt,
    /// In the order of the text, as miette will sort them, so that each gets its color.
    labels: Vec<LabeledSpan>,
    help: Option<String>,
}

impl Shown {
    fn new(source: &Source, places: &[Place<'_>], help: Option<&str>, screen: Screen, width: usize) -> Self {
        let spans: Vec<Span> = places.iter().map(|it| it.0).collect();
        // Line numbers and the frame take what is left of the width.
        let digits = source.line_count().to_string().len();
        let line_width = width.saturating_sub(digits + 5);
        let excerpt = Excerpt::new(source, &spans, room(line_width, screen));
        let message = |text: &str| printable(text, room(LONGEST_MESSAGE, screen)).into_owned();
        let mut labels: Vec<LabeledSpan> = Vec::with_capacity(spans.len());
        for (mark, (_, said)) in excerpt.marks.iter().zip(places) {
            let place = (mark.range.start, mark.range.len());
            labels.push(match said {
                None => LabeledSpan::new_primary_with_span(None, place),
                Some(said) => {
                    let fitting = line_width.saturating_sub(mark.middle + LABEL_LINE).max(NARROWEST_LABEL);
                    let label = on_screen(&message(said), 0, screen.width.map(|_| fitting));
                    LabeledSpan::new_with_span(Some(label), place)
                }
            });
        }
        labels.sort_by_key(LabeledSpan::offset);
        let help = help.map(message);
        let name = printable(source.name(), room(LONGEST_MESSAGE, screen)).into_owned();
        Shown { name, excerpt, labels, help }
    }
}

impl miette::Diagnostic for Shown {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

impl std::error::Error for Shown {}

/// Nothing: the headline has said it.
impl fmt::Display for Shown {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl fmt::Debug for Shown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.name)
    }
}

impl SourceCode for Shown {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let range = span.offset()..span.offset() + span.len();
        let section = self.excerpt.section(range.clone(), before, after).ok_or(MietteError::OutOfBounds)?;
        // Without lines around it miette asks for the header, where columns count characters of the source.
        let mark = self.excerpt.marks.iter().find(|it| it.range == range).filter(|_| before + after == 0);
        let column = mark.map_or(0, |it| it.position.column - 1);
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            self.excerpt.text[section.range.clone()].as_bytes(),
            (section.range.start, section.range.len()).into(),
            section.first_line - 1,
            column,
            section.line_count,
        )))
    }
}
