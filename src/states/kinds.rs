//! The types of states, and the languages in which they query data.

/// The type of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Task,
    Parallel,
    Map,
    Pass,
    Wait,
    Choice,
    Succeed,
    Fail,
}

impl Kind {
    pub(crate) const ALL: [Kind; 8] =
        [Kind::Task, Kind::Parallel, Kind::Map, Kind::Pass, Kind::Wait, Kind::Choice, Kind::Succeed, Kind::Fail];

    /// As `Type` has it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Task => "Task",
            Kind::Parallel => "Parallel",
            Kind::Map => "Map",
            Kind::Pass => "Pass",
            Kind::Wait => "Wait",
            Kind::Choice => "Choice",
            Kind::Succeed => "Succeed",
            Kind::Fail => "Fail",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// Whether a state of this type has to say by itself what comes after it.
    pub(crate) fn has_next(self) -> bool {
        !matches!(self, Kind::Choice | Kind::Succeed | Kind::Fail)
    }
}

/// The language in which a state queries and transforms data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QueryLanguage {
    JsonPath,
    Jsonata,
}

impl QueryLanguage {
    /// As `QueryLanguage` has it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            QueryLanguage::JsonPath => "JSONPath",
            QueryLanguage::Jsonata => "JSONata",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        [QueryLanguage::JsonPath, QueryLanguage::Jsonata].into_iter().find(|it| it.name() == name)
    }
}
