//! Reads `Metadata: {samc: {allow: [rule]}}` of resources.
use super::{Allowance, Scope};
use crate::diagnostic::Diagnostic;
use crate::rules::unused_allow;
use crate::syntax::Node;
use crate::template::Template;

pub(super) fn read(template: &Template, allowances: &mut Vec<Allowance>, faults: &mut Vec<Diagnostic>) {
    for (id, entry) in template.resources().entries() {
        let Some(allow) = entry.value.at(&["Metadata", "samc", "allow"]) else { continue };
        for name in allow.list().unwrap_or(std::slice::from_ref(allow)) {
            match name.text() {
                Some(rule) => {
                    let scope = Scope::Resource(id.to_string());
                    allowances.push(Allowance { rule: rule.to_string(), span: name.span, scope });
                }
                None => faults.push(not_a_name(id, name)),
            }
        }
    }
}

fn not_a_name(id: &str, node: &Node) -> Diagnostic {
    let message = format!("`allow` takes names of rules, but this is {}", node.kind_name());
    let finding = Diagnostic::new(&unused_allow::CODE, node.span, message).resource(id);
    finding.help("write a list, as in `allow: [unused-parameter]`")
}
