//! Which properties have CloudFormation replace a resource when they change: the reader of `data/replacements.json`, which
//! `tests/replacements.py` makes from CloudFormation's schemas.
use super::json_table::JsonTable;
use serde_json::Value as Json;

const TABLE: JsonTable = JsonTable::new(include_str!("../../data/replacements.json"));

/// The properties of a type whose change does more than to update the resource.
#[derive(Clone, Debug)]
pub(crate) struct Replacements {
    /// The resource is replaced.
    pub always: Vec<PropertyPath>,
    /// It is replaced or updated: that depends on more than is known here.
    pub may: Vec<PropertyPath>,
}

/// The names that lead to a property; `*` stands for the items of a list.
pub(crate) type PropertyPath = Vec<String>;

/// What is known of a CloudFormation type. `None` when any change may replace a resource of it.
pub(crate) fn of(type_name: &str) -> Option<Replacements> {
    let entry = TABLE.value(type_name)?;
    let paths = |key: &str| {
        let pointers = entry[key].as_array().into_iter().flatten().filter_map(Json::as_str);
        pointers.map(|it| it.split('/').map(str::to_owned).collect()).collect()
    };
    Some(Replacements { always: paths("always"), may: paths("may") })
}

#[cfg(test)]
mod tests {
    use super::TABLE;

    #[test]
    fn every_entry_has_the_right_keys() {
        for name in TABLE.keys() {
            let entry = TABLE.value(name).expect("listed");
            let keys = entry.as_object().map(|it| it.keys().all(|it| it == "always" || it == "may"));
            assert_eq!(keys, Some(true), "{name}");
        }
    }
}
