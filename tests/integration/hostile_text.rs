//! Whatever names, keys, values and files are called, no output of any command says it in a way that a terminal, a build
//! server or a reader's program obeys.
use crate::support::program::{folder, samc};
use crate::support::xml;
use pulldown_cmark::{Event, Options, Parser, Tag};
use samc::cli::{self, Io, Terminal};
use samc::report::FORMATS;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::Path;

/// Texts that mean something to somebody; each is the beginning and the end of names and values.
const HOSTILE: &[&str] = &[
    "\u{1b}[31m",
    "\u{1b}]0;title\u{7}",
    "\u{9b}31m",
    "\0",
    "\u{7f}\u{8}",
    "\n::error::",
    "\r\n \t::set-output name=a::",
    "::warning file=a::",
    "\u{a0}\u{3000}::stop-commands::",
    "\u{85}::error::",
    "\u{2028}::error::",
    "##[add-mask]",
    "##vso[task.setvariable]",
    "##teamcity[a]",
    "%0A::error::",
    "%%{init: {'theme': 'forest'}}%%",
    "\"]; click A href",
    "end;",
    "<img src=x onerror=alert(1)>",
    "</text><script>alert(1)</script>",
    "&lt;&#10;&",
    "]]>--><!--",
    "](https://example.org)[",
    "![a](https://example.org/a.png)",
    "[link][1]\n\n[1]: https://example.org",
    "@team #1 https://example.org",
    "`code` ``",
    "\n```\n",
    "|cell|\\|",
    "\\",
    "*a* _b_ ~~c~~ # d",
    "$$x$$ fa:fa-bug",
    "\u{202e}\u{2066}\u{200f}",
    "\u{200b}\u{200d}\u{2060}\u{feff}\u{ad}",
    "\u{fe00}\u{e0041}\u{e0100}",
    "\u{fffe}\u{ffff}\u{1fffe}\u{fdd0}",
    "\u{115f}\u{3164}\u{34f}",
    "größe 日本語 😀",
];

/// Stands in all that the tests name, so that it can be found where it must not be.
const MARK: &str = "Zq";

fn names() -> Vec<String> {
    let long = format!("{MARK}{}", "long \u{1b}[31m".repeat(250));
    HOSTILE.iter().map(|it| format!("{it}{MARK}{it}")).chain([long]).collect()
}

