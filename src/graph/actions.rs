//! What actions of AWS services do to what they name, as far as it belongs to the flow of an application.
use super::kinds::Kind;
use super::model::Manner;
use crate::cfn::wildcard::covers;

/// Actions of a service that do the same.
#[derive(Debug)]
pub(super) struct Action {
    /// The service as in policies.
    pub service: &'static str,
    /// Names of actions; `*` for all.
    pub names: &'static [&'static str],
    /// The label of their edges.
    pub verb: &'static str,
    pub manner: Manner,
}

/// Services that are called as a whole: what their actions name, if anything, is not declared in templates.
const WHOLE: &[&str] = &[
    "athena",
    "bedrock",
    "comprehend",
    "iot",
    "mediaconvert",
    "polly",
    "rekognition",
    "sagemaker",
    "ses",
    "textract",
    "transcribe",
    "translate",
];

/// Services with another name in policies or integrations than in ARNs.
const ALIASES: &[(&str, &str)] = &[
    ("bedrockruntime", "bedrock"),
    ("bedrock-runtime", "bedrock"),
    ("cloudwatchevents", "events"),
    ("cognitoidentityprovider", "cognito-idp"),
    ("eventbridge", "events"),
    ("rds-data", "rds"),
    ("rds-db", "rds"),
    ("rdsdata", "rds"),
    ("sesv2", "ses"),
    ("sfn", "states"),
];

/// The service as in ARNs, of a name in a policy or an integration.
pub(super) fn service(name: &str) -> &str {
    ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, service)| service)
}

/// Whether a service is called as a whole.
pub(super) fn is_whole(kind: &Kind) -> bool {
    WHOLE.contains(&kind.service())
}

/// What an action does, whose name may have `*` and `?` in it as in policies; nothing where it changes or tells nothing
/// that belongs to the flow.
pub(super) fn of<'a>(service: &'a str, pattern: &'a str) -> impl Iterator<Item = &'static Action> + use<'a> {
    // Policies name actions in any case.
    let pattern = pattern.to_ascii_lowercase();
    let fits =
        move |it: &&Action| it.names.iter().any(|name| *name == "*" || covers(&pattern, &name.to_ascii_lowercase()));
    ACTIONS.iter().filter(move |it| it.service == service).filter(fits)
}

const fn reads(service: &'static str, names: &'static [&'static str]) -> Action {
    Action { service, names, verb: "reads", manner: Manner::Access }
}

const fn writes(service: &'static str, names: &'static [&'static str]) -> Action {
    Action { service, names, verb: "writes", manner: Manner::Access }
}

const fn calls(service: &'static str, names: &'static [&'static str]) -> Action {
    Action { service, names, verb: "calls", manner: Manner::Access }
}

const fn sends(service: &'static str, names: &'static [&'static str], verb: &'static str) -> Action {
    Action { service, names, verb, manner: Manner::Event }
}

static ACTIONS: &[Action] = &[
    reads("aoss", &["APIAccessAll"]),
    writes("aoss", &["APIAccessAll"]),
    calls("appsync", &["GraphQL"]),
    calls("athena", &["StartQueryExecution", "GetQueryResults"]),
    sends("batch", &["SubmitJob"], "submits"),
    calls("bedrock", &["*"]),
    sends("codebuild", &["StartBuild"], "starts"),
    calls("cognito-idp", &["*"]),
    calls("comprehend", &["*"]),
    reads(
        "dynamodb",
        &["GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems", "PartiQLSelect", "ExecuteStatement"],
    ),
    writes(
        "dynamodb",
        &[
            "PutItem",
            "UpdateItem",
            "DeleteItem",
            "BatchWriteItem",
            "TransactWriteItems",
            "PartiQLInsert",
            "PartiQLUpdate",
            "PartiQLDelete",
        ],
    ),
    sends("ecs", &["RunTask"], "runs"),
    reads("elasticfilesystem", &["ClientMount"]),
    writes("elasticfilesystem", &["ClientWrite"]),
    reads("es", &["ESHttpGet", "ESHttpHead"]),
    writes("es", &["ESHttpPost", "ESHttpPut", "ESHttpPatch", "ESHttpDelete"]),
    sends("events", &["PutEvents"], "puts events"),
    calls("execute-api", &["Invoke"]),
    sends("execute-api", &["ManageConnections"], "sends to clients"),
    sends("firehose", &["PutRecord", "PutRecordBatch"], "puts records"),
    sends("glue", &["StartJobRun", "StartCrawler"], "starts"),
    sends("iot", &["Publish"], "publishes"),
    reads("kinesis", &["GetRecords", "SubscribeToShard"]),
    sends("kinesis", &["PutRecord", "PutRecords"], "puts records"),
    sends("lambda", &["InvokeFunction", "Invoke", "InvokeAsync", "InvokeFunctionUrl"], "invokes"),
    calls("mediaconvert", &["CreateJob"]),
    calls("polly", &["*"]),
    calls("rds", &["ExecuteStatement", "BatchExecuteStatement", "connect"]),
    calls("rekognition", &["*"]),
    reads("s3", &["GetObject", "GetObjectVersion", "HeadObject", "ListBucket", "ListObjectsV2"]),
    writes("s3", &["PutObject", "CopyObject", "DeleteObject"]),
    calls("s3express", &["CreateSession"]),
    calls("sagemaker", &["InvokeEndpoint", "CreateTrainingJob", "CreateTransformJob"]),
    reads("secretsmanager", &["GetSecretValue"]),
    writes("secretsmanager", &["PutSecretValue", "UpdateSecret"]),
    sends("ses", &["SendEmail", "SendRawEmail", "SendTemplatedEmail", "SendBulkTemplatedEmail"], "sends"),
    sends("sns", &["Publish", "PublishBatch"], "publishes"),
    sends("sqs", &["SendMessage", "SendMessageBatch"], "sends"),
    reads("sqs", &["ReceiveMessage"]),
    reads("ssm", &["GetParameter", "GetParameters", "GetParametersByPath"]),
    writes("ssm", &["PutParameter"]),
    sends("states", &["StartExecution", "StartSyncExecution"], "starts"),
    calls("textract", &["*"]),
    calls("transcribe", &["*"]),
    calls("translate", &["*"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn verbs(service: &str, pattern: &str) -> Vec<&'static str> {
        of(service, pattern).map(|it| it.verb).collect()
    }

    #[test]
    fn patterns_stand_for_all_actions_that_they_allow() {
        assert_eq!(verbs("dynamodb", "PutItem"), ["writes"]);
        assert_eq!(verbs("dynamodb", "*"), ["reads", "writes"]);
        assert_eq!(verbs("dynamodb", "batch*item"), ["reads", "writes"]);
        assert_eq!(verbs("dynamodb", "Get?tem"), ["reads"]);
        assert_eq!(verbs("dynamodb", "DescribeTable"), [""; 0]);
        assert_eq!(verbs("s3", "*Object"), ["reads", "writes"]);
        assert_eq!(verbs("rekognition", "DetectLabels"), ["calls"]);
    }
}
