//! Changes of texts, as the client tells them.
use super::position::Encoding;
use crate::source::Source;
use serde_json::Value;

/// The largest text that is kept. Those that are larger than a template may be are told so, and may get smaller again.
pub(super) const LARGEST_TEXT: usize = 8 * crate::syntax::LARGEST_TEMPLATE;

/// The text after the changes, in their order, up to the first that is none; and why that is none.
pub(super) fn changed(mut text: String, changes: &[Value], encoding: Encoding) -> (String, Option<String>) {
    for change in changes {
        let Some(new) = change.get("text").and_then(Value::as_str) else {
            return (text, Some("a change has no text".to_owned()));
        };
        let range = change.get("range").filter(|it| !it.is_null());
        let kept = if range.is_some() { text.len() } else { 0 };
        if kept + new.len() > LARGEST_TEXT {
            return (text, Some(format!("the text has more than {LARGEST_TEXT} bytes")));
        }
        match range {
            None => new.clone_into(&mut text),
            Some(range) => {
                let source = Source::new("", text);
                let range = encoding.offsets(&source, range);
                text = source.text().to_owned();
                match range {
                    Some(range) => text.replace_range(range, new),
                    None => return (text, Some("a change has no range".to_owned())),
                }
            }
        }
    }
    (text, None)
}
