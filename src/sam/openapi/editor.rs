//! What Swagger and OpenAPI definitions share: paths, methods and conditions around them.
//!
//! The order of keys in a definition decides the logical id of its deployment, so every edit makes the steps of the
//! reference, copies included, see [`crate::python::KeyOrder`].
use crate::diagnostic::{Diagnostic, Problems, Sound, codes};
use crate::node;
use crate::source::Span;
use crate::syntax::{Deferred, IntoNode, Map, Node, Text, Unsettled};
use crate::template::intrinsics;

/// API Gateway's key for what a method calls.
pub(crate) const INTEGRATION: &str = "x-amazon-apigateway-integration";
/// API Gateway's key for all methods of a path.
pub(crate) const ANY_METHOD: &str = "x-amazon-apigateway-any-method";

const PATHS: &str = "paths";

/// What stands under a path beside its methods.
const BESIDE_METHODS: [&str; 3] = ["summary", "description", "parameters"];

/// A method as definitions spell it: in lower case, `any` as [`ANY_METHOD`].
pub(crate) fn normalize_method(method: &Text) -> Text {
    let lower = Text::from(method.to_lowercase()).with_unicode(method.is_unicode());
    if lower == "any" { ANY_METHOD.into() } else { lower }
}

/// An API definition that is being edited.
#[derive(Debug)]
pub(crate) struct Editor {
    document: Deferred,
}

/// The values that a value may have: itself, or the sides of an `Fn::If` but for `AWS::NoValue`.
pub(super) fn alternatives(node: &Node) -> Vec<&Node> {
    match node.map().and_then(|it| it.get("Fn::If")).and_then(Node::list) {
        Some(arguments) => arguments.iter().skip(1).filter(|it| !intrinsics::is_no_value(it)).collect(),
        None => vec![node],
    }
}

/// Like [`alternatives`], to change.
pub(super) fn alternatives_mut(node: &mut Node) -> Vec<&mut Node> {
    if node.map().and_then(|it| it.get("Fn::If")).and_then(Node::list).is_none() {
        return vec![node];
    }
    let arguments = node.map_mut().and_then(|it| it.get_mut("Fn::If")).and_then(Node::list_mut);
    arguments.into_iter().flatten().skip(1).filter(|it| !intrinsics::is_no_value(it)).collect()
}

impl Editor {
    /// Begins to edit a copy of the definition; gives it back when it has no map of `paths`.
    pub(crate) fn open(mut definition: Deferred) -> Result<Self, Deferred> {
        if definition.map().and_then(|it| it.into_below(PATHS)).is_none() {
            return Err(definition);
        }
        definition.copy();
        Ok(Self { document: definition })
    }

    /// A copy of the definition as edited.
    pub(crate) fn close(mut self) -> Deferred {
        self.document.copy();
        self.document
    }

    /// The value of a key of the definition where Python takes it for true.
    pub(crate) fn part(&mut self, key: &str) -> Option<&Node> {
        self.document_mut().into_settled(key).map(|it| &*it).filter(|it| it.is_truthy())
    }

    /// Whether something other than a map of methods stands under a path.
    pub(crate) fn has_odd_paths(&mut self) -> bool {
        !self.paths().all(|item| has_alternatives(item) && alternatives(item).into_iter().all(|it| it.map().is_some()))
    }

