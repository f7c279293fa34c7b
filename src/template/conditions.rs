//! Which conditions can hold at the same time, whatever the values of the template's parameters that its rules allow.
use super::{Template, intrinsics};
use crate::syntax::{Map, Node, Text, Value};

/// Most parts of conditions that are gone through to answer one question; where that is not enough, nothing is known.
const MOST_STEPS: usize = 200_000;
/// Most parts of conditions that are looked at; where there are more, nothing is known.
const MOST_PARTS: usize = 500;
/// Deepest nesting of conditions that is followed; more means that a condition refers to itself.
const DEEPEST_CONDITION: usize = 20;

/// What the keys of parameters begin with.
const PARAMETER: &str = "parameter ";

/// A condition and the side of it that is taken: whether it holds.
pub(crate) type Side = (Text, bool);

/// The side of a condition that is taken where a resource or an output is there: none, or that its own condition holds.
pub(crate) fn own_sides(holder: &Node) -> Vec<Side> {
    let condition = holder.get("Condition").and_then(Node::text);
    condition.map(|it| (it.clone(), true)).into_iter().collect()
}

/// A parameter and the value that it has.
pub(crate) type Setting = (Text, String);

/// The `Conditions` section with what it depends on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Conditions<'a> {
    conditions: Option<&'a Map>,
    parameters: Option<&'a Map>,
    /// What parameters must be for the stack to be deployed at all.
    rules: Option<&'a Map>,
}

impl<'a> Conditions<'a> {
    pub(crate) fn new(template: &'a Template) -> Self {
        Self::of(template.sections())
    }

    /// Those of a template or document with these sections.
    pub(crate) fn of(sections: &'a Map) -> Self {
        let section = |name| sections.get(name).and_then(Node::map);
        Self { conditions: section("Conditions"), parameters: section("Parameters"), rules: section("Rules") }
    }

    /// Whether all these sides can be taken at once while parameters have these values; `None` when that is too entangled
    /// to tell.
    ///
    /// Goes through at most `most` parts of conditions, and adds their number to `steps`.
    pub(crate) fn possible(
        &self,
        sides: &[Side],
        settings: &[Setting],
        most: usize,
        steps: &mut usize,
    ) -> Option<bool> {
        if sides.iter().any(|(name, holds)| sides.contains(&(name.clone(), !holds))) {
            return Some(false);
        }
        let mut unknowns = Unknowns::default();
        let mut wanted: Vec<(Expression, bool)> =
            sides.iter().map(|(name, holds)| (self.named(name, 0, &mut unknowns), *holds)).collect();
        for (name, value) in settings {
            wanted.push((self.parameter(name, value.clone(), &mut unknowns), true));
        }
        for assertion in self.assertions(&mut unknowns) {
            wanted.push((assertion?, true));
        }
        *steps += unknowns.parts;
        if unknowns.parts > MOST_PARTS {
            return None;
        }
        let values = vec![None; unknowns.found.len()];
        let mut search = Search {
            wanted: &wanted,
            unknowns: &unknowns.found,
            values,
            left: most.min(MOST_STEPS),
            parts: unknowns.parts,
        };
        let before = search.left;
        let found = search.satisfies();
        *steps += before - search.left;
        found
    }

    /// What the section `Rules` asserts; `None` for what is not understood and may be about the unknowns that there are.
    fn assertions(&self, unknowns: &mut Unknowns) -> Vec<Option<Expression>> {
        let mut asserted = Vec::new();
        for rule in self.rules.into_iter().flat_map(Map::values) {
            let condition = rule.get("RuleCondition");
            let assertions = rule.get("Assertions").and_then(Node::list).unwrap_or_default();
            for assertion in assertions.iter().filter_map(|it| it.get("Assert")) {
                let parts = || condition.into_iter().chain([assertion]);
                if !parts().all(is_understood) {
                    if parts().any(|it| unknowns.are_in(it)) {
                        asserted.push(None);
                    }
                    continue;
                }
                let absent = condition.map(|it| Expression::Not(Box::new(self.expression(it, 0, unknowns))));
                let holds = self.expression(assertion, 0, unknowns);
                asserted.push(Some(Expression::Any(absent.into_iter().chain([holds]).collect())));
            }
        }
        asserted
    }

