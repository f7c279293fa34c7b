//! From the bytes of a file to the text of a template. Knows nothing of what the text says.
use super::LARGEST_TEMPLATE;
use crate::diagnostic::{Diagnostic, codes};
use crate::source::{File, Source, Sources, Span};

/// Reads the bytes of a template as UTF-8, or as UTF-16 when they begin with its byte-order mark.
///
/// The byte-order mark is no part of the text. When the bytes are no text, the source holds what can be shown of
/// them, for the diagnostic to point at; it should not be parsed.
pub fn decode(name: &str, bytes: Vec<u8>) -> (Source, Option<Diagnostic>) {
    if bytes.len() > LARGEST_TEMPLATE {
        return (Source::new(name, ""), Some(too_large(bytes.len())));
    }
    let (text, problem) = match bytes.as_slice() {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest.to_vec(), 3),
        _ => utf8(bytes, 0),
    };
    (Source::new(name, text), problem)
}

/// The same of a file that was read.
pub(crate) fn decode_file(file: File) -> (Source, Option<Diagnostic>) {
    let (source, problem) = decode(&file.name, file.bytes);
    let source = match file.path {
        Some(path) => source.at_path(&path),
        None => source,
    };
    (source, problem)
}

/// A file among the sources, and, if its bytes are not text, what is wrong with them. `None` when all files together are
/// too large.
pub(crate) fn add_file(file: File, sources: &mut Sources) -> Option<(&Source, Option<Diagnostic>)> {
    let (source, problem) = decode_file(file);
    let source = sources.add(source)?;
    Some((source, problem.map(|it| it.shifted(source.base()))))
}

/// The diagnostic for a template of `size` bytes.
pub(super) fn too_large(size: usize) -> Diagnostic {
    let message = format!("the template has {size} bytes, more than the limit of {LARGEST_TEMPLATE}");
    Diagnostic::new(&codes::TEMPLATE_TOO_LARGE, Span::NOWHERE, message)
        .help("CloudFormation takes at most 1 MB; move inline code and definitions to separate files")
}

/// The first character that YAML does not allow anywhere.
pub(super) fn forbidden_character(text: &str) -> Option<Diagnostic> {
    let bytes = text.as_bytes();
    // Most texts have none but these, which is seen faster of many at a time.
    let is_common = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n');
    let all_common = |chunk: &[u8]| chunk.iter().fold(true, |all, byte| all & is_common(byte));
    let common = bytes.chunks(64).take_while(|it| all_common(it)).count() * 64;
    let (at, _) = bytes.iter().enumerate().skip(common).find(|(at, byte)| match byte {
        b'\t' | b'\r' => false,
        common if is_common(common) => false,
        0xC2 => matches!(bytes.get(at + 1), Some(0x80..=0x84 | 0x86..=0x9F)),
        0xEF => matches!(bytes.get(at + 1..at + 3), Some([0xBF, 0xBE | 0xBF])),
        other => other.is_ascii(),
    })?;
    let character = text[at..].chars().next().expect("a character starts at each of the bytes looked for");
    let code = u32::from(character);
    let name = match character {
        '\0' => " (NUL)",
        '\u{1B}' => " (escape)",
        '\u{7F}' => " (delete)",
        _ => "",
    };
    let span = Span::new(at, at + character.len_utf8());
    let message = format!("the character U+{code:04X}{name} is not allowed in a template");
    let written = if code < 0x100 { format!("\\x{code:02X}") } else { format!("\\u{code:04X}") };
    Some(
        Diagnostic::new(&codes::NOT_TEXT, span, message)
            .help(format!("delete it, or write it as `{written}` in double quotes")),
    )
}

fn utf8(bytes: Vec<u8>, skipped: usize) -> (String, Option<Diagnostic>) {
    let error = match String::from_utf8(bytes) {
        Ok(text) => return (text, None),
        Err(error) => error,
    };
    let at = error.utf8_error().valid_up_to();
    let byte = error.as_bytes().get(at).copied().unwrap_or_default();
    let problem = Diagnostic::new(
        &codes::NOT_TEXT,
        Span::new(at, at + char::REPLACEMENT_CHARACTER.len_utf8()),
        format!("the byte 0x{byte:02X} at offset {} is not UTF-8", at + skipped),
    )
    .help("save the template as UTF-8");
    (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(problem))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (String, Option<Diagnostic>) {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    let mut problem = None;
    let mut offset = 2;
    let mut fault = |text: &str, offset: usize| {
        problem.get_or_insert_with(|| {
            let span = Span::new(text.len(), text.len() + char::REPLACEMENT_CHARACTER.len_utf8());
            Diagnostic::new(&codes::NOT_TEXT, span, format!("the bytes at offset {offset} are not UTF-16"))
                .help("save the template as UTF-8")
        });
    };
    for decoded in char::decode_utf16(pairs.iter().map(|it| unit(*it))) {
        let character = decoded.unwrap_or_else(|_| {
            fault(&text, offset);
            char::REPLACEMENT_CHARACTER
        });
        text.push(character);
        offset += 2 * character.len_utf16();
    }
    if !rest.is_empty() {
        fault(&text, offset);
        text.push(char::REPLACEMENT_CHARACTER);
    }
    (text, problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (String, Option<String>) {
        let (source, problem) = decode("t.yaml", bytes.to_vec());
        let shown = problem.map(|it| format!("{} {:?}", it.message, (it.span.start, it.span.end)));
        (source.text().to_owned(), shown)
    }

    #[test]
    fn byte_order_marks_are_no_text() {
        assert_eq!(decoded(b"\xEF\xBB\xBFa: 1"), ("a: 1".to_owned(), None));
        assert_eq!(decoded(b"\xFF\xFEa\0\xE4\0"), ("aä".to_owned(), None));
        assert_eq!(decoded(b"\xFE\xFF\0a\xD8\x3D\xDE\x00"), ("a😀".to_owned(), None));
    }

    #[test]
    fn what_is_no_text_is_named_by_its_byte() {
        let latin1 = "the byte 0xE4 at offset 3 is not UTF-8 (3, 6)";
        assert_eq!(decoded(b"a: \xE4\n"), ("a: \u{FFFD}\n".to_owned(), Some(latin1.to_owned())));
        let odd = "the bytes at offset 4 are not UTF-16 (1, 4)";
        assert_eq!(decoded(b"\xFF\xFEa\0b"), ("a\u{FFFD}".to_owned(), Some(odd.to_owned())));
    }

    #[test]
    fn control_characters_are_forbidden() {
        let message = |text: &str| forbidden_character(text).map(|it| it.message);
        assert_eq!(message("a: ä\u{85}\u{A0}\u{FEFF}😀\t\r\n"), None);
        let nul = "the character U+0000 (NUL) is not allowed in a template";
        assert_eq!(message("a: \0").as_deref(), Some(nul));
        for forbidden in ['\u{1B}', '\u{7F}', '\u{80}', '\u{9F}', '\u{FFFE}', '\u{FFFF}'] {
            let span = forbidden_character(&format!("ä{forbidden}")).map(|it| it.span.start);
            assert_eq!(span, Some(2), "{forbidden:?}");
        }
    }
}
