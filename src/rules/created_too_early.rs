//! Finds resources that do not wait for others that must be there first.
use crate::diagnostic::{Diagnostic, Problems, listed};
use crate::facts::types;
use crate::node;
use crate::rule;
use crate::sam::resources;
use crate::semantics::policy_documents::pattern;
use crate::semantics::{Branch, CreationOrder, Semantics};
use crate::source::Span;
use crate::syntax::{Map, Node, Text};
use crate::template::conditions::Side;
use crate::template::references::{Reference, dependencies};
use crate::template::{intrinsics, transforms};
use std::collections::HashMap;

rule! {
    /// A resource needs another one of the template to be there, and does not wait for it.
    ///
    /// CloudFormation creates a resource once everything is there that it refers to. A stage or an alias that is named as
    /// text is not referred to, so that its user is created before it: "API Stage not found", "Invalid stage identifier
    /// specified", "Cannot find alias arn". Likewise a deployment of an API needs a method or route ("Remarks" of
    /// `AWS::ApiGateway::Deployment`), and a function with a file system a mount target (`FileSystemConfig` of
    /// `AWS::Lambda::Function`). A reference lets CloudFormation wait, as does `DependsOn` (SAM developer guide,
    /// "referencing generated resources"). A stack that is there already can be updated without.
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
    "created-too-early" Warning check
}

/// A use of a stage: the type, the properties that lead to what names it, and the properties for the API and the stage.
struct StageUse {
    type_name: &'static str,
    path: &'static [&'static str],
    api: &'static str,
    stage: &'static str,
}

const STAGE_USES: [StageUse; 4] = [
    StageUse { type_name: types::API_GATEWAY_API_KEY, path: &["StageKeys", "*"], api: "RestApiId", stage: "StageName" },
    StageUse { type_name: types::API_GATEWAY_BASE_PATH_MAPPING, path: &[], api: "RestApiId", stage: "Stage" },
    StageUse { type_name: types::API_GATEWAY_USAGE_PLAN, path: &["ApiStages", "*"], api: "ApiId", stage: "Stage" },
    StageUse { type_name: types::API_GATEWAY_V2_API_MAPPING, path: &[], api: "ApiId", stage: "Stage" },
];
/// What associates a web ACL with a stage, by the ARN of the stage.
const ASSOCIATIONS: [&str; 2] = ["AWS::WAFRegional::WebACLAssociation", "AWS::WAFv2::WebACLAssociation"];
/// What stands in the ARN of a stage before the API and before the name.
const IN_STAGE_ARN: [&str; 2] = ["/restapis/", "/stages/"];

/// A use of an alias: the type, the property for the function with the alias behind a colon, and the one for the alias
/// where it stands alone.
struct AliasUse {
    type_name: &'static str,
    function: &'static str,
    alias: Option<&'static str>,
}

const ALIAS_USES: [AliasUse; 5] = [
    AliasUse { type_name: types::LAMBDA_EVENT_INVOKE_CONFIG, function: "FunctionName", alias: Some("Qualifier") },
    AliasUse { type_name: types::LAMBDA_EVENT_SOURCE_MAPPING, function: "FunctionName", alias: None },
    AliasUse { type_name: types::LAMBDA_PERMISSION, function: "FunctionName", alias: None },
    AliasUse { type_name: types::LAMBDA_URL, function: "TargetFunctionArn", alias: Some("Qualifier") },
    AliasUse { type_name: SCALABLE_TARGET, function: "ResourceId", alias: None },
];
const SCALABLE_TARGET: &str = "AWS::ApplicationAutoScaling::ScalableTarget";
/// What the names of functions begin with that scale.
const SCALED_FUNCTION: &str = "function:";

const API_GATEWAY_V2_DEPLOYMENT: &str = "AWS::ApiGatewayV2::Deployment";
/// Properties by which an API has methods or routes of its own.
const DEFINITIONS: [&str; 5] = ["Body", "BodyS3Location", "CloneFrom", "Target", "Fn::Transform"];
const EFS_MOUNT_TARGET: &str = "AWS::EFS::MountTarget";

