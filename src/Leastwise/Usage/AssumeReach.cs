using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Sessions;

namespace Leastwise.Usage;

/// <summary>Somebody who may open sessions of a role.</summary>
/// <param name="Who">A user's or role's ARN, or whom the trust policy names: <c>everyone</c>, a service, an identity provider, another account.</param>
/// <param name="Conditional">Whether conditions must be met, or something that decides is not known.</param>
public sealed record MayAssume(string Who, bool Conditional);

/// <summary>Who may open sessions of a role and did not in the window.</summary>
/// <param name="Role">The role.</param>
/// <param name="Did">How many who may did, or are known to have passed through.</param>
/// <param name="Never">The others: everyone first, where everyone may, then users and roles, then outsiders, each in ordinal order.</param>
public sealed record UnusedTrust(IamRole Role, int Did, ImmutableArray<MayAssume> Never);

/// <summary>Decides for every role who may assume it, by its trust policy and their own policies, and takes away those who did.</summary>
/// <remarks>
/// Source: "Granting a user permissions to switch roles", AWS IAM User Guide: the trust policy must allow it, and the caller's policies too, unless the trust policy
/// names the caller itself in the same account.
/// </remarks>
public sealed class AssumeReach
{
    private const string Action = "sts:AssumeRole";
    private const string Everyone = "everyone";
    private const string Person = "a person";

    private readonly PolicyLookup lookup;
    private readonly ILookup<string, IamPrincipal> byAccount;
    private readonly HashSet<(string From, string To)> steps;
    private readonly HashSet<(string Outsider, string To)> visits;

    /// <summary>Takes the accounts and who went where.</summary>
    /// <param name="lookup">Accounts and organization.</param>
    /// <param name="holders">Users and roles whose own policies give them <c>sts:AssumeRole</c> at all.</param>
    /// <param name="map">Who went where.</param>
    public AssumeReach(PolicyLookup lookup, IEnumerable<IamPrincipal> holders, SessionMap map)
    {
        this.lookup = lookup;
        byAccount = holders.ToLookup(one => one.AccountId, StringComparer.Ordinal);
        steps = [.. map.Ways.SelectMany(Steps)];
        visits = [.. map.Ways.Where(way => !way.Chain.IsEmpty).Select(way => (Outsider(way.Origin), Key(way.Chain[0].Role)))];
    }

    /// <summary>The answer for one role.</summary>
    public UnusedTrust Of(IamRole role)
    {
        ImmutableArray<Statement> allowing = [.. role.Trust.Document.Statements.Where(statement => statement.Effect == Effect.Allow && statement.Principals is not null)];
        MayAssume[] known = [.. Candidates(role, allowing)
            .Select(one => Decide(one, role))
            .OfType<MayAssume>()
            .OrderBy(one => one.Who, StringComparer.Ordinal)];
        MayAssume[] outside = [.. allowing
            .SelectMany(statement => Outsiders(statement).Select(who => new MayAssume(who, !statement.Conditions.IsEmpty)))
            .GroupBy(one => one.Who, StringComparer.Ordinal)
            .Select(group => new MayAssume(group.Key, group.All(one => one.Conditional)))
            .OrderBy(one => one.Who, StringComparer.Ordinal)];
        MayAssume[] absent = [.. outside.Where(one => !visits.Contains((one.Who, Key(role.Arn))) && !(IsIdentityCenter(one.Who) && visits.Contains((Person, Key(role.Arn)))))];
        ImmutableArray<MayAssume> never =
        [
            .. absent.Where(one => one.Who == Everyone),
            .. known.Where(one => !steps.Contains((Key(one.Who), Key(role.Arn)))),
            .. absent.Where(one => one.Who != Everyone),
        ];
        return new UnusedTrust(role, known.Length + outside.Length - never.Length, never);
    }

    /// <summary>Those whom a trust policy can let in: whom it names, and of the accounts that it names who may assume roles at all.</summary>
    private IEnumerable<IamPrincipal> Candidates(IamRole role, ImmutableArray<Statement> allowing)
    {
        IEnumerable<PrincipalEntry> entries = allowing.SelectMany(statement => statement.Principals is { Not: false } named ? named.Entries.AsEnumerable() : []);
        bool anyone = allowing.Any(statement => statement.Principals is { Not: true } || statement.Principals?.Entries.Any(IsAnyone) == true);
        if (anyone)
        {
            return lookup.Actors.Where(one => one.Arn != role.Arn);
        }

        return entries
            .Where(entry => entry.Type == PrincipalEntryType.Aws)
            .SelectMany(entry => Requester.Parse(entry.Value) is { Kind: RequesterKind.Root, AccountId: { } account }
                ? byAccount[account]
                : lookup.Find(Requester.Parse(entry.Value)) is { } one ? [one] : [])
            .Where(one => one.Arn != role.Arn)
            .DistinctBy(one => one.Arn, StringComparer.Ordinal);
    }

    private MayAssume? Decide(IamPrincipal who, IamRole role)
    {
        var request = new AccessRequest
        {
            Requester = Requester.Parse(who.Arn),
            Action = Action,
            Resource = role.Arn,
            Context = new RequestContext { IsOpen = true },
        };
        return RequestEvaluator.Evaluate(request, lookup.For(who, request)).Kind switch
        {
            DecisionKind.Allowed => new MayAssume(who.Arn, Conditional: false),
            DecisionKind.Undetermined => new MayAssume(who.Arn, Conditional: true),
            _ => null,
        };
    }

    private IEnumerable<string> Outsiders(Statement statement) => statement.Principals is not { Not: false } named ? [] : named.Entries
        .Select(entry => entry switch
        {
            _ when IsAnyone(entry) => Everyone,
            { Type: PrincipalEntryType.Service } => $"service {entry.Value}",
            { Type: PrincipalEntryType.Federated } => $"identity provider {entry.Value}",
            { Type: PrincipalEntryType.Aws } when !lookup.Knows(entry.Value) => Requester.Parse(entry.Value) is { Kind: RequesterKind.Root, AccountId: { } account } ? $"account {account}" : entry.Value,
            _ => null,
        })
        .OfType<string>();

    private static bool IsAnyone(PrincipalEntry entry) => entry is { Type: PrincipalEntryType.Anyone } or { Type: PrincipalEntryType.Aws, Value: "*" };

    private static IEnumerable<(string From, string To)> Steps(SessionOrigin way)
    {
        string from = way.Origin is Origin.User { FormerId: null } user ? Key(user.Arn) : "";
        foreach (SessionHop hop in way.Chain)
        {
            yield return (from, Key(hop.Role));
            from = Key(hop.Role);
        }
    }

    /// <summary>An origin as a trust policy names it.</summary>
    private static string Outsider(Origin origin) => origin switch
    {
        Origin.Service service => $"service {service.Name}",
        Origin.WebIdentity token => $"identity provider {token.Provider}",
        Origin.Saml saml => $"identity provider {saml.Provider}",
        Origin.Person => Person,
        Origin.Foreign foreign => $"account {foreign.AccountId}",
        _ => "",
    };

    /// <summary>Identity Center makes a provider of its own in each account.</summary>
    private static bool IsIdentityCenter(string who) => who.Contains(":saml-provider/AWSSSO_", StringComparison.Ordinal);

    private static string Key(string arn) => LoggedActor.NameKey(arn) ?? arn;
}
