using Leastwise.Usage;

namespace Leastwise.Reporting;

/// <summary>Verdicts, marks and evidence as the texts of <c>usage</c> say them.</summary>
internal static class UsageWords
{
    /// <summary>The mark that CloudTracker's users know, two characters.</summary>
    public static string Mark(Verdict verdict) => verdict switch
    {
        Verdict.Used => "  ",
        Verdict.Unused => "- ",
        Verdict.Unknown => "? ",
        _ => "+ ",
    };

    /// <summary>The verdict as JSON and CSV spell it.</summary>
    public static string Name(Verdict verdict) => verdict switch
    {
        Verdict.Used => "used",
        Verdict.Unused => "unused",
        Verdict.Unknown => "unknown",
        _ => "ungranted",
    };

    /// <summary>The verdict's own colour.</summary>
    public static string Paint(Ink ink, Verdict verdict, string text) => verdict switch
    {
        Verdict.Used => ink.Used(text),
        Verdict.Unused => ink.Unused(text),
        Verdict.Unknown => ink.Faint(text),
        _ => ink.Alarm(text),
    };

    /// <summary>Why, in a sentence.</summary>
    public static string Reason(Verdict verdict) => verdict switch
    {
        Verdict.Used { Evidence.ByLastAccessed: true } => "IAM's last-accessed data alone shows an attempt at it, which may have been denied.",
        Verdict.Used { Evidence.Inferred: true } => "No event proves by itself that the caller asked for it: it was read from a request's parameters, or a service used a key for the caller.",
        Verdict.Used => "Exercised in the window.",
        Verdict.Unused unused => unused.Because,
        Verdict.Unknown unknown => unknown.Because,
        Verdict.Ungranted ungranted => ungranted.LikelyCause,
        _ => "",
    };

    /// <summary>The proof of a use; null for verdicts without one.</summary>
    public static UseEvidence? Evidence(Verdict verdict) => verdict switch
    {
        Verdict.Used used => used.Evidence,
        Verdict.Ungranted ungranted => ungranted.Evidence,
        _ => null,
    };

    /// <summary>Such as <c>12 times, 1 Jun to 28 Aug 2026, in eu-west-1</c>.</summary>
    public static string Evidence(UseEvidence use) => use.ByLastAccessed
        ? $"tried on {Legible.Day(use.Last)}, by IAM's last-accessed data alone"
        : $"{Times(use.Count)}, {Legible.Days(DateOnly.FromDateTime(use.First.UtcDateTime), DateOnly.FromDateTime(use.Last.UtcDateTime))}"
            + $", in {string.Join(", ", use.Regions)}{(use.Inferred ? ", inferred" : "")}";

    /// <summary>A count in words: <c>once</c>, <c>12 times</c>.</summary>
    public static string Times(long count) => count == 1 ? "once" : $"{Legible.Number(count)} times";

    /// <summary>A kind of reason in a few words, for a heading.</summary>
    public static string Kind(UnknownReason reason) => reason switch
    {
        UnknownReason.NeverRecorded => "CloudTrail never records it",
        UnknownReason.LoggingNotKnown => "it is not known whether CloudTrail records it",
        UnknownReason.DataEventNotSeen => "a data event, and no sign that the trail selects all that the grant reaches",
        UnknownReason.NoLogs => "no logs",
        UnknownReason.KindNotSeen => "of a kind of which the logs hold nothing",
        UnknownReason.FileNotRead => "a log file could not be read",
        UnknownReason.WindowNotCovered => "the logs do not reach over the window",
        UnknownReason.Gap => "days are missing in the logs",
        UnknownReason.RegionNotCovered => "a global service, and no logs of the region that records it",
        UnknownReason.YoungerThanWindow => "the principal is younger than the window",
        UnknownReason.PossiblyNeeded => "another call may have needed it besides",
        _ => "used by sessions whose origin is not known",
    };
}
