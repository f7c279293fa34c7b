//! Large templates, read in pieces at the same time. Knows nothing of the YAML parser.
//!
//! Two thirds of an expansion are the reading of its text, which cannot be divided in general: what a line means
//! depends on all before it. Between two resources it depends on nothing but the column. So a text is cut there, and
//! what was read of each piece counts only where nothing in it could have looked beyond the cut. All other texts are
//! read from beginning to end.
use super::findings::Findings;
use super::{Map, Node, Value, yaml};
use crate::source::{Source, Span};
use std::ops::Range;
use std::thread;

/// Bytes of the smallest piece that is worth a thread of its own: it is read in about as much time as ten threads take to start.
const SMALLEST_PIECE: usize = 64 * 1024;
const MOST_PIECES: usize = 4;

/// The section that is cut.
const SECTION: &str = "Resources";
/// What stands before each piece but the first, so that it is read at the depth at which it stands.
const HEADING: &str = "Resources:\n";

/// Reads a text as `yaml::parse` does; `None` when it is to be read in one piece.
pub(super) fn parse(findings: &mut Findings<'_>) -> Option<Node> {
    let worth = findings.source.text().len() / SMALLEST_PIECE;
    if worth < 2 {
        return None;
    }
    let processors = thread::available_parallelism().map_or(1, usize::from);
    parse_in(worth.min(processors).min(MOST_PIECES), findings)
}

fn parse_in(pieces: usize, findings: &mut Findings<'_>) -> Option<Node> {
    let source = findings.source;
    let section = Section::find(source)?;
    let cuts = section.cuts(pieces);
    let (first, last) = (*cuts.first()?, *cuts.last()?);
    let ends = cuts.iter().skip(1).copied().chain([source.text().len()]);
    let parts: Vec<(usize, usize)> = cuts.iter().copied().zip(ends).collect();
    thread::scope(|scope| {
        let section = &section;
        let mut readers = Vec::new();
        for &(start, end) in &parts {
            let read = move || section.read(start, end, start == last);
            readers.push(thread::Builder::new().spawn_scoped(scope, read).ok());
        }
        let tree = section.read_first(first)?;
        let parts = readers.into_iter().map(|it| it?.join().ok().flatten()).collect::<Option<Vec<Node>>>()?;
        Some(parts.into_iter().fold(tree, |tree, part| join(tree, part, findings)))
    })
}

/// The section of the resources, where a text seems to have one.
struct Section<'a> {
    source: &'a Source,
    /// Where its name stands.
    start: usize,
    /// Its lines, without the one with its name.
    body: Range<usize>,
    /// The column of the resources' names, from 0.
    column: usize,
}

impl<'a> Section<'a> {
    fn find(source: &'a Source) -> Option<Self> {
        let text = source.text();
        let name = HEADING.trim_end();
        let start = if text.starts_with(name) { 0 } else { text.find("\nResources:")? + 1 };
        let line_end = start + text[start..].find('\n')?;
        let has_heading = text[start..line_end].trim_end() == name;
        let is_content = |line: &&str| !line.trim_start().is_empty() && !line.trim_start().starts_with('#');
        let first_line = text[line_end..].lines().find(is_content)?;
        let column = first_line.len() - first_line.trim_start_matches(' ').len();
        let body = line_end + 1..end_of_section(text, line_end);
        (has_heading && column > 0).then_some(Self { source, start, body, column })
    }

    /// Where to cut the text so that there are about as many pieces as asked for: at the beginnings of lines that
    /// look like the name of a resource.
    fn cuts(&self, pieces: usize) -> Vec<usize> {
        let mut cuts: Vec<usize> =
            (1..pieces).filter_map(|it| self.cut_after(self.body.start + self.body.len() * it / pieces)).collect();
        cuts.dedup();
        cuts
    }

    fn cut_after(&self, at: usize) -> Option<usize> {
        let bytes = &self.source.text().as_bytes()[..self.body.end];
        let mut start = at;
        loop {
            start += bytes.get(start..)?.iter().position(|it| *it == b'\n')? + 1;
            let line = bytes[start..].split(|it| *it == b'\n').next()?;
            if self.is_name(line.strip_suffix(b"\r").unwrap_or(line)) {
                return Some(start);
            }
        }
    }

    fn is_name(&self, line: &[u8]) -> bool {
        let name = line.strip_suffix(b":").and_then(|it| it.split_at_checked(self.column));
        name.is_some_and(|(before, name)| {
            before.iter().all(|it| *it == b' ') && !name.is_empty() && name.iter().all(|it| it.is_ascii_alphanumeric())
        })
    }

    /// The tree of the text up to the first cut, when nothing in it looks beyond.
    fn read_first(&self, end: usize) -> Option<Node> {
        let text = &self.source.text()[..end];
        let tree = yaml::read_alone(&self.source.with_text(text))?;
        let (_, section) = tree.map()?.entries().last()?;
        let is_section = section.key_span.start as usize == self.start;
        let (_, resource) = section.value.map()?.entries().next()?;
        let name = resource.key_span.start as usize;
        let is_in_column = text[..name].rfind('\n')? + 1 + self.column == name;
        // A tag before the name would stand in the column that counts.
        let is_plain = text[name..].starts_with(|it: char| it.is_ascii_alphanumeric());
        (is_section && is_in_column && is_plain && ends_with_its_section(&tree)).then_some(tree)
    }

