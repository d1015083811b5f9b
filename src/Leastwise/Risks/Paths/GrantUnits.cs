using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Risks.Paths;

/// <summary>What must be taken away for a requirement to fail: all units together, as each statement alone is enough.</summary>
internal sealed class GrantUnits(PathWorld world)
{
    private readonly Dictionary<(EdgeBundle Bundle, int Place, bool Arrival), ImmutableArray<ImmutableArray<GrantUnit>>> known = new(new ByBundle());

    /// <summary>For each requirement on the side of the one who acts, the units; empty where nobody can take it away.</summary>
    public ImmutableArray<ImmutableArray<GrantUnit>> Leaving(EdgeBundle bundle, int from)
    {
        if (!known.TryGetValue((bundle, from, false), out ImmutableArray<ImmutableArray<GrantUnit>> units))
        {
            IamPrincipal? principal = world.PrincipalAt(from);
            units = [.. bundle.Holding.Needs.Where(need => !IsTrust(need)).Select(need => Together(need, source => OfIdentity(need.Action, OwnStatements.Of(source, principal, null), principal)))];
            known.Add((bundle, from, false), units);
        }

        return units;
    }

    /// <summary>For each requirement on the side of the role's trust, the units.</summary>
    public ImmutableArray<ImmutableArray<GrantUnit>> Arriving(EdgeBundle bundle, int to)
    {
        if (!known.TryGetValue((bundle, to, true), out ImmutableArray<ImmutableArray<GrantUnit>> units))
        {
            IamPrincipal? role = world.PrincipalAt(to);
            units = [.. bundle.Holding.Needs.Where(IsTrust).Select(need => Together(need, source => OfTrust(bundle, OwnStatements.Of(source, null, role))))];
            known.Add((bundle, to, true), units);
        }

        return units;
    }

    private static bool IsTrust(Requirement need) => need.Statements.Any(source => source.Policy.Kind == PolicyKind.Trust);

    // One statement that cannot be taken away keeps the requirement alive.
    private static ImmutableArray<GrantUnit> Together(Requirement need, Func<StatementSource, ImmutableArray<GrantUnit>> units)
    {
        ImmutableArray<GrantUnit>[] each = [.. need.Statements.Select(units)];
        return each.Length == 0 || Array.Exists(each, one => one.IsEmpty)
            ? []
            : [.. each.SelectMany(one => one).DistinctBy(unit => unit.Id).OrderBy(unit => unit.Id, StringComparer.Ordinal)];
    }

    private static ImmutableArray<GrantUnit> OfIdentity(string action, StatementSource source, IamPrincipal? holder)
    {
        if (RaisedPrincipals.IsAdded(source.Policy) || source.Layer != PolicyLayer.Identity)
        {
            return [];
        }

        return source.Policy.Kind == PolicyKind.AwsManaged ? Attachments(source.Policy, holder) : [Unit(GrantUnitKind.Action, source, action)];
    }

    private static ImmutableArray<GrantUnit> Attachments(NamedPolicy policy, IamPrincipal? holder)
    {
        if (holder is null or IamRole { IsServiceLinked: true } || policy.Arn is not { } arn)
        {
            return [];
        }

        IEnumerable<IamPrincipal> holding = ((IEnumerable<IamPrincipal>)[holder, .. (holder as IamUser)?.Groups ?? []]).Where(one => one.AttachedPolicies.Any(attached => attached.Arn == arn));
        return
        [
            .. holding.Select(one => new GrantUnit
            {
                Id = $"attachment|{one.Arn}|{arn}",
                Kind = GrantUnitKind.Attachment,
                PolicyId = arn,
                PolicyName = policy.Name,
                Owner = one.Arn,
                Statement = -1,
                Label = "",
                What = arn,
                Position = policy.Document.Statements.FirstOrDefault()?.Position ?? default,
            }),
        ];
    }

    private static ImmutableArray<GrantUnit> OfTrust(EdgeBundle bundle, StatementSource source)
    {
        if (source.Statement.Principals is not { } principals)
        {
            return [];
        }

        bool Lets(PrincipalEntry entry) => bundle.Path is { PassedTo: null, RunsAs.IsEmpty: true }
            ? entry.Type is PrincipalEntryType.Anyone or PrincipalEntryType.Aws
                && (TrustReading.IsAnyone(entry) || entry.Value == bundle.Representative.Arn || (TrustReading.IsWholeAccount(entry) && TrustReading.AccountOf(entry) == bundle.Representative.AccountId))
            : entry.Value.Equals(bundle.Path.PassedTo, StringComparison.OrdinalIgnoreCase) || bundle.Path.RunsAs.Contains(entry.Value, StringComparer.OrdinalIgnoreCase);
        // "All but" is one thing: the statement as a whole.
        return principals.Not
            ? [Unit(GrantUnitKind.Trust, source, "NotPrincipal")]
            : [.. principals.Entries.Where(Lets).Select(entry => Unit(GrantUnitKind.Trust, source, entry.Value))];
    }

    private static GrantUnit Unit(GrantUnitKind kind, StatementSource source, string what)
    {
        string policy = PolicyIdOf(source.Policy);
        return new GrantUnit
        {
            Id = $"{(kind == GrantUnitKind.Trust ? "trust" : "action")}|{policy}|{source.Statement.Index}|{what}",
            Kind = kind,
            PolicyId = policy,
            PolicyName = source.Policy.Name,
            Owner = source.Policy.Arn is null ? source.Policy.Owner : null,
            Statement = source.Statement.Index,
            Label = source.Statement.Label,
            What = what,
            Position = source.Statement.Position,
        };
    }

    /// <summary>What tells a policy from all others.</summary>
    public static string PolicyIdOf(NamedPolicy policy) => policy.Arn ?? $"{policy.Owner}|{(policy.Kind == PolicyKind.Trust ? "trust" : "inline")}|{policy.Name}";

    // Bundles are compared by reference: as records they would be compared by all that they hold.
    private sealed class ByBundle : IEqualityComparer<(EdgeBundle Bundle, int Place, bool Arrival)>
    {
        public bool Equals((EdgeBundle Bundle, int Place, bool Arrival) x, (EdgeBundle Bundle, int Place, bool Arrival) y) =>
            ReferenceEquals(x.Bundle, y.Bundle) && x.Place == y.Place && x.Arrival == y.Arrival;

        public int GetHashCode((EdgeBundle Bundle, int Place, bool Arrival) obj) =>
            HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj.Bundle), obj.Place, obj.Arrival);
    }
}
