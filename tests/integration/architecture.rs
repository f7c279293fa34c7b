//! The layout's promises. Each promise is kept by the repository, and seen to be broken where it is.
use crate::support::circles;
use crate::support::repository::{File, files};
use crate::support::rust_source::{self, tokens};
use std::io::Write;

/// Modules from left to right: each uses only those in the rows above its own.
const LAYERS: &[&[&str]] = &[
    &["source", "facts", "python", "safe_text"],
    &["diagnostic"],
    &["syntax"],
    &["template"],
    &["language"],
    &["states", "package"],
    &["property"],
    &["cfn"],
    &["sam"],
    &["passes"],
    &["provenance"],
    &["semantics"],
    &["rules", "emit", "fix", "diff", "graph", "retyping", "schema"],
    &["silencing"],
    &["analysis"],
    &["report", "configuration", "baseline", "ide"],
    &["lsp"],
    &["cli"],
];
/// What the crate's root does with all modules, so that only those in the last row may call it.
const ENTRY_POINTS: &[&str] = &["compile", "check", "analyze", "analyze_with_files"];

const LONGEST_FILE: usize = 600;
const UNTELLING_NAMES: &[&str] = &["misc", "util", "utils", "helper", "helpers", "common"];

/// Where each dependency may be named: below one of the places, or in any one file.
const FOREIGN_CRATES: &[(&str, &[&str])] = &[
    ("base64", &["src/language/functions/lists.rs"]),
    ("clap", &["src/cli/"]),
    ("clap_complete", &["src/cli/"]),
    ("clap_mangen", ANY_ONE_FILE),
    ("dagre", &["src/report/graph/layout.rs"]),
    ("granit_parser", &["src/syntax/"]),
    ("hashbrown", &["src/semantics/conformance/", "src/syntax/node/entries.rs"]),
    ("ignore", &["src/cli/"]),
    ("indexmap", &["src/diff/", "src/graph/", "src/passes/", "src/provenance/", "src/rules/", "src/sam/"]),
    ("jiff", &["src/ide/schedule.rs"]),
    ("jsonc_parser", &["src/syntax/"]),
    ("lsp_server", &["src/lsp/"]),
    ("md5", &["src/package/keys.rs"]),
    ("miette", &["src/report/human.rs"]),
    ("rayon", &["src/cli/check.rs", "src/package/archive.rs"]),
    ("regex_lite", &["src/template/pattern/mod.rs"]),
    ("serde", &["src/emit.rs", "src/report/source_map.rs"]),
    (
        "serde_json",
        &[
            "src/baseline.rs",
            "src/configuration/schema.rs",
            "src/emit.rs",
            "src/facts/",
            "src/lsp/",
            "src/report/",
            "src/safe_text.rs",
            "src/sam/policy_templates.rs",
            "src/schema/",
        ],
    ),
    ("serde_saphyr", &["src/emit.rs"]),
    ("sha1", &["src/cfn/logical_id.rs", "src/facts/managed_policies.rs"]),
    ("similar", &["src/report/unified.rs"]),
    ("smallvec", &["src/python/key_order/", "src/semantics/conformance/"]),
    ("smol_str", &["src/syntax/text.rs"]),
    ("strsim", ANY_ONE_FILE),
    ("tempfile", &["src/cli/"]),
    ("terminal_size", &["src/cli/"]),
    ("textwrap", &["src/report/wrapping.rs"]),
    ("toml", &["src/cli/samconfig/tree.rs"]),
    ("zip", &["src/package/archive.rs"]),
];
const ANY_ONE_FILE: &[&str] = &[];

/// A folder with one file for each word of the language, all listed in its `mod.rs`.
struct Registry {
    folder: &'static str,
    /// The static that each file declares.
    item: &'static str,
    /// What stands before the word in the file.
    before_name: &'static str,
    /// What stands before the word in templates.
    prefix: &'static str,
    /// Modules in the folder that are no words but what several words share, by their stems.
    shared: &'static [&'static str],
    /// Where each word has a file of its own besides, by its stem.
    fixtures: Option<(&'static str, &'static str)>,
}