    fn named(&self, name: &str, depth: usize, unknowns: &mut Unknowns) -> Expression {
        match self.conditions.and_then(|it| it.present(name)) {
            Some(definition) if depth < DEEPEST_CONDITION => self.expression(definition, depth + 1, unknowns),
            _ => opaque(format!("condition {name}"), unknowns),
        }
    }

    fn expression(&self, node: &Node, depth: usize, unknowns: &mut Unknowns) -> Expression {
        unknowns.parts += 1;
        if depth >= DEEPEST_CONDITION || unknowns.parts > MOST_PARTS {
            return opaque(format!("{node:?}"), unknowns);
        }
        let argument = |name| intrinsics::argument(node, name);
        if let Some(name) = argument("Condition").and_then(Node::text) {
            return self.named(name, depth, unknowns);
        }
        if let Some([inner]) = argument("Fn::Not").and_then(Node::list) {
            return Expression::Not(Box::new(self.expression(inner, depth + 1, unknowns)));
        }
        for (name, make) in [("Fn::And", Expression::All as fn(_) -> _), ("Fn::Or", Expression::Any)] {
            if let Some(parts) = argument(name).and_then(Node::list) {
                return make(parts.iter().map(|it| self.expression(it, depth + 1, unknowns)).collect());
            }
        }
        if let Some([one, two]) = argument("Fn::Equals").and_then(Node::list) {
            return self.equals(one, two, unknowns);
        }
        if let Some([Node { value: Value::List(texts), .. }, text]) = argument("Fn::Contains").and_then(Node::list) {
            return Expression::Any(texts.iter().map(|it| self.equals(it, text, unknowns)).collect());
        }
        opaque(format!("{node:?}"), unknowns)
    }

    fn equals(&self, one: &Node, two: &Node, unknowns: &mut Unknowns) -> Expression {
        let reference = |node| intrinsics::argument(node, "Ref").and_then(Node::text);
        match (
            reference(one).zip(two.scalar_text()),
            reference(two).zip(one.scalar_text()),
            one.scalar_text().zip(two.scalar_text()),
        ) {
            (Some((name, value)), _, _) | (_, Some((name, value)), _) => self.parameter(name, value, unknowns),
            (None, None, Some((one, two))) => Expression::Known(one == two),
            (None, None, None) if one == two => Expression::Known(true),
            (None, None, None) => opaque(format!("{one:?} = {two:?}"), unknowns),
        }
    }

    /// That the parameter `name` has this value.
    fn parameter(&self, name: &str, value: String, unknowns: &mut Unknowns) -> Expression {
        let key = format!("{PARAMETER}{name}");
        let at = unknowns.found.iter().position(|it| it.key == key).unwrap_or_else(|| {
            let declared = self.parameters.and_then(|it| it.get(name)).and_then(|it| it.get("AllowedValues"));
            let allowed = declared.and_then(Node::list);
            let known: Vec<String> = allowed.into_iter().flatten().filter_map(Node::scalar_text).collect();
            // One value more stands for all that are not named anywhere.
            let values = if allowed.is_some() { known.len().max(1) } else { 1 };
            unknowns.found.push(Unknown { key, known, closed: allowed.is_some(), values });
            unknowns.found.len() - 1
        });
        let unknown = &mut unknowns.found[at];
        let index = match unknown.known.iter().position(|it| *it == value) {
            Some(index) => index,
            None if unknown.closed => return Expression::Known(false),
            None => {
                unknown.known.push(value);
                unknown.values = unknown.known.len() + 1;
                unknown.known.len() - 1
            }
        };
        Expression::Is(at, index)
    }
}

