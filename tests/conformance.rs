//! Counts the cases of `../shared/conformance` that conform to the reference; those listed in `conformance.txt` must.
//!
//! `UPDATE=1 cargo test --test conformance` lists the cases that conform by now. The list only grows.
//! `cargo test --test conformance -- NAME` also says what is amiss in the cases with `NAME` in their names.
mod support;

use samc::{Artifacts, Options};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::num::NonZero;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, panic, thread};
use support::case::Case;

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

fn main() -> ExitCode {
    if env::args().any(|it| it == "--list") {
        return ExitCode::SUCCESS;
    }
    if !Path::new(CASES).is_dir() {
        println!("conformance: skipped, there is no ../shared/conformance");
        return ExitCode::SUCCESS;
    }
    let listed = fs::read_to_string(LIST).unwrap_or_default();
    let listed: BTreeSet<&str> = listed.lines().filter(|it| !it.is_empty()).collect();
    let tried = try_all();
    let conforming: BTreeSet<&str> =
        tried.iter().filter(|it| it.mismatches.is_empty()).map(|it| it.name.as_str()).collect();

    let filters: Vec<String> = env::args().skip(1).filter(|it| !it.starts_with('-')).collect();
    for it in tried.iter().filter(|it| !it.mismatches.is_empty()) {
        if listed.contains(it.name.as_str()) {
            report(it, "is listed in tests/conformance.txt and does not conform any more");
        } else if filters.iter().any(|filter| it.name.contains(filter)) {
            report(it, "does not conform");
        }
    }
    for absent in listed.iter().filter(|name| !tried.iter().any(|it| it.name == **name)) {
        println!("{absent}: is listed in tests/conformance.txt but not in ../shared/conformance");
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
        let list: Vec<&str> = listed.union(&conforming).copied().collect();
        fs::write(LIST, list.iter().map(|it| format!("{it}\n")).collect::<String>()).expect("the list can be written");
        println!("conformance: {counts} conform; {unlisted} newly listed in tests/conformance.txt");
    } else {
        println!("conformance: {counts} conform; {unlisted} of them not yet listed (UPDATE=1 lists them)");
    }
    let regressed = tried.iter().any(|it| !it.mismatches.is_empty() && listed.contains(it.name.as_str()));
    if regressed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn report(tried: &Tried, verdict: &str) {
    println!("{}: {verdict}", tried.name);
    for mismatch in tried.mismatches.iter().take(LONGEST_REPORT) {
        println!("    {mismatch}");
    }
    if tried.mismatches.len() > LONGEST_REPORT {
        println!("    and {} more", tried.mismatches.len() - LONGEST_REPORT);
    }
}

/// Tries every case on all cores; sorted by name.
fn try_all() -> Vec<Tried> {
    panic::set_hook(Box::new(|panic| LAST_PANIC.set(panic.to_string().replace('\n', " "))));
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
    let _default_again = panic::take_hook();
    let mut tried = tried.into_inner().expect("no holder panicked");
    tried.sort_by(|one, two| one.name.cmp(&two.name));
    tried
}

thread_local! {
    /// What the last panic of this thread said, and where.
    static LAST_PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// What does not conform; a panic does not.
fn try_case(suite: &Suite, case: &Case) -> Vec<String> {
    let options = Options { artifacts: suite.artifacts, ..Options::default() };
    panic::catch_unwind(|| case.mismatches(suite.regions, &options)).unwrap_or_else(|_| vec![LAST_PANIC.take()])
}
