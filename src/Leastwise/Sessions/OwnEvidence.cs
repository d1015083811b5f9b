using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Sessions;

/// <summary>What a session or a caller tells of its origin by itself, where no record of its issue is at hand.</summary>
internal sealed class OwnEvidence
{
    private const string IdentityCenterPrefix = "AWSReservedSSO_";

    private readonly Dictionary<string, IamPrincipal> byUniqueId = new(StringComparer.Ordinal);
    private readonly Lazy<Dictionary<string, IamPrincipal>> byName;

    public OwnEvidence(IReadOnlyCollection<IamPrincipal> principals)
    {
        foreach (IamPrincipal principal in principals)
        {
            byUniqueId.TryAdd(principal.UniqueId, principal);
        }

        byName = new(() => LoggedActor.ByName(principals));
    }

    /// <summary>The person, where the session's role is one that Identity Center made; its session name is the person's name.</summary>
    /// <remarks>Source: "Referencing permission sets in resource policies", AWS IAM Identity Center User Guide: <c>AWSReservedSSO_SET_SUFFIX</c>.</remarks>
    public static Origin? IdentityCenterPerson(SessionIdentity session)
    {
        string? role = RoleName(session);
        if (role is null || !role.StartsWith(IdentityCenterPrefix, StringComparison.Ordinal) || session.Name is not string name)
        {
            return null;
        }

        string set = role[IdentityCenterPrefix.Length..];
        int suffix = set.LastIndexOf('_');
        return new Origin.Person(name, suffix > 0 ? set[..suffix] : set);
    }

    /// <summary>The origin that a session shows by itself, in order of weight.</summary>
    public Origin Of(SessionIdentity session)
    {
        if (session.Actor is { Kind: ActorKind.Root, AccountId: { } account })
        {
            // The console's own temporary keys; those of AssumeRoot come with the call that issued them.
            return new Origin.Root(account);
        }

        if (session.SourceIdentity is string sourceIdentity)
        {
            return new Origin.SourceIdentity(sourceIdentity);
        }

        if (session.Provider is string provider)
        {
            return new Origin.WebIdentity(provider, session.Name ?? "unknown subject");
        }

        if (session.Name is string name && IsInstanceId(name))
        {
            // EC2 names the sessions of an instance profile after the instance.
            return new Origin.Service("ec2.amazonaws.com", name);
        }

        if (session.Name is string task && IsTaskId(task) && Known(session.Actor) is IamRole taskRole && Trusts(taskRole, "ecs-tasks.amazonaws.com"))
        {
            // ECS names them after the task, whomever else the role trusts.
            return new Origin.Service("ecs-tasks.amazonaws.com", task);
        }

        if (ServiceBehind(session) is string service)
        {
            return new Origin.Service(service, session.Name);
        }

        return session.Actor.Kind == ActorKind.Foreign && Known(session.Actor) is null
            ? new Origin.Foreign(session.Actor.AccountId ?? "unknown", session.AssumedRoleId ?? session.Actor.UniqueId)
            : new Origin.Unknown($"the call that opened the session of {PrincipalOf(session)} is not in the logs");
    }

    /// <summary>The origin that a caller without a session is.</summary>
    public Origin Caller(LoggedActor caller, SessionIdentity opened)
    {
        string name = caller.Arn ?? caller.UniqueId ?? "unknown";
        switch (caller.Kind)
        {
            case ActorKind.User:
                return ArnOf(caller.UniqueId) is string today ? new Origin.User(today) : new Origin.User(name, FormerId(caller));
            case ActorKind.Root:
                return new Origin.Root(caller.AccountId ?? "unknown");
            case ActorKind.Service:
                return new Origin.Service(name, opened.Name);
            case ActorKind.WebIdentity:
            case ActorKind.Saml:
                (string provider, string subject) = Split(name, caller.Kind);
                return caller.Kind == ActorKind.Saml ? new Origin.Saml(provider, subject) : new Origin.WebIdentity(provider, subject);
            case ActorKind.Foreign when ArnOf(caller.UniqueId) is string arn:
                return new Origin.User(arn);
            case ActorKind.Foreign:
                return new Origin.Foreign(caller.AccountId ?? "unknown", caller.UniqueId);
            default:
                return new Origin.Unknown($"the caller is of a kind that the logs do not explain: {name}");
        }
    }

