using Leastwise.Text;

namespace Leastwise.Catalog.Wildcards;

/// <summary>Finds few short patterns of whole words that match all wanted names of one service and no other of its names.</summary>
internal sealed class ShortCover
{
    // The greatest saving first, then by pattern, so that equal worth has one order.
    private static readonly Comparer<Worth> BestFirst = Comparer<Worth>.Create((a, b) =>
        b.Saving.CompareTo(a.Saving) is not 0 and int order ? order : string.CompareOrdinal(a.Pattern, b.Pattern));

    // What a pattern costs besides its letters: quotation marks, comma, and the service with its colon, taken as a constant.
    private const int CostOfOneMore = 8;

    private readonly ReadOnlyMemory<string> names;
    private readonly bool[] wanted;
    private readonly bool[] covered;

    public ShortCover(ReadOnlyMemory<string> names, bool[] wanted)
    {
        this.names = names;
        this.wanted = wanted;
        covered = new bool[wanted.Length];
    }

    /// <summary>The patterns in ordinal order without regard to case.</summary>
    public IEnumerable<string> Patterns()
    {
        int count = wanted.Count(one => one);
        if (count == 0)
        {
            return [];
        }

        if (count == names.Length && count > 1)
        {
            return ["*"];
        }

        List<Candidate> chosen = Choose();
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] && !covered[i])
            {
                chosen.Add(new Candidate(names.Span[i], [i]));
            }
        }

        return WithoutRedundant(chosen).Select(candidate => candidate.Pattern).Order(StringComparer.OrdinalIgnoreCase).ThenBy(pattern => pattern, StringComparer.Ordinal);
    }

    /// <summary>
    /// The greedy cover. A candidate's worth only falls as names get covered, so one whose worth, looked at again, is still the best is the best.
    /// </summary>
    private List<Candidate> Choose()
    {
        var queue = new PriorityQueue<Candidate, Worth>(BestFirst);
        foreach (Candidate candidate in Candidates())
        {
            queue.Enqueue(candidate, new Worth(Saving(candidate), candidate.Pattern));
        }

        List<Candidate> chosen = [];
        while (queue.TryDequeue(out Candidate? best, out Worth? stated))
        {
            int saving = Saving(best);
            if (saving <= 0)
            {
                continue;
            }

            if (saving < stated.Saving)
            {
                queue.Enqueue(best, new Worth(saving, best.Pattern));
                continue;
            }

            chosen.Add(best);
            foreach (int name in best.Names)
            {
                covered[name] = true;
            }
        }

        return chosen;
    }

    /// <summary>Every pattern of whole words that matches at least two wanted names and no other name.</summary>
    private IEnumerable<Candidate> Candidates()
    {
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < wanted.Length; i++)
        {
            if (!wanted[i])
            {
                // A pattern that a name which is not wanted gives rise to needs no further look.
                known.UnionWith(NameWords.Patterns(names.Span[i]));
            }
        }

        for (int i = 0; i < wanted.Length; i++)
        {
            foreach (string pattern in wanted[i] ? NameWords.Patterns(names.Span[i]) : [])
            {
                if (known.Add(pattern) && Match(pattern) is { Length: > 1 } matched)
                {
                    yield return new Candidate(pattern, matched);
                }
            }
        }
    }

    /// <summary>The wanted names that match; none where another name does too. Words can hide in others: "Stage" holds "tag".</summary>
    private int[] Match(string pattern)
    {
        List<int> matched = [];
        for (int i = 0; i < wanted.Length; i++)
        {
            if (WildcardPattern.IsMatch(pattern, names.Span[i], ignoreCase: true))
            {
                if (!wanted[i])
                {
                    return [];
                }

                matched.Add(i);
            }
        }

        return [.. matched];
    }

    private int Saving(Candidate candidate)
    {
        int saving = -(candidate.Pattern.Length + CostOfOneMore);
        foreach (int name in candidate.Names)
        {
            saving += covered[name] ? 0 : names.Span[name].Length + CostOfOneMore;
        }

        return saving;
    }

    /// <summary>Leaves out each pattern, the least useful first, whose names the others match too.</summary>
    private List<Candidate> WithoutRedundant(List<Candidate> chosen)
    {
        var matches = new int[wanted.Length];
        foreach (int name in chosen.SelectMany(candidate => candidate.Names))
        {
            matches[name]++;
        }

        List<Candidate> kept = [];
        foreach (Candidate candidate in chosen.OrderBy(candidate => candidate.Names.Length).ThenByDescending(candidate => candidate.Pattern.Length))
        {
            if (candidate.Names.All(name => matches[name] > 1))
            {
                foreach (int name in candidate.Names)
                {
                    matches[name]--;
                }
            }
            else
            {
                kept.Add(candidate);
            }
        }

        return kept;
    }

    private sealed record Candidate(string Pattern, int[] Names);

    private sealed record Worth(int Saving, string Pattern);
}
