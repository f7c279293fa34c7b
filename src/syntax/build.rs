//! Writing generated values down as they will look: the [`node!`] macro.
use super::{Map, Node, Number, Text, Value};
use crate::source::Span;

/// What can become a node: its own node as it is, everything else with the span of its cause.
pub(crate) trait IntoNode {
    fn into_node(self, span: Span) -> Node;
}

impl IntoNode for Node {
    fn into_node(self, _: Span) -> Node {
        self
    }
}

impl IntoNode for &Node {
    fn into_node(self, _: Span) -> Node {
        self.clone()
    }
}

impl IntoNode for Text {
    fn into_node(self, span: Span) -> Node {
        Node::new(span, Value::Text(self))
    }
}

impl IntoNode for &Text {
    fn into_node(self, span: Span) -> Node {
        self.clone().into_node(span)
    }
}

impl IntoNode for &'static str {
    fn into_node(self, span: Span) -> Node {
        Text::from(self).into_node(span)
    }
}

impl IntoNode for String {
    fn into_node(self, span: Span) -> Node {
        Text::from(self).into_node(span)
    }
}

impl IntoNode for bool {
    fn into_node(self, span: Span) -> Node {
        Node::new(span, Value::Bool(self))
    }
}

impl IntoNode for i64 {
    fn into_node(self, span: Span) -> Node {
        Node::new(span, Value::Number(Number::Integer(self)))
    }
}

impl IntoNode for Map {
    fn into_node(self, span: Span) -> Node {
        Node::new(span, Value::Map(self))
    }
}

impl IntoNode for Vec<Node> {
    fn into_node(self, span: Span) -> Node {
        Node::new(span, Value::List(self))
    }
}

/// Writes a value as in JSON; expressions stand in parentheses unless they are a single word.
macro_rules! node {
    ($span:expr, { $($key:tt : $value:tt),* $(,)? }) => {{
        #[allow(unused_mut)]
        let mut map = $crate::syntax::Map::new();
        $( map.insert_at($crate::syntax::Text::from($key), $span, $crate::node!($span, $value)); )*
        $crate::syntax::Node::new($span, $crate::syntax::Value::Map(map))
    }};
    ($span:expr, [ $($item:tt),* $(,)? ]) => {
        $crate::syntax::Node::new($span, $crate::syntax::Value::List(vec![ $( $crate::node!($span, $item) ),* ]))
    };
    ($span:expr, $value:expr) => { $crate::syntax::IntoNode::into_node($value, $span) };
}
pub(crate) use node;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_in_json() {
        let at = Span::NOWHERE;
        let function = "Hello";
        let arn = node!(at, {"Fn::GetAtt": [function, "Arn"]});
        let statement = node!(at, {"Effect": "Allow", "Resource": [arn, (format!("{function}/*"))]});
        let expected = r#"{"Effect": "Allow", "Resource": [{"Fn::GetAtt": ["Hello", "Arn"]}, "Hello/*"]}"#;
        assert_eq!(format!("{statement:?}"), expected);
    }
}
