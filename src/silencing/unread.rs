//! What may follow only from parts of the template that could not be read, as while somebody types: nothing is certain of
//! these lines, and little of the resource that they are in.
use crate::diagnostic::{Code, Diagnostic, Fault, Premise, codes};
use crate::rules;
use crate::source::{Source, Span};
use crate::syntax::{Gap, Map, Node};
use std::collections::HashSet;

/// What is found of a value alone, whatever else its resource has.
static OF_VALUES: [&Code; 25] = [
    &codes::MISSING_TRANSFORM,
    &rules::invalid_dynamic_reference::CODE,
    &rules::invalid_event_pattern::CODE,
    &rules::invalid_filter_pattern::CODE,
    &codes::INVALID_INTRINSIC,
    &rules::invalid_policy_document::CODE,
    &rules::invalid_principal::CODE,
    &rules::invalid_schedule_expression::CODE,
    &codes::INVALID_SUBSTITUTION,
    &rules::malformed_action::CODE,
    &rules::malformed_arn::CODE,
    &rules::malformed_value::CODE,
    &rules::missing_sub::CODE,
    &rules::not_allowed::CODE,
    &rules::out_of_range::CODE,
    &rules::pseudo_parameter_as_text::CODE,
    &rules::quoted_function::CODE,
    &rules::undefined_attribute::CODE,
    &codes::UNDEFINED_CONDITION,
    &codes::UNDEFINED_MAPPING,
    &rules::undefined_reference::CODE,
    &rules::unknown_action::CODE,
    &rules::unknown_intrinsic::CODE,
    &rules::unknown_type::CODE,
    &codes::WRONG_TYPE,
];
/// What is found of a text that is no JSON: that is what could not be read.
static OF_TEXT: &Code = &rules::malformed_json::CODE;
/// What is found where a section lacks something.
static OF_SECTIONS: [&Code; 3] = [&codes::MISSING_SECTION, &codes::MISSING_TRANSFORM, &codes::NOT_A_TEMPLATE];
/// What is found of the entries of a section, which may lack the lines that they belong to.
static OF_ENTRIES: &Code = &rules::invalid_mapping::CODE;
/// What is found of a name that nothing has.
static OF_NAMES: [&Code; 12] = [
    &codes::UNDEFINED_CONDITION,
    &codes::UNDEFINED_MAPPING,
    &codes::UNKNOWN_API,
    &codes::UNKNOWN_AUTHORIZER,
    &codes::UNKNOWN_CONDITION,
    &codes::UNKNOWN_DATA_SOURCE,
    &codes::UNKNOWN_FUNCTION,
    &codes::UNKNOWN_MODEL,
    &codes::UNKNOWN_RESOURCE,
    &rules::undefined_attribute::CODE,
    &rules::undefined_output::CODE,
    &rules::undefined_reference::CODE,
];
/// Most lines that are looked at around a gap.
const MOST_LINES: usize = 2000;
/// Longer values name too much.
const LONGEST_VALUE: usize = 500;

/// The parts of a template of which not all is known.
#[derive(Debug, Default)]
pub(crate) struct Unread {
    /// The lines that could not be read.
    lines: Vec<Span>,
    /// The lines of keys that have something else as their values than what could be read.
    outer_lines: Vec<Span>,
    /// Resources and other entries of sections that have something else than what could be read.
    entries: HashSet<String>,
    /// Where they stand.
    places: Vec<Span>,
    /// Those of them that may have less, too, and where they stand.
    moved: HashSet<String>,
    moved_places: Vec<Span>,
    /// Names of what could not be read.
    names: HashSet<String>,
    /// How names begin of entries that could not be read.
    beginnings: Vec<String>,
    /// Whether there may be entries of any name.
    is_open: bool,
    /// Whether there may be more sections.
    has_more_sections: bool,
    /// Whether `Globals` may say more.
    has_more_globals: bool,
    /// Whether not all of `Mappings` could be read.
    has_gap_in_mappings: bool,
}

impl Unread {
    /// Takes the sections as far as they could be read, and the gaps in the text.
    pub(crate) fn of(sections: &Map, gaps: &[Gap], source: &Source) -> Self {
        let lines = gaps.iter().map(|it| with_continuation(it.span, source.text()));
        let mut unread = Self { lines: lines.collect(), ..Self::default() };
        for gap in gaps {
            unread.add(gap, sections, source);
            unread.add_outer_lines(gap, source.text());
            // What was dropped below has these names.
            let keys = source.slice(gap.span).lines().filter_map(|it| it.split_once(':'));
            let keys = keys.map(|(key, _)| key.trim_matches(|it: char| !it.is_ascii_alphanumeric()));
            unread.names.extend(keys.filter(|it| !it.is_empty()).map(str::to_owned));
        }
        let resources = sections.get("Resources").and_then(Node::map);
        for (id, entry) in resources.into_iter().flat_map(Map::entries).filter(|(_, it)| it.value.map().is_none()) {
            unread.entries.insert(id.to_string());
            unread.places.push(entry.span());
        }
        unread
    }

