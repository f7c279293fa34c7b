//! Finds notifications of a bucket that speak of the same objects.
use crate::diagnostic::{Diagnostic, Problems};
use crate::rule;
use crate::semantics::{Filter, Notification, Semantics, notifications};
use crate::syntax::{Node, Text};
use std::collections::{BTreeMap, HashMap, HashSet};

rule! {
    /// Two notifications of a bucket are for the same kind of event, and for keys that match both filters.
    ///
    /// S3 refuses to notify two receivers of the same event, whether these are functions, queues or topics, so the
    /// bucket is not deployed (S3 user guide, "configuring event notifications using object key name filtering").
    /// `s3:ObjectCreated:*` includes `s3:ObjectCreated:Put`, `Post` and so on. A filter without prefix or suffix
    /// matches all keys. Events that are sent through EventBridge may overlap.
    ///
    /// ```yaml bad
    /// Resources:
    ///   Images:
    ///     Type: AWS::S3::Bucket
    ///   Resize:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs22.x
    ///       Events:
    ///         Upload:
    ///           Type: S3
    ///           Properties:
    ///             Bucket: !Ref Images
    ///             Events: s3:ObjectCreated:*
    ///   Index:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs22.x
    ///       Events:
    ///         Upload:
    ///           Type: S3
    ///           Properties:
    ///             Bucket: !Ref Images
    ///             Events: s3:ObjectCreated:Put
    /// ```
    /// ```yaml good
    /// Resources:
    ///   Images:
    ///     Type: AWS::S3::Bucket
    ///   Resize:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs22.x
    ///       Events:
    ///         Upload:
    ///           Type: S3
    ///           Properties:
    ///             Bucket: !Ref Images
    ///             Events: s3:ObjectCreated:*
    ///             Filter:
    ///               S3Key:
    ///                 Rules:
    ///                   - Name: suffix
    ///                     Value: .jpg
    ///   Index:
    ///     Type: AWS::Serverless::Function
    ///     Properties:
    ///       InlineCode: exports.handler = async () => {}
    ///       Handler: index.handler
    ///       Runtime: nodejs22.x
    ///       Events:
    ///         Upload:
    ///           Type: S3
    ///           Properties:
    ///             Bucket: !Ref Images
    ///             Events: s3:ObjectCreated:Put
    ///             Filter:
    ///               S3Key:
    ///                 Rules:
    ///                   - Name: suffix
    ///                     Value: .txt
    /// ```
    "overlapping-notifications" Error check
}

fn check(semantics: &Semantics<'_>, problems: &mut Problems) {
    let mut of_bucket: HashMap<&Text, Earlier<'_>> = HashMap::new();
    let mut reported = HashSet::new();
    for notification in notifications(semantics) {
        let earlier = of_bucket.entry(notification.bucket).or_default();
        // One finding for an event, however many kinds of events it lists.
        let id = notification.event.map(|it| (it.resource_id, it.id));
        if !id.is_some_and(|it| reported.contains(&it))
            && let Some(other) = earlier.overlapping(&notification, semantics)
        {
            reported.extend(id);
            report(other, &notification, problems);
        }
        earlier.push(notification);
    }
}

/// Most notifications of a bucket that others are compared with: S3 takes a hundred.
const MOST_COMPARED: usize = 500;

/// What SAM lists once: who is notified of what, and the filter.
type Listed<'a> = (Option<&'a str>, &'a Text, Option<&'a Node>);

/// The notifications of a bucket so far, in the order of the text.
#[derive(Default)]
struct Earlier<'a> {
    all: Vec<Notification<'a>>,
    /// What events have asked for.
    listed: HashSet<Listed<'a>>,
    /// Which of them have a prefix in one of their filters.
    by_prefix: BTreeMap<String, Vec<usize>>,
}

impl<'a> Earlier<'a> {
    fn push(&mut self, notification: Notification<'a>) {
        let Notification { event, function, kind, written, .. } = notification;
        if self.all.len() == MOST_COMPARED || (event.is_some() && !self.listed.insert((function, kind, written))) {
            return;
        }
        for filter in &notification.filters {
            self.by_prefix.entry(filter.prefix.clone()).or_default().push(self.all.len());
        }
        self.all.push(notification);
    }

    /// The first one that overlaps with another notification. Only those are looked at whose prefixes begin with one of
    /// the other's, or are the beginning of it.
    fn overlapping(&self, other: &Notification<'a>, semantics: &Semantics<'_>) -> Option<&Notification<'a>> {
        let mut first: Option<usize> = None;
        for filter in &other.filters {
            let prefix = &*filter.prefix;
            let shorter = (0..prefix.len()).filter_map(|end| self.by_prefix.get(prefix.get(..end)?));
            let longer = self.by_prefix.range(prefix.to_owned()..).take_while(|(it, _)| it.starts_with(prefix));
            for numbers in shorter.chain(longer.map(|(_, numbers)| numbers)) {
                let mut sooner = numbers.iter().copied().take_while(|it| first.is_none_or(|first| *it < first));
                first = sooner.find(|it| overlap(semantics, &self.all[*it], other)).or(first);
            }
        }
        first.map(|it| &self.all[it])
    }
}

fn overlap(semantics: &Semantics<'_>, one: &Notification<'_>, two: &Notification<'_>) -> bool {
    if one.event.or(two.event).is_none() {
        return false;
    }
    // SAM lists what is the same to the letter once.
    let is_listed_once =
        || one.function.is_some() && (one.function, one.kind, one.written) == (two.function, two.kind, two.written);
    let filters_overlap = |one: &Filter, two: &Filter| {
        one_begins(&one.prefix, &two.prefix)
            && one_ends(&one.suffix, &two.suffix)
            && semantics.is_possible(one.sides.iter().chain(&two.sides))
    };
    (includes(one.kind, two.kind) || includes(two.kind, one.kind))
        && one.filters.iter().any(|it| two.filters.iter().any(|other| filters_overlap(it, other)))
        && !is_listed_once()
}

fn one_begins(one: &str, two: &str) -> bool {
    one.starts_with(two) || two.starts_with(one)
}

fn one_ends(one: &str, two: &str) -> bool {
    one.ends_with(two) || two.ends_with(one)
}

/// Whether the first kind of event is the second, or all of its family.
fn includes(one: &str, two: &str) -> bool {
    one == two || one.strip_suffix('*').is_some_and(|family| two.starts_with(family))
}

fn report(earlier: &Notification<'_>, later: &Notification<'_>, problems: &mut Problems) {
    // A bucket of its own has nothing to say for what SAM adds.
    let (first, second) = if later.event.is_some() { (earlier, later) } else { (later, earlier) };
    let Some(event) = second.event else { return };
    let (kind, bucket) = (second.kind, second.bucket);
    let is_same = first.event.is_some_and(|it| (it.resource_id, it.id) == (event.resource_id, event.id));
    let message = match first.event {
        Some(_) if is_same => format!("`{kind}` overlaps with `{}` of the same event", first.kind),
        Some(other) => format!(
            "`{kind}` of bucket `{bucket}` overlaps with `{}` for event `{}` of `{}`",
            first.kind, other.id, other.resource_id
        ),
        None => format!("`{kind}` overlaps with `{}` among the bucket's own notifications", first.kind),
    };
    let finding = Diagnostic::new(&CODE, second.span, message).related(first.span, "it overlaps with this");
    let help = if is_same {
        "keep the one that includes the other"
    } else {
        "give both a filter with prefixes or suffixes that exclude each other, or let the bucket send its events to \
         EventBridge and use events of type `EventBridgeRule`"
    };
    event.report(finding.help(help), problems);
}
