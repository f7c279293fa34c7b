//! What people and programs read: each report is kept as a snapshot under `snapshots`.
use samc::diagnostic::{Code, Diagnostic, Severity};
use samc::report::human;
use samc::report::{Report, Screen, Tally, github, json, junit, sarif, summary};
use samc::rules;
use samc::source::{Source, Sources, Span};

const TEMPLATE: &str = "\
Transform: AWS::Serverless-2016-10-31
Resources:
  GetProductsFunction:
    Type: AWS::Serverless::Function
    Properties:
      Codeuri: src/
      Handler: app.handler
      Runtime: python3.9
      Description: \"Größe ändern\" # ändern
  ProductTable:
    Type: AWS::Serverless::SimpleTable
";

static EXAMPLE: Code = Code::new("example", Severity::Error, "");
static HINT: Code = Code::new("example", Severity::Warning, "");

fn code(name: &str) -> &'static Code {
    rules::code(name).expect("a rule")
}

const PIPED: Screen = Screen { color: false, unicode: false, width: None };
const TERMINAL: Screen = Screen { color: false, unicode: true, width: Some(80) };

/// The span of the only place where `part` stands.
fn span(sources: &Sources, part: &str) -> Span {
    let mut places = sources.template().text().match_indices(part);
    let (start, _) = places.next().expect("the part stands in the text");
    assert_eq!(places.next(), None, "{part} stands in more places than one");
    Span::new(start, start + part.len())
}

fn template() -> Sources {
    named("template.yaml", TEMPLATE)
}

fn named(name: &str, text: &str) -> Sources {
    Sources::new(Source::new(name, text))
}

fn unknown_property(sources: &Sources) -> Diagnostic {
    let finding = Diagnostic::new(code("unknown-property"), span(sources, "Codeuri"), "unknown property `Codeuri`");
    let mut finding = finding
        .related(span(sources, "AWS::Serverless::Function"), "of this type")
        .help("did you mean `CodeUri`?")
        .resource("GetProductsFunction");
    finding.subject.path = ["Resources", "GetProductsFunction", "Properties", "Codeuri"].map(str::to_owned).to_vec();
    finding
}

#[test]
fn on_a_terminal() {
    let sources = template();
    insta::assert_snapshot!(human::paragraph(&sources, &unknown_property(&sources), TERMINAL));
}

#[test]
fn piped() {
    let sources = template();
    let diagnostic = unknown_property(&sources);
    let report =
        human::paragraph(&sources, &diagnostic, PIPED) + &summary(Tally::of(&[diagnostic]), "template.yaml", PIPED);
    assert!(report.is_ascii());
    insta::assert_snapshot!(report);
}

#[test]
fn in_color() {
    let sources = template();
    let mut diagnostic = unknown_property(&sources);
    let screen = Screen { color: true, ..TERMINAL };
    let error = human::paragraph(&sources, &diagnostic, screen);
    diagnostic.severity = Severity::Warning;
    let warning = human::paragraph(&sources, &diagnostic, screen);
    insta::assert_snapshot!((error + &warning).replace('\x1b', "␛"));
}

#[test]
fn columns_count_characters() {
    let sources = template();
    let diagnostic = Diagnostic::new(&HINT, span(&sources, "# ändern"), "an example");
    let report = human::paragraph(&sources, &diagnostic, TERMINAL);
    assert!(report.contains("[template.yaml:9:35]"), "{report}");
    insta::assert_snapshot!(report);
}

#[test]
fn related_places_near_and_far() {
    let sources = template();
    let diagnostic = Diagnostic::new(&EXAMPLE, span(&sources, "Handler"), "an example")
        .related(span(&sources, "app.handler"), "on the same line")
        .related(span(&sources, "Runtime"), "on the next line")
        .related(span(&sources, "Transform"), "far above")
        .related(span(&sources, "AWS::Serverless::SimpleTable"), "below");
    insta::assert_snapshot!(human::paragraph(&sources, &diagnostic, TERMINAL));
}

#[test]
fn a_span_over_many_lines_shows_its_first() {
    let sources = template();
    let start = span(&sources, "GetProductsFunction").start;
    let whole = Span { start, end: span(&sources, "ProductTable:").start };
    let diagnostic = Diagnostic::new(&EXAMPLE, whole, "an example");
    insta::assert_snapshot!(human::paragraph(&sources, &diagnostic, TERMINAL));
}

