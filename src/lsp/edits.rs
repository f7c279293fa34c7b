//! Changes of texts, as the client tells them.
use super::LARGEST_DOCUMENT;
use super::position::Encoding;
use crate::source::Source;
use serde_json::Value;

/// The text after the changes, in their order. The reason where one of them is none.
pub(super) fn changed(mut text: String, changes: &[Value], encoding: Encoding) -> Result<String, String> {
    for change in changes {
        let new = change.get("text").and_then(Value::as_str).ok_or("a change has no text")?;
        text = match change.get("range").filter(|it| !it.is_null()) {
            None => new.to_owned(),
            Some(range) => {
                let source = Source::new("", text);
                let range = encoding.offsets(&source, range).ok_or("a change has no range")?;
                let mut text = source.text().to_owned();
                text.replace_range(range, new);
                text
            }
        };
        if text.len() > LARGEST_DOCUMENT {
            return Err(format!("the text has more than {LARGEST_DOCUMENT} bytes"));
        }
    }
    Ok(text)
}
