//! `samc graph`: the event flow of an application on standard output or in a file, what is wrong with the template and
//! what is left out on standard error.
use super::arguments::{Color, GraphArguments, GraphFormat, ReportFormat};
use super::folder::Folder;
use super::io::{Io, Stream};
use super::{Fault, Status, input, output, problems, samconfig};
use crate::diagnostic;
use crate::graph::Graph;
use crate::report::graph::{dot, mermaid, svg};
use crate::report::one_line;
use crate::source::Source;
use crate::{Analysis, Depth, analyze_with_files};

pub(super) fn run(arguments: &GraphArguments, color: Color, io: &mut Io<'_>) -> Result<Status, Fault> {
    let template = match arguments.template.path() {
        Some(template) => template.clone(),
        None => samconfig::template(&arguments.deployment)?.map_or_else(input::default_template, Ok)?,
    };
    let (mut sources, undecodable) = input::read(&template, io)?;
    let options = samconfig::options(&arguments.deployment, &template, ReportFormat::Human, color, io)?;
    let folder = Folder::of(&template);
    let mut analysis = match undecodable {
        None => analyze_with_files(&mut sources, &folder, &options, Depth::Expansion),
        Some(problem) => Analysis::of_unreadable(problem),
    };
    let graph = analysis.translation.as_ref().map(|it| match arguments.nested {
        true => it.nested_graph(&options, &folder, &mut sources),
        false => it.graph(&folder, &mut sources),
    });
    let output = output::file_of(arguments.output.as_deref());
    if output.is_some() {
        folder.note_named(analysis.translation.as_ref());
    }
    let read = samconfig::inputs(&template, folder.into_read());
    output::expect_apart(output.as_slice(), read.iter().map(|it| &**it))?;
    analysis.findings.extend(graph.iter().flat_map(|it| it.problems.clone()));
    diagnostic::sort(&mut analysis.findings);
    problems::report(&sources, &analysis.findings, ReportFormat::Human, color, io)?;
    let Some(graph) = graph else { return Ok(Status::TemplateErrors) };
    let text = write_out(&graph, sources.template(), arguments.format)?;
    for left_out in &graph.left_out {
        io.print(Stream::Stderr, &format!("left out: {}\n", one_line(left_out)))?;
    }
    if graph.vertices.is_empty() {
        io.print(Stream::Stderr, "note: there is nothing to draw: the template has no functions, queues, tables, …\n")?;
    }
    match output {
        Some(file) => output::replace(file, text.as_bytes())?,
        None => io.print(Stream::Stdout, &text)?,
    }
    Ok(if analysis.has_errors() { Status::TemplateErrors } else { Status::Fine })
}

fn write_out(graph: &Graph, source: &Source, format: GraphFormat) -> Result<String, Fault> {
    match format {
        GraphFormat::Mermaid => Ok(mermaid::text(graph)),
        GraphFormat::Dot => Ok(dot::text(graph)),
        GraphFormat::Svg => {
            let name = source.name().rsplit(['/', '\\']).next().unwrap_or_default();
            svg::text(graph, &format!("Event flow of {name}")).map_err(|it| {
                let (vertices, edges) = (it.vertices, it.edges);
                let (most, most_edges) = (svg::MOST_VERTICES, svg::MOST_EDGES);
                Fault(format!(
                    "the drawing is too large for SVG: {vertices} resources (at most {most}) and {edges} edges (at most \
                     {most_edges}); use `--format dot` with Graphviz"
                ))
            })
        }
    }
}
