//! The intrinsic functions: where each may stand, what it takes, and what it gives.
//!
//! From "Intrinsic function reference", "Condition functions" and "Rule functions" in the template reference of
//! CloudFormation; what they refuse there is what its messages say ("every Fn::Join object requires two parameters, (1) a
//! string delimiter and (2) a list of strings to be joined or a function that returns a list of strings").
use super::Template;
use super::intrinsics;
use super::references::own_references;
use crate::facts::cloudformation::{self, Types};
use crate::syntax::{Map, Node, Text, Value};

/// An intrinsic function.
#[derive(Debug)]
pub(crate) struct Function {
    /// The key that calls it: `Fn::Join`.
    pub name: &'static str,
    pub place: Place,
    /// Whether it is there only with `AWS::LanguageExtensions`.
    pub is_extension: bool,
    pub argument: Argument,
    pub gives: Kind,
    /// How to write it, as help says it.
    pub form: &'static str,
}

/// Where a function may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Anywhere,
    /// In conditions, and in what decides rules.
    Conditions,
    /// In the section `Rules`.
    Rules,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    List,
    /// That a condition holds or not.
    Truth,
    /// What is known only of the call.
    Any,
}

/// What a function takes.
#[derive(Debug)]
pub(crate) enum Argument {
    One(Takes),
    /// A list with at least and at most so many items. The last of `items` stands for all that follow.
    List {
        least: usize,
        most: usize,
        items: &'static [Takes],
    },
    /// A map with the first keys, and perhaps the others.
    Map {
        required: &'static [&'static str],
        optional: &'static [&'static str],
    },
    /// The one or the list.
    OneOrList(Takes, &'static [Takes]),
    /// What a rule of its own looks at, or nobody knows.
    Unchecked,
}

/// What one argument is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Takes {
    /// What it is called in findings: "the delimiter".
    pub name: &'static str,
    pub what: What,
    pub calls: Calls,
}

/// What an argument may be as a literal, and what a function in its place has to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Text,
    /// An integer from the first to the last.
    Integer(i64, i64),
    List,
    Map,
    /// A map or a list, whatever a function gives.
    Structure,
    Truth,
    Any,
}

/// Which functions may stand in the place of an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Calls {
    All,
    None,
    /// None, unless `AWS::LanguageExtensions` is there.
    Extended,
    /// These alone, unless `AWS::LanguageExtensions` is there.
    Only(&'static [&'static str]),
}

const fn takes(name: &'static str, what: What, calls: Calls) -> Takes {
    Takes { name, what, calls }
}

const fn text(name: &'static str) -> Takes {
    takes(name, What::Text, Calls::All)
}

const fn list(name: &'static str) -> Takes {
    takes(name, What::List, Calls::All)
}

const DELIMITER: Takes = takes("the delimiter", What::Text, Calls::None);
const CONDITION_NAME: Takes = takes("the condition", What::Text, Calls::None);
const CONDITION: Takes = takes("an argument", What::Truth, Calls::All);
/// What CloudFormation looks up in a mapping before it evaluates other functions.
const MAPPING_KEY: Calls = Calls::Only(&["Ref", "Fn::FindInMap"]);
const ANY: Takes = takes("the value", What::Any, Calls::All);

const fn function(name: &'static str, argument: Argument, gives: Kind, form: &'static str) -> Function {
    Function { name, place: Place::Anywhere, is_extension: false, argument, gives, form }
}

const fn of_conditions(name: &'static str, argument: Argument, form: &'static str) -> Function {
    Function { place: Place::Conditions, ..function(name, argument, Kind::Truth, form) }
}

const fn of_rules(name: &'static str, gives: Kind) -> Function {
    Function { place: Place::Rules, ..function(name, Argument::Unchecked, gives, "") }
}

const fn of_extensions(name: &'static str, argument: Argument, gives: Kind, form: &'static str) -> Function {
    Function { is_extension: true, ..function(name, argument, gives, form) }
}

/// The function that repeats what stands in it, and is called by a key of its own for each loop.
pub(crate) const FOR_EACH: &str = "Fn::ForEach";

