//! Places for boxes and edges, from left to right. Alone in knowing the crate that finds them.
use super::places::{BETWEEN_EDGES, Frames, Layout, Link, Point, Route, Size};
use super::routes;
use dagre::graph::{Graph as Laid, GraphOptions};
use dagre::layout::types::LabelPos;
use dagre::{EdgeLabel, LayoutOptions, NodeLabel, RankDir, Ranker, layout};
use std::collections::{BTreeMap, BTreeSet};

const BETWEEN_BOXES: f64 = 26.0;
const BETWEEN_RANKS: f64 = 52.0;
const BETWEEN_PARTS: f64 = 34.0;
/// Most edges for which the shortest ranks are looked for, which takes seconds where hundreds go around.
const MOST_RANKED_WELL: usize = 150;
/// Most that boxes without edges take from left to right.
const WIDEST_ROW: f64 = 1000.0;

/// Finds a place for every box and a route for every link; what hangs together stands together.
pub(super) fn of(boxes: &[Size], links: &[Link], frames: &Frames) -> Layout {
    let mut found = Layout {
        boxes: vec![Point { x: 0.0, y: 0.0 }; boxes.len()],
        routes: vec![Route::default(); links.len()],
        frames: vec![None; frames.parents.len()],
        ..Layout::default()
    };
    let (mut parts, mut alone) = (Vec::new(), Vec::new());
    for part in parts_of(boxes.len(), links, frames) {
        let is_framed = frames.of_box[part[0]].is_some();
        let has_edge = part.len() > 1 || is_framed || links.iter().any(|it| it.from == part[0]);
        if has_edge { parts.push(part) } else { alone.push(part[0]) }
    }
    for part in &parts {
        place_part(part, boxes, links, frames, &mut found);
    }
    place_alone(&alone, boxes, &mut found);
    routes::arrange(&parts, boxes, links, &mut found);
    found
}

/// The indices of the boxes that hang together or stand in one frame, in the order of their first.
fn parts_of(count: usize, links: &[Link], frames: &Frames) -> Vec<Vec<usize>> {
    let mut leader: Vec<usize> = (0..count).collect();
    fn lead(leader: &mut [usize], mut at: usize) -> usize {
        while leader[at] != at {
            leader[at] = leader[leader[at]];
            at = leader[at];
        }
        at
    }
    let mut first_in: BTreeMap<usize, usize> = BTreeMap::new();
    let framed = (0..count).filter_map(|it| Some((it, frames.around(frames.of_box[it]).last()?)));
    let framed: Vec<_> = framed.map(|(it, frame)| (*first_in.entry(frame).or_insert(it), it)).collect();
    for (one, other) in links.iter().map(|it| (it.from, it.to)).chain(framed) {
        let (one, other) = (lead(&mut leader, one), lead(&mut leader, other));
        leader[one.max(other)] = one.min(other);
    }
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..count {
        parts.entry(lead(&mut leader, at)).or_default().push(at);
    }
    parts.into_values().collect()
}

/// Lays out what hangs together below everything that has a place.
fn place_part(part: &[usize], boxes: &[Size], links: &[Link], frames: &Frames, found: &mut Layout) {
    let framed: BTreeSet<usize> = part.iter().flat_map(|it| frames.around(frames.of_box[*it])).collect();
    let options = GraphOptions { directed: true, multigraph: true, compound: !framed.is_empty() };
    let mut graph: Laid<NodeLabel, EdgeLabel> = Laid::with_options(options);
    for index in part {
        let Size { width, height } = boxes[*index];
        graph.set_node(index.to_string(), Some(NodeLabel { width, height, ..NodeLabel::default() }));
    }
    for frame in &framed {
        graph.set_node(frame_name(*frame), Some(NodeLabel::default()));
        if let Some(outer) = frames.parents[*frame] {
            graph.set_parent(&frame_name(*frame), Some(&frame_name(outer)));
        }
    }
    for (index, frame) in part.iter().filter_map(|it| Some((it, frames.of_box[*it]?))) {
        graph.set_parent(&index.to_string(), Some(&frame_name(frame)));
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
    // What a frame has around is more than its boxes, and less than what is between them.
    for frame in framed.iter().rev() {
        let inner =
            graph.node(&frame_name(*frame)).and_then(|it| Some((Point { x: it.x?, y: it.y? }, it.width, it.height)));
        let Some((middle, width, height)) = inner else { continue };
        let size = Size { width, height };
        cover(middle, size);
        found.frames[*frame] = Some((middle, size));
    }
    let top = if found.height > 0.0 { found.height + BETWEEN_PARTS } else { 0.0 };
    let shift = |it: &mut Point| *it = Point { x: it.x - corner.x, y: it.y - corner.y + top };
    part.iter().for_each(|it| shift(&mut found.boxes[*it]));
    for frame in &framed {
        found.frames[*frame].iter_mut().for_each(|(middle, _)| shift(middle));
    }
    for (number, _) in &own {
        let route = &mut found.routes[*number];
        route.points.iter_mut().chain(route.label.as_mut()).for_each(shift);
    }
    found.width = found.width.max(end.x - corner.x);
    found.height = top + end.y - corner.y;
}

/// What a frame is called among the boxes, which are numbers.
fn frame_name(frame: usize) -> String {
    format!("frame {frame}")
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
