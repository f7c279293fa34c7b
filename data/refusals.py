"""What services refuse, though the schemas of CloudFormation take it: mostly properties that others ask for.

`cloudformation.py` adds these to the constraints of their types. Each is what the page of the type in the CloudFormation
template reference says, or the page of the service's API that creates the resource; what is said only there is named
beside it.
"""

TRUE = [True, "true"]
# A property is there, whatever its value.
ANY = object()


def needs(when, *names):
    """Where `when` holds, a map from properties to the values that they have, these properties must be there."""
    return {"if": holds(when), "then": {"required": list(names)}}


def forbids(when, *names):
    """Where `when` holds, these properties must not be there."""
    return {"if": holds(when), "then": {"properties": {it: False for it in names}}}


def number(least, most):
    """An integer within these bounds."""
    return {"type": "integer", "minimum": least, "maximum": most}


def holds(when):
    """The condition that properties are there with one of some values; with any value where they are not given."""
    values = {name: {"enum": it if isinstance(it, list) else [it]} for name, it in when.items() if it is not ANY}
    return {"required": list(when)} | ({"properties": values} if values else {})


def within(path, *constraints):
    """The same of what stands at a path of properties; `*` is each item of a list."""
    schema = {"allOf": list(constraints)} if len(constraints) > 1 else constraints[0]
    for step in reversed(path.split("/")):
        schema = {"items": schema} if step == "*" else {"properties": {step: schema}}
    return schema


def together(one, *others):
    """A property is not there without the others."""
    return {"dependentRequired": {one: list(others)}}


def apart(one, *others):
    """A property is not there with the others."""
    return {"dependentExcluded": {one: list(others)}}


# The 21 types in "Gateway response types for API Gateway" of its developer guide.
GATEWAY_RESPONSES = """
    ACCESS_DENIED API_CONFIGURATION_ERROR AUTHORIZER_CONFIGURATION_ERROR AUTHORIZER_FAILURE BAD_REQUEST_BODY
    BAD_REQUEST_PARAMETERS DEFAULT_4XX DEFAULT_5XX EXPIRED_TOKEN INTEGRATION_FAILURE INTEGRATION_TIMEOUT INVALID_API_KEY
    INVALID_SIGNATURE MISSING_AUTHENTICATION_TOKEN QUOTA_EXCEEDED REQUEST_TOO_LARGE RESOURCE_NOT_FOUND THROTTLED
    UNAUTHORIZED UNSUPPORTED_MEDIA_TYPE WAF_FILTERED
""".split()
STAGE_NAME = "^[A-Za-z0-9_-]*$"
# "Must specify both from and to ports with TCP/UDP" (Amazon EC2 API, AuthorizeSecurityGroupIngress).
PORTS = needs({"IpProtocol": ["tcp", "udp", "6", "17"]}, "FromPort", "ToPort")

# "Subscribe" in the API reference of SNS.
PROTOCOLS = ["application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"]

