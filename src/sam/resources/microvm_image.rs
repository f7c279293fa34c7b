//! `AWS::Serverless::MicrovmImage`: an image that micro virtual machines start from, built from the user's code.
use super::{Phase, ResourceType};
use crate::cfn::{Context, Expansion, Resource, iam, tags};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::facts::types;
use crate::node;
use crate::properties;
use crate::property::converted;
use crate::property::shape::*;
use crate::sam::SamResource;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node};

pub(super) static TYPE: ResourceType = ResourceType {
    name: "AWS::Serverless::MicrovmImage",
    becomes: types::LAMBDA_MICROVM_IMAGE,
    properties: MicrovmImage::TABLE,
    events: &[],
    phase: Phase::Others,
    artifacts: &[],
    referable: &[],
    expand,
};

properties! {
    /// An image that micro virtual machines start from.
    pub(super) struct MicrovmImage {
        /// Name of the image.
        "Name" => name: Either<Text, Object>, range(1..=64),
            pattern("[a-zA-Z0-9_-]+", "letters, digits, `-` and `_`");
        /// The code, as `s3://bucket/key`.
        "CodeUri" => code_uri: Either<Text, Object>;
        /// ARN of the image that this one is built on.
        "BaseImageArn" => base_image_arn: Either<Text, Object>, global;
        /// ARN of the role that Lambda uses to build the image; one is generated when omitted.
        "BuildRoleArn" => build_role_arn: Option<Either<Text, Object>>, global;
        /// Version of the image that this one is built on.
        "BaseImageVersion" => base_image_version: Either<Text, Object>, global;
        /// Description of the image.
        "Description" => description: Option<Either<Text, Object>>;
        /// Tags of the image, as a map.
        "Tags" => tags: Option<Object>, global;
        /// Where the machines log.
        "Logging" => logging: Option<Converted<Logging<'static>>>, global;
        /// ARNs of network connectors.
        "EgressNetworkConnectors" => egress_network_connectors: Option<Converted<ListOf<Text>>>, range(0..=1), global;
        /// Processors that the image is built for.
        "CpuConfigurations" => cpu_configurations: Option<Converted<ListOf<CpuConfiguration<'static>>>>, global;
        /// Resources of a machine.
        "Resources" => resources: Option<Converted<ListOf<MachineResources<'static>>>>, range(0..=1), global;
        /// Additional capabilities of the operating system: `[ALL]`.
        "AdditionalOsCapabilities" => additional_os_capabilities: Option<Converted<ListOf<Choice>>>, one_of(&["ALL"]), global;
        /// When Lambda calls the code while it builds the image and runs machines.
        "Hooks" => hooks: Option<Converted<Hooks<'static>>>, global;
        /// Environment variables, as a map.
        "EnvironmentVariables" => environment_variables: Option<Object>, global;
        /// Whether the tags are propagated to the generated role of the image.
        "PropagateTags" => propagate_tags: Option<Literal<Boolean>>, global;
    }
}

properties! {
    /// Where machines log.
    pub(super) struct Logging {
        /// Whether logging is disabled.
        "Disabled" => disabled: Option<Literal<Boolean>>;
        /// Logging to CloudWatch.
        "CloudWatch" => cloud_watch: Option<CloudWatchLogging<'static>>;
    }
}

properties! {
    /// Logging to CloudWatch.
    pub(super) struct CloudWatchLogging {
        /// Name of the log group.
        "LogGroup" => log_group: Option<Text>, range(1..=512),
            pattern("[._/#A-Za-z0-9-]+", "letters, digits and the characters `.`, `-`, `_`, `/` and `#`");
        /// Name of the log stream.
        "LogStream" => log_stream: Option<Text>, range(1..=512), pattern("[^:*]*", "it without `:` and `*`");
    }
}

properties! {
    /// A processor that an image is built for.
    pub(super) struct CpuConfiguration {
        /// Its architecture.
        "Architecture" => architecture: Choice, one_of(&["ARM_64"]);
    }
}

