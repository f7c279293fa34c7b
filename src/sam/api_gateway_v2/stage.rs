//! The settings of stages, which `expand` hands on.
use crate::properties;
use crate::property::shape::*;

properties! {
    /// The access log of a stage.
    pub(crate) struct AccessLog {
        /// ARN of the log group or delivery stream.
        "DestinationArn" => destination_arn: Option<Arn>;
        /// Format of a log line, with variables such as `$context.requestId`.
        "Format" => format: Option<Text>;
    }
}

properties! {
    /// Throttling, logging and metrics of routes.
    pub(crate) struct RouteSettings {
        /// Whether whole messages are logged (WebSocket APIs).
        "DataTraceEnabled" => data_trace_enabled: Option<Boolean>;
        /// Whether there are metrics of each route.
        "DetailedMetricsEnabled" => detailed_metrics_enabled: Option<Boolean>;
        /// How much is logged (WebSocket APIs).
        "LoggingLevel" => logging_level: Option<Text>, one_of(&["ERROR", "INFO", "OFF"]);
        /// Maximum number of calls in a burst.
        "ThrottlingBurstLimit" => throttling_burst_limit: Option<Integer>;
        /// Steady-state number of calls per second.
        "ThrottlingRateLimit" => throttling_rate_limit: Option<Double>;
    }
}
