//! What to say where a text stops being YAML: the parser's words in those of a user. Names `granit_parser`.
//!
//! The parser says where it could not go on, which is often a line after the mistake. So each explanation looks at
//! the lines around that place, as [`Lines`], for what people usually get wrong there.
mod merge_conflict;
mod no_break_space;
mod short_forms;

use super::lines::{Line, Lines, WHITE_SPACE};
use super::refusal;
use crate::diagnostic::{Diagnostic, codes};
use crate::source::{Source, Span};
use granit_parser::ErrorKind;

/// Explains why the parser could not go on at byte `at`; `read` is where the last value ends that it has read, and
/// `collection` where the innermost bracket opened.
pub(super) fn explain(
    source: &Source,
    kind: &ErrorKind,
    at: usize,
    read: usize,
    collection: Option<usize>,
) -> Diagnostic {
    let lines = Lines::new(source);
    if let Some(problem) = merge_conflict::explain(lines, at)
        .or_else(|| no_break_space::in_indentation(lines, at))
        .or_else(|| short_forms::explain(lines, at))
    {
        return problem;
    }
    let quote = lines.open_quote(read, at);
    match kind {
        ErrorKind::RecursionLimitExceeded => refusal::too_deep(source, at),
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => quote_not_closed(lines, at),
        // The next string has closed it.
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar
            if quote.is_some() =>
        {
            let (open, quote) = quote.unwrap_or((at, '"'));
            open_quote(lines, open, quote)
        }
        ErrorKind::InvalidTrailingSingleQuotedScalar => text_behind_quote(lines, at, '\''),
        ErrorKind::InvalidTrailingDoubleQuotedScalar => text_behind_quote(lines, at, '"'),
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidLowSurrogateHexEscape
        | ErrorKind::InvalidLowSurrogate
        | ErrorKind::MissingLowSurrogate
        | ErrorKind::UnpairedLowSurrogate
        | ErrorKind::InvalidUnicodeEscape => bad_escape(lines, at),
        ErrorKind::UnclosedFlowCollection { .. } => bracket_not_closed(lines, at),
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            error(lines.character(at), format!("this `{open}` is closed by `{close}`"))
                .help(format!("close it with `{}`", closing(*open)))
        }
        ErrorKind::MisplacedFlowCollectionEnd => {
            let bracket = lines.character(at);
            error(bracket, format!("this `{}` closes nothing", source.slice(bracket)))
                .help("remove it, or put the value in quotes")
        }
        ErrorKind::InvalidColonPlacement
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofImplicitFlowMapping => missing_comma(lines, at, collection),
        ErrorKind::UnexpectedCharacter { character } => {
            let value = lines.rest_of_line(at);
            error(value, format!("a value cannot begin with `{character}`")).help(in_quotes(source.slice(value)))
        }
        ErrorKind::MissingAnchorOrAliasName | ErrorKind::UnknownAnchor => bad_alias(lines, at),
        ErrorKind::UndeclaredTagHandle
        | ErrorKind::InvalidGlobalTagCharacter
        | ErrorKind::MissingTagUri
        | ErrorKind::UnclosedVerbatimTag
        | ErrorKind::InvalidTagEscape => refusal::unknown_tag(source, lines.word(at)),
        ErrorKind::InvalidTagTerminator => {
            let word = lines.word(at);
            let length = source.slice(word).find(['[', '{', ']', '}', ',', '"', '\'']).unwrap_or(word_length(word));
            refusal::missing_space_after_tag(source, Span::new(at, at + length))
        }
        ErrorKind::InvalidBlockScalarHeader => {
            let header = lines.rest_of_line(at);
            error(header, "text cannot begin on the line of its `|` or `>`")
                .help("begin it on the next line, indented; or put it in quotes")
        }
        ErrorKind::BlockSequenceEntryNotAllowed => misplaced_item(lines, at),
        ErrorKind::MappingValueNotAllowed => misplaced_colon(lines, at),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => missing_colon(lines, at),
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::ExpectedBlockSequenceEntry | ErrorKind::InvalidIndentation => {
            misplaced_line(lines, at, *kind == ErrorKind::ExpectedBlockSequenceEntry)
        }
        ErrorKind::InvalidBlockScalarIndent => {
            error(lines.rest_of_line(at), "this line is indented less than an empty line before it")
                .help("remove the spaces of the empty lines above")
        }
        ErrorKind::ExpectedDocumentStart => not_yaml(lines).unwrap_or_else(|| {
            error(lines.rest_of_line(at), "the template ends before this line")
                .help("indent it as part of the value above, or remove it")
        }),
        ErrorKind::BomInsideDocument => {
            error(lines.character(at), "a byte-order mark cannot stand within a template").help("delete the character")
        }
        ErrorKind::UnsupportedYamlMajorVersion => {
            error(lines.rest_of_line(at), "only versions 1.1 and 1.2 of YAML can be read").help("remove this line")
        }
        _ if collection.is_some_and(|open| lines.at(open).start < lines.at(at).start) => {
            bracket_not_closed(lines, collection.unwrap_or(at))
        }
        _ => not_yaml(lines).unwrap_or_else(|| {
            error(lines.rest_of_line(at), "this cannot be read as YAML").help("if it is a string, put it in quotes")
        }),
    }
}

