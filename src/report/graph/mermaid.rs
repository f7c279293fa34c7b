//! Graphs as Mermaid flowcharts, which GitHub renders.
use super::lines;
use super::palette::{LOOKS, Look, colour};
use crate::graph::{Graph, Group, Manner, Vertex};
use std::collections::HashSet;
use std::fmt::Write;

/// Words that mean something to Mermaid where an id may stand.
const RESERVED: &[&str] = &[
    "call",
    "class",
    "classdef",
    "click",
    "default",
    "direction",
    "end",
    "flowchart",
    "graph",
    "href",
    "interpolate",
    "linkstyle",
    "style",
    "subgraph",
];

/// A flowchart from left to right.
pub fn text(graph: &Graph) -> String {
    let ids = ids(graph);
    let mut text = "flowchart LR\n".to_owned();
    if graph.vertices.is_empty() {
        text.push_str("  %% nothing to draw\n");
    }
    put_vertices(&mut text, graph, &ids, None, 1);
    for edge in &graph.edges {
        let arrow = match edge.manner {
            Manner::Event | Manner::Access => "-->",
            Manner::Failure | Manner::Mention => "-.->",
        };
        let lines: Vec<String> = lines::of_edge(edge).iter().map(|it| escaped(it)).collect();
        let label = if lines.is_empty() { String::new() } else { format!("|\"{}\"|", lines.join("<br/>")) };
        put(&mut text, format_args!("  {} {arrow}{label} {}\n", ids[edge.from], ids[edge.to]));
    }
    style(graph, &mut text);
    text
}

/// The vertices of a group, and the groups in it as subgraphs.
fn put_vertices(text: &mut String, graph: &Graph, ids: &[String], group: Option<usize>, depth: usize) {
    let indent = "  ".repeat(depth);
    for (vertex, id) in graph.vertices.iter().zip(ids).filter(|(it, _)| it.group == group) {
        let look = Look::of(vertex.kind.family);
        let (open, close) = look.mermaid;
        let class = if vertex.outside { "outside" } else { look.class };
        put(text, format_args!("{indent}{id}{open}\"{}\"{close}:::{class}\n", label(vertex)));
    }
    for inner in graph.groups_in(group) {
        let Group { name, file, .. } = &graph.groups[inner];
        let id = free_id(inner + 1, graph);
        let [name, file] = [name, file].map(|it| escaped(&lines::shortened(it, 60)));
        put(text, format_args!("{indent}subgraph {id} [\"<b>{name}</b> {file}\"]\n"));
        put_vertices(text, graph, ids, Some(inner), depth + 1);
        put(text, format_args!("{indent}end\n"));
    }
}

/// Writing to a string cannot fail.
fn put(text: &mut String, what: std::fmt::Arguments<'_>) {
    text.write_fmt(what).expect("a string takes everything");
}

fn label(vertex: &Vertex) -> String {
    let name = escaped(&lines::shortened(&vertex.name, 60));
    let below: Vec<String> = lines::below_name(vertex).iter().map(|it| escaped(&lines::shortened(it, 60))).collect();
    if below.is_empty() { format!("<b>{name}</b>") } else { format!("<b>{name}</b><br/>{}", below.join("<br/>")) }
}

/// The styles of the classes that occur, and of the edges.
fn style(graph: &Graph, text: &mut String) {
    for (family, look) in LOOKS {
        if graph.vertices.iter().any(|it| it.kind.family == family && !it.outside) {
            let Look { class, strong, pale, .. } = look;
            put(text, format_args!("  classDef {class} fill:{pale},stroke:{strong},color:#1e293b\n"));
        }
    }
    if graph.vertices.iter().any(|it| it.outside) {
        text.push_str("  classDef outside fill:#ffffff,stroke:#64748b,color:#1e293b,stroke-dasharray:4 3\n");
    }
    for (manner, style) in [
        (Manner::Event, "stroke-width:2px"),
        (Manner::Access, "stroke-width:1px"),
        (Manner::Failure, "stroke-width:1.5px"),
        (Manner::Mention, "stroke-width:1px"),
    ] {
        let numbers = graph.edges.iter().enumerate().filter(|(_, it)| it.manner == manner);
        let numbers: Vec<String> = numbers.map(|(number, _)| number.to_string()).collect();
        if numbers.is_empty() {
            continue;
        }
        // Dark lines would not be seen on a dark page, which Mermaid knows and this does not.
        let colour = match manner {
            Manner::Event | Manner::Access => String::new(),
            Manner::Failure | Manner::Mention => format!("stroke:{},", colour(manner)),
        };
        put(text, format_args!("  linkStyle {} {colour}{style}\n", numbers.join(",")));
    }
}

/// An id for a group that no vertex has.
fn free_id(number: usize, graph: &Graph) -> String {
    let mut id = format!("nested{number}");
    while graph.vertices.iter().any(|it| it.id == id) {
        id.push('x');
    }
    id
}

/// For each vertex an id that Mermaid takes: its own where that is a plain word.
fn ids(graph: &Graph) -> Vec<String> {
    let is_plain = |id: &str| {
        id.starts_with(|it: char| it.is_ascii_alphabetic())
            && id.chars().all(|it| it.is_ascii_alphanumeric())
            && !RESERVED.contains(&&*id.to_ascii_lowercase())
    };
    let taken: HashSet<&str> = graph.vertices.iter().map(|it| it.id.as_str()).collect();
    let mut number = 0;
    let mut next = || loop {
        number += 1;
        let id = format!("v{number}");
        if !taken.contains(id.as_str()) {
            return id;
        }
    };
    graph.vertices.iter().map(|it| if is_plain(&it.id) { it.id.clone() } else { next() }).collect()
}

/// A text as it can stand in a label between quotation marks. Whatever Mermaid, Markdown or HTML could read is written
/// as an entity, by number where Mermaid has another name for it.
fn escaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut before = ' ';
    for (at, letter) in text.char_indices() {
        let after = text[at + letter.len_utf8()..].chars().next().unwrap_or(' ');
        let is_text = match letter {
            ' ' | '/' | ',' | '(' | '=' | '?' | '!' | '{' | '}' => true,
            // Between letters Markdown leaves it alone.
            '_' => before.is_alphanumeric() && after.is_alphanumeric(),
            // These begin a list.
            '-' | '+' => at > 0,
            '.' | ')' => !text[..at].chars().all(|it| it.is_ascii_digit()),
            it => it.is_alphanumeric() || !it.is_ascii(),
        };
        if is_text {
            result.push(letter);
        } else {
            put(&mut result, format_args!("#{};", u32::from(letter)));
        }
        before = letter;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn labels_are_text_and_nothing_else() {
        assert_eq!(escaped("ObjectCreated in/*.jpg"), "ObjectCreated in/#42;.jpg");
        assert_eq!(escaped("<b>\"#1\"</b>"), "#60;b#62;#34;#35;1#34;#60;/b#62;");
        assert_eq!(escaped("1. first_name _x_"), "1#46; first_name #95;x#95;");
        assert_eq!(escaped("GET /{proxy+}"), "GET /{proxy+}");
        assert_eq!(escaped("%%{init: {}}%%;"), "#37;#37;{init#58; {}}#37;#37;#59;");
        assert_eq!(escaped("fa:fa-bug $$x$$ @a"), "fa#58;fa-bug #36;#36;x#36;#36; #64;a");
    }
}
