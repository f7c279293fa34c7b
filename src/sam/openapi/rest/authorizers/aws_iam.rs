//! IAM: the caller signs the request.
use super::Kind;
use crate::diagnostic::Sound;

pub(super) static KIND: Kind = Kind {
    authtype: "awsSigv4",
    header: |authorizer, problems| authorizer.identity_header(problems),
    check: |_, _| Some(Sound),
    complete: |_, _, _, _, _| Some(Sound),
};