/// Where a stage is named.
struct NamedStage<'n> {
    /// The resource that needs it.
    id: &'n Text,
    api: &'n str,
    name: &'n Node,
    at: Span,
    is_in_arn: bool,
}

/// Resources of the document, by those that they belong to.
type ByOwner<'a> = HashMap<String, Vec<(&'a str, &'a Node)>>;

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if transforms::has_macros(semantics.template) || semantics.generated().is_none() {
        return;
    }
    let search = Search { semantics, order: CreationOrder::new(semantics) };
    search.check_stages(problems);
    search.check_aliases(problems);
    search.check_deployments(problems);
    search.check_mount_targets(problems);
}

struct Search<'s, 'a> {
    semantics: &'s Semantics<'a>,
    order: CreationOrder<'s, 'a>,
}

impl Search<'_, '_> {
    /// Whether the template has a resource of one of these types.
    fn has_any<'t>(&self, mut types: impl Iterator<Item = &'t str>) -> bool {
        types.any(|it| self.semantics.of_type(it).next().is_some())
    }

    fn check_stages(&self, problems: &mut Problems) {
        if !self.has_any(STAGE_USES.iter().map(|it| it.type_name).chain(ASSOCIATIONS)) {
            return;
        }
        let of_rest = [types::API_GATEWAY_STAGE, types::API_GATEWAY_DEPLOYMENT];
        let mut stages = self.semantics.by_owner(&of_rest, "RestApiId");
        for (api, others) in self.semantics.by_owner(&[types::API_GATEWAY_V2_STAGE], "ApiId") {
            stages.entry(api).or_default().extend(others);
        }
        for of in &STAGE_USES {
            for (id, _, properties) in self.semantics.of_type(of.type_name) {
                let sides = self.semantics.sides_of(id);
                let holders: Vec<(&Map, Vec<Side>)> = match of.path {
                    [] => vec![(properties, sides)],
                    path => {
                        let found = self.semantics.at_path(properties, path, &sides);
                        found.into_iter().filter_map(|it| Some((it.node.map()?, it.sides))).collect()
                    }
                };
                for (holder, sides) in holders {
                    let (Some(api), Some(stage)) = (holder.present(of.api), holder.present(of.stage)) else { continue };
                    for target in self.semantics.targets(api, &sides) {
                        for Branch { node: name, .. } in self.semantics.present_branches(stage, &target.sides) {
                            let named = NamedStage { id, api: target.id, name, at: name.span, is_in_arn: false };
                            self.check_stage(&named, &stages, problems);
                        }
                    }
                }
            }
        }
        for (id, _, properties) in ASSOCIATIONS.into_iter().flat_map(|it| self.semantics.of_type(it)) {
            let arn = properties.present("ResourceArn");
            for Branch { node, .. } in arn.into_iter().flat_map(|it| self.semantics.present_branches(it, &[])) {
                let Some((api, stage)) = api_and_stage(node) else { continue };
                let name = text_with_variables(node.span, stage);
                let named = NamedStage { id, api: &api, name: &name, at: node.span, is_in_arn: true };
                self.check_stage(&named, &stages, problems);
            }
        }
    }

    /// Whether the user of a stage waits for it.
    fn check_stage(&self, named: &NamedStage<'_>, stages: &ByOwner<'_>, problems: &mut Problems) {
        let NamedStage { id, api, .. } = *named;
        let all = stages.get(api).map(Vec::as_slice).unwrap_or_default();
        let has_name =
            |it: &&(&str, &Node)| it.1.at(&["Properties", "StageName"]).is_some_and(|it| self.is_same(it, named.name));
        let Some((stage, resource)) = all.iter().filter(has_name).find(|it| self.is_missed(id, it)) else { return };
        let message = format!("`{id}` does not wait for the stage of `{api}` that it names");
        let type_of = |it: &Node| it.get("Type").and_then(Node::text).cloned();
        let api_type = self.semantics.resources().get(api).and_then(type_of);
        let is_of_sam = api_type.is_some_and(|it| [resources::API, resources::HTTP_API].contains(&&*it));
        let is_by_deployment = type_of(resource).is_some_and(|it| *it == *types::API_GATEWAY_DEPLOYMENT);
        let help = match (named.is_in_arn, is_of_sam) {
            (true, true) => format!("write `${{{api}.Stage}}` for its name, or add `DependsOn: {stage}`"),
            (false, true) => format!("write `!Ref {api}.Stage`"),
            (false, false) if !is_by_deployment => format!("write `!Ref {stage}`"),
            (_, false) => format!("add `DependsOn: {stage}`"),
        };
        problems.push(Diagnostic::new(&CODE, named.at, message).help(help).resource(&**id));
    }

    fn check_aliases(&self, problems: &mut Problems) {
        if !self.has_any(ALIAS_USES.iter().map(|it| it.type_name)) {
            return;
        }
        let aliases = self.semantics.by_owner(&[types::LAMBDA_ALIAS], "FunctionName");
        for of in &ALIAS_USES {
            for (id, _, properties) in self.semantics.of_type(of.type_name) {
                let Some(function) = properties.present(of.function) else { continue };
                for Branch { node, sides } in self.semantics.present_branches(function, &self.semantics.sides_of(id)) {
                    let alone = of.alias.and_then(|it| properties.present(it));
                    let (function, name, at) = match (function_and_alias(node), alone) {
                        (Some((function, alias)), _) => (function, text_with_variables(node.span, alias), node.span),
                        (None, Some(alias)) => {
                            let targets = self.semantics.targets(node, &sides);
                            let Some(target) = targets.first() else { continue };
                            (target.id.to_string(), alias.clone(), alias.span)
                        }
                        (None, None) => continue,
                    };
                    let named = |it: &&(&str, &Node)| {
                        it.1.at(&["Properties", "Name"]).is_some_and(|it| self.is_same(it, &name))
                    };
                    let all = aliases.get(&function).map(Vec::as_slice).unwrap_or_default();
                    let Some((alias, _)) = all.iter().filter(named).find(|it| self.is_missed(id, it)) else { continue };
                    let message = format!("`{id}` does not wait for the alias of `{function}` that it names");
                    let finding = Diagnostic::new(&CODE, at, message).help(format!("add `DependsOn: {alias}`"));
                    problems.push(finding.resource(&**id));
                }
            }
        }
    }

    fn check_deployments(&self, problems: &mut Problems) {
        if !self.has_any([types::API_GATEWAY_DEPLOYMENT, API_GATEWAY_V2_DEPLOYMENT].into_iter()) {
            return;
        }
        let methods = self.semantics.by_owner(&[types::API_GATEWAY_METHOD], "RestApiId");
        let routes = self.semantics.by_owner(&[types::API_GATEWAY_V2_ROUTE], "ApiId");
        for (type_name, property, parts, noun) in [
            (types::API_GATEWAY_DEPLOYMENT, "RestApiId", &methods, "method"),
            (API_GATEWAY_V2_DEPLOYMENT, "ApiId", &routes, "route"),
        ] {
            for (id, id_span, properties) in self.semantics.of_type(type_name) {
                let Some(api) = properties.present(property) else { continue };
                let [target] = &*self.semantics.targets(api, &self.semantics.sides_of(id)) else { continue };
                let is_rest = target.type_name() == types::API_GATEWAY_REST_API;
                let is_web_socket = target.property("ProtocolType").is_some_and(|it| it.is_text("WEBSOCKET"));
                let is_defined = DEFINITIONS.iter().any(|it| target.property(it).is_some());
                let all = parts.get(&**target.id).map(Vec::as_slice).unwrap_or_default();
                let is_missed = all.iter().any(|it| self.is_missed(id, it));
                let awaits_any = all.iter().any(|it| self.order.waits(id, it.0));
                if !(is_rest || is_web_socket) || is_defined || !is_missed || awaits_any || self.awaits_code(id) {
                    continue;
                }
                let message = format!("deployment `{id}` does not wait for any {noun} of `{}`", target.id);
                let ids: Vec<&str> = all.iter().map(|it| it.0).collect();
                let help = match ids.as_slice() {
                    [one] => format!("add `DependsOn: {one}`"),
                    several => format!("add `DependsOn` with all of its {noun}s: {}", listed(several.iter().copied())),
                };
                problems.push(Diagnostic::new(&CODE, id_span, message).help(help).resource(&**id));
            }
        }
    }

    fn check_mount_targets(&self, problems: &mut Problems) {
        if !self.has_any([EFS_MOUNT_TARGET].into_iter()) {
            return;
        }
        let mount_targets = self.semantics.by_owner(&[EFS_MOUNT_TARGET], "FileSystemId");
        for function in self.semantics.functions() {
            let arns = self.semantics.at_path(function.properties, &["FileSystemConfigs", "*", "Arn"], &function.sides);
            for access_point in arns.iter().flat_map(|it| self.semantics.targets(it.node, &it.sides)) {
                let Some(system) = access_point.property("FileSystemId") else { continue };
                for system in self.semantics.targets(system, &access_point.sides) {
                    let all = mount_targets.get(&**system.id).map(Vec::as_slice).unwrap_or_default();
                    let Some((first, _)) = all.iter().find(|it| self.is_missed(function.id, it)) else { continue };
                    if all.iter().any(|it| self.order.waits(function.id, it.0)) || self.awaits_code(function.id) {
                        continue;
                    }
                    let message = format!("`{}` does not wait for a mount target of `{}`", function.id, system.id);
                    let finding = Diagnostic::new(&CODE, access_point.at, message).resource(&**function.id);
                    problems.push(finding.help(format!("add `DependsOn: {first}` to the function")));
                }
            }
        }
    }

    /// Whether a resource of the document is there whenever one of the template is, which does not wait for it.
    fn is_missed(&self, id: &Text, (awaited, resource): &(&str, &Node)) -> bool {
        let own = self.semantics.resources().get(id);
        // What waits for something that does not exist has another fault.
        let exists = |it: &Reference| self.semantics.generated().is_some_and(|all| all.contains_key(it.target()));
        if !own.map(dependencies).unwrap_or_default().iter().all(exists) {
            return false;
        }
        let condition = resource.get("Condition");
        let is_there = condition.is_none() || condition == own.and_then(|it| it.get("Condition"));
        is_there && **id != **awaited && !self.order.waits(id, awaited)
    }

    /// Whether a resource waits for code, or another template, that may have made what it needs.
    fn awaits_code(&self, id: &str) -> bool {
        let is_code = |it: &String| {
            let type_name = self.semantics.resources().get(it).and_then(|it| it.get("Type")?.text());
            type_name.is_some_and(|it| **it == *types::CLOUD_FORMATION_STACK || types::is_custom(it))
        };
        self.order.awaited(id).iter().any(is_code)
    }

    /// Whether two names come to the same text.
    fn is_same(&self, one: &Node, other: &Node) -> bool {
        let text = |it: &Node| match self.semantics.values(it).as_slice() {
            [only] => only.node.text().map(ToString::to_string),
            _ => None,
        };
        let are_same = |one: Option<String>, other: Option<String>| one.is_some() && one == other;
        one == other || are_same(pattern(one), pattern(other)) || are_same(text(one), text(other))
    }
}

