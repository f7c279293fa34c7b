//! Boxes and edges to draw, and the places that are found for them. All lengths are in pixels.

/// Something to find a place for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Size {
    pub width: f64,
    pub height: f64,
}

/// An edge between two boxes, by their indices, and how large its label is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub from: usize,
    pub to: usize,
    pub label: Size,
}

/// Frames around boxes.
#[derive(Clone, Debug, Default)]
pub(super) struct Frames {
    /// The frame that each box stands in.
    pub of_box: Vec<Option<usize>>,
    /// The frame that each frame stands in; each stands behind it.
    pub parents: Vec<Option<usize>>,
}

impl Frames {
    /// A frame and those around it, from the inside.
    pub(super) fn around(&self, frame: Option<usize>) -> impl Iterator<Item = usize> {
        std::iter::successors(frame, |it| self.parents[*it])
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Point {
    pub x: f64,
    pub y: f64,
}

/// Where everything stands, from the corner at the top left.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    pub width: f64,
    pub height: f64,
    /// The middle of each box.
    pub boxes: Vec<Point>,
    pub routes: Vec<Route>,
    /// The middle and the size of each frame that has boxes.
    pub frames: Vec<Option<(Point, Size)>>,
}

/// The way of an edge: through its points, level at each of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Route {
    /// From the side of one box to the side of the other.
    pub points: Vec<Point>,
    /// The middle of the label.
    pub label: Option<Point>,
}

/// How far edges keep apart.
pub(super) const BETWEEN_EDGES: f64 = 16.0;
