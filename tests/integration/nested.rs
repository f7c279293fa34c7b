//! Templates that are nested: how they are drawn and explained. What is found in them is in `tests/check`.
use crate::support::beside::Beside;
use crate::support::program::{call, folder};
use insta::assert_snapshot;
use samc::graph::Graph;
use samc::report::graph::{dot, mermaid, svg};
use samc::source::{Source, Sources};
use samc::{Depth, Options, analyze};
use serde_json::Value;
use std::path::Path;
use std::{env, fs};

/// The graph of a template beside files of a folder, with what it nests.
fn graph(name: &str, there: &Path) -> Graph {
    let text = fs::read_to_string(there.join(name)).expect("a template of this test");
    let mut sources = Sources::new(Source::new(name, text));
    let options = Options::default();
    let translation = analyze(&sources, &options, Depth::Expansion).translation.expect("a template");
    translation.nested_graph(&options, &Beside(there.to_owned()), &mut sources)
}

fn shop() -> Graph {
    graph("template.yaml", &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/graph/nested"))
}

#[test]
fn nested_templates_are_boxes_and_values_lead_from_one_to_the_other() {
    let graph = shop();
    assert_eq!(graph.left_out, [""; 0]);
    assert_snapshot!("nested_as_mermaid", mermaid::text(&graph));
    assert_snapshot!("nested_as_dot", dot::text(&graph));
}

/// Left, top, right and bottom of each box and frame of a picture, with its title.
fn rectangles(picture: &str) -> Vec<(String, [f64; 4])> {
    let number =
        |text: &str| text.split(['"', ' ', ')']).next().and_then(|it| it.parse::<f64>().ok()).expect("a number");
    let behind = |text: &str, mark: &str| text.split_once(mark).expect("a mark").1.to_owned();
    let places = picture.split("<g transform=\"translate(").skip(2);
    let rectangle = |text: &str| {
        let (left, top) = (number(text), number(&behind(text, " ")));
        let (width, height) = (number(&behind(text, "<rect width=\"")), number(&behind(text, " height=\"")));
        let title = behind(text, "<title>").split(['<', ',']).next().expect("a title").to_owned();
        (title, [left, top, left + width, top + height])
    };
    places.map(rectangle).collect()
}

#[test]
fn frames_hold_their_own_boxes_and_no_others() {
    let picture = svg::text(&shop(), "flow").expect("a small graph");
    let all = rectangles(&picture);
    let of = |name: &str| all.iter().find(|(title, _)| title == name).expect("it is drawn").1;
    let is_in = |inner: [f64; 4], outer: [f64; 4]| {
        inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3]
    };
    let is_apart = |one: [f64; 4], other: [f64; 4]| {
        one[2] <= other[0] || other[2] <= one[0] || one[3] <= other[1] || other[3] <= one[1]
    };
    for name in ["Table", "Done", "Worker", "Nightly", "Audit", "Auditor"] {
        assert!(is_in(of(name), of("Orders")), "{name}: {all:?}");
    }
    for name in ["Incoming", "Mailer"] {
        assert!(is_apart(of(name), of("Orders")), "{name}: {all:?}");
    }
    assert!(is_in(of("Auditor"), of("Audit")) && is_apart(of("Table"), of("Audit")), "{all:?}");
}

const LEAF: &str = "Resources:\n  Jobs: {Type: AWS::SQS::Queue}\nOutputs:\n  Arn: {Value: !GetAtt Jobs.Arn}\n";

/// A template with stacks of these ids and templates.
fn stacks(all: &[(&str, &str)]) -> String {
    let stack = |(id, path): &(&str, &str)| {
        format!("  {id}: {{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: {path}}}}}\n")
    };
    format!("Resources:\n{}", all.iter().map(stack).collect::<String>())
}

#[test]
fn a_template_that_is_nested_twice_is_drawn_twice() {
    let there = folder(&[("t.yaml", &stacks(&[("One", "leaf.yaml"), ("Two", "leaf.yaml")])), ("leaf.yaml", LEAF)]);
    let (status, stdout, stderr) = call(&there, &["graph", "--nested", "t.yaml"]);
    assert_eq!((status, &*stderr, stdout.matches("<b>Jobs</b>").count()), (0, "", 2), "{stdout}");
    let (_, stdout, _) = call(&there, &["graph", "t.yaml"]);
    assert!(!stdout.contains("Jobs"), "{stdout}");
}

#[test]
fn what_cannot_be_drawn_is_said() {
    let there = folder(&[
        ("t.yaml", &stacks(&[("Again", "t.yaml"), ("Gone", "gone.yaml"), ("Out", "../t.yaml"), ("Leaf", "leaf.yaml")])),
        ("leaf.yaml", LEAF),
    ]);
    let (status, stdout, stderr) = call(&there, &["graph", "--nested", "t.yaml"]);
    let expected = "left out: what `Again` nests: it contains itself\nleft out: what `Gone` nests: `gone.yaml` cannot be \
                    read\n";
    assert_eq!((status, &*stderr), (0, expected));
    assert!(stdout.contains("<b>Leaf</b> leaf.yaml"), "{stdout}");
}

