//! Graphs as pictures: SVG on a white card, with names, kinds and signs of our own.
use super::layout;
use super::palette::{Look, colour};
use super::places::{Frames, Layout, Link, Point, Route, Size};
use super::{icons, lines};
use crate::graph::{Edge, Graph, Group, Manner, Vertex};
use crate::report::xml::escaped_text;
use std::fmt::{self, Write};

/// Most vertices and edges that are laid out: more takes long, and is not readable.
pub const MOST_VERTICES: usize = 250;
/// Most edges, for the same reasons.
pub const MOST_EDGES: usize = 300;

const FONT: &str = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";
const MARGIN: f64 = 24.0;
const LEGEND_HEIGHT: f64 = 34.0;
/// Where the text of a box begins, and what is left free behind it.
const TEXT_START: f64 = 46.0;
const TEXT_END: f64 = 14.0;
const NARROWEST: f64 = 132.0;
const NAME_LINE: f64 = 16.0;
const SMALL_LINE: f64 = 13.5;
/// How much wider bold letters are.
const BOLD: f64 = 1.16;
const PADDING: f64 = 9.0;
const ICON: f64 = 28.0;
/// Most characters of a line of a box.
const LONGEST_NAME: usize = 24;
const LONGEST_DETAIL: usize = 32;
/// Most characters of what is shown where the pointer rests.
const LONGEST_TITLE: usize = 1_000;

/// A picture that would be too large, with how much would be in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge {
    /// How many vertices there are; at most [`MOST_VERTICES`] are drawn.
    pub vertices: usize,
    /// How many edges there are; at most [`MOST_EDGES`] are drawn.
    pub edges: usize,
}

/// A picture, and where things stand in it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Drawing {
    /// The picture as SVG.
    pub text: String,
    /// Its width in pixels.
    pub width: f64,
    /// Its height in pixels.
    pub height: f64,
    /// Where each vertex stands, in the order of the graph.
    pub boxes: Vec<Area>,
}

/// A rectangle in a picture, in pixels from the corner at the top left.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Area {
    /// Where it begins, from the left.
    pub x: f64,
    /// Where it begins, from the top.
    pub y: f64,
    /// How wide it is.
    pub width: f64,
    /// How high it is.
    pub height: f64,
}

/// Draws a graph as SVG; `title` says what it is of.
pub fn text(graph: &Graph, title: &str) -> Result<String, TooLarge> {
    Ok(drawing(graph, title)?.text)
}

/// The same, and says where things stand, for those who put something over the picture.
pub fn drawing(graph: &Graph, title: &str) -> Result<Drawing, TooLarge> {
    let (vertices, edges) = (graph.vertices.len(), graph.edges.len());
    if vertices > MOST_VERTICES || edges > MOST_EDGES {
        return Err(TooLarge { vertices, edges });
    }
    let boxes: Vec<Card> = graph.vertices.iter().map(Card::new).collect();
    let sizes: Vec<Size> = boxes.iter().map(|it| it.size).collect();
    let labels: Vec<Vec<String>> = graph.edges.iter().map(lines::of_edge).collect();
    let link = |(edge, label): (&Edge, &Vec<String>)| Link { from: edge.from, to: edge.to, label: label_size(label) };
    let links: Vec<Link> = graph.edges.iter().zip(&labels).map(link).collect();
    let frames = Frames {
        of_box: graph.vertices.iter().map(|it| it.group).collect(),
        parents: graph.groups.iter().map(|it| it.parent).collect(),
    };
    let layout = layout::of(&sizes, &links, &frames);
    Ok(Picture { graph, boxes, labels, layout }.draw(title))
}

struct Picture<'a> {
    graph: &'a Graph,
    boxes: Vec<Card>,
    /// The lines of the label of each edge.
    labels: Vec<Vec<String>>,
    layout: Layout,
}

/// What stands in a box.
struct Card {
    name: Vec<String>,
    below: Vec<String>,
    size: Size,
}

