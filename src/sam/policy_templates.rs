//! The policy templates of SAM, such as `DynamoDBReadPolicy`: readers of `templates/policies`. Knows no resource types.
use crate::node;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Number, Text, Value};
use serde_json::Value as Json;
use std::sync::OnceLock;

/// A policy with parameters, which stands under `Policies` as `{Name: {Parameter: value}}`.
#[derive(Clone, Debug)]
pub struct PolicyTemplate {
    pub name: &'static str,
    /// What the policy allows, as a sentence.
    pub description: String,
    pub parameters: Vec<Parameter>,
    statements: Vec<Json>,
}

/// A parameter of a policy template. All are required.
#[derive(Clone, Debug)]
pub struct Parameter {
    pub name: String,
    /// What to give for it.
    pub description: String,
}

/// The policy template called `name`, which is read from its file the first time.
pub fn find(name: &str) -> Option<&'static PolicyTemplate> {
    let at = TEMPLATES.binary_search_by_key(&name, |it| it.name).ok()?;
    let File { name, text, read } = &TEMPLATES[at];
    let sound = "a well-formed policy template, as tests/integration/policies.rs checks";
    Some(read.get_or_init(|| PolicyTemplate::read(name, text).expect(sound)))
}

/// Whether there is a policy template called `name`.
pub fn exists(name: &str) -> bool {
    TEMPLATES.binary_search_by_key(&name, |it| it.name).is_ok()
}

/// The names of all policy templates, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    TEMPLATES.iter().map(|it| it.name)
}

/// A file of `templates/policies`.
struct File {
    name: &'static str,
    text: &'static str,
    read: OnceLock<PolicyTemplate>,
}

impl PolicyTemplate {
    /// The policy document `{"Statement": […]}`, with the values of `given` for the parameters.
    ///
    /// What is generated takes `span`; given values keep their spans, and their own `Ref`s stay as they are, also when
    /// they have the name of a parameter. A parameter in [`PolicyTemplate::missing`] stays a `Ref`.
    pub fn document(&self, span: Span, given: &Map) -> Node {
        let statements: Vec<Node> = self.statements.iter().map(|it| self.fill(it, span, given)).collect();
        node!(span, { "Statement": statements })
    }

    /// The parameters that `given` has no value for; null is a value.
    pub fn missing(&self, given: &Map) -> Vec<&Parameter> {
        self.parameters.iter().filter(|it| !given.contains_key(&it.name)).collect()
    }

    /// The keys of `given` that are no parameters. They have no effect.
    pub fn unknown<'a>(&self, given: &'a Map) -> Vec<&'a Text> {
        given.keys().filter(|key| self.parameter(key).is_none()).collect()
    }

    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|it| it.name == name)
    }

    fn read(name: &'static str, text: &str) -> Option<Self> {
        let json: Json = serde_json::from_str(text).ok()?;
        let parameter = |(name, description): (&String, &Json)| {
            Some(Parameter { name: name.clone(), description: description.as_str()?.to_owned() })
        };
        Some(Self {
            name,
            description: json["description"].as_str()?.to_owned(),
            parameters: json["parameters"].as_object()?.iter().map(parameter).collect::<Option<_>>()?,
            statements: json["statements"].as_array()?.clone(),
        })
    }

    fn fill(&self, json: &Json, span: Span, given: &Map) -> Node {
        match json {
            Json::Null => Node::null(span),
            Json::Bool(it) => it.into_node(span),
            Json::Number(it) => {
                let float = || Number::Float(it.as_f64().unwrap_or(f64::NAN));
                Node::new(span, Value::Number(it.as_i64().map_or_else(float, Number::Integer)))
            }
            Json::String(it) => it.clone().into_node(span),
            Json::Array(items) => items.iter().map(|it| self.fill(it, span, given)).collect::<Vec<_>>().into_node(span),
            Json::Object(entries) => match self.value(entries, given) {
                Some(value) => value.clone(),
                None => {
                    let entry = |(key, it): (&String, &Json)| (Text::from(key.clone()), self.fill(it, span, given));
                    entries.iter().map(entry).collect::<Map>().into_node(span)
                }
            },
        }
    }

    /// The value that stands for `{"Ref": parameter}`.
    fn value<'a>(&self, entries: &serde_json::Map<String, Json>, given: &'a Map) -> Option<&'a Node> {
        let name = entries.get("Ref").filter(|_| entries.len() == 1)?.as_str()?;
        given.get(&self.parameter(name)?.name)
    }
}

