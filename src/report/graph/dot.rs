//! Graphs in the language of Graphviz.
use super::lines;
use super::palette::{Look, colour};
use crate::graph::{Graph, Group, Manner, Vertex};
use crate::safe_text::shown;
use std::fmt::Write;

/// A directed graph from left to right.
pub fn text(graph: &Graph) -> String {
    let mut text = "digraph application {\n  rankdir=LR\n  bgcolor=\"white\"\n".to_owned();
    text.push_str("  node [fontname=\"Helvetica\", fontsize=11, style=\"filled\", margin=\"0.2,0.1\"]\n");
    text.push_str("  edge [fontname=\"Helvetica\", fontsize=9]\n");
    put_vertices(&mut text, graph, None, 1);
    for edge in &graph.edges {
        let (from, to) = (&graph.vertices[edge.from].id, &graph.vertices[edge.to].id);
        let style = match edge.manner {
            Manner::Event => "solid\", penwidth=\"1.8",
            Manner::Access => "solid\", penwidth=\"0.8",
            Manner::Failure => "dashed",
            Manner::Mention => "dotted",
        };
        let colour = colour(edge.manner);
        let label = quoted(&lines::of_edge(edge).join("\n"));
        let attributes = format!("label={label}, color=\"{colour}\", fontcolor=\"{colour}\", style=\"{style}\"");
        writeln!(text, "  {} -> {} [{attributes}]", quoted(&shown(from)), quoted(&shown(to)))
            .expect("a string takes everything");
    }
    text.push_str("}\n");
    text
}

/// The vertices of a group, and the groups in it as clusters.
fn put_vertices(text: &mut String, graph: &Graph, group: Option<usize>, depth: usize) {
    let indent = "  ".repeat(depth);
    for vertex in graph.vertices.iter().filter(|it| it.group == group) {
        let look = Look::of(vertex.kind.family);
        let style = if vertex.outside { "filled,dashed" } else { "filled" };
        let fill = if vertex.outside { "#ffffff" } else { look.pale };
        let line = format!(
            "{indent}{} [label={}, shape={}, style={}, color={}, fillcolor={}]\n",
            quoted(&shown(&vertex.id)),
            quoted(&label(vertex)),
            look.dot,
            quoted(style),
            quoted(look.strong),
            quoted(fill),
        );
        text.push_str(&line);
    }
    for inner in graph.groups_in(group) {
        let Group { name, file, .. } = &graph.groups[inner];
        let label = quoted(&[name, file].map(|it| lines::shortened(it, 60)).join("\n"));
        let attributes = format!("label={label}, labeljust=l, fontname=\"Helvetica\", fontsize=10, color=\"#94a3b8\"");
        text.push_str(&format!(
            "{indent}subgraph cluster_{inner} {{\n{indent}  graph [{attributes}, style=\"rounded\"]\n"
        ));
        put_vertices(text, graph, Some(inner), depth + 1);
        text.push_str(&format!("{indent}}}\n"));
    }
}

fn label(vertex: &Vertex) -> String {
    let mut lines = lines::wrapped(&vertex.name, 30);
    lines.extend(lines::below_name(vertex).iter().map(|it| lines::shortened(it, 40)));
    lines.join("\n")
}

/// A text that can be printed, in quotation marks, where a backslash says something and `\n` begins a line.
fn quoted(text: &str) -> String {
    let mut result = "\"".to_owned();
    for letter in text.chars() {
        match letter {
            '"' => result.push_str("\\\""),
            '\\' => result.push_str("\\\\"),
            '\n' => result.push_str("\\n"),
            // Graphviz reads entities of HTML in plain labels as well.
            '&' => result.push_str("&amp;"),
            it => result.push(it),
        }
    }
    result + "\""
}
