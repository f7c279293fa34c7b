//! Finds templates that are larger than CloudFormation and Lambda accept.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::sam::resources;
use crate::semantics::Semantics;
use crate::source::Span;
use crate::syntax::{Map, Node};
use crate::template::transforms;

rule! {
    /// The template has more of something than AWS allows.
    ///
    /// A stack has at most 500 resources, 200 parameters, 200 outputs and 200 mappings with 200 keys each; the resources
    /// that SAM generates count ("CloudFormation quotas" in the CloudFormation user guide). The names and values of a
    /// function's environment variables have at most 4096 bytes ("Lambda quotas" in the Lambda developer guide).
    "template-limit" Error check
}

const MOST_RESOURCES: usize = 500;
/// The same for parameters, outputs, mappings and the keys of a mapping.
const MOST_OTHERS: usize = 200;
const MOST_BYTES_OF_ENVIRONMENT: usize = 4096;

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    check_environments(semantics, problems);
    if transforms::has_macros(semantics.template) {
        return;
    }
    check_resources(semantics, problems);
    for (name, what) in [("Parameters", "parameters"), ("Mappings", "mappings"), ("Outputs", "outputs")] {
        let Some((_, entry)) = semantics.template.sections().entry(name) else { continue };
        let count = entry.value.map().map_or(0, Map::len);
        if count > MOST_OTHERS {
            let message = format!("the template has {count} {what}; at most {MOST_OTHERS} are allowed");
            problems.push(Diagnostic::new(&CODE, entry.key_span, message).help("split the stack"));
        }
    }
    let mappings = semantics.template.section("Mappings").and_then(Node::map);
    for (name, entry) in mappings.into_iter().flat_map(Map::entries) {
        let inner = entry.value.map().into_iter().flat_map(Map::values).filter_map(Node::map).map(Map::len);
        let count = entry.value.map().map_or(0, Map::len).max(inner.max().unwrap_or(0));
        if count > MOST_OTHERS {
            let message = format!("mapping `{name}` has {count} keys; at most {MOST_OTHERS} are allowed");
            problems.push(Diagnostic::new(&CODE, entry.key_span, message).help("split the mapping"));
        }
    }
}

fn check_resources(semantics: &Semantics<'_>, problems: &mut Problems) {
    let Some((_, entry)) = semantics.template.sections().entry("Resources") else { return };
    let written = semantics.template.resources().len();
    let generated = semantics.generated().map_or(0, Map::len);
    let count = written.max(generated);
    if count <= MOST_RESOURCES {
        return;
    }
    let message = match generated > written {
        true => format!("the expanded template has {count} resources; at most {MOST_RESOURCES} are allowed"),
        false => format!("the template has {count} resources; at most {MOST_RESOURCES} are allowed"),
    };
    let finding = Diagnostic::new(&CODE, entry.key_span, message);
    problems.push(finding.help("move some of them into a nested stack, or split the stack"));
}

fn check_environments(semantics: &Semantics<'_>, problems: &mut Problems) {
    for type_name in [resources::FUNCTION, types::LAMBDA_FUNCTION] {
        let found: Vec<(String, Span, usize)> = semantics
            .of_type(type_name)
            .filter_map(|(id, _, properties)| {
                let (_, environment) = properties.entry("Environment")?;
                let (_, variables) = environment.value.map()?.entry("Variables")?;
                let span = if variables.key_span == Span::NOWHERE { environment.key_span } else { variables.key_span };
                Some((id.to_string(), span, size(semantics, variables.value.map()?)))
            })
            .collect();
        for (id, span, size) in found.into_iter().filter(|(.., size)| *size > MOST_BYTES_OF_ENVIRONMENT) {
            let message =
                format!("environment variables have {size} bytes; at most {MOST_BYTES_OF_ENVIRONMENT} are allowed");
            let help = "move values to Parameter Store, or into a file of the function";
            problems.push(Diagnostic::new(&CODE, span, message).resource(id).help(help));
        }
    }
}

/// How many bytes variables have at least: what is not known before deployment counts nothing.
fn size(semantics: &Semantics<'_>, variables: &Map) -> usize {
    let of_value = |node: &Node| match semantics.values(node).as_slice() {
        [one] => one.node.text().map_or(0, |it| it.len()),
        _ => 0,
    };
    variables.iter().map(|(name, value)| name.len() + of_value(value)).sum()
}
