//! The parts of an ARN in a text where `${…}` stands for what is not known.

/// An ARN, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Arn<'a> {
    pub partition: &'a str,
    pub service: &'a str,
    pub region: &'a str,
    pub account: &'a str,
    /// What follows the account.
    pub resource: &'a str,
}

impl<'a> Arn<'a> {
    /// Takes a text apart that begins as an ARN does.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let mut rest = text.strip_prefix("arn:")?;
        let partition = part(&mut rest)?;
        let service = part(&mut rest)?;
        let region = part(&mut rest)?;
        let account = part(&mut rest)?;
        Some(Self { partition, service, region, account, resource: rest })
    }

    /// The name that the user gave, or would know it by.
    pub(crate) fn name(&self) -> &'a str {
        let last_of = |start: &str| self.resource.strip_prefix(start);
        match self.service {
            // Bucket and key; for functions, state machines and log groups there may be a qualifier behind.
            "s3" => self.resource.split('/').next().unwrap_or_default(),
            "lambda" => last_of("function:").map_or(self.resource, |it| it.split(':').next().unwrap_or_default()),
            "logs" => last_of("log-group:").map_or(self.resource, |it| it.trim_end_matches(":*")),
            "execute-api" => self.resource.split('/').next().unwrap_or_default(),
            "ssm" => last_of("parameter/").unwrap_or(self.resource),
            "scheduler" => self.resource.rsplit('/').next().unwrap_or_default(),
            // As in `table/orders/stream/*` and `stateMachine:orders`; queues and topics have their name alone.
            _ => self.resource.split(['/', ':']).nth(1).unwrap_or(self.resource),
        }
    }
}

/// Whether a text is the id of an account.
pub(crate) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|it| it.is_ascii_digit())
}

/// Whether nothing is put into a text, or nothing with colons in it.
pub(crate) fn is_written_out(text: &str) -> bool {
    let mut variables = text.split("${").skip(1).map(|it| it.split('}').next().unwrap_or_default());
    variables.all(|it| matches!(it, "AWS::AccountId" | "AWS::Partition" | "AWS::Region" | "AWS::StackName"))
}

/// The text up to the next colon that does not stand in `${…}`, which is taken off.
fn part<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let mut depth = 0_usize;
    let end = rest.char_indices().find(|(_, it)| {
        match it {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => (),
        }
        depth == 0 && *it == ':'
    });
    let (end, _) = end?;
    let (part, after) = (&rest[..end], &rest[end + 1..]);
    *rest = after;
    Some(part)
}

#[cfg(test)]
mod tests {
    use super::Arn;

    #[test]
    fn names_are_those_that_users_give() {
        for (arn, name) in [
            ("arn:aws:sqs:eu-west-1:${AWS::AccountId}:orders", "orders"),
            ("arn:${AWS::Partition}:lambda:us-east-1:1:function:work:live", "work"),
            ("arn:aws:dynamodb:us-east-1:1:table/orders/stream/*", "orders"),
            ("arn:aws:s3:::bucket/in/*", "bucket"),
            ("arn:aws:states:us-east-1:1:stateMachine:flow", "flow"),
            ("arn:aws:events:us-east-1:1:event-bus/shop", "shop"),
            ("arn:aws:kafka:us-east-1:1:cluster/lines/9f-2", "lines"),
            ("arn:aws:logs:us-east-1:1:log-group:/aws/app:*", "/aws/app"),
        ] {
            assert_eq!(Arn::parse(arn).map(|it| it.name()), Some(name));
        }
        assert_eq!(Arn::parse("arn:aws:sqs"), None);
        assert_eq!(Arn::parse("orders"), None);
    }
}
