//! The options of `samc check` that choose files, rules and findings.
use crate::configuration::{Level, Levels, can_have, code_named};
use crate::diagnostic::Code;
use clap::Args;
use std::path::PathBuf;

/// Which files are checked, by which rules, and which findings count.
#[derive(Debug, Args)]
#[command(next_help_heading = "Selection")]
pub(in super::super) struct Selection {
    /// Report only these rules, separated by commas
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = known)]
    select: Vec<&'static Code>,

    /// Turn these rules off, separated by commas
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rule)]
    ignore: Vec<&'static Code>,

    /// Set the level of a rule: off, warning or error; it counts more than --select and --ignore
    #[arg(long, value_name = "NAME=LEVEL", value_parser = rule_and_level)]
    rule: Vec<(&'static Code, Level)>,

    /// Of the files that are found, skip these: a pattern as in .gitignore, from this folder
    #[arg(long, value_name = "PATTERN")]
    pub exclude: Vec<String>,

    /// Report only findings that are not in this file
    #[arg(long, value_name = "FILE", conflicts_with = "write_baseline")]
    pub baseline: Option<PathBuf>,

    /// Write all findings to this file, for --baseline, instead of reporting them
    #[arg(long, value_name = "FILE", conflicts_with = "since")]
    pub write_baseline: Option<PathBuf>,

    /// Report only what is on lines, or in resources, that are not the same in this git revision
    #[arg(long, value_name = "REVISION", conflicts_with_all = ["fix", "diff", "add_allow"])]
    pub since: Option<String>,

    /// Write comments into the templates that allow all findings
    #[arg(long, conflicts_with_all = ["baseline", "write_baseline"])]
    pub add_allow: bool,

    /// Print the settings that apply to a template, and check nothing
    #[arg(long, conflicts_with_all = ["fix", "diff", "add_allow", "write_baseline", "show_files"])]
    pub show_settings: bool,

    /// Print the names of the templates that would be checked, and check nothing
    #[arg(long, conflicts_with_all = ["fix", "diff", "add_allow", "write_baseline"])]
    pub show_files: bool,
}

impl Selection {
    /// Configured levels with what the command line says over them.
    pub(in super::super) fn over(&self, mut levels: Levels) -> Levels {
        if !self.select.is_empty() {
            levels.select(&self.select);
        }
        self.ignore.iter().for_each(|it| levels.set(it, Level::Off));
        self.rule.iter().for_each(|(it, level)| levels.set(it, *level));
        levels
    }

    /// Whether it is shown what would be checked, and nothing is.
    pub(in super::super) fn shows(&self) -> bool {
        self.show_settings || self.show_files
    }
}

fn known(name: &str) -> Result<&'static Code, String> {
    code_named(name.trim()).map_err(|(message, help)| format!("{message}; {help}"))
}

/// A rule that can be turned off.
fn rule(name: &str) -> Result<&'static Code, String> {
    let code = known(name)?;
    if can_have(code, Level::Off) { Ok(code) } else { Err(always_an_error(code)) }
}

fn rule_and_level(argument: &str) -> Result<(&'static Code, Level), String> {
    let (name, level) = argument.split_once(['=', ':']).ok_or("write NAME=off, NAME=warning or NAME=error")?;
    let code = known(name)?;
    let level = level.trim();
    let level = Level::named(level).ok_or_else(|| format!("`{level}` is not a level; write off, warning or error"))?;
    if can_have(code, level) { Ok((code, level)) } else { Err(always_an_error(code)) }
}

fn always_an_error(code: &Code) -> String {
    format!("`{}` is always an error; --exclude skips templates", code.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_read() {
        let read = |it: &str| rule_and_level(it).map(|(code, level)| (code.name, level));
        assert_eq!(read("wrong-type=off"), Ok(("wrong-type", Level::Off)));
        assert_eq!(read("wrong-type: warning"), Ok(("wrong-type", Level::Warning)));
        for wrong in ["wrong-type", "wrong-type=loud", "wrong-typ=off", "syntax-error=off"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert_eq!(rule("wrong-typ").unwrap_err(), "there is no rule `wrong-typ`; did you mean `wrong-type`?");
        assert!(rule("syntax-error").is_err() && known("syntax-error").is_ok());
    }
}
