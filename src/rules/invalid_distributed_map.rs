//! Finds Map states whose reader, batcher or writer Step Functions does not accept.
use crate::diagnostic::{Diagnostic, Problems, is_slip_of, nearest};
use crate::rule;
use crate::semantics::{Semantics, StateMachine};
use crate::states::fields::{Shape, shown};
use crate::states::{Kind, State, is_unknown, is_unknown_key, literal};
use crate::syntax::{Map, Node};

rule! {
    /// A Map state reads, batches or writes items in a way that Step Functions does not accept.
    ///
    /// A distributed Map state reads its items with `ItemReader` from an object or the list of objects of a bucket, hands them
    /// on in batches by `ItemBatcher`, and writes results with `ResultWriter`. Step Functions refuses other resources and types
    /// of input with `SCHEMA_VALIDATION_FAILED` (Step Functions developer guide, "ItemReader (Map)", "ItemBatcher (Map)" and
    /// "ResultWriter (Map)").
    ///
    /// ```yaml bad
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Role: arn:aws:iam::123456789012:role/orders
    ///       Definition:
    ///         StartAt: Import
    ///         States:
    ///           Import:
    ///             Type: Map
    ///             End: true
    ///             ItemReader:
    ///               Resource: arn:aws:states:::s3:getObject
    ///               ReaderConfig:
    ///                 InputType: csv
    ///             ItemProcessor:
    ///               ProcessorConfig:
    ///                 Mode: DISTRIBUTED
    ///                 ExecutionType: STANDARD
    ///               StartAt: Store
    ///               States:
    ///                 Store:
    ///                   Type: Succeed
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Orders:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       Role: arn:aws:iam::123456789012:role/orders
    ///       Definition:
    ///         StartAt: Import
    ///         States:
    ///           Import:
    ///             Type: Map
    ///             End: true
    ///             ItemReader:
    ///               Resource: arn:aws:states:::s3:getObject
    ///               ReaderConfig:
    ///                 InputType: CSV
    ///                 CSVHeaderLocation: FIRST_ROW
    ///             ItemProcessor:
    ///               ProcessorConfig:
    ///                 Mode: DISTRIBUTED
    ///                 ExecutionType: STANDARD
    ///               StartAt: Store
    ///               States:
    ///                 Store:
    ///                   Type: Succeed
    /// ```
    "invalid-distributed-map" Error check
}

/// A field with fields of its own: its name, those, and the actions that it can call.
struct Part {
    name: &'static str,
    fields: &'static [(&'static str, Shape)],
    actions: &'static [&'static str],
}

const PARTS: [Part; 3] = [
    Part {
        name: "ItemReader",
        fields: &[
            ("Resource", Shape::Text),
            ("Parameters", Shape::Anything),
            ("Arguments", Shape::Anything),
            ("ReaderConfig", Shape::Map),
        ],
        actions: &["s3:getObject", "s3:listObjectsV2"],
    },
    Part {
        name: "ItemBatcher",
        fields: &[
            ("MaxItemsPerBatch", Shape::Integer(0, i64::MAX)),
            ("MaxItemsPerBatchPath", Shape::Path),
            ("MaxInputBytesPerBatch", Shape::Integer(0, 262_144)),
            ("MaxInputBytesPerBatchPath", Shape::Path),
            ("BatchInput", Shape::Anything),
        ],
        actions: &[],
    },
    Part {
        name: "ResultWriter",
        fields: &[
            ("Resource", Shape::Text),
            ("Parameters", Shape::Anything),
            ("Arguments", Shape::Anything),
            ("WriterConfig", Shape::Map),
        ],
        actions: &["s3:putObject"],
    },
];
/// The fields of `ReaderConfig`.
const READER: &[(&str, Shape)] = &[
    ("InputType", Shape::OneOf(&["CSV", "JSON", "JSONL", "PARQUET", "MANIFEST"])),
    ("Transformation", Shape::Text),
    ("ManifestType", Shape::Text),
    ("CSVDelimiter", Shape::OneOf(&["COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"])),
    ("CSVHeaderLocation", Shape::OneOf(&["FIRST_ROW", "GIVEN"])),
    ("CSVHeaders", Shape::List),
    ("MaxItems", Shape::Integer(0, 100_000_000)),
    ("MaxItemsPath", Shape::Path),
];

