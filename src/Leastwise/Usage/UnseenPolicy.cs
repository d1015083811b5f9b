using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Usage;

/// <summary>
/// What a denial's message says of policies that were not given: of other accounts' resources and roles, of keys, of VPC endpoints, of those passed when a session was
/// opened. The evaluator cannot find these missing; the message can. A message names one kind of policy even where several deny, so what is found by evaluating stays beside it.
/// </summary>
/// <remarks>Source: "Troubleshoot access denied error messages", AWS IAM User Guide, https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html.</remarks>
internal static class UnseenPolicy
{
    /// <summary>What is said where a key's policy had to be assumed.</summary>
    public const string KeyPolicyAssumed = " The key's policy was not given; it must leave the key to the account's own policies, as the default key policy does, or name the caller.";

    private const string DefaultOfKeys = "default key policy";

    /// <summary>Whether the request asks for a session of a role, which the role's trust policy must allow.</summary>
    public static bool IsTrust(AccessRequest request) =>
        request.Action.StartsWith("sts:", StringComparison.OrdinalIgnoreCase) && (request.Resource == "*" || request.Resource.Contains(":role/", StringComparison.Ordinal));

    /// <summary>Whose policy the resource's is, in words.</summary>
    public static string Whose(AccessRequest request, PolicySet policies)
    {
        string what = request.Resource == "*" ? IsTrust(request) ? "the role that was asked for" : "the resource that was asked for" : request.Resource;
        return $"the {(IsTrust(request) ? "trust policy" : "policy")} of {what}{(policies.Resource is null ? ", which was not given" : "")}";
    }

    /// <summary>The answer where the message speaks of a statement that denies, in a policy that was not given; else null.</summary>
    public static DenialAnswer? Denying(DenialAnswer answer, AccessRequest request, PolicySet policies)
    {
        bool isUnseen = policies.Resource is null
            && (answer.Reason.StartsWith("explicit deny in a resource-based policy", StringComparison.Ordinal) || answer.Reason.StartsWith("explicit deny in a role trust policy", StringComparison.Ordinal));
        return isUnseen
            ? answer with { Remedy = DenialRemedy.RemoveDeny, Sentence = $"No grant helps while it stands: the message says {answer.Reason}, and that is {Whose(request, policies)}." }
            : null;
    }

    /// <summary>The statement that the message says is missing, in a policy that was not given; null where it speaks of none, or of one that is here.</summary>
    public static MissingGrant? Missing(DenialAnswer answer, AccessRequest request, PolicySet policies) => answer.Reason switch
    {
        "no resource-based policy allows it" or "no role trust policy allows it" when policies.Resource is null =>
            new(DecisionLayer.Resource, Whose(request, policies), DenialAdvisor.Allow(request, answer.Principal.Arn)),
        "no permissions boundary allows it" when policies.Boundaries.IsEmpty && BoundaryOf(answer.Principal) is { } boundary =>
            new(DecisionLayer.Boundary, $"its permissions boundary {boundary}, which is not in the account file", DenialAdvisor.Allow(request)),
        "no session policy allows it" =>
            new(DecisionLayer.Session, "the policy that was passed when the session was opened, which was not given", DenialAdvisor.Allow(request)),
        "no VPC endpoint policy allows it" =>
            new(DecisionLayer.Endpoint, "the policy of the VPC endpoint that the call came through, which was not given", DenialAdvisor.Allow(request, answer.Principal.Arn)),
        _ => null,
    };

    /// <summary>
    /// With the default policy of a key of the caller's account whose own policy was not given: without it, every use of a key would seem to lack the key's policy. Where
    /// the message says that it is this that lacks, nothing is assumed.
    /// </summary>
    public static PolicySet WithDefaultOfKeys(DenialAnswer answer, AccessRequest request, PolicySet policies) =>
        policies.Resource is null && !request.IsCrossAccount && request.Resource.Contains(":kms:", StringComparison.Ordinal) && request.Resource.Contains(":key/", StringComparison.Ordinal)
        && answer.Reason != "no resource-based policy allows it"
            ? policies with { Resource = DefaultOfKey(request.Requester.AccountId ?? "") }
            : policies;

    /// <summary>Whether a key's policy was assumed.</summary>
    public static bool IsDefaultOfKeys(PolicySet policies) => policies.Resource?.Name == DefaultOfKeys;

    private static NamedPolicy DefaultOfKey(string account)
    {
        NamedPolicy policy = DenialAdvisor.Policy($$"""{"Effect":"Allow","Principal":{"AWS":"{{account}}"},"Action":"kms:*","Resource":"*"}""", PolicyKind.Resource);
        return policy with { Name = DefaultOfKeys };
    }

    private static string? BoundaryOf(IamPrincipal principal) => principal switch
    {
        IamUser user => user.Boundary?.PolicyArn,
        IamRole role => role.Boundary?.PolicyArn,
        _ => null,
    };
}