    /// <summary>A provider's name can hold colons (an ARN) but a SAML subject or a token's subject can too; ARNs end at their provider's name.</summary>
    private static (string Provider, string Subject) Split(string text, ActorKind kind)
    {
        int from = text.StartsWith("arn:", StringComparison.Ordinal) ? text.IndexOf("-provider/", StringComparison.Ordinal) : 0;
        int colon = text.IndexOf(':', Math.Max(from, 0));
        return colon < 0 ? (kind == ActorKind.Saml ? "SAML" : "web identity", text) : (text[..colon], text[(colon + 1)..]);
    }

    private string? ServiceBehind(SessionIdentity session)
    {
        string? arn = ArnOf(session.Actor.UniqueId) ?? session.Actor.Arn;
        const string linked = ":role/aws-service-role/";
        if (arn?.IndexOf(linked, StringComparison.Ordinal) is > 0 and int at && arn.IndexOf('/', at + linked.Length) is > 0 and int end)
        {
            return arn[(at + linked.Length)..end];
        }

        return Known(session.Actor) is IamRole role ? OnlyTrustedService(role) : null;
    }

    /// <summary>The one service that a role trusts, where it trusts no one else: then nobody else can have opened the session.</summary>
    private static string? OnlyTrustedService(IamRole role)
    {
        PrincipalElement?[] trusted = [.. role.Trust.Document.Statements.Where(statement => statement.Effect == Effect.Allow).Select(statement => statement.Principals)];
        PrincipalEntry[] entries = [.. trusted.SelectMany(element => element is { Not: false } ? element.Entries.AsEnumerable() : [])];
        return trusted.All(element => element is { Not: false }) && entries is [{ Type: PrincipalEntryType.Service, Value: string service }] ? service : null;
    }

    private static bool Trusts(IamRole role, string service) => role.Trust.Document.Statements.Any(statement =>
        statement is { Effect: Effect.Allow, Principals: { Not: false } trusted }
        && trusted.Entries.Any(entry => entry is { Type: PrincipalEntryType.Service } && entry.Value == service));

    /// <summary>The caller's unique id, where the account file has another user of that name under another id; else null.</summary>
    private string? FormerId(LoggedActor caller) =>
        caller.UniqueId is string id && LoggedActor.NameKey(caller.Arn) is string key && byName.Value.TryGetValue(key, out IamPrincipal? namesake) && namesake.UniqueId.Length > 0 ? id : null;

    /// <summary>The ARN of the session's principal: from the account file where it is there, since a session's record can lack the path.</summary>
    public string PrincipalOf(SessionIdentity session) => Known(session.Actor)?.Arn ?? session.Actor.Arn ?? session.Key;

    private IamPrincipal? Known(LoggedActor actor) =>
        actor.UniqueId is string id && byUniqueId.TryGetValue(id, out IamPrincipal? principal) ? principal
        : actor.UniqueId is null && LoggedActor.NameKey(actor.Arn) is string key && byName.Value.TryGetValue(key, out principal) ? principal
        : null;

    private string? ArnOf(string? uniqueId) => uniqueId is not null && byUniqueId.TryGetValue(uniqueId, out IamPrincipal? principal) ? principal.Arn : null;

    private static string? RoleName(SessionIdentity session) => session.Actor.Arn is string arn ? arn[(arn.LastIndexOf('/') + 1)..] : null;

    private static bool IsInstanceId(string name) => name is ['i', '-', .. { Length: 8 or 17 } digits] && IsLowerHex(digits);

    private static bool IsTaskId(string name) => name.Length == 32 && IsLowerHex(name);

    private static bool IsLowerHex(string text) => text.All(char.IsAsciiHexDigitLower);
}
