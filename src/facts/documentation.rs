//! Where AWS documents resource types.

/// The address of the page about a type of SAM or CloudFormation.
pub(crate) fn page(type_name: &str) -> String {
    match type_name.strip_prefix("AWS::Serverless::") {
        Some(name) => format!(
            "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-{}.html",
            name.to_lowercase()
        ),
        None => {
            let name = type_name.trim_start_matches("AWS::").replace("::", "-").to_lowercase();
            format!("https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-{name}.html")
        }
    }
}

/// The address of what is said of a property on the page about its type of CloudFormation.
pub(crate) fn place(type_name: &str, property: &str) -> String {
    let name = type_name.trim_start_matches("AWS::").replace("::", "-");
    format!("{}#cfn-{}", page(type_name), format!("{name}-{property}").to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{page, place};

    #[test]
    fn types_have_pages() {
        assert!(page("AWS::Serverless::HttpApi").ends_with("/sam-resource-httpapi.html"));
        assert!(page("AWS::SQS::Queue").ends_with("/aws-resource-sqs-queue.html"));
        assert!(place("AWS::SQS::Queue", "FifoQueue").ends_with("-sqs-queue.html#cfn-sqs-queue-fifoqueue"));
    }
}
