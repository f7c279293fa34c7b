//! The properties of `AWS::Serverless::StateMachine`.
use super::settings::*;
use crate::properties;
use crate::property::shape::*;
use crate::sam::s3_location::DefinitionLocation;

properties! {
    /// A state machine of Step Functions with its role and what starts it.
    pub struct StateMachine {
        /// The definition in Amazon States Language, written into the template.
        "Definition" => definition: Option<Object>;
        /// The definition as a file: a local path, `s3://bucket/key`, or a map with `Bucket` and `Key`.
        "DefinitionUri" => definition_uri: Option<Either<Text, DefinitionLocation<'static>>>;
        /// Values for the places `${Name}` of the definition.
        "DefinitionSubstitutions" => definition_substitutions: Option<Object>;
        /// Log groups, level, and whether data is logged.
        "Logging" => logging: Option<Logging<'static>>;
        /// ARN of a role of your own; a role is generated when left out.
        "Role" => role: Option<Arn>;
        /// Path of the generated role.
        "RolePath" => role_path: Option<Passed<Text>>, range(1..=512),
            pattern("/|/[!-~]+/", "a path that begins and ends with `/`");
        /// What starts the state machine.
        "Events" => events: Option<MapOf<Object>>;
        /// Name of the state machine; CloudFormation makes one up when left out.
        "Name" => name: Option<Text>, range(1..=80),
            pattern(r##"[^\s<>{}\[\]?*"#%\\^|~`$&,;:/]+"##, "it without spaces, brackets, wildcards and other signs than `-`, `_` and `.`");
        /// `STANDARD` (the default) or `EXPRESS`.
        "Type" => state_machine_type: Option<Text>, one_of(&["STANDARD", "EXPRESS"]);
        /// Tags of the state machine and its role, as a map.
        "Tags" => tags: Option<Object>;
        /// Whether generated resources get the state machine's tags.
        "PropagateTags" => propagate_tags: Option<Boolean>, global;
        /// What the generated role allows: names and ARNs of managed policies, policy templates, policy documents.
        "Policies" => policies: Option<Either<Either<Text, Object>, ListOf<Either<Text, Object>>>>;
        /// X-Ray tracing: a map with `Enabled`.
        "Tracing" => tracing: Option<Tracing<'static>>;
        /// ARN of the policy that limits what generated roles can be allowed.
        "PermissionsBoundary" => permissions_boundary: Option<Arn>;
        /// Name of the alias that is pointed at a new version whenever the state machine changes.
        "AutoPublishAlias" => auto_publish_alias: Option<Passed<Text>>;
        /// How a new version takes over from the old one: `Type`, `Interval`, `Percentage`, `Alarms`.
        "DeploymentPreference" => deployment_preference: Option<Passed<DeploymentPreference<'static>>>;
        /// Whether events start the alias instead of the newest state machine.
        "UseAliasAsEventTarget" => use_alias_as_event_target: Option<Literal<Boolean>>;
    }
}