const REGISTRIES: &[Registry] = &[
    Registry {
        folder: "src/sam/events/",
        item: "SOURCE",
        before_name: "name:",
        prefix: "",
        shared: &["dead_letter", "event_source_mapping", "method", "patched", "rule"],
        fixtures: None,
    },
    Registry {
        folder: "src/sam/events/state_machine/",
        item: "SOURCE",
        before_name: "name:",
        prefix: "",
        shared: &[],
        fixtures: None,
    },
    Registry {
        folder: "src/sam/resources/",
        item: "TYPE",
        before_name: "name:",
        prefix: "AWS::Serverless::",
        shared: &[],
        fixtures: None,
    },
    Registry {
        folder: "src/rules/",
        item: "RULE",
        before_name: "rule!",
        prefix: "",
        shared: &["cfn_lint"],
        fixtures: Some(("tests/check/", ".yaml")),
    },
];

#[test]
fn modules_use_only_what_stands_left_of_them() {
    assert_none(layer_faults(&files()));
}

#[test]
fn files_do_not_use_each_other_in_a_circle() {
    assert_none(circles::among(&files()));
}

#[test]
fn files_are_short() {
    let files = files();
    let mut lengths: Vec<usize> = files.iter().filter(|it| it.is_source()).map(File::line_count).collect();
    lengths.sort_unstable();
    // The test harness captures what `print!` writes, but not this.
    let summary = format!("files under src: {}, median {} lines\n", lengths.len(), lengths[lengths.len() / 2]);
    std::io::stderr().write_all(summary.as_bytes()).expect("standard error is open");
    assert_none(length_faults(&files));
}

#[test]
fn modules_say_what_they_are() {
    assert_none(introduction_faults(&files()));
}

#[test]
fn files_have_telling_names() {
    assert_none(name_faults(&files()));
}

#[test]
fn words_are_registered_and_documented() {
    assert_none(registry_faults(&files()));
}

#[test]
fn foreign_crates_are_named_in_one_place() {
    assert_none(crate_faults(&files()));
}

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    assert_none(machine_faults(&files()));
}

#[test]
fn codes_are_named_as_codes() {
    let names: Vec<&str> = samc::rules::codes().iter().map(|it| it.name).collect();
    assert_none(literal_names(&files(), &names));
}

#[test]
fn nothing_asks_what_a_message_says() {
    assert_none(asked_messages(&files()));
}

