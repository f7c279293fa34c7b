//! Where edges come from: one file for each kind of resource or property that says what goes where, all in one list.
mod alarms;
mod api_definitions;
mod api_resources;
mod cognito_triggers;
mod custom_resources;
mod destinations;
mod distributions;
mod environment;
mod event_source_mappings;
mod firehose;
mod function_urls;
mod graphql_apis;
mod iot_rules;
mod load_balancers;
mod log_subscriptions;
mod mail_rules;
mod notifications;
mod permissions;
mod pipes;
mod policies;
mod replication;
mod rules;
mod schedules;
mod state_machines;
mod subscriptions;

use super::application::{Application, Resource};
use super::drawing::Drawing;

/// A source of edges: how to draw what resources of some types say.
pub(super) struct Flow {
    pub types: &'static [&'static str],
    pub draw: for<'a> fn(&Resource<'a>, &Application<'a>, &mut Drawing),
}

/// All sources of edges. What says more comes before what says the same in a weaker way: whoever may invoke a function
/// is of interest only where nothing says why.
pub(super) static ALL: &[&Flow] = &[
    &event_source_mappings::FLOW,
    &subscriptions::FLOW,
    &subscriptions::INLINE,
    &notifications::FLOW,
    &replication::BUCKETS,
    &replication::TABLES,
    &rules::FLOW,
    &schedules::FLOW,
    &pipes::FLOW,
    &firehose::FLOW,
    &api_definitions::FLOW,
    &api_resources::METHODS,
    &api_resources::ROUTES,
    &api_resources::AUTHORIZERS,
    &graphql_apis::APIS,
    &graphql_apis::SOURCES,
    &graphql_apis::RESOLVERS,
    &state_machines::FLOW,
    &cognito_triggers::FLOW,
    &iot_rules::FLOW,
    &log_subscriptions::FLOW,
    &log_subscriptions::ACCOUNT,
    &mail_rules::FLOW,
    &load_balancers::FLOW,
    &distributions::FLOW,
    &function_urls::FLOW,
    &alarms::FLOW,
    &custom_resources::FLOW,
    &destinations::FUNCTIONS,
    &destinations::INVOCATIONS,
    &destinations::QUEUES,
    &policies::ROLES,
    &policies::POLICIES,
    &permissions::FLOW,
    &environment::FLOW,
];
