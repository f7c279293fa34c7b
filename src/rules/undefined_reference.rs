//! Finds references to what the template does not have.
use crate::diagnostic::{Diagnostic, Near, Problems, nearest};
use crate::rule;
use crate::sam::resources;
use crate::semantics::Semantics;
use crate::syntax::{Map, Node};
use crate::template::pseudo_parameters::PSEUDO_PARAMETERS;
use crate::template::references::{Reference, ReferenceKind, dependencies, references};
use indexmap::IndexSet;
use std::collections::HashSet;

rule! {
    /// A `Ref`, `Fn::GetAtt`, `Fn::Sub` or `DependsOn` names neither a resource nor a parameter.
    ///
    /// CloudFormation refuses such a template when it is deployed. `Conditions` and `Rules` are evaluated before
    /// resources exist, so they can refer only to parameters; `DependsOn` and `Fn::GetAtt` can refer only to resources.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    /// Outputs:
    ///   TableName:
    ///     Value: !Ref Product
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Products:
    ///     Type: AWS::Serverless::SimpleTable
    /// Outputs:
    ///   TableName:
    ///     Value: !Ref Products
    /// ```
    "undefined-reference" Error check, warned_by_expand
}

/// How names of resources begin that SAM generates for the whole template: APIs, deployments, domains and their records.
/// Others begin with the logical id of what they are generated for.
const GENERATED: [&str; 5] =
    ["Serverless", "CodeDeployServiceRole", "ApiGatewayDomainName", "DomainNameAccessAssociation", "RecordSetGroup"];
/// Names of resources that CloudFormation takes have at most as many characters.
const LONGEST_LOGICAL_ID: usize = 255;

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    if semantics.has_other_transforms() {
        return;
    }
    let names = Names::of(semantics);
    for section in ["Conditions", "Rules"] {
        for reference in semantics.template.section(section).map(references).unwrap_or_default() {
            names.check_early(&reference, section, problems);
        }
    }
    for section in ["Globals", "Outputs"] {
        for reference in semantics.template.section(section).map(references).unwrap_or_default() {
            names.check(&reference, problems);
        }
    }
    for (id, resource) in semantics.template.resources().iter() {
        problems.in_resource(id, |problems| {
            for reference in references(resource).into_iter().chain(dependencies(resource)) {
                names.check(&reference, problems);
            }
        });
    }
}

/// What there is to refer to.
struct Names<'c, 'a> {
    semantics: &'c Semantics<'a>,
    /// Whether all resources that will be generated are known.
    is_complete: bool,
    /// In the order of the template, which decides between names that are equally near.
    parameters: IndexSet<&'a str>,
    /// Likewise, and behind them what is generated.
    resources: IndexSet<&'a str>,
    /// Sections: a resource that lost its indentation is reported as such; what refers to it is right.
    sections: HashSet<&'a str>,
}

impl<'c, 'a> Names<'c, 'a> {
    fn of(semantics: &'c Semantics<'a>) -> Self {
        let keys = |map: Option<&'a Map>| map.into_iter().flat_map(Map::keys).map(|it| &**it);
        let mut resources: IndexSet<&str> = keys(Some(semantics.template.resources())).collect();
        // Implicit APIs, and connectors that stand in other resources.
        resources.extend(keys(Some(semantics.resources())));
        resources.extend(keys(semantics.generated()));
        Self {
            semantics,
            is_complete: semantics.complete && !semantics.has_unknown_types(),
            parameters: keys(semantics.template.section("Parameters").and_then(Node::map)).collect(),
            resources,
            sections: keys(Some(semantics.template.sections())).collect(),
        }
    }

    /// Checks a reference that is followed before there are resources.
    fn check_early(&self, reference: &Reference, section: &str, problems: &mut Problems) {
        let target = reference.target();
        if self.parameters.contains(target) || self.is_pseudo_parameter(reference, problems) {
            return;
        }
        let span = self.semantics.target_span(reference);
        if self.resources.contains(target) {
            let message = format!("`{section}` cannot refer to the resource `{target}`");
            let finding = Diagnostic::new(&CODE, span, message);
            problems.push(finding.help("refer to a parameter: conditions are evaluated before resources exist"));
        } else {
            let near = nearest(target, self.parameters.iter().copied());
            self.report(reference, "no parameter", near, problems);
        }
    }

    fn check(&self, reference: &Reference, problems: &mut Problems) {
        let target = reference.target();
        if self.sections.contains(target) || self.is_pseudo_parameter(reference, problems) {
            return;
        }
        if self.resources.contains(target) {
            return self.check_connector(target, reference, problems);
        }
        let of_resource = match reference.kind {
            ReferenceKind::GetAtt | ReferenceKind::DependsOn => true,
            ReferenceKind::Sub => reference.attribute().is_some(),
            ReferenceKind::Ref => false,
        };
        if self.parameters.contains(target) {
            if of_resource {
                self.report_parameter(target, reference, problems);
            }
            return;
        }
        let resources = self.resources.iter().copied();
        let parameters = self.parameters.iter().copied().filter(|_| !of_resource);
        let near = nearest(target, resources.chain(parameters));
        if self.semantics.template.may_make(target) {
            return;
        }
        // Without an expansion it is not known which resources will be generated. Their names are made of others.
        if self.is_complete || !self.may_be_generated(target) {
            self.report(
                reference,
                if of_resource { "no resource" } else { "no resource or parameter" },
                near,
                problems,
            );
        }
    }

