//! `CloudWatchLogs`: lines of a log group invoke the function.
use super::{Event, EventSource};
use crate::cfn::{Context, Expansion, Resource, permission};
use crate::diagnostic::Problems;
use crate::facts::types;
use crate::node;
use crate::properties;
use crate::property::shape::*;

pub(super) static SOURCE: EventSource =
    EventSource { name: "CloudWatchLogs", properties: CloudWatchLogs::TABLE, expand };

properties! {
    /// Lines of a log group that match a pattern.
    pub(super) struct CloudWatchLogs {
        /// Name of the log group.
        "LogGroupName" => log_group_name: Text, range(1..=512),
            pattern("[._/#A-Za-z0-9-]+", "letters, digits and the characters `.`, `-`, `_`, `/` and `#`");
        /// The pattern that log lines must match; an empty pattern matches every line.
        "FilterPattern" => filter_pattern: Text, range(0..=1024);
    }
}

fn expand(event: &Event<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(logs) = CloudWatchLogs::read(event.properties, event.span, problems) else { return Expansion::default() };
    let at = event.span;
    let arn = format!(
        "arn:{}:logs:${{AWS::Region}}:${{AWS::AccountId}}:log-group:${{__LogGroupName__}}:*",
        context.partition
    );
    let source_arn = node!(at, {"Fn::Sub": [arn, {"__LogGroupName__": (logs.log_group_name)}]});
    let permission =
        permission::invoke(event.logical_id, "", "logs.amazonaws.com", event.invoked, at).set("SourceArn", source_arn);
    let filter = Resource::new(
        event.logical_id,
        types::LOGS_SUBSCRIPTION_FILTER,
        "subscription that sends log events to the function",
        at,
    )
    .attributes(&event.invoked.attributes)
    .depends_on(node!(at, [(&permission.logical_id)]))
    .set("LogGroupName", logs.log_group_name)
    .set("FilterPattern", logs.filter_pattern)
    .set("DestinationArn", &event.invoked.arn);
    Expansion::of(vec![permission, filter])
}
