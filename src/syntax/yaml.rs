//! Templates in YAML: the parser's events become the tree. Names `granit_parser`, as only [`super::hint`] and
//! [`super::input`] do beside it.
//!
//! The tree is the one that PyYAML's safe loader builds with the reference's constructor for short tags. What PyYAML
//! refuses and the parser takes is refused here.
use super::anchor::Anchors;
use super::findings::Findings;
use super::input::TemplateInput;
use super::lines::WHITE_SPACE;
use super::tag::{self, Tag, Type};
use super::{DEEPEST_NESTING, Map, Node, Number, Text, Value, hint, refusal, scalar, tab};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use granit_parser::{Event, Parser, ScalarStyle, StructureStyle};
use std::borrow::Cow;

/// Where and why a text could not be read any further.
pub(super) struct Stop {
    pub problem: Diagnostic,
    /// The offset that the parser had come to.
    pub at: usize,
    /// Where the last value ends that was read.
    pub read: usize,
    /// Where the brackets open that were not closed yet, the outermost first.
    pub brackets: Vec<usize>,
}

/// Reads a text as YAML; `None` when it is none, and the findings say why.
///
/// A text without any value is null.
pub(super) fn parse(findings: &mut Findings<'_>) -> Option<Node> {
    match read(findings) {
        Ok(tree) => Some(tree),
        Err(stop) => {
            findings.push(stop.problem);
            None
        }
    }
}

/// The same; what ends the reading is not among the findings.
pub(super) fn read(findings: &mut Findings<'_>) -> Result<Node, Box<Stop>> {
    let source = findings.source;
    let text = source.text();
    let mut tabs = tab::Tabs::new(text);
    let options = granit_parser::options! {
        emit_anchor_events: true,
        // Comments matter only for the tabs in them.
        emit_comments: tabs.any(),
        max_buffered_comment_events: usize::MAX,
        flow_nesting_limit: DEEPEST_NESTING,
        block_nesting_limit: DEEPEST_NESTING,
        block_scalar_eof_without_line_feed: true,
    };
    let mut builder =
        Builder { findings, open: Vec::new(), anchors: Anchors::default(), root: None, last: 0, documents: 0 };
    for event in Parser::with_options(TemplateInput::new(text), options) {
        let (event, at) = match event {
            Ok(it) => it,
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or(text.len());
                let explain = || hint::explain(source, error.kind(), at, builder.last, builder.brackets().pop());
                let problem = tabs.before(at).unwrap_or_else(explain);
                return Err(builder.stop(problem, at));
            }
        };
        let at = Place {
            start: at.byte_range().map_or(0, |it| it.start),
            end: at.byte_range().map_or(0, |it| it.end),
            tag: at.tag_span().and_then(|it| it.byte_range()).map(|it| Span::new(it.start, it.end)),
        };
        if tabs.any() {
            match &event {
                Event::Comment(..) => tabs.allow(at.start..at.end),
                Event::Scalar(_, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted, ..) => {
                    tabs.allow(at.start..at.end);
                }
                // An empty block scalar stands where its header does.
                Event::Scalar(content, ScalarStyle::Literal | ScalarStyle::Folded, ..)
                    if !content.trim_matches('\n').is_empty() =>
                {
                    tabs.allow(at.start..at.end);
                }
                _ => (),
            }
        }
        if let Err(fatal) = builder.take(event, &at) {
            return Err(builder.stop(*fatal, at.start));
        }
    }
    if let Some(problem) = tabs.first() {
        let at = problem.span.start as usize;
        return Err(builder.stop(problem, at));
    }
    Ok(builder.root.unwrap_or_else(|| Node::null(Span::new(0, 0))))
}

type Fatal = Box<Diagnostic>;

/// Where an event stands.
struct Place {
    start: usize,
    end: usize,
    tag: Option<Span>,
}

struct Builder<'b, 'a> {
    findings: &'b mut Findings<'a>,
    open: Vec<Open>,
    anchors: Anchors,
    root: Option<Node>,
    /// End of the last event that is part of a value.
    last: usize,
    documents: usize,
}

/// A list or map whose end has not come yet.
struct Open {
    /// Offset of its first byte, without its tag.
    start: usize,
    /// Offset after its last child.
    end: usize,
    flow: bool,
    tag: Option<(Tag, Span)>,
    /// Number of its anchor, or 0.
    anchor: usize,
    /// Nesting including this one and its tag.
    depth: usize,
    children: Children,
}

