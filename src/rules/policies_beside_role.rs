//! Finds policies of functions that have a role of their own.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::sam::resources;
use crate::semantics::Semantics;
use crate::syntax::Node;
use crate::template::intrinsics;

rule! {
    /// A function has `Policies` and a `Role`, which does not get them.
    ///
    /// SAM puts policies into the role that it makes for a function. Where there is a `Role`, it makes none and leaves out
    /// what the role was to be made of (SAM specification, `AWS::Serverless::Function`; the expansion shows it).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Role: arn:aws:iam::123456789012:role/hello
    ///       Policies: [AmazonS3ReadOnlyAccess]
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Policies: [AmazonS3ReadOnlyAccess]
    /// ```
    "policies-beside-role" Warning check
}

/// What SAM only makes a role of.
const OF_ROLE: [&str; 3] = ["Policies", "AssumeRolePolicyDocument", "PermissionsBoundary"];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for (id, resource) in semantics.template.resources().iter() {
        let is_function = resource.get("Type").is_some_and(|it| it.is_text(resources::FUNCTION));
        let Some(properties) = resource.get("Properties").and_then(Node::map).filter(|_| is_function) else { continue };
        let role = properties.entry("Role").filter(|(_, it)| is_surely_set(&it.value, semantics));
        let Some((_, role)) = role else { continue };
        for name in OF_ROLE {
            let Some((_, entry)) = properties.entry(name).filter(|(_, it)| it.value.is_truthy()) else { continue };
            if intrinsics::is_no_value(&entry.value) {
                continue;
            }
            let message = format!("`{name}` has no effect, since `{id}` has a `Role`");
            let finding = Diagnostic::new(&CODE, entry.key_span, message).resource(&**id);
            let finding = finding.related(role.key_span, "SAM makes no other role");
            problems.push(finding.help("put it into that role, or remove `Role`"));
        }
    }
}

/// Whether a deployment cannot leave it out: a condition or an empty parameter could.
fn is_surely_set(role: &Node, semantics: &Semantics<'_>) -> bool {
    let is_parameter = || {
        intrinsics::argument(role, "Ref")
            .and_then(Node::text)
            .is_some_and(|it| semantics.template.parameter_type(it).is_some())
    };
    role.is_truthy() && !intrinsics::is_if(role) && !intrinsics::is_no_value(role) && !is_parameter()
}
