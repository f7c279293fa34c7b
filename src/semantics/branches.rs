//! The ends of nested `Fn::If`s, with the sides of conditions that lead to them.
use super::evaluator::Evaluator;
use crate::syntax::{Map, Node};
use crate::template::conditions::Side;
use crate::template::intrinsics;

/// Most sides of conditions that are looked at.
const MOST_BRANCHES: usize = 32;

/// An end of nested `Fn::If`s, as written. It may be `AWS::NoValue`.
#[derive(Clone, Debug)]
pub(crate) struct Branch<'n> {
    pub node: &'n Node,
    /// The sides of conditions that lead to it.
    pub sides: Vec<Side>,
}

impl Evaluator<'_> {
    /// The ends of the `Fn::If`s that a node consists of, as far as their conditions can hold together with `sides`.
    pub(crate) fn branches<'n>(&self, node: &'n Node, sides: &[Side]) -> Vec<Branch<'n>> {
        let mut found = Vec::new();
        self.collect_branches(node, &mut sides.to_vec(), &mut found);
        found
    }

    /// The same without `AWS::NoValue`.
    pub(crate) fn present_branches<'n>(
        &self,
        node: &'n Node,
        sides: &[Side],
    ) -> impl Iterator<Item = Branch<'n>> + use<'n> {
        self.branches(node, sides).into_iter().filter(|it| !intrinsics::is_no_value(it.node))
    }

    /// The maps that a node can be, with the sides of conditions that lead to them. An intrinsic is none.
    pub(crate) fn maps<'n>(&self, node: &'n Node, sides: &[Side]) -> Vec<(&'n Map, Vec<Side>)> {
        let branches = self.branches(node, sides).into_iter().filter(|it| !intrinsics::is_intrinsic(it.node));
        branches.filter_map(|it| Some((it.node.map()?, it.sides))).collect()
    }

    /// The items of a list on all sides of the conditions that decide it and them, without `AWS::NoValue`; `None` where
    /// it is no list that can be looked into.
    pub(crate) fn items<'n>(&self, list: &'n Node, sides: &[Side]) -> Option<Vec<Branch<'n>>> {
        let mut found = Vec::new();
        for Branch { node, sides } in self.present_branches(list, sides) {
            for item in node.list()? {
                found.extend(self.present_branches(item, &sides));
            }
        }
        Some(found)
    }

    /// What stands at the end of a path of properties, on all sides of the conditions that decide it; `*` leads to all
    /// items of a list, or all values of a map.
    pub(crate) fn at_path<'n>(&self, map: &'n Map, path: &[&str], sides: &[Side]) -> Vec<Branch<'n>> {
        let Some((name, rest)) = path.split_first() else { return Vec::new() };
        let found: Vec<&Node> = match *name {
            "*" => map.values().collect(),
            name => map.present(name).into_iter().collect(),
        };
        found.into_iter().flat_map(|it| self.behind(it, rest, sides)).collect()
    }

    fn behind<'n>(&self, node: &'n Node, path: &[&str], sides: &[Side]) -> Vec<Branch<'n>> {
        let branches = self.present_branches(node, sides);
        if path.is_empty() {
            return branches.collect();
        }
        let below = |it: Branch<'n>| match (path, it.node.list()) {
            (["*", rest @ ..], Some(items)) => {
                items.iter().flat_map(|item| self.behind(item, rest, &it.sides)).collect()
            }
            _ if intrinsics::is_intrinsic(it.node) => Vec::new(),
            _ => it.node.map().map(|map| self.at_path(map, path, &it.sides)).unwrap_or_default(),
        };
        branches.flat_map(below).collect()
    }

    fn collect_branches<'n>(&self, node: &'n Node, sides: &mut Vec<Side>, found: &mut Vec<Branch<'n>>) {
        if found.len() >= MOST_BRANCHES {
            self.give_up();
            return;
        }
        let condition = intrinsics::if_branches(node).and_then(|[name, then, otherwise]| {
            name.text().map(|name| [(name.clone(), true, then), (name.clone(), false, otherwise)])
        });
        let Some(both) = condition else {
            found.push(Branch { node, sides: sides.clone() });
            return;
        };
        for (name, holds, side) in both {
            sides.push((name, holds));
            if self.is_possible(sides.iter()) {
                self.collect_branches(side, sides, found);
            }
            sides.pop();
        }
    }
}