impl Card {
    fn new(vertex: &Vertex) -> Self {
        let name = lines::wrapped(&vertex.name, LONGEST_NAME);
        let below = lines::below_name(vertex).iter().map(|it| lines::shortened(it, LONGEST_DETAIL)).collect::<Vec<_>>();
        let widths = name.iter().map(|it| width(it, 13.0) * BOLD).chain(below.iter().map(|it| width(it, 11.0)));
        let width = (TEXT_START + widths.fold(0.0, f64::max) + TEXT_END).max(NARROWEST).round();
        let text = name.len() as f64 * NAME_LINE + below.len() as f64 * SMALL_LINE;
        let height = (text + 2.0 * PADDING).max(ICON + 2.0 * PADDING).round();
        Self { name, below, size: Size { width, height } }
    }
}

/// About how wide a text is, in pixels: fonts differ, and none is known here.
fn width(text: &str, font_size: f64) -> f64 {
    let of_letter = |it: char| match it {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.3,
        'f' | 't' | 'r' | ' ' | '/' | '(' | ')' | '[' | ']' | '-' => 0.38,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' => 0.92,
        it if it.is_ascii_uppercase() => 0.72,
        it if it.is_ascii() => 0.58,
        // Letters of other scripts are as wide as they are high.
        it if it < '\u{2e80}' => 0.65,
        _ => 1.05,
    };
    text.chars().map(of_letter).sum::<f64>() * font_size
}

fn label_size(lines: &[String]) -> Size {
    let widest = lines.iter().map(|it| width(it, 10.5)).fold(0.0, f64::max);
    if lines.is_empty() {
        return Size { width: 0.0, height: 0.0 };
    }
    Size { width: (widest + 10.0).round(), height: lines.len() as f64 * SMALL_LINE + 6.0 }
}

/// Manners with the words of the legend.
const LEGEND: [(Manner, &str); 4] = [
    (Manner::Event, "events and invocations"),
    (Manner::Access, "reads, writes, calls"),
    (Manner::Failure, "failures"),
    (Manner::Mention, "refers to it"),
];