fn quote_not_closed(lines: Lines<'_>, at: usize) -> Diagnostic {
    let Some((start, quote)) = lines.quote_before(at) else {
        return error(lines.rest_of_line(at), "this cannot be read as YAML")
            .help("look for a quote that is not closed");
    };
    // The string may be complete, but for a line in it.
    let end = lines.closing_quote(start, quote).filter(|end| lines.is_end_of_value(*end));
    let is_mark = |line: &usize| lines.text()[*line..].starts_with("---") || lines.text()[*line..].starts_with("...");
    let mark_before =
        |end: usize| lines.text()[start..end].match_indices('\n').map(|(it, _)| start + it + 1).find(is_mark);
    match end.and_then(mark_before) {
        Some(mark) => {
            error(lines.rest_of_line(mark), "a line cannot begin with `---` or `...`, even in a string in quotes")
                .related(Span::new(start, start + 1), "the string begins here")
                .help("indent this line, with spaces")
        }
        None => open_quote(lines, start, quote),
    }
}

fn open_quote(lines: Lines<'_>, start: usize, quote: char) -> Diagnostic {
    error(lines.rest_of_line(start), format!("this `{quote}` is not closed"))
        .help(format!("write another `{quote}` at the end of the string"))
}

fn text_behind_quote(lines: Lines<'_>, at: usize, quote: char) -> Diagnostic {
    let rest = lines.rest_of_line(at);
    let help = match quote {
        '\'' => "write `''` for an apostrophe within single quotes, or put the whole value in double quotes",
        _ => "write `\\\"` for a quote within double quotes, or put the whole value in single quotes",
    };
    error(rest, "there is more text after the closing quote").help(help)
}

