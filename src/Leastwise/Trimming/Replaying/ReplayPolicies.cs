using System.Collections.Immutable;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Trimming.Replaying;

/// <summary>Today's and the proposed policies of some principals, prepared, and what of a call they can ask for.</summary>
/// <param name="Id">Tells them apart from others.</param>
/// <param name="Today">Today's.</param>
/// <param name="Proposed">The proposed ones.</param>
/// <param name="AsksWho">Whether two principals that hold them can be answered differently.</param>
/// <param name="Keys">The keys of a call's context that their conditions name, in ordinal order; only where they do not ask who.</param>
/// <param name="Ranges">The addresses and networks that they name.</param>
internal sealed record ReplayPolicies(int Id, PreparedPolicies Today, PreparedPolicies Proposed, bool AsksWho, ImmutableArray<string> Keys, ImmutableArray<string> Ranges)
{
    /// <summary>Prepares them.</summary>
    /// <param name="id">A number for them.</param>
    /// <param name="today">Today's.</param>
    /// <param name="proposed">The proposed ones.</param>
    /// <param name="isOwn">Whether a resource's policy or one for resources takes part, which name principals.</param>
    public static ReplayPolicies Of(int id, PolicySet today, PolicySet proposed, bool isOwn)
    {
        Statement[] statements =
        [
            .. new[] { today, proposed }
                .SelectMany(set => set.Identity.Concat(set.Boundaries).Concat(set.ServiceControl.SelectMany(level => level)).Concat(set.ResourceControl.SelectMany(level => level)).Append(set.Resource).OfType<NamedPolicy>())
                .SelectMany(policy => policy.Document.Statements),
        ];
        Condition[] conditions = [.. statements.SelectMany(statement => statement.Conditions)];
        bool asksWho = isOwn || !proposed.ResourceControl.IsEmpty
            || Array.Exists(conditions, condition => !CallContext.Tells(condition.Key) || condition.Values.Any(HasVariable))
            || Array.Exists(statements, statement => statement.Resources?.Patterns.Any(HasVariable) == true);
        return new ReplayPolicies(
            id,
            new PreparedPolicies(today),
            new PreparedPolicies(proposed),
            asksWho,
            [.. conditions.Select(condition => condition.Key).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)],
            [.. conditions.Where(condition => condition.Key.Equals(CallContext.SourceAddress, StringComparison.OrdinalIgnoreCase)).SelectMany(condition => condition.Values).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>What of the context they ask for, as a text that tells contexts apart.</summary>
    public string AskedOf(CallContext context) => Keys switch
    {
        [] => "",
        [var only] => context.ValueOf(only),
        _ => string.Join('\n', Keys.Select(context.ValueOf)),
    };

    private static bool HasVariable(string text) => text.Contains("${", StringComparison.Ordinal);
}