    /// The tree of a later piece, below a key of its own for the section.
    fn read(&self, start: usize, end: usize, is_last: bool) -> Option<Node> {
        let text = format!("{HEADING}{}", &self.source.text()[start..end]);
        let mut tree = yaml::read_alone(&self.source.with_text(text))?;
        let section = tree.map()?.entries().next().filter(|(key, _)| ***key == *SECTION)?.1;
        if section.value.map().is_none() || !is_last && !ends_with_its_section(&tree) {
            return None;
        }
        tree.shift(Span::new(start - HEADING.len(), 0).start);
        Some(tree)
    }
}

/// Where the first line below `from` begins that does not belong to the section there; the end of the text if none does.
fn end_of_section(text: &str, from: usize) -> usize {
    let belongs = |line: usize| matches!(text.as_bytes().get(line), None | Some(b' ' | b'#' | b'\n' | b'\r'));
    let mut starts = text[from..].match_indices('\n').map(|(at, _)| from + at + 1);
    starts.find(|it| !belongs(*it)).unwrap_or(text.len())
}

/// Whether the last thing in a tree is a resource, and one that has a value at its end.
fn ends_with_its_section(tree: &Node) -> bool {
    fn last(node: &Node) -> &Node {
        match &node.value {
            Value::List(items) => items.last().map_or(node, last),
            Value::Map(map) => map.values().last().map_or(node, last),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => node,
        }
    }
    // A map in braces begins before its first key; one without begins with it.
    let is_block = |map: &Map, at: Span| map.entries().next().is_some_and(|(_, it)| it.key_span.start == at.start);
    let section = tree.map().and_then(|it| it.entries().last());
    let is_last = section
        .is_some_and(|(key, it)| **key == *SECTION && it.value.map().is_some_and(|map| is_block(map, it.value.span)));
    let end = last(tree).span;
    is_last && end.start < end.end
}

/// Adds a later piece to what stands before it.
fn join(mut tree: Node, part: Node, findings: &mut Findings<'_>) -> Node {
    tree.span.end = part.span.end;
    if let (Value::Map(sections), Value::Map(more)) = (&mut tree.value, part.value) {
        for (name, section) in more.entries() {
            match (sections.get_mut(SECTION), &section.value.value) {
                (Some(Node { span, value: Value::Map(resources) }), Value::Map(more)) if **name == *SECTION => {
                    span.end = section.value.span.end;
                    for (name, it) in more.entries() {
                        findings.insert(resources, name.clone(), it.key_span, it.value.clone());
                    }
                }
                _ => findings.insert(sections, name.clone(), section.key_span, section.value.clone()),
            }
        }
    }
    tree
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Problems;
    use std::fs;
    use std::path::Path;

    /// All that a tree says, and where.
    fn print(node: &Node) -> String {
        let mut places = Vec::new();
        node.walk(&mut |it| {
            places.push(it.span);
            places.extend(it.map().into_iter().flat_map(Map::entries).map(|(_, it)| it.key_span));
        });
        format!("{node:?}{places:?}")
    }

    /// How many pieces a text was read in, of as many as could be; what they make must be what the whole text is.
    fn compare(name: &str, text: &str) -> usize {
        let source = Source::new(name, text);
        let mut found = [Problems::default(), Problems::default()];
        let [whole, pieces] = &mut found;
        let tree = yaml::parse(&mut Findings::new(&source, whole)).map(|it| print(&it));
        let mut count = 0;
        for wanted in [2, 3, 5] {
            let mut findings = Findings::new(&source, pieces);
            let Some(cut) = parse_in(wanted, &mut findings) else { continue };
            assert_eq!(Some(print(&cut)), tree, "{name} in {wanted} pieces");
            count = wanted;
        }
        let [whole, pieces] = found.map(|it| it.into_found().iter().map(|it| it.message.clone()).collect::<Vec<_>>());
        let repeats = pieces.iter().filter(|it| !whole.contains(it)).count();
        assert_eq!(repeats, 0, "{name}: {pieces:?}");
        count
    }

    #[test]
    fn pieces_make_the_tree_of_the_whole_text() {
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")];
        let mut cut = 0;
        while let Some(folder) = folders.pop() {
            for file in fs::read_dir(folder).expect("a folder of the tests").map(|it| it.expect("a file").path()) {
                if file.is_dir() {
                    folders.push(file);
                } else if let Ok(text) = fs::read_to_string(&file) {
                    cut += usize::from(compare(&file.to_string_lossy(), &text) > 0);
                }
            }
        }
        assert!(cut > 300, "only {cut} texts were cut");
    }

    #[test]
    fn what_looks_beyond_a_cut_is_read_in_one_piece() {
        let resource = |name: &str| format!("  {name}:\n    Type: AWS::SNS::Topic\n");
        let text = |before: &str, first: &str, after: &str| {
            format!("{before}Resources:\n{first}{}{}{after}", resource("B"), resource("C"))
        };
        let a = resource("A");
        let outputs = "Outputs:\n  D:\n    Value: !Ref C\n";
        for after in ["", outputs, "...\n"] {
            assert!(compare("cut", &text("", &a, after)) > 0, "{after}");
        }
        let whole = [
            text("X: &x {Y: 1}\n", &a, ""),
            text("", &a, "  D:\n    1: 2\n"),
            text("", &a, "  D:\n    <<: {E: F}\n"),
            text("", "  !Sub A: B\n", ""),
            text("", "  A: \"\n", "  \"\n"),
            text("", "  A: [\n", "  ]\n"),
            text("", "  text\n", ""),
            text("", &a, "---\n"),
            text("", &a, "\t\n"),
        ];
        for text in whole {
            assert_eq!(compare("whole", &text), 0, "{text}");
        }
    }
}