impl Picture<'_> {
    fn draw(&self, title: &str) -> Drawing {
        let mut out = Out(String::new());
        let legend: Vec<_> =
            LEGEND.iter().filter(|(manner, _)| self.graph.edges.iter().any(|it| it.manner == *manner)).collect();
        let has_legend = legend.len() > 1;
        let legend_width: f64 = legend.iter().map(|(_, words)| 50.0 + width(words, 10.5) + 18.0).sum();
        let mut inner = self.layout.width.max(NARROWEST);
        if has_legend {
            inner = inner.max(legend_width);
        }
        let wide = (inner + 2.0 * MARGIN).ceil();
        let high = (self.layout.height.max(40.0) + 2.0 * MARGIN + if has_legend { LEGEND_HEIGHT } else { 0.0 }).ceil();
        let title = escaped_text(&lines::printable(title));
        out.line(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" viewBox=\"0 0 {wide} {high}\" \
             role=\"img\" aria-label=\"{title}\" font-family=\"{FONT}\">"
        ));
        out.line(format_args!("<title>{title}</title>"));
        self.draw_arrow_heads(&mut out);
        out.line(format_args!(
            "<rect x=\"0.5\" y=\"0.5\" width=\"{}\" height=\"{}\" rx=\"10\" fill=\"#ffffff\" stroke=\"#e2e8f0\"/>",
            wide - 1.0,
            high - 1.0
        ));
        out.line(format_args!("<g transform=\"translate({MARGIN} {MARGIN})\">"));
        if self.graph.vertices.is_empty() {
            out.line(format_args!("<text y=\"24\" font-size=\"13\" fill=\"#475569\">nothing to draw</text>"));
        }
        for (group, frame) in self.graph.groups.iter().zip(&self.layout.frames) {
            frame.iter().for_each(|(middle, size)| draw_frame(group, *middle, *size, &mut out));
        }
        for (edge, route) in self.graph.edges.iter().zip(&self.layout.routes) {
            self.draw_edge(edge, route, &mut out);
        }
        for (index, vertex) in self.graph.vertices.iter().enumerate() {
            self.draw_box(index, vertex, &mut out);
        }
        for (index, edge) in self.graph.edges.iter().enumerate() {
            self.draw_label(index, edge, &mut out);
        }
        if has_legend {
            let mut x = 0.0;
            let y = self.layout.height + LEGEND_HEIGHT;
            for (manner, words) in legend {
                out.line(format_args!("<path d=\"M{x:.0} {y:.1}h34\"{}/>", stroke(*manner)));
                let after = x + 42.0;
                out.line(format_args!(
                    "<text x=\"{after:.0}\" y=\"{:.1}\" font-size=\"10.5\" fill=\"#475569\">{words}</text>",
                    y + 3.5
                ));
                x = after + width(words, 10.5) + 26.0;
            }
        }
        out.line(format_args!("</g>"));
        out.line(format_args!("</svg>"));
        let area = |(card, middle): (&Card, &Point)| {
            let Size { width, height } = card.size;
            Area { x: MARGIN + middle.x - width / 2.0, y: MARGIN + middle.y - height / 2.0, width, height }
        };
        let boxes = self.boxes.iter().zip(&self.layout.boxes).map(area).collect();
        Drawing { text: out.0, width: wide, height: high, boxes }
    }

    fn draw_arrow_heads(&self, out: &mut Out) {
        out.line(format_args!("<defs>"));
        for (manner, _) in LEGEND {
            if self.graph.edges.iter().any(|it| it.manner == manner) {
                out.line(format_args!(
                    "<marker id=\"{}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"9\" markerHeight=\"9\" \
                     markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 1l10 4-10 4z\" fill=\"{}\"/></marker>",
                    marker(manner),
                    colour(manner)
                ));
            }
        }
        out.line(format_args!("</defs>"));
    }

    fn draw_edge(&self, edge: &Edge, route: &Route, out: &mut Out) {
        if route.points.len() < 2 {
            return;
        }
        let from = &self.graph.vertices[edge.from].name;
        let to = &self.graph.vertices[edge.to].name;
        let says = if edge.labels.is_empty() { String::new() } else { format!(": {}", edge.labels.join(", ")) };
        let told = escaped_text(&lines::shortened(&format!("{from} → {to}{says}"), LONGEST_TITLE));
        let way = if edge.from == edge.to { looped(&route.points) } else { curved(&route.points) };
        out.line(format_args!("<path d=\"{way}\"{}><title>{told}</title></path>", stroke(edge.manner)));
    }

    fn draw_box(&self, index: usize, vertex: &Vertex, out: &mut Out) {
        let (card, middle) = (&self.boxes[index], self.layout.boxes[index]);
        let Size { width, height } = card.size;
        let (x, y) = (middle.x - width / 2.0, middle.y - height / 2.0);
        let look = Look::of(vertex.kind.family);
        let (fill, dashes) = if vertex.outside { ("#ffffff", " stroke-dasharray=\"5 3\"") } else { (look.pale, "") };
        let told = [std::slice::from_ref(&vertex.name), &lines::below_name(vertex)].concat().join(", ");
        let told = escaped_text(&lines::shortened(&told, LONGEST_TITLE));
        out.line(format_args!("<g transform=\"translate({x:.1} {y:.1})\"><title>{told}</title>"));
        out.line(format_args!(
            "<rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{fill}\" stroke=\"{}\" stroke-width=\"1.2\"{dashes}/>",
            look.strong
        ));
        let top = (height - ICON) / 2.0;
        out.line(format_args!(
            "<rect x=\"9\" y=\"{top:.1}\" width=\"{ICON}\" height=\"{ICON}\" rx=\"6\" fill=\"{}\"/>",
            look.strong
        ));
        out.line(format_args!(
            "<path transform=\"translate(13 {:.1})\" d=\"{}\" fill=\"none\" stroke=\"#ffffff\" stroke-width=\"1.7\" \
             stroke-linecap=\"round\" stroke-linejoin=\"round\"/>",
            top + 4.0,
            icons::path(vertex.kind.family)
        ));
        let text = card.name.len() as f64 * NAME_LINE + card.below.len() as f64 * SMALL_LINE;
        let mut base = (height - text) / 2.0 + 12.5;
        for line in &card.name {
            out.line(format_args!(
                "<text x=\"{TEXT_START}\" y=\"{base:.1}\" font-size=\"13\" font-weight=\"bold\" fill=\"#0f172a\">{}</text>",
                escaped_text(line)
            ));
            base += NAME_LINE;
        }
        base -= 1.0;
        for line in &card.below {
            out.line(format_args!(
                "<text x=\"{TEXT_START}\" y=\"{base:.1}\" font-size=\"11\" fill=\"#475569\">{}</text>",
                escaped_text(line)
            ));
            base += SMALL_LINE;
        }
        out.line(format_args!("</g>"));
    }

    fn draw_label(&self, index: usize, edge: &Edge, out: &mut Out) {
        let Some(middle) = self.layout.routes[index].label else { return };
        let lines = &self.labels[index];
        let Size { width, height } = label_size(lines);
        let (left, top) = (middle.x - width / 2.0, middle.y - height / 2.0);
        // Edges are not to run through the letters.
        out.line(format_args!(
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width}\" height=\"{height}\" rx=\"4\" fill=\"#ffffff\"/>"
        ));
        let mut base = middle.y - lines.len() as f64 * SMALL_LINE / 2.0 + 10.0;
        let fill = if edge.manner == Manner::Failure { colour(edge.manner) } else { "#334155" };
        for line in lines {
            out.line(format_args!(
                "<text x=\"{:.1}\" y=\"{base:.1}\" font-size=\"10.5\" text-anchor=\"middle\" fill=\"{fill}\">{}</text>",
                middle.x,
                escaped_text(line)
            ));
            base += SMALL_LINE;
        }
    }
}

