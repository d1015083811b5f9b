using System.Collections.Immutable;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Risks;

/// <summary>An account's principals by what an attacker would look for.</summary>
internal sealed class AccountIndex
{
    private static readonly IReadOnlyList<IamRole> NoRoles = [];
    private readonly Dictionary<string, IamPrincipal> byArn = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<IamRole>> byService = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<IamPrincipal>> byPolicy = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<IamUser>> byGroup = new(StringComparer.Ordinal);
    private readonly SortedSet<string> samlProviders = new(StringComparer.Ordinal);

    /// <summary>Reads the account once; its roles' trust policies as <paramref name="context"/> has read them.</summary>
    public AccountIndex(AccountSnapshot account, RiskContext context)
    {
        Account = account;
        Actors = [.. account.Actors];
        TellsUse = account.Roles.Any(role => role.LastUsed is not null);
        TellsProfiles = account.Roles.Any(role => !role.InstanceProfiles.IsEmpty);
        Parallel.Invoke(ByArn, () => ByTrust(context), ByPolicy, ByGroup);
    }

    /// <summary>The account.</summary>
    public AccountSnapshot Account { get; }

    /// <summary>Users and roles in ordinal order of ARN.</summary>
    public ImmutableArray<IamPrincipal> Actors { get; }

    /// <summary>What was judged of statements that read alike for all of its principals.</summary>
    public SharedJudgements Shared { get; } = new();

    /// <summary>Whether the file says of any role when it was used last; some exports leave that out of all.</summary>
    public bool TellsUse { get; }

    /// <summary>Whether the file shows any instance profile; some exports leave them out of all roles.</summary>
    public bool TellsProfiles { get; }

    /// <summary>The user or role of that ARN; null where the file has none.</summary>
    public IamPrincipal? Actor(string arn) => byArn.GetValueOrDefault(arn);

    /// <summary>
    /// The users and roles whose ARN one of the patterns can match, in ordinal order: found by what stands before the first wildcard, so that a
    /// narrow pattern costs nothing in a large account. May hold some that no pattern matches.
    /// </summary>
    public IEnumerable<IamPrincipal> ActorsLike(IEnumerable<string> patterns) => ArnRanges.Of(Actors, patterns.Select(Own));

    /// <summary>The same among <paramref name="sorted"/>, which stand in ordinal order of ARN.</summary>
    public IEnumerable<IamPrincipal> Like(IReadOnlyList<IamPrincipal> sorted, IEnumerable<string> patterns) => ArnRanges.Of(sorted, patterns.Select(Own));

    /// <summary>Those among the roles of a service.</summary>
    public IEnumerable<IamRole> RolesLike(string service, IEnumerable<string> patterns) =>
        byService.TryGetValue(service, out List<IamRole>? roles) ? ArnRanges.Of(roles, patterns.Select(Own)) : [];

    /// <summary>Users and roles that a customer managed policy is attached to, themselves or through a group.</summary>
    public IReadOnlyList<IamPrincipal> HoldersOf(string policyArn) => byPolicy.TryGetValue(policyArn, out List<IamPrincipal>? holders) ? holders : [];

    /// <summary>ARNs of the policies that are attached to somebody, in ordinal order.</summary>
    public IReadOnlyList<string> AttachedPolicies => field ??= [.. byPolicy.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The roles that a service may assume, such as <c>lambda.amazonaws.com</c>.</summary>
    public IReadOnlyList<IamRole> RolesOf(string service) => byService.TryGetValue(service, out List<IamRole>? roles) ? roles : NoRoles;

    /// <summary>ARNs of the SAML providers that roles trust, in ordinal order.</summary>
    public IReadOnlyCollection<string> SamlProviders => samlProviders;

    /// <summary>The members of the group of that ARN.</summary>
    public IReadOnlyList<IamUser> Members(string groupArn) => byGroup.TryGetValue(groupArn, out List<IamUser>? members) ? members : [];

    private void ByArn()
    {
        foreach (IamPrincipal actor in Actors)
        {
            byArn[actor.Arn] = actor;
        }
    }

    private void ByTrust(RiskContext context)
    {
        foreach (IamRole role in Account.Roles)
        {
            ImmutableArray<TrustReading.Admission> admissions = context.AdmissionsOf(role);
            foreach (string service in TrustReading.Services(admissions))
            {
                ListsByKey.Of(byService, service).Add(role);
            }

            foreach (TrustReading.Admission admission in admissions)
            {
                if (admission.Entry.Type == PrincipalEntryType.Federated && admission.Entry.Value.Contains($":{ProviderDoors.Resource}", StringComparison.Ordinal))
                {
                    samlProviders.Add(admission.Entry.Value);
                }
            }
        }
    }

    private void ByPolicy()
    {
        foreach (IamPrincipal actor in Actors)
        {
            IEnumerable<NamedPolicy> viaGroups = actor is IamUser member ? member.Groups.SelectMany(group => group.AttachedPolicies) : [];
            foreach (string arn in actor.AttachedPolicies.Concat(viaGroups).Where(policy => policy.Kind == PolicyKind.CustomerManaged).Select(policy => policy.Arn).OfType<string>().Distinct(StringComparer.Ordinal))
            {
                ListsByKey.Of(byPolicy, arn).Add(actor);
            }
        }
    }

    private void ByGroup()
    {
        foreach (IamUser user in Account.Users)
        {
            foreach (IamGroup group in user.Groups)
            {
                ListsByKey.Of(byGroup, group.Arn).Add(user);
            }
        }
    }

    // Every ARN here is of this account: arn:aws:iam::*:user/alice means one user and not a search of them all.
    private string Own(string pattern)
    {
        if (Actors.IsEmpty || !pattern.Contains(":iam::*:", StringComparison.Ordinal) || !Arn.TryParse(pattern, out Arn? arn) || arn is not { Service: "iam", Region: "", Account: "*" })
        {
            return pattern;
        }

        return (arn with { Account = Account.AccountId, Partition = arn.Partition == "*" ? Actors[0].Arn.Split(':')[1] : arn.Partition }).ToString();
    }
}
