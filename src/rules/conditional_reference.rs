//! Finds references to resources that may not be there.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::Semantics;
use crate::syntax::{Node, Text, Value};
use crate::template::conditions::Side;
use crate::template::references::{Reference, ReferenceKind, own_references};
use crate::template::{intrinsics, transforms};

rule! {
    /// A reference to a resource stands where the resource may not have been created.
    ///
    /// The resource has a condition, and what refers to it is also there when the condition does not hold. Then
    /// CloudFormation refuses the deployment: "Unresolved resource dependencies" ("Condition functions" in the template
    /// reference of CloudFormation). Use the same condition, or `Fn::If` around the reference.
    ///
    /// ```yaml bad
    /// Parameters:
    ///   Stage: {Type: String}
    /// Conditions:
    ///   IsProd: !Equals [!Ref Stage, prod]
    /// Resources:
    ///   Alarms:
    ///     Type: AWS::SNS::Topic
    ///     Condition: IsProd
    /// Outputs:
    ///   Alarms:
    ///     Value: !Ref Alarms
    /// ```
    /// ```yaml good
    /// Parameters:
    ///   Stage: {Type: String}
    /// Conditions:
    ///   IsProd: !Equals [!Ref Stage, prod]
    /// Resources:
    ///   Alarms:
    ///     Type: AWS::SNS::Topic
    ///     Condition: IsProd
    /// Outputs:
    ///   Alarms:
    ///     Condition: IsProd
    ///     Value: !Ref Alarms
    /// ```
    "conditional-reference" Warning check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if semantics.has_other_transforms() || transforms::has_macros(semantics.template) {
        return;
    }
    let check = Check { semantics };
    for (id, resource) in semantics.template.resources().iter() {
        problems.in_resource(id, |problems| {
            check.below(resource, Some(id), &mut check.sides_of(resource), problems);
        });
    }
    let outputs = semantics.template.section("Outputs").and_then(Node::map);
    for output in outputs.into_iter().flat_map(|it| it.values()) {
        check.below(output, None, &mut check.sides_of(output), problems);
    }
}

struct Check<'c, 'a> {
    semantics: &'c Semantics<'a>,
}

impl Check<'_, '_> {
    /// The side of the condition that a resource or an output has.
    fn sides_of(&self, node: &Node) -> Vec<Side> {
        let condition = node.get("Condition").and_then(Node::text).filter(|it| self.is_defined(it));
        condition.map(|it| (it.clone(), true)).into_iter().collect()
    }

    /// Whether a condition is defined; what is not is found elsewhere.
    fn is_defined(&self, name: &str) -> bool {
        self.semantics.template.section("Conditions").is_some_and(|it| it.get(name).is_some())
    }

    /// Checks the references at and below `node`, which is there when these sides of conditions are taken.
    fn below(&self, node: &Node, owner: Option<&Text>, sides: &mut Vec<Side>, problems: &mut Problems) {
        for reference in own_references(node) {
            self.check(&reference, owner, sides, problems);
        }
        let branches = intrinsics::if_branches(node)
            .and_then(|[name, then, otherwise]| Some((name.text().filter(|it| self.is_defined(it))?, then, otherwise)));
        if let Some((name, then, otherwise)) = branches {
            for (holds, side) in [(true, then), (false, otherwise)] {
                sides.push((name.clone(), holds));
                self.below(side, owner, sides, problems);
                sides.pop();
            }
            return;
        }
        match &node.value {
            Value::List(items) => items.iter().for_each(|it| self.below(it, owner, sides, problems)),
            Value::Map(map) => map.values().for_each(|it| self.below(it, owner, sides, problems)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => (),
        }
    }

    fn check(&self, reference: &Reference, owner: Option<&Text>, sides: &[Side], problems: &mut Problems) {
        let target = reference.target();
        // CloudFormation does not wait for what is not created, and a reference to itself is a cycle.
        if reference.kind == ReferenceKind::DependsOn || owner.is_some_and(|it| **it == *target) {
            return;
        }
        let Some((_, resource)) = self.semantics.template.resources().entry(target) else { return };
        let condition = resource.value.get("Condition").and_then(Node::text).filter(|it| self.is_defined(it));
        let Some(condition) = condition else { return };
        let absent = (condition.clone(), false);
        if !self.semantics.is_possible(sides.iter().chain([&absent])) {
            return;
        }
        let message = format!("`{target}` is not there when `{condition}` does not hold");
        let span = self.semantics.target_span(reference);
        let finding = Diagnostic::new(&CODE, span, message);
        let at = resource.value.get("Condition").map_or(resource.key_span, |it| it.span);
        let help = match owner {
            Some(_) => {
                format!("write `!If [{condition}, …, !Ref AWS::NoValue]`, or give this resource the condition too")
            }
            None => format!("write `Condition: {condition}` beside `Value`"),
        };
        problems.push(finding.related(at, "its condition").help(help));
    }
}
