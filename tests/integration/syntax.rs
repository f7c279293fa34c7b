//! Reading text: each file of `tests/syntax/read` gives the tree that the reference reads (recorded from version
//! 1.115.0 by `tests/syntax/record.py`), each of `tests/syntax/refused` the one finding in the `.txt` beside it.
//!
//! `UPDATE=1` writes the `.txt` files anew.
use samc::diagnostic::{Problems, Severity};
use samc::source::Source;
use samc::syntax::{DEEPEST_NESTING, LARGEST_TEMPLATE, Node, Number, Value, Within, decode, parse};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[test]
fn trees_are_those_of_the_reference() {
    for path in files("read", |name| !name.ends_with(".expected.json")) {
        let (source, tree, problems) = read(&path);
        let errors = problems.iter().filter(|it| it.severity == Severity::Error).collect::<Vec<_>>();
        assert!(errors.is_empty(), "{}: {errors:?}", path.display());
        let tree = tree.expect("there is a tree when there are no errors");
        check_spans(&tree, &source);
        check_parts(&tree, &source);
        let expected = fs::read_to_string(beside(&path, "expected.json")).expect("each case has an expectation");
        assert_eq!(print_top(&tree), expected, "{}", path.display());
    }
}

#[test]
fn refusals_say_where_and_what_to_write() {
    for path in files("refused", |name| !name.ends_with(".txt")) {
        let (source, _, problems) = read(&path);
        let shown: String = problems.iter().map(|it| show(&source, it)).collect();
        assert_eq!(problems.iter().count(), 1, "{}: {shown}", path.display());
        let expected = beside(&path, "txt");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&expected, &shown).expect("the test folder can be written to");
        }
        assert_eq!(shown, fs::read_to_string(&expected).unwrap_or_default(), "{}", path.display());
    }
}

