//! A template as written, as completed and as expanded, with the answers that all questions about its values build on.
use super::files_beside::FilesBeside;
use super::possible::Possible;
use crate::passes::Expanded;
use crate::source::{Source, Sources, Span};
use crate::syntax::{Map, Node, Text, Within};
use crate::template::Template;
use crate::template::conditions::{Conditions, Setting, Side, own_sides};
use crate::template::references::{Reference, ReferenceKind};
use crate::template::transforms::{LANGUAGE_EXTENSIONS, SAM};
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

/// Says what the values of a template come to before it is deployed.
///
/// What it knows of them is a file for each kind of question: branches, values, cases, targets.
pub(crate) struct Evaluator<'a> {
    /// The text of the template.
    pub source: &'a Source,
    /// The template, and the files beside it that were read.
    pub sources: &'a Sources,
    pub beside: &'a FilesBeside,
    /// The template as written.
    pub template: &'a Template,
    pub expanded: &'a Expanded,
    /// Whether the template could be expanded: without errors, all generated resources are in the document.
    pub complete: bool,
    /// The resources of the template, with implicit APIs and `Globals`.
    resources: &'a Map,
    /// Those with properties, by their types.
    by_type: HashMap<&'a str, Vec<Typed<'a>>>,
    possible: RefCell<Possible>,
    last_scalar: RefCell<Option<ScalarParts>>,
}

/// The id of a resource, the span of the id, and the properties.
type Typed<'a> = (&'a Text, Span, &'a Map);

/// The place and the text of a scalar, and where its parts are written if that can be told.
type ScalarParts = (Span, Text, Option<Within>);

impl<'a> Evaluator<'a> {
    /// Begins with a template, of which `complete` says whether all of it could be expanded, and the files beside it.
    pub(crate) fn new(
        sources: &'a Sources,
        beside: &'a FilesBeside,
        template: &'a Template,
        expanded: &'a Expanded,
        complete: bool,
    ) -> Self {
        let source = sources.template();
        Self {
            source,
            sources,
            beside,
            template,
            expanded,
            complete,
            resources: expanded.template.resources(),
            by_type: by_type(expanded.template.resources()),
            possible: RefCell::default(),
            last_scalar: RefCell::default(),
        }
    }

