//! Paths of APIs, as definitions, permissions and policies write them.
use crate::syntax::Text;

/// A path with `*` for each parameter: `/users/{id}` becomes `/users/*`.
pub fn with_wildcards(path: &str) -> String {
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

fn is_parameter(name: &str) -> bool {
    let name = name.strip_suffix('+').unwrap_or(name);
    !name.is_empty() && name.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '.' | '_' | '-'))
}

/// A path without its last slashes, unless it is nothing else than one: two paths that API Gateway takes for one have
/// the same.
pub fn normalized(path: &Text) -> &str {
    if *path == "/" { path } else { path.trim_end_matches('/') }
}