/// Numbers that can stand there or be read from a path, but not both.
const EXCLUSIVE: [[&str; 2]; 3] = [
    ["MaxItems", "MaxItemsPath"],
    ["MaxItemsPerBatch", "MaxItemsPerBatchPath"],
    ["MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"],
];

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for owner in semantics.state_machines() {
        for (_, machine) in owner.machines() {
            for state in machine.states.iter().filter(|it| it.kind == Some(Kind::Map)) {
                for part in &PARTS {
                    if let Some(fields) = state.map.get(part.name).filter(|it| !is_unknown(it)).and_then(Node::map) {
                        Reading { semantics, owner, state }.part(part, fields, problems);
                    }
                }
            }
        }
    }
}

/// A Map state while it is looked at.
struct Reading<'c, 'a> {
    semantics: &'c Semantics<'a>,
    owner: &'c StateMachine<'a>,
    state: &'c State<'c>,
}

impl Reading<'_, '_> {
    fn report(&self, finding: Diagnostic, problems: &mut Problems) {
        self.owner.report(finding, problems);
    }

    fn part(&self, part: &Part, fields: &Map, problems: &mut Problems) {
        self.fields(part.name, part.fields, fields, problems);
        if let Some(config) = fields.get("ReaderConfig").and_then(Node::map) {
            self.fields("ReaderConfig", READER, config, problems);
            let is_given = config.get("CSVHeaderLocation").and_then(literal) == Some("GIVEN");
            if let Some((_, entry)) =
                config.entry("CSVHeaderLocation").filter(|_| is_given && !config.contains_key("CSVHeaders"))
            {
                let finding = Diagnostic::new(&CODE, entry.value.span, "`GIVEN` needs `CSVHeaders`");
                self.report(finding.help("list the names of the columns under `CSVHeaders`"), problems);
            }
        }
        let Some(resource) = fields.get("Resource") else {
            if part.name == "ItemReader" && !fields.keys().any(|it| is_unknown_key(it) || is_slip_of(it, "Resource")) {
                let at = self.state.map.key_span(part.name).unwrap_or(self.state.name_span);
                let finding = Diagnostic::new(&CODE, at, "`ItemReader` has no `Resource`");
                self.report(
                    finding.help("add `Resource: arn:aws:states:::s3:getObject` or `…:s3:listObjectsV2`"),
                    problems,
                );
            }
            return;
        };
        let called = literal(resource).and_then(|it| it.split_once(":states:::")).map(|(_, it)| it);
        if let Some(called) = called.filter(|it| !part.actions.contains(it)) {
            let message = format!("`{}` cannot use `{called}`", part.name);
            let allowed: Vec<String> = part.actions.iter().map(|it| format!("`arn:aws:states:::{it}`")).collect();
            let finding = Diagnostic::new(&CODE, resource.span, message);
            self.report(finding.help(format!("write {}", allowed.join(" or "))), problems);
        }
    }

    fn fields(&self, owner: &str, known: &[(&str, Shape)], fields: &Map, problems: &mut Problems) {
        for [number, path] in EXCLUSIVE {
            if let (Some((_, first)), Some((_, other))) = (fields.entry(number), fields.entry(path)) {
                let message = format!("`{owner}` cannot have both `{number}` and `{path}`");
                let finding = Diagnostic::new(&CODE, other.key_span, message).related(first.key_span, "the other one");
                self.report(finding.help("keep one of the two"), problems);
            }
        }
        for (key, entry) in fields.entries().filter(|(key, _)| !is_unknown_key(key)) {
            let Some((_, shape)) = known.iter().find(|(name, _)| **key == **name) else {
                // There may be fields by now that are not known here.
                let names = || known.iter().map(|(name, _)| *name).filter(|it| !fields.contains_key(it));
                if nearest(key, names()).is_some_and(|it| is_slip_of(key, &it)) {
                    let finding = Diagnostic::new(&CODE, entry.key_span, format!("`{owner}` has no field `{key}`"));
                    self.report(self.semantics.suggest(finding, entry.key_span, key, names()), problems);
                }
                continue;
            };
            if let Some(wanted) = shape.refused(&entry.value, self.state.language) {
                let message = format!("`{key}` is {}; it must be {wanted}", shown(&entry.value));
                self.report(Diagnostic::new(&CODE, entry.value.span, message), problems);
            }
        }
    }
}
