//! `AWS::Serverless::CapacityProvider`: instances in the user's account that Lambda runs functions on.
use super::{Phase, ResourceType};
use crate::cfn::{Context, Expansion, Resource, tags};
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::facts::types;
use crate::node;
use crate::property::converted;
use crate::property::shape::*;
use crate::sam::SamResource;
use crate::sam::operator_role::operator_role;
use crate::syntax::{Map, Node};
use crate::{properties, source::Span};

pub(super) static TYPE: ResourceType = ResourceType {
    name: "AWS::Serverless::CapacityProvider",
    becomes: types::LAMBDA_CAPACITY_PROVIDER,
    properties: CapacityProvider::TABLE,
    events: &[],
    phase: Phase::Others,
    artifacts: &[],
    referable: &[],
    expand,
};

properties! {
    /// Instances in your account that Lambda runs functions on.
    pub(super) struct CapacityProvider {
        /// Name of the capacity provider; CloudFormation generates one when omitted.
        "CapacityProviderName" => name: Option<Either<Text, Object>>, range(1..=140),
            pattern("(.*:)?[a-zA-Z0-9_-]+", "letters, digits, `-` and `_`");
        /// Network of the instances.
        "VpcConfig" => vpc_config: Converted<VpcConfig<'static>>, global;
        /// ARN of the role that Lambda uses to manage the instances; one is generated when omitted.
        "OperatorRole" => operator_role: Option<Either<Arn, Object>>, global;
        /// Tags of the capacity provider, as a map.
        "Tags" => tags: Option<Object>, global;
        /// Whether the tags are propagated to the generated role of the capacity provider.
        "PropagateTags" => propagate_tags: Option<Literal<Boolean>>, global;
        /// Which instances are used.
        "InstanceRequirements" => instance_requirements: Option<Converted<InstanceRequirements<'static>>>, global;
        /// How many instances are used.
        "ScalingConfig" => scaling_config: Option<Converted<ScalingConfig<'static>>>, global;
        /// ARN of the key that encrypts the storage of the instances.
        "KmsKeyArn" => kms_key_arn: Option<Either<Text, Object>>, global;
        /// Where Lambda logs how it manages the instances.
        "LoggingConfig" => logging_config: Option<Refined<Object, LoggingConfig<'static>>>, global;
        /// Tags of the instances and of other resources that Lambda creates for them.
        "ManagedResourceTags" => managed_resource_tags: Option<Converted<ManagedResourceTags<'static>>>, global;
    }
}

properties! {
    /// Network of a capacity provider's instances.
    pub(super) struct VpcConfig {
        /// Security groups of the instances.
        "SecurityGroupIds" => security_group_ids: Option<ListOf<Text>>, range(0..=5),
            pattern("sg-[0-9a-zA-Z]*", "an id such as `sg-0123456789abcdef0`");
        /// Subnets that the instances run in.
        "SubnetIds" => subnet_ids: ListOf<Text>, range(1..=16),
            pattern("subnet-[0-9a-z]*", "an id such as `subnet-0123456789abcdef0`");
    }
}

properties! {
    /// Which instances a capacity provider uses.
    pub(super) struct InstanceRequirements {
        /// Processor: `[x86_64]` or `[arm64]`.
        "Architectures" => architectures: Option<ListOf<Text>>, range(1..=1), one_of(&["x86_64", "arm64"]);
        /// The only instance types to use.
        "AllowedTypes" => allowed_types: Option<ListOf<Text>>, range(0..=400),
            pattern("[a-zA-Z0-9.*-]{1,30}", "an instance type, such as `m7g.large`, with `*` for any characters");
        /// Instance types that are not used.
        "ExcludedTypes" => excluded_types: Option<ListOf<Text>>, range(0..=400),
            pattern("[a-zA-Z0-9.*-]{1,30}", "an instance type, such as `m7g.large`, with `*` for any characters");
    }
}

properties! {
    /// How many instances a capacity provider uses.
    pub(super) struct ScalingConfig {
        /// Maximum number of virtual processors.
        "MaxVCpuCount" => max_processors: Option<Integer>, range(2..=15_000);
        /// Target average CPU utilization in percent; Lambda decides when omitted.
        "AverageCPUUtilization" => average_utilization: Option<Double>, range(0..=100);
    }
}

properties! {
    /// Where Lambda logs how it manages a capacity provider's instances.
    pub(super) struct LoggingConfig {
        /// The lowest level of the logs.
        "SystemLogLevel" => system_log_level: Option<Text>, one_of(&["DEBUG", "INFO", "WARN"]);
        /// Name of the log group; `/aws/lambda/capacity-provider/` and the provider's name when omitted.
        "LogGroup" => log_group: Option<Text>, range(1..=512),
            pattern("[._/#A-Za-z0-9-]+", "letters, digits and the characters `.`, `-`, `_`, `/` and `#`");
    }
}

