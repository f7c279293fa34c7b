//! The capacity provider that runs a function.
use crate::diagnostic::Problems;
use crate::node;
use crate::properties;
use crate::property::coercion;
use crate::property::shape::*;
use crate::syntax::Node;

properties! {
    /// Which capacity provider runs the function, and how.
    pub struct CapacityProviderConfig {
        /// ARN of the capacity provider.
        "Arn" => arn: Any;
        /// Most invocations at the same time in one execution environment.
        "PerExecutionEnvironmentMaxConcurrency" => max_concurrency: Option<Any>, range(1..=1600);
        /// Memory in GiB for each virtual processor.
        "ExecutionEnvironmentMemoryGiBPerVCpu" => memory_per_processor: Option<Any>, range(2..=8);
    }
}

/// The property `CapacityProviderConfig` of the Lambda function. `None` when it is wrong, which is reported.
pub fn config(config: &Node, problems: &mut Problems) -> Option<Node> {
    let map = config.map().expect("a map, or an intrinsic which is a map, by the table");
    let written = CapacityProviderConfig::read(map, config.span, problems)?;
    let arn = coercion::text_or_map("Arn", written.arn, problems);
    let concurrency = written
        .max_concurrency
        .map(|it| coercion::integer_or_map("PerExecutionEnvironmentMaxConcurrency", it, problems));
    let memory = written
        .memory_per_processor
        .map(|it| coercion::number_or_map("ExecutionEnvironmentMemoryGiBPerVCpu", it, problems));
    let mut instances = node!(config.span, {"CapacityProviderArn": (arn?)});
    let map = instances.map_mut().expect("written as a map above");
    for (name, value) in
        [("PerExecutionEnvironmentMaxConcurrency", concurrency), ("ExecutionEnvironmentMemoryGiBPerVCpu", memory)]
    {
        if let Some(value) = value {
            map.insert(name, value?);
        }
    }
    Some(node!(config.span, {"LambdaManagedInstancesCapacityProviderConfig": instances}))
}
