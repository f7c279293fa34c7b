//! Recognizes templates by what is in a file, before it is read as one. Knows nothing of files.

/// Whether a file means to be a template, even where a mistake keeps it from being read as one.
pub(super) fn looks_like_template(text: &str) -> bool {
    // Most other files can be passed over without looking at their lines.
    if !text.contains("AWS") {
        return has_misspelt_section(text);
    }
    let has_section = |name: &str| match text.trim_start().starts_with(['{', '[']) {
        true => has_member(text, name),
        false => has_key(text, name),
    };
    has_section("AWSTemplateFormatVersion")
        || (names_sam(text) && has_section("Transform"))
        || (text.contains("AWS::") && has_section("Resources"))
        || has_misspelt_section(text)
}

/// Whether there is a section of resources whose name is misspelt: what stands first in it has a type of AWS.
fn has_misspelt_section(text: &str) -> bool {
    if !text.contains("::") {
        return false;
    }
    let means_resources = |line: &str| {
        let name = line.trim_end().strip_suffix(':').unwrap_or_default();
        ["resource", "resources", "recources", "ressources"].iter().any(|it| name.eq_ignore_ascii_case(it))
    };
    let is_content = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let indentation = |line: &str| line.len() - line.trim_start().len();
    let mut lines = text.lines().filter(is_content);
    if !lines.any(means_resources) {
        return false;
    }
    let (Some(name), Some(first)) = (lines.next(), lines.next()) else { return false };
    let is_name = name.trim_end().ends_with(':') && indentation(name) > 0;
    let (key, value) = first.trim().split_once(':').unwrap_or_default();
    let is_of_aws = value.trim_start().get(..5).is_some_and(|it| it.eq_ignore_ascii_case("AWS::"));
    is_name && indentation(first) > indentation(name) && key.eq_ignore_ascii_case("Type") && is_of_aws
}

/// Whether a key `Transform` is followed by SAM's transform, alone or in a list, and not by words about it.
fn names_sam(text: &str) -> bool {
    let mut found = text.match_indices("Transform").map(|(at, name)| &text[at + name.len()..]);
    found.any(|rest| {
        let is_between = |it: char| it.is_whitespace() || matches!(it, ':' | '"' | '\'' | '[' | '-' | ',');
        // Other transforms of AWS may come first in the list.
        let mut words =
            rest.split(is_between).filter(|it| !it.is_empty()).take_while(|it| !it.contains(['{', '}', '(']));
        words.by_ref().take(8).any(|it| it == "Serverless") && rest.trim_start_matches(is_between).starts_with("AWS")
    })
}

/// Whether a line starts with the key, in quotes or without, as at the top of a YAML file.
fn has_key(text: &str, name: &str) -> bool {
    text.lines().any(|line| {
        let quote = line.chars().next().filter(|it| matches!(it, '"' | '\''));
        let line = quote.map_or(line, |_| &line[1..]);
        let rest = line.strip_prefix(name);
        let rest = match quote {
            Some(quote) => rest.and_then(|it| it.strip_prefix(quote)),
            None => rest,
        };
        rest.is_some_and(|it| it.trim_start().starts_with(':'))
    })
}

/// Whether the outermost map of a JSON text has the member: the same word further in means something else.
fn has_member(text: &str, name: &str) -> bool {
    let (mut depth, mut string_start, mut escaped) = (0_usize, None, false);
    for (at, character) in text.char_indices() {
        match (string_start, character) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(start), '"') => {
                string_start = None;
                if depth == 1 && text[start..at] == *name && text[at + 1..].trim_start().starts_with(':') {
                    return true;
                }
            }
            (Some(_), _) => (),
            (None, '"') => string_start = Some(at + 1),
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') => depth = depth.saturating_sub(1),
            (None, _) => (),
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_recognized_by_their_content() {
        let templates = [
            "AWSTemplateFormatVersion: '2010-09-09'\nRecources: {}\n",
            "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n",
            "{\"Resources\": {\"Topic\": {\"Type\": \"AWS::SNS::Topic\"}}}",
            "{\"a\": \"\\\"{\",\n\"Resources\" : {\"Topic\": {\"Type\": \"AWS::SNS::Topic\"",
            "Transform: AWS::Serverless-2016-10-31\nResources: [broken\n",
            "Transform:\n  - AWS::LanguageExtensions\n  - AWS::Serverless-2016-10-31\nResources: [broken\n",
            "\"Resources\":\n  Topic:\n    Type: AWS::SNS::Topic\n",
            "# Comment\r\n'AWSTemplateFormatVersion': 2010-09-09\r\n",
            "resources:\n  # The first\n  Topic:\n    type: AWS::SNS::Topic\n",
            "Resource:\n  Function:\n    Type: Aws::Serverless::Function\n",
        ];
        let others = [
            "",
            "version: 0.2\nphases: {}\n",
            "kind: Service\nspec:\n  Resources:\n    - AWS::SNS::Topic\n",
            "{\"name\": \"package\", \"Resources\": []}",
            "{\"fragment\": {\"Resources\": {\"Topic\": {\"Type\": \"AWS::SNS::Topic\"}}}}",
            "notes: AWS::Serverless::Function\n",
            "{\"Transform\": \"to JSON\", \"description\": \"deploys AWS::Serverless::Function\"}",
            "{\"Transform\": {\"name\": \"AWS::Serverless\"}}",
            "\"Resources",
            "service: shop\nresources:\n  Resources:\n    Topic:\n      Type: AWS::SNS::Topic\n",
            "resources:\n  - Type: AWS::SNS::Topic\n",
            "resources:\n  topic: AWS::SNS::Topic\n",
        ];
        for text in templates {
            assert!(looks_like_template(text), "{text}");
        }
        for text in others {
            assert!(!looks_like_template(text), "{text}");
        }
    }
}
