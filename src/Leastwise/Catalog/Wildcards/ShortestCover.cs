namespace Leastwise.Catalog.Wildcards;

/// <summary>The shortest patterns of one service, counted in characters of a policy, that match all wanted names and no other.</summary>
internal static class ShortestCover
{
    // Quotation marks and a comma.
    private const int Around = 3;

    /// <summary>The patterns in ordinal order without regard to case, and whether no shorter list of such patterns exists.</summary>
    /// <param name="prefix">The service, which stands before each pattern.</param>
    /// <param name="names">All names of the service.</param>
    /// <param name="wanted">For each name, whether it is to be matched.</param>
    public static (string[] Patterns, bool Proven) Of(string prefix, string[] names, bool[] wanted)
    {
        string[] exact = [.. names.Where((_, i) => wanted[i])];
        if (exact.Length <= 1 || exact.Length == names.Length)
        {
            return (exact.Length <= 1 ? exact : ["*"], true);
        }

        IEnumerable<Choice> choices = new StarPatterns(names, wanted).All()
            .Select(star => New(star.Pattern, star.Matched))
            .Concat(exact.Select((name, i) => New(name, [i])));
        var problem = new CoverProblem(exact.Length, choices);
        string[] patterns =
        [
            .. problem.Solve().Select(choice => choice.Text).Order(StringComparer.OrdinalIgnoreCase).ThenBy(pattern => pattern, StringComparer.Ordinal),
        ];
        return (patterns, problem.Proven);

        Choice New(string pattern, int[] matched)
        {
            var covers = new ulong[(exact.Length + 63) / 64];
            foreach (int name in matched)
            {
                covers[name / 64] |= 1UL << (name % 64);
            }

            return new Choice(pattern, prefix.Length + 1 + pattern.Length + Around, covers);
        }
    }
}