/// All functions, sorted by name but for `Ref` and `Condition`.
pub(crate) static FUNCTIONS: &[Function] = &[
    function("Ref", Argument::One(takes("the name", What::Text, Calls::Extended)), Kind::Any, "!Ref Name"),
    Function {
        place: Place::Conditions,
        ..function("Condition", Argument::One(CONDITION_NAME), Kind::Truth, "!Condition Name")
    },
    of_conditions("Fn::And", Argument::List { least: 2, most: 10, items: &[CONDITION] }, "!And [Condition, Condition]"),
    function("Fn::Base64", Argument::One(text("the text")), Kind::Text, "!Base64 Text"),
    function(
        "Fn::Cidr",
        Argument::List {
            least: 2,
            most: 3,
            items: &[
                text("the address block"),
                takes("the count", What::Integer(1, 256), Calls::All),
                takes("the number of bits", What::Integer(1, 128), Calls::All),
            ],
        },
        Kind::List,
        "!Cidr [AddressBlock, Count, Bits]",
    ),
    of_rules("Fn::Contains", Kind::Truth),
    of_rules("Fn::EachMemberEquals", Kind::Truth),
    of_rules("Fn::EachMemberIn", Kind::Truth),
    of_conditions(
        "Fn::Equals",
        Argument::List { least: 2, most: 2, items: &[text("a value")] },
        "!Equals [Value, Value]",
    ),
    function(
        "Fn::FindInMap",
        Argument::List {
            least: 3,
            most: 4,
            items: &[
                takes("the name of the mapping", What::Text, MAPPING_KEY),
                takes("the first key", What::Text, MAPPING_KEY),
                takes("the second key", What::Text, MAPPING_KEY),
                takes("the fourth argument", What::Map, Calls::None),
            ],
        },
        Kind::Any,
        "!FindInMap [Mapping, FirstKey, SecondKey]",
    ),
    function(
        "Fn::GetAtt",
        Argument::OneOrList(
            takes("the resource and its attribute", What::Text, Calls::Extended),
            &[takes("the resource", What::Text, Calls::Extended), text("the attribute")],
        ),
        Kind::Any,
        "!GetAtt Resource.Attribute",
    ),
    function("Fn::GetAZs", Argument::One(text("the region")), Kind::List, "!GetAZs ''"),
    function(
        "Fn::GetStackOutput",
        Argument::Map { required: &["StackName", "OutputName"], optional: &["Region", "RoleArn"] },
        Kind::Text,
        "Fn::GetStackOutput: {StackName: Name, OutputName: Name}",
    ),
    function(
        "Fn::If",
        Argument::List { least: 3, most: 3, items: &[CONDITION_NAME, ANY] },
        Kind::Any,
        "!If [Condition, ValueIfTrue, ValueIfFalse]",
    ),
    of_rules("Fn::Implies", Kind::Truth),
    function("Fn::ImportValue", Argument::One(text("the name of the export")), Kind::Text, "!ImportValue Name"),
    function(
        "Fn::Join",
        Argument::List { least: 2, most: 2, items: &[DELIMITER, list("the list")] },
        Kind::Text,
        "!Join [Delimiter, [Value, Value]]",
    ),
    of_extensions("Fn::Length", Argument::One(list("the list")), Kind::Text, "Fn::Length: [Value, Value]"),
    of_conditions("Fn::Not", Argument::List { least: 1, most: 1, items: &[CONDITION] }, "!Not [Condition]"),
    of_conditions("Fn::Or", Argument::List { least: 2, most: 10, items: &[CONDITION] }, "!Or [Condition, Condition]"),
    of_rules("Fn::RefAll", Kind::List),
    function(
        "Fn::Select",
        Argument::List {
            least: 2,
            most: 2,
            items: &[takes("the index", What::Integer(0, i64::MAX), Calls::All), list("the list")],
        },
        Kind::Any,
        "!Select [Index, [Value, Value]]",
    ),
    function(
        "Fn::Split",
        Argument::List { least: 2, most: 2, items: &[DELIMITER, text("the text")] },
        Kind::List,
        "!Split [Delimiter, Text]",
    ),
    function(
        "Fn::Sub",
        Argument::OneOrList(
            takes("the text", What::Text, Calls::None),
            &[takes("the text", What::Text, Calls::None), takes("the second argument", What::Map, Calls::None)],
        ),
        Kind::Text,
        "!Sub Text` or `!Sub [Text, {Name: Value}]",
    ),
    of_extensions(
        "Fn::ToJsonString",
        Argument::One(takes("the value", What::Structure, Calls::All)),
        Kind::Text,
        "Fn::ToJsonString: {Key: Value}",
    ),
    function("Fn::Transform", Argument::Unchecked, Kind::Any, "Fn::Transform: {Name: Macro, Parameters: {Key: Value}}"),
    of_rules("Fn::ValueOf", Kind::Text),
    of_rules("Fn::ValueOfAll", Kind::List),
];