enum Children {
    List(Vec<Node>),
    Map {
        map: Map,
        /// What `<<` brought, in the order of the text.
        merged: Vec<Map>,
        key: Option<Key>,
        /// The keys that are numbers or booleans, with the text that each has become.
        numbers: Vec<(Number, Text)>,
    },
}

/// A key that waits for its value.
struct Key {
    /// `None` for the key that merges maps.
    text: Option<Text>,
    span: Span,
}

impl Builder<'_, '_> {
    fn stop(&self, problem: Diagnostic, at: usize) -> Box<Stop> {
        Box::new(Stop { problem, at, read: self.last, brackets: self.brackets() })
    }

    /// Where the brackets open that are not closed yet, the outermost first.
    fn brackets(&self) -> Vec<usize> {
        let text = self.findings.source.text();
        // A pair within `[` is a map without a bracket of its own.
        let is_bracket = |it: &&Open| it.flow && text[it.start..].starts_with(['[', '{']);
        self.open.iter().filter(is_bracket).map(|it| it.start).collect()
    }

    fn take(&mut self, event: Event<'_>, at: &Place) -> Result<(), Fatal> {
        if let Some(tag) = at.tag {
            refusal::check_tag_end(self.findings.source, tag)?;
        }
        let tag_span = at.tag.unwrap_or(Span::new(at.start, at.start));
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let tag = tag.as_deref().map(|it| (Tag::new(it.handle(), it.suffix()), tag_span));
                self.scalar(text, style, anchor, tag, at)
            }
            Event::SequenceStart(style, anchor, tag) => {
                let tag = tag.as_deref().map(|it| (Tag::new(it.handle(), it.suffix()), tag_span));
                self.start(Children::List(Vec::new()), style, anchor, tag, at)
            }
            Event::MappingStart(style, anchor, tag) => {
                let tag = tag.as_deref().map(|it| (Tag::new(it.handle(), it.suffix()), tag_span));
                let children = Children::Map { map: Map::new(), merged: Vec::new(), key: None, numbers: Vec::new() };
                self.start(children, style, anchor, tag, at)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(at),
            Event::Alias(anchor) => self.alias(anchor, at),
            Event::Anchor(_, name) => self.anchor(&name, Span::new(at.start, at.end)),
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    Err(refusal::second_document(self.findings.source, at.start).into())
                } else {
                    Ok(())
                }
            }
            _ => Ok(()),
        }
    }

    fn start(
        &mut self,
        children: Children,
        style: StructureStyle,
        anchor: usize,
        tag: Option<(Tag, Span)>,
        at: &Place,
    ) -> Result<(), Fatal> {
        if self.wants_key() {
            return Err(refusal::key_is_collection(
                self.findings.source,
                at.start,
                matches!(children, Children::List(_)),
            )
            .into());
        }
        let nesting = if matches!(tag, Some((Tag::Short(_), _))) { 2 } else { 1 };
        let depth = self.depth() + nesting;
        if depth > DEEPEST_NESTING {
            return Err(refusal::too_deep(self.findings.source, at.start).into());
        }
        self.last = at.end;
        let flow = style == StructureStyle::Flow;
        self.open.push(Open { start: at.start, end: at.end, flow, tag, anchor, depth, children });
        Ok(())
    }

    fn end(&mut self, at: &Place) -> Result<(), Fatal> {
        let open = self.open.pop().expect("the parser ends only what it started");
        let end = if open.flow { at.end } else { open.end };
        let span = Span::new(open.start, end.max(open.start));
        let value = match open.children {
            Children::List(items) => Value::List(items),
            Children::Map { map, merged, .. } if merged.is_empty() => Value::Map(map),
            Children::Map { map, merged, .. } => Value::Map(merge(merged, map)),
        };
        let node = self.tagged(Node::new(span, value), open.tag)?;
        self.last = self.last.max(end);
        self.complete(node, open.anchor)
    }

    /// Applies the tag of a list or map.
    fn tagged(&mut self, node: Node, tag: Option<(Tag, Span)>) -> Result<Node, Fatal> {
        let Some((tag, tag_span)) = tag else { return Ok(node) };
        let span = Span { start: tag_span.start, end: node.span.end.max(tag_span.end) };
        match (tag, &node.value) {
            (Tag::Short(key), _) => return Ok(tag::long_form(key, tag_span, span, node)),
            (Tag::Plain, _) | (Tag::Type(Type::List), Value::List(_)) | (Tag::Type(Type::Map), Value::Map(_)) => (),
            (Tag::Type(wanted), _) => {
                self.findings.push(refusal::wrong_type(self.findings.source, tag_span, node.kind_name(), wanted));
            }
            (Tag::Unknown, _) => self.findings.push(refusal::unknown_tag(self.findings.source, tag_span)),
        }
        Ok(Node { span, ..node })
    }

    fn scalar(
        &mut self,
        text: Cow<'_, str>,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<(Tag, Span)>,
        at: &Place,
    ) -> Result<(), Fatal> {
        let source = self.findings.source;
        let empty = style == ScalarStyle::Plain && at.start == at.end;
        let (text, span) = match style {
            ScalarStyle::Literal | ScalarStyle::Folded => (text, self.block_scalar(at)),
            _ if empty => (Cow::Borrowed(""), self.empty_place(tag.is_some() || anchor != 0, at)?),
            _ => (text, Span::new(at.start, at.end)),
        };
        if style == ScalarStyle::Plain && self.open.last().is_some_and(|it| it.flow) {
            refusal::check_flow_scalar(source, &text, span)?;
        }
        self.last = self.last.max(span.end as usize);
        let plain = matches!(tag, Some((Tag::Plain, _))) || (tag.is_none() && style == ScalarStyle::Plain);
        let full =
            tag.as_ref().map_or(span, |(_, tag_span)| Span { start: tag_span.start, end: span.end.max(tag_span.end) });
        if self.wants_key() {
            if self.open.last().is_some_and(|it| it.flow) {
                refusal::check_flow_key(source, span)?;
            }
            if let Some((Tag::Short(_), tag_span)) = &tag {
                return Err(refusal::key_is_function(source, *tag_span).into());
            }
            if plain && text == "<<" || matches!(tag, Some((Tag::Type(Type::Merge), _))) {
                self.set_key(Key { text: None, span: full });
                return Ok(());
            }
            if (plain && scalar::is_date(&text)) || matches!(tag, Some((Tag::Type(Type::Timestamp), _))) {
                self.findings.push(refusal::date_as_key(&text, full));
            }
            if plain && text == "=" {
                return self.complete(Node::new(full, Value::Text("=".into())), anchor);
            }
        }
        let value = match tag {
            Some((Tag::Short(key), tag_span)) => {
                let inner = if *key == *"Fn::GetAtt" {
                    tag::attribute(source, &text, span)
                } else {
                    Node::new(span, Value::Text(text.into()))
                };
                return self.complete(tag::long_form(key, tag_span, full, inner), anchor);
            }
            Some((Tag::Type(wanted), tag_span)) => wanted.convert(&text).unwrap_or_else(|| {
                self.findings.push(refusal::wrong_type(source, tag_span, "this", wanted));
                Value::Null
            }),
            Some((Tag::Unknown, tag_span)) => {
                self.findings.push(refusal::unknown_tag(source, tag_span));
                Value::Text(text.into())
            }
            _ if plain => match scalar::resolve(&text) {
                Ok(Some(value)) => value,
                Ok(None) => Value::Text(text.into()),
                Err(fault) => {
                    self.findings.push(refusal::meaningless_scalar(fault, &text, span));
                    Value::Text(text.into())
                }
            },
            _ => Value::Text(text.into()),
        };
        self.complete(Node::new(full, value), anchor)
    }

    /// The span of a block scalar with its header.
    fn block_scalar(&self, at: &Place) -> Span {
        let text = self.findings.source.text();
        let from = at.tag.map_or(self.last, |it| it.end as usize);
        let header = block_header(text, from).unwrap_or(at.start);
        Span::new(header, header + text[header..at.end.max(header)].trim_end_matches(WHITE_SPACE).len())
    }

    /// The place of a value that is not written: after the colon of its key.
    fn empty_place(&self, marked: bool, at: &Place) -> Result<Span, Fatal> {
        let text = self.findings.source.text();
        if self.wants_key() {
            if !marked && !text[..at.start].trim_end().ends_with('?') {
                return Err(refusal::missing_key(self.findings.source, at.start).into());
            }
        } else if self.open.last().is_some_and(|it| matches!(it.children, Children::Map { .. })) {
            let rest = &text[at.start..];
            let blank = rest.len() - rest.trim_start_matches(' ').len();
            if rest[blank..].starts_with(':') {
                return Ok(Span::new(at.start + blank + 1, at.start + blank + 1));
            }
        }
        Ok(Span::new(at.start, at.end))
    }

    fn alias(&mut self, anchor: usize, at: &Place) -> Result<(), Fatal> {
        let span = Span::new(at.start, at.end);
        let name = self.findings.source.slice(span);
        let node = match self.anchors.repeat(anchor, DEEPEST_NESTING - self.depth()) {
            Ok(node) => node,
            Err(fault) => return Err(refusal::bad_alias(fault, name, span).into()),
        };
        if self.wants_key() && matches!(node.value, Value::List(_) | Value::Map(_)) {
            return Err(refusal::key_is_collection(self.findings.source, at.start, node.list().is_some()).into());
        }
        self.last = at.end;
        self.complete(Node { span, ..node }, 0)
    }

    fn anchor(&mut self, name: &str, span: Span) -> Result<(), Fatal> {
        if !name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-' || it == b'_') {
            return Err(refusal::bad_anchor_name(name, span).into());
        }
        refusal::check_anchor_end(self.findings.source, span)?;
        match self.anchors.declare(name, span) {
            None => Ok(()),
            Some(first) => Err(refusal::anchor_given_twice(name, first, span).into()),
        }
    }

    fn depth(&self) -> usize {
        self.open.last().map_or(0, |it| it.depth)
    }

    fn wants_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { children: Children::Map { key: None, .. }, .. }))
    }

    fn set_key(&mut self, new: Key) {
        if let Some(Open { children: Children::Map { key, .. }, end, .. }) = self.open.last_mut() {
            *end = new.span.end as usize;
            *key = Some(new);
        }
    }

    /// Puts a value where it belongs: under its key, into its list, or as a key.
    fn complete(&mut self, node: Node, anchor: usize) -> Result<(), Fatal> {
        if anchor != 0
            && let Err(fault) = self.anchors.define(anchor, &node)
        {
            return Err(refusal::bad_alias(fault, "", node.span).into());
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        open.end = open.end.max(node.span.end as usize);
        match &mut open.children {
            Children::List(items) => items.push(node),
            Children::Map { map, merged, key: waiting, numbers } => match waiting.take() {
                None => *waiting = Some(Key { span: node.span, text: Some(key_text(node.value, numbers)) }),
                Some(Key { text: Some(text), span }) => self.findings.insert(map, text, span, node),
                Some(Key { text: None, span }) => {
                    let source = self.findings.source;
                    match tag::without_short_form(source, node) {
                        Node { value: Value::Map(map), .. } => merged.push(map),
                        Node { value: Value::List(items), .. } => {
                            // Of several, the first wins: PyYAML adds them from the last to the first.
                            for item in items.into_iter().rev() {
                                match tag::without_short_form(source, item) {
                                    Node { value: Value::Map(map), .. } => merged.push(map),
                                    other => self.findings.push(refusal::not_mergeable(&other, span)),
                                }
                            }
                        }
                        other => self.findings.push(refusal::not_mergeable(&other, span)),
                    }
                }
            },
        }
        Ok(())
    }
}

