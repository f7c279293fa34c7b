//! Where the resources of a document come from, as tables for people.
use super::count;
use super::wrapping::{Columns, Row, on_screen, table};
use super::{Screen, one_line};
use crate::provenance::{Construct, Generated, Provenance, SiteKind, ValueOrigin};
use crate::safe_text::page;
use crate::source::{Sources, Span};
use std::fmt::Write;

/// Writes a table of all resources of the document, grouped by the user's own.
pub fn overview(sources: &Sources, provenance: &Provenance<'_>, screen: Screen) -> String {
    let groups = provenance.by_owner();
    let all: usize = groups.values().map(Vec::len).sum();
    let written = groups.keys().filter(|it| provenance.is_written(it)).count();
    let verb = if written == 1 { "becomes" } else { "become" };
    let heading_of_all = format!(
        "{} in {} {verb} {} of CloudFormation",
        count(written, "resource"),
        one_line(sources.template().name()),
        count(all, "resource"),
    );
    let mut text = line(&heading_of_all, 0, screen);
    let widths = widths(groups.values().flatten());
    // A group of one that is what the group is called has nothing to add.
    let (plain, groups): (Vec<_>, Vec<_>) =
        groups.iter().partition(|(_, resources)| resources.iter().all(Generated::is_as_written));
    for (owner, resources) in groups {
        text.push('\n');
        text.push_str(&line(&heading(owner, resources, sources, provenance), 2, screen));
        text.push_str(&rows(resources, widths, sources, screen));
    }
    if !plain.is_empty() {
        writeln!(text, "\n{} of plain CloudFormation", count(plain.len(), "resource")).expect(UNFAILING);
        text.push_str(&rows(plain.iter().flat_map(|(_, resources)| *resources), widths, sources, screen));
    }
    page(text)
}

/// Writes what is known of a resource of the document, or, for a user's resource that has become others, of these.
/// `None` when there is neither.
pub fn resource(logical_id: &str, sources: &Sources, provenance: &Provenance<'_>, screen: Screen) -> Option<String> {
    let others = provenance.by_owner().into_values().flatten();
    let others: Vec<_> = others.filter(|it| **it.logical_id != *logical_id && it.is_caused_by(logical_id)).collect();
    let mut text = match provenance.resource(logical_id) {
        Some(generated) => details(&generated, sources, provenance, screen),
        None if others.is_empty() => return None,
        None => String::new(),
    };
    if !others.is_empty() {
        let widths = widths(&others);
        let heading = match text.is_empty() {
            true => line(&heading(logical_id, &others, sources, provenance), 2, screen),
            false => format!("\nand {} generated with it\n", count(others.len(), "resource")),
        };
        text.push_str(&heading);
        text.push_str(&rows(&others, widths, sources, screen));
    }
    Some(page(text))
}

/// What a resource is, what it is there for, and where its properties come from.
fn details(generated: &Generated<'_>, sources: &Sources, provenance: &Provenance<'_>, screen: Screen) -> String {
    let mut text = line(&format!("{}  {}", one_line(generated.logical_id), one_line(generated.type_name)), 2, screen);
    text.push_str(&line(&format!("  {}", sentence(generated)), 4, screen));
    for Construct { resource_id, span, .. } in &generated.causes {
        let owner = provenance.written_type(resource_id).unwrap_or("implicit API");
        let (name, number) = (one_line(sources.of(*span).name()), line_of(*span, sources));
        let rounds = rounds(resource_id, provenance);
        let cause = format!("  {name}:{number}, `{}` ({}){rounds}", one_line(resource_id), one_line(owner));
        text.push_str(&line(&cause, 4, screen));
    }
    let properties = provenance.properties(generated.logical_id);
    let row = |name: String, text| Row { columns: vec![format!("  {name}")], text };
    let properties = properties.iter().map(|it| row(one_line(&it.path.join(".")), places(&it.from, sources)));
    let properties: Vec<Row> = properties.collect();
    let width = properties.iter().map(|it| it.columns[0].chars().count()).max().unwrap_or_default().min(WIDEST_NAME);
    if !properties.is_empty() {
        text.push_str("\nits properties come from\n");
    }
    text + &table(&properties, Columns { widths: &[width], below: 6 }, screen.width)
}

const UNFAILING: &str = "strings take all that is written to them";

/// A longer name does not push those beside the others out of sight.
const WIDEST_NAME: usize = 60;

