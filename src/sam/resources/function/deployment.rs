//! `DeploymentPreference`: how a new version takes over from the old one.
use super::table::Function;
use crate::cfn::{Context, Deployment, Resource, tags};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::node;
use crate::sam::{SamResource, code_deploy};
use crate::syntax::{IntoNode, Map, Node, Value};
use crate::template::intrinsics;

/// Deployment configurations that every account has, by the ends of their names.
const PREDEFINED: [&str; 9] = [
    "Canary10Percent5Minutes",
    "Canary10Percent10Minutes",
    "Canary10Percent15Minutes",
    "Canary10Percent30Minutes",
    "Linear10PercentEvery1Minute",
    "Linear10PercentEvery2Minutes",
    "Linear10PercentEvery3Minutes",
    "Linear10PercentEvery10Minutes",
    "AllAtOnce",
];

/// What an enabled deployment preference turns into.
pub(super) struct Preferred {
    /// The update policy of the function's alias.
    pub update_policy: Node,
    pub deployment: Deployment,
}

/// Reads a deployment preference. `None` when it is not enabled, or wrong, which is reported.
pub(super) fn prefer(
    preference: &Node,
    function: &Function<'_>,
    resource: &SamResource<'_>,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Preferred> {
    let map = preference.map().expect("a map, or an intrinsic which is a map, by the table");
    let passes_condition = match map.get("PassthroughCondition") {
        Some(written) => boolean(written, context, problems)?,
        None => false,
    };
    if !map.get("Enabled").is_none_or(|it| is_enabled(it, context, problems)) {
        return None;
    }
    if !function.auto_publish_alias.is_some_and(Node::is_truthy) {
        let message = "`DeploymentPreference` needs `AutoPublishAlias`";
        let finding = Diagnostic::new(&codes::MISSING_PROPERTY, preference.span, message).missing(["AutoPublishAlias"]);
        problems.push(finding.help("add `AutoPublishAlias: live`; its traffic is then shifted"));
    }
    let Some(configuration) = map.get("Type") else {
        let finding = Diagnostic::new(&codes::MISSING_PROPERTY, preference.span, "`DeploymentPreference` needs `Type`")
            .missing(["Type"]);
        problems.push(finding.help("add a type, such as `Type: Canary10Percent5Minutes`"));
        return None;
    };
    let [before, after] = hooks(map, problems)?;
    let alarms = alarm_configuration(map.get("Alarms"), problems)?;
    let configuration = code_deploy_name(&resolve(configuration, context, problems), "");
    let role = map.truthy("Role");
    let condition = resource.node.get("Condition").filter(|_| passes_condition).filter(|it| it.is_truthy());
    let propagated = function.propagated_tags();
    let at = preference.span;
    let mut group = Resource::new(
        resource.logical_id.append("DeploymentGroup"),
        code_deploy::GROUP,
        "deployment group for shifting traffic to new versions",
        at,
    )
    .set("AlarmConfiguration", alarms)
    .set("ApplicationName", intrinsics::reference(at, code_deploy::APPLICATION_ID))
    .set(
        "AutoRollbackConfiguration",
        node!(at, {
            "Enabled": true,
            "Events": ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"]
        }),
    )
    .set("DeploymentConfigName", configuration)
    .set("DeploymentStyle", node!(at, {"DeploymentType": "BLUE_GREEN", "DeploymentOption": "WITH_TRAFFIC_CONTROL"}))
    .set("ServiceRoleArn", role.cloned().unwrap_or_else(|| intrinsics::get_att(at, code_deploy::ROLE_ID, "Arn")))
    .set("TriggerConfigurations", map.truthy("TriggerConfigurations"))
    .set("Tags", propagated.map(tags::list));
    if let Some(condition) = condition {
        group.attributes.insert("Condition", condition.clone());
    }
    let update_policy = update_policy(&group, before, after);
    let deployment = Deployment {
        function_id: resource.logical_id.clone(),
        group,
        condition: condition.cloned(),
        brings_role: role.is_some(),
        tags: propagated.cloned().unwrap_or_default(),
    };
    Some(Preferred { update_policy, deployment })
}

/// A value with known parameters and mappings put in.
fn resolve(value: &Node, context: &Context<'_>, problems: &mut Problems) -> Node {
    let value = context.parameters.resolve(value, problems);
    context.mappings.resolve(&value, problems)
}

/// Everything is a yes that Python takes for true, also an intrinsic, but for the strings that say no.
fn is_enabled(enabled: &Node, context: &Context<'_>, problems: &mut Problems) -> bool {
    let enabled = resolve(enabled, context, problems);
    enabled.is_truthy() && !enabled.is_text("false") && !enabled.is_text("False")
}