/// A template that expands, whose names and values hold a text wherever that is allowed.
fn expandable(text: &str) -> Value {
    json!({
        "Transform": "AWS::Serverless-2016-10-31",
        "Description": text,
        "Metadata": {text: [text]},
        "Parameters": {"Stage": {"Type": "String", "Default": text, "Description": text}},
        "Conditions": {"IsIt": {"Fn::Equals": [text, {"Ref": "Stage"}]}},
        "Mappings": {"Map": {"Top": {"Second": text}}},
        "Resources": {
            text: {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": text, "DisplayName": text}},
            format!("{text}B"): {"Type": "AWS::SQS::Queue", "DependsOn": text, "Properties": {
                "QueueName": {"Fn::Sub": format!("{text}${{Stage}}")},
                "RedrivePolicy": {"deadLetterTargetArn": text},
            }},
            "Orders": {"Type": "AWS::Serverless::Function", "Properties": {
                "CodeUri": "s3://bucket/key", "Handler": "app.handler", "Runtime": "python3.13",
                "Environment": {"Variables": {text: text}}, "Tags": {text: text}, "Description": text,
                "Policies": [{"Version": "2012-10-17", "Statement": [{
                    "Effect": "Allow", "Action": text, "Resource": text, "Condition": {text: {text: text}},
                }]}],
                "Events": {
                    "Get": {"Type": "Api", "Properties": {"Path": format!("/{text}"), "Method": "get"}},
                    "Tick": {"Type": "Schedule", "Properties": {"Schedule": text, "Input": text}},
                    "Put": {"Type": "SNS", "Properties": {"Topic": {"Ref": text}}},
                    "Take": {"Type": "SQS", "Properties": {"Queue": {"Fn::GetAtt": [format!("{text}B"), "Arn"]}}},
                },
            }},
        },
        "Outputs": {"Out": {"Value": text, "Description": text, "Export": {"Name": text}}},
    })
}

/// A template in which samc finds mistakes, and speaks of the text.
fn mistaken(text: &str) -> Value {
    let mut template = expandable(text);
    template[text] = json!(text);
    template["Parameters"][format!("{text}Abcd")] = json!({"Type": text, "Default": text, text: text});
    template["Globals"] = json!({"Function": {text: text}});
    let orders = &mut template["Resources"]["Orders"]["Properties"];
    orders[text] = json!({"Ref": format!("{text}Abce")});
    orders["Runtime"] = json!(text);
    orders["Events"][text] = json!({"Type": text, "Properties": {text: text}});
    orders["Policies"] = json!([{text: {}}, text]);
    orders["Layers"] =
        json!([{"Ref": format!("{text}Abce")}, {"Fn::GetAtt": [text, text]}, {"Fn::Sub": "${Abcx}${\n}"}]);
    template["Resources"]["Topic"] = json!({"Type": "AWS::SNS::Topic", "Condition": text, "DependsOn": [text, text],
        "DeletionPolicy": text, text: text, "Properties": {text: text, "TopicNam": text, "KmsMasterKeyId": [text]}});
    template["Resources"][format!("{text}C")] = json!({"Type": text, "Properties": {text: text}});
    template
}

/// JSON in ASCII, so that every text can be written.
fn written(template: &Value) -> String {
    let text = format!("{template:#}");
    let escape = |it: char| it.encode_utf16(&mut [0; 2]).iter().map(|it| format!("\\u{it:04x}")).collect::<String>();
    text.chars().map(|it| if it.is_ascii() && it != '\u{7f}' { it.to_string() } else { escape(it) }).collect()
}

/// YAML in which the text stands as it is, in places that excerpts show.
fn raw(text: &str) -> String {
    let text: String = text.chars().filter(|it| !matches!(it, '\n' | '\r')).collect();
    format!(
        "Transform: AWS::Serverless-2016-10-31 # {text}\nResources: # {text}\n# {text}\n  Topic: # {text}\n    Type: \
         AWS::SNS::Topic # {text}\n    Properties: # {text}\n      Unknown: # {text}\n        |\n        {text}\n"
    )
}

/// Output for people has no characters but those that are seen, and line breaks.
fn assert_visible(what: &str, text: &str) {
    let hidden = |it: &char| {
        let number = u32::from(*it);
        *it != '\n'
            && (it.is_control()
                || matches!(number, 0xAD | 0x34F | 0x61C | 0x115F | 0x1160 | 0x180B..=0x180F | 0x200B..=0x200F)
                || matches!(number, 0x2028..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFDD0..=0xFDEF | 0xFE00..=0xFE0D)
                || matches!(number, 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB | 0xE0000..=0xE0FFF)
                || number & 0xFFFE == 0xFFFE)
    };
    if let Some(found) = text.chars().find(hidden) {
        panic!("{what}: {found:?} in {}", text.escape_debug());
    }
}

/// No build server takes a line for a command: GitHub's looks for `::` behind blanks and for `##[` anywhere.
fn assert_no_commands(what: &str, text: &str) {
    for line in text.split('\n') {
        assert!(!line.trim_start().starts_with("::"), "{what}: {line:?}");
        for command in ["##[", "##vso[", "##teamcity["] {
            assert!(!line.contains(command), "{what}: {line:?}");
        }
    }
}

fn assert_safe(what: &str, text: &str) {
    assert_visible(what, text);
    assert_no_commands(what, text);
}

fn parsed(what: &str, text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{what}: {error} in {text}"))
}

/// Each line is one command, whose properties are those that samc writes.
fn assert_github(what: &str, text: &str, findings: usize) {
    assert_visible(what, text);
    assert_eq!(text.lines().count(), findings, "{what}: {text}");
    for line in text.lines() {
        let (properties, _) = line[2..].split_once("::").expect(line);
        let (kind, properties) = properties.split_once(' ').expect(line);
        assert!(line.starts_with("::") && matches!(kind, "error" | "warning"), "{what}: {line}");
        let names: Vec<&str> = properties.split(',').map(|it| it.split_once('=').expect(line).0).collect();
        let known = ["file", "line", "endLine", "col", "endColumn", "title"];
        assert!(names == known || names == ["file", "line", "endLine", "title"], "{what}: {line}");
        assert!(!line.contains("##["), "{what}: {line}");
    }
}

fn assert_sarif(what: &str, text: &str, findings: usize) {
    assert_safe(what, text);
    let log = parsed(what, text);
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), findings, "{what}");
    for result in results {
        let rule = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], result["ruleId"], "{what}");
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.bytes().all(|it| it.is_ascii_alphanumeric() || b"-._~/:%".contains(&it)), "{what}: {uri}");
        let message = result["message"]["text"].as_str().unwrap();
        assert!(!message.replace("\\]", "").contains("]("), "{what}: {message}");
        assert_safe(what, message);
    }
}

