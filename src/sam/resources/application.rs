//! `AWS::Serverless::Application`: a nested stack, of a template or of the Serverless Application Repository.
use super::{Phase, ResourceType};
use crate::cfn::{Context, Expansion, Resource, tags};
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::facts::types;
use crate::node;
use crate::properties;
use crate::property::shape::*;
use crate::sam::SamResource;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node};
use crate::template::intrinsics;

pub(super) static TYPE: ResourceType = ResourceType {
    name: "AWS::Serverless::Application",
    becomes: types::CLOUD_FORMATION_STACK,
    properties: Application::TABLE,
    events: &[],
    phase: Phase::Others,
    artifacts: &[],
    referable: &[],
    expand,
};

properties! {
    /// A nested stack, from a template or from the Serverless Application Repository.
    pub(super) struct Application {
        /// Path or URL of a template, or `ApplicationId` and `SemanticVersion` of an application in the repository.
        "Location" => location: Either<Text, RepositoryLocation<'static>>;
        /// The resolved `Location`; a value written here is ignored.
        "TemplateUrl" => template_url: Option<Passed<Text>>;
        /// Values for the parameters of the template.
        "Parameters" => parameters: Option<Object>;
        /// ARNs of topics that are notified about the status of the nested stack.
        "NotificationARNs" => notification_arns: Option<ListOf<Either<Text, Object>>>, range(0..=5);
        /// Tags of the nested stack, as a map.
        "Tags" => tags: Option<Object>;
        /// Minutes after which creation of the nested stack fails.
        "TimeoutInMinutes" => timeout_in_minutes: Option<Integer>, range(1..=43_200);
    }
}

properties! {
    /// An application of the Serverless Application Repository.
    pub(super) struct RepositoryLocation {
        /// ARN of the application.
        "ApplicationId" => application_id: Passed<Text>;
        /// Version of the application, such as `1.0.0`.
        "SemanticVersion" => semantic_version: Passed<Text>;
    }
}

/// Stands for the address that the repository gives out, which is another at each call and holds for some hours.
const PLACEHOLDER_URL: &str = "https://serverless-application-repository.invalid/template";

/// Regions that have the repository.
const REGIONS: [&str; 22] = [
    "ap-east-1",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "cn-north-1",
    "cn-northwest-1",
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "me-south-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-west-1",
    "us-west-2",
];

fn expand(resource: &SamResource<'_>, context: &Context<'_>, problems: &mut Problems) -> Expansion {
    let Some(application) = Application::read(resource.properties, resource.span, problems) else {
        return Expansion::default();
    };
    let at = resource.span;
    let user_tags = application.tags.and_then(Node::map);
    let checked = tags::check_reserved(user_tags, problems);
    let origin = match application.location.map() {
        Some(_) if intrinsics::is_intrinsic(application.location) => {
            let message = "`Location` cannot be an intrinsic function";
            let finding = Diagnostic::new(&codes::WRONG_TYPE, application.location.span, message).value_of("Location");
            problems.push(finding.help("write the path or URL of a template"));
            None
        }
        Some(location) => in_repository(location, application.location.span, context, problems),
        None => Some(Origin { template_url: application.location.clone(), tags: Map::new() }),
    };
    let (Some(origin), Some(Sound)) = (origin, checked) else { return Expansion::default() };
    let mut tags = Map::from_iter([(tags::CREATED_BY, node!(at, "SAM"))]);
    tags.update(&origin.tags);
    let mut tags = tags::list(&tags);
    tags.extend(user_tags.into_iter().flat_map(tags::list));
    let stack = Resource::new(resource.logical_id, TYPE.becomes, "the nested application as a stack", at)
        .attributes(&resource.generated_attributes())
        .depends_on(resource.depends_on())
        .set("TemplateURL", origin.template_url)
        .set("Parameters", application.parameters)
        .set("NotificationARNs", application.notification_arns)
        .set("Tags", tags)
        .set("TimeoutInMinutes", application.timeout_in_minutes);
    Expansion::of(vec![stack])
}

