//! Settings as a configuration that would say all of them, for people who ask where one comes from.
use super::Settings;
use crate::Options;
use crate::configuration::{Configuration, Level, Levels};
use crate::report::json;
use crate::syntax::plain_scalar;
use std::collections::BTreeMap;
use std::path::Path;

impl Settings {
    /// The settings for a template as YAML; `levels` are those in force, `options` include the command line.
    pub(in super::super) fn shown(&self, template: &Path, levels: &Levels, options: &Options) -> String {
        let mut text = format!("# the settings for {}\n", quoted(&super::super::input::shown(template)));
        match self.layers.is_empty() {
            true => text.push_str("# no configuration applies\n"),
            false => {
                let names: Vec<&str> = self.layers.iter().map(|it| &*it.name).collect();
                text.push_str(&format!("# from {}\n", names.join(", then ")));
            }
        }
        if options.is_region_given {
            text.push_str(&format!("region: {}\n", quoted(&options.region)));
        }
        let parameters: BTreeMap<&String, &String> =
            options.parameter_overrides.iter().map(|(name, value)| (name, value)).collect();
        map(
            &mut text,
            "parameters",
            parameters.iter().map(|(name, value)| format!("{}: {}", quoted(name), quoted(value))),
        );
        for (key, list) in [
            (
                "include",
                (|it| it.include.iter().map(|it| it.text.clone()).collect()) as fn(&Configuration) -> Vec<String>,
            ),
            ("exclude", |it| it.exclude.iter().map(|it| it.text.clone()).collect()),
            ("types", |it| it.types.clone()),
        ] {
            let lines = self.layers.iter().flat_map(|layer| {
                let items = list(&layer.configuration);
                items.into_iter().map(|it| format!("- {}   # {}", quoted(&it), layer.name))
            });
            map(&mut text, key, lines);
        }
        let path = super::real_path(template);
        let lines = levels.iter().map(|(name, level)| {
            let origin = self.origin(name, level, path.as_deref());
            format!("{name}: {}   # {}", level.name(), origin.unwrap_or("the command line"))
        });
        map(&mut text, "rules", lines);
        text
    }

    /// Which configuration gives a rule its level.
    fn origin(&self, rule: &str, level: Level, path: Option<&Path>) -> Option<&str> {
        let says = |levels: &Levels| levels.iter().find(|(name, _)| *name == rule).map(|(_, it)| it);
        let last = self.layers.iter().rev().find_map(|layer| {
            let overrides = layer.overrides.iter().zip(&layer.configuration.overrides).rev();
            let mut overriding = overrides.filter(|(paths, _)| path.is_some_and(|it| super::names(paths, it)));
            let said = overriding.find_map(|(_, it)| says(&it.rules)).or_else(|| says(&layer.configuration.rules));
            said.map(|it| (it, &*layer.name))
        });
        last.filter(|(it, _)| *it == level).map(|(_, name)| name)
    }
}

/// Adds a key with a line for each entry, if there are any.
fn map(text: &mut String, key: &str, lines: impl Iterator<Item = String>) {
    let lines: String = lines.map(|it| format!("  {it}\n")).collect();
    if !lines.is_empty() {
        text.push_str(&format!("{key}:\n{lines}"));
    }
}

/// A text as YAML reads it, in quotes where it needs them.
fn quoted(text: &str) -> String {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '/' | '.' | '-' | '_');
    let needs_none = text.starts_with(|it: char| it.is_ascii_alphanumeric()) && text.chars().all(is_plain);
    if needs_none && plain_scalar(text).is_none() { text.to_owned() } else { json::quoted(text) }
}
