//! Routes of edges that keep apart and keep clear of boxes: they bend only between the columns that boxes stand in.
use super::places::{BETWEEN_EDGES, Layout, Link, Point, Size};
use std::collections::BTreeMap;

/// How much of a box's side at either end has no edges.
const CORNER: f64 = 10.0;
/// How far a label is from the bends of its edge.
const BESIDE_LABEL: f64 = 2.0;
/// How much the middles of boxes in one column can differ.
const SAME: f64 = 1.0;

/// Gives the points that a layout has found for each edge their last places. `parts` are the boxes that hang together.
pub(super) fn arrange(parts: &[Vec<usize>], boxes: &[Size], links: &[Link], layout: &mut Layout) {
    spread_ends(boxes, links, layout);
    let mut columns_of = vec![Vec::new(); boxes.len()];
    for part in parts {
        let columns = columns(part, boxes, layout);
        part.iter().for_each(|it| columns_of[*it].clone_from(&columns));
    }
    for (number, link) in links.iter().enumerate() {
        let route = &mut layout.routes[number];
        if link.from == link.to {
            route.points = loop_below(layout.boxes[link.from], boxes[link.from], &route.points);
        } else {
            let label = route.label.map(|it| (it, link.label.width / 2.0 + BESIDE_LABEL));
            route.points = levelled(&route.points, label, &columns_of[link.from]);
        }
    }
}

/// An end of an edge at a box: how high the edge comes from, its number, and whether it is its first point.
type End = (f64, usize, bool);

/// Gives the edges at one side of a box a place each, in the order in which they arrive there, so that they do not meet
/// before they have to.
fn spread_ends(boxes: &[Size], links: &[Link], layout: &mut Layout) {
    // By box, and whether it is the right side.
    let mut sides: BTreeMap<(usize, bool), Vec<End>> = BTreeMap::new();
    for (number, link) in links.iter().enumerate().filter(|(_, it)| it.from != it.to) {
        let points = &layout.routes[number].points;
        let count = points.len();
        if count < 2 {
            continue;
        }
        for (index, near, is_first) in [(link.from, points[1], true), (link.to, points[count - 2], false)] {
            // Where there is nothing between the boxes, the other box says where the edge comes from.
            let other = if is_first { link.to } else { link.from };
            let near = if count == 2 { layout.boxes[other] } else { near };
            let is_right = near.x > layout.boxes[index].x;
            sides.entry((index, is_right)).or_default().push((near.y, number, is_first));
        }
    }
    for ((index, is_right), mut ends) in sides {
        ends.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        let (middle, size) = (layout.boxes[index], boxes[index]);
        let x = if is_right { middle.x + size.width / 2.0 } else { middle.x - size.width / 2.0 };
        let room = (size.height - 2.0 * CORNER).max(0.0);
        let step = (room / ends.len() as f64).min(BETWEEN_EDGES);
        let first = middle.y - step * (ends.len() - 1) as f64 / 2.0;
        for (at, (_, number, is_first)) in ends.into_iter().enumerate() {
            let points = &mut layout.routes[number].points;
            let point = Point { x, y: first + step * at as f64 };
            let end = if is_first { 0 } else { points.len() - 1 };
            points[end] = point;
        }
    }
}

/// The middle of each column of boxes, and half the width of its widest box.
fn columns(part: &[usize], boxes: &[Size], layout: &Layout) -> Vec<(f64, f64)> {
    let mut found: Vec<(f64, f64)> = Vec::new();
    for index in part {
        let (half, middle) = (boxes[*index].width / 2.0, layout.boxes[*index]);
        match found.iter_mut().find(|(x, _)| (x - middle.x).abs() < SAME) {
            Some((_, widest)) => *widest = widest.max(half),
            None => found.push((middle.x, half)),
        }
    }
    found
}

/// The points of a route, doubled where it must be level: beside the label, and as long as it is among boxes.
fn levelled(points: &[Point], label: Option<(Point, f64)>, columns: &[(f64, f64)]) -> Vec<Point> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return Vec::new() };
    let direction = if first.x <= last.x { 1.0 } else { -1.0 };
    let mut found = vec![*first];
    // An end stands at the side of its box, which may be narrower than others in its column.
    let beyond = |x: f64, direction: f64| {
        let around = columns.iter().filter(|(middle, half)| (x - middle).abs() <= half + SAME);
        around
            .map(|(middle, half)| middle + direction * half)
            .fold(x, |one, other| if direction > 0.0 { one.max(other) } else { one.min(other) })
    };
    found.push(Point { x: beyond(first.x, direction), y: first.y });
    for point in &points[1..points.len() - 1] {
        let half = match label {
            Some((at, half)) if (at.x - point.x).abs() < SAME && (at.y - point.y).abs() < SAME => half,
            _ => columns.iter().find(|(x, _)| (x - point.x).abs() < SAME).map_or(0.0, |it| it.1),
        };
        found.push(Point { x: point.x - direction * half, y: point.y });
        found.push(Point { x: point.x + direction * half, y: point.y });
    }
    found.push(Point { x: beyond(last.x, -direction), y: last.y });
    found.push(*last);
    found.dedup_by(|one, other| (one.x - other.x).abs() < SAME && (one.y - other.y).abs() < SAME);
    found
}

/// From the lower side of a box back to it, as deep as there is room: two ends, and how deep it goes between.
fn loop_below(middle: Point, size: Size, room: &[Point]) -> Vec<Point> {
    let side = middle.y + size.height / 2.0;
    let depth = room.iter().map(|it| it.y).fold(side + 24.0, f64::max);
    let at = |share: f64, y: f64| Point { x: middle.x + size.width * share, y };
    vec![at(0.2, side), at(0.2, depth), at(-0.2, depth), at(-0.2, side)]
}
