//! What cannot be looked at in a template before it is deployed, because macros or loops may still change it.
use super::Translation;
use crate::diagnostic::Label;
use crate::syntax::Node;
use crate::template::transforms::{self, INCLUDE};

impl Translation {
    /// What was left open: where it stands, and what it is. What may be changed there is not reported.
    pub fn left_open(&self) -> Vec<Label> {
        let mut open: Vec<Label> = transforms::items(&self.template).iter().filter_map(of_template).collect();
        for section in self.template.sections().values() {
            section.walk(&mut |node| {
                let transform = node.map().and_then(|it| it.entry("Fn::Transform"));
                open.extend(transform.and_then(|(_, it)| Some(Label::new(it.key_span, of_map(&it.value)?))));
            });
        }
        let rounds = self.template.made().into_iter().flat_map(|it| it.rounds.iter().filter(|it| it.is_assumed));
        for round in rounds {
            let name = &round.loop_name;
            let text = format!(
                "the collection of loop `{name}` is not known: one round stands for all, with `{}`",
                round.item
            );
            open.push(Label::new(round.item_span, text));
        }
        open.sort_by_key(|it| it.span);
        open.dedup();
        open
    }

    /// The parameters whose defaults `AWS::LanguageExtensions` put into the document, in alphabetical order: with other
    /// values, the document is another one.
    pub fn fixed_parameters(&self) -> impl Iterator<Item = &str> {
        self.template.made().into_iter().flat_map(|it| it.fixed.iter().map(String::as_str))
    }
}

/// What a transform of the whole template may do.
fn of_template(item: &Node) -> Option<Label> {
    let name = transforms::name(item).filter(|it| transforms::is_macro(it))?;
    Some(Label::new(
        item.span,
        match name {
            INCLUDE => "the snippet, which is not beside the template, may add sections".to_owned(),
            name => format!("macro `{name}` may change anything"),
        },
    ))
}

/// What a transform within a map may do.
fn of_map(transform: &Node) -> Option<String> {
    Some(match transforms::name(transform)? {
        INCLUDE => "the snippet, which is not beside the template, may add keys here".to_owned(),
        name => format!("macro `{name}` may change what is here"),
    })
}
