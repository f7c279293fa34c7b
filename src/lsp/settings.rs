//! What the client wants to be shown.
use serde_json::Value;

/// What is shown beside the findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Settings {
    /// What each resource becomes.
    pub shows_lenses: bool,
    /// What functions and conditions come to.
    pub shows_values: bool,
    /// The logical ids of what SAM generates.
    pub shows_generated_ids: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { shows_lenses: true, shows_values: true, shows_generated_ids: true }
    }
}

impl Settings {
    /// These with what the client says: `codeLens`, `inlayHints` for all hints, `inlayHints.values` and
    /// `inlayHints.generatedIds`, perhaps below `samc`. What it does not say stays.
    pub(super) fn with(self, said: &Value) -> Self {
        let said = if said["samc"].is_object() { &said["samc"] } else { said };
        let hints = &said["inlayHints"];
        let hint = |name: &str| hints.as_bool().or(hints[name].as_bool());
        Self {
            shows_lenses: said["codeLens"].as_bool().unwrap_or(self.shows_lenses),
            shows_values: hint("values").unwrap_or(self.shows_values),
            shows_generated_ids: hint("generatedIds").unwrap_or(self.shows_generated_ids),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn settings_are_taken_as_far_as_they_are_said() {
        let all = Settings::default();
        let without_ids = Settings { shows_generated_ids: false, ..all };
        assert_eq!(all.with(&Value::Null), all);
        assert_eq!(all.with(&json!({"inlayHints": {"generatedIds": false}})), without_ids);
        assert_eq!(
            without_ids.with(&json!({"samc": {"codeLens": false}})),
            Settings { shows_lenses: false, ..without_ids }
        );
        assert_eq!(without_ids.with(&json!({"samc": {"inlayHints": true, "codeLens": "no"}})), all);
    }
}
