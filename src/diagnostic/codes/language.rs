//! What is refused of loops, snippets and functions that are resolved before SAM, and where their transform is missing.
use super::Code;

codes! {
    /// An `Fn::ForEach` does not have the form of a loop.
    ///
    /// A loop is a list of an identifier, a collection and a map, under a key `Fn::ForEach::Name`. The collection is
    /// a list of strings, or a function that gives one, such as a `Ref` of a parameter of the type
    /// `CommaDelimitedList`. The map holds what the loop makes: for `Resources` and `Outputs`, entries with a logical
    /// id each ("Fn::ForEach" in the template reference of CloudFormation).
    ///
    /// ```yaml bad
    /// Transform: AWS::LanguageExtensions
    /// Resources:
    ///   Fn::ForEach::Topics:
    ///     - Name
    ///     - Orders,Users
    ///     - Topic${Name}:
    ///         Type: AWS::SNS::Topic
    /// ```
    /// ```yaml good
    /// Transform: AWS::LanguageExtensions
    /// Resources:
    ///   Fn::ForEach::Topics:
    ///     - Name
    ///     - [Orders, Users]
    ///     - Topic${Name}:
    ///         Type: AWS::SNS::Topic
    /// ```
    INVALID_LOOP: "invalid-loop" Error;
    /// A file that `AWS::Include` puts in is not a snippet.
    ///
    /// A snippet is a map in YAML or JSON: its keys take the place of the `Fn::Transform` that includes it. `Parameters` cannot
    /// include any ("AWS::Include transform" in the template reference of CloudFormation).
    INVALID_SNIPPET: "invalid-snippet" Error;
    /// A loop makes an entry whose name another entry has.
    ///
    /// Each round of a loop makes its own entries. Their names must differ from each other and from all others, so
    /// the identifier of the loop must be part of them. CloudFormation refuses the template; the SAM CLI lets one of
    /// the entries win ("Fn::ForEach" in the template reference of CloudFormation).
    ///
    /// ```yaml bad
    /// Transform: AWS::LanguageExtensions
    /// Resources:
    ///   Fn::ForEach::Topics:
    ///     - Name
    ///     - [Orders, Users]
    ///     - Topic:
    ///         Type: AWS::SNS::Topic
    /// ```
    /// ```yaml good
    /// Transform: AWS::LanguageExtensions
    /// Resources:
    ///   Fn::ForEach::Topics:
    ///     - Name
    ///     - [Orders, Users]
    ///     - Topic${Name}:
    ///         Type: AWS::SNS::Topic
    /// ```
    LOOP_COLLISION: "loop-collision" Error;
    /// The name of a loop, or its identifier, is the name of something else.
    ///
    /// The name of a loop must differ from all logical ids and loops of its section and from all parameters, its
    /// identifier from all of those and from the identifiers of loops around it ("Fn::ForEach" in the template
    /// reference of CloudFormation).
    ///
    /// ```yaml bad
    /// Transform: AWS::LanguageExtensions
    /// Resources:
    ///   Topics:
    ///     Type: AWS::SNS::Topic
    ///   Fn::ForEach::Topics:
    ///     - Name
    ///     - [Orders, Users]
    ///     - Topic${Name}:
    ///         Type: AWS::SNS::Topic
    /// ```
    /// ```yaml good
    /// Transform: AWS::LanguageExtensions
    /// Resources:
    ///   Fn::ForEach::Topics:
    ///     - Name
    ///     - [Orders, Users]
    ///     - Topic${Name}:
    ///         Type: AWS::SNS::Topic
    /// ```
    LOOP_NAME_CONFLICT: "loop-name-conflict" Error;
    /// A loop is within more than four others.
    ///
    /// At most five loops can be nested ("Fn::ForEach" in the template reference of CloudFormation).
    ///
    /// ```yaml bad
    /// Transform: AWS::LanguageExtensions
    /// Resources:
    ///   Fn::ForEach::Level1:
    ///     - I1
    ///     - [a]
    ///     - Fn::ForEach::Level2:
    ///         - I2
    ///         - [a]
    ///         - Fn::ForEach::Level3:
    ///             - I3
    ///             - [a]
    ///             - Fn::ForEach::Level4:
    ///                 - I4
    ///                 - [a]
    ///                 - Fn::ForEach::Level5:
    ///                     - I5
    ///                     - [a]
    ///                     - Fn::ForEach::Level6:
    ///                         - I6
    ///                         - [a]
    ///                         - Topic${I1}${I2}${I3}${I4}${I5}${I6}:
    ///                             Type: AWS::SNS::Topic
    /// ```
    /// ```yaml good
    /// Transform: AWS::LanguageExtensions
    /// Resources:
    ///   Fn::ForEach::Level1:
    ///     - I1
    ///     - [a]
    ///     - Fn::ForEach::Level2:
    ///         - I2
    ///         - [a]
    ///         - Fn::ForEach::Level3:
    ///             - I3
    ///             - [a]
    ///             - Fn::ForEach::Level4:
    ///                 - I4
    ///                 - [a]
    ///                 - Fn::ForEach::Level5:
    ///                     - I5
    ///                     - [a]
    ///                     - Topic${I1}${I2}${I3}${I4}${I5}:
    ///                         Type: AWS::SNS::Topic
    /// ```
    LOOP_TOO_DEEP: "loop-too-deep" Error;
    /// A `Ref` or `Fn::GetAtt` has the identifier of a loop in its name.
    ///
    /// `!Ref Topic${Name}` works with the SAM CLI, but CloudFormation has answered "Unresolved resource dependencies
    /// [Topic${Name}]" (cfn-language-discussion, issues 151 and 162). Put the name together with `Fn::Sub`.
    ///
    /// ```yaml bad
    /// Transform: AWS::LanguageExtensions
    /// Resources:
    ///   Fn::ForEach::Topics:
    ///     - Name
    ///     - [Orders, Users]
    ///     - Topic${Name}:
    ///         Type: AWS::SNS::Topic
    ///   Fn::ForEach::Policies:
    ///     - Target
    ///     - [Orders, Users]
    ///     - Policy${Target}:
    ///         Type: AWS::SNS::Subscription
    ///         Properties:
    ///           Protocol: email
    ///           Endpoint: team@example.com
    ///           TopicArn: !Ref Topic${Target}
    /// ```
    /// ```yaml good
    /// Transform: AWS::LanguageExtensions
    /// Resources:
    ///   Fn::ForEach::Topics:
    ///     - Name
    ///     - [Orders, Users]
    ///     - Topic${Name}:
    ///         Type: AWS::SNS::Topic
    ///   Fn::ForEach::Policies:
    ///     - Target
    ///     - [Orders, Users]
    ///     - Policy${Target}:
    ///         Type: AWS::SNS::Subscription
    ///         Properties:
    ///           Protocol: email
    ///           Endpoint: team@example.com
    ///           TopicArn:
    ///             Ref: !Sub Topic${Target}
    /// ```
    LOOP_VARIABLE_IN_REF: "loop-variable-in-ref" Warning;
    /// A function of `AWS::LanguageExtensions` is under `Globals`, where nobody resolves it.
    ///
    /// The transform goes over `Resources`, `Conditions` and `Outputs`. SAM puts `Globals` into resources only
    /// afterwards ("AWS::LanguageExtensions transform" in the template reference of CloudFormation).
    ///
    /// ```yaml bad
    /// Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
    /// Globals:
    ///   Function:
    ///     Timeout:
    ///       Fn::Length: [a, b, c]
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    /// ```
    /// ```yaml good
    /// Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Timeout:
    ///         Fn::Length: [a, b, c]
    /// ```
    MISPLACED_FUNCTION: "misplaced-function" Warning;
    /// An `Fn::ForEach` is where no loop can be.
    ///
    /// Loops can be in `Conditions`, `Resources` and `Outputs`, in other loops, and in the properties of resources
    /// ("Fn::ForEach" in the template reference of CloudFormation).
    ///
    /// ```yaml bad
    /// Transform: AWS::LanguageExtensions
    /// Mappings:
    ///   Fn::ForEach::Sizes:
    ///     - Stage
    ///     - [Dev, Prod]
    ///     - ${Stage}:
    ///         Memory: {Value: 128}
    /// Resources:
    ///   Orders:
    ///     Type: AWS::SNS::Topic
    /// ```
    /// ```yaml good
    /// Transform: AWS::LanguageExtensions
    /// Resources:
    ///   Fn::ForEach::Topics:
    ///     - Name
    ///     - [Orders, Users]
    ///     - Topic${Name}:
    ///         Type: AWS::SNS::Topic
    /// ```
    MISPLACED_LOOP: "misplaced-loop" Error;
    /// A file that `AWS::Include` puts in is not beside the template.
    ///
    /// `sam package` and `aws cloudformation package` look for the file in the folder of the template, and upload it. It may be
    /// made by a build first. Nothing is read outside of the template's folder.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::SNS::Topic
    ///     Properties:
    ///       Fn::Transform:
    ///         Name: AWS::Include
    ///         Parameters:
    ///           Location: no-such-file.yaml
    /// ```
    MISSING_SNIPPET: "missing-snippet" Warning;
    /// The template uses SAM, or a function of `AWS::LanguageExtensions`, without the transform.
    ///
    /// Without `Transform: AWS::Serverless-2016-10-31`, CloudFormation does not know types such as
    /// `AWS::Serverless::Function`, nor the section `Globals`, and refuses the template ("AWS::Serverless transform" in
    /// the template reference of CloudFormation). `Fn::Length`, `Fn::ToJsonString`, `Fn::ForEach`, a default
    /// of `Fn::FindInMap`, and functions in `Ref` and as `DeletionPolicy` need `Transform: AWS::LanguageExtensions`
    /// ("AWS::LanguageExtensions transform").
    ///
    /// ```yaml bad
    /// AWSTemplateFormatVersion: '2010-09-09'
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    /// ```
    /// ```yaml good
    /// AWSTemplateFormatVersion: '2010-09-09'
    /// Transform: AWS::Serverless-2016-10-31
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    /// ```
    MISSING_TRANSFORM: "missing-transform" Error;
    /// A snippet of `AWS::Include` includes another one.
    ///
    /// CloudFormation does not go through a snippet again ("AWS::Include transform" in the template reference of CloudFormation).
    NESTED_INCLUDE: "nested-include" Error;
    /// A snippet of `AWS::Include` has a short form such as `!Ref`.
    ///
    /// Snippets in YAML must write functions in full, such as `Fn::Sub:` or `Ref:` ("AWS::Include transform" in the template
    /// reference of CloudFormation).
    SHORT_FORM_IN_SNIPPET: "short-form-in-snippet" Error;
    /// A snippet of `AWS::Include` has a key that is already in the map into which it is put.
    ///
    /// It is not documented which of the two counts.
    SNIPPET_COLLISION: "snippet-collision" Warning;
    /// An `Fn::FindInMap` looks up a mapping or a key that does not exist.
    ///
    /// CloudFormation refuses such a template when it is deployed. A key that comes from a parameter is checked with
    /// the parameter's default, unless a condition may prevent the lookup.
    ///
    /// ```yaml bad
    /// Mappings:
    ///   Sizes:
    ///     prod:
    ///       Memory: 1024
    /// Resources:
    ///   Products:
    ///     Type: AWS::SSM::Parameter
    ///     Properties:
    ///       Type: String
    ///       Value: !FindInMap [Sizes, prod, Memoy]
    /// ```
    /// ```yaml good
    /// Mappings:
    ///   Sizes:
    ///     prod:
    ///       Memory: 1024
    /// Resources:
    ///   Products:
    ///     Type: AWS::SSM::Parameter
    ///     Properties:
    ///       Type: String
    ///       Value: !FindInMap [Sizes, prod, Memory]
    /// ```
    UNDEFINED_MAPPING: "undefined-mapping" Error;
    /// A function of `AWS::LanguageExtensions` is written in a short form, which does not exist.
    ///
    /// CloudFormation knows no short form of `Fn::ForEach`, `Fn::Length` and `Fn::ToJsonString`
    /// ("AWS::LanguageExtensions transform" in the template reference of CloudFormation).
    ///
    /// ```yaml bad
    /// Transform: AWS::LanguageExtensions
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       DelaySeconds: !Length [a, b]
    /// ```
    /// ```yaml good
    /// Transform: AWS::LanguageExtensions
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       DelaySeconds:
    ///         Fn::Length: [a, b]
    /// ```
    UNKNOWN_SHORT_FORM: "unknown-short-form" Error;
    /// A loop goes over values that are not known when the transform runs.
    ///
    /// CloudFormation unrolls loops before it creates anything, so no item can come from a resource, from a dynamic
    /// reference, or from a parameter with `NoEcho`. The value of a parameter without a default must be given to
    /// `samc expand`; `samc check` takes the values that the parameter allows, or one that stands for all (design
    /// document 9 of aws-cloudformation/cfn-language-discussion).
    ///
    /// ```yaml bad
    /// Transform: AWS::LanguageExtensions
    /// Resources:
    ///   Orders:
    ///     Type: AWS::SNS::Topic
    ///   Fn::ForEach::Topics:
    ///     - Name
    ///     - [Users, !GetAtt Orders.TopicName]
    ///     - Topic${Name}:
    ///         Type: AWS::SNS::Topic
    /// ```
    /// ```yaml good
    /// Transform: AWS::LanguageExtensions
    /// Resources:
    ///   Fn::ForEach::Topics:
    ///     - Name
    ///     - [Orders, Users]
    ///     - Topic${Name}:
    ///         Type: AWS::SNS::Topic
    /// ```
    UNRESOLVABLE_COLLECTION: "unresolvable-collection" Error;
    /// `DeletionPolicy` or `UpdateReplacePolicy` is not known when the transform runs.
    ///
    /// With `AWS::LanguageExtensions` both can be functions of parameters and mappings, but they must come to a
    /// string before anything is created (design document 11 of aws-cloudformation/cfn-language-discussion).
    ///
    /// ```yaml bad
    /// Transform: AWS::LanguageExtensions
    /// Resources:
    ///   Orders:
    ///     Type: AWS::SNS::Topic
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///     DeletionPolicy: !GetAtt Orders.TopicName
    ///     UpdateReplacePolicy: Retain
    /// ```
    /// ```yaml good
    /// Transform: AWS::LanguageExtensions
    /// Parameters:
    ///   Policy:
    ///     Type: String
    ///     Default: Retain
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///     DeletionPolicy: !Ref Policy
    ///     UpdateReplacePolicy: Retain
    /// ```
    UNRESOLVABLE_POLICY: "unresolvable-policy" Error;
}
