//! What an API logs, and by which role.
use super::{Parts, truthy};
use crate::cfn::Resource;
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::syntax::{IntoNode, Map, Node};

properties! {
    /// What an API logs.
    pub(super) struct Logging {
        /// ARN of the role that AppSync uses to write logs; one is generated when omitted.
        "CloudWatchLogsRoleArn" => role_arn: Option<Passed<Arn>>;
        /// Whether headers, contexts and mapping templates are left out of the logs.
        "ExcludeVerboseContent" => exclude_verbose_content: Option<Passed<Boolean>>;
        /// Which fields are logged: `ALL` (the default), `NONE`, `ERROR`, `INFO` or `DEBUG`.
        "FieldLogLevel" => field_log_level: Option<Passed<Text>>, one_of(&["ALL", "NONE", "ERROR", "INFO", "DEBUG"]);
    }
}

/// How an API logs.
pub(super) struct LogSettings {
    /// The API's `LogConfig`.
    pub config: Node,
    /// The role, when it is generated.
    pub role: Option<Resource>,
}

/// Takes `Logging` as written; none when the API does not log.
pub(super) fn read(written: Option<&Node>, parts: &Parts<'_>) -> Option<LogSettings> {
    if written.is_some_and(|it| it.bool() == Some(false)) {
        return None;
    }
    let at = written.map_or(parts.resource.span, |it| it.span);
    let no_settings = Map::new();
    let settings = written.and_then(Node::map).unwrap_or(&no_settings);
    let mut config = Map::new();
    if let Some(exclude) = truthy(settings.get("ExcludeVerboseContent")) {
        config.insert("ExcludeVerboseContent", exclude.clone());
    }
    let level = truthy(settings.get("FieldLogLevel")).cloned();
    config.insert("FieldLogLevel", level.unwrap_or_else(|| node!(at, "ALL")));
    let (arn, role) = match truthy(settings.get("CloudWatchLogsRoleArn")) {
        Some(arn) => (arn.clone(), None),
        None => {
            let managed = "arn:${AWS::Partition}:iam::aws:policy/service-role/AWSAppSyncPushToCloudWatchLogs";
            let role = parts
                .role(parts.resource.logical_id.append("CloudWatchRole"), "role that AppSync uses to write logs", at)
                .set("ManagedPolicyArns", node!(at, [{"Fn::Sub": managed}]));
            (role.get_att("Arn"), Some(role))
        }
    };
    config.insert("CloudWatchLogsRoleArn", arn);
    Some(LogSettings { config: config.into_node(at), role })
}
