//! All that samc finds out about a template, in one go.
mod open;
#[cfg(feature = "cli")]
pub(crate) mod packaging;
mod rounds;

use crate::diagnostic::{self, Diagnostic, Edit, Label, Problems, Severity, codes, reconcile};
use crate::diff::Side;
use crate::graph::{self, Graph};
use crate::language;
use crate::passes::{self, Expanded, Options};
use crate::provenance::Provenance;
use crate::retyping;
use crate::rules::{self, Rule};
use crate::semantics::{self, Evaluator, FilesBeside, Semantics};
use crate::silencing::{Allowed, Assumed, Changeable, Snippets, Unread};
use crate::source::{Files, Places, Source, Sources, Span};
use crate::syntax::{self, Gap, IntoNode, Map, Node, Recovered};
use crate::template::{self, Made, Snippet, Template};

/// How far a template is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// What the passes find.
    Expansion,
    /// Also, as warnings, those mistakes that the reference passes over to the user's harm.
    Harm,
    /// Everything that is wrong, without what only follows from it and what the template allows.
    Check,
}

/// A template, what was made of it, and what was found on the way.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Analysis {
    /// The template beside what the passes made of it; `None` when the text is no template.
    pub translation: Option<Translation>,
    /// What could be read of a text that is refused as a whole, while it is being typed; for [`Depth::Check`] alone.
    pub partial: Option<Translation>,
    /// What was found, in the order of the text, each mistake once.
    pub findings: Vec<Diagnostic>,
}

/// A template beside what the passes made of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Translation {
    /// The template as it was read.
    pub template: Template,
    pub(crate) expanded: Expanded,
    /// Whether all of it could be expanded; if not, what could not is missing from the document or stands in it as SAM.
    pub complete: bool,
}

/// Reads a template, expands it, and looks for mistakes as far as `depth` says.
///
/// `sources` begins with the template; its spans and those of the analysis are of the same space.
pub fn analyze(sources: &Sources, options: &Options, depth: Depth) -> Analysis {
    with_files(&mut sources.clone(), None, options, depth, &mut as_it_is)
}

/// The same, and looks for mistakes also in the files beside the template that define its state machines, and for paths
/// of files that are not there.
///
/// `files` reads them. They are added to `sources`, and what is wrong in them has its place there.
pub fn analyze_with_files(sources: &mut Sources, files: &dyn Files, options: &Options, depth: Depth) -> Analysis {
    with_files(sources, Some(files), options, depth, &mut as_it_is)
}

/// The same for a template without other files.
pub(crate) fn of_template(source: &Source, options: &Options, depth: Depth) -> Analysis {
    with_files(&mut Sources::new(source.clone()), None, options, depth, &mut as_it_is)
}

/// What becomes of a template between the transforms that come before SAM and SAM itself.
type Completion<'a> = dyn FnMut(Node, &mut Problems) -> Node + 'a;

fn as_it_is(tree: Node, _: &mut Problems) -> Node {
    tree
}

fn with_files(
    sources: &mut Sources,
    files: Option<&dyn Files>,
    options: &Options,
    depth: Depth,
    complete: &mut Completion<'_>,
) -> Analysis {
    let mut problems = Problems::default();
    let Some(tree) = syntax::parse(sources.template(), &mut problems) else {
        return of_unreadable(sources, files, options, depth, problems);
    };
    let (tree, made) = language::transformed(tree, files, sources, &inputs(options, depth), &mut problems);
    let tree = complete(tree, &mut problems);
    if problems.has_errors() && made.is_some() && template::is_without_resources(&tree) {
        // Loops that cannot be unrolled make none, and that was reported.
        return of_unfit(Unfit { tree, made, gaps: &[] }, sources, files, options, depth, problems);
    }
    let template = match template::read(tree, &mut problems) {
        Ok(template) => template.with_made(made),
        Err(tree) => return of_unfit(Unfit { tree, made, gaps: &[] }, sources, files, options, depth, problems),
    };
    let expanded = passes::run(template.clone(), options, &mut problems);
    let complete = !problems.has_errors();
    let translation = Translation { template, expanded, complete };
    let findings = translation.findings(sources, files, options, depth, problems, &Unread::default());
    Analysis { translation: Some(translation), partial: None, findings }
}

