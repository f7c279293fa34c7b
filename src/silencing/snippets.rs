//! What loops, snippets of `AWS::Include` and other macros within a template may change: they are put in before SAM is expanded,
//! and nothing is known of them.
use crate::diagnostic::{Code, Diagnostic, codes};
use crate::source::Span;
use crate::syntax::{Node, Text};
use crate::template::{Template, functions, transforms};
use std::collections::HashSet;

const TRANSFORM: &str = "Fn::Transform";

/// What is found of the snippets themselves, and of functions that cannot stay until values are known.
const CERTAIN: [&Code; 7] = [
    &codes::INVALID_SNIPPET,
    &codes::MISSING_SNIPPET,
    &codes::NESTED_INCLUDE,
    &codes::SHORT_FORM_IN_SNIPPET,
    &codes::SNIPPET_COLLISION,
    &codes::TEMPLATE_TOO_LARGE,
    &codes::UNRESOLVABLE_POLICY,
];

/// The places that a snippet may fill.
#[derive(Debug, Default)]
pub(crate) struct Snippets<'a> {
    /// The maps that get more keys.
    maps: Vec<Span>,
    /// The resources whose properties are not all known.
    resources: HashSet<&'a str>,
    /// Whether a macro goes over the whole template.
    has_macros: bool,
}

impl<'a> Snippets<'a> {
    pub(crate) fn of(template: &'a Template) -> Self {
        let mut snippets = Self { has_macros: transforms::has_macros(template), ..Self::default() };
        let sections = template.sections().iter().filter(|(name, _)| **name != *TRANSFORM);
        for (_, section) in sections {
            section.walk(&mut |it| {
                if is_filled(it) {
                    snippets.maps.push(it.span);
                }
            });
        }
        // A loop is a list where a resource would be a map.
        if !template.is_extended() && transforms::has_language_extensions(template) {
            let loops = template.resources().entries().filter(|(id, _)| functions::is_for_each(id));
            snippets.maps.extend(loops.map(|(_, entry)| entry.key_span.to(entry.value.span)));
        }
        // With the values of parameters that are missing, they are something else.
        snippets.maps.extend(template.made().into_iter().flat_map(|it| &it.unknown));
        if snippets.maps.is_empty() {
            return snippets;
        }
        let globals = template.section("Globals");
        let is_filled_by_globals = |resource: &Node| {
            let type_name = resource.get("Type").and_then(Node::text).and_then(|it| it.rsplit("::").next());
            let of_type = type_name.and_then(|it| globals?.get(it));
            globals.is_some_and(is_filled) || of_type.is_some_and(is_filled)
        };
        let is_open =
            |it: &Node| is_filled(it) || it.get("Properties").is_some_and(is_filled) || is_filled_by_globals(it);
        let open = template.resources().iter().filter(|(_, it)| is_open(it));
        snippets.resources = open.map(|(id, _): (&Text, _)| &**id).collect();
        snippets
    }

    /// Whether a finding may be gone once the snippets are put in.
    pub(crate) fn may_settle(&self, finding: &Diagnostic) -> bool {
        let is_lack = || {
            let id = finding.subject.resource.as_deref();
            let is_open = self.has_macros || id.is_some_and(|it| self.resources.contains(it));
            *finding.code == codes::MISSING_PROPERTY && is_open
        };
        let is_kept = CERTAIN.contains(&finding.code) || *finding.code == codes::INVALID_DEFINITION;
        !is_kept && (self.is_filled(finding) || is_lack())
    }

    /// Whether a finding is about a definition that the snippets complete: SAM refuses it as it is here, and CloudFormation
    /// includes them first.
    pub(crate) fn may_complete(&self, finding: &Diagnostic) -> bool {
        *finding.code == codes::INVALID_DEFINITION && self.is_filled(finding)
    }

    fn is_filled(&self, finding: &Diagnostic) -> bool {
        self.maps.iter().any(|it| it.contains(finding.span))
    }
}

/// Whether a snippet is put into a map.
fn is_filled(node: &Node) -> bool {
    node.get(TRANSFORM).is_some()
}
