using System.Buffers;

namespace Leastwise.Catalog;

/// <summary>The kind of policy that a denial's message names.</summary>
public enum DenyingPolicy
{
    /// <summary>The message names none.</summary>
    NotStated,

    /// <summary>Policies of the user, group or role.</summary>
    IdentityBased,

    /// <summary>The policy of the resource; KMS key policies and bucket policies too.</summary>
    ResourceBased,

    /// <summary>The trust policy of the role to be assumed.</summary>
    RoleTrust,

    /// <summary>A permissions boundary.</summary>
    PermissionsBoundary,

    /// <summary>A session policy.</summary>
    Session,

    /// <summary>A service control policy.</summary>
    ServiceControl,

    /// <summary>A resource control policy.</summary>
    ResourceControl,

    /// <summary>The policy of a VPC endpoint.</summary>
    VpcEndpoint,
}

/// <summary>What a denied call's error message says. Where it names the action, that is better evidence than any table.</summary>
/// <remarks>
/// Source: "Troubleshoot access denied error messages", AWS IAM User Guide, and messages of real events. Services word parts of it
/// differently or leave them out; what is missing is null or <see cref="DenyingPolicy.NotStated"/>.
/// </remarks>
/// <param name="Action">The action, <c>prefix:Action</c> as written.</param>
/// <param name="Principal">The ARN or name of the caller; null where not stated.</param>
/// <param name="Resource">The resource's ARN, or <c>*</c>; null where not stated.</param>
/// <param name="Policy">The kind of policy that denied.</param>
/// <param name="Explicit">
/// True where a statement denies, false where none allows, null where the message does not say. Of service control policies AWS has
/// written "explicit deny" of either.
/// </param>
/// <param name="PolicyArn">The denying policy's ARN, which AWS adds since 2026 within an account or organization; else null.</param>
public sealed record DenialMessage(string Action, string? Principal, string? Resource, DenyingPolicy Policy, bool? Explicit, string? PolicyArn)
{
    /// <summary>Words that no other question holds.</summary>
    internal const string Sign = "not authorized to perform";

    private const string Performing = Sign + ": ";
    private const string OnResource = " on resource: ";
    private const string ExplicitDeny = " with an explicit deny";
    private const string Because = " because ";
    private const string Transitively = " transitively through ";

    private static readonly SearchValues<char> PrefixCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    // Prepared searches: without a culture's tables, looking for words in any case is otherwise done letter by letter.
    private static readonly SearchValues<string> PerformingWords = Words(Performing), ExplicitDenyWords = Words(ExplicitDeny), BecauseWords = Words(Because),
        AllowsWords = Words(" allows "), TransitivelyWords = Words(Transitively);

    // Ordered: a kind whose words contain those of another comes first.
    private static readonly (SearchValues<string> Words, DenyingPolicy Policy)[] Kinds =
    [
        (Words("identity-based"), DenyingPolicy.IdentityBased),
        (Words("resource-based"), DenyingPolicy.ResourceBased),
        (Words("resource control"), DenyingPolicy.ResourceControl),
        (Words("service control"), DenyingPolicy.ServiceControl),
        (Words("permissions boundary"), DenyingPolicy.PermissionsBoundary),
        (Words("vpc endpoint"), DenyingPolicy.VpcEndpoint),
        (Words("role trust"), DenyingPolicy.RoleTrust),
        (Words("session"), DenyingPolicy.Session),
    ];

