//! Messages as they come over a stream. What cannot be read as one costs the client that message, not the session.
use lsp_server::{ErrorCode, Message, Notification, RequestId, Response};
use serde_json::{Value, json};
use std::borrow::Cow;
use std::io::{self, BufRead, Error, ErrorKind, Read};

/// The longest message that is read, in bytes: templates have at most a few megabytes.
const LONGEST: u64 = 256 << 20;
/// The longest line of a header, in bytes.
const LONGEST_LINE: u64 = 8 << 10;

/// Reads the next message of a client; `None` at the end of the stream. What is no message becomes the answer that the
/// client gets instead.
///
/// # Errors
///
/// The stream cannot be read, or does not say how long a message is, so that the next one cannot be found.
pub fn read(input: &mut dyn BufRead) -> io::Result<Option<Result<Message, Message>>> {
    let Some(length) = length(input)? else { return Ok(None) };
    if length > LONGEST {
        io::copy(&mut input.take(length), &mut io::sink())?;
        return Ok(Some(Err(complaint(None, format!("a message of {length} bytes is too long")))));
    }
    let mut bytes = Vec::new();
    if input.take(length).read_to_end(&mut bytes)? as u64 != length {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&bytes);
    Ok(Some(match serde_json::from_str(&whole_characters(&text)) {
        Ok(message) => Ok(message),
        Err(fault) => Err(complaint(id(&text), format!("a message of the client cannot be read: {fault}"))),
    }))
}

/// The length that a header tells; `None` at the end of the stream.
fn length(input: &mut dyn BufRead) -> io::Result<Option<u64>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        if input.take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end();
        if line.is_empty() {
            return length
                .map(Some)
                .ok_or_else(|| Error::new(ErrorKind::InvalidData, "a header without Content-Length"));
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("Content-Length")
        {
            length = value.trim().parse().ok();
        }
    }
}

/// Half of a character outside of the basic plane, such as of an emoji, is no text. Editors write it while one is typed.
fn whole_characters(json: &str) -> Cow<'_, str> {
    if !json.contains("\\u") {
        return Cow::Borrowed(json);
    }
    let unit = |at: usize| {
        let digits = json.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let (mut whole, mut at, mut kept) = (String::new(), 0, 0);
    while let Some(found) = json[at..].find('\\') {
        at += found;
        match unit(at) {
            Some(0xD800..=0xDBFF) if matches!(unit(at + 6), Some(0xDC00..=0xDFFF)) => at += 12,
            Some(0xD800..=0xDFFF) => {
                whole += &json[kept..at];
                whole += "\\ufffd";
                at += 6;
                kept = at;
            }
            Some(_) => at += 6,
            // Another escape: what stands behind its backslash is no beginning of one.
            None => at += 1 + json[at + 1..].chars().next().map_or(0, char::len_utf8),
        }
    }
    whole += &json[kept..];
    Cow::Owned(whole)
}

/// The id of what was meant as a request.
fn id(text: &str) -> Option<RequestId> {
    let value: Value = serde_json::from_str(text).ok()?;
    serde_json::from_value(value.get("id")?.clone()).ok()
}

fn complaint(id: Option<RequestId>, text: String) -> Message {
    match id {
        Some(id) => Response::new_err(id, ErrorCode::InvalidRequest as i32, text).into(),
        None => Notification::new("window/logMessage".to_owned(), json!({"type": 1, "message": text})).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framed(text: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{text}", text.len())
    }

    #[test]
    fn what_is_no_message_costs_that_message_alone() {
        let exit = r#"{"jsonrpc": "2.0", "method": "exit"}"#;
        let odd = ["{", "{}", r#"{"method": 5}"#, "\u{0}", r#"{"id": 1, "method": 5}"#];
        let stream: String = odd.into_iter().map(framed).collect::<String>() + &framed(exit);
        let mut input = stream.as_bytes();
        for text in odd {
            assert!(matches!(read(&mut input), Ok(Some(Err(_)))), "{text}");
        }
        assert!(matches!(read(&mut input), Ok(Some(Ok(Message::Notification(it)))) if it.method == "exit"));
        assert!(matches!(read(&mut input), Ok(None)));
    }

    #[test]
    fn a_request_that_cannot_be_read_is_answered() {
        let text = framed(r#"{"id": 7, "method": 5}"#);
        let Ok(Some(Err(Message::Response(answer)))) = read(&mut text.as_bytes()) else { panic!("an answer") };
        assert_eq!(answer.id, RequestId::from(7));
    }

    #[test]
    fn halves_of_characters_are_replaced() {
        let cases = [
            (r#""\ud83d""#, r#""\ufffd""#),
            (
                r#""\ud83d\ude00 \\ud83d \ude00\ud83d\ud83d\ude00""#,
                r#""\ud83d\ude00 \\ud83d \ufffd\ufffd\ud83d\ude00""#,
            ),
            (r#""\n\u00e4\"#, r#""\n\u00e4\"#),
        ];
        for (written, expected) in cases {
            assert_eq!(whole_characters(written), expected);
        }
        let text = framed(r#"{"method": "m", "params": {"text": "\ud83d"}}"#);
        assert!(matches!(read(&mut text.as_bytes()), Ok(Some(Ok(Message::Notification(_))))));
    }

    #[test]
    fn headers_need_a_length() {
        assert!(read(&mut &b"Content-Type: x\r\n\r\n{}"[..]).is_err());
        assert!(read(&mut &b"Content-Length: a\r\n\r\n{}"[..]).is_err());
        assert!(matches!(read(&mut &b"content-length:2\r\n\r\n[]"[..]), Ok(Some(Err(_)))));
        assert!(matches!(read(&mut &b"Content-Length: 9999999999999\r\n\r\n[]"[..]), Ok(Some(Err(_)))));
        assert!(matches!(read(&mut &b"Content-Length: 20\r\n\r\n[]"[..]), Ok(None)));
    }
}