    fn add(&mut self, gap: &Gap, sections: &Map, source: &Source) {
        let column = |key: Span| source.position(key.start as usize).column - 1;
        let is_before = |key: Span| key.start < gap.span.end && key != gap.span;
        let is_at = |key: Span| gap.indent.is_some_and(|it| it <= column(key));
        let last = sections.entries().filter(|(_, it)| is_before(it.key_span)).max_by_key(|(_, it)| it.key_span.start);
        let Some((name, section)) = last.filter(|(_, it)| !is_at(it.key_span)) else {
            self.has_more_sections = true;
            self.add_names(gap, source);
            // What the section above has may go on behind the gap.
            if let Some((_, section)) = last {
                self.add_last_entry(gap, section.value.map());
            }
            return;
        };
        self.has_more_globals |= **name == *"Globals";
        self.has_gap_in_mappings |= **name == *"Mappings";
        let Some(entries) = section.value.map() else { return };
        let first = entries.entries().next();
        if first.is_none_or(|(_, it)| is_at(it.key_span)) {
            self.add_names(gap, source);
        }
        let within = entries.entries().filter(|(_, it)| gap.span.contains(it.key_span));
        for (id, entry) in within {
            self.beginnings.push(id.to_string());
            self.add_entry(id, entry.span(), gap);
        }
        self.add_last_entry(gap, Some(entries));
    }

    /// Adds the lines above that are indented less and less: what they begin goes on in the gap, or behind it.
    fn add_outer_lines(&mut self, gap: &Gap, text: &str) {
        let [start, end] = [gap.span.start, gap.span.end].map(|it| it as usize);
        let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let is_blank = |line: &&str| line.trim().is_empty() || line.trim_start().starts_with('#');
        let below = text[end..].lines().skip(1).take(MOST_LINES).find(|it| !is_blank(it)).map_or(0, indent);
        let mut bound = gap.indent.unwrap_or_default().max(below) + 1;
        let mut from = start;
        for _ in 0..MOST_LINES {
            let Some(end) = from.checked_sub(1) else { break };
            from = text[..end].rfind('\n').map_or(0, |it| it + 1);
            let line = &text[from..end];
            let content = line.trim_end();
            // A list may stand as far to the left as its key.
            if !is_blank(&line) && (indent(line) + 1 < bound || indent(line) < bound && content.ends_with(':')) {
                bound = indent(line).max(1);
                self.outer_lines.push(Span::new(from, end));
            }
            if bound <= 1 && !is_blank(&line) && indent(line) == 0 {
                break;
            }
        }
    }

    /// Adds the entry that the gap is in, or stands behind.
    fn add_last_entry(&mut self, gap: &Gap, entries: Option<&Map>) {
        let before = entries.into_iter().flat_map(Map::entries).filter(|(_, it)| it.key_span.start < gap.span.end);
        if let Some((id, entry)) = before.max_by_key(|(_, it)| it.key_span.start) {
            let span = entry.span().to(Span { start: gap.span.end, end: gap.span.end.max(entry.value.span.end) });
            self.add_entry(id, span, gap);
        }
    }

    fn add_entry(&mut self, id: &str, span: Span, gap: &Gap) {
        self.entries.insert(id.to_owned());
        self.places.push(span);
        if gap.moves {
            self.moved.insert(id.to_owned());
            self.moved_places.push(span);
        }
    }

    /// Adds the words with which the lines of a gap begin that are indented least.
    fn add_names(&mut self, gap: &Gap, source: &Source) {
        let lines = source.slice(gap.span).lines().filter(|it| !it.trim().is_empty());
        let indent = |line: &str| line.len() - line.trim_start().len();
        let least = lines.clone().map(indent).min().unwrap_or_default();
        let is_word = |it: char| it.is_ascii_alphanumeric();
        for line in lines.clone().filter(|it| indent(it) == least) {
            let word = line.trim_start_matches(|it| !is_word(it)).split(|it| !is_word(it)).next().unwrap_or_default();
            match word {
                // Whoever has typed nothing but a sign may mean any name.
                "" => self.is_open |= lines.clone().count() > 1,
                word => self.beginnings.push(word.to_owned()),
            }
        }
    }

