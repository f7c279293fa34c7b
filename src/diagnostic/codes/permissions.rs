//! What the passes refuse of policies and connectors. Says nothing about templates itself.
use super::Code;

codes! {
    /// A connector refers to a resource that has an error.
    ///
    /// What the connector must allow is known only when the resource is correct, so fix the resource first.
    /// `samc check` does not report the connector, because it reports the error of the resource.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Runtime: nodejs24.x
    ///   Orders:
    ///     Type: AWS::Serverless::SimpleTable
    ///   HelloToOrders:
    ///     Type: AWS::Serverless::Connector
    ///     Properties:
    ///       Source: {Id: Hello}
    ///       Destination: {Id: Orders}
    ///       Permissions: [Write]
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///   Orders:
    ///     Type: AWS::Serverless::SimpleTable
    ///   HelloToOrders:
    ///     Type: AWS::Serverless::Connector
    ///     Properties:
    ///       Source: {Id: Hello}
    ///       Destination: {Id: Orders}
    ///       Permissions: [Write]
    /// ```
    BROKEN_REFERENCE: "broken-reference" Error;
    /// An event needs to add a policy, but a condition chooses the value of `Policies`.
    ///
    /// SAM adds the permissions that an event needs to the list of policies, and cannot add to a list that is known
    /// only at deployment. Write a list, with conditions inside it.
    ///
    /// ```yaml bad
    /// Conditions:
    ///   IsProd: !Equals [!Ref AWS::Region, eu-west-1]
    /// Resources:
    ///   Worker:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Policies:
    ///         - !If
    ///           - IsProd
    ///           - Statement: [{Effect: Allow, Action: 's3:GetObject', Resource: '*'}]
    ///           - !Ref AWS::NoValue
    ///       Events:
    ///         Orders:
    ///           Type: MQ
    ///           Properties:
    ///             Broker: arn:aws:mq:eu-west-1:123456789012:broker:orders:b-1
    ///             Queues: [orders]
    ///             SourceAccessConfigurations:
    ///               - Type: BASIC_AUTH
    ///                 URI: arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders
    /// ```
    /// ```yaml good
    /// Conditions:
    ///   IsProd: !Equals [!Ref AWS::Region, eu-west-1]
    /// Resources:
    ///   Worker:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Policies:
    ///         - Statement:
    ///             - !If
    ///               - IsProd
    ///               - {Effect: Allow, Action: 's3:GetObject', Resource: '*'}
    ///               - !Ref AWS::NoValue
    ///       Events:
    ///         Orders:
    ///           Type: MQ
    ///           Properties:
    ///             Broker: arn:aws:mq:eu-west-1:123456789012:broker:orders:b-1
    ///             Queues: [orders]
    ///             SourceAccessConfigurations:
    ///               - Type: BASIC_AUTH
    ///                 URI: arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders
    /// ```
    CONDITIONAL_POLICY: "conditional-policy" Error;
    /// An entry of `Policies` is not a policy.
    ///
    /// Each entry is the name or ARN of a managed policy, a policy document with `Statement`, or one of SAM's policy
    /// templates with its parameters.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Policies:
    ///         - S3ReadPolicies:
    ///             BucketName: images
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Policies:
    ///         - S3ReadPolicy:
    ///             BucketName: images
    /// ```
    INVALID_POLICY: "invalid-policy" Error;
    /// A policy template lacks one of its parameters.
    ///
    /// The parameters say which table, queue or bucket the policy applies to.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Policies:
    ///         - S3ReadPolicy: {}
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Policies:
    ///         - S3ReadPolicy:
    ///             BucketName: images
    /// ```
    MISSING_POLICY_PARAMETER: "missing-policy-parameter" Error;
    /// A connector needs to add a policy to a role that cannot be found.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Role: arn:aws:iam::123456789012:role/hello
    ///   Orders:
    ///     Type: AWS::Serverless::SimpleTable
    ///   HelloToOrders:
    ///     Type: AWS::Serverless::Connector
    ///     Properties:
    ///       Source: {Id: Hello}
    ///       Destination: {Id: Orders}
    ///       Permissions: [Write]
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///   Orders:
    ///     Type: AWS::Serverless::SimpleTable
    ///   HelloToOrders:
    ///     Type: AWS::Serverless::Connector
    ///     Properties:
    ///       Source: {Id: Hello}
    ///       Destination: {Id: Orders}
    ///       Permissions: [Write]
    /// ```
    MISSING_ROLE: "missing-role" Error;
    /// The branches of an `Fn::If` in `Policies` are policies of different kinds.
    ///
    /// SAM puts managed policies and policy documents in different places, and cannot decide between them before
    /// deployment. Write one `Fn::If` for each kind.
    ///
    /// ```yaml bad
    /// Conditions:
    ///   IsProd: !Equals [!Ref AWS::Region, eu-west-1]
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Policies:
    ///         - !If
    ///           - IsProd
    ///           - AmazonS3ReadOnlyAccess
    ///           - Statement: [{Effect: Allow, Action: 's3:GetObject', Resource: '*'}]
    /// ```
    /// ```yaml good
    /// Conditions:
    ///   IsProd: !Equals [!Ref AWS::Region, eu-west-1]
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Policies:
    ///         - !If
    ///           - IsProd
    ///           - AmazonS3ReadOnlyAccess
    ///           - AmazonS3FullAccess
    /// ```
    MIXED_POLICIES: "mixed-policies" Error;
    /// There is no connector between resources of these types, or not with these permissions.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    ///   Orders:
    ///     Type: AWS::SQS::Queue
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///   ToOrders:
    ///     Type: AWS::Serverless::Connector
    ///     Properties:
    ///       Source: {Id: Products}
    ///       Destination: {Id: Orders}
    ///       Permissions: [Write]
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    ///   Orders:
    ///     Type: AWS::SQS::Queue
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///   ToOrders:
    ///     Type: AWS::Serverless::Connector
    ///     Properties:
    ///       Source: {Id: Hello}
    ///       Destination: {Id: Orders}
    ///       Permissions: [Write]
    /// ```
    UNSUPPORTED_CONNECTION: "unsupported-connection" Error;
}
