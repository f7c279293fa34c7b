//! Finds runtimes that AWS no longer supports.
use crate::diagnostic::Problems;
use crate::facts::runtimes::{self, AS_OF, Runtime};
use crate::rule;
use crate::sam::resources;
use crate::semantics::Semantics;
use crate::syntax::Node;

rule! {
    /// A function's runtime is deprecated.
    ///
    /// Lambda no longer mends its security holes. Some weeks or months later it refuses new functions with it, and
    /// then changes to those that exist; so a deployment may fail. A warning, since AWS has put off these last two
    /// steps many times, and functions go on running. The page "Lambda runtimes" of AWS's Lambda
    /// Developer Guide has the dates that hold.
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
    for value in semantics.description().values.iter().filter(|it| it.is_property(resources::FUNCTION, "Runtime")) {
        for known in value.resolved(semantics) {
            let Some(runtime) = Node::text(&known.node).and_then(|it| runtimes::deprecated(it)) else { continue };
            let message = format!("`{}` is deprecated since {}{}", runtime.name, runtime.deprecated, blocked(runtime));
            let finding = value.finding(&CODE, &known, message);
            problems.push(finding.help(format!("move to `{}`", runtime.successor)));
        }
    }
}

/// What no longer works.
fn blocked(runtime: &Runtime) -> &'static str {
    if runtime.update_blocked <= AS_OF {
        ", and functions with it can be neither created nor changed"
    } else if runtime.create_blocked <= AS_OF {
        ", and functions with it can not be created"
    } else {
        ""
    }
}
