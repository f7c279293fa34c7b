//! Finds variables of `Fn::Sub` in texts that are not in an `Fn::Sub`.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{Semantics, walk_plain_texts};
use crate::source::Span;
use crate::syntax::Node;
use crate::template::parameters::variables;
use crate::template::pseudo_parameters::PSEUDO_PARAMETERS;
use crate::template::transforms;

rule! {
    /// A text has a variable such as `${Products}`, but is not in `Fn::Sub`.
    ///
    /// CloudFormation replaces variables only in the text of `Fn::Sub`; elsewhere they stay as they are ("Fn::Sub" in the
    /// template reference of CloudFormation). Texts in languages that have such variables themselves are left alone, and
    /// so are names that the template does not have.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    ///   Name:
    ///     Type: AWS::SSM::Parameter
    ///     Properties:
    ///       Type: String
    ///       Value: table/${Products}
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    ///   Name:
    ///     Type: AWS::SSM::Parameter
    ///     Properties:
    ///       Type: String
    ///       Value: !Sub table/${Products}
    /// ```
    "missing-sub" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if transforms::has_macros(semantics.template) {
        return;
    }
    let is_json = semantics.source.text().trim_start().starts_with('{');
    walk_plain_texts(semantics, problems, &mut |place, node, text, problems| {
        // A function in quotes is found as such.
        if !text.contains("${") || text.starts_with('!') {
            return;
        }
        let is_script = text.trim_end().contains('\n');
        let is_meant = |name: &str| is_known(semantics, name) && (name.starts_with("AWS::") || !is_script);
        let found = variables(text);
        let Some((start, end)) = found.iter().copied().find(|(start, end)| is_meant(&text[start + 2..end - 1])) else {
            return;
        };
        let variable = &text[start..end];
        let span = semantics.part_span(node.span, text, start..end).unwrap_or(node.span);
        let finding = Diagnostic::new(&CODE, span, format!("`{variable}` is text here: it is not in `Fn::Sub`"));
        let finding = finding.if_accepted(node.span);
        let is_all_known = text.matches("${").count() == found.len()
            && found.iter().all(|(start, end)| is_known(semantics, &text[start + 2..end - 1]));
        let at = Span { start: node.span.start, end: node.span.start };
        let is_argument = place.path.last().is_some_and(|it| it.starts_with("Fn::"));
        problems.push(match is_json {
            true => finding.help("write `{\"Fn::Sub\": …}` around the text"),
            false if is_all_known && !is_script && !is_argument => {
                finding.help("write `!Sub` before the text").fix(at, "!Sub ")
            }
            false => finding.help("write `!Sub` before the text"),
        });
    });
}

/// Whether the template has something of this name to put in the place of a variable.
fn is_known(semantics: &Semantics<'_>, name: &str) -> bool {
    if name.starts_with("AWS::") {
        return PSEUDO_PARAMETERS.contains(&name);
    }
    let template = semantics.template;
    match name.split_once('.') {
        Some((id, _)) => template.resources().contains_key(id),
        None => {
            let parameters = template.section("Parameters").and_then(Node::map);
            template.resources().contains_key(name) || parameters.is_some_and(|it| it.contains_key(name))
        }
    }
}
