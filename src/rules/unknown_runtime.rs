//! Finds runtimes that Lambda is not known to have.
use crate::diagnostic::{Near, Problems, nearest};
use crate::facts::runtimes;
use crate::rule;
use crate::semantics::{Semantics, is_dynamic, is_placeholder};
use crate::syntax::Node;

rule! {
    /// A function has a runtime that samc does not know.
    ///
    /// Lambda refuses unknown runtimes when the stack is deployed. This is a warning because AWS adds runtimes faster
    /// than samc does.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: node24
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
    "unknown-runtime" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for value in semantics.description().values.iter().filter(|it| it.is_runtime()) {
        for known in value.resolved(semantics) {
            let is_unknown =
                |it: &&str| !is_dynamic(it) && !is_placeholder(it) && runtimes::names().all(|known| known != *it);
            let Some(runtime) = Node::text(&known.node).map(|it| &**it).filter(is_unknown) else { continue };
            let finding = value.finding(&CODE, &known, format!("there is no runtime `{runtime}`"));
            let span = finding.span;
            problems.push(match meant_by(runtime) {
                Some(near) if finding.related.is_empty() => finding.did_you_mean_of_aws(span, runtime, near),
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding.help("write a Lambda runtime, such as `python3.14` or `nodejs24.x`"),
            });
        }
    }
}

/// The runtime for new functions that was most likely meant: `nodejs24` lacks `.x`.
fn meant_by(written: &str) -> Option<Near<'static>> {
    let completed = format!("{written}.x");
    let complete = || runtimes::of_new_functions().find(|it| *it == completed);
    match complete().or_else(|| runtimes::newest(written)) {
        Some(completed) => Some(completed.into()),
        None => nearest(written, runtimes::of_new_functions()),
    }
}
