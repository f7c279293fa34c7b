//! What users allow: findings that they have seen and do not want to see again. Knows how it is written down, and no
//! rule but the one about allowances that silence nothing.
//!
//! `# samc: allow unused-parameter` holds for its line or, standing alone, for the next, in the template and in files beside
//! it; `Metadata: {samc: {allow:
//! […]}}` for a resource and everything generated from it; `Metadata: {cfn-lint: {config: {ignore_checks: […]}}}`, in
//! the template or in a resource, for the rules that find the same. What is silenced is still a mistake: a template that
//! cannot be expanded stays so.
mod cfn_lint;
mod comment;
mod metadata;
mod snippets;

pub(crate) use snippets::Snippets;

use crate::diagnostic::{self, Diagnostic, nearest};
use crate::rules::{self, unused_allow};
use crate::source::{Sources, Span};
use crate::syntax::Node;
use crate::template::Template;

/// A rule that is allowed somewhere.
#[derive(Debug)]
struct Allowance {
    /// The rule's name as written, and where.
    rule: String,
    span: Span,
    scope: Scope,
}

/// Where an allowance holds.
#[derive(Debug)]
enum Scope {
    /// On a line, counted from 1, of the file whose spans begin at an offset.
    Line { line: usize, base: u32 },
    /// In a resource: its logical id, and where it stands.
    Resource { id: String, span: Span },
}

/// What a template allows.
#[derive(Debug, Default)]
pub(crate) struct Allowed {
    allowances: Vec<Allowance>,
    ignored: Vec<cfn_lint::Ignored>,
    /// Mistakes in how it is written down.
    faults: Vec<Diagnostic>,
}

impl Allowed {
    /// Reads what a template allows, and what the files beside it do that say `definitions`.
    pub(crate) fn read(sources: &Sources, template: &Template, definitions: &[Node]) -> Self {
        let mut allowed = Self::default();
        comment::read(sources.template(), template.sections().values(), &mut allowed.allowances);
        for definition in definitions {
            comment::read(sources.of(definition.span), std::iter::once(definition), &mut allowed.allowances);
        }
        metadata::read(template, &mut allowed.allowances, &mut allowed.faults);
        allowed.ignored = cfn_lint::read(template);
        allowed
    }

    /// The findings that are not allowed, and in `used` which allowances silence something.
    fn rest(&self, sources: &Sources, found: Vec<Diagnostic>, used: &mut [bool]) -> Vec<Diagnostic> {
        let remains = |finding: &Diagnostic| {
            let mut silenced = self.ignored.iter().any(|it| it.covers(finding));
            for (allowance, used) in self.allowances.iter().zip(used.iter_mut()) {
                if allowance.covers(sources, finding) {
                    (silenced, *used) = (true, true);
                }
            }
            !silenced
        };
        found.into_iter().filter(remains).collect()
    }

    /// The findings that are not allowed.
    pub(crate) fn silence(&self, sources: &Sources, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        self.rest(sources, found, &mut vec![false; self.allowances.len()])
    }

    /// The findings that are not allowed, with warnings of allowances that silence nothing.
    ///
    /// When the check was not `complete`, it is not known what they would silence.
    pub(crate) fn silence_and_warn(
        &self,
        sources: &Sources,
        found: Vec<Diagnostic>,
        complete: bool,
    ) -> Vec<Diagnostic> {
        let mut used = vec![false; self.allowances.len()];
        let mut rest = self.rest(sources, found, &mut used);
        let mut warnings = self.faults.clone();
        // Whether it was right to allow these warnings themselves is not asked.
        let unused = |(allowance, used): &(&Allowance, &bool)| !**used && allowance.rule != unused_allow::CODE.name;
        if complete {
            let unused = self.allowances.iter().zip(&used).filter(unused);
            warnings.extend(unused.map(|(allowance, _)| allowance.unused()));
        }
        rest.extend(self.silence(sources, warnings));
        diagnostic::sort(&mut rest);
        rest
    }
}

impl Allowance {
    fn covers(&self, sources: &Sources, finding: &Diagnostic) -> bool {
        self.rule == finding.code.name
            && match &self.scope {
                Scope::Line { line, base } => {
                    let file = sources.of(finding.span);
                    file.base() == *base && file.start_of(finding.span).line == *line
                }
                Scope::Resource { id, span } => {
                    finding.subject.resource.as_ref() == Some(id) || span.contains(finding.span)
                }
            }
    }

    fn unused(&self) -> Diagnostic {
        let Self { rule, span, .. } = self;
        let known: Vec<&str> = rules::codes().iter().map(|it| it.name).collect();
        let finding = Diagnostic::new(&unused_allow::CODE, *span, format!("`{rule}` finds nothing here"));
        let finding = match &self.scope {
            Scope::Line { .. } => finding,
            Scope::Resource { id, .. } => finding.resource(&**id),
        };
        match nearest(rule, known.iter().copied()).filter(|_| !known.contains(&&**rule)) {
            Some(near) => finding.did_you_mean(*span, rule, near),
            None => finding.help("remove it"),
        }
    }
}
