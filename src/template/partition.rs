//! Which partition of AWS a region belongs to.

/// Beginnings of region names outside the partition `aws`, in the order in which they are tried.
const PARTITIONS: [(&str, &str); 7] = [
    ("cn-", "aws-cn"),
    ("us-iso-", "aws-iso"),
    ("us-isob", "aws-iso-b"),
    ("us-gov", "aws-us-gov"),
    ("eu-isoe", "aws-iso-e"),
    ("us-isof", "aws-iso-f"),
    ("eusc-", "aws-eusc"),
];

/// The partition of a region, such as `aws-cn` for `cn-north-1`; `aws` for every region that is not known.
pub(crate) fn of_region(region: &str) -> &'static str {
    let region = region.to_lowercase();
    PARTITIONS.iter().find(|(prefix, _)| region.starts_with(prefix)).map_or("aws", |(_, partition)| partition)
}

/// The value of `AWS::URLSuffix` in a partition: "Pseudo parameters reference" in the template reference of CloudFormation.
pub(crate) fn url_suffix(partition: &str) -> &'static str {
    match partition {
        "aws-cn" => "amazonaws.com.cn",
        "aws-eusc" => "amazonaws.eu",
        _ => "amazonaws.com",
    }
}

/// Whether API Gateway offers edge-optimized endpoints in a partition.
pub(crate) fn has_edge_endpoints(partition: &str) -> bool {
    !partition.starts_with("aws-iso") && !matches!(partition, "aws-us-gov" | "aws-cn" | "aws-eusc")
}

#[cfg(test)]
mod tests {
    use super::of_region;

    #[test]
    fn regions_have_partitions() {
        for (region, partition) in [
            ("eu-west-1", "aws"),
            ("cn-north-1", "aws-cn"),
            ("US-GOV-WEST-1", "aws-us-gov"),
            ("us-isob-east-1", "aws-iso-b"),
            ("eusc-de-east-1", "aws-eusc"),
            ("mars-1", "aws"),
        ] {
            assert_eq!(of_region(region), partition, "{region}");
        }
    }
}