properties! {
    /// Resources of a machine.
    pub(super) struct MachineResources {
        /// Memory in MiB.
        "MinimumMemoryInMiB" => minimum_memory: Integer;
    }
}

properties! {
    /// When Lambda calls the code.
    pub(super) struct Hooks {
        /// Port that the code listens to.
        "Port" => port: Option<Integer>, range(1..=65_535);
        /// Hooks of running machines.
        "MicrovmHooks" => microvm_hooks: Option<MicrovmHooks<'static>>;
        /// Hooks of the image's build.
        "MicrovmImageHooks" => microvm_image_hooks: Option<MicrovmImageHooks<'static>>;
    }
}

const HOOK_STATES: &[&str] = &["ENABLED", "DISABLED"];

properties! {
    /// Hooks of running machines.
    pub(super) struct MicrovmHooks {
        /// Whether the code is called when a machine starts.
        "Run" => run: Option<Choice>, one_of(HOOK_STATES);
        /// Timeout in seconds.
        "RunTimeoutInSeconds" => run_timeout: Option<Integer>, range(1..=60);
        /// Whether the code is called when a machine resumes.
        "Resume" => resume: Option<Choice>, one_of(HOOK_STATES);
        /// Timeout in seconds.
        "ResumeTimeoutInSeconds" => resume_timeout: Option<Integer>, range(1..=60);
        /// Whether the code is called before a machine pauses.
        "Suspend" => suspend: Option<Choice>, one_of(HOOK_STATES);
        /// Timeout in seconds.
        "SuspendTimeoutInSeconds" => suspend_timeout: Option<Integer>, range(1..=60);
        /// Whether the code is called before a machine ends.
        "Terminate" => terminate: Option<Choice>, one_of(HOOK_STATES);
        /// Timeout in seconds.
        "TerminateTimeoutInSeconds" => terminate_timeout: Option<Integer>, range(1..=60);
    }
}

properties! {
    /// Hooks of an image's build.
    pub(super) struct MicrovmImageHooks {
        /// Whether the code signals when it is ready.
        "Ready" => ready: Option<Choice>, one_of(HOOK_STATES);
        /// Timeout in seconds.
        "ReadyTimeoutInSeconds" => ready_timeout: Option<Integer>, range(1..=3600);
        /// Whether the code checks the image.
        "Validate" => validate: Option<Choice>, one_of(HOOK_STATES);
        /// Timeout in seconds.
        "ValidateTimeoutInSeconds" => validate_timeout: Option<Integer>, range(1..=3600);
    }
}

fn expand(resource: &SamResource<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let at = resource.span;
    // What is converted is only checked: the output holds what was written.
    converted(MicrovmImage::TABLE, resource.properties, problems);
    let Some(image) = MicrovmImage::read(resource.properties, at, problems) else { return Expansion::default() };
    let (role_arn, role, code_uri) = match image.build_role_arn.filter(|it| it.is_truthy()) {
        Some(given) => (given.clone(), None, image.code_uri.clone()),
        None => {
            // The reference resolves the code's place for the role, and what that leaves shows in the image.
            let code_uri = context.parameters.leftover(image.code_uri, problems);
            let Some(bucket) = bucket_arn(image.code_uri, &code_uri, context, problems) else {
                return Expansion::default();
            };
            let role = build_role(bucket, resource);
            (role.get_att("Arn"), Some(role), code_uri)
        }
    };
    let own = microvm_image(&image, resource)
        .set("BuildRoleArn", role_arn)
        .set("CodeArtifact", node!(image.code_uri.span, {"Uri": code_uri}));
    let mut resources: Vec<Resource> = role.into_iter().chain([own]).collect();
    tags::propagate_adding(image.tags, image.propagate_tags, &mut resources);
    Expansion::of(resources)
}

