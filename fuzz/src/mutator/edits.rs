//! The edits: each makes another text of a document, or finds nothing to work on.
use super::document::{Document, Site, flow};
use super::words::{NAMES, TAGS, VALUES};
use fastrand::Rng;
use samc::emit;
use samc::syntax::Node;

/// Makes another text; `None` where there is nothing to work on.
pub(super) type Edit = fn(&Document<'_>, &mut Rng) -> Option<String>;

pub(super) const EDITS: [Edit; 18] = [
    retype,
    retype_by_reference,
    exchange,
    copy_value,
    copy_entry,
    add_entry,
    rename_key,
    misspell,
    remove,
    tag,
    wrap,
    nest,
    share,
    merge,
    comment,
    flatten,
    odd_character,
    line_breaks,
];

/// Puts a value of another document in place of one, or adds an entry of it to a map.
pub(super) fn take_from(document: &Document<'_>, donor: &Document<'_>, rng: &mut Rng) -> Option<String> {
    let taken = pick(&donor.sites, rng)?;
    // What stands under the same name is likely to be understood.
    let name = taken.key.as_ref().map(|it| donor.slice(it));
    let namesakes = || document.sites.iter().filter(|it| it.key.as_ref().map(|it| document.slice(it)) == name);
    let site = match namesakes().count() {
        0 => None,
        number if rng.u8(..3) > 0 => namesakes().nth(rng.usize(..number)),
        _ => None,
    };
    if let (None, Some(name), true) = (site, name, rng.bool()) {
        let map = pick_map(document, rng)?;
        return document.with_entry(map, name, &donor.value(taken, in_flow(document, map)));
    }
    let site = match site {
        Some(site) => site,
        None => pick(&document.sites, rng)?,
    };
    Some(document.replaced(site, &donor.value(taken, site.in_flow)))
}

fn retype(document: &Document<'_>, rng: &mut Rng) -> Option<String> {
    let site = pick_scalar(document, rng)?;
    Some(document.replaced(site, VALUES[rng.usize(..VALUES.len())]))
}

/// A reference to something of this template in place of a value.
fn retype_by_reference(document: &Document<'_>, rng: &mut Rng) -> Option<String> {
    let name = name(document, rng)?;
    let site = pick_scalar(document, rng)?;
    let value = match rng.u8(..8) {
        0 => format!("!Ref {name}"),
        1 => format!("!GetAtt {name}.Arn"),
        2 => format!("!Sub '${{{name}}}-${{{name}.Arn}}'"),
        3 => format!("!If [{name}, {name}, !Ref 'AWS::NoValue']"),
        4 => format!("{{\"Ref\": \"{name}\"}}"),
        5 => format!("{{\"Fn::GetAtt\": [\"{name}\", \"Arn\"]}}"),
        6 => format!("!FindInMap [{name}, {name}, {name}]"),
        _ => name,
    };
    Some(document.replaced(site, &value))
}

/// Two values of a document change places, which keeps the size.
fn exchange(document: &Document<'_>, rng: &mut Rng) -> Option<String> {
    let (one, other) = (pick(&document.sites, rng)?, pick(&document.sites, rng)?);
    let (first, last) = if one.range.start < other.range.start { (one, other) } else { (other, one) };
    if first.range.end > last.range.start {
        return None;
    }
    let (for_first, for_last) = (document.value(last, first.in_flow), document.value(first, last.in_flow));
    let changed = document.replaced(last, &for_last);
    Some(Document::changed(&changed).replaced(first, &for_first))
}

fn copy_value(document: &Document<'_>, rng: &mut Rng) -> Option<String> {
    let (site, copied) = (pick(&document.sites, rng)?, pick(&document.sites, rng)?);
    Some(document.replaced(site, &document.value(copied, site.in_flow)))
}

/// The same entry again, under the same key or another.
fn copy_entry(document: &Document<'_>, rng: &mut Rng) -> Option<String> {
    let (map, copied) = (pick_map(document, rng)?, pick_entry(document, rng)?);
    let key = document.slice(copied.key.as_ref()?);
    let key = match rng.u8(..3) {
        0 => key.to_owned(),
        1 => format!("{key}2"),
        _ => NAMES[rng.usize(..NAMES.len())].clone(),
    };
    document.with_entry(map, &key, &document.value(copied, in_flow(document, map)))
}

fn add_entry(document: &Document<'_>, rng: &mut Rng) -> Option<String> {
    let map = pick_map(document, rng)?;
    let value = VALUES[rng.usize(..VALUES.len())];
    document.with_entry(map, &NAMES[rng.usize(..NAMES.len())], value)
}

fn rename_key(document: &Document<'_>, rng: &mut Rng) -> Option<String> {
    let key = pick_entry(document, rng)?.key.as_ref()?;
    let name = if rng.bool() { name(document, rng)? } else { NAMES[rng.usize(..NAMES.len())].clone() };
    Some(document.with(key, &quoted_like(document.slice(key), &name)))
}

/// A slip in a key or a value.
fn misspell(document: &Document<'_>, rng: &mut Rng) -> Option<String> {
    let site = pick_entry(document, rng)?;
    let range = if rng.bool() { site.key.as_ref()? } else { &site.range };
    let written: Vec<char> = document.slice(range).chars().collect();
    let at = rng.usize(..written.len().max(1));
    let mut slipped = written.clone();
    match rng.u8(..5) {
        0 if at + 1 < written.len() => slipped.swap(at, at + 1),
        1 if written.len() > 1 => drop(slipped.remove(at)),
        2 => slipped.insert(at, rng.alphanumeric()),
        3 => return Some(document.with(range, &document.slice(range).to_lowercase())),
        _ => slipped.push('s'),
    }
    Some(document.with(range, &slipped.into_iter().collect::<String>()))
}

fn remove(document: &Document<'_>, rng: &mut Rng) -> Option<String> {
    let site = pick_entry(document, rng)?;
    let start = site.key.as_ref()?.start;
    let mut range = start..site.range.end;
    let rest = &document.text[range.end..];
    if site.in_flow {
        range.end += rest.len() - rest.trim_start_matches([',', ' ']).len();
    } else {
        // With the indentation of what follows, which stands where the entry did.
        range.end += rest.len() - rest.trim_start().len();
    }
    Some(document.with(&range, ""))
}

fn tag(document: &Document<'_>, rng: &mut Rng) -> Option<String> {
    let site = pick_scalar(document, rng)?;
    let tag = TAGS[rng.usize(..TAGS.len())];
    Some(document.with(&(site.range.start..site.range.start), &format!("{tag} ")))
}

/// A value within a function, a list or a map.
fn wrap(document: &Document<'_>, rng: &mut Rng) -> Option<String> {
    let site = pick(&document.sites, rng)?;
    let value = flow(site.node);
    let name = name(document, rng)?;
    let wrapped = match rng.u8(..8) {
        0 => format!("[{value}]"),
        1 => format!("[{value}, {value}]"),
        2 => format!("{{\"{name}\": {value}}}"),
        3 => format!("{{\"Fn::If\": [\"{name}\", {value}, {{\"Ref\": \"AWS::NoValue\"}}]}}"),
        4 => format!("{{\"Fn::Join\": [\"\", [{value}, \"{name}\"]]}}"),
        5 => format!("{{\"Fn::Select\": [0, [{value}]]}}"),
        6 => format!("{{\"Fn::Sub\": [\"${{x}}\", {{\"x\": {value}}}]}}"),
        _ => serde_json::Value::from(value).to_string(),
    };
    Some(document.replaced(site, &wrapped))
}

fn nest(document: &Document<'_>, rng: &mut Rng) -> Option<String> {
    let site = pick(&document.sites, rng)?;
    let depth = 1 << rng.u8(2..9);
    let (opening, closing) = [("[", "]"), ("{\"a\": ", "}"), ("{\"Fn::Not\": [", "]}")][rng.usize(..3)];
    Some(document.replaced(site, &format!("{}{}{}", opening.repeat(depth), flow(site.node), closing.repeat(depth))))
}

/// An anchor before a value, and its alias in place of another.
fn share(document: &Document<'_>, rng: &mut Rng) -> Option<String> {
    let (one, other) = (pick(&document.sites, rng)?, pick(&document.sites, rng)?);
    if one.range.end > other.range.start {
        return None;
    }
    anchored(document, one, other, "*shared", rng)
}

/// An anchor before a map, and its alias under a merge key of another map.
fn merge(document: &Document<'_>, rng: &mut Rng) -> Option<String> {
    let (one, other) = (pick_map(document, rng)?, pick_map(document, rng)?);
    if one.range.start >= other.range.start {
        return None;
    }
    let merged = document.with_entry(other, "<<", "*shared")?;
    Some(with_anchor(&Document::changed(&merged), one, rng))
}

fn anchored(document: &Document<'_>, one: &Site<'_>, other: &Site<'_>, alias: &str, rng: &mut Rng) -> Option<String> {
    let changed = document.with(&other.range, alias);
    Some(with_anchor(&Document::changed(&changed), one, rng))
}

fn with_anchor(document: &Document<'_>, site: &Site<'_>, rng: &mut Rng) -> String {
    let at = site.range.start;
    // The anchor of a block stands behind its key.
    let key_end = site.key.as_ref().map(|it| it.end).filter(|it| document.text[*it..at].contains('\n'));
    match key_end {
        Some(end) => document.with(&(end + 1..end + 1), " &shared"),
        None if rng.u8(..8) == 0 => document.with(&(at..at), "&shared !!map "),
        None => document.with(&(at..at), "&shared "),
    }
}

/// A comment that silences, or one that looks so.
fn comment(document: &Document<'_>, rng: &mut Rng) -> Option<String> {
    let site = pick_entry(document, rng)?;
    let line = document.text[site.range.start..].find('\n')? + site.range.start;
    let rule = &NAMES[rng.usize(..NAMES.len())];
    let comment = match rng.u8(..4) {
        0 => format!(" # samc: allow {rule}"),
        1 => format!("\n# samc: allow {rule}, {rule}"),
        2 => " # cfn-lint: disable=E3012".to_owned(),
        _ => format!(" #{rule}"),
    };
    Some(document.with(&(line..line), &comment))
}

/// A part, or all, as JSON.
fn flatten(document: &Document<'_>, rng: &mut Rng) -> Option<String> {
    if rng.u8(..8) == 0 {
        return emit::json(document.sites.first()?.node).ok();
    }
    let site = pick(&document.sites, rng)?;
    Some(document.replaced(site, &flow(site.node)))
}

fn odd_character(document: &Document<'_>, rng: &mut Rng) -> Option<String> {
    const ODD: [&str; 14] = [
        "\u{85}", "\u{2028}", "\u{feff}", "\t", "\r", "\u{a0}", "\u{202e}", "\u{200b}", "\u{1b}", "\u{7f}", "😀", "\n",
        "\"", "#",
    ];
    let site = pick(&document.sites, rng)?;
    let at = match rng.u8(..3) {
        0 => site.range.start,
        1 => site.range.end,
        _ => document.text[..site.range.start].rfind('\n').map_or(0, |it| it + 1),
    };
    Some(document.with(&(at..at), ODD[rng.usize(..ODD.len())]))
}

fn line_breaks(document: &Document<'_>, rng: &mut Rng) -> Option<String> {
    let site = pick(&document.sites, rng)?;
    let at = document.text[site.range.start..].find('\n')? + site.range.start;
    Some(match rng.u8(..4) {
        0 => document.text.replace('\n', "\r\n"),
        1 => document.with(&(at..at), "\r"),
        2 => document.with(&(at..at + 1), "\r"),
        _ => document.with(&(at..at), &"\n".repeat(rng.usize(1..40))),
    })
}

fn pick<'a>(sites: &'a [Site<'a>], rng: &mut Rng) -> Option<&'a Site<'a>> {
    (!sites.is_empty()).then(|| &sites[rng.usize(..sites.len())])
}

/// A site of a kind, found at once in most documents.
fn pick_where<'a>(document: &'a Document<'_>, rng: &mut Rng, fits: impl Fn(&Site<'_>) -> bool) -> Option<&'a Site<'a>> {
    (0..20).find_map(|_| pick(&document.sites, rng).filter(|it| fits(it)))
}

