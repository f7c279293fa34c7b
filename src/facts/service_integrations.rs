//! The services that Step Functions integrates by itself, and the ways in which their actions can be called (Step
//! Functions developer guide, "Integrating optimized services"). All other actions are called through `aws-sdk`.

/// How an action can be called besides the request alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Action {
    pub service: &'static str,
    pub name: &'static str,
    /// `.sync`: the state waits until the job is done.
    pub runs_jobs: bool,
    /// `.waitForTaskToken`: the state waits until somebody sends the token back.
    pub waits_for_token: bool,
}

const fn plain(service: &'static str, name: &'static str) -> Action {
    Action { service, name, runs_jobs: false, waits_for_token: false }
}

const fn job(service: &'static str, name: &'static str) -> Action {
    Action { service, name, runs_jobs: true, waits_for_token: false }
}

const fn token(service: &'static str, name: &'static str) -> Action {
    Action { service, name, runs_jobs: false, waits_for_token: true }
}

const fn all(service: &'static str, name: &'static str) -> Action {
    Action { service, name, runs_jobs: true, waits_for_token: true }
}

/// The actions of optimized integrations.
pub(crate) static ACTIONS: &[Action] = &[
    token("apigateway", "invoke"),
    plain("athena", "getQueryExecution"),
    plain("athena", "getQueryResults"),
    job("athena", "startQueryExecution"),
    plain("athena", "stopQueryExecution"),
    all("batch", "submitJob"),
    job("bedrock", "createModelCustomizationJob"),
    token("bedrock", "invokeModel"),
    plain("codebuild", "batchDeleteBuilds"),
    plain("codebuild", "batchGetReports"),
    plain("bedrockagentcore", "invokeHarness"),
    job("codebuild", "startBuild"),
    job("codebuild", "startBuildBatch"),
    job("codebuild", "retryBuild"),
    job("codebuild", "retryBuildBatch"),
    plain("codebuild", "deleteBuildBatch"),
    plain("codebuild", "stopBuild"),
    plain("codebuild", "stopBuildBatch"),
    job("databrew", "startJobRun"),
    plain("dynamodb", "deleteItem"),
    plain("dynamodb", "getItem"),
    plain("dynamodb", "putItem"),
    plain("dynamodb", "updateItem"),
    all("ecs", "runTask"),
    token("eks", "call"),
    job("eks", "createCluster"),
    job("eks", "createFargateProfile"),
    job("eks", "createNodegroup"),
    job("eks", "deleteCluster"),
    job("eks", "deleteFargateProfile"),
    job("eks", "deleteNodegroup"),
    all("eks", "runJob"),
    token("events", "putEvents"),
    job("glue", "startJobRun"),
    plain("http", "invoke"),
    token("lambda", "invoke"),
    job("mediaconvert", "createJob"),
    plain("sagemaker", "createEndpoint"),
    plain("sagemaker", "createEndpointConfig"),
    job("sagemaker", "createHyperParameterTuningJob"),
    job("sagemaker", "createLabelingJob"),
    plain("sagemaker", "createModel"),
    job("sagemaker", "createProcessingJob"),
    job("sagemaker", "createTrainingJob"),
    job("sagemaker", "createTransformJob"),
    plain("sagemaker", "updateEndpoint"),
    token("sns", "publish"),
    token("sqs", "sendMessage"),
    all("states", "startExecution"),
];

/// Services whose optimized integrations are known to be all listed above.
pub(crate) const COMPLETE: [&str; 6] = ["dynamodb", "events", "lambda", "sns", "sqs", "states"];

/// Services with optimized integrations of which not all actions are listed here.
pub(crate) const OTHERS: [&str; 3] = ["elasticmapreduce", "emr-containers", "emr-serverless"];