    /// Whether this is a pseudo parameter; one that there is not is reported.
    fn is_pseudo_parameter(&self, reference: &Reference, problems: &mut Problems) -> bool {
        let name = &*reference.name;
        if !name.starts_with("AWS:") || matches!(reference.kind, ReferenceKind::GetAtt | ReferenceKind::DependsOn) {
            return false;
        }
        if !PSEUDO_PARAMETERS.contains(&name) {
            self.report(reference, "no pseudo parameter", nearest(name, PSEUDO_PARAMETERS), problems);
        }
        true
    }

    fn may_be_generated(&self, target: &str) -> bool {
        let mut beginnings =
            target.char_indices().take(LONGEST_LOGICAL_ID).map(|(at, it)| &target[..at + it.len_utf8()]);
        GENERATED.iter().any(|it| target.starts_with(it)) || beginnings.any(|it| self.resources.contains(it))
    }

    /// A connector turns into policies; nothing in the stack has its name.
    fn check_connector(&self, target: &str, reference: &Reference, problems: &mut Problems) {
        let of_type = self.semantics.expanded.template.resource_type(target).and_then(resources::find);
        let is_gone = of_type.is_some_and(|it| it.becomes.is_empty()) && reference.kind != ReferenceKind::DependsOn;
        if is_gone {
            let message = format!("connector `{target}` has no value: it becomes policies and permissions");
            let finding = Diagnostic::new(&CODE, self.semantics.target_span(reference), message);
            problems.push(finding.help("refer to its source or its destination"));
        }
    }

    fn report_parameter(&self, target: &str, reference: &Reference, problems: &mut Problems) {
        let (fault, help) = match reference.kind {
            ReferenceKind::DependsOn => ("which nothing can depend on", "remove it: parameters are always available"),
            ReferenceKind::Sub => ("which has no attributes", &*format!("write `${{{target}}}`")),
            ReferenceKind::Ref | ReferenceKind::GetAtt => {
                ("which has no attributes", &*format!("write `!Ref {target}`"))
            }
        };
        let message = format!("`{target}` is a parameter, {fault}");
        problems.push(Diagnostic::new(&CODE, self.semantics.target_span(reference), message).help(help));
    }

    fn report(&self, reference: &Reference, none: &str, near: Option<Near<'_>>, problems: &mut Problems) {
        let pseudo = reference.name.starts_with("AWS::");
        let target = if pseudo { &reference.name } else { reference.target() };
        let span = if pseudo { self.semantics.name_span(reference) } else { self.semantics.target_span(reference) };
        let place = if pseudo { "" } else { " in this template" };
        let finding = Diagnostic::new(&CODE, span, format!("there is {none} `{target}`{place}"));
        // Events and other properties have resources generated, which are not there while they are misplaced.
        let finding = if self.may_be_generated(target) { finding.if_named(&["Properties", "Events"]) } else { finding };
        let declares = |section| self.semantics.template.section(section).is_some_and(|it| it.get(target).is_some());
        problems.push(match near {
            // A function takes all that stands on its line.
            _ if target.contains(", ") && reference.kind == ReferenceKind::Ref => {
                let first = target.split(',').next().unwrap_or_default();
                finding.help(format!("write `- !Ref {first}`, and each other item on a line of its own"))
            }
            _ if declares("Conditions") => finding.help(format!(
                "`{target}` is a condition: it can be used in `Condition: {target}` and `!If [{target}, …, …]`"
            )),
            _ if declares("Mappings") => {
                finding.help(format!("`{target}` is a mapping: write `!FindInMap [{target}, …, …]`"))
            }
            Some(name) if self.semantics.source.slice(span) == target => finding.did_you_mean(span, target, name),
            Some(name) => finding.help(format!("did you mean `{name}`?")),
            None if pseudo => finding.help(format!(
                "the pseudo parameters are {}",
                PSEUDO_PARAMETERS.map(|it| format!("`{it}`")).join(", ")
            )),
            None if reference.kind == ReferenceKind::Sub => finding
                .help(format!("declare `{target}`, or write `${{!{}}}` if the text itself is meant", reference.name)),
            None if none == "no resource" => finding.help("declare it under `Resources`, or correct the name"),
            None if none == "no parameter" => finding.help("declare it under `Parameters`, or correct the name"),
            None => finding.help("declare it under `Resources` or `Parameters`, or correct the name"),
        });
    }
}