/// A scalar, or now and then anything.
fn pick_scalar<'a>(document: &'a Document<'_>, rng: &mut Rng) -> Option<&'a Site<'a>> {
    let any = rng.u8(..6) == 0;
    pick_where(document, rng, |it| any || (it.node.map().is_none() && it.node.list().is_none()))
}

fn pick_map<'a>(document: &'a Document<'_>, rng: &mut Rng) -> Option<&'a Site<'a>> {
    pick_where(document, rng, |it| it.node.map().is_some())
}

fn pick_entry<'a>(document: &'a Document<'_>, rng: &mut Rng) -> Option<&'a Site<'a>> {
    pick_where(document, rng, |it| it.key.is_some())
}

/// A name of this document: of a resource or the like, or any key.
fn name(document: &Document<'_>, rng: &mut Rng) -> Option<String> {
    const SECTIONS: [&str; 4] = ["Resources", "Resources", "Parameters", "Conditions"];
    let section = document.sites.first()?.node.get(SECTIONS[rng.usize(..SECTIONS.len())]).and_then(Node::map);
    match section.map(|it| it.keys().collect::<Vec<_>>()).filter(|it| !it.is_empty()) {
        Some(names) => Some(names[rng.usize(..names.len())].to_string()),
        None => Some(document.slice(pick_entry(document, rng)?.key.as_ref()?).trim_matches(['"', '\'']).to_owned()),
    }
}

fn in_flow(document: &Document<'_>, map: &Site<'_>) -> bool {
    map.in_flow || document.slice(&map.range).starts_with('{')
}

/// A name within the quotes that another stood in.
fn quoted_like(written: &str, name: &str) -> String {
    match written.chars().next() {
        Some('"') => serde_json::Value::from(name.trim_matches('"')).to_string(),
        _ => name.to_owned(),
    }
}
