//! What users allow: findings that they have seen and do not want to see again. Knows how it is written down, and no
//! rule but the one about allowances that silence nothing.
//!
//! `# samc: allow unused-parameter` holds for its line or, standing alone, for the next, in the template and in files beside
//! it; `Metadata: {samc: {allow:
//! […]}}` for a resource and everything generated from it; `Metadata: {cfn-lint: {config: {ignore_checks: […]}}}`, in
//! the template or in a resource, for the rules that find the same. What is silenced is still a mistake: a template that
//! cannot be expanded stays so.
mod allow;
mod cfn_lint;
mod changeable;
mod comment;
mod metadata;
mod snippets;
mod unread;

pub use allow::{WithAllowances, allow};
pub(crate) use changeable::{Assumed, Changeable};
pub(crate) use snippets::Snippets;
pub(crate) use unread::Unread;

use crate::diagnostic::{self, Diagnostic, nearest};
use crate::rules::{self, unused_allow};
use crate::source::{Places, Sources, Span};
use crate::syntax::Node;
use crate::template::Template;
use std::borrow::Cow;
use std::collections::HashSet;

/// A rule that is allowed somewhere.
#[derive(Debug)]
struct Allowance {
    /// The rule's name as written, and where.
    rule: String,
    span: Span,
    scope: Scope,
}

/// Where an allowance holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Scope {
    /// On a line, counted from 1, of the file whose spans begin at an offset.
    Line { line: usize, base: u32 },
    /// In the resource with this logical id.
    Resource(String),
    /// Everywhere in the template.
    Template,
}

/// A rule, and where it is allowed.
type Silenced<'a> = (Cow<'a, str>, Scope);

/// What a template allows.
#[derive(Debug, Default)]
pub(crate) struct Allowed {
    allowances: Vec<Allowance>,
    /// By the names of other tools' checks.
    ignored: HashSet<Silenced<'static>>,
    /// The resources that allow something.
    resources: Vec<String>,
    /// Where those resources stand.
    places: Places,
    /// Mistakes in how it is written down.
    faults: Vec<Diagnostic>,
}

impl Allowed {
    /// Reads what a template allows, and what the files beside it do that say `definitions`.
    pub(crate) fn read(sources: &Sources, template: &Template, definitions: &[Node]) -> Self {
        let mut allowed = Self::default();
        comment::read(sources.template(), template.written().values(), &mut allowed.allowances);
        let snippets = template.made().into_iter().flat_map(|it| &it.snippets).map(|it| &it.tree);
        for beside in definitions.iter().chain(snippets) {
            comment::read(sources.of(beside.span), std::iter::once(beside), &mut allowed.allowances);
        }
        metadata::read(template, &mut allowed.allowances, &mut allowed.faults);
        allowed.ignored = cfn_lint::read(template);
        let resources = || template.resources().entries().filter(|(_, it)| it.value.get("Metadata").is_some());
        allowed.resources = resources().map(|(id, _)| id.to_string()).collect();
        allowed.places = Places::new(resources().map(|(_, it)| it.span()));
        allowed
    }

    /// The findings that are not allowed, and what of that which is allowed was found.
    fn rest(&self, sources: &Sources, found: Vec<Diagnostic>) -> (Vec<Diagnostic>, HashSet<Silenced<'static>>) {
        if self.allowances.is_empty() && self.ignored.is_empty() {
            return (found, HashSet::new());
        }
        let allowed: HashSet<Silenced<'_>> = self.allowances.iter().map(Allowance::silenced).collect();
        let mut used = HashSet::new();
        let remains = |finding: &Diagnostic| {
            let mut remains = true;
            for scope in self.scopes_of(finding, sources) {
                let silenced = (Cow::Borrowed(finding.code.name), scope);
                remains &= !self.ignored.contains(&silenced);
                if allowed.contains(&silenced) {
                    used.insert(silenced);
                    remains = false;
                }
            }
            remains
        };
        (found.into_iter().filter(remains).collect(), used)
    }

    /// The scopes that a finding is in.
    fn scopes_of(&self, finding: &Diagnostic, sources: &Sources) -> Vec<Scope> {
        let file = sources.of(finding.span);
        let line = Scope::Line { line: file.start_of(finding.span).line, base: file.base() };
        let around = self.places.around(finding.span).map(|it| &self.resources[it]);
        let resources = around.chain(&finding.subject.resource).map(|id| Scope::Resource(id.clone()));
        [line, Scope::Template].into_iter().chain(resources).collect()
    }

    /// The findings that are not allowed.
    pub(crate) fn silence(&self, sources: &Sources, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        self.rest(sources, found).0
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
        let (mut rest, used) = self.rest(sources, found);
        let mut warnings = self.faults.clone();
        // Whether it was right to allow these warnings themselves is not asked.
        let is_unused = |it: &&Allowance| it.rule != unused_allow::CODE.name && !used.contains(&it.silenced());
        if complete {
            warnings.extend(self.allowances.iter().filter(is_unused).map(Allowance::unused));
        }
        rest.extend(self.silence(sources, warnings));
        diagnostic::sort(&mut rest);
        rest
    }
}

impl Allowance {
    fn silenced(&self) -> Silenced<'_> {
        (Cow::Borrowed(&self.rule), self.scope.clone())
    }

    fn unused(&self) -> Diagnostic {
        let Self { rule, span, .. } = self;
        let known: Vec<&str> = rules::codes().iter().map(|it| it.name).collect();
        let finding = Diagnostic::new(&unused_allow::CODE, *span, format!("`{rule}` finds nothing here"));
        let finding = match &self.scope {
            Scope::Line { .. } | Scope::Template => finding,
            Scope::Resource(id) => finding.resource(&**id),
        };
        match nearest(rule, known.iter().copied()).filter(|_| !known.contains(&&**rule)) {
            Some(near) => finding.did_you_mean(*span, rule, near),
            None => finding.help("remove it"),
        }
    }
}
