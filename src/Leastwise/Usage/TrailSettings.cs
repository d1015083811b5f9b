using System.Collections.Immutable;

namespace Leastwise.Usage;

/// <summary>A trail as CloudTrail described it at one time: whether it logs, and what it selects.</summary>
public sealed record TrailSettings
{
    /// <summary>Its ARN.</summary>
    public required string Arn { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The account that holds it; of an organization's trail, the management account or a delegated administrator.</summary>
    public required string Owner { get; init; }

    /// <summary>The account that was asked, whose events it logs.</summary>
    public required string AccountId { get; init; }

    /// <summary>The region in which its settings are changed, and such changes recorded.</summary>
    public required string HomeRegion { get; init; }

    /// <summary>Whether it logs all regions.</summary>
    public bool IsMultiRegion { get; init; }

    /// <summary>Whether it logs all accounts of an organization.</summary>
    public bool IsOrganization { get; init; }

    /// <summary>Whether it logs; null where that could not be asked.</summary>
    public bool? IsLogging { get; init; }

    /// <summary>Since when; null where that is not told.</summary>
    public DateTimeOffset? LoggingSince { get; init; }

    /// <summary>When it was asked; null where the file does not say.</summary>
    public DateTimeOffset? Fetched { get; init; }

    /// <summary>What it selects; null where that could not be asked.</summary>
    public ImmutableArray<EventSelection>? Selections { get; init; }

    /// <summary>The data events of a type that it selects.</summary>
    public IEnumerable<EventSelection> DataOf(string type) => (Selections ?? []).Where(selection => selection.Category == EventSelection.Data && selection.Type == type);
}

/// <summary>What one selector selects: an event is logged where any of a trail's selectors matches it.</summary>
/// <param name="Category">Such as <c>Management</c> or <c>Data</c>.</param>
/// <param name="Reading">Whether events that read.</param>
/// <param name="Writing">Whether events that write.</param>
public sealed record EventSelection(string Category, bool Reading, bool Writing)
{
    /// <summary>The category of data events.</summary>
    public const string Data = "Data";

    /// <summary>The category of management events.</summary>
    public const string Management = "Management";

    /// <summary>Of data events, the resource type, such as <c>AWS::S3::Object</c>; else null.</summary>
    public string? Type { get; init; }

    /// <summary>Whether every resource of the type; else those of <see cref="Starts"/> and <see cref="Exactly"/>.</summary>
    public bool IsAll { get; init; } = true;

    /// <summary>What ARNs of the resources begin with.</summary>
    public ImmutableArray<string> Starts { get; init; } = [];

    /// <summary>ARNs of single resources.</summary>
    public ImmutableArray<string> Exactly { get; init; } = [];

    /// <summary>Of management events, the sources that are left out, such as <c>kms.amazonaws.com</c>.</summary>
    public ImmutableArray<string> WithoutSources { get; init; } = [];

    /// <summary>Whether it asks for more than is judged here (names of events, callers, ends of ARNs, exceptions), so that it may leave anything out.</summary>
    public bool IsNarrower { get; init; }
}