REFUSED = {
    "AWS::ApiGateway::Authorizer": [
        needs({"Type": ["REQUEST", "TOKEN"]}, "AuthorizerUri"),
        needs({"Type": "COGNITO_USER_POOLS"}, "ProviderARNs"),
        within("AuthorizerResultTtlInSeconds", number(0, 3600)),
    ],
    "AWS::ApiGateway::Deployment": [within("StageName", {"pattern": STAGE_NAME})],
    "AWS::ApiGateway::GatewayResponse": [within("ResponseType", {"enum": GATEWAY_RESPONSES})],
    "AWS::ApiGateway::Method": [needs({"AuthorizationType": ["COGNITO_USER_POOLS", "CUSTOM"]}, "AuthorizerId")],
    "AWS::ApiGateway::Model": [within("Name", {"pattern": "^[A-Za-z0-9]+$"})],
    "AWS::ApiGateway::Resource": [within("PathPart", {"pattern": "^[^/]+$"})],
    "AWS::ApiGateway::Stage": [within("StageName", {"pattern": STAGE_NAME})],
    "AWS::ApiGateway::UsagePlan": [within("Quota/Period", {"enum": ["DAY", "MONTH", "WEEK"]})],
    "AWS::ApiGatewayV2::Api": [
        needs({"ProtocolType": "WEBSOCKET"}, "RouteSelectionExpression"),
        {"requiredOr": ["Body", "BodyS3Location", "Name"]},
    ],
    "AWS::ApiGatewayV2::Authorizer": [
        needs({"AuthorizerType": "JWT"}, "IdentitySource", "JwtConfiguration"),
        needs({"AuthorizerType": "REQUEST"}, "AuthorizerUri"),
    ],
    "AWS::ApiGatewayV2::Integration": [needs({"ConnectionType": "VPC_LINK"}, "ConnectionId")],
    "AWS::ApiGatewayV2::Route": [needs({"AuthorizationType": ["CUSTOM", "JWT"]}, "AuthorizerId")],
    "AWS::ApiGatewayV2::Stage": [within("StageName", {"pattern": "^([A-Za-z0-9_-]*|\\$default)$"})],
    "AWS::AppSync::DataSource": [
        needs({"Type": "AMAZON_DYNAMODB"}, "DynamoDBConfig", "ServiceRoleArn"),
        needs({"Type": "AMAZON_EVENTBRIDGE"}, "EventBridgeConfig", "ServiceRoleArn"),
        needs({"Type": "AMAZON_OPENSEARCH_SERVICE"}, "OpenSearchServiceConfig", "ServiceRoleArn"),
        needs({"Type": "AWS_LAMBDA"}, "LambdaConfig", "ServiceRoleArn"),
        needs({"Type": "HTTP"}, "HttpConfig"),
        needs({"Type": "RELATIONAL_DATABASE"}, "RelationalDatabaseConfig"),
    ],
    "AWS::AppSync::FunctionConfiguration": [together("Code", "Runtime"), together("CodeS3Location", "Runtime")],
    "AWS::AppSync::GraphQLApi": [
        within(
            "AuthenticationType",
            {"enum": ["AMAZON_COGNITO_USER_POOLS", "API_KEY", "AWS_IAM", "AWS_LAMBDA", "OPENID_CONNECT"]},
        ),
        needs({"AuthenticationType": "AMAZON_COGNITO_USER_POOLS"}, "UserPoolConfig"),
        needs({"AuthenticationType": "AWS_LAMBDA"}, "LambdaAuthorizerConfig"),
        needs({"AuthenticationType": "OPENID_CONNECT"}, "OpenIDConnectConfig"),
    ],
    "AWS::AppSync::Resolver": [
        together("Code", "Runtime"),
        together("CodeS3Location", "Runtime"),
    ],
    "AWS::CloudWatch::Alarm": [
        together("MetricName", "Namespace", "Period"),
        needs({"MetricName": ANY}) | {"then": {"requiredXor": ["ExtendedStatistic", "Statistic"]}},
    ],
    "AWS::Cognito::UserPool": [
        apart("AliasAttributes", "UsernameAttributes"),
        needs({"MfaConfiguration": ["ON", "OPTIONAL"]}) | {"then": {"requiredOr": ["EnabledMfas", "SmsConfiguration"]}},
        within("EmailConfiguration", needs({"EmailSendingAccount": "DEVELOPER"}, "SourceArn")),
    ],
    "AWS::Cognito::UserPoolClient": [
        needs({"AllowedOAuthFlowsUserPoolClient": TRUE}, "AllowedOAuthFlows", "AllowedOAuthScopes"),
        # Without a unit they are hours, and a token lives a day at most ("TokenValidityUnits").
        {
            "if": {"required": ["TokenValidityUnits"]},
            "else": {"properties": {"AccessTokenValidity": number(0, 24), "IdTokenValidity": number(0, 24)}},
        },
    ],
    "AWS::DynamoDB::Table": [within("BillingMode", {"enum": ["PAY_PER_REQUEST", "PROVISIONED"]})],
    "AWS::EC2::SecurityGroup": [within("SecurityGroupIngress/*", PORTS), within("SecurityGroupEgress/*", PORTS)],
    "AWS::EC2::SecurityGroupEgress": [PORTS],
    "AWS::EC2::SecurityGroupIngress": [PORTS],
    "AWS::ECS::Service": [needs({"LaunchType": "FARGATE"}, "NetworkConfiguration")],
    "AWS::ECS::TaskDefinition": [
        {
            "if": {
                "required": ["RequiresCompatibilities"],
                "properties": {"RequiresCompatibilities": {"minItems": 1, "items": {"enum": ["FARGATE"]}}},
            },
            "then": {"required": ["Cpu", "Memory", "NetworkMode"], "properties": {"NetworkMode": {"enum": ["awsvpc"]}}},
        },
    ],
    "AWS::ElasticLoadBalancingV2::Listener": [needs({"Protocol": ["HTTPS", "TLS"]}, "Certificates")],
    "AWS::Events::Rule": [
        within("Targets/*", apart("Input", "InputPath", "InputTransformer"), apart("InputPath", "InputTransformer")),
    ],
    "AWS::Kinesis::Stream": [
        within("RetentionPeriodHours", number(24, 8760)),
        {
            "if": {
                "required": ["StreamModeDetails"],
                "properties": {"StreamModeDetails": holds({"StreamMode": "PROVISIONED"})},
            },
            "then": {"required": ["ShardCount"]},
        },
    ],
    "AWS::Lambda::Function": [
        within("LoggingConfig", together("ApplicationLogLevel", "LogFormat"), together("SystemLogLevel", "LogFormat")),
        {
            "if": {"required": ["LoggingConfig"], "properties": {"LoggingConfig": holds({"LogFormat": "Text"})}},
            "then": {"properties": {"LoggingConfig": {"properties": {"ApplicationLogLevel": False}}}},
        },
        within("RuntimeManagementConfig", needs({"UpdateRuntimeOn": "Manual"}, "RuntimeVersionArn")),
        # "SubnetIds and SecurityIds must coexist or be both empty list" (Lambda API, CreateFunction).
        within("VpcConfig", together("SubnetIds", "SecurityGroupIds")),
        {
            # "the maximum allowed value is 1,800 seconds" (Lambda API, CreateFunction).
            "if": {"required": ["CapacityProviderConfig"]},
            "then": {"properties": {"Timeout": number(1, 5400)}},
            "else": {"properties": {"Timeout": number(1, 1800)}},
        },
    ],
    "AWS::Logs::MetricFilter": [within("MetricTransformations/*", apart("DefaultValue", "Dimensions"))],
    "AWS::RDS::DBInstance": [
        forbids({"ManageMasterUserPassword": TRUE}, "MasterUserPassword"),
        # No word that PostgreSQL on RDS has for itself.
        {
            "if": holds({"Engine": "postgres"}),
            "then": {"properties": {"MasterUsername": {"not": {"enum": ["admin", "rdsadmin"]}}}},
        },
    ],
    "AWS::S3::Bucket": [
        together("ReplicationConfiguration", "VersioningConfiguration"),
        within("ObjectLockConfiguration/Rule/DefaultRetention", {"requiredXor": ["Days", "Years"]}),
        within(
            "WebsiteConfiguration",
            together("ErrorDocument", "IndexDocument"),
            together("RoutingRules", "IndexDocument"),
        ),
        within(
            "BucketEncryption/ServerSideEncryptionConfiguration/*/ServerSideEncryptionByDefault",
            forbids({"SSEAlgorithm": "AES256"}, "KMSMasterKeyID"),
        ),
    ],
    "AWS::SNS::Subscription": [within("Protocol", {"enum": PROTOCOLS})],
    "AWS::SNS::Topic": [needs({"ContentBasedDeduplication": TRUE}, "FifoTopic")],
    "AWS::SQS::Queue": [
        needs({"FifoThroughputLimit": "perMessageGroupId"}, "DeduplicationScope"),
        forbids({"SqsManagedSseEnabled": TRUE}, "KmsMasterKeyId"),
        # "Redrive policy does not contain mandatory attribute" (Amazon SQS API, SetQueueAttributes).
        within(
            "RedrivePolicy",
            together("deadLetterTargetArn", "maxReceiveCount"),
            together("maxReceiveCount", "deadLetterTargetArn"),
        ),
        within("RedriveAllowPolicy", needs({"redrivePermission": "byQueue"}, "sourceQueueArns")),
    ],
    "AWS::SSM::Parameter": [within("Name", {"pattern": "^(/.*|[^/]*)$"})],
    "AWS::SecretsManager::Secret": [
        apart("GenerateSecretString", "SecretString"),
        within(
            "GenerateSecretString",
            together("GenerateStringKey", "SecretStringTemplate"),
            together("SecretStringTemplate", "GenerateStringKey"),
        ),
    ],
    "AWS::StepFunctions::StateMachine": [
        within("LoggingConfiguration", needs({"Level": ["ALL", "ERROR", "FATAL"]}, "Destinations")),
    ],
}


def joined(rows):
    """The same rows, with what is said of single properties in one: each row costs another look at the resource."""
    of_properties, others = {}, []
    for row in rows:
        if set(row) == {"properties"} and not set(row["properties"]) & set(of_properties):
            of_properties |= row["properties"]
        else:
            others.append(row)
    return ([{"properties": dict(sorted(of_properties.items()))}] if of_properties else []) + others


REFUSED = {name: joined(rows) for name, rows in REFUSED.items()}
