namespace Leastwise.Evaluation;

/// <summary>
/// Finds among many statements those that could name a resource in common with another one. Most statements of a policy that has thousands name one ARN each,
/// so that comparing every one with every other would be all the work.
/// </summary>
internal sealed class StatementPartners
{
    private readonly IReadOnlyList<CompiledStatement> statements;
    private readonly Dictionary<string, List<int>> byArn = new(StringComparer.Ordinal);
    private readonly List<int> others = [];

    public StatementPartners(IReadOnlyList<CompiledStatement> statements)
    {
        this.statements = statements;
        for (int i = 0; i < statements.Count; i++)
        {
            if (statements[i].Resources?.Literals is not { } arns)
            {
                others.Add(i);
                continue;
            }

            foreach (string arn in arns)
            {
                if (!byArn.TryGetValue(arn, out List<int>? named))
                {
                    byArn.Add(arn, named = []);
                }

                named.Add(i);
            }
        }
    }

    /// <summary>The places of the statements that could meet <paramref name="statement"/>, ascending. Never too few.</summary>
    public IEnumerable<int> Of(CompiledStatement statement)
    {
        if (statement.Resources?.Literals is not { } arns)
        {
            return Enumerable.Range(0, statements.Count).Where(place => CouldMeet(statement, statements[place]));
        }

        IEnumerable<int> open = others.Where(place => CouldMeet(statement, statements[place]));
        return [.. arns.SelectMany(arn => byArn.TryGetValue(arn, out List<int>? named) ? named : []).Concat(open).Distinct().Order()];
    }

    private static bool CouldMeet(CompiledStatement a, CompiledStatement b) =>
        a.Resources is not { } first || b.Resources is not { } second || first.CouldMeet(second);
}
