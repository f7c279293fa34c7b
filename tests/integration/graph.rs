//! The event flow of each template in `tests/graph` is drawn as its snapshot shows; in all formats, whatever is in it.
//! `UPDATE=1` writes the graph in the documentation.
use crate::support::beside::Beside;
use crate::support::pages::keep_block;
use insta::{Settings, assert_snapshot};
use samc::graph::Graph;
use samc::report::graph::{dot, mermaid, svg};
use samc::source::{Source, Sources};
use samc::{Depth, Options, analyze};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/graph")
}

fn graph(text: &str) -> Graph {
    let mut sources = Sources::new(Source::new("template.yaml", text));
    let analysis = analyze(&sources, &Options::default(), Depth::Expansion);
    let translation = analysis.translation;
    let it = translation.expect("a template");
    it.graph(&Beside(folder()), &mut sources)
}

fn read(name: &str) -> Graph {
    graph(&fs::read_to_string(folder().join(name)).expect("a template of this test"))
}

/// Templates in the folder, by name; definitions of state machines aside.
fn templates() -> Vec<String> {
    let entries = fs::read_dir(folder()).expect("the folder of this test");
    let names = entries.map(|it| it.expect("a readable folder").file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|it| it.ends_with(".yaml") && !it.contains(".asl.")).collect();
    names.sort();
    names
}

fn settings(name: &str) -> Settings {
    let mut settings = Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("../graph/snapshots");
    settings.set_description(format!("tests/graph/{name}"));
    settings
}

#[test]
fn flows_as_mermaid() {
    for name in templates() {
        let graph = read(&name);
        let mut text = mermaid::text(&graph);
        for left_out in &graph.left_out {
            writeln!(text, "left out: {left_out}").expect("a string takes everything");
        }
        settings(&name).bind(|| assert_snapshot!(name.trim_end_matches(".yaml"), text));
    }
}

#[test]
fn the_documentation_shows_a_graph() {
    keep_block("graph", "graph", &format!("```mermaid\n{}```\n", mermaid::text(&read("readme.yaml"))));
}

#[test]
fn flows_as_dot() {
    for name in ["hostile_names.yaml", "buckets_topics_and_queues.yaml", "nothing_to_draw.yaml"] {
        let snapshot = format!("{}_as_dot", name.trim_end_matches(".yaml"));
        settings(name).bind(|| assert_snapshot!(snapshot, dot::text(&read(name))));
    }
}

#[test]
fn flows_as_svg() {
    for name in ["hostile_names.yaml", "broken.yaml", "nothing_to_draw.yaml"] {
        let snapshot = format!("{}_as_svg", name.trim_end_matches(".yaml"));
        let text = svg::text(&read(name), "Event flow of <\"template\">").expect("a small graph");
        settings(name).bind(|| assert_snapshot!(snapshot, text));
    }
}

#[test]
fn boxes_do_not_overlap() {
    for name in templates() {
        let text = svg::text(&read(&name), "flow").expect("a small graph");
        let boxes = boxes(&text);
        for (index, one) in boxes.iter().enumerate() {
            for other in &boxes[index + 1..] {
                let apart = one.0 + one.2 <= other.0
                    || other.0 + other.2 <= one.0
                    || one.1 + one.3 <= other.1
                    || other.1 + other.3 <= one.1;
                assert!(apart, "{name}: {one:?} and {other:?}");
            }
        }
    }
}

/// Who lays something over a picture relies on it.
#[test]
fn a_drawing_says_where_its_boxes_are() {
    for name in templates() {
        let graph = read(&name);
        let drawing = svg::drawing(&graph, "flow").expect("a small graph");
        assert_eq!(drawing.text, svg::text(&graph, "flow").expect("the same"));
        assert_eq!(drawing.boxes.len(), graph.vertices.len());
        let size = format!("width=\"{}\" height=\"{}\"", drawing.width, drawing.height);
        assert!(drawing.text.contains(&size), "{name}");
        // The picture has a margin around it, and rounds.
        let shown: Vec<_> = boxes(&drawing.text).into_iter().rev().take(drawing.boxes.len()).collect();
        for (one, (x, y, width, height)) in drawing.boxes.iter().rev().zip(shown) {
            assert!((one.x - 24.0 - x).abs() < 0.1 && (one.y - 24.0 - y).abs() < 0.1, "{name}: {one:?}");
            assert_eq!((one.width, one.height), (width, height), "{name}");
        }
    }
}

/// Left, top, width and height of each box of a picture.
fn boxes(picture: &str) -> Vec<(f64, f64, f64, f64)> {
    let numbers = |text: &str| -> Vec<f64> {
        text.split(|it: char| !it.is_ascii_digit() && it != '.').filter_map(|it| it.parse().ok()).collect()
    };
    let places = picture.split("<g transform=\"translate(").skip(2);
    let boxes = places.map(|it| {
        let (place, rest) = it.split_once(')').expect("a place");
        let (_, size) = rest.split_once("<rect width=").expect("a box");
        let (place, size) = (numbers(place), numbers(&size[..size.find("rx=").expect("a round box")]));
        (place[0], place[1], size[0], size[1])
    });
    boxes.collect()
}

#[test]
fn drawings_are_the_same_each_time() {
    for name in templates() {
        let [one, two] = [read(&name), read(&name)];
        assert_eq!(dot::text(&one), dot::text(&two), "{name}");
        assert_eq!(svg::text(&one, "flow"), svg::text(&two, "flow"), "{name}");
    }
}

#[test]
fn large_applications_are_drawn_as_text_and_refused_as_pictures() {
    let mut text = "Transform: AWS::Serverless-2016-10-31\nResources:\n".to_owned();
    for number in 0..300 {
        writeln!(
            text,
            "  Queue{number}: {{Type: AWS::SQS::Queue}}\n  Worker{number}:\n    Type: AWS::Serverless::Function\n    \
             Properties:\n      {{Handler: a.b, Runtime: python3.13, CodeUri: src/, Events: {{Message: {{Type: SQS, \
             Properties: {{Queue: !GetAtt Queue{number}.Arn}}}}}}}}"
        )
        .expect("a string takes everything");
    }
    let graph = graph(&text);
    assert_eq!((graph.vertices.len(), graph.edges.len()), (600, 300));
    assert_eq!(mermaid::text(&graph).matches(" --> ").count(), 300);
    assert_eq!(svg::text(&graph, "flow"), Err(svg::TooLarge { vertices: 600, edges: 300 }));
}
