//! What is refused of a template as a text, and of what holds for all of it. Says nothing about templates itself.
use super::Code;

codes! {
    /// A parameter's value refers to itself.
    ///
    /// Such a reference cannot be resolved. Give the parameter a plain default.
    CIRCULAR_REFERENCE: "circular-reference" Error;
    /// A key is given twice in one map.
    ///
    /// Only the last value counts; the first one is silently lost.
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
    DUPLICATE_KEY: "duplicate-key" Warning;
    /// A `.samc.yaml` file contains something that samc does not know.
    ///
    /// Templates below such a file are not checked, because samc cannot know how to check them.
    INVALID_CONFIGURATION: "invalid-configuration" Error;
    /// A `samconfig.toml` file cannot be used as it is meant.
    ///
    /// samc takes the region, the values of parameters and the template from it, as the SAM CLI does. What is wrong there
    /// counts as not written, and templates are checked without it.
    INVALID_SAMCONFIG: "invalid-samconfig" Warning;
    /// The section `Globals`, or `IgnoreGlobals`, contains something that SAM does not know.
    ///
    /// `Globals` has a map for some of SAM's types, with the properties that make sense for all resources of a type.
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
    INVALID_GLOBALS: "invalid-globals" Error;
    /// An intrinsic function has wrong arguments, or is used where SAM must know the value.
    ///
    /// Each function takes a certain number of arguments of certain kinds, and some arguments must be literals
    /// ("Intrinsic function reference" in the template reference of CloudFormation).
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
    INVALID_INTRINSIC: "invalid-intrinsic" Error;
    /// A variable in the text of `Fn::Sub` cannot be replaced.
    ///
    /// CloudFormation refuses variables that have other characters than letters, digits, `_`, `.` and `:`, or name nothing
    /// ("Fn::Sub" in the template reference of CloudFormation), and parameters that are lists. Write `${!NAME}` for the text
    /// `${NAME}`. A parameter in a text that SAM must know needs a string as its value.
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
    INVALID_SUBSTITUTION: "invalid-substitution" Error;
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
    MISSING_SECTION: "missing-section" Error;
    /// The file is not a template: it is empty, or not a map of sections.
    ///
    /// ```yaml bad
    /// - Type: AWS::Serverless::SimpleTable
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    /// ```
    NOT_A_TEMPLATE: "not-a-template" Error;
    /// The file is not text in UTF-8, or has characters that YAML does not allow.
    NOT_TEXT: "not-text" Error;
    /// The file cannot be read as YAML or JSON.
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
    SYNTAX_ERROR: "syntax-error" Error;
    /// The template, or what becomes of it, is larger than CloudFormation accepts.
    ///
    /// CloudFormation takes templates of 1 MB, and stacks of 500 resources. samc refuses what is many times as large and
    /// would take minutes or gigabytes: templates of more than 16 MB, values that are repeated for thousands of resources or
    /// events, more than 5,000 events that lead to one REST API, and more than 10,000 destinations of connectors.
    TEMPLATE_TOO_LARGE: "template-too-large" Error;
    /// A value or a key is in typographic quotes, or begins or ends with a no-break space.
    ///
    /// YAML knows the quotes `'` and `"` and the plain space alone. Others, which come with text that is copied from a web
    /// page or a word processor, become part of the value or of the key.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: “index.handler”
    ///       Runtime: nodejs24.x
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: 'index.handler'
    ///       Runtime: nodejs24.x
    /// ```
    TYPOGRAPHIC_CHARACTER: "typographic-character" Warning;
    /// `samc graph` cannot read a definition that stands in a file of its own.
    ///
    /// What the definition says is missing from the drawing. Only regular files in the folder of the template and below
    /// are read: no path with `..`, no absolute path and no link leads out of it.
    UNREADABLE_DEFINITION: "unreadable-definition" Warning;
    /// A number is too large to be written as JSON.
    UNWRITABLE_NUMBER: "unwritable-number" Error;
}
