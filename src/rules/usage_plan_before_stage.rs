//! Finds usage plans that are created before the stage that they are for.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::sam::resources;
use crate::semantics::{Branch, Semantics};
use crate::syntax::Node;

rule! {
    /// A usage plan names the stage of an API of the template by its name, and does not wait for it.
    ///
    /// CloudFormation creates the plan once the API is there, and that is before the stage: "API Stage not found". A
    /// reference to the stage lets it wait, as does `DependsOn` (SAM developer guide, "referencing generated resources").
    ///
    /// ```yaml bad
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: live
    ///       DefinitionUri: s3://shop/openapi.yaml
    ///   Plan:
    ///     Type: AWS::ApiGateway::UsagePlan
    ///     Properties:
    ///       ApiStages:
    ///         - ApiId: !Ref Shop
    ///           Stage: live
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Shop:
    ///     Type: AWS::Serverless::Api
    ///     Properties:
    ///       StageName: live
    ///       DefinitionUri: s3://shop/openapi.yaml
    ///   Plan:
    ///     Type: AWS::ApiGateway::UsagePlan
    ///     Properties:
    ///       ApiStages:
    ///         - ApiId: !Ref Shop
    ///           Stage: !Ref Shop.Stage
    /// ```
    "usage-plan-before-stage" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for plan in semantics.plain(types::API_GATEWAY_USAGE_PLAN) {
        let resource = semantics.template.resources().get(plan.resource_id);
        // Whatever it waits for may be the stage, or come after it.
        let waits = resource.is_some_and(|it| it.get("DependsOn").is_some());
        let Some(stages) = plan.properties.present("ApiStages").filter(|_| !waits) else { continue };
        let sides = semantics.sides_of(plan.resource_id);
        for Branch { node: item, sides } in semantics.items(stages, &sides).into_iter().flatten() {
            let (Some(api), Some(stage)) = (item.get("ApiId"), item.get("Stage")) else { continue };
            let is_of_sam = |id: &str| {
                semantics
                    .resources()
                    .get(id)
                    .and_then(|it| it.get("Type")?.text())
                    .is_some_and(|it| **it == *resources::API)
            };
            let Some(target) = semantics.targets(api, &sides).into_iter().find(|it| is_of_sam(it.id)) else { continue };
            if !is_name(semantics, stage) {
                continue;
            }
            let message = format!("the plan does not wait for the stage of `{}`", target.id);
            let finding = Diagnostic::new(&CODE, stage.span, message);
            plan.report(finding.help(format!("write `!Ref {}.Stage`", target.id)), problems);
        }
    }
}

/// Whether this is a text, or that of a parameter: a reference to a stage is none.
fn is_name(semantics: &Semantics<'_>, stage: &Node) -> bool {
    let named = crate::template::references::references(stage);
    let parameters = semantics.template.section("Parameters").and_then(Node::map);
    let is_parameter = |name: &str| parameters.is_some_and(|it| it.contains_key(name)) || name.starts_with("AWS::");
    named.iter().all(|it| is_parameter(it.target()))
}