#[test]
fn duplicate_keys_are_warned_about_at_the_first() {
    let text = "a: 1\nb: 2\n'a': 3\n";
    let source = Source::new("t.yaml", text);
    let mut problems = Problems::default();
    let tree = parse(&source, &mut problems).expect("the text is YAML");
    assert_eq!(print(&tree), r#"{"a": 3, "b": 2}"#);
    let found: Vec<_> =
        problems.iter().map(|it| (it.code.name, it.severity, it.span.start, it.related[0].span.start)).collect();
    assert_eq!(found, [("duplicate-key", Severity::Warning, 0, 10)]);
}

#[test]
fn spans_cover_what_was_written() {
    let text = "# x\nMap:\n  Key: !Sub |\n    text\n\n  Next: 'q' # c\n  List:\n  - !GetAtt A.b\n  -\n  Nothing:\nFlow: {a: &x [1, 2]}\nAlias: *x\n";
    let source = Source::new("t.yaml", text);
    let tree = parse(&source, &mut Problems::default()).expect("the text is YAML");
    let slice = |path: &[&str]| source.slice(tree.at(path).expect("the path leads to a value").span);
    assert_eq!(source.slice(tree.span), &text[4..text.len() - 1]);
    assert!(slice(&["Map"]).starts_with("Key: !Sub") && slice(&["Map"]).ends_with("Nothing:"));
    assert_eq!(slice(&["Map", "Key"]), "!Sub |\n    text");
    assert_eq!(slice(&["Map", "Key", "Fn::Sub"]), "|\n    text");
    assert_eq!(slice(&["Map", "Next"]), "'q'");
    assert_eq!(slice(&["Flow"]), "{a: &x [1, 2]}");
    assert_eq!(slice(&["Flow", "a"]), "[1, 2]");
    assert_eq!(slice(&["Alias"]), "*x");
    let attribute = &tree.at(&["Map", "List"]).and_then(Node::list).expect("a list")[0];
    assert_eq!(source.slice(attribute.span), "!GetAtt A.b");
    let parts = attribute.get("Fn::GetAtt").and_then(Node::list).expect("a list");
    assert_eq!(parts.iter().map(|it| source.slice(it.span)).collect::<Vec<_>>(), ["A", "b"]);
    let map = tree.get("Map").and_then(Node::map).expect("a map");
    assert_eq!(map.key_span("Next").map(|it| source.slice(it)), Some("Next"));
    let (null, colon) = (map.get("Nothing").expect("a key").span, text.find("Nothing:").expect("a key") + 8);
    assert_eq!((null.start as usize, null.end as usize), (colon, colon));
}

#[test]
fn spans_are_exact_where_the_parser_sees_another_text() {
    let text = "List: [-, a, !Ref -]#b\nMap: {k:[-], m:{n: 'o'#p\n }}\n";
    let source = Source::new("t.yaml", text);
    let tree = parse(&source, &mut Problems::default()).expect("the text is YAML");
    let slice = |path: &[&str]| source.slice(tree.at(path).expect("the path leads to a value").span);
    assert_eq!(slice(&["List"]), "[-, a, !Ref -]");
    let items = tree.get("List").and_then(Node::list).expect("a list");
    assert_eq!(items.iter().map(|it| source.slice(it.span)).collect::<Vec<_>>(), ["-", "a", "!Ref -"]);
    assert_eq!(items[0].span.start as usize, text.find("-,").expect("a dash"));
    assert_eq!(slice(&["Map"]), "{k:[-], m:{n: 'o'#p\n }}");
    assert_eq!(slice(&["Map", "k"]), "[-]");
    assert_eq!(slice(&["Map", "m", "n"]), "'o'");
    let map = tree.get("Map").and_then(Node::map).expect("a map");
    assert_eq!(map.key_span("k").map(|it| source.slice(it)), Some("k"));
}

#[test]
fn hostile_texts_end_at_once_with_one_finding() {
    let laughs = |count: usize| {
        let line = |it: usize| format!("a{}: &a{} [{}]\n", it + 1, it + 1, vec![format!("*a{it}"); 10].join(", "));
        "a0: &a0 lol\n".to_owned() + &(0..count).map(line).collect::<String>()
    };
    let nested_anchors = (0..150).map(|it| format!("{}k: &n{it}\n", " ".repeat(it))).collect::<String>();
    let deep = |levels: usize| (0..levels).map(|it| format!("{}k:\n", " ".repeat(it))).collect::<String>();
    let cases = [
        ("brackets", "[".repeat(100_000), "nested more than"),
        ("braces", "{a: ".repeat(100_000), "nested more than"),
        ("dashes", "- ".repeat(100_000), "nested more than"),
        ("JSON", format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)), "nested more than"),
        ("JSON between the limits", format!("{}{}", "[".repeat(300), "]".repeat(300)), "nested more than"),
        ("deep", deep(DEEPEST_NESTING + 1), "nested more than"),
        ("tags", "!A [".repeat(150) + &"]".repeat(150), "nested more than"),
        ("billion laughs", laughs(9), "repeat too much"),
        (
            "long text repeated",
            format!("a: &a {}\nb: [{}]\n", "x".repeat(1_000_000), "*a, ".repeat(10_000)),
            "repeat too much",
        ),
        (
            "nested anchors",
            format!("{nested_anchors}{}\"{}\"", " ".repeat(150), "x".repeat(1_000_000)),
            "repeat too much",
        ),
        ("NUL", "a: \0\n".to_owned(), "U+0000 (NUL)"),
        ("a long number", format!("a: {}", "9".repeat(1_000_000)), "more than 4300 digits"),
        ("too large", " ".repeat(LARGEST_TEMPLATE + 1), "bytes, more than"),
    ];
    for (name, text, message) in cases {
        let started = Instant::now();
        let mut problems = Problems::default();
        parse(&Source::new("t.yaml", text), &mut problems);
        let found: Vec<_> = problems.iter().map(|it| &it.message).collect();
        assert!(found.len() == 1 && found[0].contains(message), "{name}: {found:?}");
        assert!(started.elapsed() < Duration::from_secs(2), "{name} took {:?}", started.elapsed());
    }
    let mut problems = Problems::default();
    assert!(parse(&Source::new("t.yaml", "a: 1\n".repeat(100_000)), &mut problems).is_some());
    assert!(problems.iter().count() <= 50, "findings are kept to a readable number");
}

#[test]
fn an_empty_template_is_null_at_its_start() {
    for text in ["", " \n", "# only this\n"] {
        let mut problems = Problems::default();
        let tree = parse(&Source::new("t.yaml", text), &mut problems).expect("an empty text is null");
        assert!(tree.is_null() && tree.span.start == 0 && problems.iter().next().is_none());
    }
}

fn files(folder: &str, wanted: fn(&str) -> bool) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/syntax").join(folder);
    let entries = fs::read_dir(folder).expect("the folder of the cases is there");
    let mut files: Vec<_> = entries.filter_map(|it| it.ok().map(|it| it.path())).collect();
    files.retain(|it| it.file_name().and_then(|it| it.to_str()).is_some_and(wanted));
    files.sort();
    assert!(!files.is_empty());
    files
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    PathBuf::from(format!("{}.{suffix}", path.display()))
}

