//! How long it takes up to each phase: an ordinary template, and one that is a thousand times as large.
#[path = "support/growing.rs"]
mod growing;

use criterion::{Criterion, criterion_group, criterion_main};
use growing::grow;
use samc::diagnostic::Problems;
use samc::source::{Source, Sources};
use samc::{Depth, Options, analyze, compile, emit, syntax};
use std::hint::black_box;

fn phases(criterion: &mut Criterion) {
    let ordinary = include_str!("templates/shop.yaml").to_owned();
    let large = grow(include_str!("growth/functions.yaml"), 1_000);
    for (name, text) in [("127 lines", ordinary), ("1,000 functions", large)] {
        let sources = Sources::new(Source::new("template.yaml", text));
        let options = Options::default();
        let document = compile(sources.template(), &options).document().expect("no errors");

        let mut group = criterion.benchmark_group(name);
        group.sample_size(20);
        group.bench_function("parse", |it| {
            it.iter(|| syntax::parse(black_box(sources.template()), &mut Problems::default()))
        });
        // Each depth does what those before it do, and more.
        for (name, depth) in [("passes", Depth::Expansion), ("expand", Depth::Harm), ("check", Depth::Check)] {
            group.bench_function(name, |it| it.iter(|| analyze(black_box(&sources), &options, depth)));
        }
        group.bench_function("emit", |it| it.iter(|| emit::json(black_box(&document))));
        group.finish();
    }
}

criterion_group!(benches, phases);
criterion_main!(benches);
