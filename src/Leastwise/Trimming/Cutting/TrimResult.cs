using System.Collections.Immutable;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Trimming.Replaying;
using Leastwise.Trimming.Shaping;
using Leastwise.Usage;

namespace Leastwise.Trimming.Cutting;

/// <summary>A replacement for what a subject holds, with its proof.</summary>
public sealed record TrimResult
{
    /// <summary>Whose.</summary>
    public required TrimSubject Subject { get; init; }

    /// <summary>The window of the evidence.</summary>
    public required UsageWindow Window { get; init; }

    /// <summary>Why nothing is trimmed; null where it is.</summary>
    public string? Untouched { get; init; }

    /// <summary>The policies in the place of the subject's, in order; today's where nothing is trimmed, none where nothing is left.</summary>
    public ImmutableArray<NamedPolicy> Policies { get; init; } = [];

    /// <summary>Each of today's policies trimmed by itself, for whoever would rather patch them; by position as <see cref="TrimSubject.Sources"/>. Made when it is asked for.</summary>
    public Lazy<ImmutableArray<PolicyDocument>> Patched { get; init; } = new([]);

    /// <summary>How actions are written.</summary>
    public WildcardStyle Style { get; init; }

    /// <summary>Every privilege with its fate, by fate and then by name.</summary>
    public ImmutableArray<TrimmedPrivilege> Privileges { get; init; } = [];

    /// <summary>The patterns of resources that were narrowed, in ordinal order.</summary>
    public ImmutableArray<PatternEvidence> Patterns { get; init; } = [];

    /// <summary>Conditions that could be added.</summary>
    public ImmutableArray<SuggestedCondition> Suggestions { get; init; } = [];

    /// <summary>The replay of history under the result; null where nothing is trimmed.</summary>
    public ReplayResult? Replay { get; init; }

    /// <summary>What AWS would refuse of the documents; null where it would take them.</summary>
    public string? Problem { get; init; }

    /// <summary>What to know besides, one sentence each.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>Characters of today's policies, as IAM counts them.</summary>
    public int SizeBefore => Subject.Sources.Sum(policy => PolicySize.Of(policy.Document));

    /// <summary>Characters of the result.</summary>
    public int SizeAfter => Policies.Sum(policy => PolicySize.Of(policy.Document));

    /// <summary>Whether the result stands as an inline policy.</summary>
    public bool IsInline => Changes && Policies is [{ Kind: PolicyKind.Inline }, ..];

    /// <summary>Whether a privilege goes or a resource is narrowed.</summary>
    public bool Changes => Untouched is null;

    /// <summary>Whether the result would break what was done.</summary>
    public bool Breaks => Replay?.Breaks == true;
}