    /// Whether a finding may be gone, or may never have been one, with what could not be read.
    pub(crate) fn may_settle(&self, finding: &Diagnostic, source: &Source) -> bool {
        if self.lines.is_empty() && self.entries.is_empty() {
            return false;
        }
        let touches = |it: &Span| it.start <= finding.span.end && finding.span.start <= it.end;
        // What seems to have no value may have one that could not be read.
        let is_null = *finding.code == rules::null_value::CODE;
        let is_misnamed = !is_null && matches!(finding.subject.fault, Fault::Misnamed { .. });
        if self.lines.iter().any(touches) || !is_misnamed && self.outer_lines.iter().any(touches) {
            return true;
        }
        // The value of a key may be what could not be read below it.
        let is_value = |it: &Span| {
            let between = source.text().get(finding.span.end as usize..it.start as usize);
            let behind_colon = between.and_then(|it| it.strip_prefix(':'));
            behind_colon.is_some_and(|it| it.trim_matches(['-', ' ', '\n', '\r']).is_empty())
        };
        if !is_misnamed && self.lines.iter().any(is_value) {
            return true;
        }
        let is_named_undefined = OF_NAMES.contains(&finding.code);
        if finding.code == OF_TEXT && !self.lines.is_empty() {
            return true;
        }
        if finding.code == OF_ENTRIES && self.has_gap_in_mappings {
            return true;
        }
        if is_named_undefined && self.names.contains(source.slice(finding.span)) {
            return true;
        }
        if self.has_more_sections && OF_SECTIONS.contains(&finding.code) || self.is_open && is_named_undefined {
            return true;
        }
        let owner = finding.subject.resource.as_deref();
        let is_here = owner.is_some_and(|it| self.entries.contains(it)) || self.is_within(finding.span);
        let is_moved = |it: &Span| it.contains(finding.span);
        if owner.is_some_and(|it| self.moved.contains(it)) || self.moved_places.iter().any(is_moved) {
            return true;
        }
        if (is_here || self.has_more_globals) && !is_of_value(finding) {
            return true;
        }
        let is_unknown = |premise: &Premise| matches!(premise, Premise::Resource(id) if self.entries.contains(id));
        let is_of_others = || {
            finding.related.iter().any(|it| self.is_within(it.span)) || finding.subject.premises.iter().any(is_unknown)
        };
        !is_misnamed && (self.is_named_in(source.slice(finding.span), owner) || !is_here && is_of_others())
    }

    fn is_within(&self, span: Span) -> bool {
        self.places.iter().any(|it| it.contains(span))
    }

    /// Whether a value names something of which not all is known, beside its owner.
    fn is_named_in(&self, value: &str, owner: Option<&str>) -> bool {
        let words = value.split(|it: char| !it.is_ascii_alphanumeric());
        let is_begun = |word: &str| self.beginnings.iter().any(|it| word.starts_with(it.as_str()));
        value.len() <= LONGEST_VALUE
            && words
                .into_iter()
                .any(|it| Some(it) != owner && self.entries.contains(it) || self.names.contains(it) || is_begun(it))
    }
}

/// The lines of a gap with those below that go on with its value.
fn with_continuation(gap: Span, text: &str) -> Span {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let last = text[gap.start as usize..gap.end as usize].lines().next_back().unwrap_or_default();
    let content = last.trim_start_matches(' ').trim_start_matches("- ");
    let key = content.split(|it: char| !it.is_ascii_alphanumeric()).next().unwrap_or_default();
    let value = content[key.len()..].strip_prefix(':').filter(|it| !key.is_empty() && !it.trim().is_empty());
    if value.is_none() {
        return gap;
    }
    let below = text[gap.end as usize..].split_inclusive('\n').skip(1);
    let is_deeper = |line: &&str| line.trim().is_empty() || indent(line) > indent(last);
    let length: usize = below.take_while(is_deeper).map(str::len).sum();
    if length == 0 { gap } else { Span::new(gap.start as usize, gap.end as usize + length) }
}

/// Whether a finding holds for a value, whatever stands beside it.
fn is_of_value(finding: &Diagnostic) -> bool {
    match finding.subject.fault {
        Fault::Value { .. } | Fault::Misnamed { .. } => true,
        Fault::Missing { .. } => false,
        Fault::Other => OF_VALUES.contains(&finding.code),
    }
}