fn assert_xml(what: &str, text: &str, known: &[&str]) {
    assert_safe(what, text);
    let elements = xml::elements(text).unwrap_or_else(|error| panic!("{what}: {error} in {text}"));
    let elements: BTreeSet<&str> = elements.iter().map(String::as_str).collect();
    assert!(elements.iter().all(|it| known.contains(it)), "{what}: {elements:?}");
}

const JUNIT: &[&str] = &["testsuites", "testsuite", "testcase", "failure", "error", "system-out"];
const SVG: &[&str] = &["svg", "title", "defs", "marker", "path", "g", "rect", "text", "line"];

/// Labels hold text, entities by number and the few tags that samc writes; all else is of samc.
fn assert_mermaid(what: &str, text: &str) {
    assert_safe(what, text);
    for line in text.lines() {
        let (before, rest) = line.split_once('"').unwrap_or((line, "\""));
        let (label, after) = rest.rsplit_once('"').unwrap_or_else(|| panic!("{what}: {line}"));
        let is_ours = |it: char| it.is_ascii_alphanumeric() || " -.>|[](){}/:#,%".contains(it);
        assert!(format!("{before}{after}").chars().all(is_ours), "{what}: {line}");
        assert!(!line.contains("%%") || line == "  %% nothing to draw", "{what}: {line}");
        let label = ["<b>", "</b>", "<br/>"].iter().fold(label.to_owned(), |label, tag| label.replace(tag, ""));
        let mut parts = label.split('#');
        let mut texts = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (number, text) = part.split_once(';').unwrap_or_else(|| panic!("{what}: {line}"));
            assert!(number.parse::<u8>().is_ok(), "{what}: {line}");
            texts.push_str(text);
        }
        let is_text = |it: char| it.is_alphanumeric() || !it.is_ascii() || " /,()=?!{}_-+.".contains(it);
        assert!(texts.chars().all(is_text), "{what}: {line}");
    }
}

fn assert_dot(what: &str, text: &str) {
    assert_safe(what, text);
    for line in text.lines() {
        let quotes = line.replace("\\\\", "").replace("\\\"", "").matches('"').count();
        assert!(quotes % 2 == 0, "{what}: {line}");
        let unquoted: String = line.replace("\\\\", "").replace("\\\"", "").split('"').step_by(2).collect();
        assert!(!unquoted.contains(MARK) && !unquoted.contains(';'), "{what}: {line}");
    }
}

/// What a template says stands in code alone.
fn assert_markdown(what: &str, text: &str) {
    assert_safe(what, text);
    assert!(text.chars().count() < 65_536, "{what}: {} characters", text.len());
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_GFM) {
        match event {
            Event::Text(text) => assert!(!text.contains(MARK), "{what}: {text}"),
            Event::Html(html) | Event::InlineHtml(html) => {
                let known = ["<details>", "</details>", "<summary>", "</summary>", "<br>"];
                let rest = known.iter().fold(html.to_string(), |rest, it| rest.replace(it, ""));
                assert!(!rest.contains(['<', '>']) && !rest.contains(MARK), "{what}: {html}");
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => panic!("{what}: {text}"),
            _ => (),
        }
    }
}

/// Standard output of a call in a folder. Standard error is for people in any case.
fn call(folder: &Path, arguments: &[&str]) -> String {
    let output = samc(folder).args(arguments).output().unwrap();
    let (stdout, stderr) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_safe(&format!("{arguments:?}, standard error"), &stderr);
    stdout
}

