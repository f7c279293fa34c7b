//! A text with the places of its values, and how parts of it are cut out and put in.
use samc::diagnostic::Problems;
use samc::emit;
use samc::source::{Source, Span};
use samc::syntax::{self, Node, Value};
use std::collections::HashSet;
use std::ops::Range;

/// More places are not looked at: they would only take time.
const MOST_SITES: usize = 2_000;

/// A text and where its values stand.
pub(super) struct Document<'a> {
    pub text: &'a str,
    pub sites: Vec<Site<'a>>,
}

/// A value and where it stands.
pub(super) struct Site<'a> {
    pub range: Range<usize>,
    /// Of an entry of a map.
    pub key: Option<Range<usize>>,
    pub node: &'a Node,
    /// Whether it is within brackets.
    pub in_flow: bool,
}

/// The values of a text; `None` when it cannot be read.
pub(super) fn read(text: &str) -> Option<Node> {
    syntax::parse(&Source::new("", text), &mut Problems::default())
}

impl<'a> Document<'a> {
    /// A text with the values that [`read`] has found in it.
    pub fn of(text: &'a str, tree: &'a Node) -> Self {
        let mut collector = Collector { text, sites: Vec::new(), seen: HashSet::new() };
        collector.collect(tree, None, false);
        Self { text, sites: collector.sites }
    }

    /// A text that has been changed already, whose values are not looked for.
    pub fn changed(text: &'a str) -> Self {
        Self { text, sites: Vec::new() }
    }

    pub fn slice(&self, range: &Range<usize>) -> &'a str {
        &self.text[range.clone()]
    }

    /// The text with another in place of a range.
    pub fn with(&self, range: &Range<usize>, replacement: &str) -> String {
        format!("{}{replacement}{}", &self.text[..range.start], &self.text[range.end..])
    }

    /// How far a place is from the start of its line; where other things than blanks precede, lines below it may be
    /// indented as far.
    pub fn column(&self, at: usize) -> usize {
        let start = self.text[..at].rfind('\n').map_or(0, |it| it + 1);
        self.text[start..at].chars().count()
    }

    /// A range as text that begins in column 0.
    pub fn cut(&self, range: &Range<usize>) -> String {
        let column = self.column(range.start);
        let mut lines = self.slice(range).split('\n');
        let mut cut = lines.next().unwrap_or_default().to_owned();
        for line in lines {
            let blanks = line.bytes().take_while(|it| *it == b' ').count().min(column);
            cut.push('\n');
            cut.push_str(&line[blanks..]);
        }
        cut
    }

    /// The value of a site as it is written, or on one line where only that would fit.
    pub fn value(&self, site: &Site<'_>, in_flow: bool) -> String {
        let written = self.cut(&site.range);
        let is_json = self.text.trim_start().starts_with('{');
        if (in_flow && written.contains('\n')) || (is_json && !in_flow) { flow(site.node) } else { written }
    }

    /// The text with another value at a site.
    pub fn replaced(&self, site: &Site<'_>, value: &str) -> String {
        if !value.contains('\n') || site.in_flow {
            return self.with(&site.range, value);
        }
        let indented = |column: usize| value.replace('\n', &format!("\n{}", " ".repeat(column)));
        match &site.key {
            // A block beside a key would not be YAML.
            Some(key) if !self.text[key.end..site.range.start].contains('\n') => {
                let column = self.column(key.start) + 2;
                let before = if is_block(value) { format!("\n{}", " ".repeat(column)) } else { String::new() };
                self.with(&site.range, &format!("{before}{}", indented(column)))
            }
            _ => self.with(&site.range, &indented(self.column(site.range.start))),
        }
    }

    /// The text with another entry, written in one line or as a block, at the start of the map at a site.
    pub fn with_entry(&self, site: &Site<'_>, key: &str, value: &str) -> Option<String> {
        let map = site.node.map().filter(|it| !it.is_empty())?;
        let written = self.slice(&site.range);
        if written.starts_with('{') {
            let at = site.range.start + 1;
            return (!value.contains('\n')).then(|| self.with(&(at..at), &format!("{}: {value}, ", quoted(key))));
        }
        // A tag is a map that is written otherwise.
        if site.in_flow || written.starts_with('!') || map.iter().next().is_none() {
            return None;
        }
        let column = self.column(site.range.start);
        let (indent, deeper) = (" ".repeat(column), format!("\n{}", " ".repeat(column + 2)));
        let before = if is_block(value) { &*deeper } else { " " };
        let entry = format!("{key}:{before}{}\n{indent}", value.replace('\n', &deeper));
        Some(self.with(&(site.range.start..site.range.start), &entry))
    }
}

/// Whether a value begins on a line of its own, below its key.
fn is_block(value: &str) -> bool {
    value.contains('\n') && !value.starts_with(['|', '>', '"', '\'', '!', '&', '{', '['])
}

/// A key as JSON has it.
fn quoted(key: &str) -> String {
    if key.starts_with(['"', '\'']) { key.to_owned() } else { serde_json::Value::from(key).to_string() }
}

/// A value on one line, without its tags and anchors.
pub(super) fn flow(node: &Node) -> String {
    let json = emit::json(node).unwrap_or_else(|_| "null".to_owned());
    serde_json::from_str::<serde_json::Value>(&json).map_or_else(|_| "null".to_owned(), |it| it.to_string())
}

struct Collector<'a> {
    text: &'a str,
    sites: Vec<Site<'a>>,
    /// What aliases share stands at one place.
    seen: HashSet<Span>,
}

impl<'a> Collector<'a> {
    fn collect(&mut self, node: &'a Node, key: Option<Span>, in_flow: bool) {
        if self.sites.len() >= MOST_SITES || !self.seen.insert(node.span) {
            return;
        }
        let range = |it: Span| (it.start as usize)..(it.end as usize);
        let (place, key) = (range(node.span), key.map(range));
        let Some(written) = self.text.get(place.clone()) else { return };
        let key = key.filter(|it| it.end <= place.start);
        let opens = written.starts_with(['{', '[']);
        self.sites.push(Site { range: place, key, node, in_flow });
        match &node.value {
            Value::List(items) => items.iter().for_each(|it| self.collect(it, None, in_flow || opens)),
            Value::Map(map) => {
                for (_, entry) in map.entries() {
                    self.collect(&entry.value, Some(entry.key_span), in_flow || opens);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => (),
        }
    }
}
