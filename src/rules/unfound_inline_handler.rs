//! Finds handlers that are not in the code that stands in the template.
use crate::diagnostic::Problems;
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::Node;
use std::collections::HashSet;

rule! {
    /// The handler of inline code does not name the file `index`, which is the only one.
    ///
    /// CloudFormation puts inline code into a file `index.js` or `index.py` (template reference, `AWS::Lambda::Function`,
    /// `ZipFile`). With another name before the dot, every invocation fails: "Cannot find module" or "Unable to import
    /// module". Functions with layers are left out, since handlers can be there.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Report:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: app.handler
    ///       Runtime: nodejs24.x
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Report:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    /// ```
    "unfound-inline-handler" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let mut seen = HashSet::new();
    for function in semantics.functions() {
        let has_layers = function.properties.present("Layers").is_some();
        let (Some(_), Some(handler)) = (function.inline_code(), function.properties.present("Handler")) else {
            continue;
        };
        for value in semantics.values_where(&function.sides, handler).into_iter().filter(|_| !has_layers) {
            let Some((module, name)) = Node::text(&value.node).and_then(|it| it.rsplit_once('.')) else { continue };
            // Handlers of Java name a method so, and no code of theirs stands in a template.
            if module == "index" || name.contains("::") || value.is_stand_in() || !seen.insert(value.at) {
                continue;
            }
            let message =
                format!("handler `{module}.{name}` is not in the code of the template, whose file is `index`");
            let finding = value.finding(&CODE, message).resource(&**function.id).help(format!("write `index.{name}`"));
            problems.push(match value.is_written_here() {
                true => finding.fix(value.at, format!("index.{name}")),
                false => finding,
            });
        }
    }
}
