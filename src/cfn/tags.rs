//! Tags as maps, as SAM writes them, and as lists, as CloudFormation writes them.
use crate::node;
use crate::source::Span;
use crate::syntax::{Map, Node};

/// A map of tags as a list of `{"Key": …, "Value": …}`; a null value becomes an empty one.
pub fn list(tags: &Map) -> Vec<Node> {
    let tag = |(key, entry): (&_, &crate::syntax::Entry)| {
        let at = entry.key_span;
        if entry.value.is_null() {
            node!(at, {"Key": key, "Value": ""})
        } else {
            node!(at, {"Key": key, "Value": (&entry.value)})
        }
    };
    tags.entries().map(tag).collect()
}

/// The tag by which SAM marks what it made, before the user's own.
pub fn with_created_by(span: Span, tags: Option<&Map>) -> Node {
    let mut all = vec![node!(span, {"Key": "lambda:createdBy", "Value": "SAM"})];
    all.extend(tags.into_iter().flat_map(list));
    node!(span, all)
}
