//! Differences for people: under the user's own resources, with a summary last.
use super::Compared;
use super::value::shown;
use super::wording::{self, Counts};
use crate::diff::{Change, Difference, Effect, Fate, Owner, ResourceChange, ValueChange};
use crate::report::screen::{BOLD, GREEN, RED, Screen, YELLOW, cut, one_line, painted};
use crate::safe_text;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Where the width of the screen is not known.
const LONGEST_LINE: usize = 120;
/// Most characters of a value.
const LONGEST_VALUE: usize = 160;
const NARROWEST_VALUE: usize = 40;
/// Most resources that are named where it is only said that they are updated.
const MOST_UPDATED: usize = 12;
/// A longer name does not push those beside the others out of sight.
const WIDEST_NAME: usize = 48;
const UNFAILING: &str = "strings take all that is written to them";

/// Writes all differences; the last line counts them.
pub fn document(compared: Compared<'_>, screen: Screen) -> String {
    let mut page = Page { text: String::new(), screen };
    let Compared { difference, .. } = compared;
    difference.owners.iter().for_each(|it| page.owner(it, difference));
    page.code(difference);
    page.sections(difference);
    page.consequences(difference);
    page.permissions(difference);
    page.events(difference);
    let counts = Counts::of(difference);
    let color = match difference.is_empty() {
        true => GREEN,
        false if counts.removed + counts.replaced + counts.may_be_replaced + counts.refused > 0 => RED,
        false => YELLOW,
    };
    let summary = painted(&counts.summary(), color, screen);
    let (old, new) = (one_line(compared.old_name), one_line(compared.new_name));
    writeln!(page.text, "{summary} ({old} -> {new})").expect(UNFAILING);
    safe_text::page(page.text)
}

struct Page {
    text: String,
    screen: Screen,
}

impl Page {
    fn line(&mut self, text: &str) {
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }

    fn heading(&mut self, name: &str, what: &str) {
        let name = painted(&one_line(name), BOLD, self.screen);
        self.line(&format!("{name}  {}", one_line(what)));
    }

