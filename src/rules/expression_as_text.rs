//! Finds paths and expressions where Step Functions takes them as plain text.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::Semantics;
use crate::states::payload::{DYNAMIC, Leaf, leaves, templates};
use crate::states::{Kind, QueryLanguage, intrinsic_functions, is_expression, literal, paths};

rule! {
    /// A path or an expression stands where Step Functions takes it as plain text.
    ///
    /// Under JSONPath, a value is looked up only where the name of its field ends in `.$`; under JSONata only where it stands in
    /// `{% … %}`. Everything else is passed on as it is written, so that a task gets the text `$.order.id` instead of an id
    /// (Step Functions API, `ValidateStateMachineDefinitionDiagnostic`, warnings `NO_DOLLAR` and `PASS_RESULT_IS_STATIC`).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Role: arn:aws:iam::123456789012:role/orders
    ///       Definition:
    ///         StartAt: Work
    ///         States:
    ///           Work:
    ///             Type: Task
    ///             Resource: arn:aws:states:::dynamodb:getItem
    ///             Parameters:
    ///               TableName: orders
    ///               Key:
    ///                 id:
    ///                   S: $.order.id
    ///             End: true
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Role: arn:aws:iam::123456789012:role/orders
    ///       Definition:
    ///         StartAt: Work
    ///         States:
    ///           Work:
    ///             Type: Task
    ///             Resource: arn:aws:states:::dynamodb:getItem
    ///             Parameters:
    ///               TableName: orders
    ///               Key:
    ///                 id:
    ///                   S.$: $.order.id
    ///             End: true
    /// ```
    "expression-as-text" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for owner in semantics.state_machines() {
        for (_, machine) in owner.machines() {
            for state in &machine.states {
                let result = state
                    .map
                    .get("Result")
                    .filter(|_| state.kind == Some(Kind::Pass) && state.language == Some(QueryLanguage::JsonPath));
                for leaf in result.into_iter().flat_map(leaves) {
                    let Some(text) = literal(leaf.value).filter(|it| under_json_path(&leaf, it).is_some()) else {
                        continue;
                    };
                    let message = format!("`{text}` is passed on as this text, and not looked up");
                    let finding = Diagnostic::new(&CODE, leaf.value.span, message);
                    owner.report(
                        finding.help("write `Parameters` instead of `Result`, with a name that ends in `.$`"),
                        problems,
                    );
                }
                for leaf in templates(state.map, state.language).into_iter().flat_map(leaves) {
                    let Some(text) = literal(leaf.value) else { continue };
                    let help = match state.language {
                        Some(QueryLanguage::JsonPath) => under_json_path(&leaf, text),
                        Some(QueryLanguage::Jsonata) => under_jsonata(text),
                        None => None,
                    };
                    let Some(help) = help else { continue };
                    let message = format!("`{text}` is passed on as this text, and not looked up");
                    owner.report(Diagnostic::new(&CODE, leaf.value.span, message).help(help), problems);
                }
            }
        }
    }
}

/// What to write instead in a state of JSONPath, where the text is surely not meant as such.
fn under_json_path(leaf: &Leaf<'_>, text: &str) -> Option<String> {
    if leaf.key.is_some_and(|(name, _)| name.ends_with(DYNAMIC)) {
        return None;
    }
    if is_expression(text) {
        return Some("`{% … %}` is JSONata: add `QueryLanguage: JSONata`".to_owned());
    }
    if !paths::looks_like_path(text) && !intrinsic_functions::looks_like_call(text) {
        return None;
    }
    Some(match leaf.key {
        Some((name, _)) => format!("write `{name}.$`, so that the value is looked up"),
        None => "use `States.Array` under a name that ends in `.$`".to_owned(),
    })
}

/// The same in a state of JSONata.
fn under_jsonata(text: &str) -> Option<String> {
    let is_path = paths::looks_like_path(text) && !text.starts_with("$$");
    let is_variable = text.strip_prefix("$states.").is_some_and(|it| it.starts_with(char::is_alphabetic));
    if !is_path && !is_variable {
        return None;
    }
    let expression = match text.strip_prefix("$.") {
        Some(rest) => format!("$states.input.{rest}"),
        None => text.to_owned(),
    };
    Some(format!("write `{{% {expression} %}}`, so that the value is looked up"))
}
