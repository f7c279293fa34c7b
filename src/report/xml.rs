//! Text in XML, for the formats that are XML.

/// Text as it can stand in an element or an attribute.
pub(super) fn escaped_text(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\r' => xml.push_str("&#13;"),
            '\t' | '\n' => xml.push(character),
            // XML 1.0 has no way at all to write these.
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => xml.push(char::REPLACEMENT_CHARACTER),
            _ => xml.push(character),
        }
    }
    xml
}
