//! What functions give, against what is asked for in their place.
use super::misfit::Unfit;
use super::walk::{Place, Walk};
use crate::facts::cloudformation::{Schema, Texts, Types};
use crate::semantics::evaluator::Evaluator;
use crate::semantics::identity::{Identity, is_arn};
use crate::syntax::Node;
use crate::template::{intrinsics, pattern};

const ROLE_ARN: &str = "AWS::IAM::Role.Arn";
const ROLE: &str = "AWS::IAM::Role";

/// A name as CloudFormation makes them.
const NAME: &str = "stack-Name-1A2B3C4D5E6F";

/// ARNs of two forms: with a region and without.
const ARNS: [&str; 2] = ["arn:aws:sns:us-east-1:123456789012:name", "arn:aws:iam::123456789012:role/name"];

/// What a function gives, as far as that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Given {
    List,
    Single,
    Unknown,
}

impl Walk<'_, '_> {
    /// A function in the place of a value.
    pub(super) fn function(&mut self, schema: Schema, node: &Node, place: &Place<'_>) {
        let parts = schema.parts();
        let types = parts.iter().map(|it| it.types).find(|it| !it.is_any());
        let leading = self.evaluator.leading_identity(node);
        let (target, beginning) = match leading {
            Some((target, true)) => (Some(target), None),
            Some((target, false)) => (None, Some(target)),
            None => (None, None),
        };
        match (given(node, target.as_ref(), self.evaluator), types) {
            (Given::List, Some(types)) if takes_single(types) => return self.report(Unfit::ListGiven, node, place),
            (Given::Single, Some(types)) if takes_list(types) => return self.report(Unfit::SingleGiven, node, place),
            _ => (),
        }
        let takes = parts.iter().find_map(|it| it.takes);
        let relates = parts.iter().find_map(|it| it.relates);
        let pattern = parts.iter().find_map(|it| it.pattern);
        let fault = match (target, beginning) {
            (Some(target), _) => self.identity(&target, takes, relates, pattern, place),
            (None, Some(beginning)) => beginning_fault(beginning, wanted(takes, pattern, place)),
            (None, None) => None,
        };
        if let Some(fault) = fault {
            self.report(fault, node, place);
        }
    }

    /// Whether a reference gives the ARN or the name that is asked for.
    fn identity(
        &self,
        target: &Identity,
        takes: Option<Texts>,
        relates: Option<Texts>,
        pattern: Option<&'static str>,
        place: &Place<'_>,
    ) -> Option<Unfit> {
        let (id, id_span) = (target.id.clone(), target.id_span);
        let attribute = target.attribute.clone();
        // What does not exist gives nothing.
        if !target.exists() {
            return None;
        }
        let gives_arn = target.gives_arn()?;
        let wants = wanted(takes, pattern, place);
        let takes_name = pattern.is_some_and(|it| pattern::is_found(it, NAME) != Some(false));
        if gives_arn {
            let only = |it: Texts| it.iter().eq([ROLE_ARN]);
            let is_for_roles = takes.is_some_and(only) || pattern.is_some_and(|it| it.contains(":role"));
            if is_for_roles && target.facts.name != ROLE {
                let type_name = target.facts.name.to_owned();
                return Some(Unfit::OtherType { id, id_span, type_name, wanted: ROLE });
            }
            let refuses_arns = pattern.is_some_and(|pattern| {
                !pattern.contains("arn") && ARNS.iter().all(|it| pattern::is_found(pattern, it) == Some(false))
            });
            return (wants == Wanted::Name || refuses_arns).then(|| {
                let instead = name_of(target, takes.or(relates));
                Unfit::ArnGiven { id, id_span, attribute, asked: asked(takes), instead }
            });
        }
        // What else the property takes does not matter: of resources of this type it takes the ARN.
        let of_type = |it: &&str| it.rsplit_once('.').is_some_and(|(name, _)| name == target.facts.name);
        let mut related = relates.into_iter().flat_map(Texts::iter).filter(of_type).peekable();
        let only_arn = related.peek().is_some() && related.all(is_arn) && wants == Wanted::Either && !takes_name;
        (wants == Wanted::Arn || only_arn).then(|| {
            let (type_name, arn) = (target.facts.name, target.arn_attribute());
            Unfit::NotArn { id, id_span, type_name, attribute, arn, is_all: true }
        })
    }
}

