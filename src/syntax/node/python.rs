//! Nodes as Python sees them.
use super::{Node, Number, Value};
use crate::python::{self, Shown, Str};
use crate::syntax::Text;

impl python::Value for Node {
    fn shown(&self) -> Shown<'_, Self, impl Iterator<Item = (Str<'_>, &Self)>> {
        match &self.value {
            Value::Null => Shown::None,
            Value::Bool(it) => Shown::Bool(*it),
            Value::Number(Number::Integer(it)) => Shown::Integer(*it),
            Value::Number(Number::Big(digits)) => Shown::BigInteger(digits),
            Value::Number(Number::Float(it)) => Shown::Float(*it),
            Value::Text(text) => Shown::Str(text.into()),
            Value::List(items) => Shown::List(items),
            Value::Map(map) => Shown::Dictionary(map.iter().map(|(key, it)| (key.into(), it))),
        }
    }
}

impl<'a> From<&'a Text> for Str<'a> {
    fn from(text: &'a Text) -> Self {
        Self { letters: text, is_unicode: text.is_unicode() }
    }
}

impl Number {
    /// What Python's `str(number)` gives.
    pub(crate) fn python_text(&self) -> String {
        match self {
            Number::Integer(it) => it.to_string(),
            Number::Big(digits) => digits.to_string(),
            Number::Float(it) => python::float_text(*it),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node;
    use crate::python::json::{indented_json, sorted_json, spaced_json};
    use crate::python::print;
    use crate::source::Span;
    use crate::syntax::{IntoNode, Map};

    fn unicode(text: &'static str) -> Text {
        Text::from(text).into_unicode()
    }

    /// Recorded from the Python 2.7 emulation of the reference translator 1.115.0.
    #[test]
    fn strings_print_as_in_python2() {
        let at = Span::NOWHERE;
        for (text, printed) in [
            (unicode("a"), "[u'a']"),
            (unicode("it's"), "[u\"it's\"]"),
            (unicode("it's \"x\""), "[u'it\\'s \"x\"']"),
            (unicode("ä€\u{1F600}\n\\"), "[u'\\xe4\\u20ac\\U0001f600\\n\\\\']"),
            (Text::from("ä€\n\\"), "['ä€\\n\\\\']"),
        ] {
            assert_eq!(print(&node!(at, [text])), printed);
        }
    }

    #[test]
    fn maps_print_in_their_own_order() {
        let at = Span::NOWHERE;
        let plain = node!(at, {"type": "x", "httpMethod": [true, 1, ("y".into_node(at))]});
        assert_eq!(print(&plain), "{'type': 'x', 'httpMethod': [True, 1, 'y']}");
        let mut map = Map::python2();
        for key in ["type", "httpMethod", "uri"] {
            map.insert(unicode(key), Node::null(at));
        }
        assert_eq!(print(&map.into_node(at)), "{u'httpMethod': None, u'type': None, u'uri': None}");
    }

    /// Recorded from Python 3.11.
    #[test]
    fn values_print_as_in_json() {
        let at = Span::NOWHERE;
        let value = node!(at, {"b": ["ä\u{1F600}\n\"", 1, true], "a": {}});
        assert_eq!(sorted_json(&value), r#"{"a":{},"b":["\u00e4\ud83d\ude00\n\"",1,true]}"#);
        assert_eq!(spaced_json(&value), r#"{"b": ["\u00e4\ud83d\ude00\n\"", 1, true], "a": {}}"#);
        let value = node!(at, {"b": [{"x": "y"}, []], "a": {}});
        let lines = [
            "{",
            "    \"a\": {},",
            "    \"b\": [",
            "        {",
            "            \"x\": \"y\"",
            "        },",
            "        []",
        ];
        assert_eq!(indented_json(&value), format!("{}\n    ]\n}}", lines.join("\n")));
    }
}
