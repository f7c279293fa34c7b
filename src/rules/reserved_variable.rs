//! Finds environment variables that Lambda keeps to itself.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::Semantics;
use std::collections::HashSet;

rule! {
    /// A function sets an environment variable that only Lambda may set.
    ///
    /// Lambda refuses the function: "reserved keys that are currently not supported for modification". The function can
    /// read them without further ado (chapter "environment variables" in the Lambda guide, "defined runtime environment
    /// variables").
    ///
    /// ```yaml bad
    /// Resources:
    ///   Report:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Environment:
    ///         Variables:
    ///           AWS_REGION: eu-west-1
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Report:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Environment:
    ///         Variables:
    ///           TARGET_REGION: eu-west-1
    /// ```
    "reserved-variable" Error check
}

/// Those that the guide marks as reserved.
const RESERVED: [&str; 18] = [
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    // What `Globals` gives to many functions counts once.
    let mut seen = HashSet::new();
    for function in semantics.functions() {
        for (name, entry) in function.variables(semantics) {
            if !RESERVED.contains(&&**name) || !seen.insert(entry.key_span) {
                continue;
            }
            let message = format!("`{name}` is reserved for Lambda, which refuses a function that sets it");
            let help = "remove it, or choose another name; the function can read it where Lambda sets it";
            problems.push(Diagnostic::new(&CODE, entry.key_span, message).resource(&**function.id).help(help));
        }
    }
}