/// The analysis of a text that is refused for the last of the `problems`. What else is wrong with it does not wait until
/// that is corrected.
fn of_unreadable(
    sources: &mut Sources,
    files: Option<&dyn Files>,
    options: &Options,
    depth: Depth,
    problems: Problems,
) -> Analysis {
    let is_recoverable = depth == Depth::Check && sources.template().base() == 0;
    let recovered = is_recoverable.then(|| syntax::recover(sources.template())).flatten();
    let recovered = recovered.filter(|it| it.tree.map().is_some());
    let mut refused = problems.into_found();
    let refusal = refused.pop_if(|it| *it.code == codes::SYNTAX_ERROR);
    let (Some(Recovered { mut tree, gaps, found }), Some(refusal)) = (recovered, refusal.clone()) else {
        refused.extend(refusal);
        return Analysis { findings: reconcile::once(refused), ..Analysis::default() };
    };
    let is_lost = |span: Span| gaps.iter().any(|it| it.span.contains(span));
    template::complete_names(&mut tree, &is_lost);
    let mut problems = Problems::default();
    found.into_iter().filter(|it| !is_lost(it.span)).for_each(|it| problems.push(it));
    let (tree, made) = language::transformed(tree, files, sources, &inputs(options, depth), &mut problems);
    // Whether it is refused or not, not all of it is there.
    drop(template::read(tree.clone(), &mut problems));
    let mut analysis = of_unfit(Unfit { tree, made, gaps: &gaps }, sources, files, options, depth, problems);
    // It is not fixed what may be right.
    analysis.findings.iter_mut().for_each(|it| it.fix = None);
    analysis.findings.insert(0, refusal);
    analysis
}

/// A document that is refused as a whole.
struct Unfit<'a> {
    tree: Node,
    made: Option<Made>,
    /// What could not be read of it.
    gaps: &'a [Gap],
}

/// The analysis of a document that is refused as a whole, for the reasons among the `problems`. What else is wrong with
/// it does not wait until that is corrected.
fn of_unfit(
    unfit: Unfit<'_>,
    sources: &mut Sources,
    files: Option<&dyn Files>,
    options: &Options,
    depth: Depth,
    mut problems: Problems,
) -> Analysis {
    let Unfit { tree, made, gaps } = unfit;
    let template = template::without_unfit(&tree).filter(|_| depth == Depth::Check);
    match template {
        None => {
            let mut findings = reconcile::once(problems.into_found());
            retyping::add_fixes(sources, &mut findings);
            tree.map().into_iter().for_each(|it| locate(it, &mut findings));
            Analysis { findings, ..Analysis::default() }
        }
        Some(template) => {
            let template = if gaps.is_empty() { template } else { template.in_part() };
            let unread = tree.map().map(|it| Unread::of(it, gaps, sources.template())).unwrap_or_default();
            let template = template.with_made(made);
            let expanded = passes::run(template.clone(), options, &mut problems);
            let translation = Translation { template, expanded, complete: false };
            let findings = translation.findings(sources, files, options, depth, problems, &unread);
            Analysis { translation: None, partial: Some(translation), findings }
        }
    }
}

impl Analysis {
    /// That of a file whose bytes are not text, as [`syntax::decode`] says in `problem`.
    pub fn of_unreadable(problem: Diagnostic) -> Self {
        Self { findings: vec![problem], ..Self::default() }
    }

    /// The CloudFormation document; `None` when there are errors.
    pub fn document(&self) -> Option<Node> {
        let translation = self.translation.as_ref().filter(|it| it.complete)?;
        Some(translation.expanded.document.clone().into_node(translation.template.span))
    }

    /// Whether one of the findings is an error.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(Diagnostic::is_error)
    }
}