/// The function of this name.
pub(crate) fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|it| it.name == name)
}

/// The function that `node` calls, if there is such a function.
pub(crate) fn called(node: &Node) -> Option<&'static Function> {
    find(intrinsics::name(node)?)
}

/// Whether this key calls `Fn::ForEach`.
pub(crate) fn is_for_each(key: &str) -> bool {
    key.strip_prefix(FOR_EACH).is_some_and(|rest| rest.starts_with(':'))
}

/// What the function gives that `node` calls.
pub(crate) fn given(node: &Node, template: &Template) -> Kind {
    let Some(function) = called(node) else { return Kind::Any };
    match function.name {
        "Ref" => referenced(node, template),
        "Fn::GetAtt" => attribute(node, template).unwrap_or(Kind::Any),
        "Fn::FindInMap" => looked_up(node, template).unwrap_or(Kind::Any),
        _ => function.gives,
    }
}

/// What an attribute of a resource is, as its schema says.
fn attribute(node: &Node, template: &Template) -> Option<Kind> {
    let reference = own_references(node).into_iter().next()?;
    let of_type = cloudformation::find(template.resource_type(reference.target())?)?;
    let constraints = of_type.attribute(reference.attribute().filter(|it| !it.is_empty())?)?.constraints();
    let types = constraints.types;
    let is_text = types.has(Types::STRING.or(Types::INTEGER).or(Types::NUMBER).or(Types::BOOLEAN));
    match (types.has(Types::ARRAY), is_text) {
        (true, false) => Some(Kind::List),
        (false, true) => Some(Kind::Text),
        (true, true) | (false, false) => None,
    }
}

/// What all values of a mapping are that a lookup may find.
fn looked_up(node: &Node, template: &Template) -> Option<Kind> {
    let [mapping, first, second] = intrinsics::argument(node, "Fn::FindInMap")?.list()? else { return None };
    let mapping = template.section("Mappings")?.get(mapping.text()?)?.map()?;
    let may_be = |key: &Node, name: &Text| key.text().is_none_or(|it| it == name);
    let outer = mapping.iter().filter(|(name, _)| may_be(first, name));
    let inner = outer.filter_map(|(_, it)| it.map()).flat_map(Map::iter).filter(|(name, _)| may_be(second, name));
    let mut kinds = inner.map(|(_, it)| match &it.value {
        Value::List(_) => Kind::List,
        Value::Text(_) | Value::Number(_) | Value::Bool(_) => Kind::Text,
        Value::Map(_) | Value::Null => Kind::Any,
    });
    let kind = kinds.next()?;
    kinds.all(|it| it == kind).then_some(kind)
}

fn referenced(node: &Node, template: &Template) -> Kind {
    let Some(name) = intrinsics::argument(node, "Ref").and_then(Node::text) else { return Kind::Any };
    if name.starts_with("AWS::") {
        return match &**name {
            "AWS::NoValue" => Kind::Any,
            "AWS::NotificationARNs" => Kind::List,
            _ => Kind::Text,
        };
    }
    if let Some(parameter) = template.section("Parameters").and_then(|it| it.get(name)) {
        let type_name = parameter.get("Type").and_then(Node::text);
        return type_name.map_or(Kind::Any, |it| if is_list_type(it) { Kind::List } else { Kind::Text });
    }
    if template.resources().contains_key(name) { Kind::Text } else { Kind::Any }
}

/// Whether parameters of this type are lists.
pub(crate) fn is_list_type(type_name: &str) -> bool {
    let looked_up = type_name.strip_prefix("AWS::SSM::Parameter::Value<").and_then(|it| it.strip_suffix('>'));
    let of = looked_up.unwrap_or(type_name);
    of == "CommaDelimitedList" || of.starts_with("List<")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_functions_are_sorted() {
        assert!(FUNCTIONS[2..].is_sorted_by_key(|it| it.name.to_lowercase()));
    }

    #[test]
    fn types_of_lists_are_told_from_others() {
        for (name, is_list) in [
            ("String", false),
            ("CommaDelimitedList", true),
            ("List<Number>", true),
            ("AWS::SSM::Parameter::Value<List<String>>", true),
            ("AWS::SSM::Parameter::Value<CommaDelimitedList>", true),
            ("AWS::SSM::Parameter::Value<String>", false),
        ] {
            assert_eq!(is_list_type(name), is_list, "{name}");
        }
    }
}
