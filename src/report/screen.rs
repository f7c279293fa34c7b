//! What a reader's terminal can show, and text of unknown origin made fit for it. Knows nothing of diagnostics.
use crate::safe_text::{characters, is_safe};
use std::borrow::Cow;

/// What the reader's terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Whether colors can be shown.
    pub color: bool,
    /// Whether lines may be drawn with characters beyond ASCII.
    pub unicode: bool,
    /// Columns of the terminal; `None` when the text goes to a file or another program.
    pub width: Option<usize>,
}

/// The screen of a reader of whom nothing is known.
impl Default for Screen {
    fn default() -> Self {
        Self { color: false, unicode: false, width: None }
    }
}

/// Most characters of a message; a template's words in it may be of any length.
pub(super) const LONGEST_MESSAGE: usize = 2_000;

pub(super) const RED: &str = "\x1b[1;31m";
pub(super) const YELLOW: &str = "\x1b[1;33m";
pub(super) const GREEN: &str = "\x1b[1;32m";
pub(super) const BOLD: &str = "\x1b[1m";

pub(super) fn painted(text: &str, color: &str, screen: Screen) -> String {
    if screen.color { format!("{color}{text}\x1b[0m") } else { text.to_owned() }
}

/// How much room there is for a line, and what stands for the parts of it that find none.
#[derive(Clone, Copy)]
pub(super) struct Room {
    pub width: usize,
    pub ellipsis: &'static str,
}

const TAB_WIDTH: usize = 4;

pub(super) fn room(width: usize, screen: Screen) -> Room {
    Room { width, ellipsis: if screen.unicode { "…" } else { "..." } }
}

/// A name or path as it can be printed on one line, whatever characters are in it.
pub(crate) fn one_line(text: &str) -> String {
    printable(text, room(LONGEST_MESSAGE, Screen::default())).into_owned()
}

/// Text of unknown origin on one line, without what a terminal would obey, cut when it is very long.
pub(super) fn printable(text: &str, room: Room) -> Cow<'_, str> {
    let fits = text.len() <= room.width;
    if fits && !text.contains('\n') && is_safe(text) {
        return Cow::Borrowed(text);
    }
    let mut characters = characters(text);
    let mut shown: String =
        characters.by_ref().take(room.width).map(|(_, it, must)| shown_character(it, must, 0)).collect();
    if characters.next().is_some() {
        shown.push_str(room.ellipsis);
    }
    Cow::Owned(shown)
}

/// A text cut after so many characters.
pub(super) fn cut(text: &str, room: usize) -> String {
    match text.char_indices().nth(room) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

/// How a character is printed that stands in a column; it is escaped where it must be.
pub(super) fn shown_character(character: char, must_be_escaped: bool, column: usize) -> Cow<'static, str> {
    match character {
        '\t' => Cow::Borrowed(&"    "[column % TAB_WIDTH..]),
        it if must_be_escaped => Cow::Owned(it.escape_unicode().to_string()),
        it => Cow::Owned(it.to_string()),
    }
}
