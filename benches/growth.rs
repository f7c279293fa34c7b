//! How the time for a template grows with its size: a row for each template of `benches/growth`, with the exponent by
//! which time grows from the second largest size to the largest. 1 is linear, 2 quadratic. What is refused as too large is
//! not timed.
#[path = "support/growing.rs"]
mod growing;

use growing::grow;
use samc::source::Source;
use samc::{Options, check, compile, emit};
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];
/// How often each is timed, within this time; the fastest counts.
const ROUNDS: usize = 7;
const LONGEST: Duration = Duration::from_secs(5);

fn main() {
    // `cargo test --all-targets` starts benches without this, only to see that they start.
    if !std::env::args().any(|it| it == "--bench") {
        return;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/growth");
    let entries = fs::read_dir(&folder).expect("the templates");
    let mut files: Vec<_> = entries.map(|it| it.expect("a file").path()).collect();
    files.sort();
    let [first, second, third, fourth] = SIZES;
    println!("{:24}{:8}{first:>10}{second:>10}{third:>10}{fourth:>10}  exponent", "milliseconds for", "");
    for file in files {
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&file).expect("text");
        let expand: fn(&Source) = |source| {
            let compiled = compile(source, &Options::default());
            drop(black_box(compiled.document().map(|it| emit::json(&it))));
        };
        let check: fn(&Source) = |source| drop(black_box(check(source, &Options::default())));
        for (verb, work) in [("expand", expand), ("check", check)] {
            let times = SIZES.map(|size| fastest(&Source::new("template.yaml", grow(&text, size)), work));
            let timed: Vec<(f64, f64)> =
                times.iter().zip(SIZES).filter_map(|(it, size)| Some(((*it)?, size as f64))).collect();
            let exponent = timed.last_chunk().map(|[one, two]| (two.0 / one.0).ln() / (two.1 / one.1).ln());
            print!("{name:24}{verb:8}");
            for time in times {
                print!("{:>10}", time.map_or("refused".to_owned(), |it| format!("{:.2}", it * 1e3)));
            }
            println!("{:10.2}", exponent.unwrap_or_default());
        }
    }
}

/// The fewest seconds that the work has taken; `None` when the template is too large for it.
fn fastest(source: &Source, work: fn(&Source)) -> Option<f64> {
    if compile(source, &Options::default()).findings.iter().any(|it| it.code.name == "template-too-large") {
        return None;
    }
    let begin = Instant::now();
    let mut fewest = f64::INFINITY;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        work(source);
        fewest = fewest.min(start.elapsed().as_secs_f64());
        if begin.elapsed() > LONGEST {
            break;
        }
    }
    Some(fewest)
}
