//! What is refused of a template as a text, and of what holds for all of it. Says nothing about templates itself.
use super::Refusal;

pub static ALL: &[Refusal] = refusals! {
    /// A parameter's value refers to itself.
    ///
    /// Nothing can be put in the place of such a reference. Give the parameter a plain default.
    "circular-reference";
    /// A key is given twice in one map.
    ///
    /// Only the last value counts, and nobody is told: the first one is lost without a trace.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Timeout: 10
    ///       Timeout: 30
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
    "duplicate-key";
    /// A file `.samc.yaml` says something that samc does not know.
    ///
    /// Templates below such a file are not checked, as nobody knows how they should be.
    "invalid-configuration";
    /// The section `Globals`, or `IgnoreGlobals`, says something that SAM does not know.
    ///
    /// `Globals` has a map for some of SAM's types, with those properties that make sense for all resources of a
    /// type.
    ///
    /// ```yaml bad
    /// Globals:
    ///   Function:
    ///     FunctionName: hello
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    /// ```
    /// ```yaml good
    /// Globals:
    ///   Function:
    ///     Timeout: 30
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    /// ```
    "invalid-globals";
    /// An intrinsic function stands where SAM has to know the value, or does not have the arguments that it needs.
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
    ///         - !If [IsProd, AmazonS3ReadOnlyAccess]
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
    ///         - !If [IsProd, AmazonS3ReadOnlyAccess, !Ref AWS::NoValue]
    /// ```
    "invalid-intrinsic";
    /// A parameter in an `Fn::Sub` has a value that is no text.
    ///
    /// ```yaml bad
    /// Parameters:
    ///   Version:
    ///     Type: Number
    ///     Default: 2
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       EventInvokeConfig:
    ///         DestinationConfig:
    ///           OnFailure:
    ///             Type: SQS
    ///             Destination: !Sub arn:aws:sqs:eu-west-1:123456789012:failed-${Version}
    /// ```
    /// ```yaml good
    /// Parameters:
    ///   Version:
    ///     Type: Number
    ///     Default: '2'
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       EventInvokeConfig:
    ///         DestinationConfig:
    ///           OnFailure:
    ///             Type: SQS
    ///             Destination: !Sub arn:aws:sqs:eu-west-1:123456789012:failed-${Version}
    /// ```
    "invalid-substitution";
    /// The template has no resources.
    ///
    /// ```yaml bad
    /// Transform: AWS::Serverless-2016-10-31
    /// ```
    /// ```yaml good
    /// Transform: AWS::Serverless-2016-10-31
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    /// ```
    "missing-section";
    /// The file is no template: it is empty, or not a map of sections.
    ///
    /// ```yaml bad
    /// - Type: AWS::Serverless::SimpleTable
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    /// ```
    "not-a-template";
    /// The file is not text in UTF-8, or has characters that YAML does not allow.
    "not-text";
    /// The file can not be read as YAML or JSON.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    ///    Properties: {}
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    ///     Properties: {}
    /// ```
    "syntax-error";
    /// The template is larger than any that CloudFormation takes.
    "template-too-large";
    /// A number is too large to be written as JSON.
    "unwritable-number";
};
