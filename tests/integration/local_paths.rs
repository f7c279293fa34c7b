//! Paths that a template names, and what is beside it.
use samc::source::{File, Files, Source, Sources, Unreadable};
use samc::{Depth, Options, analyze, analyze_with_files};

/// Files that are there, and cannot be read.
struct There(&'static [&'static str]);

impl Files for There {
    fn read(&self, _: &str) -> Result<File, Unreadable> {
        Err(Unreadable::Missing)
    }

    fn names(&self, folder: &str) -> Option<Vec<String>> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let below = self.0.iter().filter_map(|it| it.strip_prefix(&prefix));
        let mut names: Vec<String> = below.map(|it| it.split('/').next().unwrap_or(it).to_owned()).collect();
        names.sort_unstable();
        names.dedup();
        (folder.is_empty() || !names.is_empty()).then_some(names)
    }
}

const FILES: There = There(&[
    "template.yaml",
    "src/app.py",
    "src/api/orders.py",
    "web/index.mjs",
    "plain/app.ts",
    "plain/load.js",
    "typed/index.js",
    "typed/tsconfig.json",
    "flows/Order.asl.json",
    "Build/run.sh",
]);

/// What is found among the three rules, each as its name and the text that it points at.
fn found(text: &str, files: Option<&dyn Files>) -> Vec<String> {
    let mut sources = Sources::new(Source::new("template.yaml", text));
    let analysis = match files {
        Some(files) => analyze_with_files(&mut sources, files, &Options::default(), Depth::Check),
        None => analyze(&sources, &Options::default(), Depth::Check),
    };
    let findings = analysis
        .findings
        .iter()
        .filter(|it| ["missing-child", "missing-file", "wrong-case-of-path"].contains(&it.code.name));
    let template = sources.template();
    findings
        .map(|it| {
            let fix = it.fix.as_ref().map(|it| format!(" > {}", it.edits[0].replacement)).unwrap_or_default();
            format!("{} {}{fix}", it.code.name, template.slice(it.span))
        })
        .collect()
}

/// A template with functions of these properties, each a flow map.
fn functions(globals: &str, all: &[&str]) -> String {
    let resources = all
        .iter()
        .enumerate()
        .map(|(index, it)| format!("  F{index}:\n    Type: AWS::Serverless::Function\n    Properties: {{{it}}}\n"));
    format!(
        "Transform: AWS::Serverless-2016-10-31\nParameters:\n  Stage: {{Type: String}}\nConditions:\n  \
         IsProd: !Equals [!Ref Stage, prod]\nGlobals:\n  Function: {{{globals}}}\nResources:\n{}",
        resources.collect::<String>()
    )
}

const GOOD: &str = "CodeUri: src/, Handler: app.handler, Runtime: python3.13";

#[test]
fn paths_that_lead_nowhere_are_found_in_a_project_that_is_there() {
    let cases: [(&str, &[&str]); 24] = [
        (GOOD, &[]),
        ("CodeUri: ./src, Handler: api.orders.handler, Runtime: python3.13", &[]),
        ("CodeUri: src, Handler: api/orders.handler, Runtime: python3.13", &[]),
        ("CodeUri: web, Handler: index.a.b, Runtime: nodejs24.x", &[]),
        ("CodeUri: source/, Handler: app.handler, Runtime: python3.13", &["missing-file source/"]),
        ("CodeUri: ./Src/, Handler: app.handler, Runtime: python3.13", &["wrong-case-of-path ./Src/ > ./src/"]),
        ("CodeUri: src/, Handler: main.handler, Runtime: python3.13", &["missing-file main.handler"]),
        ("CodeUri: src/, Handler: App.handler, Runtime: python3.13", &["wrong-case-of-path App.handler > app.handler"]),
        (
            "CodeUri: src, Handler: api.Orders.handler, Runtime: python3.13",
            &["wrong-case-of-path api.Orders.handler > api.orders.handler"],
        ),
        ("CodeUri: web, Handler: main.handler, Runtime: nodejs24.x", &["missing-file main.handler"]),
        // Both sides of a condition.
        (
            "CodeUri: !If [IsProd, prod, src], Handler: !If [IsProd, a.b, c.d], Runtime: python3.13",
            &["missing-file prod", "missing-file c.d"],
        ),
        // Builds make these.
        ("CodeUri: dist/app, Handler: app.handler, Runtime: nodejs24.x", &[]),
        ("CodeUri: build, Handler: app.handler, Runtime: python3.13", &[]),
        ("CodeUri: app.zip, Handler: app.handler, Runtime: python3.13", &[]),
        ("CodeUri: hello, Handler: bootstrap, Runtime: provided.al2023", &[]),
        ("CodeUri: typed, Handler: main.handler, Runtime: nodejs24.x", &[]),
        ("CodeUri: plain, Handler: main.handler, Runtime: nodejs24.x", &[]),
        ("CodeUri: web, Handler: dist/main.handler, Runtime: nodejs24.x", &[]),
        ("CodeUri: src, Handler: library.main.handler, Runtime: python3.13", &[]),
        (
            "CodeUri: src, Handler: a.b, Runtime: python3.13, Layers: ['arn:aws:lambda:eu-west-1:111122223333:layer:a:1']",
            &[],
        ),
        // These are elsewhere, or not known.
        ("CodeUri: ../source/, Handler: app.handler, Runtime: python3.13", &[]),
        ("CodeUri: 's3://bucket/key', Handler: app.handler, Runtime: python3.13", &[]),
        ("CodeUri: !Sub 'src-${Stage}', Handler: app.handler, Runtime: python3.13", &[]),
        ("InlineCode: 'a = 1', Handler: index.handler, Runtime: python3.13", &[]),
    ];
    for (properties, expected) in cases {
        let text = functions("Timeout: 5", &[GOOD, properties]);
        assert_eq!(found(&text, Some(&FILES)), expected, "{properties}");
        assert_eq!(found(&text, None), [""; 0]);
    }
}

