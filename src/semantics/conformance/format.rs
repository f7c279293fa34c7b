//! The forms of texts that schemas name.
use crate::facts::cloudformation::Texts;
use crate::semantics::identity::is_arn;
use crate::syntax::json_fault;

/// How the ids of a type begin, by what asks for them.
const IDS: [(&str, &str); 4] = [
    ("AWS::EC2::Image.Id", "ami-"),
    ("AWS::EC2::SecurityGroup.Id", "sg-"),
    ("AWS::EC2::Subnet.Id", "subnet-"),
    ("AWS::EC2::VPC.Id", "vpc-"),
];

/// The form that a text has to have to name what is taken, if it does not have it.
pub(super) fn expected(takes: Texts, text: &str) -> Option<&'static str> {
    let mut forms = takes.iter();
    let first = forms.next()?;
    // Images can be named by parameters of Systems Manager.
    let fits = |form: &str| match IDS.iter().find(|(it, _)| *it == form) {
        Some((_, start)) => text.starts_with(start) || text.starts_with("resolve:"),
        None if is_arn(form) => is_arn_of(form, text),
        None => true,
    };
    (!fits(first) && forms.all(|it| !fits(it))).then_some(first)
}

/// Whether a text is an ARN of what is taken. Of roles it is known what follows the account.
fn is_arn_of(form: &str, text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let [start, partition, service, _, _, resource] = parts[..] else { return false };
    let is_role = form == "AWS::IAM::Role.Arn";
    start == "arn"
        && (partition.is_empty() || partition.starts_with("aws"))
        && !resource.is_empty()
        && (!is_role || (service == "iam" && resource.starts_with("role/")))
}

/// Whether a text has a form; so has every text where the form is not known.
pub(super) fn fits(form: &str, text: &str) -> bool {
    match form {
        "date-time" => is_date_time(text),
        "ipv4-network" => is_network(text, 32, is_address_of_four),
        "ipv6-network" => is_network(text, 128, is_address_of_eight),
        "json" => json_fault(text).is_none(),
        _ => true,
    }
}

fn is_network(text: &str, most: u8, is_address: fn(&str) -> bool) -> bool {
    let Some((address, length)) = text.split_once('/') else { return false };
    is_address(address) && length.parse::<u8>().is_ok_and(|it| it <= most)
}

fn is_address_of_four(text: &str) -> bool {
    text.split('.').count() == 4 && text.split('.').all(|it| it.len() <= 3 && it.parse::<u8>().is_ok())
}

/// Eight groups of hexadecimal digits, of which `::` stands for some that are zero.
fn is_address_of_eight(text: &str) -> bool {
    let groups = text.split(':').filter(|it| !it.is_empty());
    let is_group = |it: &str| it.len() <= 4 && it.chars().all(|it| it.is_ascii_hexdigit());
    let count = groups.clone().count();
    groups.clone().all(is_group) && (count == 8 || text.contains("::") && count < 8)
}

/// Whether it begins as a date of ISO 8601 does; services take several forms of what follows.
fn is_date_time(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let mut number = |digits: usize| parts.next().and_then(|it| it.get(..digits)?.parse::<u32>().ok());
    let is_date = |year: Option<u32>, month: Option<u32>, day: Option<u32>| {
        year.is_some() && month.is_some_and(|it| (1..=12).contains(&it)) && day.is_some_and(|it| (1..=31).contains(&it))
    };
    is_date(number(4), number(2), number(2))
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn forms_are_told_from_others() {
        for (form, text, is) in [
            ("ipv4-network", "10.0.0.0/16", true),
            ("ipv4-network", "10.0.0.0", false),
            ("ipv4-network", "10.0.0.0/33", false),
            ("ipv4-network", "10.0.0.256/8", false),
            ("ipv6-network", "2001:db8::/32", true),
            ("ipv6-network", "2001:db8::/129", false),
            ("date-time", "2026-11-29T12:00:00Z", true),
            ("date-time", "2026-11-29", true),
            ("date-time", "tomorrow", false),
            ("date-time", "2026-13-01T00:00:00Z", false),
            ("json", "{}", true),
            ("json", "{", false),
            ("unheard-of", "", true),
        ] {
            assert_eq!(fits(form, text), is, "{form} {text}");
        }
    }
}
