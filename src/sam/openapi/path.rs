//! Paths of APIs, as definitions, permissions and policies write them.
use crate::syntax::Text;

/// A path of a REST API with `*` for each parameter: `/users/{id}` becomes `/users/*`.
pub(crate) fn with_wildcards(path: &str) -> String {
    each_parameter_replaced(path, |name| is_plain(name.strip_suffix('+').unwrap_or(name)))
}

/// The same for a path of an HTTP API. Of the parameters that take the rest of a path, the reference knows `{proxy+}`
/// alone there.
pub(crate) fn with_wildcards_for_http_api(path: &str) -> String {
    each_parameter_replaced(path, |name| name == "proxy+" || is_plain(name))
}

fn each_parameter_replaced(path: &str, is_parameter: impl Fn(&str) -> bool) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let inside = &rest[open + 1..];
        match inside.find('}').filter(|close| is_parameter(&inside[..*close])) {
            Some(close) => {
                out.push('*');
                rest = &inside[close + 1..];
            }
            None => {
                out.push('{');
                rest = inside;
            }
        }
    }
    out.push_str(rest);
    out
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '.' | '_' | '-'))
}

/// A path without its last slashes, unless it is nothing else than one: two paths that API Gateway takes for one have
/// the same.
pub(crate) fn normalized(path: &Text) -> &str {
    if *path == "/" { path } else { path.trim_end_matches('/') }
}