    /// The resources of the document; none unless [`Evaluator::complete`].
    pub(crate) fn generated(&self) -> Option<&'a Map> {
        self.expanded.document.get("Resources").and_then(Node::map).filter(|_| self.complete)
    }

    /// Whether the document still has resources of SAM, of types that are not known here, or resources without a type:
    /// what they generate is not known either.
    pub(crate) fn has_unknown_types(&self) -> bool {
        self.generated()
            .is_some_and(|it| it.values().any(|it| is_unexpanded(it) || it.get("Type").and_then(Node::text).is_none()))
    }

    /// Whether the template goes through more than SAM's transform, or has modules: then it may refer to what is not in
    /// it, and what looks unused may be used.
    pub(crate) fn has_other_transforms(&self) -> bool {
        let is_module = |it: &Node| it.get("Type").and_then(Node::text).is_some_and(|it| it.ends_with("::MODULE"));
        let resources = self.template.resources();
        let is_loop = |it: &Text| it.starts_with("Fn::ForEach");
        let has_loops = |name| self.template.section(name).and_then(Node::map).is_some_and(|it| it.keys().any(is_loop));
        let transforms = self.template.section("Transform").into_iter();
        let mut transforms = transforms.flat_map(|it| it.list().unwrap_or(std::slice::from_ref(it)));
        let is_done = |it: &Node| it.is_text(SAM) || (it.is_text(LANGUAGE_EXTENSIONS) && self.template.is_extended());
        transforms.any(|it| !is_done(it))
            || resources.contains_key("Fn::Transform")
            || ["Conditions", "Resources", "Outputs"].into_iter().any(has_loops)
            || resources.values().any(is_module)
    }

    /// Whether the template goes through a transform that is not one of AWS: it can change anything.
    pub(crate) fn has_macros(&self) -> bool {
        let transforms = self.template.section("Transform").into_iter();
        let mut transforms = transforms.flat_map(|it| it.list().unwrap_or(std::slice::from_ref(it)));
        transforms.any(|it| !it.text().is_some_and(|it| it.starts_with("AWS::")))
    }

    /// Where the name of a reference is written, up to its first dot, as narrow as is known.
    pub(crate) fn target_span(&self, reference: &Reference) -> Span {
        self.span_of(reference, reference.target().len())
    }

    /// Where the whole name of a reference is written, as narrow as is known.
    pub(crate) fn name_span(&self, reference: &Reference) -> Span {
        self.span_of(reference, reference.name.len())
    }

    /// Where an attribute, which ends the name of a reference, is written; where that is not known, the whole reference.
    pub(crate) fn attribute_span(&self, reference: &Reference, attribute: &str) -> Span {
        let whole = match reference.attribute_span {
            // Behind a word, the attribute ends the part that stands apart.
            Some(apart) => apart,
            None => self.name_span(reference),
        };
        let within = self.source.range(whole).and_then(|range| {
            let at = range.start + self.source.text()[range].rfind(attribute)?;
            Some(self.source.span(at..at + attribute.len()))
        });
        within.unwrap_or(whole)
    }

    /// Where the first `length` bytes of a reference's name are written.
    fn span_of(&self, reference: &Reference, length: usize) -> Span {
        let part = reference.offset..reference.offset + length;
        let exact = self.part_span(reference.span, &reference.text, part);
        // In the document, parameters in the text have been replaced.
        let first = || {
            let range = self.source.range(reference.span).filter(|_| reference.kind == ReferenceKind::Sub)?;
            let at = self.source.text()[range.clone()].find(&format!("${{{}}}", reference.name))?;
            let start = range.start + at + 2;
            Some(self.source.span(start..start + length))
        };
        exact.or_else(first).unwrap_or(reference.span)
    }

    /// Where a part of the text of the scalar at `span` is written, if that can be told.
    pub(crate) fn part_span(&self, span: Span, text: &Text, part: Range<usize>) -> Option<Span> {
        let mut last = self.last_scalar.borrow_mut();
        // Texts can be long, and have many parts that are asked for.
        let is_same = |other: &Text| std::ptr::eq::<str>(&**text, &**other) || text == other;
        let (_, _, within) = match last.take() {
            Some(same) if same.0 == span && is_same(&same.1) => last.insert(same),
            Some(_) | None => last.insert((span, text.clone(), Within::new(self.sources.of(span), span, text))),
        };
        within.as_ref()?.span(part)
    }

    /// The resources of the template, with implicit APIs and `Globals`.
    pub(crate) fn resources(&self) -> &'a Map {
        self.resources
    }

    /// The resources of a type, each with its id, the span of the id, and its properties where it has some.
    pub(crate) fn of_type(&self, type_name: &str) -> impl Iterator<Item = Typed<'a>> {
        self.by_type.get(type_name).into_iter().flatten().copied()
    }

    /// The side of a condition that is taken where a resource is created: none, or that its own condition holds.
    pub(crate) fn sides_of(&self, resource_id: &str) -> Vec<Side> {
        self.resources().get(resource_id).map(own_sides).unwrap_or_default()
    }

    /// Whether sides of conditions can be taken at the same time.
    pub(crate) fn is_possible<'s>(&self, sides: impl IntoIterator<Item = &'s Side>) -> bool {
        self.is_possible_under(Conditions::new(self.template), sides.into_iter().cloned().collect())
    }

    /// The same for conditions of the document.
    pub(crate) fn is_possible_under(&self, conditions: Conditions<'_>, sides: Vec<Side>) -> bool {
        self.possible.borrow_mut().answer(conditions, sides, Vec::new())
    }

    /// Whether sides of conditions can be taken while parameters have these values.
    pub(super) fn is_possible_with(&self, sides: &[Side], settings: Vec<Setting>) -> bool {
        self.possible.borrow_mut().answer(Conditions::new(self.template), sides.to_vec(), settings)
    }

    /// Stops looking at conditions that can combine in too many ways.
    pub(crate) fn give_up(&self) {
        self.possible.borrow_mut().gave_up = true;
    }

    /// Whether conditions could combine in more ways than were looked at, until now.
    pub(crate) fn gave_up(&self) -> bool {
        self.possible.borrow().gave_up
    }
}

/// The resources that have a type and properties, by their types.
fn by_type(resources: &Map) -> HashMap<&str, Vec<Typed<'_>>> {
    let mut by_type: HashMap<&str, Vec<Typed<'_>>> = HashMap::new();
    for (id, entry) in resources.entries() {
        let type_name = entry.value.get("Type").and_then(Node::text);
        let properties = entry.value.get("Properties").and_then(Node::map);
        if let Some((type_name, properties)) = type_name.zip(properties) {
            by_type.entry(type_name).or_default().push((id, entry.key_span, properties));
        }
    }
    by_type
}

/// Whether a resource is of this type.
pub(crate) fn is_of_type(resource: &Node, type_name: &str) -> bool {
    resource.get("Type").is_some_and(|it| it.is_text(type_name))
}

/// Whether a resource of the document is one of SAM that was not expanded.
pub(crate) fn is_unexpanded(resource: &Node) -> bool {
    resource.get("Type").and_then(Node::text).is_some_and(|it| it.starts_with("AWS::Serverless::"))
}
