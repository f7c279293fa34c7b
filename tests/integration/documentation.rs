//! What README.md and the pages under `docs` say of samc is so, and their links lead somewhere. `UPDATE=1` writes what
//! the program prints.
use crate::support::pages::{Page, keep_block, pages, user_pages};
use crate::support::program::{call, folder};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::{env, fs};

#[test]
fn the_readme_shows_a_mistake() {
    let folder = folder(&[("template.yaml", include_str!("../documentation/mistake.yaml"))]);
    let (_, report, _) = call(&folder, &["check", "template.yaml"]);
    keep_block("mistake", "documentation", &format!("```text\n$ samc check template.yaml\n{report}```\n"));
}

/// All of them one after the other, in a repository with a branch `main`.
#[cfg(unix)]
#[test]
fn the_commands_of_the_readme_work() {
    let page = user_pages().into_iter().find(|it| it.path.ends_with("README.md")).expect("the page");
    let blocks = code_blocks(&page).into_iter().map(|(_, text)| text);
    let block = blocks.into_iter().find(|it| it.starts_with("$ samc init")).expect("the commands");
    let mut script = "set -eu\ngit init --quiet --initial-branch=main\n".to_owned();
    for (index, line) in block.lines().map(|it| it.strip_prefix("$ ").expect("a command")).enumerate() {
        // In the repository, what the first one made.
        let commit = "git add . && git -c user.name=a -c user.email=a@example.com commit --quiet --message=a\n";
        script += &format!("{line}\n{}", if index == 0 { commit } else { "" });
    }
    let there = folder(&[]);
    let mut shell = std::process::Command::new("sh");
    let programs = Path::new(env!("CARGO_BIN_EXE_samc")).parent().expect("a folder");
    let path = format!("{}:{}", programs.display(), env::var("PATH").expect("there is git"));
    let output = shell.args(["-c", &script]).env("PATH", path).current_dir(there.path()).output().expect("it runs");
    assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_readme_counts_the_lines_of_its_first_example() {
    let page = user_pages().into_iter().find(|it| it.path.ends_with("README.md")).expect("the page");
    let lines = include_str!("../../examples/get-products/expected.json").lines().count();
    assert!(page.text.contains(&format!("the {lines} lines of CloudFormation")), "{lines}");
    assert_eq!(include_str!("../../examples/get-products/template.yaml").lines().count(), 20);
}

/// What a page says of samc on the way to a pipeline that passes, in a repository with mistakes.
#[test]
fn many_findings_are_taken_over_as_the_page_says() {
    let page = user_pages().into_iter().find(|it| it.path.ends_with("docs/adopting.md")).expect("the page");
    let (_, block) = code_blocks(&page).into_iter().next().expect("the commands");
    let commands: Vec<&str> = block.lines().map(|it| it.split('#').next().unwrap_or_default().trim()).collect();
    assert!(commands.len() < 10 && page.text.contains("in nine commands"), "{commands:?}");
    let queue = "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties: {DelaySecond: 1, Color: red}\n";
    let there = folder(&[("a.yaml", queue)]);
    let calls = commands.iter().filter_map(|it| it.strip_prefix("$ samc "));
    let statuses = calls.map(|it| call(&there, &it.split_whitespace().collect::<Vec<_>>()).0);
    assert_eq!(statuses.collect::<Vec<_>>(), [1, 1, 0, 0]);
    assert!(fs::read_to_string(there.path().join("a.yaml")).unwrap().contains("DelaySeconds"));
    let last = commands.iter().rfind(|it| it.starts_with("$ samc ")).expect("a check");
    let last: Vec<&str> = last.split_whitespace().skip(2).collect();
    fs::write(there.path().join("b.yaml"), queue).unwrap();
    assert_eq!(call(&there, &last).0, 1, "a new finding fails");
}

/// The help says it for those who set it by hand.
#[test]
fn the_extension_sets_the_tags_that_the_help_shows() {
    let (_, help, _) = call(&folder(&[]), &["help", "schema"]);
    let (_, list) = help.split_once("\"yaml.customTags\": ").expect("the setting");
    let list = &list[..=list.find(']').expect("its end")];
    let shown: serde_json::Value = serde_json::from_str(list).expect("JSON");
    let extension: serde_json::Value =
        serde_json::from_str(include_str!("../../editors/vscode/package.json")).expect("JSON");
    assert_eq!(shown, extension["contributes"]["configurationDefaults"]["yaml.customTags"]);
    assert!(shown.as_array().is_some_and(|it| it.len() > 20), "{shown}");
}

#[test]
fn starters_are_listed() {
    let (_, starters, _) = call(&folder(&[]), &["init"]);
    keep_block("starters", "documentation", &format!("```text\n$ samc init\n{starters}```\n"));
}

#[test]
fn the_configuration_that_is_shown_is_sound() {
    let page = user_pages().into_iter().find(|it| it.path.ends_with("docs/configuration.md")).expect("the page");
    let (_, configuration) = code_blocks(&page).into_iter().next().expect("an example comes first");
    let topic = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Topic:\n    Type: AWS::SNS::Topic\n";
    let folder = folder(&[(".samc.yaml", &configuration), ("template.yaml", topic)]);
    let (status, report, stderr) = call(&folder, &["check"]);
    assert_eq!((status, &*stderr), (0, ""), "{report}");
    fs::write(folder.path().join(".samc.yaml"), format!("{configuration}unknown: 1\n")).expect("a folder of this test");
    assert_ne!(call(&folder, &["check"]).0, 0, "the configuration was not read");
}

#[test]
fn commands_are_shown_with_options_that_they_have() {
    let outside = folder(&[]);
    let mut help: HashMap<String, String> = HashMap::new();
    let mut faults = Vec::new();
    for page in user_pages() {
        for call_line in calls(&page) {
            let mut words = call_line.split_whitespace();
            let command = words.next().unwrap_or_default().to_owned();
            let help = help.entry(command.clone()).or_insert_with(|| call(&outside, &["help", &command]).1);
            if help.is_empty() {
                faults.push(format!("{}: there is no command `samc {command}`", page.path.display()));
            }
            for option in words.take_while(|it| !it.starts_with(['#', '|', '>', '<'])) {
                let is_option = option.starts_with('-') && !matches!(option, "-" | "--");
                if is_option && !help.split([' ', ',', '\n']).any(|it| it == option) {
                    faults.push(format!("{}: `samc {command}` has no option `{option}`", page.path.display()));
                }
            }
        }
    }
    assert!(help.len() > 5, "calls were found only of {:?}", help.keys());
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn links_lead_somewhere() {
    let pages = pages();
    let headings: HashMap<&Path, BTreeSet<String>> = pages.iter().map(|it| (&*it.path, anchors(&it.text))).collect();
    let mut faults = Vec::new();
    for page in &pages {
        for link in relative_links(page) {
            let leads_somewhere = match (&link.target, &link.anchor) {
                (None, _) => false,
                (Some(target), None) => target.exists(),
                (Some(target), Some(anchor)) => headings.get(&**target).is_some_and(|it| it.contains(anchor)),
            };
            if !leads_somewhere {
                faults.push(format!("{}: `{}` leads nowhere", page.path.display(), link.written));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// Paths in CONTRIBUTING.md that begin with a folder of the repository.
#[test]
fn contributors_are_led_to_what_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = pages().into_iter().find(|it| it.path == root.join("CONTRIBUTING.md")).expect("the page");
    let codes = Parser::new_ext(&page.text, Options::ENABLE_TABLES).filter_map(|event| match event {
        Event::Code(code) => Some(code.into_string()),
        _ => None,
    });
    let starts_here = |it: &String| it.split_once('/').is_some_and(|(folder, _)| root.join(folder).is_dir());
    let paths: Vec<String> =
        codes.filter(|it| starts_here(it) && !it.contains("NAME") && !it.starts_with("..")).collect();
    assert!(paths.len() > 10, "only {paths:?} were found");
    let missing: Vec<&String> = paths.iter().filter(|it| !root.join(it).exists()).collect();
    assert!(missing.is_empty(), "CONTRIBUTING.md names {missing:?}, which do not exist");
}

#[test]
fn the_readme_leads_to_every_page() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pages = user_pages();
    let mut reached = BTreeSet::from([root.join("README.md")]);
    let mut waiting: Vec<PathBuf> = reached.iter().cloned().collect();
    while let Some(page) = waiting.pop().and_then(|path| pages.iter().find(|it| it.path == path)) {
        let targets = relative_links(page).into_iter().filter_map(|it| it.target);
        let targets = targets.filter(|target| pages.iter().any(|it| it.path == *target));
        waiting.extend(targets.filter(|it| reached.insert(it.clone())));
    }
    let lost: Vec<&Page> = pages.iter().filter(|it| !reached.contains(&it.path)).collect();
    assert!(lost.is_empty(), "no link leads to {:?}", lost.iter().map(|it| &it.path).collect::<Vec<_>>());
}

/// A link to a file of the repository.
struct Link {
    written: String,
    /// `None` when it leads out of the repository.
    target: Option<PathBuf>,
    anchor: Option<String>,
}

fn relative_links(page: &Page) -> Vec<Link> {
    let links = Parser::new_ext(&page.text, Options::ENABLE_TABLES).filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url.into_string()),
        _ => None,
    });
    let relative = links.filter(|it| !it.contains("://"));
    let links = relative.map(|written| {
        let (path, anchor) = match written.split_once('#') {
            Some((path, anchor)) => (path, Some(anchor.to_owned())),
            None => (&*written, None),
        };
        let target = if path.is_empty() { Some(page.path.clone()) } else { resolved(&page.path, path) };
        Link { target, anchor, written }
    });
    links.collect()
}

/// The file that a link leads to; `None` when that is outside of the repository.
fn resolved(page: &Path, link: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut path = page.parent()?.to_owned();
    for part in link.split('/') {
        match part {
            ".." => _ = path.pop(),
            part => path.push(part),
        }
        if !path.starts_with(root) {
            return None;
        }
    }
    Some(path)
}

/// The anchors that GitHub gives to the headings of a page.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match (event, &mut heading) {
            (Event::Start(Tag::Heading { .. }), _) => heading = Some(String::new()),
            (Event::Text(text) | Event::Code(text), Some(heading)) => heading.push_str(&text),
            (Event::End(TagEnd::Heading(_)), Some(_)) => {
                let heading = heading.take().unwrap_or_default().to_lowercase().replace(' ', "-");
                anchors.insert(heading.chars().filter(|it| it.is_alphanumeric() || matches!(it, '-' | '_')).collect());
            }
            _ => (),
        }
    }
    anchors
}

/// The language and the text of each block of code.
fn code_blocks(page: &Page) -> Vec<(String, String)> {
    let mut blocks: Vec<(String, String)> = Vec::new();
    let mut inside = false;
    for event in Parser::new_ext(&page.text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                inside = true;
                blocks.push((language.into_string(), String::new()));
            }
            Event::End(TagEnd::CodeBlock) => inside = false,
            Event::Text(text) if inside => blocks.last_mut().expect("it has begun").1.push_str(&text),
            _ => (),
        }
    }
    blocks
}

/// What stands after `samc` in lines of shells.
fn calls(page: &Page) -> Vec<String> {
    let mut calls = Vec::new();
    for (language, text) in code_blocks(page) {
        for line in text.lines() {
            let command = match &*language {
                "console" | "text" => line.strip_prefix("$ samc "),
                "sh" => line.strip_prefix("samc "),
                "yaml" => line.trim_start().strip_prefix("- samc "),
                _ => None,
            };
            calls.extend(command.map(str::to_owned));
        }
    }
    calls
}
