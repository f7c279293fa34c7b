//! Whatever shows an expansion shows it without breaking its format, and nothing differs from itself.
#![no_main]
use libfuzzer_sys::fuzz_target;
use roxmltree::Document;
use samc::diff::compare;
use samc::graph::Graph;
use samc::report::diff::{Compared, human, json, markdown};
use samc::report::graph::{dot, mermaid, svg};
use samc::report::{Screen, origins, source_map};
use samc::source::{Source, Sources};
use samc::{Depth, Translation, analyze};
use samc_fuzz::input::{self, Beside};
use samc_fuzz::promises;

fuzz_target!(|data: &[u8]| {
    let Some((old, new)) = input::texts(data) else { return };
    let both = [old, new].map(|it| Sources::new(Source::new("template.yaml", it)));
    let translations = both.each_ref().map(|it| analyze(it, &promises::options(), Depth::Expansion).translation);
    for (sources, translation) in both.iter().zip(&translations) {
        if let Some(translation) = translation {
            let mut with_files = sources.clone();
            let graph = translation.graph(&Beside(new), &mut with_files);
            promises::places_lie_in_the_text(&with_files, &graph.problems);
            draw(&graph);
            explain(sources, translation);
        }
    }
    let complete = translations.each_ref().map(|it| it.as_ref().filter(|it| it.complete));
    match complete {
        [Some(old), Some(new)] => {
            differ(old, new);
            differ(new, old);
        }
        [Some(only), None] | [None, Some(only)] => assert!(!differ(only, only), "it differs from itself"),
        [None, None] => (),
    }
});

fn draw(graph: &Graph) {
    if let Ok(drawing) = svg::text(graph, "Event flow") {
        Document::parse(&drawing).unwrap_or_else(|it| panic!("{it} in {drawing}"));
    }
    promises::shows(&mermaid::text(graph));
    promises::shows(&dot::text(graph));
}

fn explain(sources: &Sources, translation: &Translation) {
    let provenance = translation.provenance();
    promises::shows(&origins::overview(sources, &provenance, Screen::default()));
    for resource in provenance.resources() {
        let narrow = Screen { width: Some(60), ..Screen::default() };
        let text = origins::resource(resource.logical_id, sources, &provenance, narrow);
        promises::shows(&text.expect("a resource of the document is known"));
    }
    let map = promises::json(&source_map::document(sources, &provenance));
    let text = sources.template().text();
    for (pointer, value) in map["values"].as_object().expect("a map of values") {
        let offset = |it: &str| value[it]["offset"].as_u64().expect("an offset") as usize;
        assert!(text.get(offset("start")..offset("end")).is_some(), "{pointer} stands nowhere: {value}");
    }
}

/// Whether they differ.
fn differ(old: &Translation, new: &Translation) -> bool {
    let (old, new) = (old.side(), new.side());
    let difference = compare(&old, &new);
    let compared = Compared { old_name: "old.yaml", new_name: "new.yaml", difference: &difference };
    promises::json(&json::document(compared));
    promises::shows(&human::document(compared, Screen::default()));
    promises::shows(&markdown::document(compared));
    !difference.is_empty()
}

samc_fuzz::mutate_templates!();