fn assert_none(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

fn layer_faults(files: &[File]) -> Vec<String> {
    let rank = |module: &str| LAYERS.iter().position(|row| row.contains(&module));
    let mut faults = Vec::new();
    for file in files.iter().filter(|it| it.is_source() && !matches!(&*it.path, "src/lib.rs" | "src/main.rs")) {
        let (own, path) = (file.top_module(), &file.path);
        let Some(own_rank) = rank(own) else {
            faults.push(format!("{path}: `{own}` has no place among the LAYERS of tests/integration/architecture.rs"));
            continue;
        };
        let mut names: Vec<&str> =
            rust_source::paths(&file.code, &file.module()).iter().filter_map(|it| it.steps.first().copied()).collect();
        names.dedup();
        for name in names {
            match rank(name) {
                Some(other) if name != own && other >= own_rank => {
                    faults.push(format!("{path}: `{own}` must not use `{name}`, which does not stand left of it"));
                }
                None if ENTRY_POINTS.contains(&name) && own_rank + 1 < LAYERS.len() => {
                    faults.push(format!("{path}: `{own}` must not use `crate::{name}`, which uses `{own}`"));
                }
                _ => (),
            }
        }
    }
    faults
}

fn length_faults(files: &[File]) -> Vec<String> {
    let long = files.iter().filter(|it| it.is_rust() && it.line_count() > LONGEST_FILE);
    long.map(|it| format!("{}: {} lines, split it below {LONGEST_FILE}", it.path, it.line_count())).collect()
}

fn introduction_faults(files: &[File]) -> Vec<String> {
    let bare = files.iter().filter(|it| it.is_rust() && !it.text.starts_with("//! "));
    bare.map(|it| format!("{}: the first line must say, after `//!`, what the file is", it.path)).collect()
}

fn name_faults(files: &[File]) -> Vec<String> {
    let untelling = files.iter().filter(|it| {
        let mut names = it.path.split('/').map(|name| name.split('.').next().unwrap_or(name));
        it.is_rust() && names.any(|name| UNTELLING_NAMES.contains(&name))
    });
    untelling.map(|it| format!("{}: name it after its subject", it.path)).collect()
}

fn registry_faults(files: &[File]) -> Vec<String> {
    REGISTRIES.iter().flat_map(|registry| registry.faults(files)).collect()
}

impl Registry {
    fn faults(&self, files: &[File]) -> Vec<String> {
        let list_path = format!("{}mod.rs", self.folder);
        let Some(list) = files.iter().find(|it| it.path == list_path) else {
            return Vec::new();
        };
        let words = files.iter().filter_map(|file| Some((self.stem(&file.path)?, file)));
        words.flat_map(|(stem, file)| self.word_faults(stem, file, list, files)).collect()
    }

    /// The stem of a word's main file: of `x.rs` or `x/mod.rs` in this folder. A folder of words is no word.
    fn stem<'a>(&self, path: &'a str) -> Option<&'a str> {
        let stem = path.strip_prefix(self.folder)?.strip_suffix(".rs")?;
        if REGISTRIES.iter().any(|it| path.strip_prefix(it.folder) == Some("mod.rs")) {
            return None;
        }
        let stem = stem.strip_suffix("/mod").unwrap_or(stem);
        (stem != "mod" && !stem.contains('/')).then_some(stem)
    }

    fn word_faults(&self, stem: &str, file: &File, list: &File, files: &[File]) -> Vec<String> {
        let (path, item) = (&file.path, self.item);
        if self.shared.contains(&stem) {
            return self.shared_faults(file);
        }
        let mut faults = Vec::new();
        let listed = tokens(&list.code);
        if !listed.windows(3).any(|it| it == ["mod", stem, ";"]) {
            faults.push(format!("{path}: add `mod {stem};` to {}", list.path));
        }
        if !listed.windows(4).any(|it| it == ["&", stem, "::", item]) {
            faults.push(format!("{path}: add `&{stem}::{item}` to the list ALL in {}", list.path));
        }
        match self.name(file) {
            None => faults.push(format!("{path}: declare `{item}` with its name")),
            Some(name) if letters(name.strip_prefix(self.prefix).unwrap_or(&name)) != letters(stem) => {
                faults.push(format!("{path}: declares `{name}`, so name the file after that, or rename the word"));
            }
            Some(_) => (),
        }
        faults.extend(undocumented_rows(file));
        if let Some((folder, extension)) = self.fixtures {
            let fixture = format!("{folder}{stem}{extension}");
            if !files.iter().any(|it| it.path == fixture) {
                faults.push(format!("{path}: add {fixture}, which shows what it finds"));
            }
        }
        faults
    }

    /// A shared module declares no word.
    fn shared_faults(&self, file: &File) -> Vec<String> {
        let (path, item) = (&file.path, self.item);
        let declares = tokens(&file.code).windows(2).any(|it| it == ["static", item]);
        let fault = || format!("{path}: declares `{item}`, so it is a word: take it off the list `shared`");
        declares.then(fault).into_iter().collect()
    }

    /// The word that a file declares: the string after `before_name`, comments aside.
    ///
    /// A rule for what the passes report as well names the code of that instead.
    fn name(&self, file: &File) -> Option<String> {
        let item = file.code.find(&format!("static {}", self.item)).unwrap_or(0);
        let declaration = item + file.code[item..].find(self.before_name)?;
        let lines = file.text.get(declaration..)?.lines();
        let mut code = lines.filter(|it| !it.trim_start().starts_with("//"));
        code.find_map(|line| {
            let literal = line.split('"').nth(1).map(ToOwned::to_owned);
            let code = || line.split_whitespace().next().filter(|it| it.len() > 1 && it.chars().all(is_of_a_constant));
            literal.or_else(|| code().map(ToOwned::to_owned))
        })
    }
}

/// Rows of the tables in `properties!` and `rule!` without a `///` line above.
fn undocumented_rows(file: &File) -> Vec<String> {
    let mut faults = Vec::new();
    let mut in_table = false;
    let mut documented = false;
    for line in file.text.lines() {
        let start = line.trim_start();
        match start {
            _ if line.starts_with("properties!") || line.starts_with("rule!") => in_table = true,
            _ if line == "}" => in_table = false,
            _ if start.starts_with("///") => documented = true,
            _ if in_table && start.starts_with('"') => {
                if !documented {
                    let name = start.split('"').nth(1).unwrap_or_default();
                    faults.push(format!("{}: add a `///` line above \"{name}\" that says what it is for", file.path));
                }
                documented = false;
            }
            _ => documented = false,
        }
    }
    faults
}

