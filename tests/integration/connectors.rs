//! Connectors: what is refused where the reference breaks down.
use samc::source::Source;
use samc::{Options, compile};

/// No expectation can be recorded for these.
#[test]
fn what_breaks_the_reference_is_refused() {
    const CONNECTOR: &str = "Type: AWS::Serverless::Connector";
    let between = |source: &str, destination: &str| {
        format!("Properties: {{Source: {source}, Destination: {destination}, Permissions: [Write]}}")
    };
    let described = "{Type: AWS::Lambda::Function, Arn: a, RoleName: r}";
    let rule = |targets: &str| format!("  Rule: {{Type: AWS::Events::Rule, Properties: {{Targets: {targets}}}}}\n");
    let from_rule = between("{Id: Rule}", "{Type: AWS::Events::EventBus, Arn: a}");
    for (text, message) in [
        (
            format!("  C:\n    {CONNECTOR}\n    Metadata: text\n    {}\n", between(described, described)),
            "`Metadata` is a string; it must be a map",
        ),
        (
            format!(
                "  C:\n    {CONNECTOR}\n    {}\n",
                between(described, "{Type: AWS::Lambda::Function, Arn: '%{a.b}'}")
            ),
            "connectors treat `%{…}` as a variable",
        ),
        (
            format!("{}  C:\n    {CONNECTOR}\n    {from_rule}\n", rule("Fn::If")),
            "the `Targets` of `Rule` are a string; they must be a list",
        ),
        (
            format!("{}  C:\n    {CONNECTOR}\n    {from_rule}\n", rule("[text]")),
            "a target of `Rule` cannot be a string",
        ),
        (
            format!(
                "  F: {{Type: AWS::Lambda::Function, Properties: }}\n  C:\n    {CONNECTOR}\n    {}\n",
                between("{Id: F}", described)
            ),
            "the properties of `F` cannot be empty",
        ),
        (
            format!(
                "  F: {{Type: AWS::Lambda::Function, Properties: {{Role: !Ref R}}}}\n  T: {{Type: AWS::DynamoDB::Table}}\n  \
                 E: {{Type: AWS::Lambda::EventSourceMapping, Properties: []}}\n  C:\n    {CONNECTOR}\n    {}\n",
                between("{Id: T}", "{Id: F}").replace("Write", "Read")
            ),
            "`Properties` is a list; it must be a map",
        ),
    ] {
        let compiled = compile(&Source::new("template.yaml", format!("Resources:\n{text}")), &Options::default());
        assert!(compiled.document().is_none(), "{text}");
        let messages: Vec<&str> = compiled.findings.iter().map(|it| it.message.as_str()).collect();
        assert!(messages.contains(&message), "{messages:?}");
    }
}
