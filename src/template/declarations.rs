//! What a parameter may declare: "Parameters" in the CloudFormation user guide.

/// The keys of a parameter.
pub(crate) const KEYS: [&str; 11] = [
    "AllowedPattern",
    "AllowedValues",
    "ConstraintDescription",
    "Default",
    "Description",
    "MaxLength",
    "MaxValue",
    "MinLength",
    "MinValue",
    "NoEcho",
    "Type",
];

/// Types that are not those of something in the account.
pub(crate) const PLAIN_TYPES: [&str; 5] = ["String", "Number", "CommaDelimitedList", "List<Number>", "List<String>"];

/// Types whose values are those of something in the account. A list of each of them is a type too.
const ACCOUNT_TYPES: [&str; 10] = [
    "AWS::EC2::AvailabilityZone::Name",
    "AWS::EC2::Image::Id",
    "AWS::EC2::Instance::Id",
    "AWS::EC2::KeyPair::KeyName",
    "AWS::EC2::SecurityGroup::GroupName",
    "AWS::EC2::SecurityGroup::Id",
    "AWS::EC2::Subnet::Id",
    "AWS::EC2::VPC::Id",
    "AWS::EC2::Volume::Id",
    "AWS::Route53::HostedZone::Id",
];

/// The type of a parameter's name in Systems Manager.
const NAME_IN_SYSTEMS_MANAGER: &str = "AWS::SSM::Parameter::Name";

/// Whether parameters can have this type.
pub(crate) fn is_type(name: &str) -> bool {
    let value = name.strip_prefix("AWS::SSM::Parameter::Value<").and_then(|it| it.strip_suffix('>'));
    let of = value.unwrap_or(name);
    let item = of.strip_prefix("List<").and_then(|it| it.strip_suffix('>')).unwrap_or(of);
    PLAIN_TYPES.contains(&of) || ACCOUNT_TYPES.contains(&item) || name == NAME_IN_SYSTEMS_MANAGER
}

/// The types with a name of their own.
pub(crate) fn types() -> impl Iterator<Item = &'static str> {
    PLAIN_TYPES.into_iter().chain(ACCOUNT_TYPES).chain([NAME_IN_SYSTEMS_MANAGER])
}

#[cfg(test)]
mod tests {
    use super::is_type;

    #[test]
    fn types_are_known_alone_in_lists_and_looked_up() {
        for name in [
            "String",
            "List<AWS::EC2::Subnet::Id>",
            "AWS::SSM::Parameter::Value<String>",
            "AWS::SSM::Parameter::Value<List<AWS::EC2::Subnet::Id>>",
            "AWS::SSM::Parameter::Value<List<String>>",
            "AWS::SSM::Parameter::Name",
        ] {
            assert!(is_type(name), "{name}");
        }
        for name in ["string", "Integer", "List", "Boolean", "AWS::EC2::Subnet", "List<List<String>>"] {
            assert!(!is_type(name), "{name}");
        }
    }
}
