//! Finds properties that AWS advises against.
use crate::diagnostic::Problems;
use crate::rule;
use crate::semantics::{Semantics, Unfit};

rule! {
    /// A property is deprecated.
    ///
    /// AWS still takes it, but advises against it, and may stop taking it ("deprecatedProperties" in the resource type
    /// schema).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Search:
    ///     Type: AWS::AppSync::DataSource
    ///     Properties:
    ///       ApiId: abcdefghijklmnopqrstuvwxyz
    ///       Name: search
    ///       Type: AMAZON_ELASTICSEARCH
    ///       ServiceRoleArn: arn:aws:iam::123456789012:role/search
    ///       ElasticsearchConfig:
    ///         AwsRegion: eu-west-1
    ///         Endpoint: https://search.example.com
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Search:
    ///     Type: AWS::AppSync::DataSource
    ///     Properties:
    ///       ApiId: abcdefghijklmnopqrstuvwxyz
    ///       Name: search
    ///       Type: AMAZON_OPENSEARCH_SERVICE
    ///       ServiceRoleArn: arn:aws:iam::123456789012:role/search
    ///       OpenSearchServiceConfig:
    ///         AwsRegion: eu-west-1
    ///         Endpoint: https://search.example.com
    /// ```
    "deprecated-property" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for misfit in semantics.misfits().iter().filter(|it| matches!(it.fault, Unfit::Deprecated)) {
        let message = format!("`{}` of {} is deprecated", misfit.property, misfit.owner);
        let help = "see the type's page in the CloudFormation template reference for what takes its place";
        problems.push(misfit.finding(&CODE, message).help(help));
    }
}