/// The same within this process, which takes less time, but knows no folder: paths must be absolute.
fn call_within(arguments: &[&str]) -> String {
    let (stdout, stderr) = run_within(arguments, None);
    assert_safe(&format!("{arguments:?}, standard error"), &stderr);
    stdout
}

/// Standard output and standard error.
fn run_within(arguments: &[&str], terminal: Option<Terminal>) -> (String, String) {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut io = Io {
        stdin: Box::new(std::io::empty()),
        stdout: Box::new(&mut stdout),
        stderr: Box::new(&mut stderr),
        terminal: Box::new(move |_| terminal),
        variable: Box::new(|name| (name == "LANG").then(|| "en_US.UTF-8".to_owned())),
        clock: Box::new(std::time::Duration::default),
    };
    let _ = cli::run(["samc"].iter().chain(arguments).map(OsString::from), &mut io);
    drop(io);
    (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

/// No format of `check` is obeyed, and each has all findings.
fn assert_report(what: &str, format: &str, text: &str, findings: usize) {
    match format {
        "json" => {
            assert_safe(what, text);
            text.lines().for_each(|it| drop(parsed(what, it)));
        }
        "human" | "statistics" => assert_safe(what, text),
        "concise" => {
            assert_safe(what, text);
            assert_eq!(text.lines().count(), findings + 1, "{what}: {text}");
        }
        "github" => assert_github(what, text, findings),
        "sarif" => assert_sarif(what, text, findings),
        "junit" => assert_xml(what, text, JUNIT),
        "markdown" => assert_markdown(what, text),
        "gitlab" | "rdjson" => {
            assert_safe(what, text);
            let document = parsed(what, text);
            let list = document.get("diagnostics").unwrap_or(&document).as_array().expect("a list of findings");
            assert_eq!(list.len(), findings, "{what}");
        }
        other => panic!("say what the format `{other}` is like"),
    }
}

/// Every command on one template, whose names are `ids`, and another to compare it with. Says whether it expands.
fn run_all(run: &dyn Fn(&[&str]) -> String, template: &str, other: &str, ids: &[&str]) -> bool {
    let what = |command: &str| format!("{command} of {template:?} with {ids:?}");
    let written = tempfile::tempdir().unwrap();
    let path = |name: &str| written.path().join(name).to_str().unwrap().to_owned();
    let (out, map) = (path("out"), path("map"));

    let mut arguments = vec!["check".to_owned(), template.to_owned()];
    arguments.extend(FORMATS.iter().map(|it| format!("--format={}={}", it.name, path(it.name))));
    run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    let report = |format: &str| fs::read_to_string(path(format)).unwrap();
    let findings = report("json").lines().count();
    for format in FORMATS.iter().map(|it| it.name) {
        assert_report(&what(&format!("check --format {format}")), format, &report(format), findings);
    }

    let document = run(&["expand", template]);
    if !document.is_empty() {
        assert_safe(&what("expand"), &document);
        parsed(&what("expand"), &document);
        assert_safe(&what("expand --format yaml"), &run(&["expand", "--format", "yaml", template]));
        run(&["expand", template, "-o", &out, "--source-map", &map]);
        assert_eq!(fs::read_to_string(out).unwrap(), document);
        let map = fs::read_to_string(map).unwrap();
        assert_safe(&what("expand --source-map"), &map);
        parsed(&what("expand --source-map"), &map);
    }
    run(&["expand", template, "--message-format", "json"]);

    assert_safe(&what("explain"), &run(&["explain", template]));
    let explained = run(&["explain", "--format", "json", template]);
    if !explained.is_empty() {
        assert_safe(&what("explain --format json"), &explained);
        parsed(&what("explain --format json"), &explained);
    }
    for id in ids {
        assert_safe(&what("explain ID"), &run(&["explain", template, id]));
    }
    for name in ["Orders", "OrdersRole", "ServerlessRestApi", "ServerlessRestApiProdStage"] {
        assert_safe(&what("explain ID"), &run(&["explain", template, name]));
    }

    assert_mermaid(&what("graph"), &run(&["graph", template]));
    assert_dot(&what("graph --format dot"), &run(&["graph", "--format", "dot", template]));
    let svg = run(&["graph", "--format", "svg", template]);
    if !svg.is_empty() {
        assert_xml(&what("graph --format svg"), &svg, SVG);
    }

    for [old, new] in [[template, other], [other, template]] {
        assert_safe(&what("diff"), &run(&["diff", old, new]));
        let json = run(&["diff", "--format", "json", old, new]);
        if !json.is_empty() {
            assert_safe(&what("diff --format json"), &json);
            parsed(&what("diff --format json"), &json);
        }
        assert_markdown(&what("diff --format markdown"), &run(&["diff", "--format", "markdown", old, new]));
    }
    // What is to be applied keeps tabs and the ends of lines.
    let diff = run(&["check", "--diff", "--unsafe-fixes", template]).replace('\t', " ").replace("\r\n", "\n");
    assert_safe(&what("check --diff"), &diff);
    assert_safe(&what("check --fix"), &run(&["check", "--fix", template]));
    !document.is_empty()
}

/// Calls in which the text is an argument: what the shell found in a stranger's folder.
fn run_with_argument(folder: &Path, text: &str) {
    let text = &text.replace('\0', "");
    let override_of = format!("{text}={text}");
    let calls: &[&[&str]] = &[
        &["init", text],
        &["init", "api", &text.replace('/', "_")],
        &["explain", text],
        &["check", text],
        &["check", "*.nothing", &format!("{text}*")],
        &["check", "--config", text, "good.json"],
        &["expand", text],
        &["graph", text],
        &["diff", text, "good.json"],
        &["diff", &format!("HEAD:{text}"), "good.json"],
        &["expand", "good.json", "--parameter-overrides", &override_of],
        &["expand", "good.json", "--parameter-overrides", &text.replace('=', "")],
        &["expand", "good.json", "--region", text],
        &["expand", "good.json", "-o", &format!("nothing/{text}")],
        &["check", &format!("--{text}")],
        &["check", "--format", text],
        &["check", "good.json", "--select", text],
        &["check", "good.json", "--rule", &override_of],
        &["check", "good.json", &format!("--since={text}")],
        &["check", ".", "--show-files", "--exclude", &format!("[{text}")],
        &["check", "--show-settings", text],
        &["check", "good.json", "--baseline", text],
        &["check", "good.json", "--write-baseline", &format!("nothing/{text}")],
        &[text],
        &["man", &format!("good.json/{text}")],
    ];
    for call in calls {
        let stdout = self::call(folder, call);
        // JSON and XML are for programs, which these calls do not write.
        assert_safe(&format!("{call:?}"), &stdout);
    }
}

/// A screen wraps lines, so that what stood in the middle of one comes to stand at its beginning.
fn run_on_screen(path: &str, other: &str) {
    for width in [40, 80] {
        for arguments in [
            &["check", path][..],
            &["check", "--diff", path],
            &["explain", path],
            &["diff", other, path],
            &["expand", path],
        ] {
            let (stdout, stderr) = run_within(arguments, Some(Terminal { width: Some(width) }));
            let what = format!("{arguments:?} on a screen of {width} columns");
            assert_safe(&what, &without_colors(&stdout));
            assert_safe(&what, &without_colors(&stderr));
        }
    }
}

/// A text without the colors that samc knows; templates of these tests ask for another.
fn without_colors(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('m') {
            Some((color, rest)) if color.chars().all(|it| it.is_ascii_digit() || it == ';') && color != "5" => {
                plain.push_str(rest)
            }
            _ => plain.push_str(&format!("\u{1b}{part}")),
        }
    }
    plain
}

#[test]
fn no_text_of_a_template_is_obeyed() {
    let texts = names();
    let folder = folder(&[("good.json", &written(&expandable("Good")))]);
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let mut expanded = 0;
    for text in &texts {
        let ids = [text.clone(), format!("{text}B"), format!("{text}X")];
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        for (file, template) in [
            ("expandable.json", written(&expandable(text))),
            ("mistaken.json", written(&mistaken(text))),
            ("raw.yaml", raw(text)),
        ] {
            fs::write(path(file), template).unwrap();
            expanded += usize::from(run_all(&call_within, &path(file), &path("good.json"), &ids));
            run_on_screen(&path(file), &path("good.json"));
        }
    }
    assert!(expanded > texts.len() / 2, "only {expanded} templates expand");
}

#[test]
fn no_argument_is_obeyed() {
    let folder = folder(&[("good.json", &written(&expandable("Good")))]);
    names().iter().for_each(|text| run_with_argument(folder.path(), text));
}

#[test]
fn no_configuration_is_obeyed() {
    for text in names() {
        let settings = json!({"region": text, "parameters": {&text: text}, "rules": {&text: text}, &text: text,
            "exclude": [format!("[{text}")], "types": [text],
            "overrides": [{"paths": [format!("[{text}")], "rules": {&text: text}, &text: text}]});
        let folder = folder(&[("good.json", &written(&expandable("Good"))), (".samc.yaml", &written(&settings))]);
        assert_safe("a configuration", &call(folder.path(), &["check", "good.json"]));
        let lines = call(folder.path(), &["check", "--format", "json", "good.json"]);
        let github = call(folder.path(), &["check", "--format", "github", "good.json"]);
        assert_github("a configuration", &github, lines.lines().count());
        let settings = json!({"parameters": {&text: text}, "exclude": ["a"], "types": [text]});
        fs::write(folder.path().join(".samc.yaml"), written(&settings)).unwrap();
        assert_safe("settings", &call(folder.path(), &["check", "--show-settings", "good.json"]));
        fs::write(folder.path().join(".samc.yaml"), written(&json!({"extends": text}))).unwrap();
        assert_safe("a base", &call(folder.path(), &["check", "good.json"]));
    }
}

#[cfg(unix)]
#[test]
fn no_name_of_a_file_is_obeyed() {
    for text in names() {
        let name: String = text.chars().filter(|it| !matches!(it, '\0' | '/')).take(60).collect();
        let name = format!("{name}.json");
        let mistaken = written(&mistaken("Some"));
        let folder = folder(&[("good.json", &written(&expandable("Good"))), (&name, &mistaken)]);
        let run = |arguments: &[&str]| call(folder.path(), arguments);
        assert_safe("check .", &run(&["check", "."]));
        assert_markdown("check .", &run(&["check", "--format", "markdown", "."]));
        run_all(&run, &name, "good.json", &["Unknown"]);
        fs::write(folder.path().join(&name), written(&expandable("Some"))).unwrap();
        assert_markdown("diff", &run(&["diff", "--format", "markdown", "good.json", &name]));
        assert_safe("diff", &run(&["diff", "good.json", &name]));
        assert_xml("graph", &run(&["graph", "--format", "svg", &name]), SVG);
    }
}

#[cfg(unix)]
#[test]
fn names_of_files_that_are_not_unicode_are_known_by_their_bytes() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = folder(&[]);
    let inner = folder.path().join(OsStr::from_bytes(b"caf\xe9"));
    fs::create_dir(&inner).unwrap();
    let api = json!({"Transform": "AWS::Serverless-2016-10-31", "Resources": {"Api": {
        "Type": "AWS::Serverless::StateMachine", "Properties": {"DefinitionUri": "machine.json"},
    }}});
    fs::write(inner.join(OsStr::from_bytes(b"a\xff.json")), written(&mistaken("Some"))).unwrap();
    fs::write(inner.join("template.json"), written(&api)).unwrap();
    fs::write(inner.join("machine.json"), "{\"StartAt\": \"A\", \"States\": {}}").unwrap();
    let log = parsed("sarif", &call(folder.path(), &["check", "--format", "sarif", "."]));
    let uri =
        |it: &Value| it["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap().to_owned();
    let uris: BTreeSet<String> = log["runs"][0]["results"].as_array().unwrap().iter().map(uri).collect();
    assert_eq!(uris.into_iter().collect::<Vec<_>>(), ["caf%E9/a%FF.json", "caf%E9/machine.json"]);
}

/// Lone surrogates, which JSON can write and no text can hold.
#[test]
fn no_half_of_a_character_is_printed() {
    for half in ["\\ud800", "\\udfff", "\\ud800\\u0061", "\\udc00\\ud800"] {
        let template = written(&expandable(MARK)).replace(MARK, half);
        let folder = folder(&[("good.json", &written(&expandable("Good"))), ("half.json", &template)]);
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        run_all(&call_within, &path("half.json"), &path("good.json"), &["x"]);
        run_on_screen(&path("half.json"), &path("good.json"));
    }
}
