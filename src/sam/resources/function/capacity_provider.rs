//! The capacity provider that runs a function.
use crate::diagnostic::Problems;
use crate::node;
use crate::properties;
use crate::property::converted_record;
use crate::property::shape::*;
use crate::syntax::Node;

properties! {
    /// Which capacity provider runs the function, and how.
    pub(super) struct CapacityProviderConfig {
        /// ARN of the capacity provider.
        "Arn" => arn: Text;
        /// Maximum number of concurrent invocations per execution environment.
        "PerExecutionEnvironmentMaxConcurrency" => max_concurrency: Option<Integer>, range(1..=1600);
        /// Memory in GiB for each virtual processor.
        "ExecutionEnvironmentMemoryGiBPerVCpu" => memory_per_processor: Option<Either<Integer, Double>>, range(2..=8);
    }
}

/// The property `CapacityProviderConfig` of the Lambda function. `None` when it is wrong, which is reported.
pub(super) fn config(config: &Node, problems: &mut Problems) -> Option<Node> {
    let written = config.map().expect("a map, or an intrinsic which is a map, by the table");
    let mut instances = converted_record(CapacityProviderConfig::TABLE, written, config.span, problems)?;
    if let Some(arn) = instances.remove("Arn") {
        instances.insert("CapacityProviderArn", arn);
    }
    Some(node!(config.span, {"LambdaManagedInstancesCapacityProviderConfig": instances}))
}
