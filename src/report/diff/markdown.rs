//! Differences as a comment on a pull request: a summary, tables, and what is long behind a click.
use super::Compared;
use super::value::shown;
use super::wording::{self, Counts};
use crate::diff::{Change, Difference, Effect, Fate, Owner, ResourceChange, ValueChange};
use crate::report::markdown_text::{code, head, row};
use crate::report::screen::cut;
use std::fmt::Write;

/// Most rows of a table.
const MOST_ROWS: usize = 60;
/// Most bytes before what says what is left out; a comment on GitHub has at most 65,536 characters.
const LONGEST: usize = 60_000;
/// A table with more rows is behind a click.
const MOST_OPEN_ROWS: usize = 12;
const LONGEST_VALUE: usize = 120;
const LONGEST_TEXT: usize = 300;
const UNFAILING: &str = "strings take all that is written to them";

/// Writes all differences.
pub fn document(compared: Compared<'_>) -> String {
    let Compared { old_name, new_name, difference } = compared;
    let mut page = Page { text: String::new(), left_out: Vec::new() };
    let text = &mut page.text;
    write!(text, "### `samc diff`: {} → {}\n\n", code(old_name), code(new_name)).expect(UNFAILING);
    writeln!(text, "**{}**", Counts::of(difference).summary()).expect(UNFAILING);
    let resources: Vec<_> =
        difference.owners.iter().flat_map(|owner| owner.resources.iter().map(move |it| (owner, it))).collect();
    let grave = resources
        .iter()
        .filter(|(owner, it)| is_grave(owner, it))
        .map(|(_, it)| format!("{} ({}): {}", code(it.logical_id), code(it.type_name), wording::fate(it, &code)));
    let grave: Vec<String> = grave.collect();
    if !grave.is_empty() {
        writeln!(text, "\n> [!WARNING]").expect(UNFAILING);
        grave.iter().take(MOST_OPEN_ROWS).for_each(|it| writeln!(text, "> - {it}").expect(UNFAILING));
        if grave.len() > MOST_OPEN_ROWS {
            writeln!(text, "> - and {} more", grave.len() - MOST_OPEN_ROWS).expect(UNFAILING);
        }
    }
    unpublished(difference, &mut page);
    permissions(difference, &mut page);
    events(difference, &mut page);
    let rows = resources.iter().map(|(owner, it)| {
        let sign = wording::sign(it);
        row(&[code(sign), code(owner.logical_id), code(it.logical_id), code(it.type_name), wording::fate(it, &code)])
    });
    table("Resources", &["", "of", "resource", "type", "what happens"], &rows.collect::<Vec<_>>(), &mut page);
    let rows = resources.iter().flat_map(|(_, it)| changes(it).iter().map(|change| property(it, change)));
    table("Properties", &["resource", "property", "effect", "old", "new"], &rows.collect::<Vec<_>>(), &mut page);
    others(difference, &mut page);
    if !page.left_out.is_empty() {
        let rows = page.left_out.join(", ");
        writeln!(page.text, "\nLeft out, because a comment must not be too long: {rows}. `samc diff` shows them all.")
            .expect(UNFAILING);
    }
    page.text
}

/// Whether what a resource holds may be lost, or the update is refused. What was only generated holds nothing.
fn is_grave(owner: &Owner<'_>, change: &ResourceChange<'_>) -> bool {
    match &change.fate {
        Fate::Changed(_) => matches!(change.effect(), Some(Effect::Replaces | Effect::MayReplace | Effect::Refused)),
        Fate::Removed { kept: false } => change.logical_id == owner.logical_id,
        Fate::Renamed { by_design: false, kept: false, .. } => change.logical_id == owner.logical_id,
        Fate::Added | Fate::Removed { .. } | Fate::Renamed { .. } => false,
    }
}

fn changes<'r, 'a>(change: &'r ResourceChange<'a>) -> &'r [Change<'a>] {
    match &change.fate {
        Fate::Changed(changes) | Fate::Renamed { by_design: false, changes, .. } => changes,
        Fate::Added | Fate::Removed { .. } | Fate::Renamed { by_design: true, .. } => &[],
    }
}