    fn owner(&mut self, owner: &Owner<'_>, difference: &Difference<'_>) {
        self.heading(owner.logical_id, wording::owner_type(owner));
        let widest =
            |length: &dyn Fn(&ResourceChange<'_>) -> usize| owner.resources.iter().map(length).max().unwrap_or(0);
        let id = widest(&|it| it.logical_id.chars().count()).min(WIDEST_NAME);
        let type_name = widest(&|it| it.type_name.chars().count()).min(WIDEST_NAME);
        for resource in &owner.resources {
            let color = color_of(resource);
            let sign = painted(wording::sign(resource), color, self.screen);
            let (logical_id, name) = (one_line(resource.logical_id), one_line(resource.type_name));
            let fate = painted(&one_line(&wording::fate(resource, &|it| format!("`{it}`"))), color, self.screen);
            self.line(&format!("  {sign} {logical_id:id$}  {name:type_name$}  {fate}"));
            match &resource.fate {
                Fate::Changed(changes) => self.changes(changes, wording::effect),
                // What is created anew is neither updated nor replaced.
                Fate::Renamed { by_design: false, changes, .. } => self.changes(changes, |_| "differs"),
                // What differs in it has been said where the cause stands.
                Fate::Added | Fate::Removed { .. } | Fate::Renamed { by_design: true, .. } => (),
            }
            for it in difference.unpublished.iter().filter(|it| it.resource == resource.logical_id) {
                let text = one_line(&wording::unpublished(it, &|it| format!("`{it}`")));
                self.line(&format!("      {}         {text}", painted("note", YELLOW, self.screen)));
            }
        }
        self.line("");
    }

    fn changes(&mut self, changes: &[Change<'_>], word: fn(Effect) -> &'static str) {
        let paths: Vec<String> = changes.iter().map(|it| one_line(&wording::path(&it.value.path))).collect();
        let width = paths.iter().map(|it| it.chars().count()).max().unwrap_or(0).min(WIDEST_NAME);
        for (change, path) in changes.iter().zip(paths) {
            let effect = format!("{:11}", word(change.effect));
            let effect = match change.effect {
                _ if effect.starts_with("differs") => effect,
                Effect::Keeps | Effect::Updates => effect,
                Effect::MayExist | Effect::MayReplace => painted(&effect, YELLOW, self.screen),
                Effect::Replaces | Effect::Refused => painted(&effect, RED, self.screen),
            };
            self.value(&format!("      {effect}  "), 19, &path, width, &change.value);
        }
    }

    /// A path and the old and new value: on the line of the path, or below it when they are long. `start` takes up
    /// `indentation` columns.
    fn value(&mut self, start: &str, indentation: usize, path: &str, width: usize, change: &ValueChange<'_>) {
        let space = self.screen.width.map_or(LONGEST_VALUE, |it| it.saturating_sub(indentation + 5));
        let line = self.screen.width.unwrap_or(LONGEST_LINE);
        let room = space.clamp(NARROWEST_VALUE, LONGEST_VALUE);
        let text = |value| one_line(&shown(value, room));
        let (old, new) = (change.old.map(text), change.new.map(text));
        let (minus, plus) = (painted("-", RED, self.screen), painted("+", GREEN, self.screen));
        match (old, new) {
            (Some(old), Some(new)) if indentation + width + old.chars().count() + new.chars().count() + 6 <= line => {
                self.line(&format!("{start}{path:width$}  {old} -> {new}"));
            }
            (Some(old), Some(new)) => {
                // Where they are the same at first, the difference must be in sight.
                let (old, new) = match (old == new, change.old.zip(change.new)) {
                    (true, Some((old, new))) => ending(old, new, room),
                    _ => (old, new),
                };
                let indentation = " ".repeat(indentation);
                self.line(&format!("{start}{path}"));
                self.line(&format!("{indentation}{minus} {old}"));
                self.line(&format!("{indentation}{plus} {new}"));
            }
            (Some(old), None) => self.line(&format!("{start}{path:width$}  {minus} {old}")),
            (None, Some(new)) => self.line(&format!("{start}{path:width$}  {plus} {new}")),
            (None, None) => self.line(&format!("{start}{path}")),
        }
    }

    fn code(&mut self, difference: &Difference<'_>) {
        if difference.code.is_empty() {
            return;
        }
        self.heading("Code", "in local folders, which the expansion does not show");
        for it in &difference.code {
            let names = format!("{}.{}", one_line(it.resource), it.property);
            let sign = painted("~", YELLOW, self.screen);
            self.line(&format!("  {sign} {names}  {} -> {}", one_line(it.old), one_line(it.new)));
        }
        self.line("");
    }

    fn sections(&mut self, difference: &Difference<'_>) {
        let mut last = "";
        for change in &difference.sections {
            if last != change.section {
                if !last.is_empty() {
                    self.line("");
                }
                self.heading(change.section, "");
                last = change.section;
            }
            let name = change.name.as_ref().map(|it| one_line(it)).unwrap_or_default();
            for value in &change.changes {
                let path: Vec<&str> = std::iter::once(&*name).chain(value.path.iter().map(|it| &**it)).collect();
                let path = one_line(&path.join("."));
                let (sign, color) = match (value.old, value.new) {
                    (None, _) if value.path.is_empty() => ("+", GREEN),
                    (_, None) if value.path.is_empty() => ("-", RED),
                    _ => ("~", YELLOW),
                };
                match sign {
                    "~" => {
                        let start = format!("  {} ", painted(sign, color, self.screen));
                        self.value(&start, 4, &path, 0, value);
                    }
                    _ => {
                        let text = value.new.or(value.old).map(|it| one_line(&shown(it, LONGEST_VALUE)));
                        let sign = painted(sign, color, self.screen);
                        self.line(&format!("  {sign} {path}  {}", text.unwrap_or_default()));
                    }
                }
            }
        }
        if !last.is_empty() {
            self.line("");
        }
    }

    fn consequences(&mut self, difference: &Difference<'_>) {
        let all = &difference.consequences;
        if all.is_empty() {
            return;
        }
        self.heading("Follows", "from resources that are or may be replaced");
        for it in all.iter().filter(|it| it.effect == Effect::MayReplace) {
            let what = painted("may be replaced", YELLOW, self.screen);
            let (id, path) = (one_line(it.logical_id), one_line(&wording::path(&it.path)));
            let (name, target) = (one_line(it.type_name), one_line(it.refers_to));
            self.line(&format!("  ~ {id}  {name}  {what}: {path} refers to {target}"));
        }
        let updated: BTreeSet<&str> =
            all.iter().filter(|it| it.effect != Effect::MayReplace).map(|it| it.logical_id).collect();
        if !updated.is_empty() {
            let ids: Vec<String> = updated.iter().take(MOST_UPDATED).map(|it| one_line(it)).collect();
            let more = updated.len().saturating_sub(MOST_UPDATED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            self.line(&format!("  ~ updated, because they refer to these: {}{more}", ids.join(", ")));
        }
        self.line("");
    }

    fn permissions(&mut self, difference: &Difference<'_>) {
        if difference.permissions.is_empty() {
            return;
        }
        self.heading("Permissions", "that are new or wider");
        let mut last = "";
        for change in &difference.permissions {
            if last != change.logical_id {
                last = change.logical_id;
                self.line(&format!("  {}  {}", one_line(change.logical_id), one_line(change.type_name)));
            }
            let growth = format!("{:5}", wording::growth(change));
            let growth = painted(&growth, if growth == "new  " { GREEN } else { RED }, self.screen);
            let additions = wording::additions(change);
            let grant = cut(&one_line(&wording::grant(change)), LONGEST_STATEMENT);
            match additions.is_empty() {
                true => self.line(&format!("    {growth}  {grant}")),
                false => {
                    let additions = cut(&one_line(&additions.join("; ")), LONGEST_STATEMENT);
                    self.line(&format!("    {growth}  {additions}"));
                    self.line(&format!("           now {grant}"));
                }
            }
        }
        self.line("");
    }

    fn events(&mut self, difference: &Difference<'_>) {
        if difference.events.is_empty() {
            return;
        }
        self.heading("Events", "");
        for event in &difference.events {
            let (sign, color, word) = if event.is_new { ("+", GREEN, "added") } else { ("-", RED, "lost") };
            let sign = painted(sign, color, self.screen);
            let (resource, name) = (one_line(event.resource), one_line(event.name));
            self.line(&format!("  {sign} {resource}.{name}  {}  {word}", one_line(&wording::event_type(event))));
        }
        self.line("");
    }
}

/// Statements are longer than values.
const LONGEST_STATEMENT: usize = 400;

fn color_of(resource: &ResourceChange<'_>) -> &'static str {
    match (&resource.fate, resource.effect()) {
        (Fate::Added, _) => GREEN,
        (Fate::Removed { .. }, _) | (_, Some(Effect::Replaces | Effect::Refused)) => RED,
        (Fate::Changed(_) | Fate::Renamed { .. }, _) => YELLOW,
    }
}

/// Two values from shortly before the first character in which they differ.
fn ending(old: &crate::syntax::Node, new: &crate::syntax::Node, room: usize) -> (String, String) {
    const BEFORE: usize = 20;
    let (old, new) = (shown(old, usize::MAX / 8), shown(new, usize::MAX / 8));
    let same = old.chars().zip(new.chars()).take_while(|(one, two)| one == two).count();
    let from = same.saturating_sub(BEFORE);
    let part = |text: &str| one_line(&format!("...{}", cut(&text.chars().skip(from).collect::<String>(), room)));
    (part(&old), part(&new))
}
