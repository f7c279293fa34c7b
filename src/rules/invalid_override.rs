//! Finds values of parameters, given beside the template, that the parameters do not allow.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{Semantics, parameter_values};
use crate::syntax::{Map, Node};

rule! {
    /// A parameter override is not a value that the parameter allows.
    ///
    /// What `--parameter-overrides`, `.samc.yaml` or `samconfig.toml` gives to a parameter must match its declaration, as
    /// its default must; else CloudFormation refuses the deployment ("Parameters" in the CloudFormation user guide).
    "invalid-override" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let parameters = semantics.template.section("Parameters").and_then(Node::map);
    for (name, entry) in parameters.into_iter().flat_map(Map::entries) {
        let value = semantics.expanded.parameters.overridden(name);
        let Some((value, map)) = value.zip(entry.value.map()) else { continue };
        let Some(refusal) = parameter_values::refusal(map, value) else { continue };
        let message = format!("override `{}` of parameter `{name}` {}", refusal.value, refusal.fault);
        let finding = Diagnostic::new(&CODE, entry.key_span, message);
        let finding = finding.related(refusal.reason, "this does not allow it");
        problems.push(match refusal.help {
            Some(help) => finding.help(help),
            None => finding,
        });
    }
}
