//! What stands within `DeploymentPreference`.
use crate::properties;
use crate::property::shape::*;

properties! {
    /// Who is notified about deployments.
    pub(super) struct Trigger {
        /// The events to notify about.
        "TriggerEvents" => events: Option<ListOf<Text>>, one_of(&[
            "DeploymentStart",
            "DeploymentSuccess",
            "DeploymentFailure",
            "DeploymentStop",
            "DeploymentRollback",
            "DeploymentReady",
            "InstanceStart",
            "InstanceSuccess",
            "InstanceFailure",
            "InstanceReady",
        ]);
        /// Name of the trigger.
        "TriggerName" => name: Option<Text>;
        /// ARN of the topic to notify.
        "TriggerTargetArn" => target_arn: Option<Arn>;
    }
}

properties! {
    /// How traffic is shifted to a new version.
    pub(super) struct DeploymentPreference {
        /// How traffic is shifted, such as `Canary10Percent5Minutes` or the name of a custom configuration.
        "Type" => kind: Option<Text>;
        /// Whether traffic is shifted at all; it is when omitted.
        "Enabled" => enabled: Option<Boolean>;
        /// Functions to call before and after traffic is shifted.
        "Hooks" => hooks: Option<Hooks<'static>>;
        /// Alarms that stop a deployment.
        "Alarms" => alarms: Option<ListOf<Either<Text, Object>>>, range(0..=10);
        /// ARN of a role for CodeDeploy; one is generated when omitted.
        "Role" => role: Option<Arn>;
        /// Who is notified about deployments.
        "TriggerConfigurations" => trigger_configurations: Option<Refined<List, ListOf<Trigger<'static>>>>;
        /// Whether resources generated for the deployment have the function's condition.
        "PassthroughCondition" => passthrough_condition: Option<Boolean>;
    }
}

properties! {
    /// Functions to call before and after traffic is shifted.
    pub(super) struct Hooks {
        /// Called before traffic is shifted.
        "PreTraffic" => pre_traffic: Option<Text>;
        /// Called after traffic is shifted.
        "PostTraffic" => post_traffic: Option<Text>;
    }
}