/// The value of `PassthroughCondition`. `None` when it is neither yes nor no, which is reported.
fn boolean(written: &Node, context: &Context<'_>, problems: &mut Problems) -> Option<bool> {
    let value = resolve(written, context, problems);
    let said = match &value.value {
        Value::Bool(it) => Some(*it),
        Value::Text(text) if *text == "true" || *text == "True" => Some(true),
        Value::Text(text) if *text == "false" || *text == "False" => Some(false),
        // As in Python, where one is true and zero false.
        Value::Number(number) if *number == crate::syntax::Number::Integer(1) => Some(true),
        Value::Number(number) if *number == crate::syntax::Number::Integer(0) => Some(false),
        _ => None,
    };
    if said.is_none() {
        let message = "`PassthroughCondition` must be `true` or `false`";
        let finding = Diagnostic::new(&codes::INVALID_VALUE, written.span, message).value_of("PassthroughCondition");
        problems.push(finding.help("write it out, or use `!Ref` of a parameter or `!FindInMap`"));
    }
    said
}

/// The functions to call before and after traffic is shifted. `None` when they are no map, which is reported.
fn hooks<'a>(preference: &'a Map, problems: &mut Problems) -> Option<[Option<&'a Node>; 2]> {
    let Some(hooks) = preference.get("Hooks") else { return Some([None, None]) };
    let Some(map) = hooks.map() else {
        let message = format!("`Hooks` is {}; it must be a map", hooks.kind_name());
        let span = preference.key_span("Hooks").unwrap_or(hooks.span);
        let finding = Diagnostic::new(&codes::WRONG_TYPE, span, message).value_of("Hooks");
        problems.push(finding.help("write `PreTraffic:` or `PostTraffic:` with `!Ref` of a function under it"));
        return None;
    };
    Some(["PreTraffic", "PostTraffic"].map(|name| map.get(name)))
}

fn update_policy(group: &Resource, before: Option<&Node>, after: Option<&Node>) -> Node {
    let at = group.origin;
    let mut update = node!(at, {
        "ApplicationName": (intrinsics::reference(at, code_deploy::APPLICATION_ID)),
        "DeploymentGroupName": (group.reference())
    });
    let map = update.map_mut().expect("written as a map above");
    for (name, hook) in [("BeforeAllowTrafficHook", before), ("AfterAllowTrafficHook", after)] {
        let is_nothing = |it: &&Node| it.is_null() || intrinsics::argument(it, "Ref").is_some_and(Node::is_null);
        if let Some(hook) = hook.filter(|it| !is_nothing(it)) {
            map.insert(name, hook.clone());
        }
    }
    node!(at, {"CodeDeployLambdaAliasUpdate": update})
}

/// The alarms that stop a deployment, on each side of an `Fn::If`. `None` when they are no list, which is reported.
fn alarm_configuration(alarms: Option<&Node>, problems: &mut Problems) -> Option<Option<Node>> {
    let Some(alarms) = alarms.filter(|it| it.is_truthy() && !intrinsics::is_no_value(it)) else { return Some(None) };
    if !intrinsics::is_if(alarms) {
        return alarm_list(alarms, problems).map(Some);
    }
    let Some([condition, then, otherwise]) = intrinsics::if_branches(alarms) else {
        let message = "`Fn::If` takes a condition and two values";
        problems.push(Diagnostic::new(&codes::INVALID_INTRINSIC, alarms.span, message));
        return None;
    };
    let (then, otherwise) = (alarm_list(then, problems), alarm_list(otherwise, problems));
    Some(Some(intrinsics::if_else(alarms.span, condition, then?, otherwise?)))
}

fn alarm_list(alarms: &Node, problems: &mut Problems) -> Option<Node> {
    let Some(list) = alarms.list() else {
        let message = format!("`Alarms` is {}; it must be a list", alarms.kind_name());
        let finding = Diagnostic::new(&codes::WRONG_TYPE, alarms.span, message).value_of("Alarms");
        problems.push(finding.help("write `- !Ref MyAlarm` for each alarm, or `[]` for no alarms"));
        return None;
    };
    if list.first().is_none_or(intrinsics::is_no_value) {
        return Some(Map::new().into_node(alarms.span));
    }
    let named: Vec<Node> = list.iter().map(|alarm| node!(alarm.span, {"Name": alarm})).collect();
    Some(node!(alarms.span, {"Enabled": true, "Alarms": named}))
}

/// A deployment configuration as CodeDeploy calls it, also within intrinsics. `function` is the intrinsic around it.
fn code_deploy_name(configuration: &Node, function: &str) -> Node {
    let at = configuration.span;
    match &configuration.value {
        Value::List(items) => items.iter().map(|it| code_deploy_name(it, "")).collect::<Vec<_>>().into_node(at),
        Value::Map(map) if intrinsics::is_intrinsic(configuration) => {
            let entries = map.iter().map(|(key, value)| (key.clone(), code_deploy_name(value, key)));
            entries.collect::<Map>().into_node(at)
        }
        Value::Text(name) if PREDEFINED.iter().any(|it| *name == *it) => {
            let substitution = node!(at, ["CodeDeployDefault.Lambda${ConfigName}", {"ConfigName": name}]);
            if function == "Fn::Sub" { substitution } else { node!(at, {"Fn::Sub": substitution}) }
        }
        _ => configuration.clone(),
    }
}
