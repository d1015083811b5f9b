using System.Collections.Immutable;
using Leastwise.Risks;

namespace Leastwise.Reporting;

/// <summary>How something changed between two assessments.</summary>
public enum ChangeKind
{
    /// <summary>It was not there before.</summary>
    New,

    /// <summary>It is there still, and graver, or needs more.</summary>
    Worse,

    /// <summary>It is there still, and less grave, or needs less.</summary>
    Better,

    /// <summary>It is no longer there.</summary>
    Gone,
}

/// <summary>What a change is about.</summary>
public enum ChangeSubject
{
    /// <summary>A risk.</summary>
    Finding,

    /// <summary>A user or role.</summary>
    Principal,

    /// <summary>The way of a user or role to administrator.</summary>
    Escalation,
}

/// <summary>A change.</summary>
/// <param name="Kind">How it changed.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Id">The finding's id, or the ARN.</param>
/// <param name="Title">It in words.</param>
/// <param name="Detail">What is different; null where it is new or gone.</param>
/// <param name="Severity">Of a finding; null of others.</param>
public sealed record ReportChange(ChangeKind Kind, ChangeSubject Subject, string Id, string Title, string? Detail, Severity? Severity);

/// <summary>What changed from one assessment to another.</summary>
public sealed record ReportDifference
{
    /// <summary>The earlier one.</summary>
    public required Assessment Old { get; init; }

    /// <summary>The later one.</summary>
    public required Assessment New { get; init; }

    /// <summary>The changes: by kind, then findings before principals before ways, then the gravest, then by id.</summary>
    public required ImmutableArray<ReportChange> Changes { get; init; }

    /// <summary>What makes the two hard to compare, whole sentences.</summary>
    public required ImmutableArray<string> Cautions { get; init; }

    /// <summary>Whether a finding or a way to administrator is new or worse.</summary>
    public bool IsWorse => Changes.Any(change => change.Kind is ChangeKind.New or ChangeKind.Worse && change.Subject != ChangeSubject.Principal);
}
