//! Finds properties that only CloudFormation sets.
use crate::diagnostic::Problems;
use crate::rule;
use crate::semantics::{Semantics, Unfit};

rule! {
    /// A property is set that CloudFormation does not let anybody set.
    ///
    /// Such a property is an attribute of the resource: it is read with `Fn::GetAtt` once the resource is there. Some
    /// types refuse a template that sets it, others pass over it ("readOnlyProperties" in the resource type schema).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       Arn: arn:aws:sqs:eu-west-1:123456789012:jobs
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///     Properties:
    ///       QueueName: jobs
    /// ```
    "read-only-property" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for misfit in semantics.misfits().iter().filter(|it| matches!(it.fault, Unfit::ReadOnly)) {
        let name = &misfit.property;
        let finding = misfit.finding(
            &CODE,
            format!("`{name}` of {} is read-only, and a value here is refused or ignored", misfit.owner),
        );
        let finding = finding.help(format!("remove it; read it as `!GetAtt {}.{name}`", misfit.resource));
        problems.push(finding.unknown());
    }
}
