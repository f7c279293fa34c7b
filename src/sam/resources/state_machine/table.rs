//! The properties of `AWS::Serverless::StateMachine`.
use super::settings::*;
use crate::properties;
use crate::property::shape::*;
use crate::sam::s3_location::DefinitionLocation;

properties! {
    /// A state machine of Step Functions with its role and what starts it.
    pub(super) struct StateMachine {
        /// The definition in Amazon States Language, written in the template.
        "Definition" => definition: Option<Object>;
        /// The definition as a file: a local path, `s3://bucket/key`, or a map with `Bucket` and `Key`.
        "DefinitionUri" => definition_uri: Option<Either<Text, DefinitionLocation<'static>>>;
        /// Values for `${Name}` in the definition.
        "DefinitionSubstitutions" => definition_substitutions: Option<Object>;
        /// Log groups, level, and whether data is logged.
        "Logging" => logging: Option<Logging<'static>>;
        /// ARN of an existing role; a role is generated when omitted.
        "Role" => role: Option<Arn>;
        /// Path of the generated role.
        "RolePath" => role_path: Option<Passed<Text>>, range(1..=512),
            pattern("/|/[!-~]+/", "a path that begins and ends with `/`");
        /// What starts the state machine.
        "Events" => events: Option<MapOf<Object>>;
        /// Name of the state machine; CloudFormation generates one when omitted.
        "Name" => name: Option<Text>, range(1..=80),
            pattern(r##"[^\s<>{}\[\]?*"#%\\^|~`$&,;:/]+"##, "it without spaces, brackets, wildcards and other signs than `-`, `_` and `.`");
        /// `STANDARD` (the default) or `EXPRESS`.
        "Type" => state_machine_type: Option<Text>, one_of(&["STANDARD", "EXPRESS"]);
        /// Tags of the state machine and its role, as a map.
        "Tags" => tags: Option<Object>;
        /// Whether the state machine's tags are propagated to generated resources.
        "PropagateTags" => propagate_tags: Option<Boolean>, global;
        /// What the generated role allows: names and ARNs of managed policies, policy templates, policy documents.
        "Policies" => policies: Option<Either<Either<Text, Object>, ListOf<Either<Text, Object>>>>;
        /// X-Ray tracing: a map with `Enabled`.
        "Tracing" => tracing: Option<Tracing<'static>>;
        /// ARN of the permissions boundary of generated roles.
        "PermissionsBoundary" => permissions_boundary: Option<Arn>;
        /// Name of the alias that points to a new version whenever the state machine changes.
        "AutoPublishAlias" => auto_publish_alias: Option<Passed<Text>>;
        /// How traffic is shifted to a new version: `Type`, `Interval`, `Percentage`, `Alarms`.
        "DeploymentPreference" => deployment_preference: Option<Passed<DeploymentPreference<'static>>>;
        /// Whether events start the alias instead of the latest state machine.
        "UseAliasAsEventTarget" => use_alias_as_event_target: Option<Literal<Boolean>>;
    }
}
