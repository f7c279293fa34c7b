//! What the `Api` events of functions and of state machines say of their method.
use crate::properties;
use crate::property::shape::*;
use crate::sam::resources::api::table::ResourcePolicy;

properties! {
    /// Authorization of a method, which overrides that of the API.
    pub(crate) struct MethodAuthProperties {
        /// Name of one of the API's authorizers, `AWS_IAM`, or `NONE`; the default authorizer when omitted.
        "Authorizer" => authorizer: Option<Passed<Text>>;
        /// Scopes, of which a token needs one; they override those of the authorizer.
        "AuthorizationScopes" => scopes: Option<Passed<ListOf<Text>>>;
        /// Whether the method needs an API key.
        "ApiKeyRequired" => api_key_required: Option<Passed<Boolean>>;
        /// Role that calls the function with `AWS_IAM`: an ARN, `CALLER_CREDENTIALS` or `NONE`.
        "InvokeRole" => invoke_role: Option<Passed<Text>>;
        /// Whether this overrides the API's own definition.
        "OverrideApiAuth" => override_api_auth: Option<Passed<Boolean>>;
        /// Which accounts, IP addresses and networks may call the method.
        "ResourcePolicy" => resource_policy: Option<Passed<ResourcePolicy<'static>>>;
    }
}

properties! {
    /// The model of a request's body.
    pub(crate) struct RequestModelProperties {
        /// Name of one of the API's models.
        "Model" => model: Passed<Text>;
        /// Whether a body is required.
        "Required" => required: Option<Passed<Boolean>>;
        /// Whether the body is checked against the model.
        "ValidateBody" => validate_body: Option<Passed<Boolean>>;
        /// Whether headers, path and query parameters are checked.
        "ValidateParameters" => validate_parameters: Option<Passed<Boolean>>;
    }
}
