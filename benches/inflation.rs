//! How long templates take that are made large in every way: the bad examples of each rule, in which each key, item and
//! text is made 100 KB in turn. Prints for each rule the slowest way, with the exponent by which time grows from half of
//! that size; `cargo bench --bench inflation RULE` measures one rule.
#[path = "support/inflating.rs"]
mod inflating;

use inflating::{Growth, inflated, ways};
use samc::diagnostic::Problems;
use samc::report::{Report, Screen, github, graph, human, json, junit, origins, sarif, source_map};
use samc::source::{File, Files, Source, Sources, Unreadable};
use samc::{Depth, Options, analyze, emit, syntax};
use serde_json::Value;
use std::hint::black_box;
use std::time::Instant;

/// How large the templates are, in bytes.
const SIZE: usize = 100_000;
/// What takes longer than this is told in full, in seconds.
const LONG: f64 = 0.2;

/// The way of a rule that takes longest.
struct Slowest {
    /// In seconds.
    time: f64,
    what: String,
    /// The seconds that it takes at a size.
    measure: Box<dyn Fn(usize) -> f64>,
}

/// What is done with a template.
type Work = fn(&Source);
const WORKS: [(&str, Work); 4] = [("expand", expand), ("check", check), ("explain", explain), ("graph", graph)];

fn main() {
    // `cargo test --all-targets` starts benches without this, only to see that they start.
    if !std::env::args().any(|it| it == "--bench") {
        return;
    }
    let wanted: Vec<String> = std::env::args().skip(1).filter(|it| !it.starts_with("--")).collect();
    println!("{:32}{:>9}{:>10}  slowest", "milliseconds for", "100 KB", "exponent");
    for code in samc::rules::codes() {
        if !wanted.is_empty() && !wanted.iter().any(|it| it == code.name) {
            continue;
        }
        let mut slowest: Option<Slowest> = None;
        for example in code.bad_examples() {
            let Some(template) = value_of(&example) else { continue };
            for growth in ways(&template) {
                for is_one_line in [false, true] {
                    for (name, work) in WORKS {
                        let measure = {
                            let (template, growth) = (template.clone(), growth.clone());
                            move |size| seconds(&source(&template, &growth, size, is_one_line), work)
                        };
                        let time = measure(SIZE);
                        let line = if is_one_line { ", in one line" } else { "" };
                        let what = || format!("{name}: {:?} {}{line}", growth.way, growth.path.join("/"));
                        if time > LONG {
                            eprintln!("{}: {:.0} ms for {}", code.name, time * 1e3, what());
                        }
                        if slowest.as_ref().is_none_or(|it| time > it.time) {
                            slowest = Some(Slowest { time, what: what(), measure: Box::new(measure) });
                        }
                    }
                }
            }
        }
        if let Some(Slowest { what, measure, .. }) = slowest {
            let fastest = |size| (0..3).map(|_| measure(size)).fold(f64::INFINITY, f64::min);
            let (half, whole) = (fastest(SIZE / 2), fastest(SIZE));
            println!("{:32}{:9.1}{:10.2}  {what}", code.name, whole * 1e3, (whole / half).log2());
        }
    }
}

/// An example as values, whose intrinsic functions are written out.
fn value_of(example: &str) -> Option<Value> {
    let transform = if example.contains("Transform:") { "" } else { "Transform: AWS::Serverless-2016-10-31\n" };
    let source = Source::new("example.yaml", format!("{transform}{example}"));
    let tree = syntax::parse(&source, &mut Problems::default())?;
    let json = emit::json(&tree).ok()?;
    serde_json::from_str(&json).ok().filter(Value::is_object)
}

fn source(template: &Value, growth: &Growth, size: usize, is_one_line: bool) -> Source {
    let grown = inflated(template, growth, size);
    let text = if is_one_line { grown.to_string() } else { format!("{grown:#}") };
    Source::new("template.json", text)
}

fn seconds(source: &Source, work: Work) -> f64 {
    let start = Instant::now();
    work(source);
    start.elapsed().as_secs_f64()
}

/// Expands, and says where each part comes from.
fn expand(source: &Source) {
    let sources = Sources::new(source.clone());
    let analysis = analyze(&sources, &Options::default(), Depth::Harm);
    if let (Some(document), Some(translation)) = (analysis.document(), &analysis.translation) {
        black_box((emit::json(&document).is_ok(), emit::yaml(&document).is_ok()));
        black_box(source_map::document(&sources, &translation.provenance()));
    }
}

/// Checks, and reports in every format.
fn check(source: &Source) {
    let sources = Sources::new(source.clone());
    let problems = analyze(&sources, &Options::default(), Depth::Check).findings;
    let screen = Screen { width: Some(80), ..Screen::default() };
    problems.iter().for_each(|it| drop(black_box(human::paragraph(&sources, it, screen))));
    black_box((github::lines(&sources, &problems), json::lines(&sources, &problems)));
    let reports = [Report { sources, problems }];
    black_box((sarif::document(&reports, &[]), junit::document(&reports, &[], samc::diagnostic::Severity::Error)));
}

fn explain(source: &Source) {
    let sources = Sources::new(source.clone());
    let analysis = analyze(&sources, &Options::default(), Depth::Expansion);
    let Some(translation) = &analysis.translation else { return };
    let provenance = translation.provenance();
    let screen = Screen { width: Some(80), ..Screen::default() };
    black_box(origins::overview(&sources, &provenance, screen));
    let ids: Vec<String> = provenance.resources().map(|it| it.logical_id.to_string()).take(3).collect();
    ids.iter().for_each(|it| drop(black_box(origins::resource(it, &sources, &provenance, screen))));
}

fn graph(source: &Source) {
    let mut sources = Sources::new(source.clone());
    let analysis = analyze(&sources, &Options::default(), Depth::Expansion);
    let Some(translation) = &analysis.translation else { return };
    let graph = translation.graph(&NoFiles, &mut sources);
    black_box((graph::mermaid::text(&graph), graph::dot::text(&graph), graph::svg::text(&graph, "template").is_ok()));
}

/// A folder with nothing in it.
struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &str) -> Result<File, Unreadable> {
        Err(Unreadable::Missing)
    }

    fn names(&self, _: &str) -> Option<Vec<String>> {
        None
    }
}