/// Where code decides by the words of a finding, which are for people: findings are compared by their subjects.
fn asked_messages(files: &[File]) -> Vec<String> {
    let asks = ["contains", "starts_with", "ends_with", "find", "strip_prefix", "matches", "eq"];
    let mut faults = Vec::new();
    for file in files.iter().filter(|it| it.is_source()) {
        // Tests at the end of a file compare what people read.
        let code = file.code.split("#[cfg(test)]").next().unwrap_or_default();
        for window in tokens(code).windows(4) {
            let is_asked = match window {
                [".", "message" | "help", ".", method] => asks.contains(method),
                [".", "message", "=" | "!", "="] => true,
                _ => false,
            };
            if is_asked {
                faults.push(format!("{}: `{}` asks what a finding says", file.path, window.concat()));
            }
        }
    }
    faults
}

fn is_of_a_constant(character: char) -> bool {
    character.is_ascii_uppercase() || character == '_'
}

/// A name without what differs between the spellings of types, rules and files.
fn letters(name: &str) -> String {
    name.chars().filter(|it| !matches!(it, '_' | '-')).flat_map(char::to_lowercase).collect()
}

fn crate_faults(files: &[File]) -> Vec<String> {
    let manifest = files.iter().find(|it| it.path == "Cargo.toml").map_or("", |it| it.text.as_str());
    let dependencies = manifest.lines().skip_while(|it| *it != "[dependencies]").skip(1);
    let dependencies = dependencies.take_while(|it| !it.starts_with('[')).filter_map(|it| it.split_once(" ="));
    let mut faults = Vec::new();
    for (dependency, _) in dependencies {
        let name = dependency.trim().replace('-', "_");
        let Some((_, places)) = FOREIGN_CRATES.iter().find(|(it, _)| *it == name) else {
            faults.push(format!(
                "Cargo.toml: give `{name}` its place in FOREIGN_CRATES of tests/integration/architecture.rs"
            ));
            continue;
        };
        let named = |it: &&File| tokens(&it.code).windows(2).any(|it| it == [name.as_str(), "::"]);
        let naming: Vec<&str> = files.iter().filter(|it| it.is_source()).filter(named).map(|it| &*it.path).collect();
        if places.is_empty() && naming.len() > 1 {
            faults.push(format!("`{name}` is named in {}; one file is enough", naming.join(", ")));
        }
        let elsewhere =
            naming.iter().filter(|it| !places.is_empty() && !places.iter().any(|place| it.starts_with(place)));
        faults.extend(elsewhere.map(|it| format!("{it}: `{name}` is to be named in {} only", places.join(", "))));
    }
    faults
}

fn machine_faults(files: &[File]) -> Vec<String> {
    let folders = ["work", "tmp", "root"].map(|it| format!("/{it}"));
    let mut faults = Vec::new();
    for file in files {
        for (number, line) in (1..).zip(file.text.lines()) {
            let names = |folder: &String| {
                line.match_indices(folder.as_str()).any(|(at, _)| {
                    let is_part = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-' | '.' | '/' | '}' | '*');
                    let begins = !line[..at].chars().next_back().is_some_and(is_part);
                    let rest = &line[at + folder.len()..];
                    begins && rest.strip_prefix('/').is_some_and(|it| it.starts_with(char::is_alphanumeric))
                })
            };
            if folders.iter().any(names) {
                faults.push(format!("{}:{number}: a path of the machine it was written on", file.path));
            }
        }
    }
    faults
}

/// Names of codes that stand as text where the code itself should: only its declaration has the name.
fn literal_names(files: &[File], known: &[&str]) -> Vec<String> {
    let mut faults = Vec::new();

    for file in files.iter().filter(|it| it.is_source()) {
        // Tests at the end of a file write what users write.
        let code = file.text.split("#[cfg(test)]").next().unwrap_or_default();
        for line in code.lines().map(str::trim).filter(|it| !it.starts_with("//")) {
            let mut literals = line.split('"').skip(1).step_by(2);
            let declares = |name: &str| {
                [" Error", " Warning"].iter().any(|severity| line.contains(&format!("\"{name}\"{severity}")))
            };
            let named = literals.find(|it| known.contains(it) && !declares(it));
            faults.extend(named.map(|it| format!("{}: name the code instead of \"{it}\"", file.path)));
        }
    }
    faults
}

/// Each promise is seen to be broken by a file that breaks it.
mod broken {
    use super::*;

    fn one(path: &str, text: &str) -> Vec<File> {
        vec![File::new(path, text)]
    }

