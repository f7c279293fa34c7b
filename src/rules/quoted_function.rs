//! Finds functions in quotes.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{Semantics, walk_plain_texts};
use crate::template::functions::FUNCTIONS;
use crate::template::transforms;

rule! {
    /// A function in its short form is in quotes, and therefore text.
    ///
    /// `'!Ref Products'` is the text `!Ref Products`: YAML reads a tag only outside of quotes. JSON has no short form;
    /// there it is `{"Ref": "Products"}`.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    /// Outputs:
    ///   TableName:
    ///     Value: '!Ref Products'
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    /// Outputs:
    ///   TableName:
    ///     Value: !Ref Products
    /// ```
    "quoted-function" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if transforms::has_macros(semantics.template) {
        return;
    }
    walk_plain_texts(semantics, problems, &mut |_, node, text, problems| {
        let Some((name, argument)) = text.strip_prefix('!').and_then(|it| it.split_once([' ', '\n'])) else { return };
        let tag = |it: &'static str| it.strip_prefix("Fn::").unwrap_or(it);
        let Some(function) = FUNCTIONS.iter().find(|it| tag(it.name) == name) else { return };
        if argument.trim().is_empty() || argument.trim().contains('\n') {
            return;
        }
        let written = semantics.source.slice(node.span);
        let is_json = semantics.source.text().trim_start().starts_with('{');
        let message = format!("`!{name}` in a string is text, not a function");
        let finding = Diagnostic::new(&CODE, node.span, message).if_accepted(node.span);
        problems.push(match function.name {
            full if is_json => finding.help(format!("write `{{\"{full}\": …}}`")),
            _ if written.starts_with(['\'', '"']) => finding.help("remove the quotes"),
            _ => finding.help("write the function itself, not a block of text"),
        });
    });
}
