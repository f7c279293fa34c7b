//! Filter patterns of event source mappings, JSON in a string, and what is wrong with one. Knows no template.
use super::placeholders::is_dynamic;
use super::text_fault::TextFault;
use crate::syntax::{self, Map, Node};

/// The key whose list has patterns, one of which has to match.
pub(crate) const OR: &str = "$or";

/// What is wrong with a pattern, if anything: with a part of it, or with the whole text.
pub(crate) fn fault(text: &str) -> Option<TextFault> {
    if text.is_empty() || is_dynamic(text) {
        return None;
    }
    let whole = 0..text.len();
    let Some(json) = syntax::parse_json(text) else {
        let help = "write a JSON object in single quotes, such as `'{\"body\": {\"status\": [\"paid\"]}}'`";
        return Some(TextFault::new(whole, "this `Pattern` is not valid JSON").help(help));
    };
    let Some(map) = json.map() else {
        let message = format!("this `Pattern` is {}; it must be a JSON object", json.kind_name());
        return Some(TextFault::new(whole, message).help("write a map of the record's keys, in JSON"));
    };
    fault_in(map)
}

fn fault_in(pattern: &Map) -> Option<TextFault> {
    pattern.entries().find_map(|(key, entry)| {
        let value = &entry.value;
        let fault = |message| TextFault::new(value.span.start as usize..value.span.end as usize, message);
        match (value.list(), value.map()) {
            (None, Some(inner)) => fault_in(inner),
            (Some([]), _) => {
                let message = format!("the list of `{key}` is empty: no record can match");
                Some(fault(message).help("list the values to match"))
            }
            (Some(items), _) if *key == OR => items.iter().filter_map(Node::map).find_map(fault_in),
            (Some(_), _) => None,
            (None, None) => {
                let kind = value.kind_name();
                let message = format!("`{key}` is {kind} in this pattern; it must be a list of values");
                Some(fault(message).help(format!("write `\"{key}\": [{value:?}]`")))
            }
        }
    })
}
