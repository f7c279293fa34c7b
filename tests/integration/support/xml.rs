//! Whether a text is well-formed XML, as far as samc writes XML: elements, attributes and text.

/// The names of all elements, or what is wrong.
pub(crate) fn elements(xml: &str) -> Result<Vec<String>, String> {
    let mut rest = xml.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").unwrap_or(xml);
    let (mut open, mut all) = (Vec::new(), Vec::new());
    while let Some((text, tag)) = rest.split_once('<') {
        check_text(text)?;
        if open.is_empty() && !all.is_empty() {
            return Err(format!("an element behind the root: <{tag}"));
        }
        let (tag, behind) = tag.split_once('>').ok_or("a tag without end")?;
        rest = behind;
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Err(format!("</{name}> closes what is not open"));
            }
            continue;
        }
        let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |it| (it, true));
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        check_name(name)?;
        check_attributes(attributes)?;
        all.push(name.to_owned());
        if !is_empty {
            open.push(name);
        }
    }
    check_text(rest)?;
    if open.is_empty() && rest.trim().is_empty() { Ok(all) } else { Err(format!("{open:?} are not closed")) }
}

fn check_name(name: &str) -> Result<(), String> {
    let is_name = |it: char| it.is_ascii_alphanumeric() || it == '-' || it == ':';
    if !name.is_empty() && name.chars().all(is_name) { Ok(()) } else { Err(format!("`{name}` is not a name")) }
}

fn check_attributes(mut rest: &str) -> Result<(), String> {
    while !rest.trim().is_empty() {
        let (name, value) = rest.split_once("=\"").ok_or_else(|| format!("no attribute: {rest}"))?;
        check_name(name.trim())?;
        let (value, behind) = value.split_once('"').ok_or("an attribute without end")?;
        check_text(value)?;
        rest = behind;
    }
    Ok(())
}

/// Text has no sign of markup, and no characters that XML does not know.
fn check_text(text: &str) -> Result<(), String> {
    let is_known = |it: char| matches!(it, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}');
    if let Some(odd) = text.chars().find(|it| !is_known(*it) || matches!(it, '<' | '>')) {
        return Err(format!("{odd:?} in {text:?}"));
    }
    for entity in text.split('&').skip(1) {
        let (name, _) = entity.split_once(';').ok_or_else(|| format!("a bare & in {text:?}"))?;
        let number = name.strip_prefix('#').and_then(|it| it.parse().ok()).and_then(char::from_u32);
        if !matches!(name, "amp" | "lt" | "gt" | "quot") && !number.is_some_and(is_known) {
            return Err(format!("&{name}; in {text:?}"));
        }
    }
    Ok(())
}
