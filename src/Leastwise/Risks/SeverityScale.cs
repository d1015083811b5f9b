namespace Leastwise.Risks;

/// <summary>Steps on the scale of severities.</summary>
internal static class SeverityScale
{
    /// <summary>One step milder, <see cref="Severity.Low"/> at least.</summary>
    public static Severity Milder(this Severity severity) => severity == Severity.Low ? Severity.Low : severity - 1;

    /// <summary>The same, or a step milder where something limits the risk.</summary>
    public static Severity MilderIf(this Severity severity, bool limited) => limited ? severity.Milder() : severity;
}