/// What is wrong with a text that begins with a reference, where an ARN is asked for.
fn beginning_fault(beginning: Identity, wanted: Wanted) -> Option<Unfit> {
    let is_fault = wanted == Wanted::Arn && beginning.exists() && beginning.gives_arn() == Some(false);
    let arn = beginning.arn_attribute();
    is_fault.then_some(Unfit::NotArn {
        id: beginning.id,
        id_span: beginning.id_span,
        type_name: beginning.facts.name,
        attribute: beginning.attribute,
        arn,
        is_all: false,
    })
}

/// What is asked for, in words, where it is no ARN.
fn asked(takes: Option<Texts>) -> &'static str {
    let is_all = |end: &str| takes.is_some_and(|it| it.iter().all(|it| it.ends_with(end)));
    let words = [("Name", "a name"), ("Id", "an id"), ("Url", "a URL")];
    words.iter().find(|(end, _)| is_all(end)).map_or("a name or an id", |(_, words)| words)
}

/// The function that gives the name or the id of a resource, of which the reference gives the ARN.
fn name_of(target: &Identity, asked: Option<Texts>) -> Option<String> {
    let id = &target.id;
    if !target.is_arn_by_reference() {
        return Some(format!("!Ref {id}"));
    }
    let of_type = |it: &'static str| it.rsplit_once('.').filter(|(name, _)| *name == target.facts.name);
    let (_, attribute) = asked?.iter().filter_map(of_type).find(|(_, it)| target.facts.attribute(it).is_some())?;
    Some(format!("!GetAtt {id}.{attribute}"))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    Arn,
    Name,
    Either,
}

/// Whether an ARN is asked for, or what is not one.
fn wanted(takes: Option<Texts>, pattern: Option<&'static str>, place: &Place<'_>) -> Wanted {
    if let Some(takes) = takes {
        return match (takes.iter().any(is_arn), takes.iter().any(|it| !is_arn(it))) {
            (true, false) => Wanted::Arn,
            (false, true) => Wanted::Name,
            _ => Wanted::Either,
        };
    }
    let is_named_arn = ["Arn", "ARN", "Arns", "ARNs"].iter().any(|it| place.property.ends_with(it));
    match pattern {
        Some(pattern) if pattern.starts_with("^arn:") || pattern.starts_with("arn:") => Wanted::Arn,
        // Some properties take a name as well, whatever they are called.
        Some(pattern) if is_named_arn && pattern::is_found(pattern, NAME) == Some(false) => Wanted::Arn,
        None if is_named_arn => Wanted::Arn,
        Some(_) | None => Wanted::Either,
    }
}

fn takes_single(types: Types) -> bool {
    !types.has(Types::ARRAY) && !types.has(Types::OBJECT)
}

fn takes_list(types: Types) -> bool {
    types.names().eq(["array"])
}

/// Whether a function gives a list or a single value.
fn given(node: &Node, target: Option<&Identity>, evaluator: &Evaluator<'_>) -> Given {
    let Some(name) = intrinsics::name(node) else { return Given::Unknown };
    match &**name {
        "Fn::Split" | "Fn::GetAZs" | "Fn::Cidr" => Given::List,
        "Fn::Sub" | "Fn::Join" | "Fn::Base64" => Given::Single,
        "Ref" => match target {
            Some(_) => Given::Single,
            None => intrinsics::argument(node, name)
                .and_then(Node::text)
                .map_or(Given::Unknown, |it| parameter(it, evaluator)),
        },
        "Fn::GetAtt" => {
            let schema = target.and_then(|it| it.facts.attribute(it.attribute.as_deref()?));
            let types = schema.and_then(|it| it.parts().iter().map(|it| it.types).find(|it| !it.is_any()));
            match types {
                Some(types) if takes_list(types) => Given::List,
                Some(types) if takes_single(types) => Given::Single,
                Some(_) | None => Given::Unknown,
            }
        }
        _ => Given::Unknown,
    }
}

/// What a `Ref` to a parameter gives.
fn parameter(name: &str, evaluator: &Evaluator<'_>) -> Given {
    if name == "AWS::NotificationARNs" {
        return Given::List;
    }
    if name.starts_with("AWS::") {
        return Given::Single;
    }
    match evaluator.template.parameter_type(name) {
        None => Given::Unknown,
        Some(_) if evaluator.is_list(name) => Given::List,
        Some(it) if it == "String" || it == "Number" || it.starts_with("AWS::") => Given::Single,
        Some(_) => Given::Unknown,
    }
}