macro_rules! templates {
    ($($name:ident)*) => {
        /// Sorted by name.
        static TEMPLATES: [File; [$(stringify!($name)),*].len()] = [$(File {
            name: stringify!($name),
            text: include_str!(concat!("../../templates/policies/", stringify!($name), ".json")),
            read: OnceLock::new(),
        }),*];
    };
}

templates! {
    AMIDescribePolicy
    AWSSecretsManagerGetSecretValuePolicy
    AWSSecretsManagerRotationPolicy
    AcmGetCertificatePolicy
    AthenaQueryPolicy
    CloudFormationDescribeStacksPolicy
    CloudWatchDashboardPolicy
    CloudWatchDescribeAlarmHistoryPolicy
    CloudWatchPutMetricPolicy
    CodeCommitCrudPolicy
    CodeCommitReadPolicy
    CodePipelineLambdaExecutionPolicy
    CodePipelineReadOnlyPolicy
    ComprehendBasicAccessPolicy
    CostExplorerReadOnlyPolicy
    DynamoDBBackupFullAccessPolicy
    DynamoDBCrudPolicy
    DynamoDBReadPolicy
    DynamoDBReconfigurePolicy
    DynamoDBRestoreFromBackupPolicy
    DynamoDBStreamReadPolicy
    DynamoDBWritePolicy
    EC2CopyImagePolicy
    EC2DescribePolicy
    EFSWriteAccessPolicy
    EKSDescribePolicy
    EcsRunTaskPolicy
    ElasticMapReduceAddJobFlowStepsPolicy
    ElasticMapReduceCancelStepsPolicy
    ElasticMapReduceModifyInstanceFleetPolicy
    ElasticMapReduceModifyInstanceGroupsPolicy
    ElasticMapReduceSetTerminationProtectionPolicy
    ElasticMapReduceTerminateJobFlowsPolicy
    ElasticsearchHttpPostPolicy
    EventBridgePutEventsPolicy
    FilterLogEventsPolicy
    FirehoseCrudPolicy
    FirehoseWritePolicy
    KMSDecryptPolicy
    KMSEncryptPolicy
    KMSEncryptPolicy_v2
    KinesisCrudPolicy
    KinesisStreamReadPolicy
    LambdaInvokePolicy
    MobileAnalyticsWriteOnlyAccessPolicy
    OrganizationsListAccountsPolicy
    PinpointEndpointAccessPolicy
    PollyFullAccessPolicy
    RekognitionDetectOnlyPolicy
    RekognitionFacesManagementPolicy
    RekognitionFacesPolicy
    RekognitionLabelsPolicy
    RekognitionNoDataAccessPolicy
    RekognitionReadPolicy
    RekognitionWriteOnlyAccessPolicy
    Route53ChangeResourceRecordSetsPolicy
    S3CrudPolicy
    S3FullAccessPolicy
    S3ReadPolicy
    S3WritePolicy
    SESBulkTemplatedCrudPolicy
    SESBulkTemplatedCrudPolicy_v2
    SESCrudPolicy
    SESEmailTemplateCrudPolicy
    SESSendBouncePolicy
    SNSCrudPolicy
    SNSPublishMessagePolicy
    SQSPollerPolicy
    SQSSendMessagePolicy
    SSMParameterReadPolicy
    SSMParameterWithSlashPrefixReadPolicy
    SageMakerCreateEndpointConfigPolicy
    SageMakerCreateEndpointPolicy
    ServerlessRepoReadWriteAccessPolicy
    StepFunctionsCallbackPolicy
    StepFunctionsExecutionPolicy
    StepFunctionsExecutionPolicy_v2
    TextractDetectAnalyzePolicy
    TextractGetResultPolicy
    TextractPolicy
    VPCAccessPolicy
}
