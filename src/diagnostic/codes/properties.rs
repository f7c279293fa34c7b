//! What is wrong with properties, as the passes and rules report it.
use super::Code;

codes! {
    /// Two properties are set, but only one of them is allowed.
    ///
    /// SAM refuses some of these pairs; the service refuses the others when the stack is deployed. Pairs of which a
    /// condition chooses one are not reported.
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
    /// A property is missing that is required, or that another property needs.
    ///
    /// SAM refuses a template without the properties that SAM itself needs. The others are found by CloudFormation or
    /// by the service when the stack is deployed. Properties that `Globals` sets count as set.
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
    /// A condition is used that is not defined under `Conditions`.
    ///
    /// CloudFormation refuses such a template when it is deployed, whether the name is in `Condition`, in `Fn::If` or
    /// in another condition.
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
    /// A property is misspelled, or does not belong where it is.
    ///
    /// SAM refuses it at the top level of a resource or an event. Further down, SAM drops it or passes it on to
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
    /// A value has a type that the property does not accept, such as a string instead of a list.
    ///
    /// SAM refuses the template if it reads the value itself. If SAM passes the value on, CloudFormation refuses it
    /// when the stack is deployed; but CloudFormation accepts `"30"` as a number, and a number as a string.
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
