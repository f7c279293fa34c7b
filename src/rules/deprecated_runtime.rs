//! Finds runtimes that AWS no longer supports.
use crate::diagnostic::Problems;
use crate::facts::runtimes::{self, AS_OF, Runtime};
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::Node;

rule! {
    /// A function's runtime is deprecated.
    ///
    /// Lambda no longer patches its security holes. Some weeks or months later, it refuses to create functions with the
    /// runtime, and then to update existing ones, so a deployment may fail. This is a warning because AWS has postponed
    /// these last two steps many times, and existing functions keep running. The page "Lambda runtimes" of the AWS
    /// Lambda Developer Guide has the current dates.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs16.x
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    /// ```
    "deprecated-runtime" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for value in semantics.description().values.iter().filter(|it| it.is_runtime()) {
        for known in value.resolved(semantics) {
            let Some(runtime) = Node::text(&known.node).and_then(|it| runtimes::deprecated(it)) else { continue };
            let message =
                format!("`{}` has been deprecated since {}{}", runtime.name, runtime.deprecated, blocked(runtime));
            let finding = value.finding(&CODE, &known, message);
            problems.push(finding.help(format!("move to `{}`", runtime.successor)));
        }
    }
}

/// What no longer works.
fn blocked(runtime: &Runtime) -> &'static str {
    if runtime.update_blocked <= AS_OF {
        ", and functions with it can be neither created nor updated"
    } else if runtime.create_blocked <= AS_OF {
        ", and functions with it cannot be created"
    } else {
        ""
    }
}