fn microvm_image(image: &MicrovmImage<'_>, resource: &SamResource<'_>) -> Resource {
    let at = resource.span;
    let or_empty_list =
        |it: Option<&Node>| it.filter(|it| it.is_truthy()).cloned().unwrap_or_else(|| Vec::new().into_node(at));
    let or_empty_map =
        |it: Option<&Node>| it.filter(|it| it.is_truthy()).cloned().unwrap_or_else(|| Map::new().into_node(at));
    let description = image.description.filter(|it| it.is_truthy()).cloned().unwrap_or_else(|| node!(at, ""));
    Resource::new(resource.logical_id, TYPE.becomes, "the image itself", at)
        .attributes(&resource.attributes())
        .depends_on(resource.depends_on())
        .set("Name", image.name)
        .set("BaseImageArn", image.base_image_arn)
        .set("BaseImageVersion", image.base_image_version)
        .set("Description", description)
        .set("Tags", tags::before_created_by(at, image.tags.and_then(Node::map)))
        .set("Logging", or_empty_map(image.logging))
        .set("EgressNetworkConnectors", or_empty_list(image.egress_network_connectors))
        .set("CpuConfigurations", or_empty_list(image.cpu_configurations))
        .set("Resources", or_empty_list(image.resources))
        .set("AdditionalOsCapabilities", or_empty_list(image.additional_os_capabilities))
        .set("Hooks", or_empty_map(image.hooks))
        .set("EnvironmentVariables", environment_variables(image.environment_variables.and_then(Node::map), at))
}

fn environment_variables(written: Option<&Map>, at: Span) -> Node {
    let variable = |(name, value): (_, &Node)| node!(value.span, {"Key": name, "Value": value});
    written.into_iter().flat_map(Map::iter).map(variable).collect::<Vec<Node>>().into_node(at)
}

/// The role by which Lambda reads the code and logs while it builds the image.
fn build_role(bucket_arn: Node, resource: &SamResource<'_>) -> Resource {
    let at = resource.span;
    let statements = node!(at, [
        {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": bucket_arn},
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": "*"
        }
    ]);
    let document = node!(at, {"Version": "2012-10-17", "Statement": statements});
    Resource::new(
        resource.logical_id.append("BuildRole"),
        types::IAM_ROLE,
        "role that Lambda uses to build the image",
        at,
    )
    .attributes(&resource.generated_attributes())
    .set("AssumeRolePolicyDocument", iam::trust(at, "lambda.amazonaws.com"))
    .set("Policies", node!(at, [(iam::inline_policy(at, "MicrovmImageBuildPolicy".to_owned(), &document))]))
    .set("Tags", tags::before_created_by(at, None))
}

/// The ARN of everything in the bucket that the code is in. `None` when the place names none, which is reported.
fn bucket_arn(written: &Node, leftover: &Node, context: &Context<'_>, problems: &mut Problems) -> Option<Node> {
    let at = written.span;
    // A string is taken as it is, dynamic references and all.
    let resolved = context.parameters.resolve(written, problems);
    let location = resolved.text().and_then(|it| it.strip_prefix("s3://"));
    let Some(location) = location else {
        let bucket = node!(at, {"Fn::Select": [2_i64, {"Fn::Split": ["/", leftover]}]});
        return Some(node!(at, {"Fn::Sub": ["arn:${AWS::Partition}:s3:::${Bucket}/*", {"Bucket": bucket}]}));
    };
    match location.split('/').next() {
        Some(bucket) if !bucket.is_empty() => {
            Some(node!(at, {"Fn::Sub": (format!("arn:${{AWS::Partition}}:s3:::{bucket}/*"))}))
        }
        _ => {
            let finding =
                Diagnostic::new(&codes::INVALID_LOCATION, at, "`CodeUri` does not name a bucket").missing(["CodeUri"]);
            problems.push(finding.help("write `CodeUri: s3://bucket/key.zip`"));
            None
        }
    }
}
