//! Finds defaults of parameters that only stand for a value.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{Semantics, Unfit};
use std::collections::HashSet;

rule! {
    /// A parameter's default stands for a value that is still to be given, and the template cannot be deployed with it.
    ///
    /// `none`, `CHANGE_ME` and the like are not values that the property takes. Where a condition keeps such a default
    /// away from the property, nothing is reported. CloudFormation asks for a parameter without a default; with this
    /// one, a deployment fails only once the resource is created ("Parameters" in the CloudFormation user guide).
    ///
    /// ```yaml bad
    /// Parameters:
    ///   Network:
    ///     Type: String
    ///     Default: none
    /// Resources:
    ///   Open:
    ///     Type: AWS::EC2::SecurityGroup
    ///     Properties:
    ///       GroupDescription: open
    ///       VpcId: !Ref Network
    /// ```
    /// ```yaml good
    /// Parameters:
    ///   Network:
    ///     Type: String
    ///     Default: none
    /// Conditions:
    ///   HasNetwork: !Not [!Equals [!Ref Network, none]]
    /// Resources:
    ///   Open:
    ///     Type: AWS::EC2::SecurityGroup
    ///     Properties:
    ///       GroupDescription: open
    ///       VpcId: !If [HasNetwork, !Ref Network, !Ref AWS::NoValue]
    /// ```
    "placeholder-default" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let mut told = HashSet::new();
    for misfit in semantics.misfits().iter().filter(|it| matches!(it.fault, Unfit::Placeholder)) {
        let (Some(parameter), Some(text)) = (&misfit.parameter, misfit.text()) else { continue };
        if !told.insert(parameter) {
            continue;
        }
        let parameters = semantics.template.section("Parameters");
        let default = parameters.and_then(|it| it.get(parameter)?.get("Default"));
        let Some(default) = default else { continue };
        let property = &misfit.property;
        let shown = if text.is_empty() { "''" } else { text };
        let message = format!("default `{shown}` of parameter `{parameter}` is not a value that `{property}` takes");
        let mut finding = Diagnostic::new(&CODE, default.span, message);
        if misfit.at != default.span {
            finding = finding.related(misfit.at, "it is used here");
        }
        problems.push(finding.help("remove the default, so that a value must be given"));
    }
}
