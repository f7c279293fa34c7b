//! All integration tests as one program, which links once. A module per subject; what several share is in `support`.
mod action;
mod architecture;
mod check;
mod cli;
mod cli_baseline;
mod cli_check;
mod cli_diff;
mod cli_explain;
mod cli_fix;
mod cli_graph;
mod cli_init;
mod cli_package;
mod cli_package_cases;
mod cli_samconfig;
mod cli_selection;
#[cfg(all(feature = "lsp", unix))]
mod cli_server;
mod color;
mod comparison;
mod conformance;
mod connectors;
mod dependencies;
mod diff;
mod documentation;
mod examples;
mod expand;
mod fixes;
mod formats;
mod future_timestamp;
mod graph;
mod hostile;
mod hostile_files;
mod hostile_text;
mod language;
#[cfg(feature = "lsp")]
mod language_server;
#[cfg(feature = "lsp")]
mod language_server_shown;
#[cfg(feature = "lsp")]
mod language_server_state;
mod layout;
mod linked_expansion;
mod local_paths;
mod nested;
mod provenance;
mod report;
mod rule_pages;
mod rules;
mod schema;
mod support;
mod surroundings;
mod syntax;
mod words;