/// The arguments that actions need, as the APIs of the services say: of each list one.
const REQUIRED: &[(&str, &str, &[&[&str]])] = &[
    ("apigateway", "invoke", &[&["ApiEndpoint"], &["Method"]]),
    ("athena", "getQueryExecution", &[&["QueryExecutionId"]]),
    ("athena", "getQueryResults", &[&["QueryExecutionId"]]),
    ("athena", "startQueryExecution", &[&["QueryString"]]),
    ("athena", "stopQueryExecution", &[&["QueryExecutionId"]]),
    ("batch", "submitJob", &[&["JobDefinition"], &["JobName"], &["JobQueue"]]),
    ("bedrock", "invokeModel", &[&["ModelId"]]),
    ("codebuild", "startBuild", &[&["ProjectName"]]),
    ("databrew", "startJobRun", &[&["Name"]]),
    ("dynamodb", "deleteItem", &[&["Key"], &["TableName"]]),
    ("dynamodb", "getItem", &[&["Key"], &["TableName"]]),
    ("dynamodb", "putItem", &[&["Item"], &["TableName"]]),
    ("dynamodb", "updateItem", &[&["Key"], &["TableName"]]),
    ("ecs", "runTask", &[&["TaskDefinition"]]),
    ("events", "putEvents", &[&["Entries"]]),
    ("glue", "startJobRun", &[&["JobName"]]),
    ("http", "invoke", &[&["ApiEndpoint"], &["Method"]]),
    ("lambda", "invoke", &[&["FunctionName"]]),
    ("sns", "publish", &[&["Message"], &["TopicArn", "TargetArn", "PhoneNumber"]]),
    ("sqs", "sendMessage", &[&["MessageBody"], &["QueueUrl"]]),
    ("states", "startExecution", &[&["StateMachineArn"]]),
];

/// The arguments that an action with an optimized integration needs, as far as they are known: of each list one.
pub(crate) fn required(service: &str, name: &str) -> &'static [&'static [&'static str]] {
    REQUIRED.iter().find(|(it, action, _)| *it == service && *action == name).map_or(&[], |(.., required)| required)
}

/// What services are called in policies or elsewhere, and in calls through `aws-sdk` (Step Functions developer guide,
/// "Learning to use AWS service SDK integrations").
pub(crate) const SDK_NAMES: &[(&str, &str)] = &[
    ("cognito-idp", "cognitoidentityprovider"),
    ("events", "eventbridge"),
    ("logs", "cloudwatchlogs"),
    ("states", "sfn"),
    ("stepfunctions", "sfn"),
];

/// What a role must be allowed for a call through `aws-sdk`, where the SDK calls it otherwise than policies do: service
/// and action, and the action as in policies.
const SDK_PERMISSIONS: &[(&str, &str, &str)] = &[
    ("dynamodb", "batchGetItem", "dynamodb:BatchGetItem"),
    ("dynamodb", "batchWriteItem", "dynamodb:BatchWriteItem"),
    ("dynamodb", "deleteItem", "dynamodb:DeleteItem"),
    ("dynamodb", "getItem", "dynamodb:GetItem"),
    ("dynamodb", "putItem", "dynamodb:PutItem"),
    ("dynamodb", "query", "dynamodb:Query"),
    ("dynamodb", "scan", "dynamodb:Scan"),
    ("dynamodb", "updateItem", "dynamodb:UpdateItem"),
    ("eventbridge", "putEvents", "events:PutEvents"),
    ("lambda", "invoke", "lambda:InvokeFunction"),
    ("s3", "getObject", "s3:GetObject"),
    ("s3", "putObject", "s3:PutObject"),
    ("secretsmanager", "getSecretValue", "secretsmanager:GetSecretValue"),
    ("sesv2", "sendEmail", "ses:SendEmail"),
    ("sfn", "startExecution", "states:StartExecution"),
    ("sns", "publish", "sns:Publish"),
    ("sqs", "sendMessage", "sqs:SendMessage"),
    ("ssm", "getParameter", "ssm:GetParameter"),
];

/// What a role must be allowed to call an action through `aws-sdk`, as far as it is known.
pub(crate) fn sdk_permission(service: &str, name: &str) -> Option<String> {
    let known = SDK_PERMISSIONS.iter().find(|(it, action, _)| *it == service && *action == name);
    known.map(|(.., permission)| (*permission).to_owned())
}

/// What a role must be allowed to call an action with an optimized integration (the chapters on each service in the Step
/// Functions developer guide), as far as it is known.
pub(crate) fn permission(service: &str, name: &str) -> Option<String> {
    match (service, name) {
        ("lambda", "invoke") => Some("lambda:InvokeFunction".to_owned()),
        ("apigateway" | "bedrockagentcore" | "http", _) | ("eks", "call" | "runJob") => None,
        _ => {
            let mut letters = action(service, name)?.name.chars();
            let first = letters.next()?.to_ascii_uppercase();
            Some(format!("{service}:{first}{}", letters.as_str()))
        }
    }
}

/// The action of a service with an optimized integration.
pub(crate) fn action(service: &str, name: &str) -> Option<&'static Action> {
    ACTIONS.iter().find(|it| it.service == service && it.name == name)
}
