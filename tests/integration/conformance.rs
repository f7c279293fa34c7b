//! Counts the cases of `../shared/conformance` that conform to the reference; those listed in `conformance.txt` must.
//!
//! `UPDATE=1 cargo test conformance::` lists the cases that conform by now. The list only grows.
//! `CASE=NAME cargo test conformance::` also says what is amiss in the cases with `NAME` in their names.
use crate::support::case::Case;
use samc::{Artifacts, Options};
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, panic, thread};

const LIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance.txt");
const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/conformance");
/// Most lines on one case.
const LONGEST_REPORT: usize = 12;

/// Cases of one origin and how they are compiled.
struct Suite {
    name: &'static str,
    regions: &'static [&'static str],
    artifacts: Artifacts,
}

const SUITES: [Suite; 2] = [
    Suite { name: "upstream", regions: &["ap-southeast-1", "cn-north-1", "us-gov-west-1"], artifacts: Artifacts::AsIs },
    Suite { name: "real", regions: &["us-east-1"], artifacts: Artifacts::Placeholder },
];

/// A case that was tried: `suite/case`, and what does not conform.
struct Tried {
    name: String,
    mismatches: Vec<String>,
}

#[test]
fn listed_cases_conform() {
    if !Path::new(CASES).is_dir() {
        return say("conformance: skipped, there is no ../shared/conformance\n");
    }
    let listed = fs::read_to_string(LIST).expect("the list of cases that conform");
    let listed: BTreeSet<&str> = listed.lines().collect();
    let tried = try_all();
    let conforming: BTreeSet<&str> =
        tried.iter().filter(|it| it.mismatches.is_empty()).map(|it| it.name.as_str()).collect();

    let asked_for = env::var("CASE").ok();
    let mut regressions = String::new();
    for it in tried.iter().filter(|it| !it.mismatches.is_empty()) {
        if listed.contains(it.name.as_str()) {
            regressions.push_str(&report(it, "is listed in tests/conformance.txt and does not conform any more"));
        } else if asked_for.as_ref().is_some_and(|name| it.name.contains(name)) {
            say(&report(it, "does not conform"));
        }
    }
    for absent in listed.iter().filter(|name| !tried.iter().any(|it| it.name == **name)) {
        say(&format!("{absent}: is listed in tests/conformance.txt but not in ../shared/conformance\n"));
    }

    let counts = SUITES.iter().map(|suite| {
        let of_suite = |name: &str| name.split('/').next() == Some(suite.name);
        let all = tried.iter().filter(|it| of_suite(&it.name)).count();
        let count = conforming.iter().filter(|it| of_suite(it)).count();
        format!("{} {count} of {all}", suite.name)
    });
    let counts = counts.collect::<Vec<_>>().join(", ");
    let unlisted = conforming.difference(&listed).count();
    if env::var_os("UPDATE").is_some() {
        let list = listed.union(&conforming).map(|it| format!("{it}\n"));
        fs::write(LIST, list.collect::<String>()).expect("the list can be written");
        say(&format!("conformance: {counts} conform; {unlisted} newly listed in tests/conformance.txt\n"));
    } else {
        say(&format!("conformance: {counts} conform; {unlisted} of them not yet listed (UPDATE=1 lists them)\n"));
    }
    assert!(regressions.is_empty(), "\n{regressions}");
}

/// Says something of a test that passes. The test harness captures what `print!` writes, but not this.
fn say(text: &str) {
    io::stderr().write_all(text.as_bytes()).expect("standard error is open");
}

fn report(tried: &Tried, verdict: &str) -> String {
    let mut report = format!("{}: {verdict}\n", tried.name);
    for mismatch in tried.mismatches.iter().take(LONGEST_REPORT) {
        report.push_str(&format!("    {mismatch}\n"));
    }
    if tried.mismatches.len() > LONGEST_REPORT {
        report.push_str(&format!("    and {} more\n", tried.mismatches.len() - LONGEST_REPORT));
    }
    report
}

/// Tries every case on all cores; sorted by name.
fn try_all() -> Vec<Tried> {
    let root = Path::new(CASES);
    let suites = SUITES.iter().filter(|it| root.join(it.name).is_dir());
    let cases: Vec<(&Suite, Case)> =
        suites.flat_map(|it| Case::all(&root.join(it.name)).into_iter().map(move |case| (it, case))).collect();
    let next = AtomicUsize::new(0);
    let tried = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, NonZero::get) {
            scope.spawn(|| {
                while let Some((suite, case)) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let it = Tried { name: format!("{}/{}", suite.name, case.name), mismatches: try_case(suite, case) };
                    tried.lock().expect("no holder panics").push(it);
                }
            });
        }
    });
    let mut tried = tried.into_inner().expect("no holder panicked");
    tried.sort_by(|one, two| one.name.cmp(&two.name));
    tried
}

/// What does not conform; a panic does not.
fn try_case(suite: &Suite, case: &Case) -> Vec<String> {
    let options = Options::default().with_artifacts(suite.artifacts);
    panic::catch_unwind(|| case.mismatches(suite.regions, &options))
        .unwrap_or_else(|_| vec!["a panic, see above".to_owned()])
}
