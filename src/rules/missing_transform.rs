//! Finds what needs a transform that the template does not name.
use crate::diagnostic::{Diagnostic, Fix, Problems, codes};
use crate::rule;
use crate::sam::resources::CONNECTORS;
use crate::semantics::Semantics;
use crate::source::Span;
use crate::syntax::{Map, Node};
use crate::template::places::walk;
use crate::template::transforms::{self, LANGUAGE_EXTENSIONS, SAM};
use crate::template::{attributes, functions, intrinsics};

rule! {
    MISSING_TRANSFORM check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let template = semantics.template;
    // What stands in `Transform` and is wrong is found there.
    let items = transforms::items(template);
    let is_unclear =
        items.iter().any(|it| transforms::name(it).is_none_or(|it| it != SAM && transforms::means_sam(it)));
    if transforms::has_macros(template) || is_unclear {
        return;
    }
    if !items.iter().any(|it| transforms::name(it) == Some(SAM)) {
        check_sam(semantics, problems);
    }
    if !transforms::has_language_extensions(template) {
        check_extensions(semantics, problems);
    }
}

/// Reports the first thing that only SAM knows.
fn check_sam(semantics: &Semantics<'_>, problems: &mut Problems) {
    let template = semantics.template;
    let sam_type = |node: &Node| {
        let name = node.get("Type")?;
        let is_sam = name.text().is_some_and(|it| it.starts_with("AWS::Serverless::"));
        is_sam.then(|| (name.span, format!("`{}` is a type of SAM", name.text().map_or("", |it| it))))
    };
    let first = template.resources().iter().find_map(|(_, it)| sam_type(it));
    let globals = || {
        let (_, entry) = template.sections().entry("Globals")?;
        Some((entry.key_span, "`Globals` is a section of SAM".to_owned()))
    };
    let connectors = || {
        let key = template.resources().values().find_map(|it| it.map()?.key_span(CONNECTORS))?;
        Some((key, format!("`{CONNECTORS}` is an attribute of SAM")))
    };
    let Some((span, what)) = first.or_else(globals).or_else(connectors) else { return };
    let finding =
        Diagnostic::new(&codes::MISSING_TRANSFORM, span, format!("{what}, but the template has no `Transform`"));
    let mut finding = finding.help(format!("add `Transform: {SAM}` at the top"));
    if !template.sections().contains_key("Transform") {
        finding.fix = insertion(semantics).map(|(at, text)| Fix::new(format!("add `Transform: {SAM}`"), at, text));
    }
    problems.push(finding);
}

/// Where to put the transform: behind the version of the format, or before the first section.
fn insertion(semantics: &Semantics<'_>) -> Option<(Span, String)> {
    let template = semantics.template;
    let source = semantics.source;
    let (key, first) = template.sections().entries().next()?;
    let range = source.range(first.key_span)?;
    if source.text()[..range.start].trim_end().ends_with('{') {
        return Some((source.span(range.start..range.start), format!("\"Transform\": \"{SAM}\",\n  ")));
    }
    let line_start = |at: usize| source.text()[..at].rfind('\n').map_or(0, |it| it + 1);
    if line_start(range.start) != range.start {
        return None;
    }
    let at = match **key == *"AWSTemplateFormatVersion" {
        true => {
            let end = source.range(first.value.span)?.end;
            end + source.text()[end..].find('\n')? + 1
        }
        false => range.start,
    };
    Some((source.span(at..at), format!("Transform: {SAM}\n")))
}

/// Reports each function that `AWS::LanguageExtensions` adds.
fn check_extensions(semantics: &Semantics<'_>, problems: &mut Problems) {
    let section = semantics.template.section("Transform");
    let (help, fix) = match section {
        Some(sam) if sam.is_text(SAM) => {
            let list = format!("[{LANGUAGE_EXTENSIONS}, {SAM}]");
            let title = format!("write `Transform: [{LANGUAGE_EXTENSIONS}, {SAM}]`");
            // A value in quotes would keep them.
            let is_bare = semantics.source.slice(sam.span) == SAM;
            // With the transform, short forms that do not exist are what is refused.
            let is_enough = is_bare && !has_short_form(semantics);
            (title.clone(), is_enough.then(|| Fix::new(title, sam.span, list)))
        }
        Some(_) => (format!("add `{LANGUAGE_EXTENSIONS}` at the front of the list of `Transform`"), None),
        None => (format!("add `Transform: {LANGUAGE_EXTENSIONS}` at the top"), None),
    };
    let report = |what: &str, span: Span, problems: &mut Problems| {
        let name = if functions::is_for_each(what) { functions::FOR_EACH } else { what };
        let quote = if name.contains(' ') { "" } else { "`" };
        let message = format!("{quote}{name}{quote} needs the transform `{LANGUAGE_EXTENSIONS}`");
        let help = match is_short_form(semantics, span) && name.starts_with("Fn::") {
            true => format!("write `{name}:` with its argument, for it has no short form; and {help}"),
            false => help.clone(),
        };
        let mut finding = Diagnostic::new(&codes::MISSING_TRANSFORM, span, message).help(help);
        finding.fix.clone_from(&fix);
        problems.push(finding);
    };
    let loops = |map: &Map| -> Vec<(String, Span)> {
        let loops = map.entries().filter(|(key, _)| functions::is_for_each(key));
        loops.map(|(key, entry)| (key.to_string(), entry.key_span)).collect()
    };
    for section in ["Conditions", "Resources", "Outputs"] {
        let section = semantics.template.section(section).and_then(Node::map);
        for (key, span) in section.map(loops).unwrap_or_default() {
            report(&key, span, problems);
        }
    }
    walk(semantics.template, problems, &mut |place, node, problems| {
        let Some(map) = node.map() else { return };
        if place.path.is_empty() && attributes::values(place.attribute).is_some() && intrinsics::is_intrinsic(node) {
            return report(&format!("a function as `{}`", place.attribute), node.span, problems);
        }
        if intrinsics::argument(node, "Ref").is_some_and(intrinsics::is_intrinsic) {
            return report("a function in `Ref`", node.span, problems);
        }
        if let Some([_, _, _, default]) = intrinsics::argument(node, "Fn::FindInMap").and_then(Node::list) {
            return report("a default of `Fn::FindInMap`", default.span, problems);
        }
        for (key, span) in loops(map) {
            report(&key, span, problems);
        }
        let called = functions::called(node).filter(|it| it.is_extension);
        if let Some((name, span)) = called.and_then(|it| Some((it.name, map.key_span(it.name)?))) {
            report(name, span, problems);
        }
    });
}

/// Whether a function of the transform is written in a short form: it has none.
fn has_short_form(semantics: &Semantics<'_>) -> bool {
    let mut found = false;
    let mut look = |node: &Node| {
        let is_extension = functions::called(node).is_some_and(|it| it.is_extension);
        found |= is_extension && is_short_form(semantics, node.span);
    };
    semantics.template.sections().values().for_each(|it| it.walk(&mut look));
    found
}

fn is_short_form(semantics: &Semantics<'_>, span: Span) -> bool {
    semantics.source.slice(span).starts_with('!')
}
