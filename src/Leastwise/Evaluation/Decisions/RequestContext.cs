using System.Collections.Immutable;

namespace Leastwise.Evaluation.Decisions;

/// <summary>The condition keys that a request carries. Names match without regard to case; each has one value or several.</summary>
/// <remarks>Source: "Context key names are not case-sensitive", IAM JSON policy elements: Condition.</remarks>
public sealed record RequestContext
{
    /// <summary>Carries nothing.</summary>
    public static RequestContext Empty { get; } = new();

    /// <summary>The values by key.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Values { get; init; } =
        ImmutableDictionary.Create<string, ImmutableArray<string>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Whether a key that is not here may still have a value, so that what depends on it is undetermined. If not, it is absent, as AWS sees it.
    /// </summary>
    public bool IsOpen { get; init; }

    /// <summary>The same with one more key.</summary>
    public RequestContext With(string key, params ReadOnlySpan<string> values) => this with { Values = Values.SetItem(key, [.. values]) };

    /// <summary>The request's context with the keys that follow from requester and resource; keys that are given are left as they are.</summary>
    /// <remarks>
    /// Source: "AWS global condition context keys", AWS IAM User Guide,
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html.
    /// </remarks>
    internal static RequestContext Complete(AccessRequest request)
    {
        ImmutableDictionary<string, ImmutableArray<string>>.Builder values = request.Context.Values.ToBuilder();
        Requester requester = request.Requester;
        Add("aws:PrincipalIsAWSService", requester.Kind == RequesterKind.Service ? "true" : "false");
        Add("aws:ResourceAccount", request.Owner);
        Add("aws:PrincipalAccount", requester.Kind == RequesterKind.Anonymous ? "anonymous" : requester.AccountId);
        Add("aws:PrincipalServiceName", requester.Kind == RequesterKind.Service ? requester.Name : null);
        Add("aws:PrincipalArn", requester.Kind switch
        {
            // The session's role, not the session. A path is not in the session's ARN and so is missing here too.
            RequesterKind.RoleSession => $"arn:{requester.Partition}:iam::{requester.AccountId}:role/{requester.RoleName}",
            RequesterKind.Root or RequesterKind.User or RequesterKind.Role or RequesterKind.FederatedUser => requester.Name,
            _ => null,
        });
        Add("aws:PrincipalType", requester.Kind switch
        {
            RequesterKind.Anonymous => "Anonymous",
            RequesterKind.Root => "Account",
            RequesterKind.User => "User",
            RequesterKind.Role or RequesterKind.RoleSession => "AssumedRole",
            RequesterKind.FederatedUser => "FederatedUser",
            _ => null,
        });
        Add("aws:username", requester.Kind == RequesterKind.User ? requester.Name[(requester.Name.LastIndexOf('/') + 1)..] : null);
        return request.Context with { Values = values.ToImmutable() };

        void Add(string key, string? value)
        {
            if (value is not null && !values.ContainsKey(key))
            {
                values.Add(key, [value]);
            }
        }
    }
}
