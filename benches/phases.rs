//! How long each phase takes: an ordinary template, and one that is a thousand times as large.
#[path = "support/growing.rs"]
mod growing;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use growing::grow;
use samc::diagnostic::Problems;
use samc::emit;
use samc::passes;
use samc::rules;
use samc::semantics::{Evaluator, Semantics};
use samc::source::Source;
use samc::syntax::{self, IntoNode};
use samc::template::{self, Template};
use samc::{Options, check, compile};
use std::hint::black_box;

fn phases(criterion: &mut Criterion) {
    let ordinary = include_str!("templates/shop.yaml").to_owned();
    let large = grow(include_str!("growth/functions.yaml"), 1_000);
    for (name, text) in [("127 lines", ordinary), ("1,000 functions", large)] {
        let source = Source::new("template.yaml", text);
        let options = Options::default();
        let template = read(&source);
        let mut problems = Problems::default();
        let expanded = passes::run(template.clone(), &options, &mut problems);
        let document = expanded.document.clone().into_node(template.span);

        let mut group = criterion.benchmark_group(name);
        group.sample_size(20);
        group.bench_function("parse", |it| it.iter(|| syntax::parse(black_box(&source), &mut Problems::default())));
        group.bench_function("template", |it| {
            let tree = || syntax::parse(&source, &mut Problems::default()).expect("sound YAML");
            it.iter_batched(tree, |tree| template::read(tree, &mut Problems::default()), BatchSize::PerIteration);
        });
        group.bench_function("passes", |it| {
            // Read anew each time: a clone shares its maps, so that the passes would copy what they change.
            let template = || read(&source);
            let run = |template| passes::run(template, &options, &mut Problems::default());
            it.iter_batched(template, run, BatchSize::PerIteration);
        });
        group.bench_function("rules", |it| {
            it.iter(|| {
                let semantics = Semantics::new(Evaluator::new(&source, &template, &expanded, true), 0);
                let mut found = Problems::default();
                rules::in_order().for_each(|rule| (rule.check)(&semantics, &mut found));
                found.error_count()
            });
        });
        group.bench_function("emit", |it| it.iter(|| emit::json(black_box(&document))));
        group.bench_function("expand, whole", |it| it.iter(|| compile(black_box(&source), &options)));
        group.bench_function("check, whole", |it| it.iter(|| check(black_box(&source), &options)));
        group.finish();
    }
}

fn read(source: &Source) -> Template {
    let mut problems = Problems::default();
    let tree = syntax::parse(source, &mut problems).expect("sound YAML");
    template::read(tree, &mut problems).expect("a template")
}

criterion_group!(benches, phases);
criterion_main!(benches);
