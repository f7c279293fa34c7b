//! What holds for the fixes of everything that is wrong in `tests/check`.
use crate::support::marks::Marked;
use crate::support::region;
use samc::check;
use samc::fix::{Fixes, mend};
use samc::source::Source;
use std::fs;
use std::path::Path;

/// The templates of `tests/check` without their marks.
fn templates() -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check");
    let paths = fs::read_dir(folder).expect("the folder of this test").map(|it| it.expect("a readable folder").path());
    let templates = paths.filter(|it| it.extension().is_some_and(|it| it == "yaml" || it == "json"));
    let read = |path: std::path::PathBuf| {
        let text = fs::read_to_string(&path).expect("a readable file");
        let text = if path.extension().is_some_and(|it| it == "json") { text } else { unmarked(&text) };
        Source::new(path.display().to_string(), text)
    };
    templates.map(read).collect()
}

fn unmarked(text: &str) -> String {
    Marked::read(text).map_or_else(|_| text.to_owned(), |it| it.template)
}

#[test]
fn titles_say_what_to_do() {
    const VERBS: [&str; 7] = ["add", "indent", "move", "put", "remove", "use", "write"];
    let mut titles = 0;
    for source in templates() {
        for fix in check(&source, &region::options(source.text())).iter().filter_map(|it| it.fix.as_ref()) {
            titles += 1;
            let verb = fix.title.split(' ').next().unwrap_or_default();
            assert!(VERBS.contains(&verb), "{}: `{}`", source.name(), fix.title);
        }
    }
    assert!(titles > 100, "only {titles} fixes were found");
}

#[test]
fn fixing_twice_changes_nothing_more() {
    let mut changes = 0;
    for source in templates() {
        let options = region::options(source.text());
        let check = |source: &Source| check(source, &options);
        for fixes in [Fixes::Certain, Fixes::All] {
            let mended = mend(source.clone(), check(&source), fixes, &check);
            changes += mended.changes.len();
            let again = mend(mended.source.clone(), mended.problems.clone(), fixes, &check);
            assert_eq!(again.source.text(), mended.source.text(), "{}", source.name());
            // What is found behind a place that cannot be read changes with it.
            let errors = |source: &Source| {
                let found = check(source);
                let of_syntax = found.iter().filter(|it| it.code.name == "syntax-error").count();
                if of_syntax > 0 { of_syntax } else { found.iter().filter(|it| it.is_error()).count() }
            };
            assert!(errors(&mended.source) <= errors(&source), "{}", source.name());
        }
    }
    assert!(changes > 200, "only {changes} changes were made");
}
