using System.Collections.Frozen;

namespace Leastwise.Evaluation.Decisions;

/// <summary>What an action's service demands beyond the common logic.</summary>
internal sealed class ActionRules
{
    // "List of AWS services that support RCPs", https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html.
    // AWS adds to it; a service that is not here is not limited.
    private static readonly FrozenSet<string> UnderResourceControl = new[]
    {
        "s3", "sts", "kms", "sqs", "secretsmanager", "ecr", "aoss", "cognito-idp", "cognito-identity", "logs", "dynamodb",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly string? guardedResource;

    public ActionRules(string action)
    {
        int colon = action.IndexOf(':', StringComparison.Ordinal);
        string service = colon < 0 ? "" : action[..colon];
        string operation = action[(colon + 1)..];
        SupportsResourceControl = IsUnderResourceControl(service) && !IsOutsideResourceControl(action);
        bool assumes = service.Equals("sts", StringComparison.OrdinalIgnoreCase)
            && (operation.StartsWith("AssumeRole", StringComparison.OrdinalIgnoreCase)
                || operation.Equals("TagSession", StringComparison.OrdinalIgnoreCase)
                || operation.Equals("SetSourceIdentity", StringComparison.OrdinalIgnoreCase));
        guardedResource = assumes ? ":role/" : service.Equals("kms", StringComparison.OrdinalIgnoreCase) ? ":key/" : null;
    }

    /// <summary>
    /// Whether resource control policies let the action pass although they limit its service: "The kms:RetireGrant permission is not effective in
    /// an RCP, even if the Action element specifies an asterisk (*) as a wildcard." https://docs.aws.amazon.com/kms/latest/developerguide/resource-control-policies.html.
    /// </summary>
    public static bool IsOutsideResourceControl(string action) => action.Equals("kms:RetireGrant", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether resource control policies limit the service of that prefix.</summary>
    public static bool IsUnderResourceControl(string service) => UnderResourceControl.Contains(service);

    /// <summary>Whether resource control policies limit it.</summary>
    public bool SupportsResourceControl { get; }

    /// <summary>
    /// Whether nothing is possible on the resource without its own policy, even within the account: "IAM role trust policies and KMS key policies
    /// are exceptions to this logic, because they must explicitly allow access."
    /// </summary>
    public bool NeedsResourcePolicy(string resource) => guardedResource is not null && resource.Contains(guardedResource, StringComparison.Ordinal);
}
