//! What the passes refuse, as `samc explain` prints it. Says nothing about templates itself.
//!
//! Most of these are what SAM's own translator refuses; a template with one of them is not expanded. Faults that a rule
//! finds as well, such as `unknown-property`, are documented with the rule.

/// A name under which the passes report.
#[derive(Debug)]
pub struct Refusal {
    /// In kebab case, after the fault.
    pub name: &'static str,
    /// A sentence, and reasons.
    pub docs: &'static str,
}

macro_rules! refusals {
    ($($(#[doc = $doc:literal])* $name:literal;)*) => {
        &[$(Refusal { name: $name, docs: concat!($($doc, "\n",)*) }),*]
    };
}

/// All of them, sorted by name.
pub static ALL: &[Refusal] = refusals! {
    /// A connector leads to a resource that is refused itself.
    ///
    /// What the connector has to allow can only be said once the resource is sound. Mend that first.
    "broken-reference";
    /// A parameter's value refers to itself.
    ///
    /// Nothing can be put in the place of such a reference. Give the parameter a plain default.
    "circular-reference";
    /// An event needs a policy of its own, where `Policies` is chosen by a condition.
    ///
    /// SAM adds the permissions that an event needs to the list of policies, and can not add to what only the
    /// deployment knows. Write a list, with conditions inside it.
    "conditional-policy";
    /// A key is given twice in one map.
    ///
    /// Only the last value counts, and nobody is told: the first one is lost without a trace.
    "duplicate-key";
    /// A generated resource has the logical id of one that is written in the template.
    ///
    /// One of them would be lost. Generated ids are made of the ids of the resource and the event; call one of them
    /// something else.
    "duplicate-logical-id";
    /// A path and method of an API lead to two functions.
    ///
    /// API Gateway has one integration for each path and method.
    "duplicate-route";
    /// A trigger of a Cognito user pool invokes two functions.
    ///
    /// A user pool has one function for each trigger.
    "duplicate-trigger";
    /// A file `.samc.yaml` says something that samc does not know.
    ///
    /// Templates below such a file are not checked, as nobody knows how they should be.
    "invalid-configuration";
    /// `Cors` of a REST API does not say what preflight requests are to be answered.
    ///
    /// It needs an origin; and with `AllowCredentials` the origin can not be `'*'`, as browsers refuse that. Values
    /// are header values with single quotes of their own: `"'https://example.com'"`.
    "invalid-cors";
    /// The definition of an API or a state machine is not one that SAM can work with.
    ///
    /// SAM adds integrations, authorizers and CORS to it, and so has to find maps where OpenAPI has maps.
    "invalid-definition";
    /// The section `Globals`, or `IgnoreGlobals`, says something that SAM does not know.
    ///
    /// `Globals` has a map for some of SAM's types, with those properties that make sense for all resources of a
    /// type.
    "invalid-globals";
    /// An intrinsic function stands where SAM has to know the value, or does not have the arguments that it needs.
    "invalid-intrinsic";
    /// Code or a definition is not where it can be taken from.
    ///
    /// It stands in S3: `s3://bucket/key`, or a map with `Bucket` and `Key`. Local paths are uploaded by
    /// `sam package` or `sam deploy`.
    "invalid-location";
    /// An id that CloudFormation refuses: logical ids are made of letters and digits.
    "invalid-logical-id";
    /// A model of a REST API can not check requests.
    "invalid-model";
    /// One of the `Policies` is none.
    ///
    /// Each is the name or ARN of a managed policy, a policy document with `Statement`, or one of SAM's policy
    /// templates with its parameters.
    "invalid-policy";
    /// The resource policy of an API can not be made from what is written.
    ///
    /// Networks are given by id (`vpc-…`, `vpce-…`); intrinsic functions have properties of their own, such as
    /// `IntrinsicVpcWhitelist`.
    "invalid-resource-policy";
    /// A parameter in an `Fn::Sub` has a value that is no text.
    "invalid-substitution";
    /// A value is of the right type, but means nothing here.
    ///
    /// SAM makes something else of each value that it knows, and can make nothing of this one.
    "invalid-value";
    /// A policy template lacks one of its parameters.
    ///
    /// The parameters say for which table, queue or bucket the policy holds.
    "missing-policy-parameter";
    /// A connector would add a policy to a role that is not to be found.
    "missing-role";
    /// The template has no resources.
    "missing-section";
    /// The sides of an `Fn::If` among the policies are of different kinds.
    ///
    /// SAM has one place for managed policies and another for policy documents, and can not decide between them
    /// before deployment. Write one `Fn::If` for each kind.
    "mixed-policies";
    /// The file is no template: it is empty, or not a map of sections.
    "not-a-template";
    /// The file is not text in UTF-8, or has characters that YAML does not allow.
    "not-text";
    /// The address of an application of the Serverless Application Repository stands in for the real one.
    ///
    /// The repository gives out an address that holds for some hours. Only the deployment can ask for it.
    "placeholder-url";
    /// A tag has a name that SAM gives to tags of its own.
    "reserved-tag";
    /// The file can not be read as YAML or JSON.
    "syntax-error";
    /// The template is larger than any that CloudFormation takes.
    "template-too-large";
    /// The region has no Serverless Application Repository.
    "unavailable-service";
    /// An event leads to an API that the template does not have.
    ///
    /// SAM adds the path to the definition of the API, and so has to have it: a `!Ref` of an API of the same template.
    "unknown-api";
    /// A method or route names an authorizer that its API does not define.
    "unknown-authorizer";
    /// A condition that is to be built into another one is not defined.
    "unknown-condition";
    /// A resolver or function of a GraphQL API names a data source that the API does not have.
    ///
    /// Name one under `DataSources`, or give the id of one that is a resource of its own.
    "unknown-data-source";
    /// The `Type` of an event is no event source.
    "unknown-event-type";
    /// The pipeline of a resolver names a function that the GraphQL API does not have.
    ///
    /// Name one under `Functions`, or give the id of one that is a resource of its own.
    "unknown-function";
    /// A method names a model that its API does not define.
    "unknown-model";
    /// A resource is named that the template does not have, and which SAM has to change or look at.
    ///
    /// Notifications stand at the bucket, triggers at the user pool: SAM can add them only to what the same template
    /// makes.
    "unknown-resource";
    /// There is no connector between resources of these types, or not with these permissions.
    "unsupported-connection";
    /// A number is too large to be written as JSON.
    "unwritable-number";
    /// A resource is named that is of another type than the event needs.
    "wrong-resource-type";
};