/// A map with what was merged into it: merged keys stand first, its own values win.
fn merge(merged: Vec<Map>, own: Map) -> Map {
    let mut result = Map::new();
    for (key, entry) in merged.iter().flat_map(Map::entries) {
        let entry = own.entry(key).map_or(entry, |(_, entry)| entry);
        result.insert_at(key.clone(), entry.key_span, entry.value.clone());
    }
    result.update(&own);
    result
}

/// A key as Python's JSON writer prints it.
///
/// Python holds `1`, `1.0` and `true` for the same key, whose first spelling stays.
fn key_text(value: Value, numbers: &mut Vec<(Number, Text)>) -> Text {
    let (number, text) = match value {
        Value::Text(text) => return text,
        Value::Null => return "null".into(),
        Value::Bool(it) => (Number::Integer(it.into()), if it { "true".into() } else { "false".into() }),
        Value::Number(number) => {
            let text = scalar::print_number(&number).into();
            (number, text)
        }
        Value::List(_) | Value::Map(_) => unreachable!("lists and maps as keys are refused where they start"),
    };
    if let Some((_, first)) = numbers.iter().find(|(other, _)| *other == number) {
        return first.clone();
    }
    numbers.push((number, Text::clone(&text)));
    text
}

/// The offset of the `|` or `>` of the block scalar that comes next after `from`.
fn block_header(text: &str, from: usize) -> Option<usize> {
    let mut in_comment = false;
    for (at, byte) in text.as_bytes().get(from..)?.iter().enumerate() {
        match byte {
            b'\n' => in_comment = false,
            b'#' => in_comment = true,
            b'|' | b'>' if !in_comment => return Some(from + at),
            _ => (),
        }
    }
    None
}
