//! `IoTRule`: messages to AWS IoT invoke the function.
use super::{Event, EventSource};
use crate::cfn::{Context, Expansion, Resource, permission};
use crate::diagnostic::Problems;
use crate::facts::types;
use crate::node;
use crate::properties;
use crate::property::shape::*;

pub(super) static SOURCE: EventSource = EventSource { name: "IoTRule", properties: IoTRule::TABLE, expand };

properties! {
    /// Messages that a rule of AWS IoT selects.
    pub(super) struct IoTRule {
        /// The selection, such as `SELECT * FROM 'topic/#'`.
        "Sql" => sql: Text;
        /// Version of the language that the selection is written in.
        "AwsIotSqlVersion" => sql_version: Option<Text>, one_of(&["2015-10-08", "2016-03-23", "beta"]);
    }
}

fn expand(event: &Event<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(written) = IoTRule::read(event.properties, event.span, problems) else { return Expansion::default() };
    let at = event.span;
    let arn = format!("arn:{}:iot:${{AWS::Region}}:${{AWS::AccountId}}:rule/${{RuleName}}", context.partition);
    let permission = permission::invoke(event.logical_id, "", "iot.amazonaws.com", event.invoked, at)
        .set("SourceAccount", node!(at, {"Fn::Sub": "${AWS::AccountId}"}))
        .set("SourceArn", node!(at, {"Fn::Sub": [arn, {"RuleName": {"Ref": (event.logical_id)}}]}));
    let mut payload = node!(at, {
        "Sql": (written.sql),
        "RuleDisabled": false,
        "Actions": [{"Lambda": {"FunctionArn": (&event.invoked.arn)}}]
    });
    if let (Some(version), Some(map)) = (written.sql_version.filter(|it| it.is_truthy()), payload.map_mut()) {
        map.insert("AwsIotSqlVersion", version.clone());
    }
    let rule =
        Resource::new(event.logical_id, types::IOT_TOPIC_RULE, "rule that sends IoT messages to the function", at)
            .attributes(&event.invoked.attributes)
            .set("TopicRulePayload", payload);
    Expansion::of(vec![permission, rule])
}
