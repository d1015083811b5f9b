using System.Collections.Frozen;
using System.Collections.Immutable;
using Leastwise.Principals;

namespace Leastwise.Evaluation.Decisions;

/// <summary>Which layers bear on a request, and what its kind of resource demands.</summary>
internal sealed class RequestRules
{
    // "List of AWS services that support RCPs", https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html.
    // AWS adds to it; a service that is not here is not limited.
    private static readonly FrozenSet<string> UnderResourceControl = new[]
    {
        "s3", "sts", "kms", "sqs", "secretsmanager", "ecr", "aoss", "cognito-idp", "cognito-identity", "logs", "dynamodb",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly AccessRequest request;
    private readonly PolicySet policies;

    private RequestRules(AccessRequest request, PolicySet policies)
    {
        this.request = request;
        this.policies = policies;
        Requester requester = request.Requester;
        string service = request.Action.Split(':')[0];
        string operation = request.Action[(service.Length == request.Action.Length ? 0 : service.Length + 1)..];
        // Root users of member accounts are limited too; service-linked roles, services and strangers are not.
        UsesServiceControl = requester.HasIdentity && !requester.IsServiceLinked && !policies.ServiceControl.IsEmpty;
        UsesResourceControl = !requester.IsServiceLinked && UnderResourceControl.Contains(service) && !policies.ResourceControl.IsEmpty;
        // "IAM role trust policies and KMS key policies are exceptions to this logic, because they must explicitly allow access."
        NeedsResourcePolicy =
            (service.Equals("sts", StringComparison.OrdinalIgnoreCase)
                && (operation.StartsWith("AssumeRole", StringComparison.OrdinalIgnoreCase)
                    || operation.Equals("TagSession", StringComparison.OrdinalIgnoreCase)
                    || operation.Equals("SetSourceIdentity", StringComparison.OrdinalIgnoreCase))
                && request.Resource.Contains(":role/", StringComparison.Ordinal))
            || (service.Equals("kms", StringComparison.OrdinalIgnoreCase) && request.Resource.Contains(":key/", StringComparison.Ordinal));
        // A service does not come through an endpoint, and its call is its own.
        UsesEndpoint = requester.Kind != RequesterKind.Service && !policies.Endpoints.IsEmpty;
    }

    /// <summary>Whether service control policies limit the requester.</summary>
    public bool UsesServiceControl { get; }

    /// <summary>Whether resource control policies limit the resource.</summary>
    public bool UsesResourceControl { get; }

    /// <summary>Whether an endpoint's policy must allow.</summary>
    public bool UsesEndpoint { get; }

    /// <summary>Whether nothing is possible without the resource's policy, even within the account.</summary>
    public bool NeedsResourcePolicy { get; }

    /// <summary>The rules of a request.</summary>
    public static RequestRules Of(AccessRequest request, PolicySet policies) => new(request, policies);

    /// <summary>The policies of a layer, none where it does not bear on the request.</summary>
    public IEnumerable<NamedPolicy> PoliciesOf(DecisionLayer layer) => layer switch
    {
        DecisionLayer.Identity => request.Requester.HasIdentity ? policies.Identity : [],
        // The root user can have no boundary.
        DecisionLayer.Boundary => request.Requester is { HasIdentity: true, Kind: not RequesterKind.Root } ? policies.Boundaries : [],
        DecisionLayer.Session => request.Requester.HasIdentity ? policies.Sessions : [],
        DecisionLayer.ServiceControl => UsesServiceControl ? policies.ServiceControl.SelectMany(level => level) : [],
        DecisionLayer.ResourceControl => UsesResourceControl ? policies.ResourceControl.SelectMany(level => level) : [],
        DecisionLayer.Resource => policies.Resource is { } policy ? [policy] : [],
        _ => UsesEndpoint ? policies.Endpoints : [],
    };
}
