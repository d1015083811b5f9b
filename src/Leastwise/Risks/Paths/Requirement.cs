using System.Collections.Immutable;
using Leastwise.Evaluation;

namespace Leastwise.Risks.Paths;

/// <summary>Something without which a step is impossible.</summary>
/// <param name="Action">The privilege that must be held; for a role's trust, <c>sts:AssumeRole</c>.</param>
/// <param name="Statements">The statements that give it. Each alone is enough, so all must lose it for the step to be gone.</param>
internal sealed record Requirement(string Action, ImmutableArray<StatementSource> Statements);

/// <summary>A privilege as held on some targets.</summary>
/// <param name="Confidence">How sure.</param>
/// <param name="Conditions">What must hold besides, sentences.</param>
/// <param name="Needs">What it rests on.</param>
internal sealed record Holding(PathConfidence Confidence, ImmutableArray<string> Conditions, ImmutableArray<Requirement> Needs)
{
    /// <summary>Nothing is needed.</summary>
    public static Holding Free { get; } = new(PathConfidence.High, [], []);

    /// <summary>Both at once.</summary>
    public Holding And(Holding other) => ReferenceEquals(this, Free) ? other : ReferenceEquals(other, Free) ? this : new(
        Confidence > other.Confidence ? Confidence : other.Confidence,
        Conditions.IsEmpty ? other.Conditions : other.Conditions.IsEmpty ? Conditions : [.. Conditions.Union(other.Conditions, StringComparer.Ordinal)],
        [.. Needs, .. other.Needs]);

    /// <summary>The same, less sure because of what a sentence says.</summary>
    public Holding But(string sentence, PathConfidence confidence) => And(new Holding(confidence, [sentence], []));
}

/// <summary>Some targets on which a privilege is held in the same way.</summary>
/// <param name="Nodes">Their places in the graph, or in the list for groups and policies; ascending.</param>
/// <param name="Holding">How.</param>
internal sealed record HeldOn(int[] Nodes, Holding Holding);