/// Where parts of a value come from, as in "line 3 and parameter `Stage` (line 9)".
fn places(from: &[(ValueOrigin, Span)], sources: &Sources) -> String {
    let place = |(from, span): &(ValueOrigin, Span)| {
        let line = match *span == Span::NOWHERE {
            true => "the command line".to_owned(),
            false => place_of(*span, sources),
        };
        match from {
            ValueOrigin::Written => line,
            ValueOrigin::Derived => format!("computed from {line}"),
            ValueOrigin::Globals => format!("Globals, {line}"),
            ValueOrigin::Parameter(name) => format!("parameter `{}`, {line}", one_line(name)),
            ValueOrigin::Mapping(name) => format!("mapping `{}`, {line}", one_line(name)),
            ValueOrigin::Event { resource, name } => {
                format!("event `{}` of `{}`, {line}", one_line(name), one_line(resource))
            }
            ValueOrigin::Sam => "SAM".to_owned(),
        }
    };
    from.iter().map(place).collect::<Vec<_>>().join("; ")
}

/// What a user's resource or an implicit API is, on a line.
fn heading(owner: &str, resources: &[Generated<'_>], sources: &Sources, provenance: &Provenance<'_>) -> String {
    let what = match provenance.written_at(owner) {
        Some(span) => {
            let type_name = provenance.written_type(owner).unwrap_or("no type");
            format!("{}, {}{}", one_line(type_name), place_of(span, sources), rounds(owner, provenance))
        }
        None => {
            let first = resources.first().and_then(|it| it.causes.first()?.part);
            let first = first.map(|it| format!(", first `{}` of `{}`", one_line(it.name), one_line(it.of)));
            format!("implicit API, for events that name no API{}", first.unwrap_or_default())
        }
    };
    format!("{}  {what}", one_line(owner))
}

/// The widths of two columns: logical ids and types.
type Widths = (usize, usize);

fn widths<'r, 'a: 'r>(resources: impl IntoIterator<Item = &'r Generated<'a>>) -> Widths {
    resources.into_iter().fold((0, 0), |(id, type_name), it| {
        (
            it.logical_id.chars().count().max(id).min(WIDEST_NAME),
            it.type_name.chars().count().max(type_name).min(WIDEST_NAME),
        )
    })
}

/// A line of a page.
fn line(text: &str, indent: usize, screen: Screen) -> String {
    on_screen(text, indent, screen.width) + "\n"
}

/// The column of line numbers.
const NUMBER: usize = 5;

fn rows<'r, 'a: 'r>(
    resources: impl IntoIterator<Item = &'r Generated<'a>>,
    (id, type_name): Widths,
    sources: &Sources,
    screen: Screen,
) -> String {
    let row = |generated: &Generated<'_>| {
        let line = generated.causes.first().map_or(0, |it| line_of(it.span, sources));
        let Generated { logical_id, type_name, .. } = generated;
        let columns = vec![format!("{line:>NUMBER$}"), one_line(logical_id), one_line(type_name)];
        Row { columns, text: sentence(generated) }
    };
    let rows: Vec<Row> = resources.into_iter().map(row).collect();
    table(&rows, Columns { widths: &[NUMBER, id, type_name], below: NUMBER + 2 }, screen.width)
}

/// What a resource is there for, with the event or connector of its owner that asked for it.
fn sentence(generated: &Generated<'_>) -> String {
    let cause = generated.causes.first();
    let part = cause.and_then(|cause| cause.part.filter(|part| part.of == cause.resource_id));
    let part = part.map(|it| match it.kind {
        SiteKind::Connector => format!(", from connector `{}`", it.name),
        _ => format!(", from event `{}`", it.name),
    });
    one_line(&format!("{}{}", generated.purpose, part.unwrap_or_default()))
}

/// The rounds of loops that made a resource, as the end of a sentence.
fn rounds(logical_id: &str, provenance: &Provenance<'_>) -> String {
    let round = |(name, item): (&str, &str)| format!(", loop `{}`, round `{}`", one_line(name), one_line(item));
    provenance.rounds(logical_id).into_iter().map(round).collect()
}

/// "line 3", and in which file where that is not the template.
fn place_of(span: Span, sources: &Sources) -> String {
    let line = line_of(span, sources);
    match sources.number_of(span) {
        0 => format!("line {line}"),
        _ => format!("line {line} of {}", one_line(sources.of(span).name())),
    }
}

fn line_of(span: Span, sources: &Sources) -> usize {
    sources.of(span).start_of(span).line
}
