using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Policies;

namespace Leastwise.Trimming.Cutting;

/// <summary>What is left of a statement: actions of one fate with the resources that they keep.</summary>
/// <param name="Fate">Why it is left.</param>
/// <param name="Actions">Actions of the catalogue.</param>
/// <param name="Unknown">Action patterns that the catalogue does not know.</param>
/// <param name="Resources">The resources.</param>
/// <param name="Origin">The statement.</param>
/// <param name="Version">The version of its document.</param>
internal sealed record Piece(Fate Fate, ActionSet Actions, ImmutableArray<string> Unknown, ResourceElement? Resources, Statement Origin, string Version)
{
    /// <summary>A condition that narrows the resources further, beside those of the statement; null for none.</summary>
    public Condition? Tagged { get; init; }

    /// <summary>The conditions; as a document of today's version has them.</summary>
    public ImmutableArray<Condition> Conditions => Tagged is { } tag ? Kept.Add(tag) : Kept;

    private ImmutableArray<Condition> Kept => Version == Shaping.Documents.Version ? Origin.Conditions
        : [.. Origin.Conditions.Select(condition => condition with { Values = [.. condition.Values.Select(Literal)] })];

    /// <summary>The resources, likewise.</summary>
    public ResourceElement? CurrentResources => Resources is null || Version == Shaping.Documents.Version ? Resources : Resources with { Patterns = [.. Resources.Patterns.Select(Literal)] };

    /// <summary>Documents of the version 2008-10-17 take <c>${aws:username}</c> for plain text; in the new version <c>${$}</c> is a dollar sign.</summary>
    private static string Literal(string text) => text.Replace("${", "${$}{", StringComparison.Ordinal);
}
