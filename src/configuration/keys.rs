//! What a configuration can say: a row for each key, which the reader and the JSON Schema use.
use super::{Base, Configuration, Levels, Override, Pattern};

/// A key of a map that is read into a `T`.
pub(super) struct Key<T: 'static> {
    pub name: &'static str,
    /// What it is for.
    pub doc: &'static str,
    /// As it may be written, on one line.
    pub example: &'static str,
    pub shape: Shape<T>,
}

/// What stands under a key, and where it is put.
pub(super) enum Shape<T: 'static> {
    Text(fn(&mut T) -> &mut Option<String>),
    Base(fn(&mut T) -> &mut Option<Base>),
    Flag(fn(&mut T) -> &mut bool),
    Texts(fn(&mut T) -> &mut Vec<String>),
    Patterns(fn(&mut T) -> &mut Vec<Pattern>),
    /// Texts by their names.
    Values(fn(&mut T) -> &mut Vec<(String, String)>),
    /// Levels by the names of rules.
    Levels(fn(&mut T) -> &mut Levels),
    Overrides(fn(&mut T) -> &mut Vec<Override>),
}

/// The keys of a configuration.
pub(super) static KEYS: &[Key<Configuration>] = &[
    Key {
        name: "root",
        doc: "Whether the configurations in the folders above do not apply.",
        example: "root: true",
        shape: Shape::Flag(|it| &mut it.is_root),
    },
    Key {
        name: "extends",
        doc: "Another configuration, to which this one adds.",
        example: "extends: ../samc-base.yaml",
        shape: Shape::Base(|it| &mut it.extends),
    },
    Key {
        name: "region",
        doc: "The region where the stack is deployed: the value of AWS::Region.",
        example: "region: eu-west-1",
        shape: Shape::Text(|it| &mut it.region),
    },
    Key {
        name: "parameters",
        doc: "Values of template parameters.",
        example: "parameters: {Stage: prod}",
        shape: Shape::Values(|it| &mut it.parameters),
    },
    Key {
        name: "include",
        doc: "Of the files that are found, check only these: patterns as in .gitignore.",
        example: "include: [services/]",
        shape: Shape::Patterns(|it| &mut it.include),
    },
    Key {
        name: "exclude",
        doc: "Of the files that are found, skip these: patterns as in .gitignore.",
        example: "exclude: [services/]",
        shape: Shape::Patterns(|it| &mut it.exclude),
    },
    Key {
        name: "types",
        doc: "Resource types that exist although samc does not know them.",
        example: "types: [AWS::Workbench::Blueprint]",
        shape: Shape::Texts(|it| &mut it.types),
    },
    Key {
        name: "rules",
        doc: "The levels of rules.",
        example: "rules: {unused-parameter: off}",
        shape: Shape::Levels(|it| &mut it.rules),
    },
    Key {
        name: "overrides",
        doc: "The levels of rules in some of the files; the last item that names a file decides.",
        example: "overrides: [{paths: [legacy/], rules: {unused-parameter: off}}]",
        shape: Shape::Overrides(|it| &mut it.overrides),
    },
];

/// The keys of an item of `overrides`, all of which it needs.
pub(super) static KEYS_OF_OVERRIDE: &[Key<Override>] = &[
    Key {
        name: "paths",
        doc: "The files: patterns as in .gitignore.",
        example: "paths: [legacy/]",
        shape: Shape::Patterns(|it| &mut it.paths),
    },
    Key {
        name: "rules",
        doc: "The levels of rules in these files.",
        example: "rules: {unused-parameter: off}",
        shape: Shape::Levels(|it| &mut it.rules),
    },
];
