//! Deployments whose id holds the time of day.
use samc::source::Source;
use samc::{Options, compile};

/// With `AlwaysDeploy` the time alone is hashed; the digest is that of Python's `hashlib`.
#[test]
fn the_time_stands_for_the_definition() {
    let template = "Resources: {Shop: {Type: AWS::Serverless::Api, Properties: {StageName: a, AlwaysDeploy: true}}}";
    let options = Options { seconds_since_1970: 1_700_000_000, ..Options::default() };
    let compiled = compile(&Source::new("template.yaml", template.to_owned()), &options);
    let document = format!("{:?}", compiled.document.expect("there are no errors"));
    assert!(document.contains("\"ShopDeploymenteaaa8ade94\": {"), "{document}");
}