/// Where the template of a nested stack comes from.
struct Origin {
    template_url: Node,
    /// Tags that say so.
    tags: Map,
}

/// An application of the repository. `None` when it is not named as it must be, which is reported.
fn in_repository(location: &Map, at: Span, context: &Context<'_>, problems: &mut Problems) -> Option<Origin> {
    let application_id = named("ApplicationId", location, at, context, problems);
    let version = named("SemanticVersion", location, at, context, problems);
    let (application_id, version) = (application_id?, version?);
    let before = problems.error_count();
    if version.is_text("") {
        let finding = Diagnostic::new(&codes::INVALID_VALUE, version.span, "`SemanticVersion` is empty")
            .value_of("SemanticVersion");
        problems.push(finding.help("write a version of the application, such as `1.0.0`"));
    }
    if application_id.text().is_some_and(|it| has_parameter_of_ssm(it)) {
        let message = "the Serverless Application Repository does not accept a dynamic reference as an application";
        problems.push(Diagnostic::new(&codes::INVALID_VALUE, application_id.span, message).help("write its ARN"));
    }
    if let Some(region) = context.parameters.value("AWS::Region").and_then(Node::text)
        && !REGIONS.contains(&&**region)
    {
        let message = format!("the Serverless Application Repository is not available in `{region}`");
        let finding = Diagnostic::new(&codes::UNAVAILABLE_SERVICE, at, message);
        problems.push(finding.help("set `Location` to the path or URL of a template instead"));
    }
    if problems.error_count() > before {
        return None;
    }
    let message = "the application is not looked up in the repository: `TemplateURL` is a placeholder";
    let finding = Diagnostic::new(&codes::PLACEHOLDER_URL, application_id.span, message);
    problems.push(finding.help("deploy the template as it is written, not its expansion"));
    let template_url = PLACEHOLDER_URL.into_node(at);
    let tags = Map::from_iter([(tags::APPLICATION_ID, application_id), (tags::SEMANTIC_VERSION, version)]);
    Some(Origin { template_url, tags })
}

/// A part of the location, with parameters and mappings resolved. `None` when it is no string, which is reported.
fn named(name: &'static str, location: &Map, at: Span, context: &Context<'_>, problems: &mut Problems) -> Option<Node> {
    let Some(written) = location.present(name) else {
        let finding =
            Diagnostic::new(&codes::MISSING_PROPERTY, at, format!("`Location` needs `{name}`")).missing([name]);
        let help = "write `Location: { ApplicationId: …, SemanticVersion: 1.0.0 }`, or the path or URL of a template";
        problems.push(finding.help(help));
        return None;
    };
    let resolved = context.parameters.resolve(written, problems);
    let resolved = context.mappings.resolve(&resolved, problems);
    if resolved.text().is_some() {
        return Some(Node { span: written.span, ..resolved });
    }
    let (message, help) = if resolved.map().is_some() {
        let message = format!("`{name}` must be known before deployment");
        (message, "write a string, or use `Ref` to a parameter with a value or `Fn::FindInMap`")
    } else {
        let message = format!("`{name}` is {}; it must be a string", resolved.kind_name());
        (message, "put it in quotes")
    };
    problems.push(Diagnostic::new(&codes::WRONG_TYPE, written.span, message).value_of(name).help(help));
    None
}

/// Whether a text holds a dynamic reference such as `{{resolve:ssm:name:1}}`.
fn has_parameter_of_ssm(text: &str) -> bool {
    text.split("{{resolve:ssm:").skip(1).any(|rest| {
        let name = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '.' | '-' | '/');
        let after_name = rest.trim_start_matches(name);
        let version =
            after_name.strip_prefix(':').map(|it| (it, it.trim_start_matches(|it: char| it.is_ascii_digit())));
        let end = match version {
            Some((version, end)) if version.len() > end.len() => end,
            _ => after_name,
        };
        after_name.len() < rest.len() && end.starts_with("}}")
    })
}