    /// The whole definition, to change.
    pub(crate) fn document_mut(&mut self) -> Unsettled<'_> {
        self.document.map().expect("checked by `open`")
    }

    pub(crate) fn paths(&mut self) -> &Map {
        self.document_mut().into_settled(PATHS).and_then(|it| it.map()).expect("checked by `open`")
    }

    fn paths_mut(&mut self) -> Unsettled<'_> {
        self.document_mut().into_below(PATHS).expect("checked by `open`")
    }

    /// What stands under a path.
    pub(crate) fn item(&mut self, path: &str) -> Option<&Node> {
        self.item_mut(path).map(|it| &*it)
    }

    fn item_mut(&mut self, path: &str) -> Option<&mut Node> {
        self.paths_mut().into_settled(path)
    }

    /// The same for who looks at one method alone: copies of the others, which may be thousands, are not made.
    fn item_of_method(&mut self, path: &str, method: &str) -> Option<&mut Node> {
        let mut paths = self.paths_mut();
        if paths.below(path).is_some_and(|it| it.contains_key("Fn::If")) {
            return paths.into_settled(path);
        }
        paths.into_settled_at(path, method)
    }

    /// Whether the method of the path calls something, whatever conditions hold.
    ///
    /// `None` when that cannot be told, which is reported.
    pub(crate) fn has_integration(&mut self, path: &str, method: &str, problems: &mut Problems) -> Option<bool> {
        let Some(item) = self.item_of_method(path, method) else { return Some(false) };
        check_condition(item, problems)?;
        let definitions: Option<Vec<&Node>> = alternatives(item).into_iter().map(|it| it.map()?.get(method)).collect();
        let Some(definitions) = definitions else { return Some(false) };
        for definition in definitions {
            if definition.map().is_none() || !calls_something(definition, path, method, problems)? {
                return Some(false);
            }
        }
        Some(true)
    }

    /// What there is to say of a second event, whose path stands at `at`, for a method that calls something already.
    /// `name` is what users call the method.
    pub(crate) fn duplicate_route(&mut self, path: &str, method: &str, name: &str, at: Span) -> Diagnostic {
        let message = format!("method `{name}` of path `{path}` is defined more than once");
        let finding = Diagnostic::new(&codes::DUPLICATE_ROUTE, at, message);
        let finding = finding.help("remove one of them, or give it another path or method");
        let item = self.item_of_method(path, method).and_then(|it| alternatives(it).first()?.map());
        match item.and_then(|it| it.key_span(method)) {
            Some(other) => finding.related(other, "the other route is here"),
            None => finding,
        }
    }

    /// Adds a path and a method, empty where they are not there yet.
    ///
    /// `None` when there is something else than a map under the path, which is reported.
    pub(crate) fn add_path(&mut self, path: &Text, method: &Text, at: Span, problems: &mut Problems) -> Option<Sound> {
        let mut paths = self.paths_mut();
        if !paths.contains_key(path) {
            let empty = paths.empty_of_kind();
            paths.insert(path, empty().into_node(at));
        }
        let item = self.item_of_method(path, method).expect("inserted above when it was not there");
        for item in alternatives_mut(item) {
            let span = item.span;
            let Some(item) = item.map_mut() else {
                report_path_item(path, span, problems);
                return None;
            };
            let empty = item.empty_of_kind();
            item.or_insert_with(method, || empty().into_node(at));
        }
        Some(Sound)
    }

    /// What stands under a path: one map of methods, or one for each side of an `Fn::If`.
    ///
    /// `None` when there is no such path or something else than a map, which is reported.
    pub(crate) fn items_mut(&mut self, path: &str, problems: &mut Problems) -> Option<Vec<&mut Map>> {
        let span = self.document.span();
        items_of(self.item_mut(path), path, span, problems)
    }

    /// The same for who looks at one method alone.
    pub(crate) fn items_of_method(
        &mut self,
        path: &str,
        method: &str,
        problems: &mut Problems,
    ) -> Option<Vec<&mut Map>> {
        let span = self.document.span();
        items_of(self.item_of_method(path, method), path, span, problems)
    }

    /// The definitions of a method that call something: one, or one for each side of the `Fn::If`s around it.
    ///
    /// `None` when there is no such method or something else than a map, which is reported.
    pub(crate) fn method_mut(&mut self, path: &str, method: &Text, problems: &mut Problems) -> Option<Vec<&mut Map>> {
        let span = self.document.span();
        let name = normalize_method(method);
        let mut found = Vec::new();
        for item in self.items_of_method(path, &name, problems)? {
            let Some(definition) = item.get_mut(&name) else {
                report_method(path, &name, span, problems);
                return None;
            };
            found.extend(integrated(definition, path, &name, problems)?);
        }
        Some(found)
    }

    /// Like [`Editor::method_mut`], for all methods of a path, each with its name.
    pub(crate) fn methods_mut(&mut self, path: &str, problems: &mut Problems) -> Option<Vec<(Text, &mut Map)>> {
        let mut found = Vec::new();
        for item in self.items_mut(path, problems)? {
            for (name, definition) in item.iter_mut().filter(|(name, _)| !BESIDE_METHODS.contains(&&***name)) {
                let definitions = integrated(definition, path, name, problems)?;
                found.extend(definitions.into_iter().map(|it| (normalize_method(name), it)));
            }
        }
        Some(found)
    }

    /// Puts a whole path under a condition.
    pub(crate) fn make_path_conditional(&mut self, path: &str, condition: &Node) {
        if let Some(item) = self.item_mut(path) {
            *item = intrinsics::if_only(condition.span, condition, &*item);
        }
    }
}

