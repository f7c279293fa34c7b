//! Where two expansions differ. Knows only JSON.
use serde_json::Value;

/// Lists under these keys are sets: the reference emits them in no fixed order.
const SETS: &[&str] = &["DependsOn", "Fn::Or"];
/// Stands in recorded expansions for an address that differs at each call, so any string will do.
const SIGNED_URL: &str = "https://awsserverlessrepo-changesets-xxx.s3.amazonaws.com/signed-url";
const LONGEST_VALUE: usize = 160;

/// One line for each place where `got` is not `want`, with its JSON path; none when they say the same.
///
/// The order of keys is free, the order of lists is not, but for [`SETS`].
pub(crate) fn differences(want: &Value, got: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare(&ordered(want, ""), &ordered(got, ""), "", &mut found);
    found
}

/// A copy in which the lists that are sets are sorted.
fn ordered(value: &Value, key: &str) -> Value {
    match value {
        Value::Object(map) => map.iter().map(|(key, it)| (key.clone(), ordered(it, key))).collect(),
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(|it| ordered(it, "")).collect();
            if SETS.contains(&key) {
                items.sort_by_key(sorted_text);
            }
            Value::Array(items)
        }
        simple => simple.clone(),
    }
}

/// JSON with the keys of each map sorted.
fn sorted_text(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<String> = map.iter().map(|(key, it)| format!("{key:?}:{}", sorted_text(it))).collect();
            entries.sort();
            format!("{{{}}}", entries.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(sorted_text).collect::<Vec<_>>().join(",")),
        simple => simple.to_string(),
    }
}

fn compare(want: &Value, got: &Value, path: &str, found: &mut Vec<String>) {
    match (want, got) {
        (Value::String(url), Value::String(_)) if url == SIGNED_URL => (),
        (Value::Object(wanted), Value::Object(gotten)) => {
            for (key, want) in wanted {
                match gotten.get(key) {
                    Some(got) => compare(want, got, &format!("{path}/{key}"), found),
                    None => found.push(format!("missing   {path}/{key} = {}", short(want))),
                }
            }
            for (key, got) in gotten.iter().filter(|(key, _)| !wanted.contains_key(*key)) {
                found.push(format!("surplus   {path}/{key} = {}", short(got)));
            }
        }
        (Value::Array(wanted), Value::Array(gotten)) if wanted.len() == gotten.len() => {
            for (index, (want, got)) in wanted.iter().zip(gotten).enumerate() {
                compare(want, got, &format!("{path}/{index}"), found);
            }
        }
        _ if same(want, got) => (),
        _ => found.push(format!("different {path}: want {} got {}", short(want), short(got))),
    }
}

/// Whether Python takes two simple values for the same, except that a boolean is not a number here.
fn same(want: &Value, got: &Value) -> bool {
    match (want, got) {
        (Value::Number(want), Value::Number(got)) => want == got || want.as_f64() == got.as_f64(),
        _ => want == got,
    }
}

fn short(value: &Value) -> String {
    value.to_string().chars().take(LONGEST_VALUE).collect()
}
