//! Finds secret parameters where everybody can read them.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::{Map, Node};
use crate::template::references::references;
use crate::template::transforms;

rule! {
    /// A parameter with `NoEcho` is used in `Outputs` or `Metadata`, where its value can be read.
    ///
    /// `NoEcho` masks the value of the parameter itself. CloudFormation shows `Outputs` and `Metadata` as they are
    /// ("Parameters" in the CloudFormation user guide).
    ///
    /// ```yaml bad
    /// Parameters:
    ///   Password: {Type: String, NoEcho: true}
    /// Resources:
    ///   Products:
    ///     Type: AWS::SNS::Topic
    /// Outputs:
    ///   Password:
    ///     Value: !Ref Password
    /// ```
    /// ```yaml good
    /// Parameters:
    ///   Password: {Type: String, NoEcho: true}
    /// Resources:
    ///   Secret:
    ///     Type: AWS::SecretsManager::Secret
    ///     Properties:
    ///       SecretString: !Ref Password
    /// ```
    "exposed-secret" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let template = semantics.template;
    let parameters = template.section("Parameters").and_then(Node::map);
    let is_secret = |name: &str| {
        let no_echo = parameters.and_then(|it| it.get(name)?.get("NoEcho"));
        no_echo.is_some_and(|it| it.bool() == Some(true) || it.text().is_some_and(|it| it.eq_ignore_ascii_case("true")))
    };
    if transforms::has_macros(template) || !parameters.is_some_and(|it| it.keys().any(|it| is_secret(it))) {
        return;
    }
    let check = |node: &Node, place: &str, problems: &mut Problems| {
        for reference in references(node).into_iter().filter(|it| is_secret(&it.name)) {
            let message = format!("secret parameter `{}` can be read in `{place}`", reference.name);
            let finding = Diagnostic::new(&CODE, semantics.name_span(&reference), message);
            problems.push(finding.help("remove it: `NoEcho` masks only the parameter itself"));
        }
    };
    for output in template.section("Outputs").and_then(Node::map).into_iter().flat_map(Map::values) {
        check(output, "Outputs", problems);
    }
    template.section("Metadata").into_iter().for_each(|it| check(it, "Metadata", problems));
    for (id, resource) in template.resources().iter() {
        let Some(metadata) = resource.get("Metadata") else { continue };
        problems.in_resource(id, |problems| check(metadata, "Metadata", problems));
    }
}