fn read(path: &Path) -> (Source, Option<Node>, Problems) {
    let bytes = fs::read(path).expect("the case can be read");
    let (source, problem) = decode("template.yaml", bytes);
    assert_eq!(problem, None, "{}", path.display());
    let mut problems = Problems::default();
    let tree = parse(&source, &mut problems);
    (source, tree, problems)
}

fn show(source: &Source, diagnostic: &samc::diagnostic::Diagnostic) -> String {
    let place = |span: samc::source::Span| {
        let position = source.start_of(span);
        format!("{}:{} `{}`", position.line, position.column, source.slice(span))
    };
    let mut shown = format!("{} {}\n", place(diagnostic.span), diagnostic.message);
    for label in &diagnostic.related {
        shown += &format!("also {} {}\n", place(label.span), label.message);
    }
    shown + &diagnostic.help.as_ref().map_or(String::new(), |it| format!("help: {it}\n"))
}

/// A file behind others is read like the first one, with spans further back.
#[test]
fn files_behind_others_have_spans_of_their_own() {
    for path in files("read", |name| !name.ends_with(".expected.json")).into_iter().chain(files("refused", |_| true)) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let read = |base| {
            let mut problems = Problems::default();
            let tree = parse(&Source::new("t", &*text).rebased(base), &mut problems);
            let mut spans = Vec::new();
            if let Some(node) = &tree {
                node.walk(&mut |it| {
                    spans.push(it.span);
                    spans.extend(it.map().into_iter().flat_map(|it| it.entries().map(|(_, it)| it.key_span)));
                });
            }
            (tree, spans, problems.into_found())
        };
        let ((first, spans, found), (second, others, found_there)) = (read(0), read(1_000));
        assert_eq!(first, second, "{}", path.display());
        let moved: Vec<_> = spans.into_iter().map(|it| it.shifted(1_000)).collect();
        assert_eq!(moved, others, "{}", path.display());
        let found: Vec<_> = found.into_iter().map(|it| it.shifted(1_000)).collect();
        assert_eq!(found, found_there, "{}", path.display());
    }
}

/// Every text shows where it is written, but for those that are not written so.
fn check_parts(tree: &Node, source: &Source) {
    tree.walk(&mut |it| {
        let Some(text) = it.text() else { return };
        let written = source.slice(it.span);
        match Within::new(source, it.span, text) {
            Some(within) => {
                for (at, character) in text.char_indices().filter(|(_, it)| it.is_alphanumeric()) {
                    let span = within.span(at..at + character.len_utf8()).expect("it is not white space");
                    let shown = source.slice(span);
                    assert!(shown.starts_with(character) || shown.starts_with('\\'), "{character:?} as {shown:?}");
                }
            }
            None => {
                let is_date = || written.contains(['-', ':']) && text.starts_with(|it: char| it.is_ascii_digit());
                assert!(written.contains('*') || is_date(), "{text:?} as {written:?} in {}", source.name());
            }
        }
    });
}

/// Every value lies in the text.
fn check_spans(node: &Node, source: &Source) {
    node.walk(&mut |it| {
        let (start, end) = (it.span.start as usize, it.span.end as usize);
        assert!(source.text().get(start..end).is_some(), "{:?} of {it:?}", it.span);
    });
}

/// One line for each entry of the top, as `record.py` prints.
fn print_top(node: &Node) -> String {
    match node.map() {
        Some(map) => {
            let entries = map.iter().map(|(key, value)| format!("  {}: {}", print_text(key), print(value)));
            format!("{{\n{}\n}}\n", entries.collect::<Vec<_>>().join(",\n"))
        }
        None => print(node) + "\n",
    }
}

/// As Python's `json.dumps` prints it.
fn print(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Bool(it) => it.to_string(),
        Value::Number(Number::Integer(it)) => it.to_string(),
        Value::Number(Number::Big(it)) => it.to_string(),
        Value::Number(Number::Float(it)) if it.is_infinite() => it.to_string().replace("inf", "Infinity"),
        Value::Number(Number::Float(it)) => format!("{it:?}"),
        Value::Text(it) => print_text(it),
        Value::List(items) => format!("[{}]", items.iter().map(print).collect::<Vec<_>>().join(", ")),
        Value::Map(map) => {
            let entries = map.iter().map(|(key, value)| format!("{}: {}", print_text(key), print(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

fn print_text(text: &str) -> String {
    serde_json::to_string(text).expect("strings can be printed")
}
