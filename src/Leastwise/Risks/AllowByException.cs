using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Text;

namespace Leastwise.Risks;

/// <summary>Allow with <c>NotAction</c>: everything but a few actions, of every service that AWS has or will have.</summary>
internal static class AllowByException
{
    /// <summary>At most one finding for a principal, with every such statement on all resources.</summary>
    public static Finding? Find(Subject subject)
    {
        SourcedStatement[] excepting = [.. subject.Grants.Sourced.Where(one => IsException(one.Source) && one.Compiled.Named.Overlaps(subject.Grants.Actions))];
        if (excepting.Length == 0)
        {
            return null;
        }

        StatementSource[] giving = [.. excepting.Select(one => one.Source)];
        int held = excepting.Select(one => one.Compiled.Named.Intersect(subject.Grants.Actions).Count).Max();
        string[] left = [.. giving.SelectMany(source => source.Statement.Actions.Patterns).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
        StatementSource[] conditional = [.. giving.Where(source => !subject.Context.IsFree(source.Statement, subject.Principal))];
        return subject.Finding(
            Risk.AllowByException,
            Risk.AllowByException.Severity.MilderIf(conditional.Length == giving.Length),
            detail: "",
            title: $"{subject.Words} is allowed everything but {ConditionWords.List(left)}",
            explanation: $"{Capital(SupportWords.Names([.. giving]))} allows by exception, with NotAction. Today that comes to {held:N0} privileges; every service that AWS adds is in it at once.",
            recommendation: "Write down what is allowed with Action. To forbid something to people who may do much, use a Deny.",
            left.Select(pattern => $"!{pattern}"),
            giving,
            conditional.Select(source => $"{SupportWords.Name(source)} holds only {ConditionWords.Of(source.Statement.Conditions)}.").Select(Capital));
    }

    private static bool IsException(StatementSource source) =>
        source is { Layer: PolicyLayer.Identity, Statement: { Effect: Effect.Allow, Actions.Not: true, Resources: { } resources } }
        && (resources.Not || resources.Patterns.Any(pattern => WildcardPattern.MatchesEverything(pattern)));

    private static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];
}
