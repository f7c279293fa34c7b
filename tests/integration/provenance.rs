//! Every resource and value of a document leads back to the template: in tables for people, in source maps for programs.
use crate::support::pages::keep_block;
use samc::provenance::Provenance;
use samc::report::Screen;
use samc::report::{origins, source_map};
use samc::source::{Source, Sources};
use samc::{Depth, Options, analyze};
use serde_json::Value;
use std::fs;
use std::path::Path;

const SHOP: &str = include_str!("../explain/shop.yaml");

fn with_shop<T>(then: impl FnOnce(&Sources, &Provenance<'_>) -> T) -> T {
    let sources = Sources::new(Source::new("shop.yaml", SHOP));
    let analysis = analyze(&sources, &Options::default(), Depth::Expansion);
    let (translation, problems) = (analysis.translation, analysis.findings);
    assert!(problems.is_empty(), "{problems:?}");
    let translation = translation.expect("it is a template");
    then(&sources, &translation.provenance())
}

#[test]
fn all_resources() {
    insta::assert_snapshot!(with_shop(|sources, provenance| origins::overview(sources, provenance, Screen::default())));
}

#[test]
fn one_resource() {
    let ids = ["Worker", "WorkerRole", "WorkerJobs", "CodeDeployServiceRole", "Bucket", "Layer", "ServerlessHttpApi"];
    let explained = with_shop(|sources, provenance| {
        ids.map(|it| origins::resource(it, sources, provenance, Screen::default()).unwrap())
    });
    insta::assert_snapshot!(explained.join("\n"));
    assert_eq!(
        with_shop(|sources, provenance| origins::resource("Nothing", sources, provenance, Screen::default())),
        None
    );
}

#[test]
fn what_resources_share_belongs_to_each() {
    let sources = Sources::new(Source::new("shared.yaml", include_str!("../explain/shared.yaml")));
    let analysis = analyze(&sources, &Options::default(), Depth::Expansion);
    assert!(!analysis.has_errors(), "{:?}", analysis.findings);
    let translation = analysis.translation.expect("it is a template");
    let provenance = translation.provenance();
    insta::assert_snapshot!(origins::overview(&sources, &provenance, Screen::default()));
    let map: Value = serde_json::from_str(&source_map::document(&sources, &provenance)).expect("it is JSON");
    assert!(map["resources"].as_object().is_some_and(|it| it.contains_key("ThirdAgain")), "{map}");
}

#[test]
fn the_documentation_shows_what_is_explained() {
    let sources = Sources::new(Source::new("shop.yaml", include_str!("../explain/readme.yaml")));
    let translation = analyze(&sources, &Options::default(), Depth::Expansion).translation.expect("it is a template");
    let provenance = translation.provenance();
    let explained =
        origins::resource("Worker", &sources, &provenance, Screen::default()).expect("it is in the template");
    keep_block("explain", "provenance", &format!("```text\n$ samc explain shop.yaml Worker\n{explained}```\n"));
}

/// The templates of `tests/expand` that expand, with their names.
fn for_each_translation(mut then: impl FnMut(&str, &Source, &samc::Translation)) {
    let mut expanded = 0;
    let cases = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expand")).unwrap();
    for case in cases.map(|it| it.unwrap().path()).filter(|it| it.is_dir()) {
        let files = ["template.yaml", "template.json"].map(|it| fs::read_to_string(case.join(it)));
        let text = files.into_iter().find_map(Result::ok).expect("each case has a template");
        let sources = Sources::new(Source::new("template", text));
        if let Some(translation) = analyze(&sources, &Options::default(), Depth::Expansion).translation
            && translation.complete
        {
            expanded += 1;
            then(&case.file_name().unwrap().to_string_lossy(), sources.template(), &translation);
        }
    }
    assert!(expanded > 100, "only {expanded} templates expand");
}

#[test]
fn every_resource_has_a_place_and_a_purpose() {
    for_each_translation(|case, _, translation| {
        let provenance = translation.provenance();
        for generated in provenance.resources() {
            let id = generated.logical_id;
            assert!(!generated.purpose.is_empty(), "{case}: {id} has no purpose");
            let [first, ..] = &generated.causes[..] else { panic!("{case}: {id} comes from nothing") };
            assert!(first.span.end > first.span.start, "{case}: {id} stands nowhere");
            let is_implicit = first.resource_id == "ServerlessRestApi" || first.resource_id == "ServerlessHttpApi";
            assert!(provenance.is_written(first.resource_id) || is_implicit, "{case}: {id} is nobody's: {first:?}");
        }
    });
}

#[test]
fn written_strings_stand_where_the_source_map_says() {
    let mut compared = 0;
    for_each_translation(|case, source, translation| {
        let provenance = translation.provenance();
        let map: Value =
            serde_json::from_str(&source_map::document(&Sources::new(source.clone()), &provenance)).unwrap();
        let expansion = samc::emit::json(&samc::compile(source, &Options::default()).document().unwrap()).unwrap();
        let expansion: Value = serde_json::from_str(&expansion).unwrap();
        for (pointer, place) in map["values"].as_object().unwrap() {
            let value = expansion.pointer(pointer).unwrap_or_else(|| panic!("{case}: there is no {pointer}"));
            let is_plain = |it: &&str| it.chars().all(|it| it.is_ascii_alphanumeric());
            if let (Some(text), true) =
                (value.as_str().filter(is_plain), place["from"] == serde_json::json!(["written"]))
            {
                let offset = |end: &str| place[end]["offset"].as_u64().unwrap() as usize;
                let written = &source.text()[offset("start")..offset("end")];
                assert!(written.contains(text), "{case}: {pointer} is {text}, but {written} stands there");
                compared += 1;
            }
        }
    });
    assert!(compared > 1_000, "only {compared} strings were compared");
}
