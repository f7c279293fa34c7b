//! Finds resource types that a region does not have.
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::cloudformation;
use crate::rule;
use crate::semantics::{Semantics, filed};

rule! {
    /// A resource type is not available in the region that the template is checked for.
    ///
    /// CloudFormation refuses such a template there. Only checked when a region is given, on the command line or in
    /// `.samc.yaml` (the resource type schemas that CloudFormation publishes for each region).
    ///
    /// ```yaml bad
    /// # region: cn-north-1
    /// Resources:
    ///   Site:
    ///     Type: AWS::Amplify::App
    ///     Properties:
    ///       Name: site
    /// ```
    /// ```yaml good
    /// # region: cn-north-1
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    /// ```
    "unavailable-type" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let Some(region) = semantics.region else { return };
    for (id, resource) in semantics.template.resources().iter() {
        let Some(name) = resource.get("Type") else { continue };
        let facts = name.text().and_then(|it| cloudformation::find(it));
        let Some(facts) = facts.filter(|it| it.is_in(region) == Some(false)) else { continue };
        let message = format!("`{}` is not available in {region}", facts.name);
        let finding = Diagnostic::new(&CODE, name.span, message);
        let help = format!("as of {}; deploy to another region, or use another type", cloudformation::DATE);
        problems.push(filed(finding.help(help), Some(id), None));
    }
}
