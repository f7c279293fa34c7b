//! Tags as maps, as SAM writes them, and as lists, as CloudFormation writes them.
use super::Resource;
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::facts::{self, Tags};
use crate::node;
use crate::source::Span;
use crate::syntax::{Map, Node};

/// A map of tags as a list of `{"Key": …, "Value": …}`; a null value becomes an empty one.
pub(crate) fn list(tags: &Map) -> Vec<Node> {
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
pub(crate) fn with_created_by(span: Span, tags: Option<&Map>) -> Node {
    let mut all = vec![node!(span, {"Key": CREATED_BY, "Value": "SAM"})];
    all.extend(tags.into_iter().flat_map(list));
    node!(span, all)
}

/// Keys that SAM sets itself.
const RESERVED: [&str; 3] = [CREATED_BY, APPLICATION_ID, SEMANTIC_VERSION];
pub(crate) const CREATED_BY: &str = "lambda:createdBy";
pub(crate) const APPLICATION_ID: &str = "serverlessrepo:applicationId";
pub(crate) const SEMANTIC_VERSION: &str = "serverlessrepo:semanticVersion";

/// Refuses the keys that SAM sets itself. `None` when there are some, which is reported.
pub(crate) fn check_reserved(tags: Option<&Map>, problems: &mut Problems) -> Option<Sound> {
    let before = problems.error_count();
    for (key, span) in RESERVED.iter().filter_map(|key| Some((key, tags?.key_span(key)?))) {
        let finding = Diagnostic::new(&codes::RESERVED_TAG, span, format!("SAM sets the tag `{key}` itself"));
        problems.push(finding.help("give the tag another name"));
    }
    (problems.error_count() == before).then_some(Sound)
}

/// The user's tags, then the one by which SAM marks what it made, which replaces one of the same name.
pub(crate) fn before_created_by(span: Span, tags: Option<&Map>) -> Node {
    let mut all = tags.cloned().unwrap_or_default();
    all.insert(CREATED_BY, node!(span, "SAM"));
    node!(span, list(&all))
}

/// Adds the tags of a resource to those of everything that is generated for it, if it says so.
pub(crate) fn propagate_adding(tags: Option<&Node>, propagate_tags: Option<&Node>, resources: &mut [Resource]) {
    let asked = propagate_tags.is_some_and(Node::is_truthy);
    if let Some(tags) = tags.and_then(Node::map).filter(|_| asked) {
        resources.iter_mut().for_each(|it| add(it, tags));
    }
}

/// Adds tags to those of a generated resource, if it has some; one of the same name is replaced.
fn add(resource: &mut Resource, tags: &Map) {
    let Some(present) = resource.properties.get_mut("Tags").and_then(Node::list_mut) else { return };
    for tag in list(tags) {
        match present.iter_mut().find(|it| it.get("Key") == tag.get("Key")) {
            Some(same) => *same = tag,
            None => present.push(tag),
        }
    }
}

/// Replaces the tags of a generated resource, if its type has tags.
pub(crate) fn assign(resource: &mut Resource, tags: &Map) {
    match facts::of(resource.type_name).and_then(|it| it.tags) {
        Some(Tags::List) => resource.put("Tags", list(tags)),
        Some(Tags::Map) => resource.put("Tags", tags.clone()),
        None => (),
    }
}

/// Gives the tags of a resource to everything that is generated for it and can have tags, if it says so.
pub(crate) fn propagate(tags: Option<&Node>, propagate_tags: Option<&Node>, resources: &mut [Resource]) {
    let asked = propagate_tags.is_some_and(Node::is_truthy);
    if let Some(tags) = tags.and_then(Node::map).filter(|it| asked && !it.is_empty()) {
        resources.iter_mut().for_each(|it| assign(it, tags));
    }
}
