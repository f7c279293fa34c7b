//! What is wrong with properties, as the passes and rules report it.
use super::Code;

codes! {
    /// Two properties are set of which only one can be.
    ///
    /// Some such pairs SAM refuses; the others the service refuses when the stack is deployed. Where a condition
    /// chooses one of them, they are left alone.
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
    ///         Changed:
    ///           Type: EventBridgeRule
    ///           Properties:
    ///             Pattern:
    ///               source: [aws.ec2]
    ///             Input: '{}'
    ///             InputPath: $.detail
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
    ///         Changed:
    ///           Type: EventBridgeRule
    ///           Properties:
    ///             Pattern:
    ///               source: [aws.ec2]
    ///             InputPath: $.detail
    /// ```
    CONFLICTING_PROPERTIES: "conflicting-properties" Error;
    /// A property is missing that has to be there, or that another one needs beside it.
    ///
    /// What SAM itself needs, it asks for. The rest is found by CloudFormation or by the service when the stack is
    /// deployed. What `Globals` says counts as written.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       VpcConfig:
    ///         SecurityGroupIds: [sg-0123456789abcdef0]
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       VpcConfig:
    ///         SecurityGroupIds: [sg-0123456789abcdef0]
    ///         SubnetIds: [subnet-0123456789abcdef0]
    /// ```
    MISSING_PROPERTY: "missing-property" Error;
    /// The time to begin at is missing, has no effect, or has not come yet.
    ///
    /// `StartingPosition: AT_TIMESTAMP` needs `StartingPositionTimestamp`, a number of seconds since 1970, which only that
    /// position looks at, and which can not be in the future (`CreateEventSourceMapping` in the API of Lambda; AWS CDK refuses
    /// the one without the other).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Worker:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Changes:
    ///           Type: Kinesis
    ///           Properties:
    ///             Stream: arn:aws:kinesis:us-east-1:123456789012:stream/changes
    ///             StartingPosition: AT_TIMESTAMP
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Worker:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Changes:
    ///           Type: Kinesis
    ///           Properties:
    ///             Stream: arn:aws:kinesis:us-east-1:123456789012:stream/changes
    ///             StartingPosition: AT_TIMESTAMP
    ///             StartingPositionTimestamp: 1767225600
    /// ```
    STARTING_POSITION_TIMESTAMP: "starting-position-timestamp" Error;
    /// A condition is used that is not defined under `Conditions`.
    ///
    /// CloudFormation refuses such a template when it is deployed, whether the name stands in `Condition`, in `Fn::If`
    /// or in another condition.
    ///
    /// ```yaml bad
    /// Parameters:
    ///   Stage:
    ///     Type: String
    /// Conditions:
    ///   IsProduction: !Equals [!Ref Stage, prod]
    /// Resources:
    ///   Backup:
    ///     Type: AWS::Serverless::SimpleTable
    ///     Condition: IsProd
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    ///     Condition: IsProduction
    /// ```
    /// ```yaml good
    /// Parameters:
    ///   Stage:
    ///     Type: String
    /// Conditions:
    ///   IsProduction: !Equals [!Ref Stage, prod]
    /// Resources:
    ///   Backup:
    ///     Type: AWS::Serverless::SimpleTable
    ///     Condition: IsProduction
    /// ```
    UNDEFINED_CONDITION: "undefined-condition" Error;
    /// A property is misspelt, or stands where it means nothing.
    ///
    /// At the top of a resource or an event, SAM refuses it. Further in, SAM drops it or hands it on to
    /// CloudFormation, which refuses it when the stack is deployed.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Environment:
    ///         Variables:
    ///           LEVEL: info
    ///         Timeout: 30
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Environment:
    ///         Variables:
    ///           LEVEL: info
    ///       Timeout: 30
    /// ```
    UNKNOWN_PROPERTY: "unknown-property" Error;
    /// A value has a type that the property can not have, such as a string in the place of a list.
    ///
    /// Where SAM reads the value itself, it refuses the template. Where it hands the value on, CloudFormation refuses
    /// it when the stack is deployed; but it takes `"30"` for a number, and a number for a string.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Timeout: 30s
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Timeout: 30
    /// ```
    WRONG_TYPE: "wrong-type" Error;
}
