//! What is printed on a terminal fits its width, and is broken at words.
use samc::cli::{self, Io, Terminal};
use samc::rules::codes;

const SHOP: &str = include_str!("../explain/shop.yaml");

/// The standard output and standard error of a call, with a template on standard input; a terminal shows them.
fn shown(arguments: &[&str], width: usize) -> (String, String) {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut io = Io {
        stdin: Box::new(SHOP.as_bytes()),
        stdout: Box::new(&mut stdout),
        stderr: Box::new(&mut stderr),
        terminal: Box::new(move |_| Some(Terminal { width: Some(width) })),
        variable: Box::new(|_| None),
        clock: Box::new(std::time::Duration::default),
    };
    cli::run(["samc"].iter().chain(arguments).map(Into::into), &mut io);
    drop(io);
    (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn rules_fit_the_screen() {
    for width in [60, 80] {
        let (overview, _) = shown(&["explain"], width);
        assert!(overview.lines().all(|it| it.chars().count() <= width), "{overview}");
        for code in codes() {
            let (explanation, _) = shown(&["explain", code.name], width);
            // Examples are templates, whose lines mean something.
            let mut prose = explanation.lines().filter(|it| !it.starts_with("    "));
            assert!(prose.all(|it| it.chars().count() <= width), "{explanation}");
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(words(&overview).contains(&words(code.summary())), "{}", code.name);
        }
    }
    insta::assert_snapshot!(shown(&["explain", "unknown-property"], 80).0);
}

#[test]
fn tables_of_resources_fit_the_screen() {
    for width in [60, 80, 120] {
        for arguments in [&["explain", "-"][..], &["explain", "-", "Worker"]] {
            let (table, stderr) = shown(arguments, width);
            assert_eq!(stderr, "");
            assert!(table.lines().all(|it| it.chars().count() <= width), "{width}: {table}");
        }
    }
    let one = shown(&["explain", "-", "Worker"], 80).0;
    insta::assert_snapshot!(format!("{one}\n{}", shown(&["explain", "-"], 80).0));
}

#[test]
fn faults_fit_the_screen() {
    let (_, fault) = shown(&["explain", "no-such-rule-by-any-name"], 60);
    assert!(fault.lines().count() > 1 && fault.lines().all(|it| it.len() <= 60), "{fault}");
}
