//! Text in XML, for the formats that are XML.
use crate::safe_text::characters;

/// Text as it can stand in an element or an attribute.
pub(super) fn escaped_text(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for (_, character, must_be_escaped) in characters(text) {
        match character {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\t' | '\n' => xml.push(character),
            // XML 1.0 has no way to write these.
            '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => {
                xml.extend(character.escape_unicode());
            }
            _ if must_be_escaped => xml.push_str(&format!("&#{};", u32::from(character))),
            _ => xml.push(character),
        }
    }
    xml
}
