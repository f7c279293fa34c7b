//! What the `Api` events of functions and of state machines say of their method.
use crate::properties;
use crate::property::shape::*;
use crate::sam::resources::api::table::ResourcePolicy;

properties! {
    /// Authorization of a method, over that of the API.
    pub struct MethodAuthProperties {
        /// Name of one of the API's authorizers, `AWS_IAM`, or `NONE`; the default authorizer when left out.
        "Authorizer" => authorizer: Option<Passed<Text>>;
        /// Scopes of which a token needs one, over those of the authorizer.
        "AuthorizationScopes" => scopes: Option<Passed<ListOf<Text>>>;
        /// Whether the method needs an API key.
        "ApiKeyRequired" => api_key_required: Option<Passed<Boolean>>;
        /// Role under which the function is called with `AWS_IAM`: an ARN, `CALLER_CREDENTIALS` or `NONE`.
        "InvokeRole" => invoke_role: Option<Passed<Text>>;
        /// Whether this counts over what a definition of your own says.
        "OverrideApiAuth" => override_api_auth: Option<Passed<Boolean>>;
        /// Which accounts, addresses and networks may call the method.
        "ResourcePolicy" => resource_policy: Option<Passed<ResourcePolicy<'static>>>;
    }
}

properties! {
    /// The model that a request's body follows.
    pub struct RequestModelProperties {
        /// Name of one of the API's models.
        "Model" => model: Passed<Text>;
        /// Whether there has to be a body.
        "Required" => required: Option<Passed<Boolean>>;
        /// Whether the body is checked against the model.
        "ValidateBody" => validate_body: Option<Passed<Boolean>>;
        /// Whether headers, path and query parameters are checked.
        "ValidateParameters" => validate_parameters: Option<Passed<Boolean>>;
    }
}
