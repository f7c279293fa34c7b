//! The words of messages, rule texts and the command's help are plain English.
use crate::support::repository::{File, files};
use crate::support::rust_source::comments_and_literals;

/// Words that users should not read.
struct Refused {
    words: &'static str,
    /// After these words it is right.
    right_after: &'static [&'static str],
    /// Before these words it is right.
    right_before: &'static [&'static str],
    better: &'static str,
}

const fn refused(words: &'static str, better: &'static str) -> Refused {
    Refused { words, right_after: &[], right_before: &[], better }
}

const REFUSED: &[Refused] = &[
    refused("can not", "cannot"),
    refused("is none", "is not one, does not exist"),
    Refused { right_after: &["there"], right_before: &["longer"], ..refused("is no", "is not a") },
    Refused { right_after: &["there"], right_before: &["longer"], ..refused("are no", "are not") },
    refused("has to be", "must be"),
    refused("have to be", "must be"),
    refused("mend", "fix"),
    refused("mends", "fixes"),
    refused("mended", "fixed"),
    refused("told", "reported, known"),
    refused("nothing at all", "nothing"),
    refused("as good as none", "counts as missing"),
];

/// What begins a macro whose doc comments `samc explain` prints.
const DOCUMENTED: [&str; 2] = ["\nrule! {\n", "\ncodes! {\n"];
/// Their doc comments are the command's help.
const HELP: &[&str] = &["src/cli/arguments.rs", "src/cli/arguments/selection.rs", "src/cli/reporting.rs"];

#[test]
fn users_read_plain_words() {
    let faults = faults(&files());
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn other_words_are_seen() {
    let seen = |path: &str, text: &str| faults(&[File::new(path, text)]);
    let message = |text: &str| seen("src/rules/a.rs", &format!("fn a() {{ push(\"{text}\") }}"));
    let clean: [String; 0] = [];

    assert_eq!(message("`{a}` can not be `{b}`"), ["src/rules/a.rs:1: \"can not\" (write: cannot)"]);
    assert_eq!(
        message("`{a}` takes an ARN; `{b}` is none"),
        ["src/rules/a.rs:1: \"is none\" (write: is not one, does not exist)"]
    );
    assert_eq!(message("`{a}` is no section"), ["src/rules/a.rs:1: \"is no\" (write: is not a)"]);
    assert_eq!(message("it is \\\n      no section").len(), 1, "a literal on two lines");
    assert_eq!(message("it has to be a map, and nobody is told").len(), 2);
    assert_eq!(message("there is no section `{a}`"), clean);
    assert_eq!(message("`{a}` is no longer supported"), clean);
    assert_eq!(message("{told}, {told:?}"), clean);
    assert_eq!(message("`{a}` recommends what is not known"), clean);

    let rule = "\nrule! {\n    /// A value that can\n    /// not be.\n    \"a\" Error check\n}\n";
    assert_eq!(seen("src/rules/a.rs", rule), ["src/rules/a.rs:3: \"can not\" (write: cannot)"]);
    let codes =
        "\ncodes! {\n    /// Fine.\n    ///\n    /// It is none.\n    A: \"a\" Error;\n    /// It is no map.\n}\n";
    assert_eq!(seen("src/diagnostic/codes/a.rs", codes).len(), 2);
    for help in HELP {
        assert_eq!(seen(help, "struct A {\n    /// Mend it\n    fix: bool,\n}\n").len(), 1);
    }

    assert_eq!(seen("src/rules/a.rs", "// It can not be.\n/// It is none.\nfn is_none() {}"), clean, "for developers");
    assert_eq!(seen("src/rules/a.rs", "#[cfg(test)]\nmod tests { const A: &str = \"can not\"; }"), clean);
    assert_eq!(seen("tests/a.rs", "const A: &str = \"can not\";"), clean);
}

/// What is refused in the texts that users read, with its place.
fn faults(files: &[File]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files.iter().filter(|it| it.is_source()) {
        for (line, text) in texts(file) {
            let found = REFUSED.iter().filter(|it| it.is_in(&text));
            faults.extend(found.map(|it| format!("{}:{line}: \"{}\" (write: {})", file.path, it.words, it.better)));
        }
    }
    faults
}

/// The texts of a file that users can come to read, in lower case on one line, with the numbers of their first lines.
fn texts(file: &File) -> Vec<(usize, String)> {
    let text = &file.text[..file.code_without_tests().len()];
    let mut found: Vec<(usize, String)> = Vec::new();
    // The end of the doc comment before, which goes on when the next one follows on the next line.
    let mut open = None;
    for range in comments_and_literals(text) {
        let written = &text[range.clone()];
        let is_doc = written.starts_with("///") && is_shown(file, text, range.start);
        let is_text = written.starts_with(['"', 'r']);
        let words = if is_doc { written.trim_start_matches('/').to_owned() } else { written.replace("\\\n", " ") };
        let words = words.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        match found.last_mut() {
            Some((_, before)) if is_doc && open.is_some_and(|end: usize| text[end..range.start].trim().is_empty()) => {
                before.push(' ');
                before.push_str(&words);
            }
            _ if is_doc || is_text => found.push((text[..range.start].matches('\n').count() + 1, words)),
            _ => (),
        }
        open = is_doc.then_some(range.end);
    }
    found
}

/// Whether the doc comment at `start` is printed for users.
fn is_shown(file: &File, text: &str, start: usize) -> bool {
    let in_macro = DOCUMENTED
        .iter()
        .any(|begin| text[..start].rfind(begin).is_some_and(|at| !text[at + begin.len()..start].contains("\n}\n")));
    in_macro || HELP.contains(&&*file.path)
}

impl Refused {
    fn is_in(&self, text: &str) -> bool {
        let is_end = |it: Option<char>| it.is_none_or(|it| !it.is_alphanumeric() && it != '_');
        text.match_indices(self.words).any(|(at, _)| {
            let (before, after) = (&text[..at], &text[at + self.words.len()..]);
            // The name of a placeholder is not read.
            !before.ends_with('{')
                && is_end(before.chars().next_back())
                && is_end(after.chars().next())
                && !self.right_after.iter().any(|it| before.trim_end().ends_with(it))
                && !self.right_before.iter().any(|it| after.trim_start().starts_with(it))
        })
    }
}
