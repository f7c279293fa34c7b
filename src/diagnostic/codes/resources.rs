//! What the passes refuse of resources and events. Says nothing about templates itself.
use super::Code;

codes! {
    /// Two resources, or a resource and a parameter, have the same logical id.
    ///
    /// A generated resource may have the same logical id as a resource in the template, and one of them would be lost.
    /// Generated ids are composed of the ids of the resource and the event; rename one of them. A reference to what is
    /// both a resource and a parameter is ambiguous, so CloudFormation refuses the template.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///   HelloRole:
    ///     Type: AWS::IAM::Role
    ///     Properties:
    ///       AssumeRolePolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement:
    ///           - Effect: Allow
    ///             Action: sts:AssumeRole
    ///             Principal: {Service: lambda.amazonaws.com}
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///   OtherRole:
    ///     Type: AWS::IAM::Role
    ///     Properties:
    ///       AssumeRolePolicyDocument:
    ///         Version: '2012-10-17'
    ///         Statement:
    ///           - Effect: Allow
    ///             Action: sts:AssumeRole
    ///             Principal: {Service: lambda.amazonaws.com}
    /// ```
    DUPLICATE_LOGICAL_ID: "duplicate-logical-id" Error;
    /// A trigger of a Cognito user pool invokes two functions.
    ///
    /// A user pool has one function for each trigger.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Users:
    ///     Type: AWS::Cognito::UserPool
    ///   Check:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Login:
    ///           Type: Cognito
    ///           Properties:
    ///             UserPool: !Ref Users
    ///             Trigger: PreSignUp
    ///   Log:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Login:
    ///           Type: Cognito
    ///           Properties:
    ///             UserPool: !Ref Users
    ///             Trigger: PreSignUp
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Users:
    ///     Type: AWS::Cognito::UserPool
    ///   Check:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Login:
    ///           Type: Cognito
    ///           Properties:
    ///             UserPool: !Ref Users
    ///             Trigger: PreSignUp
    ///   Log:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Login:
    ///           Type: Cognito
    ///           Properties:
    ///             UserPool: !Ref Users
    ///             Trigger: PostConfirmation
    /// ```
    DUPLICATE_TRIGGER: "duplicate-trigger" Error;
    /// The location of code or of a definition is not one that SAM accepts.
    ///
    /// The location must be in S3: `s3://bucket/key`, or a map with `Bucket` and `Key`. `sam package` and `sam deploy`
    /// upload local paths.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Tools:
    ///     Type: AWS::Serverless::LayerVersion
    ///     Properties:
    ///       ContentUri:
    ///         Bucket: code
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Tools:
    ///     Type: AWS::Serverless::LayerVersion
    ///     Properties:
    ///       ContentUri:
    ///         Bucket: code
    ///         Key: tools.zip
    /// ```
    INVALID_LOCATION: "invalid-location" Error;
    /// The name of a resource, a parameter or an output contains something other than letters and digits.
    ///
    /// CloudFormation refuses such a name, and one with more than 255 characters ("Resources", "Parameters" and "Outputs"
    /// in the CloudFormation user guide).
    ///
    /// ```yaml bad
    /// Resources:
    ///   say-hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    /// ```
    /// ```yaml good
    /// Resources:
    ///   SayHello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    /// ```
    INVALID_LOGICAL_ID: "invalid-logical-id" Error;
    /// A value has the right type, but SAM does not accept it here.
    ///
    /// SAM translates the values that it knows, and cannot translate this one.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Change:
    ///           Type: EventBridgeRule
    ///           Properties:
    ///             Pattern: {source: [aws.ec2]}
    ///             DeadLetterConfig: {Type: SNS}
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Change:
    ///           Type: EventBridgeRule
    ///           Properties:
    ///             Pattern: {source: [aws.ec2]}
    ///             DeadLetterConfig: {Type: SQS}
    /// ```
    INVALID_VALUE: "invalid-value" Error;
    /// The URL of an application from the Serverless Application Repository is a placeholder.
    ///
    /// The repository issues a URL that is valid for some hours. Only the deployment can request it.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Login:
    ///     Type: AWS::Serverless::Application
    ///     Properties:
    ///       Location:
    ///         ApplicationId: arn:aws:serverlessrepo:us-east-1:123456789012:applications/login
    ///         SemanticVersion: 1.0.0
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Login:
    ///     Type: AWS::Serverless::Application
    ///     Properties:
    ///       Location: https://example.s3.amazonaws.com/login.yaml
    /// ```
    PLACEHOLDER_URL: "placeholder-url" Warning;
    /// A tag has a name that SAM reserves for its own tags.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Tags:
    ///         lambda:createdBy: me
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Tags:
    ///         createdBy: me
    /// ```
    RESERVED_TAG: "reserved-tag" Error;
    /// The region has no Serverless Application Repository.
    UNAVAILABLE_SERVICE: "unavailable-service" Error;
    /// The `Type` of an event is not an event source.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Tick:
    ///           Type: Timer
    ///           Properties:
    ///             Schedule: rate(1 hour)
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Tick:
    ///           Type: Schedule
    ///           Properties:
    ///             Schedule: rate(1 hour)
    /// ```
    UNKNOWN_EVENT_TYPE: "unknown-event-type" Error;
    /// A resource that SAM must read or change is not in the template.
    ///
    /// Notifications are set on the bucket, triggers on the user pool: SAM can add them only to resources in the same
    /// template.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Images:
    ///     Type: AWS::S3::Bucket
    ///   Resize:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Created:
    ///           Type: S3
    ///           Properties:
    ///             Bucket: images
    ///             Events: s3:ObjectCreated:*
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Images:
    ///     Type: AWS::S3::Bucket
    ///   Resize:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Created:
    ///           Type: S3
    ///           Properties:
    ///             Bucket: !Ref Images
    ///             Events: s3:ObjectCreated:*
    /// ```
    UNKNOWN_RESOURCE: "unknown-resource" Error;
    /// An event refers to a resource of the wrong type.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Images:
    ///     Type: AWS::SQS::Queue
    ///   Resize:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Created:
    ///           Type: S3
    ///           Properties:
    ///             Bucket: !Ref Images
    ///             Events: s3:ObjectCreated:*
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Images:
    ///     Type: AWS::S3::Bucket
    ///   Resize:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Created:
    ///           Type: S3
    ///           Properties:
    ///             Bucket: !Ref Images
    ///             Events: s3:ObjectCreated:*
    /// ```
    WRONG_RESOURCE_TYPE: "wrong-resource-type" Error;
}
