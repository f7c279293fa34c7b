//! What differs between two expansions: each folder of `tests/diff` has an old and a new template, and a snapshot of each
//! format says what is to be read of them. `UPDATE=1` writes the one in the documentation.
use crate::support::pages::keep_block;
use samc::diff::{Difference, compare};
use samc::report::Screen;
use samc::report::diff::{Compared, human, json, markdown};
use samc::source::{Source, Sources};
use samc::{Depth, Options, Translation, analyze};
use std::fs;
use std::path::Path;

fn translated(name: &str, text: &str) -> Translation {
    let analysis = analyze(&Sources::new(Source::new(name, text)), &Options::default(), Depth::Expansion);
    let (translation, problems) = (analysis.translation, analysis.findings);
    translation.filter(|it| it.complete).unwrap_or_else(|| panic!("{name} has errors: {problems:?}"))
}

fn with_difference<T>(old: &str, new: &str, then: impl FnOnce(&Difference<'_>) -> T) -> T {
    let (old, new) = (translated("old.yaml", old), translated("new.yaml", new));
    then(&compare(&old.side(), &new.side()))
}

fn with_case<T>(case: &str, then: impl FnOnce(Compared<'_>) -> T) -> T {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff").join(case);
    let read = |name| fs::read_to_string(folder.join(name)).unwrap();
    with_difference(&read("old.yaml"), &read("new.yaml"), |difference| {
        then(Compared { old_name: "old.yaml", new_name: "new.yaml", difference })
    })
}

const CASES: [&str; 8] =
    ["aliases", "awkward_names", "orders", "permissions", "replacements", "routes", "same", "shop"];

#[test]
fn all_formats() {
    let folders = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff")).unwrap();
    let mut names: Vec<String> = folders.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, CASES);
    for case in CASES {
        with_case(case, |compared| {
            insta::assert_snapshot!(format!("{case}.human"), human::document(compared, Screen::default()));
            insta::assert_snapshot!(format!("{case}.json"), json::document(compared));
            insta::assert_snapshot!(format!("{case}.markdown"), markdown::document(compared));
        });
    }
}

#[test]
fn the_documentation_shows_what_is_printed() {
    let printed = with_case("orders", |compared| human::document(compared, Screen::default()));
    keep_block("diff", "diff", &format!("```text\n$ samc diff old.yaml new.yaml\n{printed}```\n"));
}

#[test]
fn in_color_on_a_narrow_terminal() {
    let screen = Screen { color: true, unicode: true, width: Some(60) };
    let text = with_case("replacements", |compared| human::document(compared, screen));
    insta::assert_snapshot!(text.replace('\x1b', "^"));
}

#[test]
fn what_is_printed_is_shown_and_not_obeyed() {
    with_case("awkward_names", |compared| {
        for text in [human::document(compared, Screen::default()), markdown::document(compared)] {
            let obeyed = |it: char| it.is_control() && it != '\n' || it == '\u{202e}';
            assert!(!text.contains(obeyed), "{text:?}");
        }
        // No cell of a table ends early.
        let markdown = markdown::document(compared);
        let cells = |row: &str| row.replace("\\|", "").matches('|').count();
        let mut columns = 0;
        for row in markdown.lines() {
            columns = if row.starts_with('|') && columns == 0 { cells(row) } else { columns };
            assert!(!row.starts_with('|') || cells(row) == columns, "{row}");
            columns = if row.starts_with('|') { columns } else { 0 };
        }
    });
}

/// Every template is the same as itself, and all of it is new beside another one.
#[test]
fn recorded_templates() {
    let cases = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expand")).unwrap();
    let other = translated("other.yaml", "Resources: {Unlike: {Type: 'Custom::Unlike', Properties: {Unlike: 1}}}");
    let other = other.side();
    let mut compared = 0;
    for folder in cases.map(|it| it.unwrap().path()) {
        let Ok(text) = fs::read_to_string(folder.join("template.yaml")) else { continue };
        let analysis =
            analyze(&Sources::new(Source::new("template.yaml", text)), &Options::default(), Depth::Expansion);
        let translation = analysis.translation;
        let Some(translation) = translation.filter(|it| it.complete) else { continue };
        let (name, side) = (folder.display(), translation.side());
        assert!(compare(&side, &side).is_empty(), "{name} differs from itself");
        let changes = |it: Difference<'_>| it.owners.iter().map(|it| it.resources.len()).sum::<usize>();
        let all = side.resources().len() + 1;
        assert_eq!((changes(compare(&other, &side)), changes(compare(&side, &other))), (all, all), "{name}");
        compared += 1;
    }
    assert!(compared > 100, "only {compared} templates were compared");
}

#[test]
fn a_thousand_renamed_functions() {
    let template = |suffix: &str, memory: u32| {
        let function = |it: usize| {
            format!(
                "  F{it}{suffix}:\n    Type: AWS::Serverless::Function\n    Properties:\n      InlineCode: '{it}'\n      \
                 Runtime: python3.13\n      Handler: index.handler\n      MemorySize: {memory}\n"
            )
        };
        let functions: String = (0..1000).map(function).collect();
        format!("Transform: AWS::Serverless-2016-10-31\nResources:\n{functions}")
    };
    let pairs = with_difference(&template("Old", 128), &template("New", 256), |difference| {
        let all = difference.owners.iter().flat_map(|it| &it.resources);
        let pairs = all.map(|it| match &it.fate {
            samc::diff::Fate::Renamed { old_id, .. } => it.logical_id.replace("New", "Old") == **old_id,
            _ => false,
        });
        pairs.collect::<Vec<_>>()
    });
    assert!(pairs.len() == 2000 && pairs.iter().all(|it| *it));
}
