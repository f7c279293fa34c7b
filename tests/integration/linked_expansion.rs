//! What of an expansion comes from where, as editors link the two.
use samc::ide::View;
use samc::ide::expansion::{self, Expansion};
use samc::source::{Source, Sources};
use samc::{Depth, Options, analyze, emit};

const TEMPLATE: &str = "\
Transform: AWS::Serverless-2016-10-31
Globals:
  Function: {Timeout: 7}
Resources:
  Jobs: {Type: AWS::SQS::Queue}
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.größe
      Runtime: python3.13
      CodeUri: src/
      Events:
        Job: {Type: SQS, Properties: {Queue: !GetAtt Jobs.Arn, BatchSize: 5}}
";

fn view(template: &str) -> View {
    let sources = Sources::new(Source::new("template.yaml", template));
    let analysis = analyze(&sources, &Options::default(), Depth::Expansion);
    View::new(sources, analysis)
}

/// Each link as the text of both sides.
fn pairs<'a>(view: &'a View, expansion: &'a Expansion) -> Vec<(&'a str, &'a str)> {
    let text = |it: &expansion::Link| &expansion.text[it.range.clone()];
    expansion.links.iter().map(|it| (text(it), view.source().slice(it.span))).collect()
}

#[test]
fn keys_and_values_lead_to_what_was_written() {
    let view = view(TEMPLATE);
    let json = expansion::of(&view, emit::json).expect("nothing that JSON lacks").expect("a document");
    assert_eq!(json.text, emit::json(&view.analysis.document().expect("a document")).expect("the same"));
    for pair in [
        ("\"app.größe\"", "app.größe"),
        ("7", "7"),
        ("5", "5"),
        ("\"Type\"", "Type"),
        ("\"AWS::SQS::Queue\"", "AWS::SQS::Queue"),
    ] {
        assert!(pairs(&view, &json).contains(&pair), "{pair:?} in {:#?}", pairs(&view, &json));
    }
    let yaml = expansion::of(&view, emit::yaml).expect("nothing that YAML lacks").expect("a document");
    for pair in [("app.größe", "app.größe"), ("7", "7"), ("5", "5"), ("Type", "Type")] {
        assert!(pairs(&view, &yaml).contains(&pair), "{pair:?} in {:#?}", pairs(&view, &yaml));
    }
    assert_eq!(json.links.len(), yaml.links.len());
    let spans = |it: &Expansion| it.links.iter().map(|it| it.span).collect::<Vec<_>>();
    assert_eq!(spans(&json), spans(&yaml));
}

#[test]
fn resources_lead_to_the_whole_construct_that_caused_them() {
    let view = view(TEMPLATE);
    let found = expansion::of(&view, emit::json).expect("nothing that JSON lacks").expect("a document");
    let ids: Vec<&str> = found.resources.iter().map(|it| &*it.logical_id).collect();
    assert_eq!(ids, ["Jobs", "Worker", "WorkerRole", "WorkerJob"]);
    for (id, construct) in [("Worker", "Worker:\n"), ("WorkerRole", "Worker:\n"), ("WorkerJob", "Job: {Type: SQS")] {
        let key = format!("\"{id}\": {{");
        let is_linked = |(shown, written): &(&str, &str)| shown.starts_with(&key) && written.starts_with(construct);
        assert!(pairs(&view, &found).iter().any(is_linked), "{id}");
        let at = found.text.find(&key).expect("it is in the document");
        assert_eq!(found.resource_at(at + key.len()).map(|it| &*it.logical_id), Some(id));
    }
    assert_eq!(found.resource_at(0), None);
}

#[test]
fn a_template_with_errors_has_no_expansion() {
    let none = expansion::of(&view(&TEMPLATE.replace("Handler", "Handel")), emit::json);
    assert!(none.is_ok_and(|it| it.is_none()));
    let refused = expansion::of(&view(&format!("{TEMPLATE}Outputs: {{A: {{Value: .inf}}}}\n")), emit::json);
    assert!(refused.is_err_and(|it| it.message.contains("JSON cannot represent")));
}