#[test]
fn without_a_place() {
    let diagnostic = Diagnostic::new(&EXAMPLE, Span::NOWHERE, "an example").related(Span::NOWHERE, "here as well");
    let mut start = diagnostic.clone();
    start.span = Span::new(0, 0);
    let sources = template();
    let report = human::paragraph(&sources, &diagnostic, TERMINAL);
    assert!(report.contains("[template.yaml:1:1]"), "{report}");
    assert_eq!(report, human::paragraph(&sources, &start, TERMINAL));
    assert!(github::lines(&sources, &[diagnostic]).starts_with("::error file=template.yaml,line=1,endLine=1,col=1,"));
}

#[test]
fn in_another_file() {
    let mut sources = template();
    let other = sources.add(Source::new("api/größe.yaml", "paths:\n  /größe:\n    get: [\n")).expect("room");
    let (base, at) = (other.base() as usize, other.text().find("/größe").expect("a path"));
    let there = Span::new(base + at, base + at + "/größe".len());
    let fault = span(&sources, "Codeuri");
    let here = Diagnostic::new(&EXAMPLE, fault, "an example").help("write it");
    let here = here.related(there, "in this file").related(span(&sources, "Handler"), "beside it");
    let elsewhere = Diagnostic::new(&HINT, there, "a hint").related(fault, "because of this");
    let mut text = human::paragraph(&sources, &here, TERMINAL) + &human::paragraph(&sources, &elsewhere, PIPED);
    let found = [here, elsewhere];
    text += &github::lines(&sources, &found);
    text += &json::lines(&sources, &found);
    let reports = [Report { sources, problems: found.to_vec() }];
    text += &junit::document(&reports, &[], Severity::Error);
    let document: serde_json::Value = serde_json::from_str(&sarif::document(&reports, &[])).unwrap();
    for result in document["runs"][0]["results"].as_array().unwrap() {
        for place in ["locations", "relatedLocations"] {
            text += &format!("{}\n", result[place]);
        }
    }
    insta::assert_snapshot!(text);
}

/// Related places above the fault in another part of the file, on neighbouring lines, and below it.
#[test]
fn the_place_of_the_fault_comes_first() {
    let source = template();
    let fault = Diagnostic::new(&EXAMPLE, span(&source, "Runtime"), "an example");
    let first_place = |diagnostic: &Diagnostic| {
        let report = human::paragraph(&source, diagnostic, TERMINAL);
        let (_, place) = report.split_once('[').and_then(|(_, it)| it.split_once('[')).expect("a place");
        place.split(']').next().expect("its end").to_owned()
    };
    let far = fault.clone().related(span(&source, "Transform"), "far above");
    let near = fault.clone().related(span(&source, "Properties:"), "three lines above");
    let below = fault.related(span(&source, "AWS::Serverless::SimpleTable"), "below");
    for diagnostic in [&far, &near, &below] {
        assert_eq!(first_place(diagnostic), "template.yaml:8:7");
    }
    let reports = [&far, &near, &below].map(|it| human::paragraph(&source, it, TERMINAL)).concat();
    insta::assert_snapshot!(reports + &human::paragraph(&source, &far, PIPED));
}

#[test]
fn spans_over_many_lines_are_shown_at_their_first() {
    let source = template();
    let until = |from: &str, to: &str| Span { start: span(&source, from).start, end: span(&source, to).end };
    let within = Diagnostic::new(&EXAMPLE, until("Handler", "python3.9"), "within a related place")
        .related(until("GetProductsFunction", "# ändern"), "the whole");
    let around = Diagnostic::new(&EXAMPLE, until("Properties:", "# ändern"), "around and after related places")
        .related(span(&source, "Transform"), "above")
        .related(span(&source, "Runtime"), "inside");
    let reports = [within, around].map(|it| human::paragraph(&source, &it, TERMINAL)).concat();
    assert!(reports.contains("[template.yaml:7:7]") && reports.contains("[template.yaml:5:5]"), "{reports}");
    insta::assert_snapshot!(reports);
}

/// The lines 4 to 6 are shown first, then 1 and 2, then 9 to 11, which are not neighbours of 4 although five lines on.
#[test]
fn only_neighbouring_lines_are_shown_together() {
    let text: String = (1..=12).map(|it| format!("line{it}:\n")).collect();
    let source = named("template.yaml", &text);
    let diagnostic = Diagnostic::new(&EXAMPLE, span(&source, "line5"), "an example")
        .related(span(&source, "line1:\n"), "above")
        .related(span(&source, "line10"), "below");
    let report = human::paragraph(&source, &diagnostic, TERMINAL);
    let numbers: Vec<&str> = report.lines().filter_map(|it| it.split_once('│')?.0.trim().split(' ').next()).collect();
    let numbers: Vec<&str> = numbers.into_iter().filter(|it| !it.is_empty()).collect();
    assert_eq!(numbers, ["4", "5", "6", "1", "2", "9", "10", "11"], "{report}");
}

