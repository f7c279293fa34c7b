//! Reads `--parameter-overrides` in the spellings of the AWS and SAM command lines. Knows nothing of parameters.

use std::ffi::OsString;
use std::path::Path;

const OPTION: &str = "--parameter-overrides";

/// A parameter's name and value.
pub(super) type Override = (String, String);
/// The overrides of one argument.
pub(super) type Overrides = Vec<Override>;

/// The arguments with existing files and folders moved out of the list of overrides, which goes on as long as there are
/// arguments: `--parameter-overrides Stage=prod template.yaml`.
pub(super) fn after_templates(arguments: Vec<OsString>) -> Vec<OsString> {
    let Some(start) = arguments.iter().position(|it| it == OPTION) else { return arguments };
    let is_option = |it: &OsString| it.to_string_lossy().starts_with('-');
    let end = arguments[start + 1..].iter().position(is_option).map_or(arguments.len(), |it| start + 1 + it);
    let is_template = |it: &OsString| !it.to_string_lossy().contains('=') && Path::new(it).exists();
    let (templates, overrides): (Vec<OsString>, Vec<OsString>) =
        arguments[start + 1..end].iter().cloned().partition(is_template);
    // Without an override, the option lacks its value, and that is to be said.
    if templates.is_empty() || overrides.is_empty() {
        return arguments;
    }
    let before = arguments[..start].iter().cloned().chain(templates).chain([OPTION.into()]);
    before.chain(overrides).chain(arguments[end..].iter().cloned()).collect()
}

/// Reads one argument: `KEY=VALUE`, `ParameterKey=KEY,ParameterValue=VALUE`, or several of them separated by spaces.
pub(super) fn parse(argument: &str) -> Result<Overrides, String> {
    let words = words(argument, starts_with_name);
    if words.is_empty() {
        return Err("write KEY=VALUE".to_owned());
    }
    words.into_iter().map(parse_word).collect()
}

/// Reads a text as the SAM CLI does where no shell has removed quotes: each space outside of quotes ends a value. Returns
/// the words that it passes over too.
pub(super) fn parse_as_sam(text: &str) -> (Overrides, Vec<&str>) {
    let (mut overrides, mut passed_over) = (Vec::new(), Vec::new());
    for word in words(text, |_| true) {
        // CloudFormation knows the value.
        if word.starts_with("ParameterKey=") && word.ends_with(",UsePreviousValue=true") {
            continue;
        }
        match parse_word(word) {
            Ok(parsed) if starts_with_name(&format!("{}=", parsed.0)) => overrides.push(parsed),
            _ => passed_over.push(word),
        }
    }
    (overrides, passed_over)
}

/// Splits an argument at spaces before what `begins` a word, except within quotes; other spaces belong to a value.
fn words(argument: &str, begins: fn(&str) -> bool) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut quote, mut escaped) = (0, None, false);
    for (at, character) in argument.char_indices() {
        match (quote, character) {
            _ if escaped => escaped = false,
            (_, '\\') => escaped = true,
            (Some(open), it) if it == open => quote = None,
            (None, '"' | '\'') if argument[..at].ends_with('=') => quote = Some(character),
            (None, it) if it.is_whitespace() && begins(argument[at..].trim_start()) => {
                words.push(argument[start..at].trim());
                start = at;
            }
            (Some(_) | None, _) => (),
        }
    }
    words.push(argument[start..].trim());
    words.retain(|it| !it.is_empty());
    words
}

/// Whether a text starts with the logical id of a parameter and `=`.
fn starts_with_name(text: &str) -> bool {
    let rest = text.trim_start_matches(|it: char| it.is_ascii_alphanumeric());
    rest.len() < text.len() && rest.starts_with('=')
}

fn parse_word(word: &str) -> Result<Override, String> {
    if let Some(rest) = word.strip_prefix("ParameterKey=") {
        let (key, value) = rest
            .split_once(",ParameterValue=")
            .ok_or_else(|| format!("`{word}` has no value: write ParameterKey=KEY,ParameterValue=VALUE"))?;
        return Ok((unquoted(key), unquoted(value)));
    }
    match word.split_once('=') {
        Some(("", _)) => Err(format!("`{word}` has no name: write KEY=VALUE")),
        Some((key, value)) => Ok((unquoted(key), unquoted(value))),
        None => Err(format!(
            "`{word}` has no `=`: write KEY=VALUE; if it is a template, write it before --parameter-overrides"
        )),
    }
}

/// A value without the quotes around it; a backslash makes a quote or a space part of the value.
fn unquoted(value: &str) -> String {
    let within = |quote: char| value.strip_prefix(quote)?.strip_suffix(quote);
    let inner = within('"').or_else(|| within('\'')).unwrap_or(value);
    inner.replace("\\\"", "\"").replace("\\ ", " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spellings_of_other_tools_are_understood() {
        let cases: &[(&str, &[(&str, &str)])] = &[
            ("Stage=prod", &[("Stage", "prod")]),
            ("Stage=", &[("Stage", "")]),
            ("Owner=Team A", &[("Owner", "Team A")]),
            ("Owner=\"Team A\"", &[("Owner", "Team A")]),
            ("Owner='x=1 y=2' Stage=prod", &[("Owner", "x=1 y=2"), ("Stage", "prod")]),
            ("Stage=prod  Owner=a\\ b", &[("Stage", "prod"), ("Owner", "a b")]),
            ("Filter=a=b", &[("Filter", "a=b")]),
            ("Quote=say \\\"hi\\\"", &[("Quote", "say \"hi\"")]),
            ("Path=C:\\code", &[("Path", "C:\\code")]),
            ("Name=O'Neill Stage=prod", &[("Name", "O'Neill"), ("Stage", "prod")]),
            ("ParameterKey=Stage,ParameterValue=prod", &[("Stage", "prod")]),
            (
                "ParameterKey=A,ParameterValue=\"1, 2\" ParameterKey=B,ParameterValue=3,4",
                &[("A", "1, 2"), ("B", "3,4")],
            ),
        ];
        for (argument, expected) in cases {
            let read = parse(argument).unwrap();
            let read: Vec<(&str, &str)> = read.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
            assert_eq!(read, *expected, "{argument}");
        }
    }

    #[test]
    fn what_is_no_override_is_refused() {
        for argument in ["template.yaml", "=x", "", "  ", "ParameterKey=Stage"] {
            assert!(parse(argument).is_err(), "{argument}");
        }
    }

    #[test]
    fn templates_can_follow_overrides() {
        let sorted = |words: &[&str]| {
            let arguments = after_templates(words.iter().map(OsString::from).collect());
            arguments.iter().map(|it| it.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            sorted(&["samc", "check", OPTION, "Stage=prod", "Cargo.toml", "A=b", "--strict"]),
            "samc check Cargo.toml --parameter-overrides Stage=prod A=b --strict"
        );
        for same in ["samc check Cargo.toml", "samc check --parameter-overrides Cargo.toml", "samc check x A=b"] {
            assert_eq!(sorted(&same.split(' ').collect::<Vec<_>>()), same);
        }
    }
}
