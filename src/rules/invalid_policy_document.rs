//! Finds IAM policy documents that AWS refuses for their grammar.
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::facts::policy_documents::{EFFECTS, ELEMENTS, Purpose, STATEMENT_ELEMENTS, VERSIONS};
use crate::rule;
use crate::semantics::Semantics;
use crate::semantics::policy_documents::{PolicyDocument, Statement, is_open, parts};
use crate::syntax::{Map, Node};
use crate::template::intrinsics;
use std::collections::HashMap;

rule! {
    /// A policy document lacks something that it must have, or has something that it cannot have.
    ///
    /// IAM, and each service with policies of its own, refuses such a document when the stack is deployed. A statement has
    /// an `Effect`, `Action` or `NotAction`, and in most policies `Resource` or `NotResource`; policies of identities do
    /// not name a `Principal`, trust policies do not name a `Resource`. `Version` is that of the language, never the day
    /// on which the policy was written ("IAM JSON policy elements reference" and "Grammar of the IAM JSON policy language"
    /// in the IAM user guide).
    ///
    /// ```yaml bad
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Policies:
    ///         - Version: '2026-03-01'
    ///           Statement:
    ///             - Effect: Allow
    ///               Action: s3:GetObject
    ///               Resource: arn:aws:s3:::photos/*
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Hello:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs24.x
    ///       Policies:
    ///         - Version: '2012-10-17'
    ///           Statement:
    ///             - Effect: Allow
    ///               Action: s3:GetObject
    ///               Resource: arn:aws:s3:::photos/*
    /// ```
    "invalid-policy-document" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    for document in semantics.policy_documents() {
        let mut reading = Reading { document, semantics, problems };
        if let Some(map) = document.map {
            reading.document(map);
        }
        for statement in &document.statements {
            reading.statement(statement);
        }
        reading.ids();
    }
}

/// A document while it is looked at.
struct Reading<'r, 'a> {
    document: &'r PolicyDocument<'a>,
    semantics: &'r Semantics<'a>,
    problems: &'r mut Problems,
}

