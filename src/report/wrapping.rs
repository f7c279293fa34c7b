//! Text broken at words, so that it fits the screen of the person who reads it. Knows nothing of what it says.
use textwrap::{Options, WordSeparator, WordSplitter};

/// Words are what stands between spaces: ids, paths and rule names stay whole.
pub(crate) const SEPARATOR: WordSeparator = WordSeparator::AsciiSpace;
pub(crate) const SPLITTER: WordSplitter = WordSplitter::NoHyphenation;

/// A last column narrower than this stands on lines of its own.
const NARROWEST_COLUMN: usize = 30;

/// Breaks one line at words to `width`, with an indent before all lines but the first. A word is never broken.
pub(crate) fn wrapped(line: &str, width: usize, indent: usize) -> String {
    let indent = " ".repeat(indent);
    let options = Options::new(width)
        .subsequent_indent(&indent)
        .break_words(false)
        .word_separator(SEPARATOR)
        .word_splitter(SPLITTER);
    textwrap::fill(line, options)
}

/// Breaks one line like [`wrapped`] for a screen of this width. Without a screen it stays whole.
pub(crate) fn on_screen(line: &str, indent: usize, screen_width: Option<usize>) -> String {
    screen_width.map_or(line.to_owned(), |width| wrapped(line, width, indent))
}

/// A row of a table: its columns but the last, and the text in the last one.
pub(crate) struct Row {
    pub columns: Vec<String>,
    pub text: String,
}

/// How the rows of a table are set.
#[derive(Clone, Copy)]
pub(crate) struct Columns<'a> {
    /// The widths of the columns but the last, which tables on the same page may share.
    pub widths: &'a [usize],
    /// The indent of a text that stands below the other columns.
    pub below: usize,
}

/// Writes rows, a line each, with all columns aligned. On a screen the last column is broken at words, and stands below
/// the others where it would be too narrow. Without a screen a row is one line, so that it can be found with grep.
pub(crate) fn table(rows: &[Row], Columns { widths, below }: Columns<'_>, screen_width: Option<usize>) -> String {
    let start = widths.iter().map(|it| it + 2).sum::<usize>();
    let indent = " ".repeat(below);
    let mut table = String::new();
    for Row { columns, text } in rows {
        let aligned: String = columns.iter().zip(widths).map(|(column, width)| format!("{column:width$}  ")).collect();
        let row = match screen_width {
            None => aligned + text,
            Some(width) if start + NARROWEST_COLUMN <= width => wrapped(&(aligned + text), width, start),
            Some(width) => {
                let first = wrapped(&columns.join("  "), width, below);
                format!("{first}\n{}", wrapped(&format!("{indent}{text}"), width, below))
            }
        };
        table.push_str(row.trim_end());
        table.push('\n');
    }
    table
}
