//! The state machines of a template with their definitions, wherever those stand.
use super::evaluator::Evaluator;
use super::written_text::WrittenText;
use crate::diagnostic::{Diagnostic, Near, Problems, nearest};
use crate::facts::types;
use crate::source::Span;
use crate::states::{Machine, text};
use crate::syntax::{Map, Node, Text, json_fault};
use crate::template::intrinsics;
use std::collections::HashSet;

/// The type of SAM.
const SAM: &str = "AWS::Serverless::StateMachine";

/// A state machine of the template.
#[derive(Debug)]
pub(crate) struct StateMachine<'a> {
    pub id: &'a Text,
    pub properties: &'a Map,
    /// Whether it is one of SAM.
    pub is_sam: bool,
    /// What can be its definition, depending on conditions; none where that is not known.
    pub definitions: Vec<Definition>,
}

/// The definition of a state machine.
#[derive(Debug)]
pub(crate) struct Definition {
    pub tree: Node,
    /// Where it begins, for what is missing in it.
    pub at: Span,
    pub form: DefinitionForm,
    /// Whether it stands in a file that is also that of a state machine before.
    pub is_repeated: bool,
    /// Keys that are given twice in a text, which nothing else reports.
    pub found: Vec<Diagnostic>,
}

/// How a definition is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DefinitionForm {
    /// As a map in the template.
    Map,
    /// As a text in the template, which is JSON.
    Text,
    /// As such a text in which `Fn::Sub` or `Fn::Join` puts values.
    SubstitutedText,
    /// As a text that should be JSON, and what is wrong with it.
    Broken(Span, String),
    /// In a file beside the template.
    File,
}

impl StateMachine<'_> {
    /// The definitions that can be read, each once for the whole template.
    pub(crate) fn machines(&self) -> impl Iterator<Item = (&Definition, Machine<'_>)> {
        let readable = self.definitions.iter().filter(|it| !it.is_repeated);
        readable.filter_map(|it| Some((it, Machine::read(&it.tree, it.at)?)))
    }

    /// Files a finding under this state machine.
    pub(crate) fn report(&self, finding: Diagnostic, problems: &mut Problems) {
        problems.in_resource(self.id, |problems| problems.push(finding));
    }

    /// The values for `${Name}` in its definitions, as far as they are known to be all.
    pub(crate) fn substitutions(&self) -> Option<&Map> {
        self.properties.present("DefinitionSubstitutions").and_then(Node::map)
    }
}

impl<'a> Evaluator<'a> {
    /// Says which of the names was most likely meant by one that stands at `at`, and offers to write it where that is
    /// surely the text that stands there.
    pub(crate) fn suggest<'n>(
        &self,
        finding: Diagnostic,
        at: Span,
        written: &str,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Diagnostic {
        match nearest(written, names) {
            Some(near) => self.did_you_mean(finding, at, written, near),
            None => finding,
        }
    }

    /// The same for a name that was found to be near.
    pub(crate) fn did_you_mean(&self, finding: Diagnostic, at: Span, written: &str, near: Near<'_>) -> Diagnostic {
        let shown = self.sources.of(at).slice(at);
        if shown.trim_matches(['"', '\'']) == written {
            return finding.did_you_mean(at, written, near);
        }
        finding.help(format!("did you mean `{near}`?"))
    }

    /// Whether a state machine is an express one; `None` where that is not known.
    pub(crate) fn is_express(&self, machine: &StateMachine<'_>) -> Option<bool> {
        let Some(kind) = machine.properties.present(if machine.is_sam { "Type" } else { "StateMachineType" }) else {
            return Some(false);
        };
        let values = self.values(kind);
        let is_all = values.len() == self.branches(kind, &[]).len() && !values.is_empty();
        match values.iter().filter(|it| it.node.is_text("EXPRESS")).count() {
            0 if is_all => Some(false),
            count if is_all && count == values.len() => Some(true),
            _ => None,
        }
    }

    pub(super) fn state_machines(&self) -> Vec<StateMachine<'a>> {
        let mut files = HashSet::new();
        let mut found = Vec::new();
        // A macro may have a notation of its own.
        if self.has_macros() {
            return found;
        }
        for (id, resource) in self.resources().iter() {
            let is_sam = resource.get("Type").is_some_and(|it| it.is_text(SAM));
            if !is_sam && !resource.get("Type").is_some_and(|it| it.is_text(types::STEP_FUNCTIONS_STATE_MACHINE)) {
                continue;
            }
            let Some(properties) = resource.get("Properties").and_then(Node::map) else { continue };
            let definitions = self.definitions(id, properties, is_sam, &mut files);
            found.push(StateMachine { id, properties, is_sam, definitions });
        }
        found
    }

    fn definitions(&self, id: &str, properties: &'a Map, is_sam: bool, files: &mut HashSet<Span>) -> Vec<Definition> {
        let sides = self.sides_of(id);
        let mut found = Vec::new();
        if let Some((_, entry)) = properties.entry("Definition") {
            for branch in self.present_branches(&entry.value, &sides) {
                if branch.node.map().is_some() && !intrinsics::is_intrinsic(branch.node) {
                    let at = if branch.node.span == entry.value.span { entry.key_span } else { branch.node.span };
                    let (tree, form) = (branch.node.clone(), DefinitionForm::Map);
                    found.push(Definition { tree, at, form, is_repeated: false, found: Vec::new() });
                }
            }
        }
        if let Some((_, entry)) = properties.entry("DefinitionString").filter(|_| !is_sam) {
            for branch in self.present_branches(&entry.value, &sides) {
                let as_map = intrinsics::argument(branch.node, "Fn::ToJsonString").filter(|it| it.map().is_some());
                match as_map {
                    Some(map) => {
                        let (tree, form) = (map.clone(), DefinitionForm::Map);
                        let at = entry.key_span;
                        found.push(Definition { tree, at, form, is_repeated: false, found: Vec::new() });
                    }
                    None => found.extend(self.of_text(branch.node, entry.key_span)),
                }
            }
        }
        if let Some(tree) = self.beside.definitions.of(id).filter(|_| found.is_empty()) {
            let at = Span { end: tree.span.start.saturating_add(1).min(tree.span.end), ..tree.span };
            let (tree, is_repeated) = (tree.clone(), !files.insert(tree.span));
            found.push(Definition { tree, at, form: DefinitionForm::File, is_repeated, found: Vec::new() });
        }
        found
    }

    /// The definition that a text is, if that is known.
    fn of_text(&self, node: &Node, at: Span) -> Option<Definition> {
        let written = WrittenText::of(node, self.sources)?;
        let mut problems = Problems::default();
        let mut place = |it: Span| written.span(it.start as usize..it.end as usize);
        if let Some(mut tree) = text::read_json(&written.text, &mut problems) {
            tree.relocate(&mut place);
            let found = problems.into_found().into_iter().map(|it| it.relocated(&mut place)).collect();
            let form = if node.text().is_some() { DefinitionForm::Text } else { DefinitionForm::SubstitutedText };
            return Some(Definition { tree, at, form, is_repeated: false, found });
        }
        // What is put in for a substitution can make it right.
        let (offset, message) = json_fault(&written.text).filter(|_| !written.text.contains("${"))?;
        let end = written.text[offset..].chars().next().map_or(offset, |it| offset + it.len_utf8());
        let form = DefinitionForm::Broken(written.span(offset..end), message);
        Some(Definition { tree: Node::null(at), at, form, is_repeated: false, found: Vec::new() })
    }
}