#[test]
fn labels_are_broken_at_words_on_a_terminal() {
    let source = template();
    let label = "because of event `Uploads` of `GetProductsFunction`, `ProductTable` needs this function";
    let diagnostic = Diagnostic::new(&EXAMPLE, span(&source, "Description"), "an example")
        .related(span(&source, "# ändern"), label)
        .related(span(&source, "python3.9"), label);
    let report = human::paragraph(&source, &diagnostic, TERMINAL);
    assert!(report.lines().all(|it| it.chars().count() <= 80), "{report}");
    assert!(human::paragraph(&source, &diagnostic, PIPED).contains(label));
    insta::assert_snapshot!(report);
}

#[test]
fn headlines_are_broken_at_words_on_a_terminal() {
    let source = template();
    let message = "`ProductTable` is of the type `AWS::Serverless::SimpleTable`, which has no stream, and `GetProducts-on-\
                   every-change` reads from it";
    let diagnostic = Diagnostic::new(&EXAMPLE, span(&source, "ProductTable"), message);
    for width in [40, 60, 80, 200] {
        let report = human::paragraph(&source, &diagnostic, Screen { width: Some(width), ..TERMINAL });
        let (headline, _) = report.split_once("\n   ╭").or_else(|| report.split_once("\n    ╭")).expect("an excerpt");
        assert!(headline.lines().all(|it| it.chars().count() <= width), "{headline}");
        assert_eq!(headline.replace("\n  ", " "), format!("error[example]: {message}"));
    }
    let piped = human::paragraph(&source, &diagnostic, PIPED);
    assert_eq!(piped.lines().next(), Some(&*format!("error[example]: {message}")));
}

#[test]
fn at_the_end_of_the_file() {
    let mut reports = String::new();
    for text in ["", "\n", "a: [1,\n", "a: [1,", "a:\r\n  - b\r\n"] {
        let sources = named("template.yaml", text);
        let end = Span::new(text.len(), text.len());
        let diagnostic = Diagnostic::new(code("syntax-error"), end, "the file ends too early");
        reports += &human::paragraph(&sources, &diagnostic, TERMINAL);
    }
    insta::assert_snapshot!(reports);
}

#[test]
fn long_lines_are_cut_around_the_fault() {
    let text =
        format!("{{\"a\": \"{}\", \"Codeuri\": \"src/\", \"b\": \"{}\"}}\n", "x".repeat(5_000), "y".repeat(5_000));
    let sources = named("template.json", &text);
    let fault = span(&sources, "\"Codeuri\"");
    let diagnostic = Diagnostic::new(code("unknown-property"), fault, "unknown property `Codeuri`")
        .related(span(&sources, "\"a\""), "cut off before")
        .related(span(&sources, "\"b\""), "after");
    let report = human::paragraph(&sources, &diagnostic, TERMINAL) + &human::paragraph(&sources, &diagnostic, PIPED);
    assert!(report.len() < 2_000);
    insta::assert_snapshot!(report);
}

#[test]
fn what_a_terminal_would_obey_is_shown_instead() {
    let text = "\u{feff}a:\tb\n\tc: \x1b[31mred\u{7f}\u{202e}\n";
    let sources = named("evil\x1b[2J\n.yaml", text);
    let diagnostic = Diagnostic::new(&EXAMPLE, span(&sources, "\x1b[31mred"), "unknown word `\x1b]0;title\x07\n`")
        .related(span(&sources, "b"), "after a tab\r")
        .help("write\n  one: line\nor\x08 two");
    let report = human::paragraph(&sources, &diagnostic, TERMINAL);
    assert!(report.chars().all(|it| it == '\n' || !it.is_control()), "{report:?}");
    insta::assert_snapshot!(report);
}

#[test]
fn on_a_narrow_terminal() {
    let sources = template();
    let screen = Screen { width: Some(40), ..TERMINAL };
    let diagnostic =
        Diagnostic::new(&EXAMPLE, span(&sources, "# ändern"), "a message that is longer than a line of this terminal")
            .help("a hint that is longer than a line of this terminal, so that it is broken between words");
    insta::assert_snapshot!(human::paragraph(&sources, &diagnostic, screen));
}