    #[test]
    fn a_module_that_uses_what_stands_right() {
        for (path, text) in [
            ("src/syntax/yaml.rs", "use crate::template::Template;"),
            ("src/syntax/yaml.rs", "use crate::{source::Span, template::{Template, source}};"),
            ("src/syntax/yaml.rs", "use super::super::sam;"),
            ("src/source.rs", "use super::syntax::Node;"),
            ("src/source.rs", "mod tests {\n    use super::super::{diagnostic};\n}"),
            ("src/emit.rs", "fn f() { crate::rules::ALL.len(); }"),
            ("src/passes/mod.rs", "macro_rules! m { () => { $crate::cli::run() } }"),
            ("src/passes/mod.rs", "use crate::compile;"),
            ("src/novelty.rs", "//! No layer."),
        ] {
            assert_eq!(layer_faults(&one(path, text)).len(), 1, "{path}: {text}");
        }
        for (path, text) in [
            ("src/template/mod.rs", "use crate::{source::Span, syntax::{Node, template}};"),
            ("src/template/section.rs", "use super::Template; use crate::template::parameters; use crate::Options;"),
            ("src/source.rs", "mod tests {\n    use super::*;\n}\n/// See [`crate::syntax::LARGEST`].\n"),
            ("src/source.rs", "const TEXT: &str = \"crate::syntax::x\"; const C: char = '\"';"),
            ("src/cli/mod.rs", "use crate::{compile, report};"),
            ("src/lib.rs", "use crate::syntax::Node;"),
        ] {
            assert_eq!(layer_faults(&one(path, text)), [""; 0], "{path}: {text}");
        }
    }

    #[test]
    fn a_file_that_is_long_or_silent_or_named_for_nothing() {
        assert_eq!(length_faults(&one("src/emit.rs", &"x\n".repeat(601))).len(), 1);
        assert_eq!(length_faults(&one("src/emit.rs", &"x\n".repeat(600))), [""; 0]);
        assert_eq!(introduction_faults(&one("src/emit.rs", "use std::fmt;\n")).len(), 1);
        assert_eq!(introduction_faults(&one("src/emit.rs", "//!\n//! late\n")).len(), 1);
        assert_eq!(introduction_faults(&one("src/emit.rs", "//! Writes.\n")), [""; 0]);
        assert_eq!(name_faults(&one("src/sam/utils.rs", "")).len(), 1);
        assert_eq!(name_faults(&one("src/helpers/name.rs", "")).len(), 1);
    }

    const EVENT: &str = "//! An event.\npub static SOURCE: EventSource = EventSource { name: \"SQS\" };\n\n\
        properties! {\n    struct Sqs {\n        /// The queue.\n        \"Queue\" => queue: Arn;\n    }\n}\n";
    const EVENTS: &str = "//! Events.\nmod sqs;\npub static ALL: &[&EventSource] = &[&sqs::SOURCE];\n";

    fn event_faults(path: &str, event: &str, list: &str) -> String {
        registry_faults(&[File::new(path, event), File::new("src/sam/events/mod.rs", list)]).join("\n")
    }

    #[test]
    fn a_word_that_is_forgotten_somewhere() {
        let path = "src/sam/events/sqs.rs";
        assert_eq!(event_faults(path, EVENT, EVENTS), "");
        assert_eq!(event_faults("src/sam/events/sqs/mod.rs", EVENT, EVENTS), "");
        let unlisted = EVENTS.replace("&sqs::SOURCE", "/* &sqs::SOURCE */");
        assert_eq!(
            event_faults(path, EVENT, &unlisted),
            format!("{path}: add `&sqs::SOURCE` to the list ALL in src/sam/events/mod.rs")
        );
        let no_module = EVENTS.replace("mod sqs;", "// mod sqs;");
        assert_eq!(event_faults(path, EVENT, &no_module), format!("{path}: add `mod sqs;` to src/sam/events/mod.rs"));
        assert_eq!(
            event_faults(path, &EVENT.replace("SQS", "SNS"), EVENTS),
            format!("{path}: declares `SNS`, so name the file after that, or rename the word")
        );
        assert_eq!(
            event_faults(path, &EVENT.replace("name: \"SQS\"", ""), EVENTS),
            format!("{path}: declare `SOURCE` with its name")
        );
        assert_eq!(
            event_faults(path, &EVENT.replace("/// The queue.", ""), EVENTS),
            format!("{path}: add a `///` line above \"Queue\" that says what it is for")
        );
    }