impl<'a> Reading<'_, 'a> {
    fn report(&mut self, finding: Diagnostic) {
        self.problems.push(self.document.report(finding));
    }

    fn document(&mut self, map: &'a Map) {
        let beside = map.keys().filter(|it| STATEMENT_ELEMENTS.contains(&&***it)).count();
        if !is_open(map) && !map.contains_key("Statement") && beside > 1 {
            self.statement_without_key(map);
        } else if !is_open(map) {
            self.unknown(map, &ELEMENTS, "a policy document");
            if !map.contains_key("Statement") {
                let finding = Diagnostic::new(&CODE, self.document.span, "the policy document has no `Statement`");
                self.report(finding.missing(["Statement"]).help("list what is allowed under `Statement:`"));
            }
        }
        self.version(map);
        let Some((_, entry)) = map.entry("Statement") else { return };
        let fault = match &entry.value {
            it if it.is_null() => Some("`Statement` is empty"),
            it if it.list().is_some_and(<[Node]>::is_empty) => Some("`Statement` is an empty list"),
            _ => None,
        };
        if let Some(fault) = fault {
            let finding = Diagnostic::new(&CODE, entry.key_span, fault);
            self.report(finding.help("list at least one statement"));
        }
        for part in parts(&entry.value, &[], self.semantics) {
            if part.node.map().is_none() {
                let kind = part.node.kind_name();
                let message = format!("a statement cannot be {kind}; it must be a map");
                self.report(Diagnostic::new(&CODE, part.node.span, message));
            }
        }
    }

    /// A statement that stands in the place of the document.
    fn statement_without_key(&mut self, map: &Map) {
        let first = map.entries().find(|(it, _)| STATEMENT_ELEMENTS.contains(&&***it));
        let Some((name, entry)) = first else { return };
        let finding = Diagnostic::new(&CODE, entry.key_span, format!("a policy document cannot have `{name}`"));
        self.report(finding.help("put the whole statement under `Statement:`"));
    }

    fn version(&mut self, map: &'a Map) {
        let Some(version) = map.present("Version") else { return };
        for part in parts(version, &[], self.semantics) {
            for reading in part.readings(self.semantics) {
                if !reading.is_whole() || VERSIONS.contains(&&*reading.text) {
                    continue;
                }
                let message = format!("`{}` is not a version of the policy language", reading.text);
                let finding = reading.finding(&CODE, message).help(format!("write `{}`", VERSIONS[0]));
                let span = reading.span_of(0..reading.text.len(), self.semantics);
                self.report(match span {
                    Some(span) => finding.fix(span, VERSIONS[0]),
                    None => finding,
                });
            }
        }
    }

    /// Reports what a map has that nothing of this kind can have.
    fn unknown(&mut self, map: &Map, known: &[&'static str], owner: &str) {
        for (key, entry) in map.entries() {
            if known.contains(&&**key) || key.starts_with("Fn::") {
                continue;
            }
            let finding = Diagnostic::new(&CODE, entry.key_span, format!("{owner} cannot have `{key}`"));
            let near = nearest(key, known.iter().copied()).filter(|it| !map.contains_key(it));
            let at = self.document.span;
            self.report(match near {
                Some(near) => finding.meant(at, [near]).did_you_mean(entry.key_span, key, near),
                None if STATEMENT_ELEMENTS.contains(&&**key) => {
                    finding.unknown().help("it belongs in a statement, under `Statement`")
                }
                None => finding.unknown().help(format!("it can have {}", listed(known))),
            });
        }
    }

    fn statement(&mut self, statement: &Statement<'a>) {
        let map = statement.map;
        if !statement.is_open() {
            self.unknown(map, &STATEMENT_ELEMENTS, "a statement");
            self.needs(statement, &["Effect"], "`Allow` or `Deny`");
            self.needs(statement, &["Action", "NotAction"], "what is allowed, such as `s3:GetObject`");
            self.resource(statement);
            self.principal(statement);
        }
        for part in statement.parts(&["Effect"], self.semantics) {
            for reading in part.readings(self.semantics) {
                if !reading.is_whole() || EFFECTS.contains(&&*reading.text) {
                    continue;
                }
                let message = format!("`Effect` is `{}`; it must be `Allow` or `Deny`", reading.text);
                let finding = reading.finding(&CODE, message);
                self.report(match nearest(&reading.text, EFFECTS) {
                    Some(near) => reading.did_you_mean(finding, 0..reading.text.len(), near, self.semantics),
                    None => finding,
                });
            }
        }
        for (one, other) in [("Action", "NotAction"), ("Resource", "NotResource"), ("Principal", "NotPrincipal")] {
            if self.is_certain(map, one)
                && self.is_certain(map, other)
                && let Some(at) = map.key_span(other)
            {
                let message = format!("a statement cannot have both `{one}` and `{other}`");
                self.report(Diagnostic::new(&CODE, at, message).help("write two statements"));
            }
        }
        for name in ["Action", "NotAction", "Resource", "NotResource"] {
            for part in statement.parts(&[name], self.semantics) {
                if part.node.text().is_none() && !intrinsics::is_intrinsic(part.node) {
                    let message =
                        format!("`{name}` contains {}; it takes a string or a list of strings", part.node.kind_name());
                    self.report(Diagnostic::new(&CODE, part.node.span, message));
                }
            }
        }
    }

    /// Whether something is there on all sides of its conditions.
    fn is_certain(&self, map: &Map, name: &str) -> bool {
        let found = map.present(name).map(|it| self.semantics.branches(it, &[]));
        found.is_some_and(|it| it.iter().all(|it| !intrinsics::is_no_value(it.node)))
    }

    fn needs(&mut self, statement: &Statement<'_>, names: &[&'static str], what: &str) {
        if names.iter().any(|it| is_there(statement.map, it)) {
            return;
        }
        let finding = Diagnostic::new(&CODE, statement.span, format!("the statement has no `{}`", names[0]));
        self.report(finding.missing(names.iter().copied()).help(format!("add `{}:` with {what}", names[0])));
    }

    fn resource(&mut self, statement: &Statement<'_>) {
        let names = ["Resource", "NotResource"];
        match self.document.purpose {
            Purpose::Identity => self.needs(statement, &names, "the ARNs that it is for, or `'*'`"),
            Purpose::Resource if self.document.type_name.starts_with("AWS::S3::") => {
                self.needs(statement, &names, "the ARN of the bucket or of its objects");
            }
            Purpose::Trust => self.cannot_have(
                statement,
                &names,
                "a trust policy cannot have",
                "remove it: a trust policy is for the role that it belongs to",
            ),
            Purpose::Resource | Purpose::Other => (),
        }
    }

    fn principal(&mut self, statement: &Statement<'_>) {
        let names = ["Principal", "NotPrincipal"];
        match self.document.purpose {
            Purpose::Identity => self.cannot_have(
                statement,
                &names,
                "an identity-based policy cannot have",
                "remove it: the policy is for the role, user or group that it belongs to",
            ),
            Purpose::Trust => {
                self.needs(statement, &names, "who may take on the role, such as `Service: lambda.amazonaws.com`")
            }
            Purpose::Resource => {
                self.needs(statement, &names, "who is allowed to, such as `Service: sns.amazonaws.com`")
            }
            Purpose::Other => (),
        }
    }

    fn cannot_have(&mut self, statement: &Statement<'_>, names: &[&str], message: &str, help: &str) {
        for name in names.iter().filter(|it| is_there(statement.map, it)) {
            let at = statement.map.key_span(name).unwrap_or(statement.span);
            self.report(Diagnostic::new(&CODE, at, format!("{message} `{name}`")).help(help));
        }
    }

    /// The ids of statements, as IAM wants them; other services take more.
    fn ids(&mut self) {
        if !matches!(self.document.purpose, Purpose::Identity | Purpose::Trust) {
            return;
        }
        let mut seen = HashMap::new();
        for statement in &self.document.statements {
            let Some(node) = statement.map.present("Sid") else { continue };
            let Some(id) = node.text() else { continue };
            if !id.chars().all(|it| it.is_ascii_alphanumeric()) {
                if !id.contains("{{resolve:") {
                    let message = format!("`Sid` is `{id}`; it can have letters and digits only");
                    self.report(Diagnostic::new(&CODE, node.span, message));
                }
                continue;
            }
            let Some((first, sides)) = seen.insert(id, (node.span, &statement.sides)).filter(|_| !id.is_empty()) else {
                continue;
            };
            if self.semantics.is_possible(sides.iter().chain(&statement.sides)) {
                let message = format!("two statements of one policy have the `Sid` `{id}`");
                let finding = Diagnostic::new(&CODE, node.span, message).related(first, "it is used here already");
                self.report(finding.help("give each statement another `Sid`, or none"));
            }
        }
    }
}

/// Whether something may be there. IAM takes an empty list of resources for none.
fn is_there(map: &Map, name: &str) -> bool {
    let is_empty = |it: &Node| name.ends_with("Resource") && it.list().is_some_and(<[Node]>::is_empty);
    map.present(name).is_some_and(|it| !intrinsics::is_no_value(it) && !is_empty(it))
}

fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|it| format!("`{it}`")).collect();
    names.join(", ")
}