    /// <summary>Reads a message; null where it names no action.</summary>
    public static DenialMessage? Parse(string? errorMessage)
    {
        // Services wrap the sentence differently.
        string message = IsEvenlySpaced(errorMessage) ? errorMessage ?? "" : string.Join(' ', (errorMessage ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        int at = message.AsSpan().IndexOfAny(PerformingWords);
        if (at < 0)
        {
            return null;
        }

        ReadOnlySpan<char> rest = message.AsSpan(at + Performing.Length);
        int end = rest.IndexOf(' ');
        string action = rest[..(end < 0 ? rest.Length : end)].TrimEnd('.').ToString();
        if (!IsAction(action))
        {
            return null;
        }

        rest = end < 0 ? [] : rest[end..];
        (DenyingPolicy policy, bool? isExplicit, string? policyArn) = Reason(rest);
        return new DenialMessage(action, Caller(message.AsSpan(0, at)), ResourceOf(rest), policy, isExplicit, policyArn);
    }

    /// <summary>The kind of policy by the name that AWS gives it; empty where it is not known.</summary>
    public static string NameOf(DenyingPolicy policy) => policy switch
    {
        DenyingPolicy.IdentityBased => "identity-based policy",
        DenyingPolicy.ResourceBased => "resource-based policy",
        DenyingPolicy.RoleTrust => "role trust policy",
        DenyingPolicy.PermissionsBoundary => "permissions boundary",
        DenyingPolicy.Session => "session policy",
        DenyingPolicy.ServiceControl => "service control policy",
        DenyingPolicy.ResourceControl => "resource control policy",
        DenyingPolicy.VpcEndpoint => "VPC endpoint policy",
        _ => "",
    };

    /// <summary>Who was denied what and why, in a sentence, as far as the message says.</summary>
    public string InWords()
    {
        string policy = NameOf(Policy) is { Length: > 0 } name ? name : "policy";
        string why = Explicit switch
        {
            true => $", by a statement that denies in a {policy}{(PolicyArn is null ? "" : $" ({PolicyArn})")}",
            false => $", because no {policy} allows it",
            null => "",
        };
        return $"It was denied{(Resource is null ? "" : $" on {Resource}")}{why}, so it was not used.";
    }

    private static bool IsEvenlySpaced(ReadOnlySpan<char> text)
    {
        bool space = true;
        foreach (char one in text)
        {
            bool white = char.IsWhiteSpace(one);
            if (white && (space || one != ' '))
            {
                return false;
            }

            space = white;
        }

        return !space;
    }

    private static bool IsAction(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            && colon < text.Length - 1
            && !text.AsSpan(0, colon).ContainsAnyExcept(PrefixCharacters)
            && !text.AsSpan(colon + 1).ContainsAnyExcept(NameCharacters);
    }

    /// <summary>The word after "User:", as in "User: arn:aws:iam::111111111111:user/ana is not authorized to perform: ...".</summary>
    private static string? Caller(ReadOnlySpan<char> before)
    {
        int user = before.LastIndexOf("User: ", StringComparison.OrdinalIgnoreCase);
        if (user < 0)
        {
            return null;
        }

        ReadOnlySpan<char> caller = before[(user + "User: ".Length)..];
        int end = caller.LastIndexOf(" is ", StringComparison.Ordinal);
        return (end < 0 ? caller : caller[..end]).Trim().ToString() is { Length: > 0 } text ? text : null;
    }

    /// <summary>A resource ends where the reason begins, or with the sentence; it may stand in quotation marks.</summary>
    private static string? ResourceOf(ReadOnlySpan<char> rest)
    {
        if (!rest.StartsWith(OnResource, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        ReadOnlySpan<char> resource = rest[OnResource.Length..];
        resource = Before(resource, resource.IndexOfAny(BecauseWords));
        resource = Before(resource, resource.IndexOfAny(ExplicitDenyWords));
        resource = Before(resource, resource.IndexOf(". "));

        resource = resource.Trim().Trim('"').TrimEnd('.');
        return resource.IsEmpty ? null : resource.ToString();
    }

    private static (DenyingPolicy Policy, bool? Explicit, string? PolicyArn) Reason(ReadOnlySpan<char> rest)
    {
        int denied = rest.IndexOfAny(ExplicitDenyWords);
        if (denied >= 0)
        {
            ReadOnlySpan<char> where = rest[(denied + ExplicitDeny.Length)..];
            int arn = where.IndexOf(": arn:", StringComparison.Ordinal);
            return (Kind(arn < 0 ? where : where[..arn]), true, arn < 0 ? null : FirstWord(where[(arn + 2)..]));
        }

        // "because no ... policy allows the action"; of role trust policies AWS writes "because the role trust policy allows" and means the opposite.
        int missing = rest.IndexOfAny(BecauseWords);
        int allows = missing < 0 ? -1 : rest[missing..].IndexOfAny(AllowsWords);
        if (allows >= 0)
        {
            return (Kind(rest.Slice(missing, allows)), false, null);
        }

        return (DenyingPolicy.NotStated, null, null);
    }

    private static DenyingPolicy Kind(ReadOnlySpan<char> text)
    {
        // An endpoint's request can fail because of what lies behind it; the policy behind is the one to look at.
        int through = text.IndexOfAny(TransitivelyWords);
        if (through >= 0)
        {
            text = text[through..];
        }

        foreach ((SearchValues<string> words, DenyingPolicy policy) in Kinds)
        {
            if (text.ContainsAny(words))
            {
                return policy;
            }
        }

        return DenyingPolicy.NotStated;
    }

    private static ReadOnlySpan<char> Before(ReadOnlySpan<char> text, int at) => at < 0 ? text : text[..at];

    private static SearchValues<string> Words(string words) => SearchValues.Create([words], StringComparison.OrdinalIgnoreCase);

    private static string FirstWord(ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAny([' ', '"']);
        return (end < 0 ? text : text[..end]).TrimEnd('.').ToString();
    }
}
