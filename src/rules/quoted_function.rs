//! Finds functions in quotes.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{Semantics, quoted_function, walk_plain_texts};
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
        let Some(function) = quoted_function(text) else { return };
        let name = function.name.strip_prefix("Fn::").unwrap_or(function.name);
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