impl Translation {
    /// Where the document comes from.
    pub fn provenance(&self) -> Provenance<'_> {
        Provenance::new(&self.template, &self.expanded)
    }

    /// What SAM generates: its logical id, its type, and the resource that it is generated for.
    pub(crate) fn generated(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        let resources = self.expanded.document.get("Resources").and_then(Node::map).into_iter().flat_map(Map::iter);
        let generated = resources.filter(|(id, _)| !self.template.resources().contains_key(id));
        generated.filter_map(|(id, resource)| {
            let cause = self.expanded.origins.get(id)?.causes.first()?;
            Some((&**id, resource.get("Type")?.text()?.as_ref(), &*cause.resource_id))
        })
    }

    /// The template that a resource nests, if its file can be read; it is added to `sources`.
    pub fn nested(&self, logical_id: &str, files: &dyn Files, sources: &mut Sources) -> Option<Template> {
        let paths = semantics::nested_paths(&self.template, "");
        let (_, path) = paths.iter().find(|(id, _)| id == logical_id)?;
        semantics::nested_template(path, files, sources)
    }

    /// This expansion as one of two that [`diff::compare`](crate::diff::compare) compares.
    pub fn side(&self) -> Side<'_> {
        Side::new(&self.template, &self.expanded)
    }

    /// Whether the document has the placeholder of what a build would upload: of images, or of other code and
    /// definitions.
    #[cfg(feature = "cli")]
    pub(crate) fn has_placeholders(&self, of_images: bool) -> bool {
        self.expanded.placeholders.iter().any(|(_, property)| (*property == "ImageUri") == of_images)
    }

    /// The local paths of code, definitions and templates that the template names.
    #[cfg(feature = "cli")]
    pub(crate) fn artifact_paths(&self) -> Vec<String> {
        semantics::artifact_paths(&self.template)
    }

    /// The event flow of the application. What could not be expanded is left out, and the graph says so.
    ///
    /// `files` gives the definitions that stand in other files, which are added to `sources`.
    pub fn graph(&self, files: &dyn Files, sources: &mut Sources) -> Graph {
        graph::draw(&self.template, &self.expanded, self.complete, files, sources)
    }

    /// The same with the templates that this one nests, as far as their files can be read; each is a group.
    ///
    /// `options` are those of this expansion; parameters of nested templates have what is given to them.
    pub fn nested_graph(&self, options: &Options, files: &dyn Files, sources: &mut Sources) -> Graph {
        graph::draw_nested(&self.template, &self.expanded, self.complete, options, files, sources)
    }

    /// What is found, with the `problems` of the passes.
    fn findings(
        &self,
        sources: &mut Sources,
        files: Option<&dyn Files>,
        options: &Options,
        depth: Depth,
        mut problems: Problems,
        unread: &Unread,
    ) -> Vec<Diagnostic> {
        let files = files.filter(|_| depth == Depth::Check);
        let beside = match files {
            Some(files) => FilesBeside::read(&self.template, files, sources, &mut problems),
            None => FilesBeside::default(),
        };
        let linted = self.lint(sources, &beside, files, options, depth);
        let mut found = reconcile::with_rules(problems.into_found(), linted);
        let assumed = Assumed::of(&self.template);
        found.retain(|it| !assumed.applies_to(it));
        let found = match self.template.made() {
            Some(made) => rounds::once(made, found),
            None => found,
        };
        let mut findings = self.unsilenced(sources, &beside, found, depth, unread);
        if depth == Depth::Check {
            // It is about the document, and not about the template.
            findings.retain(|it| *it.code != codes::PLACEHOLDER_URL);
        }
        retyping::add_fixes(sources, &mut findings);
        if let Some(made) = self.template.made() {
            without_fixes(made, &mut findings);
            name_includes(made, &mut findings);
        }
        locate(self.template.written(), &mut findings);
        findings
    }

    /// What the rules find that `depth` asks for, in the order of the rules.
    fn lint(
        &self,
        sources: &Sources,
        beside: &FilesBeside,
        files: Option<&dyn Files>,
        options: &Options,
        depth: Depth,
    ) -> Vec<Diagnostic> {
        let is_asked_for = |rule: &&Rule| match depth {
            Depth::Expansion => false,
            Depth::Harm => rule.warned_by_expand,
            Depth::Check => true,
        };
        let evaluator = Evaluator::new(sources, beside, &self.template, &self.expanded, self.complete);
        let semantics = Semantics::new(evaluator, files, options);
        let mut linted = Vec::new();
        let may_change = Changeable::of(&self.template);
        for rule in rules::in_order().filter(is_asked_for) {
            let mut problems = Problems::default();
            (rule.check)(&semantics, &mut problems);
            let mut found = problems.into_found();
            diagnostic::sort(&mut found);
            // The reference accepts what rules find.
            linted.extend(found.into_iter().filter(|it| !may_change.applies_to(it)).map(|it| match depth {
                Depth::Harm => Diagnostic { severity: Severity::Warning, ..it },
                Depth::Expansion | Depth::Check => it,
            }));
        }
        linted
    }

    /// The findings without those that the template allows. What the reference refuses is an error, whatever is allowed.
    fn unsilenced(
        &self,
        sources: &Sources,
        beside: &FilesBeside,
        found: Vec<Diagnostic>,
        depth: Depth,
        unread: &Unread,
    ) -> Vec<Diagnostic> {
        let allowed = || Allowed::read(sources, &self.template, &beside.definitions.trees);
        match depth {
            Depth::Expansion => found,
            Depth::Harm => {
                let (mut findings, warnings): (Vec<_>, _) = found.into_iter().partition(Diagnostic::is_error);
                findings.extend(allowed().silence(sources, warnings));
                diagnostic::sort(&mut findings);
                findings
            }
            Depth::Check => {
                let mut found = reconcile::without_consequences(found);
                let snippets = Snippets::of(&self.template);
                found.retain(|it| !snippets.may_settle(it) && !unread.may_settle(it, sources.template()));
                let completed = found.iter_mut().filter(|it| snippets.may_complete(it));
                completed.for_each(|it| it.severity = Severity::Warning);
                allowed().silence_and_warn(sources, found, self.complete)
            }
        }
    }
}

