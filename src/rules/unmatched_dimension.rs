//! Finds alarms that watch a metric of which there will be no data.
use super::wrong_attribute::{REFERENCE, Wanted, advise, misgiven, words};
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::{Map, Node};
use crate::template::conditions::Side;

rule! {
    /// An alarm names a resource by something else than its metrics do, so that it never sees their data.
    ///
    /// Each service says what its dimensions are: `QueueName` is the name of a queue, while a `Ref` to one gives its URL
    /// ("CloudWatch metrics and dimensions" in the guide of each service; "Return values" of each type in the template
    /// reference). CloudWatch takes any text, and the alarm stays in the state `INSUFFICIENT_DATA`.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///   ManyJobs:
    ///     Type: AWS::CloudWatch::Alarm
    ///     Properties:
    ///       Namespace: AWS/SQS
    ///       MetricName: ApproximateNumberOfMessagesVisible
    ///       Dimensions:
    ///         - Name: QueueName
    ///           Value: !Ref Jobs
    ///       Statistic: Maximum
    ///       Period: 60
    ///       EvaluationPeriods: 5
    ///       Threshold: 100
    ///       ComparisonOperator: GreaterThanThreshold
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Jobs:
    ///     Type: AWS::SQS::Queue
    ///   ManyJobs:
    ///     Type: AWS::CloudWatch::Alarm
    ///     Properties:
    ///       Namespace: AWS/SQS
    ///       MetricName: ApproximateNumberOfMessagesVisible
    ///       Dimensions:
    ///         - Name: QueueName
    ///           Value: !GetAtt Jobs.QueueName
    ///       Statistic: Maximum
    ///       Period: 60
    ///       EvaluationPeriods: 5
    ///       Threshold: 100
    ///       ComparisonOperator: GreaterThanThreshold
    /// ```
    "unmatched-dimension" Warning check
}

/// What dimensions take, by their namespaces and names.
const DIMENSIONS: [(&str, &str, Wanted); 14] = [
    ("AWS/ApiGateway", "ApiName", of(types::API_GATEWAY_REST_API, &[])),
    ("AWS/ApplicationELB", "LoadBalancer", of("AWS::ElasticLoadBalancingV2::LoadBalancer", &["LoadBalancerFullName"])),
    ("AWS/ApplicationELB", "TargetGroup", of("AWS::ElasticLoadBalancingV2::TargetGroup", &["TargetGroupFullName"])),
    ("AWS/DynamoDB", "TableName", of(types::DYNAMODB_TABLE, &[REFERENCE])),
    ("AWS/ECS", "ClusterName", of("AWS::ECS::Cluster", &[REFERENCE])),
    ("AWS/ECS", "ServiceName", of("AWS::ECS::Service", &["Name"])),
    ("AWS/Firehose", "DeliveryStreamName", of("AWS::KinesisFirehose::DeliveryStream", &[REFERENCE])),
    ("AWS/Kinesis", "StreamName", of(types::KINESIS_STREAM, &[REFERENCE])),
    ("AWS/Lambda", "FunctionName", of(types::LAMBDA_FUNCTION, &[REFERENCE])),
    ("AWS/Logs", "LogGroupName", of(types::LOGS_LOG_GROUP, &[REFERENCE])),
    ("AWS/S3", "BucketName", of(types::S3_BUCKET, &[REFERENCE])),
    ("AWS/SNS", "TopicName", of(types::SNS_TOPIC, &["TopicName"])),
    ("AWS/SQS", "QueueName", of(types::SQS_QUEUE, &["QueueName"])),
    ("AWS/States", "StateMachineArn", of(types::STEP_FUNCTIONS_STATE_MACHINE, &[REFERENCE, "Arn"])),
];

const fn of(type_name: &'static str, attributes: &'static [&'static str]) -> Wanted {
    Wanted { type_name, attributes }
}

const ALARM: &str = "AWS::CloudWatch::Alarm";

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for (id, _, properties) in semantics.of_type(ALARM) {
        let sides = semantics.sides_of(id);
        problems.in_resource(id, |problems| {
            check_metric(properties, &sides, semantics, problems);
            for metric in semantics.at_path(properties, &["Metrics", "*", "MetricStat", "Metric"], &sides) {
                metric.node.map().into_iter().for_each(|it| check_metric(it, &metric.sides, semantics, problems));
            }
        });
    }
}

/// Whether the dimensions of a metric are what its namespace takes.
fn check_metric(metric: &Map, sides: &[Side], semantics: &Semantics<'_>, problems: &mut Problems) {
    let Some(namespace) = metric.present("Namespace").and_then(Node::text) else { return };
    for branch in semantics.at_path(metric, &["Dimensions", "*"], sides) {
        let Some(dimension) = branch.node.map() else { continue };
        let (Some(name), Some(value)) = (dimension.present("Name").and_then(Node::text), dimension.present("Value"))
        else {
            continue;
        };
        let row = DIMENSIONS.iter().find(|(of, dimension, _)| **of == **namespace && **dimension == **name);
        let Some((_, _, wanted)) = row else { continue };
        for value in semantics.present_branches(value, &branch.sides) {
            let Some(given) = misgiven(value.node, *wanted, semantics) else { continue };
            let message = format!(
                "there is no metric of this `{name}` in `{namespace}`: {} gives {}",
                given.describe(),
                words(&given)
            );
            let finding = Diagnostic::new(&CODE, value.node.span, message);
            problems.push(match wanted.attributes.is_empty() {
                true => finding.related(given.id_span, "it is declared here").help("write its name"),
                false => advise(finding, value.node, &given, *wanted, semantics),
            });
        }
    }
}
