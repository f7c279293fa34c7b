//! Reads what users of cfn-lint ignore: `Metadata: {cfn-lint: {config: {ignore_checks: […]}}}`.
use super::{Scope, Silenced};
use crate::rules::cfn_lint::rules;
use crate::syntax::Node;
use crate::template::Template;
use std::borrow::Cow;
use std::collections::HashSet;

/// The rules that find what a template ignores, and where it does.
pub(super) fn read(template: &Template) -> HashSet<Silenced<'static>> {
    let everywhere = template.section("Metadata").map(|it| (it, Scope::Template));
    let in_resources = template.resources().entries();
    let in_resources =
        in_resources.filter_map(|(id, it)| Some((it.value.get("Metadata")?, Scope::Resource(id.to_string()))));
    let ignored = everywhere.into_iter().chain(in_resources);
    let silenced = |(metadata, scope): (&Node, Scope)| {
        let rules: HashSet<&str> = checks(metadata).flat_map(rules).map(|it| it.name).collect();
        rules.into_iter().map(move |it| (Cow::Borrowed(it), scope.clone())).collect::<Vec<_>>()
    };
    ignored.flat_map(silenced).collect()
}

fn checks(metadata: &Node) -> impl Iterator<Item = &str> {
    let listed = metadata.at(&["cfn-lint", "config", "ignore_checks"]).and_then(Node::list).unwrap_or_default();
    listed.iter().filter_map(|it| it.text().map(|it| &**it)).filter(|it| !it.is_empty())
}
