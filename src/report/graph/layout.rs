//! Places for boxes and edges, from left to right. Alone in knowing the crate that finds them.
use super::places::{BETWEEN_EDGES, Layout, Link, Point, Route, Size};
use super::routes;
use dagre::graph::{Graph as Laid, GraphOptions};
use dagre::layout::types::LabelPos;
use dagre::{EdgeLabel, LayoutOptions, NodeLabel, RankDir, Ranker, layout};
use std::collections::BTreeMap;

const BETWEEN_BOXES: f64 = 26.0;
const BETWEEN_RANKS: f64 = 52.0;
const BETWEEN_PARTS: f64 = 34.0;
/// Most edges for which the shortest ranks are looked for, which takes seconds where hundreds go around.
const MOST_RANKED_WELL: usize = 150;
/// Most that boxes without edges take from left to right.
const WIDEST_ROW: f64 = 1000.0;

/// Finds a place for every box and a route for every link; what hangs together stands together.
pub(super) fn of(boxes: &[Size], links: &[Link]) -> Layout {
    let mut found = Layout {
        boxes: vec![Point { x: 0.0, y: 0.0 }; boxes.len()],
        routes: vec![Route::default(); links.len()],
        ..Layout::default()
    };
    let (mut parts, mut alone) = (Vec::new(), Vec::new());
    for part in parts_of(boxes.len(), links) {
        let has_edge = part.len() > 1 || links.iter().any(|it| it.from == part[0]);
        if has_edge { parts.push(part) } else { alone.push(part[0]) }
    }
    for part in &parts {
        place_part(part, boxes, links, &mut found);
    }
    place_alone(&alone, boxes, &mut found);
    routes::arrange(&parts, boxes, links, &mut found);
    found
}

/// The indices of the boxes that hang together, in the order of their first.
fn parts_of(count: usize, links: &[Link]) -> Vec<Vec<usize>> {
    let mut leader: Vec<usize> = (0..count).collect();
    fn lead(leader: &mut [usize], mut at: usize) -> usize {
        while leader[at] != at {
            leader[at] = leader[leader[at]];
            at = leader[at];
        }
        at
    }
    for link in links {
        let (one, other) = (lead(&mut leader, link.from), lead(&mut leader, link.to));
        leader[one.max(other)] = one.min(other);
    }
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..count {
        parts.entry(lead(&mut leader, at)).or_default().push(at);
    }
    parts.into_values().collect()
}

/// Lays out what hangs together below everything that has a place.
fn place_part(part: &[usize], boxes: &[Size], links: &[Link], found: &mut Layout) {
    let options = GraphOptions { directed: true, multigraph: true, compound: false };
    let mut graph: Laid<NodeLabel, EdgeLabel> = Laid::with_options(options);
    for index in part {
        let Size { width, height } = boxes[*index];
        graph.set_node(index.to_string(), Some(NodeLabel { width, height, ..NodeLabel::default() }));
    }
    let own = links.iter().enumerate().filter(|(_, it)| part.contains(&it.from));
    let own: Vec<(usize, &Link)> = own.collect();
    for (number, link) in &own {
        let Size { width, height } = link.label;
        let edge = EdgeLabel { width, height, labelpos: LabelPos::Center, ..EdgeLabel::default() };
        graph.set_edge(link.from.to_string(), link.to.to_string(), Some(edge), Some(&number.to_string()));
    }
    layout(
        &mut graph,
        Some(LayoutOptions {
            rankdir: RankDir::LR,
            ranker: if own.len() > MOST_RANKED_WELL { Ranker::TightTree } else { Ranker::NetworkSimplex },
            nodesep: BETWEEN_BOXES,
            edgesep: BETWEEN_EDGES,
            ranksep: BETWEEN_RANKS,
            ..LayoutOptions::default()
        }),
    );
    let mut corner = Point { x: f64::INFINITY, y: f64::INFINITY };
    let mut end = Point { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY };
    let mut cover = |at: Point, size: Size| {
        corner = Point { x: corner.x.min(at.x - size.width / 2.0), y: corner.y.min(at.y - size.height / 2.0) };
        end = Point { x: end.x.max(at.x + size.width / 2.0), y: end.y.max(at.y + size.height / 2.0) };
    };
    for index in part {
        let place = graph.node(&index.to_string()).map(|it| (it.x, it.y));
        if let Some((Some(x), Some(y))) = place {
            found.boxes[*index] = Point { x, y };
            cover(Point { x, y }, boxes[*index]);
        }
    }
    for (number, link) in &own {
        let name = number.to_string();
        let Some(edge) = graph.edge(&link.from.to_string(), &link.to.to_string(), Some(&name)) else { continue };
        let points: Vec<Point> = edge.points.iter().map(|it| Point { x: it.x, y: it.y }).collect();
        points.iter().for_each(|it| cover(*it, Size { width: 0.0, height: 0.0 }));
        let label = edge.x.zip(edge.y).map(|(x, y)| Point { x, y }).filter(|_| link.label.width > 0.0);
        label.iter().for_each(|it| cover(*it, link.label));
        found.routes[*number] = Route { points, label };
    }
    let top = if found.height > 0.0 { found.height + BETWEEN_PARTS } else { 0.0 };
    let shift = |it: &mut Point| *it = Point { x: it.x - corner.x, y: it.y - corner.y + top };
    part.iter().for_each(|it| shift(&mut found.boxes[*it]));
    for (number, _) in &own {
        let route = &mut found.routes[*number];
        route.points.iter_mut().chain(route.label.as_mut()).for_each(shift);
    }
    found.width = found.width.max(end.x - corner.x);
    found.height = top + end.y - corner.y;
}

/// Places boxes without edges in rows below the rest.
fn place_alone(alone: &[usize], boxes: &[Size], found: &mut Layout) {
    let widest = found.width.max(WIDEST_ROW);
    let (mut x, mut row) = (0.0, 0.0_f64);
    let mut top = if found.height > 0.0 { found.height + BETWEEN_PARTS } else { 0.0 };
    for index in alone {
        let Size { width, height } = boxes[*index];
        if x > 0.0 && x + width > widest {
            top += row + BETWEEN_BOXES;
            (x, row) = (0.0, 0.0);
        }
        found.boxes[*index] = Point { x: x + width / 2.0, y: top + height / 2.0 };
        x += width + BETWEEN_BOXES;
        row = row.max(height);
        found.width = found.width.max(x - BETWEEN_BOXES);
        found.height = top + row;
    }
}