properties! {
    /// Tags of the resources that Lambda creates for a capacity provider.
    pub(super) struct ManagedResourceTags {
        /// The tags, as a map.
        "Tags" => tags: Option<Object>;
    }
}

const OPERATOR_POLICY: &str = "AWSLambdaManagedEC2ResourceOperator";

fn expand(resource: &SamResource<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let at = resource.span;
    let properties = converted(CapacityProvider::TABLE, resource.properties, problems);
    let properties = properties.as_ref().unwrap_or(resource.properties);
    let Some(provider) = CapacityProvider::read(properties, at, problems) else { return Expansion::default() };
    if let Some(requirements) = provider.instance_requirements.and_then(Node::map)
        && check_types(requirements, problems).is_none()
    {
        return Expansion::default();
    }
    let given = provider.operator_role.filter(|it| it.is_truthy());
    let role = if given.is_none() { Some(operator_role(resource, OPERATOR_POLICY, context)) } else { None };
    let role_arn = given.cloned().or_else(|| role.as_ref().map(|it| it.get_att("Arn")));
    let own = capacity_provider(&provider, resource)
        .set("PermissionsConfig", role_arn.map(|arn| node!(at, {"CapacityProviderOperatorRoleArn": arn})));
    let mut resources: Vec<Resource> = role.into_iter().chain([own]).collect();
    tags::propagate_adding(provider.tags, provider.propagate_tags, &mut resources);
    Expansion::of(resources)
}

fn capacity_provider(provider: &CapacityProvider<'_>, resource: &SamResource<'_>) -> Resource {
    let at = resource.span;
    let truthy_map = |it: Option<&'_ Node>| it.filter(|it| it.is_truthy()).and_then(Node::map).cloned();
    let instance_requirements = truthy_map(provider.instance_requirements).map(|mut requirements| {
        rename(&mut requirements, "AllowedTypes", "AllowedInstanceTypes");
        rename(&mut requirements, "ExcludedTypes", "ExcludedInstanceTypes");
        requirements
    });
    let telemetry = provider.logging_config.filter(|it| it.is_truthy());
    let managed_tags = provider.managed_resource_tags.and_then(|it| Some((it.span, it.get("Tags")?.map()?)));
    Resource::new(resource.logical_id, TYPE.becomes, "the capacity provider itself", at)
        .attributes(&resource.attributes())
        .depends_on(resource.depends_on())
        .set("CapacityProviderName", provider.name.filter(|it| it.is_truthy()))
        .set("VpcConfig", provider.vpc_config)
        .set("Tags", tags::before_created_by(at, provider.tags.and_then(Node::map)))
        .set("InstanceRequirements", instance_requirements)
        .set("CapacityProviderScalingConfig", truthy_map(provider.scaling_config).map(|it| scaling_config(&it, at)))
        .set("KmsKeyArn", provider.kms_key_arn.filter(|it| it.is_truthy()))
        .set("TelemetryConfig", telemetry.map(|it| node!(it.span, {"LoggingConfig": it})))
        .set(
            "PropagateTags",
            managed_tags.map(|(span, tags)| node!(span, {"Mode": "Explicit", "ExplicitTags": (tags::list(tags))})),
        )
}

/// A limit to the instances, and by what measure their number follows the load.
fn scaling_config(written: &Map, at: Span) -> Map {
    let mut config = Map::new();
    if let Some(count) = written.get("MaxVCpuCount") {
        config.insert("MaxVCpuCount", count.clone());
    }
    let utilization = written.get("AverageCPUUtilization");
    config.insert("ScalingMode", node!(at, if utilization.is_some() { "Manual" } else { "Auto" }));
    if let Some(utilization) = utilization {
        let metric = "LambdaCapacityProviderAverageCPUUtilization";
        let policy = node!(utilization.span, {"PredefinedMetricType": metric, "TargetValue": utilization});
        config.insert("ScalingPolicies", node!(utilization.span, [policy]));
    }
    config
}

fn check_types(requirements: &Map, problems: &mut Problems) -> Option<Sound> {
    let (Some(_), Some(excluded)) = (requirements.get("AllowedTypes"), requirements.key_span("ExcludedTypes")) else {
        return Some(Sound);
    };
    let message = "`AllowedTypes` and `ExcludedTypes` cannot be used together";
    let finding = Diagnostic::new(&codes::CONFLICTING_PROPERTIES, excluded, message);
    problems.push(finding.help("remove one of the two"));
    None
}

fn rename(map: &mut Map, name: &str, new: &'static str) {
    if let Some(value) = map.remove(name) {
        map.insert(new, value);
    }
}
