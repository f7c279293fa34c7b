//! The policy templates of SAM, such as `DynamoDBReadPolicy`: readers of `templates/policies`. Knows no resource types.
use crate::node;
use crate::source::Span;
use crate::syntax::{IntoNode, Map, Node, Number, Text, Value};
use serde_json::Value as Json;
use std::sync::OnceLock;

/// A policy with parameters, which stands under `Policies` as `{Name: {Parameter: value}}`.
#[derive(Clone, Debug)]
pub(crate) struct PolicyTemplate {
    pub name: &'static str,
    pub parameters: Vec<Parameter>,
    statements: Vec<Json>,
}

/// A parameter of a policy template. All are required.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub name: String,
    /// What to give for it.
    pub description: String,
}

/// The policy template called `name`, which is read from its file the first time.
pub(crate) fn find(name: &str) -> Option<&'static PolicyTemplate> {
    let at = TEMPLATES.binary_search_by_key(&name, |it| it.name).ok()?;
    let File { name, text, read } = &TEMPLATES[at];
    let sound = "a well-formed policy template, as the tests below check";
    Some(read.get_or_init(|| PolicyTemplate::read(name, text).expect(sound)))
}

/// Whether there is a policy template called `name`.
pub(crate) fn exists(name: &str) -> bool {
    TEMPLATES.binary_search_by_key(&name, |it| it.name).is_ok()
}

