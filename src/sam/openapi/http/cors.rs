//! Access from other origins, as definitions of HTTP APIs allow it.
use super::{Found, HttpEditor};
use crate::diagnostic::{Problems, Sound};
use crate::properties;
use crate::property::shape::*;
use crate::source::Span;
use crate::syntax::{self, IntoNode, Map, Node, Value};
use crate::template::intrinsics;

const CORS: &str = "x-amazon-apigateway-cors";

properties! {
    /// Cross-origin access (CORS).
    pub(crate) struct CorsConfiguration {
        /// HTTP methods that pages may use.
        "AllowMethods" => allow_methods: Option<Passed<ListOf<Text>>>;
        /// Headers that pages may send.
        "AllowHeaders" => allow_headers: Option<Passed<ListOf<Text>>>;
        /// Origins whose pages may call the API, or `*`.
        "AllowOrigins" => allow_origins: Option<Passed<ListOf<Text>>>;
        /// Seconds for which a browser may cache the answer.
        "MaxAge" => max_age: Option<Passed<Integer>>, range(-1..=86_400);
        /// Headers that pages may read.
        "ExposeHeaders" => expose_headers: Option<Passed<ListOf<Text>>>;
        /// Whether pages may send credentials.
        "AllowCredentials" => allow_credentials: Option<Passed<Boolean>>;
    }
}

impl HttpEditor {
    /// Sets what the configuration says; an intrinsic stands for all of it.
    pub(crate) fn add_cors(
        &mut self,
        cors: &CorsConfiguration<'_>,
        at: Span,
        problems: &mut Problems,
    ) -> Option<Sound> {
        let mut document = self.editor.document_mut();
        let written = document.or_insert_with(CORS, || Map::new().into_node(at));
        let found = Found::of(written);
        let Some(written) = written.map_mut() else { return found.refuse(&format!("`{CORS}`"), "a map", problems) };
        if let Some(intrinsic) = cors.allow_origins.filter(|it| intrinsics::is_intrinsic(it)) {
            if let Some(intrinsic) = with_definition_names(intrinsic).map() {
                written.update(intrinsic);
            }
            return Some(Sound);
        }
        let credentials = cors.allow_credentials.filter(|it| it.bool() == Some(true));
        let settings = [
            ("allowOrigins", cors.allow_origins.filter(|it| it.is_truthy())),
            ("allowHeaders", cors.allow_headers.filter(|it| it.is_truthy())),
            ("allowMethods", cors.allow_methods.filter(|it| it.is_truthy())),
            ("exposeHeaders", cors.expose_headers.filter(|it| it.is_truthy())),
            ("maxAge", cors.max_age),
            ("allowCredentials", credentials),
        ];
        for (name, value) in settings {
            if let Some(value) = value {
                written.insert(name, value.clone());
            }
        }
        Some(Sound)
    }
}

/// The names of SAM's properties in a text, replaced by those of definitions: `AllowOrigins` becomes `allowOrigins`.
fn rename(text: &syntax::Text) -> syntax::Text {
    let renamed = CorsConfiguration::TABLE.iter().fold(text.to_string(), |text, row| {
        let (first, rest) = row.name.split_at(1);
        text.replace(row.name, &format!("{}{rest}", first.to_lowercase()))
    });
    syntax::Text::from(renamed)
}

/// A value with the names of definitions wherever SAM's stand in its keys and strings, as the reference does it.
fn with_definition_names(node: &Node) -> Node {
    let value = match &node.value {
        Value::Text(text) => Value::Text(rename(text)),
        Value::List(items) => Value::List(items.iter().map(with_definition_names).collect()),
        Value::Map(map) => {
            let mut renamed = Map::new();
            for (key, entry) in map.entries() {
                renamed.insert_at(rename(key), entry.key_span, with_definition_names(&entry.value));
            }
            Value::Map(renamed)
        }
        simple @ (Value::Null | Value::Bool(_) | Value::Number(_)) => simple.clone(),
    };
    Node::new(node.span, value)
}