/// What was found while conditions were read.
#[derive(Default)]
struct Unknowns {
    found: Vec<Unknown>,
    /// How many parts of conditions were read.
    parts: usize,
}

impl Unknowns {
    /// Whether one of these parameters is named in a part of a rule.
    fn are_in(&self, node: &Node) -> bool {
        let mut are_in = false;
        node.walk(&mut |it| {
            let is_it = |text: &Text| self.found.iter().any(|it| it.key.strip_prefix(PARAMETER) == Some(text));
            are_in |= it.text().is_some_and(is_it);
        });
        are_in
    }
}

/// Whether all functions of a part of a rule are known here. Some look into what a parameter of AWS's types names.
fn is_understood(node: &Node) -> bool {
    const UNDERSTOOD: [&str; 6] = ["Ref", "Fn::And", "Fn::Or", "Fn::Not", "Fn::Equals", "Fn::Contains"];
    let mut is_understood = true;
    node.walk(&mut |it| is_understood &= intrinsics::name(it).is_none_or(|it| UNDERSTOOD.contains(&&**it)));
    is_understood
}

/// Something that decides conditions and is not known: a parameter, or what cannot be looked into.
struct Unknown {
    key: String,
    known: Vec<String>,
    /// Whether it has no other values than the known ones.
    closed: bool,
    /// How many values must be told apart.
    values: usize,
}

enum Expression {
    Known(bool),
    /// The unknown with the first number has its value with the second one.
    Is(usize, usize),
    Not(Box<Expression>),
    All(Vec<Expression>),
    Any(Vec<Expression>),
}

impl Expression {
    /// Whether it holds, if that can be told with the values that are settled.
    fn holds(&self, values: &[Option<usize>]) -> Option<bool> {
        let any = |parts: &[Expression], settling: bool| {
            let mut open = false;
            for part in parts {
                match part.holds(values) {
                    Some(it) if it == settling => return Some(settling),
                    Some(_) => (),
                    None => open = true,
                }
            }
            (!open).then_some(!settling)
        };
        match self {
            Expression::Known(it) => Some(*it),
            Expression::Is(unknown, value) => values[*unknown].map(|it| it == *value),
            Expression::Not(inner) => inner.holds(values).map(|it| !it),
            Expression::All(parts) => any(parts, false),
            Expression::Any(parts) => any(parts, true),
        }
    }
}

/// A search for values with which all conditions are as they are wanted: one unknown after the other is settled, until
/// it is clear that it cannot be or must be so.
struct Search<'s> {
    wanted: &'s [(Expression, bool)],
    unknowns: &'s [Unknown],
    values: Vec<Option<usize>>,
    /// How many parts of conditions may still be gone through, and how many there are.
    left: usize,
    parts: usize,
}

impl Search<'_> {
    fn satisfies(&mut self) -> Option<bool> {
        self.left = self.left.checked_sub(self.parts)?;
        let mut open = false;
        for (expression, wanted) in self.wanted {
            match expression.holds(&self.values) {
                Some(holds) if holds != *wanted => return Some(false),
                Some(_) => (),
                None => open = true,
            }
        }
        let Some(next) = self.values.iter().position(Option::is_none).filter(|_| open) else { return Some(true) };
        for value in 0..self.unknowns[next].values {
            self.values[next] = Some(value);
            if self.satisfies()? {
                return Some(true);
            }
        }
        self.values[next] = None;
        Some(false)
    }
}