/// The maps of methods that an item may be; `definition` is where the whole definition stands.
fn items_of<'a>(
    item: Option<&'a mut Node>,
    path: &str,
    definition: Span,
    problems: &mut Problems,
) -> Option<Vec<&'a mut Map>> {
    let Some(item) = item else {
        report_path_item(path, definition, problems);
        return None;
    };
    let mut items = Vec::new();
    for item in checked_alternatives(item, problems)? {
        let span = item.span;
        match item.map_mut() {
            Some(item) => items.push(item),
            None => {
                report_path_item(path, span, problems);
                return None;
            }
        }
    }
    Some(items)
}

/// Whether [`alternatives`] can be told: not of an `Fn::If` without a list.
fn has_alternatives(node: &Node) -> bool {
    node.get("Fn::If").is_none_or(|it| it.list().is_some())
}

/// Refuses an `Fn::If` whose alternatives cannot be told.
pub(super) fn check_condition(node: &Node, problems: &mut Problems) -> Option<Sound> {
    if has_alternatives(node) {
        return Some(Sound);
    }
    let message = "`Fn::If` needs a list: a condition and two values";
    problems.push(Diagnostic::new(&codes::INVALID_INTRINSIC, node.span, message));
    None
}

/// Like [`alternatives_mut`]; `None` when they cannot be told, which is reported.
fn checked_alternatives<'a>(node: &'a mut Node, problems: &mut Problems) -> Option<Vec<&'a mut Node>> {
    check_condition(node, problems)?;
    Some(alternatives_mut(node))
}

/// Whether one of the definitions that a method may have calls something; the first that does settles it.
///
/// `None` when one before it is no map, which is reported.
fn calls_something(method: &Node, path: &str, name: &str, problems: &mut Problems) -> Option<bool> {
    check_condition(method, problems)?;
    for definition in alternatives(method) {
        let Some(map) = definition.map() else {
            report_method(path, name, definition.span, problems);
            return None;
        };
        if map.truthy(INTEGRATION).is_some() {
            return Some(true);
        }
    }
    Some(false)
}

/// Of the alternatives of a method, those that call something. `None` when one is no map, which is reported.
fn integrated<'a>(
    definition: &'a mut Node,
    path: &str,
    method: &str,
    problems: &mut Problems,
) -> Option<Vec<&'a mut Map>> {
    let mut found = Vec::new();
    for definition in checked_alternatives(definition, problems)? {
        let span = definition.span;
        let Some(definition) = definition.map_mut() else {
            report_method(path, method, span, problems);
            return None;
        };
        if definition.truthy(INTEGRATION).is_some() {
            found.push(definition);
        }
    }
    Some(found)
}

/// Says that a method's value is no map.
fn report_method(path: &str, method: &str, span: Span, problems: &mut Problems) {
    let message = format!("the value of method `{method}` of path `{path}` must be a map");
    problems.push(Diagnostic::new(&codes::INVALID_DEFINITION, span, message));
}

/// Says that a path's value is no map.
pub(super) fn report_path_item(path: &str, span: Span, problems: &mut Problems) {
    let finding =
        Diagnostic::new(&codes::INVALID_DEFINITION, span, format!("the value of path `{path}` must be a map"));
    problems.push(finding.help("put methods such as `get:` under the path"));
}

/// A Python 2 map with these keys, added one after the other.
pub(crate) fn python2_map<const N: usize>(span: Span, entries: [(&'static str, Node); N]) -> Node {
    let mut map = Map::python2();
    for (key, value) in entries {
        map.insert(key, value);
    }
    node!(span, map)
}
