using System.Numerics;

namespace Leastwise.Catalog.Wildcards;

/// <summary>Something to choose: what it costs and which elements it covers.</summary>
/// <param name="Text">What it stands for; of equal ones the first in ordinal order is taken.</param>
/// <param name="Cost">What choosing it costs, above 0.</param>
/// <param name="Covers">A bit for each element.</param>
internal sealed record Choice(string Text, int Cost, ulong[] Covers)
{
    /// <summary>Whether everything that the other covers is covered by this.</summary>
    public bool CoversAllOf(Choice other)
    {
        for (int i = 0; i < Covers.Length; i++)
        {
            if ((other.Covers[i] & ~Covers[i]) != 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How many of the given elements it covers.</summary>
    public int CountIn(ulong[] elements)
    {
        int count = 0;
        for (int i = 0; i < Covers.Length; i++)
        {
            count += BitOperations.PopCount(Covers[i] & elements[i]);
        }

        return count;
    }
}

/// <summary>
/// The cheapest choices that cover all elements. What no cheapest cover needs is left out first, then parts that share no choice are searched
/// by branch and bound, each up to a number of steps; where that does not suffice, the best that was found is taken. The same input gives
/// the same result, for steps are counted and not timed.
/// </summary>
internal sealed class CoverProblem
{
    /// <summary>So many steps a part may take.</summary>
    public const int MostSteps = 4_000;

    private readonly List<Choice>[] choicesOf;
    private readonly int words;
    private List<Choice> bestChosen = [];
    private int bestCost;
    private int steps;

    public CoverProblem(int elements, IEnumerable<Choice> choices)
    {
        words = (elements + 63) / 64;
        choicesOf = new List<Choice>[elements];
        List<Choice>[] all = [.. Enumerable.Range(0, elements).Select(_ => new List<Choice>())];
        List<Choice> ordered = [.. choices.OrderBy(choice => choice.Cost).ThenBy(choice => choice.Text, StringComparer.Ordinal)];
        foreach (Choice choice in ordered)
        {
            foreach (int element in Elements(choice.Covers))
            {
                all[element].Add(choice);
            }
        }

        HashSet<Choice> needless = [.. ordered.Where(choice => IsNeedless(choice, all))];
        for (int i = 0; i < elements; i++)
        {
            choicesOf[i] = [.. all[i].Where(choice => !needless.Contains(choice))];
        }
    }

    /// <summary>Whether the last result is the cheapest there is.</summary>
    public bool Proven { get; private set; } = true;

    /// <summary>The choices of the cheapest cover found.</summary>
    public List<Choice> Solve()
    {
        List<Choice> chosen = [];
        foreach (ulong[] part in Parts(Essential()))
        {
            bestChosen = Greedy(part);
            bestCost = bestChosen.Sum(choice => choice.Cost);
            steps = 0;
            Search(part, [], 0);
            Proven &= steps <= MostSteps;
            chosen.AddRange(bestChosen);
        }

        return chosen;
    }

    /// <summary>A choice is needless where a cheaper one, or as cheap and earlier, covers all that it covers.</summary>
    private static bool IsNeedless(Choice choice, List<Choice>[] all)
    {
        List<Choice> rarest = Elements(choice.Covers).Select(element => all[element]).MinBy(list => list.Count) ?? [];
        foreach (Choice other in rarest)
        {
            if (ReferenceEquals(other, choice))
            {
                return rarest.SkipWhile(later => !ReferenceEquals(later, choice)).Skip(1)
                    .TakeWhile(later => later.Cost == choice.Cost)
                    .Any(later => later.CoversAllOf(choice) && !choice.CoversAllOf(later));
            }

            if (other.CoversAllOf(choice))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The elements that must be looked at: one is left out where whatever covers another one covers it too.</summary>
    private ulong[] Essential()
    {
        var kept = new ulong[words];
        for (int i = 0; i < choicesOf.Length; i++)
        {
            kept[i / 64] |= 1UL << (i % 64);
        }

        foreach (int element in Enumerable.Range(0, choicesOf.Length).OrderByDescending(element => choicesOf[element].Count).ThenBy(element => element))
        {
            ulong[] common = [.. kept];
            common[element / 64] &= ~(1UL << (element % 64));
            HashSet<Choice> mine = [.. choicesOf[element]];
            bool follows = choicesOf[element]
                .SelectMany(choice => Elements(choice.Covers))
                .Distinct()
                .Any(other => other != element && Has(common, other) && choicesOf[other].Count <= mine.Count && choicesOf[other].TrueForAll(mine.Contains));
            if (follows)
            {
                kept = common;
            }
        }

        return kept;
    }

    /// <summary>Groups of elements that no choice joins.</summary>
    private List<ulong[]> Parts(ulong[] elements)
    {
        List<ulong[]> parts = [];
        ulong[] left = [.. elements];
        while (Elements(left).FirstOrDefault(-1) is >= 0 and int first)
        {
            var part = new ulong[words];
            var open = new Stack<int>([first]);
            while (open.TryPop(out int element))
            {
                if (!Has(left, element))
                {
                    continue;
                }

                left[element / 64] &= ~(1UL << (element % 64));
                part[element / 64] |= 1UL << (element % 64);
                foreach (int other in choicesOf[element].SelectMany(choice => Elements(choice.Covers)))
                {
                    open.Push(other);
                }
            }

            parts.Add(part);
        }

        return parts;
    }

    private List<Choice> Greedy(ulong[] part)
    {
        List<Choice> chosen = [];
        ulong[] left = [.. part];
        while (Elements(left).Any())
        {
            Choice next = Elements(left).SelectMany(element => choicesOf[element]).Distinct()
                .OrderBy(choice => (double)choice.Cost / choice.CountIn(left)).ThenBy(choice => choice.Text, StringComparer.Ordinal).First();
            chosen.Add(next);
            Remove(left, next);
        }

        // Dearest first: what the others cover together is not needed.
        foreach (Choice choice in chosen.OrderByDescending(choice => choice.Cost).ThenBy(choice => choice.Text, StringComparer.Ordinal).ToList())
        {
            ulong[] rest = [.. part];
            foreach (Choice other in chosen.Where(other => !ReferenceEquals(other, choice)))
            {
                Remove(rest, other);
            }

            if (!Elements(rest).Any())
            {
                chosen.Remove(choice);
            }
        }

        return chosen;
    }

    private void Search(ulong[] left, List<Choice> chosen, int cost)
    {
        if (++steps > MostSteps)
        {
            return;
        }

        int branch = -1;
        double bound = cost;
        foreach (int element in Elements(left))
        {
            // What covering this element must cost at least, if each choice shared its cost out among all that it still covers.
            double share = double.MaxValue;
            foreach (Choice choice in choicesOf[element])
            {
                share = Math.Min(share, (double)choice.Cost / choice.CountIn(left));
            }

            bound += share;
            branch = branch < 0 || choicesOf[element].Count < choicesOf[branch].Count ? element : branch;
        }

        if (Math.Ceiling(bound - 1e-6) >= bestCost)
        {
            return;
        }

        if (branch < 0)
        {
            bestCost = cost;
            bestChosen = [.. chosen];
            return;
        }

        foreach (Choice choice in choicesOf[branch].OrderBy(choice => (double)choice.Cost / choice.CountIn(left)).ThenBy(choice => choice.Text, StringComparer.Ordinal))
        {
            ulong[] rest = [.. left];
            Remove(rest, choice);
            chosen.Add(choice);
            Search(rest, chosen, cost + choice.Cost);
            chosen.RemoveAt(chosen.Count - 1);
        }
    }

    private static void Remove(ulong[] elements, Choice choice)
    {
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] &= ~choice.Covers[i];
        }
    }

    private static bool Has(ulong[] elements, int element) => (elements[element / 64] & (1UL << (element % 64))) != 0;

    private static IEnumerable<int> Elements(ulong[] elements)
    {
        for (int i = 0; i < elements.Length; i++)
        {
            for (ulong rest = elements[i]; rest != 0; rest &= rest - 1)
            {
                yield return (i * 64) + BitOperations.TrailingZeroCount(rest);
            }
        }
    }
}