/// A condition that can hold or not, equal to all others with the same text.
fn opaque(key: String, unknowns: &mut Unknowns) -> Expression {
    let at = unknowns.found.iter().position(|it| it.key == key).unwrap_or_else(|| {
        unknowns.found.push(Unknown { key, known: Vec::new(), closed: true, values: 2 });
        unknowns.found.len() - 1
    });
    Expression::Is(at, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Problems;
    use crate::source::Source;
    use crate::{syntax, template};

    const TEMPLATE: &str = r#"
Parameters:
  Stage: {Type: String}
  Size: {Type: String, AllowedValues: [small, large]}
  Tests: {Type: String}
  Zone: {Type: String}
  Pool: {Type: String}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsTest: !Equals [test, !Ref Stage]
  IsNotProd: !Not [!Condition IsProd]
  IsSmall: !Equals [!Ref Size, small]
  IsLarge: !Equals [!Ref Size, large]
  Both: !And [!Condition IsProd, !Condition IsSmall]
  Either: !Or [!Condition IsProd, !Condition IsTest]
  A: !And [!Condition Both, !Condition Both, !Condition Both, !Condition Both]
  B: !And [!Condition A, !Condition A, !Condition A, !Condition A, !Condition A]
  C: !And [!Condition B, !Condition B, !Condition B, !Condition B, !Condition B]
  Entangled: !And [!Condition C, !Condition C, !Condition C, !Condition C, !Condition C]
  Round: !Not [!Condition Round]
  IsTested: !Equals [!Ref Tests, "true"]
  IsOpen: !Equals [!Ref Zone, ""]
  HasPool: !Equals [!Ref Pool, "true"]
Rules:
  Tests:
    RuleCondition: !Equals [!Ref Stage, prod]
    Assertions: [{Assert: !Equals [!Ref Tests, "true"]}]
  Zones:
    Assertions: [{Assert: {"Fn::Contains": [[a, b], !Ref Zone]}}]
  Pools:
    Assertions: [{Assert: {"Fn::EachMemberIn": [!Ref Pool, [a]]}}]
Resources:
  Topic: {Type: AWS::SNS::Topic}
"#;

    #[test]
    fn sides_exclude_each_other_or_not() {
        let source = Source::new("t.yaml", TEMPLATE);
        let mut problems = Problems::default();
        let tree = syntax::parse(&source, &mut problems).expect("sound YAML");
        let template = template::read(tree, &mut problems).expect("a template");
        let conditions = Conditions::new(&template);
        let answer = |sides: &[(&'static str, bool)]| {
            let sides: Vec<Side> = sides.iter().map(|(name, holds)| (Text::from(*name), *holds)).collect();
            conditions.possible(&sides, &[], usize::MAX, &mut 0)
        };
        let possible = |sides| answer(sides).expect("simple enough to tell");
        assert!(possible(&[]));
        assert!(possible(&[("IsProd", true), ("IsSmall", true)]));
        assert!(possible(&[("IsProd", false), ("IsTest", false)]));
        assert!(possible(&[("Unknown", true), ("IsTest", true)]));
        assert!(possible(&[("Either", true), ("IsProd", false)]));
        assert!(!possible(&[("IsProd", true), ("IsProd", false)]));
        assert!(!possible(&[("IsProd", true), ("IsTest", true)]));
        assert!(!possible(&[("IsProd", true), ("IsNotProd", true)]));
        assert!(!possible(&[("IsSmall", false), ("IsLarge", false)]));
        assert!(!possible(&[("Both", true), ("IsTest", true)]));
        assert!(!possible(&[("Either", true), ("IsProd", false), ("IsTest", false)]));
        assert!(possible(&[("Round", true)]));
        assert_eq!(answer(&[("Entangled", true)]), None);
        // What rules exclude, nobody deploys.
        assert!(!possible(&[("IsProd", true), ("IsTested", false)]));
        assert!(possible(&[("IsTest", true), ("IsTested", false)]));
        assert!(!possible(&[("IsOpen", true)]));
        assert_eq!(answer(&[("HasPool", true)]), None);
        let set = |value: &str, holds| {
            let settings = [(Text::from("Stage"), value.to_owned())];
            conditions.possible(&[(Text::from("IsProd"), holds)], &settings, usize::MAX, &mut 0)
        };
        assert_eq!((set("prod", true), set("prod", false)), (Some(true), Some(false)));
        assert_eq!((set("none", true), set("none", false)), (Some(false), Some(true)));
    }
}
