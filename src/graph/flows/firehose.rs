//! Delivery streams of Firehose: from where, through which functions, and where to.
use super::Flow;
use crate::facts::types;
use crate::graph::application::{Application, End, Resource};
use crate::graph::drawing::Drawing;
use crate::graph::kinds::{self, Kind};
use crate::graph::model::Manner;
use crate::syntax::Node;

pub(super) static FLOW: Flow = Flow { types: &[types::KINESIS_FIREHOSE_DELIVERY_STREAM], draw };

/// Where records come from, and where they go: the path to what names it.
const SOURCES: [(&str, &str, &Kind); 3] = [
    ("KinesisStreamSourceConfiguration", "KinesisStreamARN", &kinds::STREAM),
    ("MSKSourceConfiguration", "MSKClusterARN", &kinds::KAFKA),
    ("DatabaseSourceConfiguration", "DatabaseEndpoint", &kinds::DATABASE),
];
const DESTINATIONS: [(&str, &[&str], &Kind); 9] = [
    ("S3DestinationConfiguration", &["BucketARN"], &kinds::BUCKET),
    ("ExtendedS3DestinationConfiguration", &["BucketARN"], &kinds::BUCKET),
    ("IcebergDestinationConfiguration", &["S3Configuration", "BucketARN"], &kinds::BUCKET),
    ("RedshiftDestinationConfiguration", &["ClusterJDBCURL"], &kinds::REDSHIFT),
    ("AmazonopensearchserviceDestinationConfiguration", &["DomainARN"], &kinds::SEARCH),
    ("ElasticsearchDestinationConfiguration", &["DomainARN"], &kinds::SEARCH),
    ("AmazonOpenSearchServerlessDestinationConfiguration", &["CollectionEndpoint"], &kinds::SEARCH_COLLECTION),
    ("SplunkDestinationConfiguration", &["HECEndpoint"], &kinds::ENDPOINT),
    ("HttpEndpointDestinationConfiguration", &["EndpointConfiguration", "Url"], &kinds::ENDPOINT),
];

fn draw<'a>(resource: &Resource<'a>, application: &Application<'a>, drawing: &mut Drawing) {
    let firehose = [End::Own(resource.id)];
    for (configuration, name, kind) in SOURCES {
        let source = resource.properties.present(configuration).and_then(|it| it.get(name));
        drawing.edges(&application.ends(source, kind), &firehose, Manner::Event, "");
    }
    for (name, path, kind) in DESTINATIONS {
        let Some(configuration) = resource.properties.present(name) else { continue };
        for processor in
            configuration.at(&["ProcessingConfiguration", "Processors"]).and_then(Node::list).into_iter().flatten()
        {
            draw_processor(processor, &firehose, application, drawing);
        }
        drawing.edges(&firehose, &application.ends(configuration.at(path), kind), Manner::Event, "delivers");
        let backup =
            ["S3BackupConfiguration", "S3Configuration"].iter().find_map(|it| configuration.at(&[it, "BucketARN"]));
        let backup = backup.filter(|_| *path != ["S3Configuration", "BucketARN"]);
        drawing.edges(&firehose, &application.ends(backup, &kinds::BUCKET), Manner::Failure, "backup");
    }
}

/// The functions among the parameters of a processor.
fn draw_processor<'a>(processor: &Node, firehose: &[End<'a>], application: &Application<'a>, drawing: &mut Drawing) {
    for parameter in processor.get("Parameters").and_then(Node::list).into_iter().flatten() {
        if parameter.get("ParameterName").is_some_and(|it| it.is_text("LambdaArn")) {
            let functions = application.ends(parameter.get("ParameterValue"), &kinds::FUNCTION);
            drawing.edges(firehose, &functions, Manner::Access, "transforms with");
        }
    }
}