/// What `AWS::LanguageExtensions` makes of the template depends on.
fn inputs(options: &Options, depth: Depth) -> language::Inputs<'_> {
    language::Inputs {
        region: &options.region,
        is_region_given: options.is_region_given,
        overrides: &options.parameter_overrides,
        uncertain: &options.uncertain_parameters,
        purpose: if depth == Depth::Check { language::Purpose::Check } else { language::Purpose::Document },
    }
}

/// Takes away the fixes of what is not written as it was looked at: it came with the round of a loop, or from a function.
fn without_fixes(made: &Made, findings: &mut [Diagnostic]) {
    let replaced = Places::new(made.replaced.iter().copied());
    for finding in findings {
        let is_replaced =
            |it: &Edit| replaced.around(it.span).next().is_some() || replaced.within(it.span).next().is_some();
        if finding.fix.as_ref().is_some_and(|it| it.edits.iter().any(is_replaced)) {
            finding.fix = None;
        }
    }
}

/// Says of what stands in a snippet where that is included.
fn name_includes(made: &Made, findings: &mut [Diagnostic]) {
    for finding in findings {
        let snippet = made.snippets.iter().find(|it| it.tree.span.contains(finding.span));
        let Some(Snippet { included_at, .. }) = snippet else { continue };
        if !finding.related.iter().any(|it| it.span == *included_at) {
            finding.related.push(Label::new(*included_at, "included here"));
        }
    }
}

/// Fills in the paths of what was found in a tree.
fn locate(tree: &Map, findings: &mut [Diagnostic]) {
    syntax::locate(tree, findings.iter_mut().map(|it| (it.span, &mut it.subject.path)).collect());
}
