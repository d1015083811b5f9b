using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>
/// What is the same for all principals of an account: statements without conditions and variables, and what principals hold of a list by the same
/// such statements. Each is judged once, however many principals hold them.
/// </summary>
internal sealed class SharedJudgements
{
    private readonly ConcurrentDictionary<StatementSource, JudgedStatement?> statements = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<HeldBy, ListedActions.Held?> lists = new();

    /// <summary>The statement as it reads for everybody; null where principals may differ.</summary>
    public JudgedStatement? Of(StatementSource source, IamPrincipal principal, RiskContext context)
    {
        if (!statements.TryGetValue(source, out JudgedStatement? judged))
        {
            judged = statements.GetOrAdd(source, IsAlike(source) ? new JudgedStatement(source, principal, null, context) : null);
        }

        return judged;
    }

    /// <summary>What the subject holds of the list, worked out by <paramref name="work"/> where nobody with the same statements was seen before.</summary>
    public ListedActions.Held? Of(Subject subject, NamedActions list, Func<Subject, NamedActions, ListedActions.Held?> work)
    {
        var bearing = new List<StatementSource>();
        foreach (SourcedStatement statement in subject.Grants.Sourced)
        {
            if (!statement.Compiled.Named.Overlaps(list.Set))
            {
                continue;
            }

            bearing.Add(statement.Source);
            if (Of(statement.Source, subject.Principal, subject.Context) is null)
            {
                return work(subject, list);
            }
        }

        // A boundary may be an empty policy, which no statement shows.
        string? boundary = subject.Principal switch { IamUser user => user.Boundary?.PolicyArn, IamRole role => role.Boundary?.PolicyArn, _ => null };
        var key = new HeldBy(list, boundary, [.. bearing]);
        return lists.TryGetValue(key, out ListedActions.Held? held) ? held : lists.GetOrAdd(key, work(subject, list));
    }

    private static bool IsAlike(StatementSource source) => source.Statement is { Conditions.IsEmpty: true } statement
        && statement.Resources?.Patterns.Any(pattern => pattern.Contains("${", StringComparison.Ordinal)) != true;

    private readonly struct HeldBy(NamedActions list, string? boundary, StatementSource[] statements) : IEquatable<HeldBy>
    {
        private readonly NamedActions list = list;
        private readonly string? boundary = boundary;
        private readonly StatementSource[] statements = statements;

        public bool Equals(HeldBy other) => ReferenceEquals(list, other.list) && boundary == other.boundary && statements.AsSpan().SequenceEqual(other.statements, SameObject.Instance);

        public override bool Equals(object? obj) => obj is HeldBy other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.Add(RuntimeHelpers.GetHashCode(list));
            foreach (StatementSource source in statements)
            {
                hash.Add(RuntimeHelpers.GetHashCode(source));
            }

            return hash.ToHashCode();
        }
    }

    private sealed class SameObject : IEqualityComparer<StatementSource>
    {
        public static readonly SameObject Instance = new();

        public bool Equals(StatementSource? x, StatementSource? y) => ReferenceEquals(x, y);

        public int GetHashCode(StatementSource obj) => RuntimeHelpers.GetHashCode(obj);
    }
}