/// The API and the name of the stage that an ARN names, if the API is one of the template.
fn api_and_stage(arn: &Node) -> Option<(String, String)> {
    let text = text_of(arn)?;
    let [before_api, before_stage] = IN_STAGE_ARN;
    let (api, stage) = text.split_once(before_api)?.1.split_once(before_stage)?;
    let api = api.strip_prefix("${")?.strip_suffix('}')?;
    Some((api.to_owned(), stage.to_owned()))
}

/// The function of the template and the name of its alias that stand in one text.
fn function_and_alias(node: &Node) -> Option<(String, String)> {
    let text = text_of(node)?;
    let text = text.strip_prefix(SCALED_FUNCTION).unwrap_or(&text).strip_prefix("${")?;
    let (function, alias) = text.split_once("}:")?;
    let function = function.strip_suffix(".Arn").unwrap_or(function);
    Some((function.to_owned(), alias.to_owned()))
}

/// The text that a function makes whose variables have no values of their own.
fn text_of(node: &Node) -> Option<String> {
    let has_variables = intrinsics::argument(node, "Fn::Sub").is_some_and(|it| it.list().is_some());
    pattern(node).filter(|_| !has_variables)
}

fn text_with_variables(at: Span, text: String) -> Node {
    node!(at, {"Fn::Sub": text})
}
