//! Finds names of resources, parameters and outputs that CloudFormation does not accept.
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::{Map, Node};
use crate::template::transforms;

rule! {
    INVALID_LOGICAL_ID check
}

/// Most characters of a name: "CloudFormation quotas" in the user guide of CloudFormation.
const LONGEST: usize = 255;

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if transforms::has_macros(semantics.template) {
        return;
    }
    let section = |name| semantics.template.section(name).and_then(Node::map).into_iter().flat_map(Map::entries);
    for (name, what) in [("Parameters", "parameter"), ("Resources", "resource"), ("Outputs", "output")] {
        for (id, entry) in section(name).filter(|(id, _)| !id.starts_with("Fn::")) {
            let is_alphanumeric = !id.is_empty() && id.chars().all(|it| it.is_ascii_alphanumeric());
            let fault = if !is_alphanumeric {
                "is not alphanumeric"
            } else if id.len() > LONGEST {
                "is too long"
            } else {
                continue;
            };
            let finding =
                Diagnostic::new(&codes::INVALID_LOGICAL_ID, entry.key_span, format!("name of {what} `{id}` {fault}"));
            let finding = if what == "resource" { finding.resource(&**id) } else { finding };
            problems.push(finding.help(format!("use letters and digits only, at most {LONGEST}")));
        }
    }
    let parameters = semantics.template.section("Parameters").and_then(Node::map);
    for (id, entry) in section("Resources") {
        let Some(parameter) = parameters.and_then(|it| it.key_span(id)) else { continue };
        let message = format!("`{id}` is a resource and a parameter");
        let finding = Diagnostic::new(&codes::DUPLICATE_LOGICAL_ID, entry.key_span, message).resource(&**id);
        problems.push(finding.related(parameter, "the parameter").help("rename one of them"));
    }
}
