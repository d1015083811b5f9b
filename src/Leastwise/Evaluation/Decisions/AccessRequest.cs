using System.Collections.Immutable;
using Leastwise.Principals;

namespace Leastwise.Evaluation.Decisions;

/// <summary>A request as AWS authorizes it.</summary>
public sealed record AccessRequest
{
    /// <summary>Who asks.</summary>
    public required Requester Requester { get; init; }

    /// <summary>The action, <c>prefix:Name</c> in any case.</summary>
    public required string Action { get; init; }

    /// <summary>The resource's ARN, or <c>*</c> where the action works on none.</summary>
    public required string Resource { get; init; }

    /// <summary>The account that holds the resource; null takes it from the ARN, and where that has none, the requester's.</summary>
    public string? ResourceAccountId { get; init; }

    /// <summary>The request's context.</summary>
    public RequestContext Context { get; init; } = RequestContext.Empty;

    /// <summary>The account that holds the resource; null where nobody says.</summary>
    public string? Owner => ResourceAccountId ?? AccountOf(Resource) ?? Requester.AccountId;

    /// <summary>Whether requester and resource belong to different accounts.</summary>
    public bool IsCrossAccount => Requester.AccountId is { } own && Owner is { } owner && own != owner;

    /// <summary>The values of a context key: as the request gives them, else as they follow from requester and resource.</summary>
    /// <remarks>
    /// Source: "AWS global condition context keys", AWS IAM User Guide,
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html.
    /// </remarks>
    internal bool TryGetContext(string key, out ImmutableArray<string> values)
    {
        if (Context.Values.TryGetValue(key, out values))
        {
            return true;
        }

        string? derived = key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) ? Derived(key.ToUpperInvariant()) : null;
        values = derived is null ? [] : [derived];
        return derived is not null;
    }

    /// <summary>Whether a key that has no value here may have one in the call.</summary>
    internal bool MayHave(string key) =>
        Context.IsOpen && !(Context.HasEveryPrincipalTag && key.StartsWith("aws:PrincipalTag/", StringComparison.OrdinalIgnoreCase));

    private string? Derived(string key) => key switch
    {
        // "…present in the request context for all signed API requests … Anonymous requests do not include this key."
        "AWS:PRINCIPALISAWSSERVICE" => Requester.Kind switch { RequesterKind.Service => "true", RequesterKind.Anonymous => null, _ => "false" },
        "AWS:RESOURCEACCOUNT" => Owner,
        "AWS:PRINCIPALACCOUNT" => Requester.Kind == RequesterKind.Anonymous ? "anonymous" : Requester.AccountId,
        "AWS:PRINCIPALSERVICENAME" => Requester.Kind == RequesterKind.Service ? Requester.Name : null,
        "AWS:PRINCIPALARN" => Requester.PrincipalArn,
        "AWS:PRINCIPALTYPE" => Requester.PrincipalType,
        "AWS:REQUESTEDREGION" => HomeRegion.Of(Action, Requester.PrincipalArn),
        "AWS:USERID" => Requester.UserId,
        "AWS:USERNAME" => Requester.Kind == RequesterKind.User ? Requester.Name[(Requester.Name.LastIndexOf('/') + 1)..] : null,
        _ => null,
    };

    private static string? AccountOf(string arn)
    {
        int start = 0;
        for (int colons = 0; colons < 4; colons++)
        {
            start = arn.IndexOf(':', start) + 1;
            if (start == 0)
            {
                return null;
            }
        }

        int end = arn.IndexOf(':', start);
        return end - start == 12 && !arn.AsSpan(start, 12).ContainsAnyExceptInRange('0', '9') ? arn[start..end] : null;
    }
}

/// <summary>The policies that apply to a request. A layer that is empty does not apply.</summary>
public sealed record PolicySet
{
    /// <summary>The requester's own policies, its groups' among them.</summary>
    public ImmutableArray<NamedPolicy> Identity { get; init; } = [];

    /// <summary>Its permissions boundary.</summary>
    public ImmutableArray<NamedPolicy> Boundaries { get; init; } = [];

    /// <summary>Policies passed when its session was made.</summary>
    public ImmutableArray<NamedPolicy> Sessions { get; init; } = [];

    /// <summary>Service control policies by level, root first. A level without policies allows nothing.</summary>
    public ImmutableArray<ImmutableArray<NamedPolicy>> ServiceControl { get; init; } = [];

    /// <summary>Resource control policies by level. AWS's policy that allows everything is always part of each.</summary>
    public ImmutableArray<ImmutableArray<NamedPolicy>> ResourceControl { get; init; } = [];

    /// <summary>The policy of the resource: of a bucket, key, queue, or a role's trust; null where it has none.</summary>
    public NamedPolicy? Resource { get; init; }

    /// <summary>The policy of the VPC endpoint that the request came through.</summary>
    public ImmutableArray<NamedPolicy> Endpoints { get; init; } = [];
}
