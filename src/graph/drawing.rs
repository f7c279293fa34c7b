//! A graph while it is drawn: vertices and edges are put in once, whoever finds them.
use super::application::{Application, End, shown};
use super::kinds::{Family, IOT_RULE, Kind, OTHER};
use super::model::{Edge, Graph, Manner, Vertex};
use indexmap::IndexSet;
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{HashMap, HashSet};

/// A graph under construction.
#[derive(Default)]
pub(super) struct Drawing {
    vertices: Vec<Vertex>,
    /// Vertices by id.
    places: HashMap<String, usize>,
    edges: Vec<Edge>,
    /// Edges by ends and manner.
    drawn: HashMap<(usize, usize, Manner), usize>,
    /// The labels of each edge.
    labels: HashSet<(usize, String)>,
    /// Resources whose definition says all that they call.
    told: HashSet<String>,
    left_out: IndexSet<String>,
    /// How many edges were looked for.
    searches: Cell<usize>,
}

/// Most edges that are drawn. Whoever has a role may do all that its policies allow, so that thousands of functions and of
/// statements would make millions.
const MOST_EDGES: usize = 100_000;
/// Most edges that are looked for, be they drawn or not.
const MOST_SEARCHES: usize = 2_000_000;

impl Drawing {
    /// Begins with all resources of the document that have a kind, in the order of the template.
    pub(super) fn begin(application: &Application<'_>) -> Self {
        let mut drawing = Self::default();
        let mut resources: Vec<_> = application.resources().collect();
        resources.sort_by_cached_key(|it| application.position(it.id));
        for resource in resources {
            if let Some(kind) = application.kind(resource) {
                let name = name(application, resource.id, kind);
                drawing.put(Vertex {
                    id: resource.id.to_owned(),
                    name,
                    kind,
                    detail: None,
                    outside: false,
                    group: None,
                });
            }
        }
        drawing
    }

    fn put(&mut self, vertex: Vertex) -> usize {
        let place = self.vertices.len();
        self.places.insert(vertex.id.clone(), place);
        self.vertices.push(vertex);
        place
    }

    /// The place of a vertex, which is made where it has none yet.
    fn place(&mut self, end: &End<'_>) -> usize {
        let id = id(end);
        if let Some(place) = self.places.get(&*id) {
            return *place;
        }
        let id = id.into_owned();
        match end {
            End::Own(name) | End::Other(name) => self.put(Vertex {
                id,
                name: (*name).to_owned(),
                kind: &OTHER,
                detail: None,
                outside: false,
                group: None,
            }),
            End::Outside(kind, name) => {
                self.put(Vertex { id, name: name.clone(), kind, detail: None, outside: true, group: None })
            }
        }
    }

    /// Says more of a resource.
    pub(super) fn detail(&mut self, id: &str, detail: String) {
        if let Some(place) = self.places.get(id).filter(|_| !detail.is_empty()) {
            self.vertices[*place].detail = Some(shown(&detail));
        }
    }

    /// Whether there is no room for more edges. What still looks for some can stop.
    pub(super) fn is_full(&self) -> bool {
        self.edges.len() >= MOST_EDGES || self.searches.get() >= MOST_SEARCHES
    }

    /// Draws an edge, or adds a label to the one that is there. An empty label says nothing.
    pub(super) fn edge(&mut self, from: &End<'_>, to: &End<'_>, manner: Manner, label: impl Into<String>) {
        if self.is_full() {
            return;
        }
        self.count_search();
        let (from, to) = (self.place(from), self.place(to));
        let edge = *self.drawn.entry((from, to, manner)).or_insert_with(|| {
            self.edges.push(Edge { from, to, manner, labels: Vec::new() });
            self.edges.len() - 1
        });
        let label = shown(&label.into());
        if !label.is_empty() && self.labels.insert((edge, label.clone())) {
            self.edges[edge].labels.push(label);
        }
    }

    /// Draws an edge from each of some ends to each of others.
    pub(super) fn edges(&mut self, from: &[End<'_>], to: &[End<'_>], manner: Manner, label: &str) {
        for one in from {
            for other in to {
                if self.is_full() {
                    return;
                }
                self.edge(one, other, manner, label);
            }
        }
    }

    /// Whether there is an edge in one of these manners.
    pub(super) fn has(&self, from: &End<'_>, to: &End<'_>, manners: &[Manner]) -> bool {
        self.count_search();
        let place = |end: &End<'_>| self.places.get(&*id(end)).copied();
        let (Some(from), Some(to)) = (place(from), place(to)) else { return false };
        manners.iter().any(|it| self.drawn.contains_key(&(from, to, *it)))
    }

    fn count_search(&self) {
        self.searches.set(self.searches.get() + 1);
    }

    /// Notes that everything that a resource calls is drawn.
    pub(super) fn tell(&mut self, id: &str) {
        self.told.insert(id.to_owned());
    }

    /// Whether a permission to call `to` would say nothing that is not drawn already.
    pub(super) fn is_told(&self, from: &End<'_>, to: &End<'_>, manner: Manner) -> bool {
        self.told.contains(&*id(from)) || (manner == Manner::Event && self.has(from, to, &[manner, Manner::Failure]))
    }

    /// Notes what could not be drawn, as part of a sentence behind "left out:".
    pub(super) fn leave_out(&mut self, what: String) {
        self.left_out.insert(what);
    }

    /// The graph, without what nothing leads to or from unless it is of interest by itself.
    pub(super) fn finish(mut self) -> Graph {
        if self.is_full() {
            self.leave_out(format!("what there is beyond {} edges", self.edges.len()));
        }
        let connected: HashSet<usize> = self.edges.iter().flat_map(|it| [it.from, it.to]).collect();
        let mut places = vec![None; self.vertices.len()];
        let mut vertices = Vec::new();
        for (place, vertex) in self.vertices.into_iter().enumerate() {
            if vertex.kind.alone || connected.contains(&place) {
                places[place] = Some(vertices.len());
                vertices.push(vertex);
            }
        }
        let kept = |place: usize| places[place].expect("vertices with edges are kept");
        let moved = |it: Edge| Edge { from: kept(it.from), to: kept(it.to), ..it };
        let mut edges: Vec<Edge> = self.edges.into_iter().map(moved).collect();
        edges.sort_by_key(|it| (it.from, it.to, it.manner));
        let left_out = self.left_out.into_iter().collect();
        Graph { vertices, edges, left_out, ..Graph::default() }
    }
}

/// What an end is called among the vertices; no logical id has a space.
fn id<'a>(end: &End<'a>) -> Cow<'a, str> {
    match end {
        End::Own(id) | End::Other(id) => Cow::Borrowed(id),
        End::Outside(kind, name) => Cow::Owned(format!("{} {name}", kind.title)),
    }
}

/// What the user calls a resource: what SAM made has the name of the event that asked for it.
fn name(application: &Application<'_>, id: &str, kind: &Kind) -> String {
    let generated = application.provenance.resource(id);
    let cause = generated.as_ref().and_then(|it| it.causes.first()).filter(|it| it.resource_id != id);
    // SAM makes logical ids of that of the resource; another one is the user's choice.
    let Some(cause) = cause.filter(|it| id.starts_with(it.resource_id)) else { return id.to_owned() };
    let asked = cause.part.map_or(cause.resource_id, |it| it.name);
    if cause.part.is_some() && (kind.family == Family::Schedule || *kind == IOT_RULE) {
        return asked.to_owned();
    }
    let noun = kind.title.rsplit(' ').next().unwrap_or_default();
    format!("{asked} {noun}")
}
