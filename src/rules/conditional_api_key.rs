//! Finds conditions on API keys into which SAM does not look.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::sam::resources;
use crate::semantics::Semantics;
use crate::source::Span;
use crate::syntax::Node;
use crate::template::intrinsics;
use std::collections::HashSet;

rule! {
    /// `ApiKeyRequired` depends on a condition, and SAM requires a key whatever the condition says.
    ///
    /// SAM decides about keys before conditions are known, and takes every function for true (SAM specification,
    /// `ApiFunctionAuth`). A parameter is looked up.
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
    ///       Events:
    ///         Get:
    ///           Type: Api
    ///           Properties:
    ///             Path: /hello
    ///             Method: get
    ///             Auth:
    ///               ApiKeyRequired: !If [IsProd, true, false]
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
    ///         Get:
    ///           Type: Api
    ///           Properties:
    ///             Path: /hello
    ///             Method: get
    ///             Auth:
    ///               ApiKeyRequired: true
    /// ```
    "conditional-api-key" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for event in semantics.events_of(&["Api"]) {
        if let Some(key) = conditional_key(event.properties.present("Auth")) {
            event.report(finding(key), problems);
        }
    }
    // What `Globals` gives to many APIs counts once.
    let mut seen: HashSet<Span> = HashSet::new();
    for (id, _, api) in semantics.of_type(resources::API) {
        if let Some(key) = conditional_key(api.present("Auth")).filter(|it| seen.insert(it.span)) {
            problems.push(finding(key).resource(&**id));
        }
    }
}

fn conditional_key(auth: Option<&Node>) -> Option<&Node> {
    auth?.get("ApiKeyRequired").filter(|it| intrinsics::is_if(it))
}

fn finding(key: &Node) -> Diagnostic {
    let message = "SAM takes `Fn::If` for true here: a key is required whatever the condition says";
    let help = "write `true` or `false`, or refer to a parameter, which SAM looks up";
    Diagnostic::new(&CODE, key.span, message).help(help)
}
