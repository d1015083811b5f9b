using System.Collections.Immutable;
using Leastwise.Principals;

namespace Leastwise.Risks.Paths;

/// <summary>Routes with everything that is to be said of them.</summary>
internal sealed class RouteFinder(PathWorld world, PathIndex index, PathSearch search)
{
    // Enumerating stops here; whoever has more ways than these is not helped by one more.
    private const int MostLookedAt = 20_000;

    /// <summary>The best of the shortest routes from a place; null where none leads.</summary>
    public EscalationRoute? Shortest(int node) => search.Hops(node) > 0 ? new EscalationRoute([.. search.Way(node).Select(Step)]) : null;

    /// <summary>Routes from a place without a place twice, shortest first, then surest, then by names.</summary>
    /// <param name="node">Where they begin.</param>
    /// <param name="maxHops">At most so many hops.</param>
    /// <param name="most">At most so many routes.</param>
    /// <returns>The routes, and whether there are more.</returns>
    public (ImmutableArray<EscalationRoute> Routes, bool HasMore) All(int node, int maxHops, int most)
    {
        var found = new List<EscalationRoute>();
        if (search.Hops(node) <= 0)
        {
            return ([], false);
        }

        for (int length = search.Hops(node); length <= Math.Min(maxHops, world.Count); length++)
        {
            var way = new List<(int, EdgeBundle, int)>();
            int looked = 0;
            List<EscalationRoute> ofLength = [.. Extend(node, length, way, () => looked++ < MostLookedAt)];
            found.AddRange(ofLength
                .OrderBy(route => route.Confidence)
                .ThenBy(route => string.Join('|', route.Steps.Select(step => $"{step.To.Id} {step.Path.Requires.Length} {step.Path.Id} {step.Over}")), StringComparer.Ordinal));
            if (found.Count > most)
            {
                return ([.. found.Take(most)], true);
            }
        }

        return ([.. found], false);
    }

    private IEnumerable<EscalationRoute> Extend(int node, int left, List<(int From, EdgeBundle Bundle, int To)> way, Func<bool> goesOn)
    {
        foreach ((EdgeBundle bundle, int target) in Next(node, left))
        {
            if (!goesOn() || way.Exists(step => step.From == target))
            {
                continue;
            }

            way.Add((node, bundle, target));
            if (left == 1)
            {
                yield return new EscalationRoute([.. way.Select(Step)]);
            }
            else
            {
                foreach (EscalationRoute route in Extend(target, left - 1, way, goesOn))
                {
                    yield return route;
                }
            }

            way.RemoveAt(way.Count - 1);
        }
    }

    // A way that only needs more than another one to the same place, and is no surer, is left out.
    private IEnumerable<(EdgeBundle Bundle, int Target)> Next(int node, int left)
    {
        EdgeBundle[] bundles = [.. index.From(node).Select(number => index.Bundles[number])];
        foreach (EdgeBundle bundle in bundles)
        {
            foreach (int target in bundle.To)
            {
                // Routes end at the first place that counts as the end, and not before the last hop.
                bool fits = target != node && (left == 1 ? search.Hops(target) == 0 : search.Hops(target) > 0 && search.Hops(target) <= left - 1);
                if (fits && !Array.Exists(bundles, other => IsShorter(other, bundle) && Array.BinarySearch(other.To, target) >= 0))
                {
                    yield return (bundle, target);
                }
            }
        }
    }

    private static bool IsShorter(EdgeBundle other, EdgeBundle bundle) =>
        other.Path.Requires.Length > 0 && other.Path.Requires.Length < bundle.Path.Requires.Length
        && other.Holding.Confidence <= bundle.Holding.Confidence && other.Path.Requires.All(bundle.Path.Requires.Contains);

    private PathStep Step((int From, EdgeBundle Bundle, int To) step)
    {
        IamPrincipal? from = world.PrincipalAt(step.From), to = world.PrincipalAt(step.To);
        return new PathStep
        {
            From = world[step.From],
            To = world[step.To],
            Path = step.Bundle.Path,
            Over = step.Bundle.Over is { } over && over != world[step.To].Arn ? over : null,
            Statements = [.. step.Bundle.Holding.Needs.SelectMany(need => need.Statements).Select(source => OwnStatements.Of(source, from, to)).Distinct()],
            Conditions = step.Bundle.Holding.Conditions,
            Confidence = step.Bundle.Holding.Confidence,
        };
    }
}
