//! Finds hooks of deployments that CodeDeploy may not call.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::sam::resources;
use crate::semantics::{Branch, Semantics};
use crate::source::Span;
use crate::syntax::Node;
use std::collections::HashSet;

rule! {
    /// A hook of a deployment is a function that the role made for CodeDeploy may not invoke.
    ///
    /// Without `Role`, SAM makes a role with the policy `AWSCodeDeployRoleForLambda`, which allows functions whose names
    /// begin with `CodeDeployHook_`. With other names, deployments fail when they come to the hook (SAM developer guide,
    /// "deploying serverless applications gradually").
    ///
    /// ```yaml bad
    /// Resources:
    ///   Before:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       AutoPublishAlias: live
    ///       DeploymentPreference:
    ///         Type: AllAtOnce
    ///         Hooks:
    ///           PreTraffic: !Ref Before
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Before:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       FunctionName: CodeDeployHook_Before
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       AutoPublishAlias: live
    ///       DeploymentPreference:
    ///         Type: AllAtOnce
    ///         Hooks:
    ///           PreTraffic: !Ref Before
    /// ```
    "uncallable-hook" Warning check
}

const PREFIX: &str = "CodeDeployHook_";

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    // What `Globals` gives to many functions counts once.
    let mut seen: HashSet<Span> = HashSet::new();
    for function in semantics.functions().into_iter().filter(|it| it.is_sam) {
        let Some(preference) = function.properties.present("DeploymentPreference").and_then(Node::map) else {
            continue;
        };
        let is_disabled = preference.get("Enabled").is_some_and(|it| !matches!(it.bool(), Some(true)));
        let Some(hooks) = preference.present("Hooks").and_then(Node::map) else { continue };
        if is_disabled || preference.contains_key("Role") {
            continue;
        }
        for Branch { node, sides } in hooks.values().flat_map(|it| semantics.present_branches(it, &function.sides)) {
            for target in semantics.targets(node, &sides) {
                let is_function = resources::deployed_type(target.type_name()) == crate::facts::types::LAMBDA_FUNCTION;
                if !is_function || may_be_called(target.property("FunctionName")) || !seen.insert(target.at) {
                    continue;
                }
                let message =
                    format!("CodeDeploy may not invoke `{}`: its name does not begin with `{PREFIX}`", target.id);
                let finding =
                    Diagnostic::new(&CODE, target.at, message).related(target.id_span, "the function is here");
                let finding = finding.resource(&**function.id).if_named(&["FunctionName", "Role"]);
                problems
                    .push(finding.help(
                        "give it a `FunctionName` that begins so, or the deployment a `Role` that may invoke it",
                    ));
            }
        }
    }
}

/// Whether a function has a name that the role may invoke, as far as that is known.
fn may_be_called(name: Option<&Node>) -> bool {
    let Some(name) = name else { return false };
    let text = name.text().or_else(|| {
        let text = crate::template::intrinsics::argument(name, "Fn::Sub")?;
        text.list().map_or(Some(text), <[Node]>::first)?.text()
    });
    text.is_none_or(|it| it.starts_with(PREFIX) || it.starts_with("${"))
}
