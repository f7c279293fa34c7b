//! Texts that stand for themselves: no function takes them for the name of something, and no other language does.
use super::Semantics;
use super::evaluator::Evaluator;
use crate::diagnostic::Problems;
use crate::syntax::{Node, Text};
use crate::template::functions;
use crate::template::places::{Place, Section, walk};

/// Types whose properties have placeholders of their own: substitution templates of IoT, mapping templates of AppSync, and
/// the languages of documents and pipelines.
const OTHER_TYPES: [&str; 6] = [
    "AWS::AppSync::",
    "AWS::Glue::",
    "AWS::ImageBuilder::",
    "AWS::IoT::TopicRule",
    "AWS::SSM::Document",
    "AWS::Serverless::GraphQLApi",
];
/// Functions of which texts are names or have a language.
const NAMING: [&str; 9] = [
    "Condition",
    "Fn::FindInMap",
    "Fn::GetAtt",
    "Fn::RefAll",
    "Fn::Sub",
    "Fn::ValueOf",
    "Fn::ValueOfAll",
    "Fn::GetStackOutput",
    "Ref",
];

/// Whether texts below a key are for people, or programs in languages that have placeholders of their own.
fn is_of_other_language(key: &str) -> bool {
    matches!(
        key,
        "BuildSpec"
            | "Code"
            | "Command"
            | "Commands"
            | "Comment"
            | "ConstraintDescription"
            | "Content"
            | "Definition"
            | "DefinitionString"
            | "Description"
            | "EntryPoint"
            | "FunctionCode"
            | "InlineCode"
            | "InputTemplate"
            | "RequestMappingTemplate"
            | "RequestTemplates"
            | "ResponseMappingTemplate"
            | "ResponseTemplates"
            | "Schema"
            | "Script"
            | "Sql"
            | "UserData"
            | "ZipFile"
            | "command"
            | "commands"
            | "description"
            | "summary"
    )
}

/// A text that stands for itself, with what it stands in.
pub(crate) struct PlainText<'a> {
    section: Section,
    resource: Option<&'a Text>,
    attribute: &'a str,
    type_name: &'a str,
    path: Box<[&'a Text]>,
    node: &'a Node,
    text: &'a Text,
}

/// Visits the texts that stand for themselves. What is found in a resource is filed under it.
pub(crate) fn walk_plain_texts<'a>(
    semantics: &Semantics<'a>,
    problems: &mut Problems,
    visit: &mut impl FnMut(&Place<'_, 'a>, &'a Node, &'a Text, &mut Problems),
) {
    for texts in semantics.plain_texts().chunk_by(|one, other| one.resource == other.resource) {
        let mut visit_all = |problems: &mut Problems| {
            for PlainText { section, resource, attribute, type_name, path, node, text } in texts {
                let (section, resource) = (*section, *resource);
                visit(&Place { section, resource, attribute, type_name, path }, node, text, problems);
            }
        };
        match texts[0].resource {
            Some(id) => problems.in_resource(id, visit_all),
            None => visit_all(problems),
        }
    }
}

/// The texts that stand for themselves, in the order in which [`walk`] comes to them.
pub(super) fn plain_texts<'a>(evaluator: &Evaluator<'a>) -> Vec<PlainText<'a>> {
    let mut found = Vec::new();
    walk(evaluator.template, &mut Problems::default(), &mut |place, node, _| {
        let Some(text) = node.text() else { return };
        // What a function takes that does not exist is not known.
        let is_unknown = |it: &str| it.starts_with("Fn::") && functions::find(it).is_none();
        let is_name = place.path.last().is_some_and(|it| NAMING.contains(&&***it) || is_unknown(it));
        let is_open = |it: &&Text| **it == "Fn::Transform" || it.starts_with("Fn::ForEach");
        let is_foreign = |it: &&Text| is_of_other_language(it);
        let is_value = place.attribute != "Metadata" && !OTHER_TYPES.iter().any(|it| place.type_name.starts_with(it));
        if is_value && !is_name && !place.path.iter().any(|it| is_open(it) || is_foreign(it)) {
            let Place { section, resource, attribute, type_name, path } = *place;
            found.push(PlainText { section, resource, attribute, type_name, path: path.into(), node, text });
        }
    });
    found
}