#[test]
fn values_that_go_around_and_templates_that_multiply_come_to_an_end() {
    let name = |it: usize| format!("{it}.yaml");
    let text = |it: usize| {
        let stack = |id: &str, other: &str| {
            format!(
                "  {id}: {{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: {}, Parameters: {{P: !GetAtt \
                 {other}.Outputs.O}}}}}}\n",
                name(it + 1)
            )
        };
        format!(
            "Parameters: {{P: {{Type: String, Default: ''}}}}\nResources:\n  Q: {{Type: AWS::SQS::Queue, Properties: \
             {{QueueName: !Ref P}}}}\n{}{}Outputs: {{O: {{Value: !Sub '${{Left.Outputs.O}}${{Right.Outputs.O}}'}}}}\n",
            stack("Left", "Right"),
            stack("Right", "Left")
        )
    };
    let files: Vec<(String, String)> = (0..20).map(|it| (name(it), text(it))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
    let there = folder(&files);
    let (_, stdout, stderr) = call(&there, &["graph", "--nested", "0.yaml"]);
    assert!(stdout.contains("<b>Right</b>") && stderr.contains("too much is nested"), "{stdout}{stderr}");
}

const SHOP: &str = "\
Transform: AWS::Serverless-2016-10-31
Resources:
  Store:
    Type: AWS::Serverless::Application
    Properties:
      Location: store/template.yaml
      Parameters:
        Stage: dev
        Topic: !Ref Done
  Done: {Type: AWS::SNS::Topic}
  Name: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !Sub 'a-${Store.Outputs.Url}'}}
Outputs:
  Url: {Value: !GetAtt Store.Outputs.Url}
";
const STORE: &str = "\
Parameters:
  Stage: {Type: String}
  Topic: {Type: String}
  Size: {Type: Number, Default: 3}
  Owner: {Type: String}
Resources:
  Jobs: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub '${Stage}${Topic}${Size}${Owner}'}}
Outputs:
  Url: {Value: !Ref Jobs}
  Arn: {Value: !GetAtt Jobs.Arn}
";

#[test]
fn explain_follows_into_what_a_resource_nests() {
    let there = folder(&[("t.yaml", SHOP), ("store/template.yaml", STORE)]);
    let (status, stdout, stderr) = call(&there, &["explain", "t.yaml", "Store"]);
    assert_eq!((status, &*stderr), (0, ""));
    assert_snapshot!("explain_nested", stdout.replace('\\', "/"));
    let (_, stdout, _) = call(&there, &["explain", "t.yaml", "Store", "--format", "json"]);
    let nested = &serde_json::from_str::<Value>(&stdout).expect("JSON")["nested"];
    assert_eq!((&nested["resources"], &nested["parameters"][1]["given"]), (&1.into(), &"!Ref Done".into()));
    assert_eq!(nested["parameters"][3]["given"], Value::Null);
    assert_eq!(nested["outputs"][0]["users"][1]["owner"], "Url");
    // Other resources nest nothing.
    let (_, stdout, _) = call(&there, &["explain", "t.yaml", "Done", "--format", "json"]);
    assert_eq!(serde_json::from_str::<Value>(&stdout).expect("JSON")["nested"], Value::Null);
}

#[test]
fn what_a_nested_template_says_is_not_obeyed() {
    let hostile = "\\e[31m\\n::error::</text><b>";
    let store = format!(
        "Parameters:\n  \"P{hostile}\": {{Type: String, Default: \"{hostile}\", AllowedValues: [\"{hostile}\"]}}\n  Stage: \
         {{Type: String, AllowedValues: [\"{hostile}\"]}}\nResources:\n  \"Jobs{hostile}\": {{Type: AWS::SQS::Queue}}\n\
         Outputs:\n  \"O{hostile}\": {{Value: \"{hostile}\"}}\n"
    );
    let shop = format!(
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  Store:\n    Type: AWS::Serverless::Application\n    \
         Properties:\n      Location: store.yaml\n      Parameters: {{Stage: \"{hostile}x\", \"P\": \"{hostile}\", \"A\": 1}}\n\
         Outputs: {{O: {{Value: !GetAtt Store.Outputs.O}}, N: {{Value: !GetAtt Store.Outputs.N}}}}\n"
    );
    let there = folder(&[("t.yaml", &shop), ("store.yaml", &store)]);
    let calls: [&[&str]; 6] = [
        &["check", "t.yaml"],
        &["explain", "t.yaml", "Store"],
        &["explain", "t.yaml", "Store", "--format", "json"],
        &["graph", "--nested", "t.yaml"],
        &["graph", "--nested", "t.yaml", "--format", "dot"],
        &["graph", "--nested", "t.yaml", "--format", "svg"],
    ];
    for arguments in calls {
        let (_, stdout, stderr) = call(&there, arguments);
        let all = stdout + &stderr;
        assert!(!all.contains('\u{1b}') && !all.lines().any(|it| it.trim_start().starts_with("::error")), "{all}");
        assert!(!(arguments.contains(&"svg") && all.contains("</text><b>")), "{all}");
        assert!(all.contains("31m"), "{arguments:?}: {all}");
    }
}