fn property(resource: &ResourceChange<'_>, change: &Change<'_>) -> String {
    let effect = match change.effect {
        _ if resource.effect().is_none() => "differs".to_owned(),
        Effect::Keeps | Effect::Updates => wording::effect(change.effect).to_owned(),
        grave => format!("**{}**", wording::effect(grave)),
    };
    let (old, new) = values(&change.value);
    row(&[code(resource.logical_id), code(&wording::path(&change.value.path)), effect, old, new])
}

fn values(change: &ValueChange<'_>) -> (String, String) {
    let text = |side: Option<_>| side.map(|it| code(&shown(it, LONGEST_VALUE))).unwrap_or_default();
    (text(change.old), text(change.new))
}

fn unpublished(difference: &Difference<'_>, page: &mut Page) {
    let rows = difference.unpublished.iter();
    let rows =
        rows.map(|it| row(&[code(it.resource), code(&it.properties.join(", ")), wording::unpublished(it, &code)]));
    table("Not published", &["resource", "changes", "what happens"], &rows.collect::<Vec<_>>(), page);
}

fn permissions(difference: &Difference<'_>, page: &mut Page) {
    let rows = difference.permissions.iter().map(|it| {
        let additions =
            wording::additions(it).iter().map(|it| format!("<br>{}", code(&cut(it, LONGEST_TEXT)))).collect::<String>();
        let grant = code(&cut(&wording::grant(it), LONGEST_TEXT));
        row(&[format!("**{}**", wording::growth(it)), code(it.logical_id), grant + &additions])
    });
    table("New or wider permissions", &["", "resource", "allows"], &rows.collect::<Vec<_>>(), page);
}

fn events(difference: &Difference<'_>, page: &mut Page) {
    let rows = difference.events.iter().map(|it| {
        let word = if it.is_new { "added" } else { "**lost**" };
        row(&[word.to_owned(), code(it.resource), code(it.name), code(&wording::event_type(it))])
    });
    table("Events", &["", "of", "event", "type"], &rows.collect::<Vec<_>>(), page);
}

fn others(difference: &Difference<'_>, page: &mut Page) {
    let rows = difference.consequences.iter().map(|it| {
        let what = if it.effect == Effect::MayReplace { "**may be replaced**" } else { "updated" };
        row(&[
            code(it.logical_id),
            code(it.type_name),
            what.to_owned(),
            code(&wording::path(&it.path)),
            code(it.refers_to),
        ])
    });
    let rows: Vec<String> = rows.collect();
    table("Follows from replacements", &["resource", "type", "what", "property", "refers to"], &rows, page);
    let rows =
        difference.code.iter().map(|it| row(&[code(it.resource), code(it.property), code(it.old), code(it.new)]));
    table("Code that is not uploaded yet", &["resource", "property", "old", "new"], &rows.collect::<Vec<_>>(), page);
    let rows = difference.sections.iter().flat_map(|section| {
        section.changes.iter().map(|it| {
            let name = section.name.iter().map(|it| &**it).chain(it.path.iter().map(|it| &**it)).collect::<Vec<_>>();
            let (old, new) = values(it);
            row(&[code(section.section), code(&name.join(".")), old, new])
        })
    });
    table("Outside of resources", &["section", "name", "old", "new"], &rows.collect::<Vec<_>>(), page);
}

/// The comment so far, and which of its rows found no room.
struct Page {
    text: String,
    left_out: Vec<String>,
}

/// Writes a table under its heading, behind a click when it is long; nothing when it has no rows.
fn table(heading: &str, columns: &[&str], rows: &[String], page: &mut Page) {
    let Page { text, left_out } = page;
    let mut room = LONGEST.saturating_sub(text.len());
    let fits = |it: &&String| {
        let remaining = room.checked_sub(it.len());
        room = remaining.unwrap_or(0);
        remaining.is_some()
    };
    let shown = rows.iter().take(MOST_ROWS).take_while(fits).count();
    if shown < rows.len() {
        left_out.push(format!("{} of {} rows of \"{heading}\"", rows.len() - shown, rows.len()));
    }
    if shown == 0 {
        return;
    }
    let is_long = rows.len() > MOST_OPEN_ROWS;
    match is_long {
        true => writeln!(text, "\n<details>\n<summary>{heading} ({})</summary>\n", rows.len()),
        false => writeln!(text, "\n#### {heading}\n"),
    }
    .expect(UNFAILING);
    text.push_str(&head(columns));
    rows[..shown].iter().for_each(|it| text.push_str(it));
    if is_long {
        text.push_str("\n</details>\n");
    }
}