#[test]
fn a_template_that_stands_alone_misses_nothing() {
    let text = functions("Timeout: 5", &[GOOD, "CodeUri: ., Handler: app.handler, Runtime: python3.13"]);
    for files in [There(&["template.yaml"]), There(&["other.py"]), There(&[])] {
        assert_eq!(found(&text, Some(&files)), [""; 0]);
    }
    // Nothing has to be there for a name that is.
    assert_eq!(found(&text, Some(&There(&["Src/app.py"]))), ["wrong-case-of-path src/ > Src/"]);
}

#[test]
fn values_of_globals_are_reported_once() {
    let text = functions("CodeUri: source, Runtime: python3.13", &["Handler: a.b", "Handler: a.b", GOOD]);
    assert_eq!(found(&text, Some(&FILES)), ["missing-file source"]);
    let text = functions("CodeUri: src, Runtime: python3.13, Handler: main.a", &["Timeout: 3", "Timeout: 4"]);
    assert_eq!(found(&text, Some(&FILES)), ["missing-file main.a"]);
}

#[test]
fn all_kinds_of_paths() {
    let text = r#"{
      "Transform": "AWS::Serverless-2016-10-31",
      "Resources": {
        "Flow": {"Type": "AWS::Serverless::StateMachine", "Properties": {"DefinitionUri": "flows/order.asl.json"}},
        "Good": {"Type": "AWS::Serverless::StateMachine", "Properties": {"DefinitionUri": "flows/Order.asl.json"}},
        "Nested": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "nested.yaml"}},
        "Far": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "https://example.com/nested.yaml"}},
        "Application": {"Type": "AWS::Serverless::Application", "Properties": {"Location": "app.yaml"}},
        "Api": {"Type": "AWS::Serverless::Api", "Properties": {"StageName": "a", "DefinitionUri": "api.yaml"}},
        "Filled": {"Type": "AWS::Serverless::LayerVersion", "Properties": {"ContentUri": "layer"}},
        "Built": {
          "Type": "AWS::Serverless::LayerVersion",
          "Properties": {"ContentUri": "layer"},
          "Metadata": {"BuildMethod": "python3.13"}
        },
        "Image": {
          "Type": "AWS::Serverless::Function",
          "Properties": {"PackageType": "Image"},
          "Metadata": {"Dockerfile": "Dockerfile", "DockerContext": "./image"}
        },
        "Plain": {
          "Type": "AWS::Lambda::Function",
          "Properties": {"Code": "src", "Handler": "main.handler", "Runtime": "python3.13", "Role": "arn:aws:iam::111122223333:role/a"}
        }
      }
    }"#;
    let expected = [
        "wrong-case-of-path \"flows/order.asl.json\" > flows/Order.asl.json",
        "missing-child \"nested.yaml\"",
        "missing-child \"app.yaml\"",
        "missing-file \"api.yaml\"",
        "missing-file \"layer\"",
        "missing-file \"./image\"",
        "missing-file \"main.handler\"",
    ];
    assert_eq!(found(text, Some(&FILES)), expected);
}