fn bad_escape(lines: Lines<'_>, at: usize) -> Diagnostic {
    let text = lines.text();
    let mut from = at + 1;
    while let Some(backslash) = text.get(from..).and_then(|it| it.find(['\\', '"'])).map(|it| from + it) {
        let Some(escaped) = text[backslash + 1..].chars().next() else { break };
        if text[backslash..].starts_with('"') {
            break;
        }
        let digits = match escaped {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let behind = &text[backslash + 1 + escaped.len_utf8()..];
        let is_hexadecimal = behind.len() >= digits && behind.bytes().take(digits).all(|it| it.is_ascii_hexdigit());
        let is_surrogate = escaped == 'u' && behind.starts_with(['d', 'D']);
        if !"0abt\tnvfre \"/\\N_LPxuU\r\n".contains(escaped) || !is_hexadecimal || is_surrogate {
            let span = Span::new(backslash, backslash + 1 + escaped.len_utf8());
            return error(span, format!("`\\{escaped}` has no meaning in double quotes"))
                .help("write two backslashes for one, or use single quotes");
        }
        from = backslash + 1 + escaped.len_utf8();
    }
    error(lines.rest_of_line(at), "a backslash in this string has no meaning").help("use single quotes")
}

fn bracket_not_closed(lines: Lines<'_>, at: usize) -> Diagnostic {
    let bracket = lines.character(at);
    let open = lines.source.slice(bracket).chars().next().unwrap_or('[');
    error(bracket, format!("this `{open}` is not closed"))
        .help(format!("write `{}` where it ends, or put the value in quotes", closing(open)))
}

fn missing_comma(lines: Lines<'_>, at: usize, collection: Option<usize>) -> Diagnostic {
    let Some(open) = collection else {
        return error(lines.character(at), "there must be a comma before this").help("separate values with commas");
    };
    let line = lines.at(at);
    let bracket = lines.character(open);
    let close = closing(lines.source.slice(bracket).chars().next().unwrap_or('['));
    // A bracket on a line of its own says where the brackets end, whatever is wrong between them.
    let is_closed = || lines.text()[at..].lines().any(|it| it.trim_start_matches([' ', '\t']).starts_with(close));
    if at >= lines.text().len() || (line.start > open && lines.is_block_key(line) && !is_closed()) {
        return bracket_not_closed(lines, open);
    }
    error(lines.word_before_colon(at), format!("there must be a `,` or `{close}` before this"))
        .related(bracket, "in the brackets that open here")
        .help("separate values with commas")
}

fn bad_alias(lines: Lines<'_>, at: usize) -> Diagnostic {
    let word = lines.word(at);
    let written = lines.source.slice(word);
    let (kind, name) = match written.strip_prefix('&') {
        Some(name) => ("an anchor", name),
        None => ("an alias", written.trim_start_matches('*')),
    };
    let is_name = !name.is_empty() && name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-' || it == b'_');
    if is_name {
        return error(word, format!("there is no anchor `&{name}` above this alias"))
            .help(format!("write `&{name}` before the value to repeat, or `'{written}'` if this is a string"));
    }
    let value = lines.rest_of_line(at);
    let sign = &written[..written.len().min(1)];
    error(value, format!("`{sign}` without quotes begins {kind}")).help(in_quotes(lines.source.slice(value)))
}

fn misplaced_item(lines: Lines<'_>, at: usize) -> Diagnostic {
    let value = lines.rest_of_line(at);
    if lines.is_first_in_line(at) {
        return misplaced_line(lines, at, false);
    }
    error(value, "a list cannot begin on the line of its key")
        .help("write each item on its own line, or put the value in quotes")
}

/// A colon that belongs to no key.
fn misplaced_colon(lines: Lines<'_>, at: usize) -> Diagnostic {
    if let Some(problem) = not_yaml(lines) {
        return problem;
    }
    let line = lines.at(at);
    let before = &lines.text()[line.start..at];
    if let Some(colon) = before.find(": ") {
        let value = lines.behind_tag(lines.rest_of_line(line.start + colon + 1));
        return error(value, "a string with `: ` in it must be in quotes").help(in_quotes(lines.source.slice(value)));
    }
    let key = lines.trimmed(line.start, at);
    let name = lines.source.slice(key);
    if key.end - key.start > 1024 {
        return error(key, "a key can have at most 1024 characters").help("look for a quote that is not closed");
    }
    if let Some(above) = lines.above(line) {
        if let Some(problem) = missing_space(lines, above).or_else(|| begins_key(lines, line)) {
            return problem;
        }
        let outer = lines.key(above);
        if lines.indent(above) < lines.indent(line) && !outer.is_empty() {
            return error(key, format!("`{name}` is indented as part of `{outer}`, which already has a value"))
                .related(lines.trimmed(above.start, above.end), "its value is on this line")
                .help(format!("indent `{name}` like `{outer}`, or remove the value of `{outer}`"));
        }
    }
    error(lines.character(at), "there cannot be a `:` here").help("if this is a string, put it in quotes")
}

/// A line among the keys of a map that has no colon.
fn missing_colon(lines: Lines<'_>, at: usize) -> Diagnostic {
    let line = lines.at(at);
    if let Some(problem) = missing_space(lines, line).or_else(|| not_yaml(lines)) {
        return problem;
    }
    let content = lines.rest_of_line(at);
    let written = lines.source.slice(content);
    if let Some(item) = written.strip_prefix('-').filter(|it| !it.starts_with(WHITE_SPACE)) {
        let dash = Span { end: content.start + 1, ..content };
        return error(dash, "there must be a space after the `-` of a list item")
            .help(format!("write `- {item}`"))
            .fix(Span { start: dash.end, ..dash }, " ");
    }
    no_colon(lines, content)
}

/// A line that may be a key and its value, a key alone, or a part of the value above.
fn no_colon(lines: Lines<'_>, content: Span) -> Diagnostic {
    let written = lines.source.slice(content);
    let is_name = |it: &str| it.bytes().all(|it| it.is_ascii_alphanumeric());
    let or = "or indent the line if it continues the one above";
    match written.split_once(WHITE_SPACE).filter(|(key, _)| is_name(key)) {
        Some((key, value)) => error(content, format!("there is no `:` after `{key}`"))
            .help(format!("write `{key}: {}`; {or}", value.trim_start_matches(WHITE_SPACE))),
        None => error(content, format!("there is no `:` after `{written}`"))
            .help(format!("write `{written}: ` and a value; {or}")),
    }
}

/// The line above a key that has no colon, and so was read as the beginning of the key.
fn begins_key(lines: Lines<'_>, line: Line) -> Option<Diagnostic> {
    let first = lines.above(line).filter(|it| lines.indent(*it) == lines.indent(line))?;
    let content = lines.rest_of_line(first.start);
    let written = lines.source.slice(content);
    // Below a key without a value, it is no part of a string.
    let outer = lines.above(first).filter(|it| lines.indent(*it) < lines.indent(line))?;
    let outer = lines.source.slice(lines.rest_of_line(outer.start));
    let is_text = written.starts_with(|it: char| it.is_ascii_alphanumeric()) && !written.contains(':');
    (is_text && outer.ends_with(':')).then(|| no_colon(lines, content))
}

/// A line whose indentation fits nothing above.
fn misplaced_line(lines: Lines<'_>, at: usize, in_list: bool) -> Diagnostic {
    // The parser may already be behind the `-` of an item.
    let start = lines.at(at).start;
    let before = lines.text()[start..at].trim_end_matches(WHITE_SPACE);
    let dash = before.strip_suffix('-').filter(|it| it.trim_matches(WHITE_SPACE).is_empty());
    let at = dash.map_or(at, |it| start + it.len());
    let content = lines.rest_of_line(at);
    if !lines.is_first_in_line(at) {
        return error(content, "nothing can follow the value on this line")
            .help("remove it, or put the whole value in quotes");
    }
    let line = lines.at(at);
    let indent = lines.indent(line);
    let written = lines.source.slice(content);
    let is_item = written == "-" || written.starts_with("- ");
    if in_list && !is_item {
        return error(content, "this is among the items of a list, but is not an item")
            .help("write `- ` before it, or indent it like the key that it belongs to");
    }
    let mut inner = None;
    let mut above = lines.above(line);
    while let Some(it) = above {
        match lines.indent(it).cmp(&indent) {
            std::cmp::Ordering::Greater => inner = Some(it),
            std::cmp::Ordering::Equal => break,
            std::cmp::Ordering::Less => {
                let Some(inner) = inner else { break };
                let (deeper, shallower) = (lines.indent(inner), lines.indent(it));
                let message = format!(
                    "this line is indented by {}, unlike any line above that it could belong to",
                    spaces(indent)
                );
                return error(content, message)
                    .related(lines.trimmed(inner.start, inner.end), format!("indented by {}", spaces(deeper)))
                    .help(format!(
                        "indent it by {} like line {}, or by {shallower} like line {}",
                        spaces(deeper),
                        lines.number(inner),
                        lines.number(it)
                    ));
            }
        }
        above = lines.above(it);
    }
    if is_item {
        return error(content, "a list item cannot stand among the keys of a map")
            .help("indent it under the key that it belongs to, or remove the `- `");
    }
    error(content, "this line does not match the indentation of any line above")
        .help("indent it like the lines that it belongs to")
}

/// A key whose colon has no space behind it, so that it is none.
fn missing_space(lines: Lines<'_>, line: Line) -> Option<Diagnostic> {
    if let Some(problem) = no_break_space::behind_colon(lines, line) {
        return Some(problem);
    }
    let colon = lines.colon_without_space(line)?;
    let start = lines.trimmed(line.start, line.end);
    let (key, value) = (Span { start: start.start, end: colon.start }, Span { start: colon.end, end: start.end });
    let (key, value) = (lines.source.slice(key), lines.source.slice(value));
    Some(
        error(colon, "there must be a space after the `:` of a key")
            .help(format!("write `{key}: {value}`"))
            .fix(Span { start: colon.end, ..colon }, " "),
    )
}

/// A text whose very first line is not YAML.
fn not_yaml(lines: Lines<'_>) -> Option<Diagnostic> {
    let first = lines.first()?;
    let content = lines.trimmed(first.start, first.end);
    let written = lines.source.slice(content);
    let is_map = written.contains(": ") || written.ends_with(':') || lines.colon_without_space(first).is_some();
    if is_map || written.starts_with(|it: char| it.is_ascii_punctuation() && !"_<$/(".contains(it)) {
        return None;
    }
    if written.ends_with('{') {
        return Some(
            error(content, "this is not a SAM template; it looks like Terraform (HCL)")
                .help("use a template in YAML or JSON"),
        );
    }
    Some(
        error(content, "this is not a template: its first line is neither YAML nor JSON")
            .help("begin with a key and a colon, such as `Resources:`"),
    )
}

fn in_quotes(value: &str) -> String {
    match (value.contains('\''), value.contains(['"', '\\'])) {
        (false, _) => format!("put it in quotes: `'{value}'`"),
        (true, false) => format!("put it in quotes: `\"{value}\"`"),
        (true, true) => "put the whole value in quotes".to_owned(),
    }
}

fn spaces(count: usize) -> String {
    if count == 1 { "1 space".to_owned() } else { format!("{count} spaces") }
}

fn closing(open: char) -> char {
    if open == '{' { '}' } else { ']' }
}

fn word_length(word: Span) -> usize {
    (word.end - word.start) as usize
}

fn error(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(&codes::SYNTAX_ERROR, span, message)
}