    #[test]
    fn a_shared_module_that_is_a_word() {
        let path = "src/sam/events/event_source_mapping/mod.rs";
        assert_eq!(event_faults(path, "//! Lambda polls a source.\npub struct Polling;\n", EVENTS), "");
        assert_eq!(
            event_faults(path, EVENT, EVENTS),
            format!("{path}: declares `SOURCE`, so it is a word: take it off the list `shared`")
        );
    }

    #[test]
    fn a_type_or_rule_that_is_forgotten_somewhere() {
        let list =
            File::new("src/sam/resources/mod.rs", "mod simple_table; static ALL: &[&R] = &[&simple_table::TYPE];");
        let of_type = |name: &str| File::new("src/sam/resources/simple_table.rs", format!("R {{ name: \"{name}\" }}"));
        assert_eq!(registry_faults(&[list.clone(), of_type("AWS::Serverless::SimpleTable")]), [""; 0]);
        assert_eq!(registry_faults(&[list, of_type("AWS::Serverless::Api")]).len(), 1);

        let list = File::new("src/rules/mod.rs", "mod open_door;\nstatic ALL: &[&Rule] = &[&open_door::RULE];");
        let rule = |doc: &str| {
            let text = format!("//! A rule.\nrule! {{\n    {doc}\n    \"open-door\" Error check\n}}\n");
            File::new("src/rules/open_door.rs", text)
        };
        let fixture = File::new("tests/check/open_door.yaml", "");
        assert_eq!(registry_faults(&[list.clone(), rule("/// Not \"shut\"."), fixture.clone()]), [""; 0]);
        assert_eq!(registry_faults(&[list.clone(), rule(""), fixture]).len(), 1);
        assert_eq!(
            registry_faults(&[list, rule("/// Not shut.")]),
            ["src/rules/open_door.rs: add tests/check/open_door.yaml, which shows what it finds"]
        );
    }

    #[test]
    fn a_crate_out_of_place() {
        let manifest =
            File::new("Cargo.toml", "[dependencies]\nclap = \"4\"\nstrsim = \"1\"\nnovelty = \"1\"\n[features]\n");
        let used = |path: &str, text: &str| File::new(path, text);
        assert_eq!(
            crate_faults(&[
                manifest,
                used("src/cli/mod.rs", "use clap::Parser;"),
                used("src/emit.rs", "use clap::Parser;"),
                used("src/cfn/id.rs", "use strsim::jaro;"),
                used("src/cfn/document.rs", "let it = strsim::jaro(a, b); // clap::Parser"),
            ]),
            [
                "src/emit.rs: `clap` is to be named in src/cli/ only",
                "`strsim` is named in src/cfn/id.rs, src/cfn/document.rs; one file is enough",
                "Cargo.toml: give `novelty` its place in FOREIGN_CRATES of tests/integration/architecture.rs",
            ]
        );
    }

    #[test]
    fn a_code_named_by_its_text() {
        let code = "rule! {\n    \"old\" Error check\n}\nfn f() { it.code.name == \"old\" }\n// \"old\"\n#[cfg(test)]\n\
            mod tests { fn g() { is(\"old\"); } }\n";
        let faults = literal_names(&one("src/emit.rs", code), &["old"]);
        assert_eq!(faults, ["src/emit.rs: name the code instead of \"old\""]);
    }

    #[test]
    fn a_message_that_is_asked() {
        for code in ["it.message.contains(\"x\")", "one.message == other.message", "it.help.starts_with(\"did\")"] {
            assert_eq!(asked_messages(&one("src/emit.rs", &format!("fn f() {{ {code} }}"))).len(), 1, "{code}");
        }
        for code in ["let message = it.message.clone();", "print(&it.message);", "#[cfg(test)] it.message == \"x\""] {
            assert_eq!(asked_messages(&one("src/emit.rs", &format!("fn f() {{}} {code}"))), [""; 0], "{code}");
        }
    }

    #[test]
    fn a_path_of_a_machine() {
        let folder = ["", "root", "project"].join("/");
        assert_eq!(machine_faults(&one("README.md", &format!("first\ncd {folder}/x\n"))).len(), 1);
        assert_eq!(machine_faults(&one("a.yaml", &format!("Path: \"{folder}\"\n"))).len(), 1);
        assert_eq!(machine_faults(&one("a.yaml", &format!("CodeUri: frame{folder}\nEntry: .{folder}\n"))), [""; 0]);
        assert_eq!(machine_faults(&one("a.yaml", "Path: /root\nMount: /tmp\n")), [""; 0]);
    }
}