/// A frame with what it is in its upper left corner.
fn draw_frame(group: &Group, middle: Point, Size { width, height }: Size, out: &mut Out) {
    let (x, y) = (middle.x - width / 2.0, middle.y - height / 2.0);
    let told = escaped_text(&lines::shortened(&format!("{}, {}", group.name, group.file), LONGEST_TITLE));
    out.line(format_args!("<g transform=\"translate({x:.1} {y:.1})\"><title>{told}</title>"));
    out.line(format_args!(
        "<rect width=\"{width:.1}\" height=\"{height:.1}\" rx=\"10\" fill=\"#f8fafc\" stroke=\"#94a3b8\"/>"
    ));
    let name = escaped_text(&lines::shortened(&group.name, LONGEST_NAME));
    out.line(format_args!(
        "<text x=\"12\" y=\"17\" font-size=\"11\" font-weight=\"bold\" fill=\"#475569\">{name}</text>"
    ));
    out.line(format_args!("</g>"));
}

/// The text of a picture, written line by line.
struct Out(String);

impl Out {
    fn line(&mut self, what: fmt::Arguments<'_>) {
        self.0.write_fmt(what).expect("a string takes everything");
        self.0.push('\n');
    }
}

fn marker(manner: Manner) -> &'static str {
    match manner {
        Manner::Event => "event",
        Manner::Access => "access",
        Manner::Failure => "failure",
        Manner::Mention => "mention",
    }
}

/// The attributes of the line of an edge.
fn stroke(manner: Manner) -> String {
    let how = match manner {
        Manner::Event => "stroke-width=\"1.9\"",
        Manner::Access => "stroke-width=\"1.1\"",
        Manner::Failure => "stroke-width=\"1.5\" stroke-dasharray=\"6 4\"",
        Manner::Mention => "stroke-width=\"1.1\" stroke-dasharray=\"2 3\"",
    };
    format!(" fill=\"none\" stroke=\"{}\" {how} marker-end=\"url(#{})\"", colour(manner), marker(manner))
}

/// A way through all points that leaves and reaches each of them level.
fn curved(points: &[Point]) -> String {
    let mut way = format!("M{:.1} {:.1}", points[0].x, points[0].y);
    for pair in points.windows(2) {
        let [from, to] = [pair[0], pair[1]];
        let middle = (from.x + to.x) / 2.0;
        let curve = format!("C{middle:.1} {:.1} {middle:.1} {:.1} {:.1} {:.1}", from.y, to.y, to.x, to.y);
        way.push_str(&curve);
    }
    way
}

/// A way from the first point to the last that the points between pull to themselves.
fn looped(points: &[Point]) -> String {
    let points: Vec<String> = points.iter().map(|it| format!("{:.1} {:.1}", it.x, it.y)).collect();
    let (first, rest) = points.split_first().expect("a way has points");
    format!("M{first}C{}", rest.join(" "))
}
