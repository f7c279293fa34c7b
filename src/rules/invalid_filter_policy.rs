//! Finds filter policies of subscriptions that SNS refuses.
use super::invalid_event_pattern::is_safe_in_list;
use crate::diagnostic::{Diagnostic, Problems};
use crate::facts::types;
use crate::rule;
use crate::semantics::{Case, Configured, Semantics};
use crate::syntax::{Map, Node, Value};
use crate::template::intrinsics;

rule! {
    /// A `FilterPolicy` of a subscription has a value that is not a list, or fields within fields of attributes.
    ///
    /// SNS refuses the policy: "must be an object or an array". A policy for attributes, which it is without
    /// `FilterPolicyScope: MessageBody`, has only lists of values under its names (SNS developer guide, "filter policy
    /// constraints").
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::SNS::Topic
    ///   Ship:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Order:
    ///           Type: SNS
    ///           Properties:
    ///             Topic: !Ref Orders
    ///             FilterPolicy:
    ///               status: paid
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Orders:
    ///     Type: AWS::SNS::Topic
    ///   Ship:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Events:
    ///         Order:
    ///           Type: SNS
    ///           Properties:
    ///             Topic: !Ref Orders
    ///             FilterPolicy:
    ///               status: [paid]
    /// ```
    "invalid-filter-policy" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let events = semantics.events_of(&["SNS"]).map(|it| it.configured());
    for subscription in events.chain(semantics.plain(types::SNS_SUBSCRIPTION)) {
        let Some(policy) = subscription.properties.present("FilterPolicy") else { continue };
        let sides = semantics.sides_of(subscription.resource_id);
        for (policy, sides) in semantics.maps(policy, &sides) {
            let scopes = semantics.cases(subscription.properties.get("FilterPolicyScope"), &sides);
            let is_for_attributes = scopes.iter().all(|it| match it {
                Case::Known(value) => value.node.is_text("MessageAttributes"),
                Case::Missing(_) => true,
                Case::Unknown(..) => false,
            });
            let check = Check { semantics, subscription: &subscription, is_for_attributes };
            check.fields(policy, problems);
        }
    }
}

struct Check<'c, 'a> {
    semantics: &'c Semantics<'a>,
    subscription: &'c Configured<'a>,
    is_for_attributes: bool,
}

impl Check<'_, '_> {
    fn fields(&self, fields: &Map, problems: &mut Problems) {
        for (name, entry) in fields.entries() {
            let value = &entry.value;
            match &value.value {
                Value::List(_) => (),
                Value::Map(_) if intrinsics::is_intrinsic(value) => (),
                Value::Map(_) if self.is_for_attributes => {
                    let message = format!("`{name}` is a map; the policy for an attribute must be a list");
                    let finding = Diagnostic::new(&CODE, entry.key_span, message).if_named(&["FilterPolicyScope"]);
                    let help = "list the values or comparisons; for fields of the message write `FilterPolicyScope: MessageBody`";
                    self.subscription.report(finding.help(help), problems);
                }
                Value::Map(inner) => self.fields(inner, problems),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => self.scalar(name, value, problems),
            }
        }
    }

    fn scalar(&self, name: &str, value: &Node, problems: &mut Problems) {
        let message = format!("`{name}` is {}; it must be a list of matching values", value.kind_name());
        let finding = Diagnostic::new(&CODE, value.span, message);
        let written = self.semantics.source.slice(value.span);
        let finding = match is_safe_in_list(written) {
            true => finding.help(format!("write `[{written}]`")).fix(value.span, format!("[{written}]")),
            false => finding.help("put it into a list"),
        };
        self.subscription.report(finding, problems);
    }
}
