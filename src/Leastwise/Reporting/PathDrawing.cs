using System.Collections.Immutable;
using Leastwise.Risks.Paths;

namespace Leastwise.Reporting;

/// <summary>What is drawn of routes: each place and each step once, in the order in which routes meet them.</summary>
public sealed class PathDrawing
{
    private readonly Dictionary<(string, string, string, string?), int> numbers;

    private PathDrawing(ImmutableArray<PathNode> nodes, ImmutableArray<PathStep> edges, Dictionary<(string, string, string, string?), int> numbers) =>
        (Nodes, Edges, this.numbers) = (nodes, edges, numbers);

    /// <summary>The places.</summary>
    public ImmutableArray<PathNode> Nodes { get; }

    /// <summary>The steps.</summary>
    public ImmutableArray<PathStep> Edges { get; }

    /// <summary>The drawing of some routes.</summary>
    public static PathDrawing Of(ImmutableArray<EscalationRoute> routes)
    {
        var edges = ImmutableArray.CreateBuilder<PathStep>();
        var known = new Dictionary<(string, string, string, string?), int>();
        foreach (PathStep step in routes.SelectMany(route => route.Steps))
        {
            if (known.TryAdd(KeyOf(step), edges.Count))
            {
                edges.Add(step);
            }
        }

        ImmutableArray<PathNode> nodes = [.. edges.SelectMany(step => (PathNode[])[step.From, step.To]).DistinctBy(node => node.Id)];
        return new PathDrawing(nodes, edges.ToImmutable(), known);
    }

    /// <summary>The step's place in <see cref="Edges"/>.</summary>
    public int NumberOf(PathStep step) => numbers[KeyOf(step)];

    private static (string, string, string, string?) KeyOf(PathStep step) => (step.From.Id, step.To.Id, step.Path.Id, step.Over);
}
