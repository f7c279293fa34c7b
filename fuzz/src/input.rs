//! An input is one text or several, with a line between them: a template and a file that it names, two templates to
//! compare, or a configuration and a template.
use samc::source::{File, Files, Unreadable};

/// The line between two texts; in each of them it would be a comment.
pub const SEPARATOR: &str = "\n# ---- the next file ----\n";

/// The first text and the second, which is empty where there is none; `None` when the bytes are not UTF-8.
pub fn texts(data: &[u8]) -> Option<(&str, &str)> {
    let text = std::str::from_utf8(data).ok()?;
    Some(text.split_once(SEPARATOR).unwrap_or((text, "")))
}

/// A folder in which every file has the same text.
pub struct Beside<'a>(pub &'a str);

impl Files for Beside<'_> {
    fn read(&self, path: &str) -> Result<File, Unreadable> {
        match self.0 {
            "" => Err(Unreadable::Missing),
            text => Ok(File { name: path.to_owned(), path: None, bytes: text.as_bytes().to_owned() }),
        }
    }

    fn names(&self, _folder: &str) -> Option<Vec<String>> {
        Some(vec!["src".to_owned(), "app.py".to_owned(), "definition.asl.json".to_owned()])
    }
}