/// The names of all policy templates, sorted.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
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
    pub(crate) fn document(&self, span: Span, given: &Map) -> Node {
        let statements: Vec<Node> = self.statements.iter().map(|it| self.fill(it, span, given)).collect();
        node!(span, { "Statement": statements })
    }

    /// The parameters that `given` has no value for; null is a value.
    pub(crate) fn missing(&self, given: &Map) -> Vec<&Parameter> {
        self.parameters.iter().filter(|it| !given.contains_key(&it.name)).collect()
    }

    /// The keys of `given` that are no parameters. They have no effect.
    pub(crate) fn unknown<'a>(&self, given: &'a Map) -> Vec<&'a Text> {
        given.keys().filter(|key| self.parameter(key).is_none()).collect()
    }

    pub(crate) fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|it| it.name == name)
    }

    /// The texts that stand before and behind the value of a parameter wherever the policy puts it into another text.
    pub(crate) fn places(&self, parameter: &str) -> Vec<(&str, &str)> {
        let mut found = Vec::new();
        self.statements.iter().for_each(|it| places(it, parameter, &mut found));
        found
    }

    fn read(name: &'static str, text: &str) -> Option<Self> {
        let json: Json = serde_json::from_str(text).ok()?;
        let parameter = |(name, description): (&String, &Json)| {
            Some(Parameter { name: name.clone(), description: description.as_str()?.to_owned() })
        };
        Some(Self {
            name,
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

/// Finds `Fn::Sub` with a variable that stands for the parameter.
fn places<'a>(json: &'a Json, parameter: &str, found: &mut Vec<(&'a str, &'a str)>) {
    match json {
        Json::Array(items) => items.iter().for_each(|it| places(it, parameter, found)),
        Json::Object(entries) => match entries.get("Fn::Sub").and_then(Json::as_array).map(Vec::as_slice) {
            Some([Json::String(text), Json::Object(variables)]) => {
                let of_parameter = variables.iter().filter(|(_, it)| it["Ref"] == parameter);
                let split = of_parameter.filter_map(|(name, _)| text.split_once(&format!("${{{name}}}")));
                found.extend(split);
            }
            _ => entries.values().for_each(|it| places(it, parameter, found)),
        },
        _ => (),
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::fs;

    const AT: Span = Span { start: 7, end: 9 };

    #[test]
    fn every_policy_template_becomes_what_the_reference_makes_of_it() {
        let recorded = include_str!("../../tests/policies/recorded.json");
        let recorded: Json = serde_json::from_str(recorded).expect("JSON");
        let recorded = recorded["policy_templates"].as_object().expect("a map");
        assert!(names().eq(recorded.keys()), "names differ");
        for (name, expected) in recorded {
            let template = find(name).expect("listed above");
            let mut given = Map::new();
            for parameter in &template.parameters {
                let name = parameter.name.clone();
                given.insert(name.clone(), node!(AT, {"Fn::Join": ["-", [{"Ref": name}, "given"]]}));
            }
            // Compared as text, because the order of keys matters too.
            assert_eq!(json(&template.document(AT, &given)).to_string(), expected.to_string(), "{name}");
        }
    }

    #[test]
    fn places_of_parameters_are_found() {
        let slash = |name: &str| {
            let template = find(name).expect("exists");
            template.places("ParameterName").iter().map(|(before, _)| before.ends_with('/')).collect::<Vec<_>>()
        };
        assert_eq!(slash("SSMParameterReadPolicy"), [true]);
        assert_eq!(slash("SSMParameterWithSlashPrefixReadPolicy"), [false]);
        let secret = find("AWSSecretsManagerGetSecretValuePolicy").expect("exists");
        assert_eq!(secret.places("SecretArn"), [("", "")]);
    }

    #[test]
    fn given_values_keep_their_spans() {
        let value = Span { start: 40, end: 45 };
        let given: Map = [("QueueName", node!(value, "orders"))].into_iter().collect();
        let document = find("SQSSendMessagePolicy").expect("exists").document(AT, &given);
        let mut texts = Vec::new();
        document.walk(&mut |node| texts.extend(node.text().map(|it| (it.to_string(), node.span))));
        assert_eq!(texts.last(), Some(&("orders".to_owned(), value)));
        assert!(texts.iter().rev().skip(1).all(|(_, span)| *span == AT));
    }

    #[test]
    fn missing_and_unknown_parameters() {
        let template = find("DynamoDBStreamReadPolicy").expect("exists");
        let given: Map = [("TableName", Node::null(AT)), ("Tablename", node!(AT, "x"))].into_iter().collect();
        let missing: Vec<_> = template.missing(&given).iter().map(|it| it.name.as_str()).collect();
        assert_eq!(missing, ["StreamName"]);
        assert_eq!(template.unknown(&given), ["Tablename"]);
        assert!(find("DynamoDbReadPolicy").is_none() && !exists(""));
    }

    #[test]
    fn every_file_of_a_policy_template_is_listed_and_describes_itself() {
        let mut files: Vec<String> = fs::read_dir("templates/policies")
            .expect("a folder")
            .map(|it| it.expect("an entry").file_name().into_string().expect("UTF-8"))
            .collect();
        files.sort_by_key(|it| it.trim_end_matches(".json").to_owned());
        let listed: Vec<String> = names().map(|it| format!("{it}.json")).collect();
        assert_eq!(files, listed, "list the files of templates/policies, sorted, in src/sam/policy_templates.rs");
        for template in names().filter_map(find) {
            let name = template.name;
            let text = fs::read_to_string(format!("templates/policies/{name}.json")).expect("read above");
            let file: Json = serde_json::from_str(&text).expect("JSON");
            // What the policy allows, as a sentence.
            let description = file["description"].as_str().expect("a text");
            assert!(description.ends_with('.') && !description.contains('\n'), "{name}");
            for parameter in &template.parameters {
                assert!(!parameter.description.is_empty(), "{name} {}", parameter.name);
                assert!(
                    text.contains(&format!(r#"{{"Ref": "{}"}}"#, parameter.name)),
                    "{name} does not use a parameter"
                );
            }
        }
    }

    fn json(node: &Node) -> Json {
        match &node.value {
            Value::Null => Json::Null,
            Value::Bool(it) => json!(it),
            Value::Number(Number::Integer(it)) => json!(it),
            Value::Number(Number::Float(it)) => json!(it),
            Value::Number(Number::Big(it)) => json!(it),
            Value::Text(it) => json!(**it),
            Value::List(items) => items.iter().map(json).collect(),
            Value::Map(map) => Json::Object(map.iter().map(|(key, it)| (key.to_string(), json(it))).collect()),
        }
    }
}