#[test]
fn lines_of_json() {
    let sources = template();
    let diagnostic = unknown_property(&sources);
    let other = Diagnostic::new(&HINT, Span::new(0, 0), "a\nb");
    let lines = json::lines(&sources, &[diagnostic, other]);
    assert_eq!(lines.lines().count(), 2);
    insta::assert_snapshot!(lines);
}

/// Two findings, one of them with a text that every format has to escape.
fn reports() -> Vec<Report> {
    let sources = named("services/größe, 100%: <a&b>.yaml", TEMPLATE);
    let fixable = unknown_property(&sources).fix(span(&sources, "Codeuri"), "CodeUri");
    let odd = "100% of `<a & \"b\">`: \u{1b}[31m,\r\n\tnext\u{fffe} ]]>";
    let lines = Span { start: span(&sources, "Handler").start, end: span(&sources, "# ändern").end };
    let mut odd = Diagnostic::new(code("unknown-section"), lines, odd);
    odd.severity = Severity::Warning;
    let clean = Report { sources: named("clean.yaml", ""), problems: Vec::new() };
    vec![Report { sources, problems: vec![fixable, odd] }, clean]
}

#[test]
fn annotations_for_github() {
    let Report { sources, problems } = &reports()[0];
    let lines = github::lines(sources, problems);
    assert_eq!(lines.lines().count(), 2);
    insta::assert_snapshot!(lines);
}

#[test]
fn junit_document() {
    let faults = ["cannot read `a<b`".to_owned()];
    insta::assert_snapshot!(junit::document(&reports(), &faults, Severity::Error));
    let denied = junit::document(&reports(), &[], Severity::Warning);
    assert!(denied.contains(" tests=\"2\" failures=\"2\" errors=\"0\">"), "{denied}");
    assert!(denied.chars().all(|it| matches!(it, '\n' | '\t') || !it.is_control()), "{denied:?}");
}

#[test]
fn sarif_document() {
    let mut document: serde_json::Value = serde_json::from_str(&sarif::document(&reports(), &[])).unwrap();
    let driver = &mut document["runs"][0]["tool"]["driver"];
    assert_eq!(driver["version"].take(), env!("CARGO_PKG_VERSION"));
    assert_eq!(driver["semanticVersion"].take(), env!("CARGO_PKG_VERSION"));
    // The rules that were used are described, but only one of them need be read here.
    let described = driver["rules"].as_array().unwrap().clone();
    assert_eq!(described.len(), 2);
    for result in document["runs"][0]["results"].as_array_mut().unwrap() {
        let index = result["ruleIndex"].take().as_u64().unwrap();
        assert_eq!(result["ruleId"], described[usize::try_from(index).unwrap()]["id"]);
    }
    let rule = described.iter().find(|it| it["id"] == "unknown-section").unwrap();
    document["runs"][0]["tool"]["driver"]["rules"] = serde_json::json!([rule]);
    insta::assert_snapshot!(format!("{document:#}"));
}

#[test]
fn tallies() {
    let tally = |errors, warnings| Tally { errors, warnings }.to_string();
    assert_eq!(tally(0, 0), "no problems");
    assert_eq!(tally(1, 0), "1 error");
    assert_eq!(tally(0, 2), "2 warnings");
    assert_eq!(tally(2, 1), "2 errors, 1 warning");
}

/// No span, however odd, can break a report: every span of a nasty text is tried, with another one beside it.
#[test]
fn no_span_breaks_a_report() {
    let sources =
        named("t", &format!("\u{feff}ä:\t1\r\n\n\r\r\x00b{}日本語\u{301}\n \n{}", "z".repeat(90), "日".repeat(60)));
    let length = sources.template().text().len();
    let screen = Screen { color: false, unicode: true, width: Some(40) };
    for start in (0..length + 2).step_by(3) {
        for end in (start..length + 2).step_by(7) {
            let other = Span::new((start * 31) % (length + 5), (end * 17) % (length + 5));
            let diagnostic = Diagnostic::new(&EXAMPLE, Span::new(start, end), "m").related(other, "r");
            let report = human::paragraph(&sources, &diagnostic, screen);
            assert!(report.lines().all(|it| it.chars().count() <= 60), "{start}..{end}: {report}");
            assert!(!report.contains("Failed to read"), "{start}..{end}: {report}");
            json::lines(&sources, &[diagnostic]);
        }
    }
}
