//! Tables that are compiled into the program as JSON text, of which only the entries that are asked for are read.
use serde_json::Value as Json;
use std::cmp::Ordering;

/// A JSON object on several lines, indented by two spaces and sorted by keys, which are without escapes.
#[derive(Clone, Copy)]
pub(super) struct JsonTable {
    text: &'static str,
}

/// Where an entry begins: what stands further in is indented by more.
const BEFORE_KEY: &str = "\n  \"";
const AFTER_KEY: &str = "\": ";

impl JsonTable {
    pub(super) const fn new(text: &'static str) -> Self {
        Self { text }
    }

    /// The value with a key; `None` when there is none.
    pub(super) fn value(&self, key: &str) -> Option<Json> {
        self.text(key).map(|it| serde_json::from_str(it).expect("well-formed, as the tests below check"))
    }

    /// The JSON text of the value with a key. A look-up reads a dozen keys, and no values.
    pub(super) fn text(&self, key: &str) -> Option<&'static str> {
        let mut entries = self.entries();
        while !entries.is_empty() {
            let start = last_start(entries, entries.len() / 2);
            let (found, value) = entries[start + BEFORE_KEY.len()..].split_once('"')?;
            match key.cmp(found) {
                Ordering::Less => entries = &entries[..start],
                Ordering::Equal => {
                    let value = value.strip_prefix(&AFTER_KEY[1..])?;
                    let value = &value[..first_end(value)];
                    return Some(value.strip_suffix(',').unwrap_or(value));
                }
                Ordering::Greater => entries = &value[first_end(value)..],
            }
        }
        None
    }

    /// All keys, sorted.
    pub(super) fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.entries().split(BEFORE_KEY).skip(1).filter_map(|it| Some(it.split_once(AFTER_KEY)?.0))
    }

    fn entries(&self) -> &'static str {
        self.text.strip_prefix('{').and_then(|it| it.strip_suffix("\n}\n")).unwrap_or_default()
    }
}

/// Where the last entry begins that does not begin behind `middle`.
fn last_start(entries: &str, middle: usize) -> usize {
    let starts = entries.as_bytes().windows(BEFORE_KEY.len()).take(middle + 1);
    starts.rev().position(|it| it == BEFORE_KEY.as_bytes()).map_or(0, |back| middle - back)
}

/// Where the entry ends that a text begins within.
fn first_end(text: &str) -> usize {
    let mut starts = text.as_bytes().windows(BEFORE_KEY.len());
    starts.position(|it| it == BEFORE_KEY.as_bytes()).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const SMALL: JsonTable = JsonTable::new("{\n  \"A\": {\n    \"B\": [1]\n  },\n  \"A A\": \"\",\n  \"C\": {}\n}\n");

    #[test]
    fn entries_are_found_by_their_keys() {
        assert_eq!(SMALL.value("A"), Some(json!({"B": [1]})));
        assert_eq!(SMALL.text("A A"), Some("\"\""));
        assert_eq!(SMALL.text("C"), Some("{}"));
        for key in ["", "B", "A ", "D", "A\": {", "ü", "\n"] {
            assert_eq!(SMALL.text(key), None, "{key:?}");
        }
        assert_eq!(JsonTable::new("{\n}\n").text("A"), None);
    }

    #[test]
    fn every_entry_of_every_table_is_found() {
        for text in [include_str!("../../data/connectors.json"), include_str!("../../data/managed_policies.json")] {
            let table = JsonTable::new(text);
            let whole: serde_json::Map<String, Json> = serde_json::from_str(text).expect("JSON");
            assert!(!whole.is_empty() && whole.keys().is_sorted());
            assert!(table.keys().eq(whole.keys()));
            whole.iter().for_each(|(key, value)| assert_eq!(table.value(key).as_ref(), Some(value), "{key}"));
        }
    }
}
