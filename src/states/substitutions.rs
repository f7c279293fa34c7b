//! The places of a definition in which CloudFormation puts values of `DefinitionSubstitutions`.
use crate::source::Span;
use crate::syntax::{Map, Node, Text};
use crate::template::intrinsics;

/// A `${Name}` in a definition.
#[derive(Debug)]
pub(crate) struct Substitution<'a> {
    pub name: &'a str,
    /// The text that it stands in, where that is, and where the name begins in it.
    pub text: &'a Text,
    pub span: Span,
    pub offset: usize,
}

impl Substitution<'_> {
    /// Whether a value is surely meant to be put in: alone, or in an ARN or URL. In longer texts, a shell or another
    /// program may be meant.
    pub(crate) fn is_certain(&self) -> bool {
        let text: &str = self.text;
        text.len() == self.name.len() + "${}".len() || ["arn:", "http", "s3:"].iter().any(|it| text.starts_with(it))
    }
}

/// The substitutions in a definition. Those in the texts of intrinsic functions are not among them.
pub(crate) fn substitutions(definition: &Node) -> Vec<Substitution<'_>> {
    let mut found = Vec::new();
    collect(definition, &mut found);
    found
}

fn collect<'a>(node: &'a Node, found: &mut Vec<Substitution<'a>>) {
    if let Some(text) = node.text() {
        of_text(text, node.span, found);
    }
    if intrinsics::is_intrinsic(node) {
        return;
    }
    for (key, entry) in node.map().into_iter().flat_map(Map::entries) {
        of_text(key, entry.key_span, found);
        collect(&entry.value, found);
    }
    node.list().into_iter().flatten().for_each(|it| collect(it, found));
}

fn of_text<'a>(text: &'a Text, span: Span, found: &mut Vec<Substitution<'a>>) {
    let whole: &'a str = text;
    let mut from = 0;
    while let Some(start) = whole[from..].find("${").map(|it| from + it + 2) {
        from = start;
        // Other languages in a definition may write what looks like it.
        let is_of_name = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | ':');
        let Some(length) = whole[start..].find(|it| !is_of_name(it)) else { break };
        let name = &whole[start..start + length];
        let plain = name.strip_prefix("AWS::").unwrap_or(name);
        if whole[start + length..].starts_with('}') && !plain.is_empty() && !plain.contains(':') {
            found.push(Substitution { name, text, span, offset: start });
        }
    }
}
