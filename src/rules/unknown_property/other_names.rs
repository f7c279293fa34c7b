//! Names that other tools, other types and other versions give to a property.
use crate::sam::resources;
use crate::semantics::Owner;

/// A property that goes by another name elsewhere.
pub(super) struct OtherName {
    owner: Owner,
    written: &'static str,
    /// The property that was meant, and how it is to be written.
    pub(super) meant: &'static str,
    pub(super) help: &'static str,
}

const FUNCTION: Owner = Owner::Resource("AWS::Serverless::Function");

const OTHER_NAMES: &[OtherName] = &[
    name(FUNCTION, "DeadLetterConfig", "DeadLetterQueue", "write `DeadLetterQueue: {Type: SQS, TargetArn: …}`"),
    name(
        FUNCTION,
        "iamRoleStatements",
        "Policies",
        "write `Policies:`, and put the statements under `- Statement:` there",
    ),
    name(FUNCTION, "ManagedPolicyArns", "Policies", "write `Policies`, which takes names and ARNs of managed policies"),
    name(Owner::Property("DeadLetterQueue"), "Arn", "TargetArn", "write `TargetArn`"),
    name(Owner::Resource("AWS::Serverless::LayerVersion"), "CodeUri", "ContentUri", "write `ContentUri`"),
    name(Owner::EventProperties("ScheduleV2"), "Schedule", "ScheduleExpression", "write `ScheduleExpression`"),
    name(
        Owner::EventProperties("ScheduleV2"),
        "Timezone",
        "ScheduleExpressionTimezone",
        "write `ScheduleExpressionTimezone`",
    ),
];

const fn name(owner: Owner, written: &'static str, meant: &'static str, help: &'static str) -> OtherName {
    OtherName { owner, written, meant, help }
}

/// What is called `key` elsewhere.
pub(super) fn find(key: &str, owner: Owner) -> Option<&'static OtherName> {
    OTHER_NAMES.iter().find(|it| it.owner == owner && it.written == key)
}

/// Where a property is to be written that not the event has, but the API that it belongs to.
pub(super) fn of_api(key: &str, owner: Owner) -> Option<String> {
    let (type_name, section) = match owner {
        Owner::EventProperties("Api") => ("AWS::Serverless::Api", "Api"),
        Owner::EventProperties("HttpApi") => ("AWS::Serverless::HttpApi", "HttpApi"),
        _ => return None,
    };
    let has =
        |name: &str| resources::find(type_name).is_some_and(|it| it.properties.iter().any(|row| row.name == name));
    let property = match key {
        "Cors" if !has(key) => "CorsConfiguration",
        _ => key,
    };
    has(property).then(|| format!("write `{property}` in the `{type_name}`, or under `{section}` in `Globals`"))
}
