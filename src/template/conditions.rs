//! Which sides of conditions can come about together. Knows no values of parameters.
use super::intrinsics;
use crate::syntax::{Map, Node, Text};

/// Most conditions that are followed one inside the other; more means that a condition refers to itself.
const DEEPEST_CONDITION: usize = 32;

/// Most conditions that are looked at; each may name many others.
const MOST_CONDITIONS: usize = 1_000;

/// The side of a condition: its name, and whether it holds.
pub type Side = (Text, bool);

/// Whether all these sides may come about in one deployment. Only what surely contradicts is ruled out.
pub fn can_hold_together<'a>(conditions: Option<&Map>, sides: impl IntoIterator<Item = &'a Side>) -> bool {
    let mut facts = Facts { conditions, known: Vec::new(), looked_at: 0 };
    sides.into_iter().all(|(name, holds)| facts.assume_named(name, *holds, 0))
}

struct Facts<'a> {
    conditions: Option<&'a Map>,
    known: Vec<(&'a Node, bool)>,
    looked_at: usize,
}

impl<'a> Facts<'a> {
    fn assume_named(&mut self, name: &str, holds: bool, depth: usize) -> bool {
        let definition = self.conditions.and_then(|it| it.get(name)).filter(|_| depth < DEEPEST_CONDITION);
        definition.is_none_or(|it| self.assume(it, holds, depth + 1))
    }

    /// Takes a condition for true or false; `false` when that contradicts what was taken before.
    fn assume(&mut self, condition: &'a Node, holds: bool, depth: usize) -> bool {
        self.looked_at += 1;
        if self.looked_at > MOST_CONDITIONS {
            return true;
        }
        if let Some(name) = intrinsics::argument(condition, "Condition").and_then(Node::text) {
            return self.assume_named(name, holds, depth);
        }
        let parts = |name| intrinsics::argument(condition, name).and_then(Node::list);
        if let Some([negated]) = parts("Fn::Not") {
            return self.assume(negated, !holds, depth);
        }
        // Of a false `And` and a true `Or` it is not known which part makes it so.
        let all = if holds { parts("Fn::And") } else { parts("Fn::Or") };
        if let Some(all) = all {
            return all.iter().all(|it| self.assume(it, holds, depth));
        }
        let contradicts = |(known, held): &(&Node, bool)| {
            (*held != holds && **known == *condition) || (*held && holds && excludes(known, condition))
        };
        if self.known.iter().any(contradicts) {
            return false;
        }
        self.known.push((condition, holds));
        true
    }
}

/// Whether two conditions compare the same with different texts.
fn excludes(one: &Node, other: &Node) -> bool {
    let compared = |node| intrinsics::argument(node, "Fn::Equals").and_then(Node::list);
    let (Some([left, right]), Some([other_left, other_right])) = (compared(one), compared(other)) else { return false };
    let differ = |one: &Node, other: &Node| one.text().is_some() && other.text().is_some() && one != other;
    (left == other_left && differ(right, other_right))
        || (right == other_right && differ(left, other_left))
        || (left == other_right && differ(right, other_left))
        || (right == other_left && differ(left, other_right))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Problems;
    use crate::source::Source;
    use crate::syntax;

    fn possible(sides: &[(&'static str, bool)]) -> bool {
        let text = "Prod: !Equals [!Ref Stage, prod]\nTest: !Equals [test, !Ref Stage]\nOpen: !Not [!Condition Prod]\n\
            Both: !And [!Condition Prod, !Condition Large]\nLarge: !Equals [!Ref Size, L]\nLoop: !Condition Loop\n";
        let tree = syntax::parse(&Source::new("t.yaml", text), &mut Problems::default()).expect("the test parses");
        let sides: Vec<Side> = sides.iter().map(|(name, holds)| (Text::from(*name), *holds)).collect();
        can_hold_together(tree.map(), &sides)
    }

    #[test]
    fn sides_that_contradict() {
        for sides in [
            &[("Prod", true), ("Prod", false)][..],
            &[("Prod", true), ("Open", true)],
            &[("Prod", true), ("Test", true)],
            &[("Both", true), ("Large", false)],
        ] {
            assert!(!possible(sides), "{sides:?}");
        }
    }

    #[test]
    fn sides_that_may_come_about() {
        for sides in [
            &[("Prod", true), ("Open", false)][..],
            &[("Prod", false), ("Test", false)],
            &[("Both", false), ("Large", true)],
            &[("Loop", true), ("Unknown", true), ("Unknown", false)],
        ] {
            assert!(possible(sides), "{sides:?}");
        }
    }
}
