using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Risks.Paths;

/// <summary>
/// Decides an action on many targets with every layer of policies. Targets that the same resource patterns match, and that are alike in what
/// conditions look at, get the same answer, so that one of them is asked for all.
/// </summary>
internal static class TargetDecisions
{
    private const string BoundaryKey = "iam:PermissionsBoundary";

    /// <summary>The targets on which <paramref name="source"/> may use <paramref name="action"/>, perhaps under conditions; others are left out.</summary>
    /// <param name="source">Who asks.</param>
    /// <param name="action">The action.</param>
    /// <param name="list">The targets.</param>
    /// <param name="context">Context keys of the call that are known beforehand.</param>
    /// <returns>Places in the list, with how it is held.</returns>
    public static IReadOnlyList<HeldOn> Of(PathSource source, string action, TargetList list, RequestContext context)
    {
        ActionStatements statements = source.Own.Of(action);
        if (list.Targets.IsEmpty || !statements.Identity.Any(statement => statement.Statement.Effect == Effect.Allow))
        {
            return [];
        }

        var answers = new List<HeldOn>();
        foreach (Part part in Parts(source, statements, list))
        {
            Target target = list.Targets[part.First];
            AccessPath path = RequestEvaluator.Explain(
                new AccessRequest
                {
                    Requester = source.Requester,
                    Action = action,
                    Resource = target.Arn,
                    ResourceAccountId = source.Representative.AccountId,
                    Context = WithTarget(CallContext.Of(source.Representative, context, source.Subject.Context.Now), statements, target, _ => true),
                },
                source.Own);
            if (Read(source, action, path) is { } holding)
            {
                answers.Add(new HeldOn(part.All(), holding));
            }
            else if (TaggedTargets.MayTag(source, target, TargetKeys(statements)))
            {
                // Whom it may tag is another question than on whom it acts, so each is asked for.
                answers.AddRange(part.All()
                    .Select(place => (place, TaggedTargets.Decide(source, action, list.Targets[place], statements, context)))
                    .Where(one => one.Item2 is not null)
                    .Select(one => new HeldOn([one.place], one.Item2 ?? Holding.Free)));
            }
        }

        return answers;
    }

    /// <summary>How an answer reads; null where it is denied.</summary>
    public static Holding? Read(PathSource source, string action, AccessPath path)
    {
        if (path.Decision.Kind is not (DecisionKind.Allowed or DecisionKind.Undetermined))
        {
            return null;
        }

        (PathConfidence confidence, ImmutableArray<string> conditions) = OpenConditions.Of(action, path.Decision, source.SourceOf);
        return new Holding(confidence, conditions, [new Requirement(action, source.SourcesOf(path.Gives))]);
    }

    // One for all of them, and all of them only where the answer is worth it: most policies name a few targets and leave out the rest.
    private readonly record struct Part(int First, Func<int[]> All);

    private static IEnumerable<Part> Parts(PathSource source, ActionStatements statements, TargetList list)
    {
        IEnumerable<PreparedStatement> all = [.. statements.Identity, .. statements.Boundary, .. statements.ServiceControl.SelectMany(level => level), .. statements.ResourceControl];
        IEnumerable<string> patterns = all.SelectMany(statement => PolicyVariables.Resolve(statement.Statement.Resources, statement.Source.Policy.Document, source.Representative).All);
        Dictionary<int, string> marks = list.MarksOf(patterns);
        string[] keys = TargetKeys(statements);
        if (keys.Length > 0)
        {
            return list.Everything
                .GroupBy(place => marks.GetValueOrDefault(place, "") + string.Concat(keys.Select(key => $"|{Value(list.Targets[place], key)}")), StringComparer.Ordinal)
                .Select(part => part.ToArray())
                .Select(part => new Part(part[0], () => part));
        }

        IEnumerable<Part> named = marks.GroupBy(mark => mark.Value, mark => mark.Key, StringComparer.Ordinal)
            .Select(part => part.Order().ToArray())
            .Select(part => new Part(part[0], () => part));
        int rest = list.FirstWithout(marks);
        IEnumerable<Part> others = rest < 0 ? [] : [new Part(rest, () => marks.Count == 0 ? list.Everything : [.. list.Everything.Where(place => !marks.ContainsKey(place))])];
        return named.Concat(others).OrderBy(part => part.First);
    }

    private static string[] TargetKeys(ActionStatements statements) =>
    [
        .. ((IEnumerable<PreparedStatement>)[.. statements.Identity, .. statements.Boundary, .. statements.ServiceControl.SelectMany(level => level)])
            .SelectMany(statement => statement.Statement.Conditions)
            .Select(condition => condition.Key)
            .Where(key => key.Equals(BoundaryKey, StringComparison.OrdinalIgnoreCase) || TagControl.TagOf(key) is not null)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.OrdinalIgnoreCase),
    ];

    // Tags of users and roles are in the account file; those of policies and groups are not read, so they stay open.
    private static string? Value(Target target, string key) => TagControl.TagOf(key) is not { } tag
        ? target.Boundary ?? ""
        : target.Principal is IamUser or IamRole && target.Principal.Tags.TryGetValue(tag, out string? value) ? value : null;

    /// <summary>The context with what is known of the target, for the keys that the statements look at and that are <paramref name="wanted"/>.</summary>
    public static RequestContext WithTarget(RequestContext context, ActionStatements statements, Target target, Func<string, bool> wanted)
    {
        foreach (string key in TargetKeys(statements).Where(wanted))
        {
            if (target.Principal is IamUser or IamRole)
            {
                // A key without values is absent, which is another thing than unknown.
                context = Value(target, key) is { Length: > 0 } value ? context.With(key, value) : context.With(key);
            }
        }

        return context;
    }
}
