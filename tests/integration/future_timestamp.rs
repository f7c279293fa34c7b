//! Streams that are read from a time that has not come yet, by the clock from outside.
use samc::source::Source;
use samc::{Options, check};

const TEMPLATE: &str = "
Transform: AWS::Serverless-2016-10-31
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: exports.handler = async () => {}
      Handler: index.handler
      Runtime: nodejs24.x
      Events:
        Changes:
          Type: Kinesis
          Properties:
            Stream: arn:aws:kinesis:us-east-1:123456789012:stream/changes
            StartingPosition: AT_TIMESTAMP
            StartingPositionTimestamp: 1767225600
";

#[test]
fn a_time_that_has_passed_is_sound() {
    assert_eq!(messages(1_767_225_601), [""; 0]);
}

#[test]
fn a_time_to_come_is_not() {
    assert_eq!(messages(1_767_225_599), ["`StartingPositionTimestamp` is in the future"]);
}

#[test]
fn nothing_is_said_without_a_clock() {
    assert_eq!(messages(0), [""; 0]);
}

fn messages(seconds_since_1970: u64) -> Vec<String> {
    let options = Options::default().at_time(seconds_since_1970);
    check(&Source::new("template.yaml", TEMPLATE), &options).into_iter().map(|it| it.message).collect()
}
