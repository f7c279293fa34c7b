//! A document that is written can be read back, and is the same in JSON and YAML.
#![no_main]
use libfuzzer_sys::{fuzz_crossover, fuzz_mutator, fuzz_target};
use samc::diagnostic::Problems;
use samc::source::{Source, Sources};
use samc::syntax::{Node, parse};
use samc::{Artifacts, compile, emit};
use samc_fuzz::{input, promises};

fuzz_target!(|data: &[u8]| {
    let Some((text, _)) = input::texts(data) else { return };
    let source = Source::new("template.yaml", text);
    for artifacts in [Artifacts::Placeholder, Artifacts::AsIs] {
        let analysis = compile(&source, &promises::options().with_artifacts(artifacts));
        promises::refused_or_expanded(&analysis);
        promises::places_lie_in_the_text(&Sources::new(source.clone()), &analysis.findings);
        if let Some(document) = analysis.document().filter(promises::is_readable_again) {
            let json = emit::json(&document).ok();
            for text in [&json, &emit::yaml(&document).ok()].into_iter().flatten() {
                assert_eq!(read(text), document);
            }
            if let Some(text) = json {
                promises::json(&text);
            }
        }
    }
});

fn read(text: &str) -> Node {
    let mut problems = Problems::default();
    let tree = parse(&Source::new("document", text), &mut problems);
    assert!(problems.is_empty(), "{problems:#?} in {text}");
    tree.expect("what is not read has a problem")
}

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    samc_fuzz::mutator::mutate(data, size, max_size, seed)
});
fuzz_crossover!(|one: &[u8], other: &[u8], out: &mut [u8], seed: u32| {
    samc_fuzz::mutator::cross_over(one, other, out, seed)
});
