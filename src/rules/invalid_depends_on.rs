//! Finds what `DependsOn` cannot be.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::Node;
use crate::template::functions::is_for_each;
use crate::template::{intrinsics, transforms};

rule! {
    /// `DependsOn` is neither a logical id nor a list of logical ids.
    ///
    /// It names resources as they are called in the template, without `!Ref` ("DependsOn attribute" in the template
    /// reference of CloudFormation).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::SNS::Topic
    ///   Products:
    ///     Type: AWS::SNS::Topic
    ///     DependsOn: !Ref Orders
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Orders:
    ///     Type: AWS::SNS::Topic
    ///   Products:
    ///     Type: AWS::SNS::Topic
    ///     DependsOn: Orders
    /// ```
    "invalid-depends-on" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if transforms::has_macros(semantics.template) || transforms::has_language_extensions(semantics.template) {
        return;
    }
    let resources = semantics.template.resources();
    for (id, resource) in resources.iter().filter(|(id, _)| !is_for_each(id)) {
        let Some(awaited) = resource.get("DependsOn").filter(|it| !it.is_null()) else { continue };
        for name in awaited.list().unwrap_or(std::slice::from_ref(awaited)) {
            if name.text().is_some() || name.is_null() {
                continue;
            }
            let what = if intrinsics::is_intrinsic(name) { "a function" } else { name.kind_name() };
            let message = format!("`DependsOn` contains {what}; it must be a logical id");
            let finding = Diagnostic::new(&CODE, name.span, message).value_of("DependsOn").resource(&**id);
            let referenced = intrinsics::argument(name, "Ref").and_then(Node::text);
            problems.push(match referenced {
                Some(id) => finding.help(format!("write `{id}` alone")).fix(name.span, &**id),
                None => finding.help("write a logical id, or a list of logical ids"),
            });
        }
    }
}
