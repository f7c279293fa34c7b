//! What stands within `EventInvokeConfig`.
use super::destination::DestinationProperties;
use crate::properties;
use crate::property::shape::*;

properties! {
    /// Retries, age and destinations of asynchronous invocations.
    pub(super) struct EventInvokeConfig {
        /// Maximum age of an event in seconds.
        "MaximumEventAgeInSeconds" => maximum_event_age: Option<Integer>, range(60..=21_600);
        /// Maximum number of retries of a failed invocation.
        "MaximumRetryAttempts" => maximum_retry_attempts: Option<Integer>, range(0..=2);
        /// Where the outcome is sent.
        "DestinationConfig" => destination_config: Option<DestinationConfig<'static>>;
    }
}

properties! {
    /// Where the outcome of asynchronous invocations is sent.
    pub(super) struct DestinationConfig {
        /// Where the outcome of successful ones is sent.
        "OnSuccess" => on_success: Option<DestinationProperties<'static>>;
        /// Where the events of failed ones are sent.
        "OnFailure" => on_failure: Option<DestinationProperties<'static>>;
    }
}
