//! What stands within the properties of `AWS::Serverless::StateMachine`, which `expand` hands on.
use crate::properties;
use crate::property::shape::*;

properties! {
    /// The log of executions.
    pub(super) struct Logging {
        /// Where it is sent.
        "Destinations" => destinations: Option<ListOf<LogDestination<'static>>>, range(0..=1);
        /// Whether inputs, outputs and parameters are logged.
        "IncludeExecutionData" => include_execution_data: Option<Boolean>;
        /// Which events are logged.
        "Level" => level: Option<Text>, one_of(&["ALL", "ERROR", "FATAL", "OFF"]);
    }
}

properties! {
    /// Where a log is sent.
    pub(super) struct LogDestination {
        /// The log group.
        "CloudWatchLogsLogGroup" => log_group: Option<LogGroup<'static>>;
    }
}

properties! {
    /// A log group.
    pub(super) struct LogGroup {
        /// ARN of the log group, which ends with `:*`.
        "LogGroupArn" => arn: Option<Arn>;
    }
}

properties! {
    /// X-Ray tracing.
    pub(super) struct Tracing {
        /// Whether executions are traced.
        "Enabled" => enabled: Option<Boolean>;
    }
}

properties! {
    /// How traffic is shifted to a new version.
    pub(super) struct DeploymentPreference {
        /// In equal steps, in two steps, or all at once.
        "Type" => deployment_type: Passed<Text>, one_of(&["LINEAR", "CANARY", "ALL_AT_ONCE"]);
        /// Share of the executions in each step.
        "Percentage" => percentage: Option<Integer>, range(1..=99);
        /// Minutes between steps.
        "Interval" => interval: Option<Integer>, range(1..=2100);
        /// Names of CloudWatch alarms that trigger a rollback.
        "Alarms" => alarms: Option<ListOf<Text>>, range(0..=100);
    }
}
