//! A document that is written can be read back, and is the same in JSON and YAML.
#![no_main]
use libfuzzer_sys::fuzz_target;
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

samc_fuzz::mutate_templates!();
