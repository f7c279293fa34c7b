//! Finds paths of nested templates that lead nowhere.
use crate::diagnostic::Problems;
use crate::rule;
use crate::semantics::{Place, Semantics};

rule! {
    /// The path of a nested template leads to nothing beside the template.
    ///
    /// `sam build` and `sam package` read nested templates from the folder of the template ("sam package" in the SAM
    /// developer guide), and stop where nothing is there. It is reported only where something else is there: a folder on
    /// the way, another file that the template names, or another file with the extension of both templates; and not for what
    /// is usually made by a build, such as `dist/`.
    ///
    /// ```yaml child.yaml
    /// Resources:
    ///   Orders:
    ///     Type: AWS::SQS::Queue
    /// ```
    /// ```yaml bad
    /// Resources:
    ///   Store:
    ///     Type: AWS::Serverless::Application
    ///     Properties:
    ///       Location: store.yaml
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Store:
    ///     Type: AWS::Serverless::Application
    ///     Properties:
    ///       Location: child.yaml
    /// ```
    "missing-child" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let missing = semantics.local_paths().iter().filter(|it| it.is_template() && it.place == Place::Missing);
    for local in missing {
        let message = format!("there is no template `{}` beside this one", local.path);
        let help = "write a path that begins in the folder of the template, or add the file";
        problems.push(local.value.finding(&CODE, message).resource(&**local.id).help(help));
    }
}
